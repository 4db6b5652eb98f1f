"""The second look: names with several errors, in a memory that stays right while others write."""

from datetime import date

import pytest
from django.db import transaction

from ayni.people import queries
from ayni.people.actions.indexing import reindex, unindex
from ayni.people.models import NameLine, Person, Sensitivity
from ayni.people.queries import blocks, scan
from ayni.people.rules import asking
from ayni.people.rules.keys import days_of

from .factories import NOON, PersonFactory, place

pytestmark = pytest.mark.django_db

NAMES = [
    ("Julia", "Fernández", "Mamani"), ("Nicolás", "Navarro", "Soto"), ("Marisol", "Guerrero", "Rojas"),
    ("Yorgelis", "Betancourt", "Marcano"), ("Ana", "Flores", "Condori"), ("Verónica", "García", "Quispe"),
]  # fmt: skip


@pytest.fixture
def people(rosa):
    return [
        PersonFactory(registered_by=rosa, given_name_1=given, given_name_2="", surname_1=one, surname_2=two)
        for given, one, two in NAMES
    ]


def found(text, user):
    return [hit.person for hit in queries.search(text, user, NOON).hits]


def people_of(names, text, most=50):
    lines = names.best(scan.Asked(asking.read(text, NOON.date()), most))
    in_order = NameLine.objects.in_bulk(lines)
    return [in_order[number].person for number in lines if number in in_order and in_order[number].person]


@pytest.mark.parametrize(
    ("text", "which"),
    [
        ("Juloa Fernandex Namani", 0),
        ("Nikolaz Nabaro", 1),
        ("Mazirol Gerero Roxas", 2),
        ("Yorjeliz Vetancur 1990", 3),
        ("Anna Flroes Kondori", 4),
        ("Beronika Gracia Qispe", 5),
    ],
)
def test_an_error_in_every_word_hides_nobody(rosa, people, text, which):
    assert found(text, rosa)[:1] == [people[which]]


def test_who_may_not_be_seen_is_not_shown_however_many_errors_there_are(world, people):
    place(people[3], Sensitivity.RESTRICTED, world.rosa, team=world.trata)
    assert found("Yorjeliz Vetancur", world.julio) == []
    assert found("Yorjeliz Vetancur", world.rosa) == [people[3]]


