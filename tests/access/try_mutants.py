"""Which filters on rows would the access matrix miss? Each is taken out, one at a time. Run by hand:

    python -m pytest tests/access/try_mutants.py

`mutants.py` finds the places by itself. What this lists is no leak: it is a filter that only another test holds, or
none. It is not collected with the tests, because the list is not empty yet.
"""

import logging
from collections import defaultdict
from collections.abc import Iterator

import pytest
from django.test import Client

from tests.access.asking import WHO, Question, hidden_from, questions, signed_in, told, typed_questions, what_is_wrong
from tests.access.cast import PROFILE, Cast
from tests.access.mutants import Mutants, planted
from tests.access.things import Things

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
    things.coordinate()
    things.leave_traces()
    clients = {who: signed_in(cast, who) for who in STRANGERS}
    hidden = {who: hidden_from(who, things) for who in STRANGERS}
    with planted() as mutants:
        reached = where_each_is_met(mutants, clients, things)
        survivors = [
            place
            for number, place in enumerate(mutants.places)
            if not is_noticed(mutants, number, reached[number], clients, hidden)
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
