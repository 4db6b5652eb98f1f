"""Which questions are asked, and what the answers speak for. Plain functions over plain values."""

from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar

from django.utils.translation import gettext as _

from ayni.lib.errors import RuleBroken

from .models import DECLINED, NOT_ASKED


class CannotAssign(RuleBroken):
    pass


UNANSWERED = frozenset({DECLINED, NOT_ASKED})

Answers = Mapping[str, Any]


class Asked(Protocol):
    """A question, as these rules need it."""

    key: str
    shown_if: str
    signals: dict[str, Any]

    @property
    def is_note(self) -> bool: ...


class Reserved(Protocol):
    """A question, as whoever may read its answer needs it."""

    sensitivity: str


Q = TypeVar("Q", bound=Asked)
R = TypeVar("R", bound=Reserved)


@dataclass(frozen=True)
class Signal:
    """One answer speaks for one profile."""

    instrument: str
    key: str
    answer: str
    profile: str
    weight: int
    urgency: str


@dataclass(frozen=True)
class Term:
    """One part of a condition."""

    key: str
    value: str
    is_not: bool = False

    def holds(self, answers: Answers) -> bool:
        given = _given(answers.get(self.key))
        if self.is_not:
            # What nobody has answered yet is not known to be otherwise.
            return bool(given) and self.value not in given
        return self.value in given


def parse_condition(text: str) -> list[list[Term]]:
    """`a=1|b=2&c!=3`: groups that must all hold (`&`), of terms of which one suffices (`|`). Raises ValueError if it
    does not look like that."""
    groups = [[_term(part.strip()) for part in group.split("|") if part.strip()] for group in text.split("&")]
    if len(groups) > 1 and not all(groups):
        raise ValueError(text)
    return [group for group in groups if group]


def _term(text: str) -> Term:
    key, sign, value = (bit.strip() for bit in text.partition("="))
    is_not = key.endswith("!")
    key = key.rstrip("!").strip()
    if not (key and sign and value):
        raise ValueError(text)
    return Term(key, value, is_not)


def holds(condition: str, answers: Answers) -> bool:
    """Whether the condition is so. An empty one always holds."""
    return all(any(term.holds(answers) for term in group) for group in parse_condition(condition))


def _given(answer: Any) -> list[str]:
    if answer is None:
        return []
    return [str(a) for a in answer] if isinstance(answer, list | tuple) else [str(answer)]


NOTHING_KNOWN: Answers = {}


def visible(questions: Iterable[Q], answers: Answers, facts: Answers = NOTHING_KNOWN) -> list[Q]:
    """The questions that the answers so far call for, and `facts`: what is known of the person, by names with an @.
    The answer to a hidden question opens nothing."""
    shown: list[Q] = []
    counted: dict[str, Any] = dict(facts)
    for question in questions:
        if holds(question.shown_if, counted):
            shown.append(question)
            if question.key in answers:
                counted[question.key] = answers[question.key]
    return shown


def kept(questions: Iterable[Asked], answers: Answers, facts: Answers = NOTHING_KNOWN) -> dict[str, Any]:
    """What is stored: answers to questions that were called for. What was left open says that it was not asked."""
    asked = [q for q in visible(questions, answers, facts) if not q.is_note]
    return {q.key: NOT_ASKED if is_open(answers.get(q.key)) else answers[q.key] for q in asked}


def is_open(answer: Any) -> bool:
    """Nothing is in it. A zero is an answer."""
    return answer in (None, "", [], NOT_ASKED)


def missing(questions: Iterable[Q], answers: Answers, facts: Answers = NOTHING_KNOWN) -> list[Q]:
    """What is called for and was not asked yet. That somebody prefers not to say is an answer."""
    return [q for q in visible(questions, answers, facts) if not q.is_note and is_open(answers.get(q.key))]


def readable(questions: Iterable[R], levels: Set[str]) -> list[R]:
    """The questions whose answers somebody may read who has these levels of reserve."""
    return [q for q in questions if q.sensitivity in levels]


def newly_called_for(
    questions: Sequence[Q], asked: Iterable[str], answers: Answers, facts: Answers = NOTHING_KNOWN
) -> list[Q]:
    """Questions that the answers opened and that have not been on the screen yet."""
    seen = set(asked)
    return [q for q in visible(questions, answers, facts) if not q.is_note and q.key not in seen]


def signals(instrument: str, questions: Iterable[Asked], answers: Answers) -> list[Signal]:
    """What the answers to one instrument speak for."""
    found = []
    for question in visible(questions, answers):
        for answer in _given(answers.get(question.key)):
            for profile, weight, urgency in question.signals.get(answer, []):
                found.append(Signal(instrument, question.key, answer, profile, weight, urgency))
    return found


def answered(answers: Answers) -> int:
    """How many questions got an answer."""
    return sum(1 for value in answers.values() if value not in ([], "", None) and value not in UNANSWERED)


def check_forms_are_known(unknown: Set[str]) -> None:
    if unknown:
        raise CannotAssign(
            _("There is no form %(codes)s any more. Load the page again and choose anew.")
            % {"codes": ", ".join(sorted(unknown))}
        )
