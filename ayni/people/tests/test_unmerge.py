"""One file becomes two again, and what came after goes where somebody decides."""

import pytest

from ayni.people import actions, queries
from ayni.people.models import IdentityDocument, PairStatus, Person, Sensitivity
from ayni.people.rules.merging import CannotUnmerge
from ayni.people.rules.registering import NewDocument, NewRelative

from .factories import NOON, DocumentTypeFactory, PersonFactory, StatusFactory, place

pytestmark = pytest.mark.django_db
LATER = NOON.replace(hour=22)


@pytest.fixture
def other(rosa):
    return PersonFactory(registered_by=rosa, given_name_1="Yuleisy", known_as="Yuli", document="XY998877")


@pytest.fixture
def merged(marta, file, other):
    return actions.merge(kept=file, absorbed=other, choose={"given_name_1": "absorbed"}, by=marta, at=NOON)


def unmerge(merge, by):
    return decide(merge, by, {})


def decide(merge, by, decisions):
    return actions.unmerge(merge=merge, decisions=decisions, by=by, at=LATER)


def test_what_was_added_goes_where_it_was_decided(rosa, marta, file, other, merged):
    kind = DocumentTypeFactory()
    stays, goes = (
        actions.add_document(person=file, document=NewDocument(type=kind, number=number), by=rosa, at=LATER)
        for number in ("AA111111", "BB222222")
    )
    decide(merged, marta, {f"people.IdentityDocument:{goes.pk}": "absorbed"})
    assert {d.number for d in IdentityDocument.objects.filter(person=file)} == {stays.number}
    assert {d.number for d in IdentityDocument.objects.filter(person=other.pk)} == {goes.number, "XY998877"}
    assert [hit.person.pk for hit in queries.search("BB222222", marta, NOON).hits] == [other.pk]


def test_what_was_added_is_settled_in_the_file_where_it_stays(rosa, marta, file, other):
    old = actions.record_situation(person=file, status=StatusFactory(), status_since=None, by=rosa, at=NOON)
    merge = actions.merge(kept=file, absorbed=other, choose={}, by=marta, at=NOON)
    new = actions.record_situation(
        person=file, status=StatusFactory(code="R-REF"), status_since=None, by=rosa, at=LATER
    )
    unmerge(merge, marta)
    assert [s.pk for s in file.situations.filter(is_current=True)] == [new.pk]
    old.refresh_from_db()
    assert not old.is_current


def test_a_change_made_since_stays_on_the_side_it_came_from_unless_somebody_takes_it_back(rosa, marta, file, other):
    for decision, is_verified in ({}, True), ("before", False):
        actions.compare_files(person=file, other=other, by=marta, at=NOON)
        merge = actions.merge(kept=file, absorbed=other, choose={}, by=marta, at=NOON)
        moved = file.documents.get()
        actions.verify_document(document=moved, by=rosa, at=LATER)
        decide(merge, marta, {f"people.IdentityDocument:{moved.pk}": decision} if decision else {})
        moved.refresh_from_db()
        assert (moved.person_id, moved.is_verified) == (other.pk, is_verified)
        IdentityDocument.objects.filter(pk=moved.pk).update(is_verified=False)


def test_names_go_back_and_a_later_correction_stays(rosa, marta, file, other, merged):
    file.refresh_from_db()
    assert file.given_name_1 == "Yuleisy"
    countries = [row.country for row in file.nationalities.select_related("country")]
    actions.correct_identity(person=file, nationalities=countries, surname_2="Rendón", by=rosa, at=LATER)
    unmerge(merged, marta)
    file.refresh_from_db()
    assert (file.given_name_1, file.surname_2, file.known_as) == ("Yusleidy", "Rendón", "")
    assert Person.objects.get(pk=other.pk).full_name == "Yuleisy Carolina González Rondón"
    assert queries.also_registered_as(file) == []


def test_both_ways_of_a_relative_go_to_the_same_side(rosa, marta, file, other, merged):
    third = PersonFactory(registered_by=rosa, given_name_1="Tercera")
    added = actions.add_relative(person=file, relative=NewRelative(kind="SIBLING", relative=third), by=rosa, at=LATER)
    decide(merged, marta, {f"people.Relationship:{added.pk}": "absorbed"})
    assert [row.relative_id for row in third.relationships.all()] == [other.pk]
    assert not file.relationships.exists()


def test_nobody_sees_through_a_restored_file_what_they_could_not_see_before(world, rosa, marta, file, other):
    place(other, Sensitivity.RESTRICTED, rosa, team=world.trata)
    merge = actions.merge(kept=file, absorbed=other, choose={}, by=rosa, at=NOON)
    with pytest.raises(CannotUnmerge, match="punto focal"):
        unmerge(merge, marta)
    unmerge(merge, rosa)
    assert Person.objects.visible_to(marta).filter(pk=file.pk).exists()
    assert not Person.objects.visible_to(marta).filter(pk=other.pk).exists()


def test_the_last_merge_is_undone_first_also_when_the_kept_file_was_absorbed_in_its_turn(
    rosa, marta, file, other, merged
):
    third = PersonFactory(registered_by=rosa, given_name_1="Tercera")
    later = actions.merge(kept=third, absorbed=file, choose={}, by=marta, at=LATER)
    assert queries.now_in(other.pk) == third.pk
    with pytest.raises(CannotUnmerge, match="Separe primero"):
        unmerge(merged, marta)
    unmerge(later, marta)
    unmerge(merged, marta)
    assert Person.objects.filter(pk__in=[file.pk, other.pk, third.pk]).count() == 3
    assert IdentityDocument.objects.get(number="XY998877").person_id == other.pk


def test_they_are_remembered_as_two_people_and_nothing_is_undone_twice(marta, file, other, merged):
    unmerge(merged, marta)
    assert queries.pair_of(file.pk, other.pk).status == PairStatus.DIFFERENT
    merged.refresh_from_db()
    assert merged.snapshot == {}
    with pytest.raises(CannotUnmerge, match="antes que usted"):
        unmerge(merged, marta)


def test_an_erased_person_is_not_brought_back(marta, file, other, merged):
    merged.snapshot = {}
    merged.save()
    with pytest.raises(CannotUnmerge, match="borró"):
        unmerge(merged, marta)