class TestMemory:
    def test_what_is_added_changed_and_erased_is_known_at_the_next_look(self, rosa, people):
        names = scan.Names()
        names.refresh()
        assert people_of(names, "Julia Fernandes")[0] == people[0]
        Person.objects.filter(pk=people[0].pk).update(surname_1="Zambrano")
        reindex(people[0])
        new = PersonFactory(registered_by=rosa, given_name_1="Julia", surname_1="Hernández", surname_2="")
        names.refresh()
        assert people[0] not in people_of(names, "Julia Fernandes", 1)
        assert people_of(names, "Julia Zanbrano")[0] == people[0]
        assert people_of(names, "Julia Hernandes")[0] == new
        NameLine.objects.filter(person=new).delete()
        names.refresh()
        assert new not in people_of(names, "Julia Hernandes")

    def test_what_was_read_and_then_rolled_back_is_forgotten(self, rosa, people):
        names = scan.Names()
        names.refresh()
        with transaction.atomic():
            PersonFactory(registered_by=rosa, given_name_1="Nadie", surname_1="Nunca", surname_2="")
            names.refresh()
            transaction.set_rollback(True)
        # In SQLite the number is given out again.
        other = PersonFactory(registered_by=rosa, given_name_1="Wilmer", surname_1="Urdaneta", surname_2="")
        names.refresh()
        assert people_of(names, "Wilmre Urdanetta")[0] == other
        assert people_of(names, "Nadie Nunca", 1) != [other]

    def test_a_number_that_comes_late_is_read(self, rosa, people):
        """In PostgreSQL two may write at once, and the one with the higher number be done first."""
        newest = NameLine.objects.order_by("-pk").first()
        NameLine.objects.create(pk=newest.pk + 3, person=people[1], words="tarde", born=0)
        names = scan.Names()
        names.refresh()
        late = PersonFactory.create(registered_by=rosa, given_name_1="Eleazar", surname_1="Chacín", surname_2="")
        NameLine.objects.filter(person=late).delete()
        NameLine.objects.create(pk=newest.pk + 2, person=late, words="eleasar 4asin", born=0)
        names.refresh()
        assert people_of(names, "Eleazar Chasin")[0] == late

    def test_nothing_new_is_one_statement_without_an_answer(
        self, people, monkeypatch, django_assert_num_queries, django_assert_max_num_queries
    ):
        names = scan.Names()
        names.refresh()
        with django_assert_max_num_queries(2):
            names.refresh()
        # Numbers that never came are no longer asked for.
        later = scan.monotonic() + scan._LONGEST_WRITE + 1
        monkeypatch.setattr(scan, "monotonic", lambda: later)
        with django_assert_num_queries(1):
            names.refresh()

    def test_sorting_anew_changes_no_answer(self, rosa, people, monkeypatch):
        monkeypatch.setattr(scan, "_SMALL", 2)
        grown = scan.Names()
        for given, one, two in NAMES:
            PersonFactory(registered_by=rosa, given_name_1=given, given_name_2="", surname_1=two, surname_2=one)
            grown.refresh()
        at_once = scan.Names()
        at_once.refresh()
        assert len(grown._blocks) <= 2
        for text in ("Juloa Mamani", "Mazirol Gerero", "Flroes", "Quispe 1990"):
            assert set(people_of(grown, text)) == set(people_of(at_once, text)), text

    def test_a_register_is_read_part_by_part(self, people, monkeypatch):
        at_once = scan.Names()
        at_once.refresh()
        monkeypatch.setattr(scan, "_AT_ONCE", 2)
        in_parts = scan.Names()
        in_parts.refresh()
        for text in ("Juloa Mamani", "Mazirol Gerero", "Yorjeliz Vetancur"):
            assert people_of(in_parts, text) == people_of(at_once, text) != []

    def test_the_sounds_of_whoever_another_process_erased_are_gone_when_all_is_read_anew(self, people, monkeypatch):
        names = scan.Names()
        names.refresh()
        unindex(people[3])
        names.refresh()
        assert names._vocabulary.known("iorielis")
        assert not names.is_old
        later = scan.monotonic() + scan._LONGEST_KEPT + 1
        monkeypatch.setattr(scan, "monotonic", lambda: later)
        assert names.is_old
        names.renew()
        assert not names.is_old
        assert not names._vocabulary.known("iorielis")
        assert people_of(names, "Juloa Mamani") == [people[0]]

    def test_a_process_reads_them_at_its_start_and_anew_when_they_are_old(self, people, monkeypatch):
        names, slept = scan.Names(), iter([None, None])
        monkeypatch.setattr(scan, "NAMES", names)
        monkeypatch.setattr(scan, "sleep", lambda _seconds: next(slept))
        monkeypatch.setattr(scan.connection, "close", lambda: None)
        monkeypatch.setattr(scan, "_LONGEST_KEPT", -1)
        read = []
        monkeypatch.setattr(names, "renew", lambda: read.append(names.is_read))
        with pytest.raises(StopIteration):
            scan._keep_warm()
        assert read == [True, True]

    def test_a_search_does_not_wait_until_everybody_was_read_for_the_first_time(self, rosa, people):
        names = scan.NAMES
        names.forget()
        with names._lock:
            # Another thread reads. What has no error in it is found all the same.
            assert found("Fernández Mamani Julia", rosa)[:1] == [people[0]]
            assert not names.is_read
        assert found("Juloa Fernandex Namani", rosa)[:1] == [people[0]]

    def test_who_asks_twice_is_answered_once_until_somebody_is_added(self, rosa, people, monkeypatch):
        looked, best = [], scan._best
        monkeypatch.setattr(scan, "_best", lambda *asked: looked.append(asked) or best(*asked))
        names = scan.Names()
        names.refresh()
        first = people_of(names, "Juloa Mamani")
        assert people_of(names, "Juloa Mamani") == first
        assert len(looked) == 1
        new = PersonFactory(registered_by=rosa, given_name_1="Juloa", given_name_2="", surname_1="Mamani", surname_2="")
        names.refresh()
        assert people_of(names, "Juloa Mamani")[0] == new
        for n in range(40):
            people_of(names, f"Juloa Mamani {1950 + n}")
        assert len(names._ready.lately) <= scan._MOST_ANSWERS

    def test_an_empty_register_answers_nothing(self):
        names = scan.Names()
        names.refresh()
        assert names.best(scan.Asked(asking.read("Julia Fernández", NOON.date()), 10)) == []
        assert names.rarity("julia") == 1.0


