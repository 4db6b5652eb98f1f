"""Family links: in both files at once, and never more than somebody may know."""

from dataclasses import replace
from datetime import date

import pytest

from ayni.audit.models import Event
from ayni.people import actions, queries
from ayni.people.models import EndReason, Purpose, Relationship, Sensitivity
from ayni.people.models.sources import Source
from ayni.people.rules import consents, editing, families
from ayni.people.rules.registering import NewRelative
from ayni.people.rules.sources import Provenance

from .factories import NOON, CountryFactory, PersonFactory, SexFactory, place

pytestmark = pytest.mark.django_db


@pytest.fixture
def mother(rosa):
    return PersonFactory(registered_by=rosa)


@pytest.fixture
def child(rosa):
    return PersonFactory(registered_by=rosa, given_name_1="Ana", birth_date=date(2018, 5, 1))


def add(person, rosa, kind="CHILD", **values):
    confirmed = values.pop("confirmed", False)
    new = NewRelative(kind=kind, **values)
    return actions.add_relative(person=person, relative=new, by=rosa, at=NOON, confirmed=confirmed)


def rows(person, user):
    return [(kin.relationship.kind, kin.file) for kin in queries.family(person, user)]


def correct(row, rosa, confirmed=False, **values):
    new = NewRelative(
        kind=row.kind, name=row.name, birth_year=row.birth_year, born_in_peru=row.born_in_peru,
        lives_together=row.lives_together, since=row.since, since_known=row.since_known,
    )  # fmt: skip
    new = replace(new, **values)
    return actions.correct_relative(relationship=row, relative=new, by=rosa, at=NOON, confirmed=confirmed)


def test_a_link_stands_in_both_files(mother, child, rosa):
    add(mother, rosa, lives_together=True, born_in_peru=True, relative=child, since=date(2018, 5, 1))
    [back] = queries.family(child, rosa)
    row = back.relationship
    assert (row.kind, back.file, row.lives_together, row.since) == ("MOTHER", mother, True, date(2018, 5, 1))
    assert not row.born_in_peru


def test_a_father_is_a_father_in_the_file_of_his_child(rosa, child):
    father = PersonFactory(registered_by=rosa, sex=SexFactory(code="SEX-M", label_es="Hombre"))
    add(father, rosa, relative=child)
    assert rows(child, rosa) == [("FATHER", father)]


def test_a_link_ends_in_both_files_with_its_day_and_reason(mother, child, rosa):
    actions.end_relative(
        relationship=add(mother, rosa, relative=child), reason=EndReason.DIED, until=date(2026, 1, 2), by=rosa, at=NOON
    )
    for person in (mother, child):
        row = person.relationships.get()
        assert (row.ended_at, row.end_reason, row.until) == (NOON, "DIED", date(2026, 1, 2))
    with pytest.raises(editing.CannotChange):
        actions.end_relative(relationship=child.relationships.get(), by=rosa, at=NOON)


def test_a_link_does_not_end_before_it_began(mother, child, rosa):
    row = add(mother, rosa, relative=child, since=date(2020, 1, 1))
    with pytest.raises(families.CannotLink):
        actions.end_relative(relationship=row, until=date(2019, 1, 1), by=rosa, at=NOON)
    with pytest.raises(editing.CannotChange):
        actions.end_relative(relationship=row, until=date(2027, 1, 1), by=rosa, at=NOON)


def test_a_link_is_corrected_from_either_end(mother, child, rosa):
    row = add(mother, rosa, relative=child)
    correct(row, rosa, kind="GRANDCHILD", since=date(2020, 1, 1), confirmed=True)
    back = child.relationships.get()
    assert (back.kind, back.since) == ("GRANDPARENT", date(2020, 1, 1))
    correct(back, rosa, kind="MOTHER", lives_together=True)
    row.refresh_from_db()
    assert (row.kind, row.lives_together) == ("CHILD", True)
    assert Event.objects.filter(verb="relative.corrected").latest("seq").details == {
        "changed": ["kind", "lives_together"]
    }


