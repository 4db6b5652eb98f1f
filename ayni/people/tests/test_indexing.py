"""The search index: the same keys however many people are written at once, and none left of whoever is gone."""

import random
from datetime import date

import numpy as np
import pytest

from ayni.lib.ids import uuid7
from ayni.people import actions, queries
from ayni.people.actions import indexing, preparing
from ayni.people.models import Birth, NameLine, Person, SearchKey
from ayni.people.rules import keys
from ayni.people.rules.keys import Indexed

from .factories import NOON, PersonFactory

pytestmark = pytest.mark.django_db


def keys_of(person):
    lines = NameLine.objects.filter(person=person).values_list("pk", flat=True)
    return set(SearchKey.objects.filter(line__in=list(lines)).values_list("key", flat=True))


def pair(one, other):
    return keys.pair_key(keys.code(one), keys.code(other))


def test_each_given_name_is_paired_with_each_surname_and_the_surnames_with_each_other(rosa):
    person = PersonFactory(registered_by=rosa, document="V-12345678")
    expected = {pair(given, surname) for given in ("yusleidy", "carolina") for surname in ("gonzalez", "rondon")}
    expected |= {pair("gonzalez", "rondon"), keys.BIRTH, keys.number_key("12345678")}
    assert keys_of(person) == expected
    assert all(0 <= key < 2**63 for key in expected)


def test_the_same_name_twice_is_one_key(rosa):
    PersonFactory(registered_by=rosa, given_name_1="Rosa", given_name_2="Rosa", surname_1="Rosa", surname_2="Rosas")
    assert SearchKey.objects.count() == len(set(SearchKey.objects.values_list("key", "line"))) > 1


def test_only_a_whole_birth_date_is_a_key(rosa):
    person = PersonFactory(registered_by=rosa, birth_date=date(1990, 1, 1), birth_precision=Birth.YEAR)
    assert keys.BIRTH not in keys_of(person)


def test_a_list_is_indexed_as_one_by_one(rosa, monkeypatch):
    """In batches, with all shapes of names, and with keys written part by part."""
    names = [("Ana", "", "Flores", ""), ("José Luis", "María", "De la Cruz", "Quispe Mamani"), ("Sukarno", "", "", "")]
    monkeypatch.setattr(indexing, "PEOPLE_AT_ONCE", 2)
    monkeypatch.setattr(indexing, "MOST_KEYS_KEPT", 4)
    people = [
        PersonFactory(registered_by=rosa, given_name_1=a, given_name_2=b, surname_1=c, surname_2=d, indexed=False)
        for a, b, c, d in names * 2
    ]
    rows = [
        Indexed(p.pk, p.office_id, *name, "Chino", p.birth_date, p.birth_precision, ("44556677",), (b"x" * 32,))
        for p, name in zip(people, names * 2, strict=True)
    ]
    assert actions.index_rows(rows) == SearchKey.objects.count()
    for one, other in zip(people[:3], people[3:], strict=True):
        assert keys_of(one) == keys_of(other)
    assert [hit.person for hit in queries.search("Cruz Jose 12/03/1990", rosa, NOON).hits] == [people[4], people[1]]


def test_lines_of_names_are_numbered_upwards_and_never_again(rosa):
    first, second = PersonFactory(registered_by=rosa), PersonFactory(registered_by=rosa)
    numbers = list(NameLine.objects.order_by("pk").values_list("pk", flat=True))
    indexing.reindex(second)
    [line] = NameLine.objects.filter(person=second)
    assert line.pk > max(numbers)
    assert NameLine.objects.get(person=first).pk == numbers[0]


def test_nothing_is_left_of_whoever_is_taken_out_of_the_index(rosa):
    person = PersonFactory(registered_by=rosa, document="V-12345678", phone="+51 987 654 321")
    other = PersonFactory(registered_by=rosa, given_name_1="Ana", surname_1="Flores")
    kept = set(SearchKey.objects.filter(line=NameLine.objects.get(person=other).pk).values_list("key", "born", "line"))
    actions.unindex(person)
    assert set(SearchKey.objects.values_list("key", "born", "line")) == kept
    assert list(NameLine.objects.filter(person=None).values_list("words", "born", "office", "keys")) == [
        ("", 0, None, b"")
    ]
    for text in ("Yusleidy González", "12345678", "987654321", "Yuslaidi Gonsalex Rondn"):
        assert person not in [hit.person for hit in queries.search(text, rosa, NOON).hits]


def test_what_was_gathered_before_a_change_leaves_no_key(rosa):
    person = PersonFactory(registered_by=rosa, document="V-12345678")
    before = keys_of(person)
    Person.objects.filter(pk=person.pk).update(surname_1="Betancourt", birth_date=date(1985, 1, 2))
    indexing.reindex(person)
    after = keys_of(person)
    assert SearchKey.objects.count() == len(after)
    assert before & after == {
        keys.BIRTH,
        keys.number_key("12345678"),
        pair("yusleidy", "rondon"),
        pair("carolina", "rondon"),
    }


def test_many_pairs_at_once_are_the_pairs_one_by_one():
    hashes = np.array([[keys.code_hash(one) for one in ("flor", "mama", "ana")]], dtype=np.uint64)
    found = keys.pair_keys(hashes, [(0, 1), (2, 0)])
    assert found.tolist() == [[keys.pair_key("mama", "flor"), keys.pair_key("ana", "flor")]]


def test_what_is_worked_out_for_all_at_once_is_what_each_name_says(rosa):
    chance = random.Random(11)  # noqa: S311
    some = [
        "",
        "Ana",
        "José Luis",
        "María",
        "De la Cruz",
        "D'Angelo",
        "Quispe Mamani Rojas",
        "Ana Ana",
        "Кравець",
        "安",
    ]
    people = [
        Indexed(uuid7(), 1, chance.choice(some[1:]), *(chance.choice(some) for _part in range(3)), chance.choice(some))
        for _n in range(300)
    ]
    prepared = preparing.prepare(people)
    for n, (person, line) in enumerate(zip(people, prepared.lines, strict=True)):
        of_parts = [keys.heard(name) if name else keys.UNHEARD for name in person[2:7]]
        one, two, surname, other, known_as = (part.hashes for part in of_parts)
        words = (one + two)[:3], known_as[:2], (surname + other)[:4]
        hashes = np.array([sum(words, ())], dtype=np.uint64)
        pairs = keys.pairs_of(len(words[0]), len(words[2]), len(words[1]))
        expected = sorted(set(keys.pair_keys(hashes, pairs).ravel().tolist())) if pairs else []
        assert sorted(prepared.keys.key[prepared.keys.line == n].tolist()) == expected
        assert np.frombuffer(line[4], dtype=np.int64).tolist() == expected
        assert line[1] == " ".join(dict.fromkeys(sound for part in of_parts for sound in part.sounds))


def test_rebuilding_an_empty_register_writes_nothing(rosa):
    Person.objects.all().delete()
    assert actions.rebuild_index(by=rosa, at=NOON) == 0
    assert actions.index_rows([]) == 0


def test_somebody_who_is_not_in_the_register_has_no_line_that_answers(rosa):
    actions.index_rows([Indexed(uuid7(), rosa.office_id, "Nadie", "", "Nunca", precision=Birth.UNKNOWN)])
    assert queries.search("Nadie Nunca", rosa, NOON).hits == []
