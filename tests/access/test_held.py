"""Each filter on rows is taken out in turn, and the question of the matrix that concerns it must notice.

Which question that is stands in `held.csv`; a filter that has no line there fails until `try_mutants.py` found one.
"""

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from tests.access import held
from tests.access.asking import WHO, Question, hidden_from, named_questions, signed_in, what_is_wrong
from tests.access.cast import PROFILE, Cast
from tests.access.mutants import filters, planted
from tests.access.things import Things

STRANGERS = [who for who in WHO if who not in {"anonymous", "passwordonly"}]
RUN = "Run python -m pytest tests/access/try_mutants.py, and look at what it writes into held.csv."
MOST_UNHELD = 125
"""Filters that no question of the matrix misses and no test of their part: another filter behind them holds, or none.
It may only become smaller, but for filters of a new part that were not tried yet."""


@dataclass(frozen=True)
class Asking:
    questions: dict[str, Question]
    clients: dict[str, Client]
    hidden: dict[str, set[str]]


@pytest.fixture
def quiet() -> Iterator[None]:
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


@pytest.fixture
def asking(world, quiet) -> Iterator[Asking]:
    # On a busy machine the questions take longer than a session may idle: the clock stands while they are asked.
    with time_machine.travel(timezone.now(), tick=False):
        yield _asking()


def _asking() -> Asking:
    cast = Cast()
    things = Things(cast)
    things.open_cases(*PROFILE)
    things.ask_the_state()
    things.coordinate()
    things.leave_traces()
    return Asking(
        {name: question for who in STRANGERS for name, question in named_questions(who, things)},
        {who: signed_in(cast, who) for who in STRANGERS},
        {who: hidden_from(who, things) for who in STRANGERS},
    )


def test_every_filter_has_its_line():
    """A new filter fails here until it is known whether the matrix would miss it."""
    noticed_by, by_tests, there = held.read(), held.read_tests(), set(filters())
    assert not there - set(noticed_by), f"{RUN}\nWithout a line: {sorted(there - set(noticed_by))}"
    gone = (set(noticed_by) | set(by_tests)) - there
    assert not gone, f"{RUN}\nGone: {sorted(gone)}"
    assert sum(not noticed_by[name] and name not in by_tests for name in there) <= MOST_UNHELD, RUN


def test_every_test_that_holds_a_filter_is_there():
    """`make test-slow` asks them by their names."""
    named = {name.partition("[")[0] for name in held.read_tests().values()}
    gone = [name for name in sorted(named) if not _is_there(*name.split("::"))]
    assert not gone, f"Moved or renamed: write it into tests/access/held_by_tests.csv: {gone}"


def _is_there(file: str, name: str) -> bool:
    return Path(file).exists() and f"def {name}(" in Path(file).read_text()


@pytest.mark.slow
def test_whichever_filter_is_taken_out_the_matrix_notices(asking):
    noticed_by, missed = held.read(), []
    gone = sorted({question for question in noticed_by.values() if question} - set(asking.questions))
    assert not gone, f"Nobody asks these any more. {RUN}\n" + "\n".join(gone)
    with planted() as mutants:
        for number, name in enumerate(mutants.names()):
            if not (asks := noticed_by.get(name)):
                continue
            question = asking.questions[asks]
            with mutants.without(number):
                if not any(what_is_wrong(question, asking.clients[question.who], asking.hidden[question.who])):
                    missed.append(f"{name}: {asks}")
    assert not missed, f"Taken out, and nobody noticed. {RUN}\n" + "\n".join(missed)