def test_a_weaker_word_does_not_silently_replace_a_stronger(mother, child, rosa):
    row = add(mother, rosa, relative=child, source=Provenance(Source.SEEN))
    with pytest.raises(families.LooksWrong):
        correct(row, rosa, kind="WARD", source=Provenance(Source.STATED))
    correct(row, rosa, kind="WARD", source=Provenance(Source.STATED), confirmed=True)
    assert child.relationships.get().kind == "GUARDIAN"


def test_a_relative_is_somebody_and_somebody_else(mother, rosa):
    for values in ({}, {"relative": mother}):
        with pytest.raises(families.CannotLink):
            add(mother, rosa, **values)


def test_nobody_is_linked_twice(mother, child, rosa):
    add(mother, rosa, relative=child)
    for person, other, kind in ((mother, child, "SIBLING"), (child, mother, "PARENT")):
        with pytest.raises(families.CannotLink):
            add(person, rosa, kind=kind, relative=other)
    add(mother, rosa, kind="TRAVELS_WITH", relative=child)
    add(mother, rosa, kind="WARD", relative=child)
    assert Relationship.objects.count() == 6


def test_whoever_was_mentioned_is_not_mentioned_twice(mother, rosa):
    add(mother, rosa, name="Ana  María", birth_year=2019)
    with pytest.raises(families.CannotLink):
        add(mother, rosa, name="ana maria", birth_year=2019)
    add(mother, rosa, name="Ana María", birth_year=2021)


@pytest.mark.parametrize(("kind", "born"), [("CHILD", 1985), ("MOTHER", 1995), ("GRANDCHILD", 2005)])
def test_a_mother_is_older_than_her_child_unless_somebody_checked(mother, rosa, kind, born):
    other = PersonFactory(registered_by=rosa, birth_date=date(born, 1, 1))
    for values in ({"relative": other}, {"name": "Luz", "birth_year": born}):
        with pytest.raises(families.LooksWrong):
            add(mother, rosa, kind=kind, **values)
    add(mother, rosa, kind=kind, relative=other, confirmed=True)


def test_a_second_guardian_at_home_is_asked_about(child, rosa):
    first, second = PersonFactory(registered_by=rosa), PersonFactory(registered_by=rosa)
    add(child, rosa, kind="GUARDIAN", lives_together=True, relative=first)
    with pytest.raises(families.LooksWrong):
        add(second, rosa, kind="WARD", lives_together=True, relative=child)
    add(second, rosa, kind="WARD", relative=child)


def test_a_guardian_whose_file_is_hidden_raises_no_question(child, rosa, julio, world):
    hidden = PersonFactory(registered_by=rosa)
    add(child, rosa, kind="GUARDIAN", lives_together=True, relative=hidden)
    place(hidden, Sensitivity.RESTRICTED, rosa, team=world.trata)
    add(child, julio, kind="GUARDIAN", lives_together=True, relative=PersonFactory(registered_by=julio))


def test_somebody_mentioned_gets_a_file(mother, child, rosa):
    row = add(mother, rosa, name="Anita", birth_year=2018, born_in_peru=True)
    linked = actions.identify_relative(relationship=row, file=child, by=rosa, at=NOON)
    assert (linked.pk, linked.name, linked.relative) == (row.pk, "Anita", child)
    assert rows(child, rosa) == [("MOTHER", mother)]
    with pytest.raises(families.CannotLink):
        actions.identify_relative(relationship=row, file=PersonFactory(registered_by=rosa), by=rosa, at=NOON)


