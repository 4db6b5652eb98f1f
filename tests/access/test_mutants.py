"""Every filter on rows is needed: whichever one is taken out, the access matrix fails.

`access/mutants.py` finds the places by itself, also those of tomorrow. A place whose loss shows on no page of the
matrix is held by the test that `access/held.json` names for it. To write that file anew, with a list of places:

    AYNI_FIND=places.json AYNI_FOUND=tests/access/held.json python -m pytest -p tests.access.planting -m "not slow" ayni
"""

import json
import logging
import os
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import Client

from tests.access.asking import WHO, Question, hidden_from, questions, signed_in, told, typed_questions, what_is_wrong
from tests.access.cast import PROFILE, Cast
from tests.access.mutants import Mutants, planted
from tests.access.things import Things

pytestmark = pytest.mark.slow

HELD: dict[str, str] = json.loads((Path(__file__).parent / "held.json").read_text())
"""Place → the test that fails without its filter."""

REDUNDANT: dict[str, str] = {}
"""Place → why nobody can notice that its filter is gone: another one has decided before."""

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
            if place.key not in {*HELD, *REDUNDANT}
            and not is_noticed(mutants, number, reached[number], clients, hidden)
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


def test_what_the_matrix_does_not_notice_the_test_that_is_named_for_it_does(tmp_path):
    wanted, noticed = tmp_path / "wanted.json", tmp_path / "noticed.json"
    wanted.write_text(json.dumps(sorted(HELD)))
    command = [sys.executable, "-m", "pytest", "-q", "-p", "tests.access.planting", "-p", "no:cacheprovider"]
    ours = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    env = {**ours, "AYNI_FIND": str(wanted), "AYNI_FOUND": str(noticed)}
    ran = subprocess.run([*command, *sorted(set(HELD.values()))], env=env, capture_output=True, text=True)  # noqa: S603
    assert ran.returncode == 0, ran.stdout[-2000:]
    gone = set(HELD) - set(json.loads(noticed.read_text()))
    assert not gone, f"These tests pass without the filter that they hold: {sorted(gone)}"