def test_the_birth_date_sets_people_of_one_name_apart(rosa):
    same = [
        PersonFactory(registered_by=rosa, birth_date=date(year, 1, 1), birth_precision="YEAR")
        for year in (1950, 1964, 1978, 1992)
    ]
    names = scan.Names()
    names.refresh()
    assert people_of(names, "Yusleidi Gonsales 1979")[0] == same[2]


def test_a_date_with_one_error_in_it_is_put_before_others_of_that_year(rosa):
    for day in (3, 9, 21, 27):
        PersonFactory(registered_by=rosa, birth_date=date(1990, 4, day), birth_precision="EXACT")
    swapped = PersonFactory(registered_by=rosa, birth_date=date(1990, 12, 3), birth_precision="EXACT")
    for day in (4, 10, 22, 28):
        PersonFactory(registered_by=rosa, birth_date=date(1990, 5, day), birth_precision="EXACT")
    names = scan.Names()
    names.refresh()
    assert people_of(names, "Yusleidi Gonsales 12/03/1990")[0] == swapped


def test_lines_are_found_in_whichever_part_of_all_they_stand(rosa, monkeypatch):
    people = [
        PersonFactory(
            registered_by=rosa, given_name_1=given, given_name_2="", surname_1=one, surname_2=two,
            birth_date=date(1950 + 5 * n, 3, 12),
        )
        for n, (given, one, two) in enumerate(NAMES)
    ]  # fmt: skip
    texts = {"Juloa Fernandex": 0, "Mazirol Gerero 1961": 2, "Beronika Gracia 1974": 5, "Flroes": 4}
    whole = scan.Names()
    whole.refresh()
    expected = {text: people_of(whole, text) for text in texts}
    monkeypatch.setattr(blocks, "_PART", 2)
    parted = scan.Names()
    parted.refresh()
    assert len(parted._blocks[0].where) == 3
    assert {text: people_of(parted, text) for text in texts} == expected
    assert [expected[text][0] for text in texts] == [people[which] for which in texts.values()]


def test_a_name_that_many_have_is_taken_as_it_was_typed_at_first(rosa, people, monkeypatch):
    monkeypatch.setattr(scan, "_MANY", 1)
    names = scan.Names()
    names.refresh()
    for word in ("Marcani", "Quizpi", "Julisa"):
        assert names.best(scan.Asked(asking.read(word, NOON.date()), 10, errors=2)), word
    assert len(scan._points(("mamani",), names._ready, 2).sounds) == 1
    assert len(scan._points(("mamani",), names._ready, 3).sounds) >= 2


def test_days_fit_into_two_bytes():
    at = NOON.date()
    assert days_of(None) == days_of(at.replace(year=1850)) == 0
    assert days_of(at.replace(year=1900, month=1, day=1)) == 1
    assert days_of(at.replace(year=2200)) == 65_535