def test_nobody_learns_from_naming_a_file_that_there_was_another(mother, child, rosa, julio, world):
    """Rosa, of the restricted team, links the girl; Julio, who may not see her, still sees somebody mentioned."""
    row = add(mother, rosa, name="Anita", birth_year=2018)
    actions.identify_relative(relationship=row, file=child, by=rosa, at=NOON)
    place(child, Sensitivity.RESTRICTED, rosa, team=world.trata)
    [seen] = queries.family(mother, julio)
    assert (seen.file, seen.relationship.name) == (None, "Anita")
    other = PersonFactory(registered_by=julio, birth_date=date(2018, 5, 1))
    actions.identify_relative(relationship=seen.relationship, file=other, by=julio, at=NOON)
    assert [(kin.relationship.name, kin.file) for kin in queries.family(mother, julio)] == [("Anita", other)]
    assert {file for _kind, file in rows(mother, rosa)} == {child, other}
    assert rows(child, rosa) == [("MOTHER", mother)]


def test_a_name_that_is_taken_out_does_not_make_a_hidden_relative_vanish(mother, child, rosa, julio, world):
    row = add(mother, rosa, name="Anita", relative=child)
    place(child, Sensitivity.RESTRICTED, rosa, team=world.trata)
    with pytest.raises(families.CannotLink):
        correct(row, julio, name="")
    correct(row, julio, name="", birth_year=2018)
    assert len(queries.family(mother, julio)) == 1


def test_a_hidden_relative_is_not_even_a_line(mother, rosa, julio, vera):
    hidden = PersonFactory(registered_by=vera, given_name_1="Ausente", birth_date=date(2019, 1, 1))
    hidden.nationalities.create(country=CountryFactory(code="PER", label_es="Perú"), order=2)
    add(mother, rosa, relative=hidden, born_in_peru=True)
    assert rows(mother, rosa) == []
    assert not queries.has_peruvian_born_child(queries.family(mother, rosa))
    assert not queries.mothers_of_peruvian_born_children(rosa).exists()
    assert "Ausente" not in str(queries.shareable(mother, rosa))
    assert "children" not in {item.field for item in queries.shareable(mother, rosa)}
    assert queries.shown_relationship(mother, rosa, mother.relationships.get().pk) is None


def test_what_links_two_files_is_in_the_thread_of_neither(mother, child, rosa):
    """Whoever reads what happened with one of them would learn that there is the other."""
    row = add(mother, rosa, relative=child)
    actions.end_relative(relationship=row, by=rosa, at=NOON)
    add(mother, rosa, name="Luz")
    threads = Event.objects.filter(verb__startswith="relative.").order_by("seq").values_list("thread", flat=True)
    assert list(threads) == [None, None, mother.pk]


def test_nothing_is_added_to_a_file_that_nobody_agreed_to(mother, child, rosa):
    actions.withdraw_consent(consent=queries.standing(child, Purpose.REGISTER), by=rosa, at=NOON)
    for person, other in ((mother, child), (child, mother)):
        with pytest.raises(consents.CannotKeep):
            add(person, rosa, relative=other)
    assert not Relationship.objects.exists()


def test_mothers_of_children_born_in_peru_are_found(mother, child, rosa, julio, vera, world):
    assert not queries.mothers_of_peruvian_born_children(rosa).exists()
    add(mother, rosa, relative=child)
    child.nationalities.create(country=CountryFactory(code="PER", label_es="Perú"), order=2)
    told = PersonFactory(registered_by=rosa)
    row = add(told, rosa, name="Luz", birth_year=2020, born_in_peru=True)
    assert set(queries.mothers_of_peruvian_born_children(julio)) == {mother, told}
    assert not queries.mothers_of_peruvian_born_children(vera).exists()
    actions.end_relative(relationship=row, by=rosa, at=NOON)
    assert set(queries.mothers_of_peruvian_born_children(julio)) == {mother}
    place(child, Sensitivity.RESTRICTED, rosa, team=world.trata)
    assert set(queries.mothers_of_peruvian_born_children(julio)) == set()
    assert set(queries.mothers_of_peruvian_born_children(rosa)) == {mother}
