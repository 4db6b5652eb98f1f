"""Every filter on rows is needed: whichever one is taken out, the access matrix fails.

`matrix/mutants.py` finds the places by itself, also those of tomorrow. A place that no page reaches, or whose loss no
answer shows, needs its reason in `UNSEEN`.
"""

import logging
from collections import defaultdict
from collections.abc import Iterator

import pytest
from django.test import Client

from tests.matrix.asking import WHO, Question, hidden_from, questions, signed_in, told, typed_questions, what_is_wrong
from tests.matrix.mutants import Mutants, planted
from tests.matrix.people import PROFILE, Cast, Things

pytestmark = pytest.mark.slow

UNSEEN: dict[str, str] = {}
"""Function → why taking its filter out shows on no page of the matrix, and which test holds it instead."""

STRANGERS = [who for who in WHO if who not in {"anonymous", "passwordonly"}]


@pytest.fixture(autouse=True)
def quiet() -> Iterator[None]:
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


def test_whichever_filter_is_taken_out_the_matrix_notices(world):
    cast = Cast()
    things = Things(cast)
    things.open_cases(*PROFILE)
    things.leave_traces()
    clients = {who: signed_in(cast, who) for who in STRANGERS}
    hidden = {who: hidden_from(who, things) for who in STRANGERS}
    with planted() as mutants:
        reached = where_each_is_met(mutants, clients, things)
        survivors = [
            place
            for number, place in enumerate(mutants.places)
            if place.key not in UNSEEN and not is_noticed(mutants, number, reached[number], clients, hidden)
        ]
    assert not survivors, "Nobody would notice if these were gone:\n" + "\n".join(map(str, survivors))


def where_each_is_met(mutants: Mutants, clients: dict[str, Client], things: Things) -> dict[int, list[Question]]:
    """Place → the questions in whose answer it has a part."""
    reached: dict[int, list[Question]] = defaultdict(list)
    for who, client in clients.items():
        for question in (*questions(who, things), *typed_questions(who, things)):
            mutants.met.clear()
            told(client, question)
            for place in mutants.met:
                reached[place].append(question)
    return reached


def is_noticed(
    mutants: Mutants, number: int, reached: list[Question], clients: dict[str, Client], hidden: dict[str, set[str]]
) -> bool:
    with mutants.without(number):
        for question in reached:
            if any(what_is_wrong(question, clients[question.who], hidden[question.who])):
                return True
    return False
