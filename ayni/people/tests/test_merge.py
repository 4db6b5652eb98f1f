"""Two files become one: what moves, what stands, what is found, and who may."""

import pytest
from django.db import IntegrityError

from ayni.people import actions, erasing, hooks, queries, repointing
from ayni.people.models import Consent, EndReason, Merge, Person, Purpose, Sensitivity
from ayni.people.rules.documents import NONE
from ayni.people.rules.merging import CannotMerge
from ayni.people.rules.registering import NewRelative
from ayni.people.rules.snapshots import written

from .factories import (
    NOON,
    ConsentFactory,
    CountryFactory,
    DocumentTypeFactory,
    NoDocumentFactory,
    PersonFactory,
    place,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def other(rosa):
    return PersonFactory(
        registered_by=rosa, given_name_1="Yuleisy", surname_1="Gonsales", known_as="Yuli", document="XY998877"
    )


def merge(kept, absorbed, by, **choose):
    return actions.merge(kept=kept, absorbed=absorbed, choose=choose, by=by, at=NOON)


def names_found(text, user):
    return [hit.person.pk for hit in queries.search(text, user, NOON).hits]


def test_everything_moves_and_the_other_file_is_gone(marta, file, other):
    merge(file, other, marta)
    assert not Person.objects.filter(pk=other.pk).exists()
    assert file.documents.get().number == "XY998877"
    assert file.consents.count() == 2


def test_the_person_is_found_by_either_spelling_and_either_document(marta, file, other):
    merge(file, other, marta)
    for text in ("Yusleidy González", "Yuleisy Gonsales", "XY998877", "Yuli Gonsales"):
        assert names_found(text, marta) == [file.pk], text
    [(_row, also)] = queries.also_registered_as(file)
    assert also.full_name == "Yuleisy Carolina Gonsales Rondón"


def test_whose_value_stands_is_chosen_and_the_other_one_is_kept(marta, file, other):
    merge(file, other, marta, surname_1="absorbed")
    file.refresh_from_db()
    assert (file.surname_1, file.given_name_1, file.known_as) == ("Gonsales", "Yusleidy", "Yuli")
    names = {also.full_name for _row, also in queries.also_registered_as(file)}
    assert names == {"Yusleidy Carolina González Rondón", "Yuleisy Carolina Gonsales Rondón"}


def test_only_who_somebody_is_can_be_chosen(marta, file, other):
    for choose in ({"office_id": "kept"}, {"surname_1": "mine"}):
        with pytest.raises(TypeError):
            merge(file, other, marta, **choose)


def test_each_nationality_stands_once_in_order_and_unknown_beside_none(marta, file, other):
    other.nationalities.create(country=CountryFactory(code="COL"), order=2)
    other.nationalities.create(country=CountryFactory(code="XXX"), order=3)
    merge(file, other, marta)
    rows = file.nationalities.filter(ended_at=None).order_by("order")
    assert list(rows.values_list("country__code", "order")) == [("VEN", 1), ("COL", 2)]


def test_the_document_whose_original_was_seen_stands_and_none_is_no_document(marta, file, other):
    kind = DocumentTypeFactory()
    file.documents.create(type=kind, number="xy-998877")
    file.documents.create(type=NoDocumentFactory(), number="")
    other.documents.update(is_verified=True)
    merge(file, other, marta)
    [standing] = file.documents.filter(ended_at=None)
    assert (standing.number, standing.is_verified) == ("XY998877", True)
    assert file.documents.filter(type__code=NONE).exclude(ended_at=None).count() == 1


def test_the_same_telephone_stands_once_with_all_the_care_that_either_file_asks_for(marta, file, other):
    for person, may_call in ((file, True), (other, False)):
        person.contacts.create(kind="PHONE", value="+51987654321", is_safe=True, may_call=may_call, since=NOON)
        person.contacts.create(
            kind="WHATSAPP", value="+51987654321", is_safe=True, instructions=f"{may_call}", since=NOON
        )
    merge(file, other, marta)
    standing = file.contacts.filter(ended_at=None)
    assert [row.may_call for row in standing.filter(kind="PHONE")] == [False]
    assert standing.filter(kind="WHATSAPP").count() == 2, "each asks for a care of its own"


def test_of_two_consents_the_later_stands_and_withdrawing_it_withdraws_what_rests_on_the_other(
    world, marta, file, other
):
    early = ConsentFactory(person=file, purpose=Purpose.REFER, organisation=world.cem, taken_by=world.rosa)
    late = ConsentFactory(
        person=other, purpose=Purpose.REFER, organisation=world.cem, taken_by=world.rosa, given_at=NOON.replace(hour=20)
    )
    merge(file, other, marta)
    early.refresh_from_db()
    assert (early.superseded_by_id, early.withdrawn_at) == (late.pk, None)
    assert queries.standing(file, Purpose.REFER, world.cem) == late
    actions.withdraw_consent(consent=late, by=marta, at=NOON)
    assert Consent.objects.get(pk=early.pk).withdrawn_at == NOON
    assert queries.standing(file, Purpose.REFER, world.cem) is None


def test_nobody_becomes_their_own_relative_and_a_relative_of_both_is_one(rosa, marta, file, other):
    third = PersonFactory(registered_by=rosa)
    for person, relative in ((file, other), (file, third), (other, third)):
        actions.add_relative(person=person, relative=NewRelative(kind="SIBLING", relative=relative), by=rosa, at=NOON)
    merge(file, other, marta)
    for person, relative in ((file, third), (third, file)):
        [stands] = person.relationships.filter(ended_at__isnull=True)
        assert stands.relative_id == relative.pk
        ended = person.relationships.filter(ended_at__isnull=False)
        assert {row.end_reason for row in ended} == {EndReason.MERGED}


def test_a_restricted_file_is_merged_only_by_those_who_see_both_and_stays_restricted(world, rosa, marta, file, other):
    place(other, Sensitivity.RESTRICTED, rosa, team=world.trata)
    with pytest.raises(CannotMerge, match="punto focal"):
        merge(file, other, marta)
    merge(file, other, rosa)
    assert not Person.objects.visible_to(marta).filter(pk=file.pk).exists()
    assert Person.objects.visible_to(rosa).filter(pk=file.pk).exists()


def test_a_file_with_one_compartment_that_is_closed_is_not_merged_either(world, rosa, marta, file, other):
    place(other, Sensitivity.ORDINARY, rosa)
    place(other, Sensitivity.RESTRICTED, rosa, team=world.trata)
    assert Person.objects.visible_to(marta).filter(pk=other.pk).exists()
    with pytest.raises(CannotMerge, match="punto focal"):
        merge(file, other, marta)


def test_not_with_itself_not_twice_and_not_without_a_basis_to_keep_both(marta, file, other):
    with pytest.raises(CannotMerge, match="mismo"):
        merge(file, file, marta)
    other.consents.update(withdrawn_at=NOON)
    with pytest.raises(CannotMerge, match="consentimiento"):
        merge(file, other, marta)
    other.consents.update(withdrawn_at=None)
    merge(file, other, marta)
    with pytest.raises(CannotMerge, match="antes que usted"):
        merge(file, other, marta)


def test_what_fails_in_the_middle_leaves_everything_as_it_was(marta, file, other, monkeypatch):
    before = (written(file), written(other), file.documents.count(), other.documents.count())

    def broken(*args, **kwargs):
        raise IntegrityError("the power went")

    monkeypatch.setattr("ayni.people.actions.merging.reindex", broken)
    with pytest.raises(IntegrityError):
        merge(file, other, marta)
    file, other = Person.objects.get(pk=file.pk), Person.objects.get(pk=other.pk)
    assert (written(file), written(other), file.documents.count(), other.documents.count()) == before
    assert not Merge.objects.exists()
    assert names_found("Gonsales Yuleisy", marta)[:1] == [other.pk]


def test_readers_of_the_other_file_are_readers_of_this_one(marta, file, other):
    merge(file, other, marta)
    assert [person.pk for person in queries.files_of(file)] == [file.pk, other.pk]
    assert queries.now_in(other.pk) == file.pk


def test_a_stranger_finds_in_one_place_how_the_tables_follow_and_in_another_how_they_are_erased():
    of_people = [one for one in hooks.REPOINTERS if one.model.startswith("people.")]
    assert of_people == list(repointing.REPOINTERS)
    assert [one for one in hooks.ERASERS if one.model.startswith("people.")] == [
        one for one in erasing.ERASERS if one.model.startswith("people.")
    ]
