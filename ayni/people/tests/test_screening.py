"""Of many candidates the few who are worth reading are told by the sounds of their names, before anybody is read."""

import random
from datetime import date

import numpy as np
import pytest

from ayni.lib.names import rough
from ayni.people import queries
from ayni.people.models import NameLine
from ayni.people.queries import scan, screening
from ayni.people.queries.candidates import Candidates, candidates
from ayni.people.queries.vocabulary import Vocabulary
from ayni.people.rules import asking
from ayni.people.rules.asking import Sought

from .factories import NOON, PersonFactory

pytestmark = pytest.mark.django_db

DAY = date(1990, 3, 12)
GIVEN, SURNAMES = ("Ana", "Rosa", "Luis", "Pedro", "Elena"), ("Flores", "Quispe", "Soto", "Rojas", "Vega")


@pytest.fixture(autouse=True)
def names(monkeypatch):
    """A memory of this test's own."""
    own = scan.Names()
    monkeypatch.setattr(screening, "NAMES", own)
    return own


@pytest.fixture
def meant(rosa):
    """Somebody among many who were born the same day, all registered later."""
    one = PersonFactory(registered_by=rosa, given_name_1="Yorgelis", surname_1="Betancourt", birth_date=DAY)
    chance = random.Random(3)  # noqa: S311
    for _n in range(40):
        given, surname = chance.choice(GIVEN), chance.choice(SURNAMES)
        PersonFactory(registered_by=rosa, given_name_1=given, surname_1=surname, surname_2="", birth_date=DAY)
    return one


def line_of(person):
    return NameLine.objects.get(person=person).pk


def test_of_those_who_share_a_birth_date_the_one_with_such_a_name_is_read(names, meant):
    # An error in each word, so that no key of the name is the same.
    sought = asking.read("Llorjelis Vetamcurt 12/03/1990", NOON.date())
    maybe = candidates(sought)
    names.refresh()
    lines = screening.worth_reading(sought, maybe, set(), most=3)
    assert lines[0] == line_of(meant)
    assert len(lines) == 3


def test_before_the_names_are_read_those_who_share_most_are_read(meant):
    sought = asking.read("Llorjelis Vetamcurt 12/03/1990", NOON.date())
    assert line_of(meant) in screening.worth_reading(sought, candidates(sought), set(), most=3)


def test_who_is_not_in_memory_yet_is_read(names, meant, rosa):
    names.refresh()
    new = PersonFactory(registered_by=rosa, given_name_1="Zoraida", surname_1="Ichazo", birth_date=DAY)
    sought = asking.read("Sorayda Ichaso 12/03/1990", NOON.date())
    assert line_of(new) in screening.worth_reading(sought, candidates(sought), set(), most=3)


def test_more_of_the_own_office_are_read_and_who_has_the_number_always_is(names, meant, rosa, vera):
    own = [
        PersonFactory(registered_by=vera, given_name_1="Ana", surname_1="Vega", birth_date=DAY, document="V-12345678")
        for _n in range(2)
    ]
    names.refresh()
    text = "Yorgelis Betancourt 12/03/1990 V-12345678"
    sought = asking.read(text, NOON.date())
    lines = screening.worth_reading(sought, candidates(sought), {vera.office_id}, most=1)
    assert set(lines) == {line_of(meant), *map(line_of, own)}
    numbered = screening.worth_reading(sought, candidates(sought), set(), most=1)
    assert set(numbered) == set(lines)


def test_the_search_finds_the_same_with_and_without_the_memory(names, meant, rosa):
    with_errors = "Yorgelys Vetancourt 12/03/1990"
    before = [hit.person for hit in queries.search(with_errors, rosa, NOON).hits]
    names.refresh()
    assert [hit.person for hit in queries.search(with_errors, rosa, NOON).hits][:1] == before[:1] == [meant]


def test_a_line_answers_as_each_of_its_words_does(names, rosa):
    chance = random.Random(5)  # noqa: S311
    people = [
        PersonFactory(
            registered_by=rosa, given_name_1=chance.choice(GIVEN), given_name_2=chance.choice(("", "Beatriz Luz")),
            surname_1=chance.choice(SURNAMES), surname_2=chance.choice(("", "Ticona Cruz")),
        )
        for _n in range(30)
    ]  # fmt: skip
    names.refresh()
    lines = [line_of(person) for person in people]
    words = ("beatris", "ticoma", "ana", "cru")
    found = names.answers(words, [*lines, max(lines) + 5])
    known = Vocabulary(sorted({sound for line in NameLine.objects.all() for sound in line.words.split()}))
    for line, answered in zip(lines, found.tolist(), strict=False):
        sounds = NameLine.objects.get(pk=line).words.split()
        alike = known.alike(words, np.array([known.number(sound) for sound in sounds]), len(known))
        assert answered == pytest.approx(float(alike.max(axis=1).mean()), abs=1e-6)
    assert found[-1] == 1


def test_what_begins_with_a_few_letters_is_found_among_all_sounds():
    sounds = sorted({rough(word) for word in ("maria", "mar", "mara", "ñusta", "ana", "anahi", "marmol", "amar")})
    known = Vocabulary(sounds)
    for head in ("m", "mar", "ana", "ñu", "marm"):
        signs = known._signs(len(known))
        assert [known.sounds[n] for n in signs.beginning(head)] == [s for s in known.sounds if s.startswith(head)]


def test_nobody_is_worth_reading_where_nobody_shares_anything(names):
    names.refresh()
    assert screening.worth_reading(Sought(words=("ana", "soto")), Candidates(), set()) == []
