"""Which question of the access matrix notices when a filter on rows is gone? Each is taken out, one at a time. By hand:

    python -m pytest tests/access/try_mutants.py

It writes `held.csv`, by which the slow tests try each filter with the one question that concerns it (`test_held.py`):
after a filter was added or moved, run this and look at what changed. What has no question there is no leak: it is a
filter that only another test holds, or none.
"""

from collections import defaultdict

from tests.access import held
from tests.access.asking import Question, told, what_is_wrong
from tests.access.mutants import Mutants, planted
from tests.access.test_held import Asking, asking, quiet  # noqa: F401 - fixtures
from tests.access.whom import SEES

from .pages import PAGES

MOST_TRIED = 400
"""Of the questions in whose answer a filter has a part; first those of whoever must see nothing."""


def test_each_filter_is_taken_out_and_what_notices_it_is_written_down(asking):  # noqa: F811
    before = held.read() if held.FILE.exists() else {}
    with planted() as mutants:
        names = mutants.names()
        found: dict[str, str] = {}
        reached: dict[int, list[str]] = {}
        for number, name in enumerate(names):
            known = before.get(name, "")
            if known in asking.questions and is_noticed(mutants, number, [known], asking):
                found[name] = known
        if len(found) < len(names):
            reached = where_each_is_met(mutants, asking)
        for number, name in enumerate(names):
            if name not in found:
                found[name] = is_noticed(mutants, number, likeliest_first(reached.get(number, []), asking), asking)
    held.write(found)


def where_each_is_met(mutants: Mutants, asking: Asking) -> dict[int, list[str]]:  # noqa: F811
    """Place → the questions in whose answer it has a part."""
    reached: dict[int, list[str]] = defaultdict(list)
    for name, question in asking.questions.items():
        mutants.met.clear()
        told(asking.clients[question.who], question)
        for place in mutants.met:
            reached[place].append(name)
    return reached


def likeliest_first(names: list[str], asking: Asking) -> list[str]:  # noqa: F811
    return sorted(names, key=lambda name: _unlikeliness(asking.questions[name]))[:MOST_TRIED]


def _unlikeliness(question: Question) -> tuple[bool, bool, bool]:
    page = PAGES[question.name]
    hides = question.is_typed or bool(page.of and question.who not in SEES[page.of][question.variant])
    return not (hides and question.who in page.who), question.method == "POST", page.of != ""


def is_noticed(mutants: Mutants, number: int, names: list[str], asking: Asking) -> str:  # noqa: F811
    """The first of the questions that is answered otherwise without the place; else nothing."""
    with mutants.without(number):
        for name in names:
            question = asking.questions[name]
            if any(what_is_wrong(question, asking.clients[question.who], asking.hidden[question.who])):
                return name
    return ""
