"""Who may be meant, for lists: the same answers as a search, of everybody, in the order of the list."""

import pytest

from ayni.people.models import Sensitivity
from ayni.people.queries.matching import match_many
from ayni.people.rules import asking

from .factories import NOON, PersonFactory, place

pytestmark = pytest.mark.django_db


def sought(*texts):
    return [asking.read(text, NOON.date()) for text in texts]


def people_found(*texts, **how):
    return [[match.person for match in matches] for matches in match_many(sought(*texts), **how)]


@pytest.fixture
def known(rosa):
    return PersonFactory(registered_by=rosa, document="V-12345678", phone="+51 987 654 321")


@pytest.fixture
def ana(rosa):
    return PersonFactory(
        registered_by=rosa, given_name_1="Ana", given_name_2="", surname_1="Flores", surname_2="Mamani"
    )


def test_each_is_answered_in_order_and_nobody_stands_for_whom_nobody_knows(known, ana):
    assert people_found("Flores Ana", "Adebayo Okonkwo", "gonzalez yusleidy", "12345678", "987654321") == [
        [ana.pk], [], [known.pk], [known.pk], [known.pk],
    ]  # fmt: skip


def test_an_error_in_every_word_hides_nobody_unless_only_one_look_is_wanted(known, ana):
    assert people_found("Yuslaidi Gonsalex") == [[known.pk]]
    assert people_found("Anna Flroes Nanani") == [[ana.pk]]
    assert people_found("Anna Flroes Nanani", look_twice=False) == [[]]


def test_restricted_people_are_matched_too_and_whoever_shows_them_asks_first(world, known):
    place(known, Sensitivity.RESTRICTED, world.rosa, team=world.trata)
    assert people_found("gonzalez yusleidy") == [[known.pk]]


def test_the_reasons_and_the_score_are_those_of_a_search(known):
    [[match]] = match_many(sought("Rondón González Yusleidy 03/12/1990"))
    assert 0.9 < match.score < 1
    assert match.is_strong
    assert "mismos apellidos en otro orden" in match.reasons


def test_at_most_so_many_are_answered(rosa):
    for _ in range(5):
        PersonFactory(registered_by=rosa)
    assert [len(found) for found in people_found("Yusleidy González", most=3)] == [3]


def test_nothing_is_asked_for_nobody():
    assert list(match_many([])) == []
