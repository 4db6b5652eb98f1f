"""Which questions are asked, and what the answers speak for. Plain functions over plain values."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar

from .models import DECLINED, NOT_ASKED

UNANSWERED = frozenset({DECLINED, NOT_ASKED})

Answers = Mapping[str, Any]


class Asked(Protocol):
    """A question, as these rules need it."""

    key: str
    shown_if: str
    signals: dict[str, Any]


Q = TypeVar("Q", bound=Asked)


@dataclass(frozen=True)
class Signal:
    """One answer speaks for one profile."""

    instrument: str
    key: str
    answer: str
    profile: str
    weight: int
    urgency: str


def parse_condition(text: str) -> list[tuple[str, str]]:
    """`key=value|key=value` as pairs. Raises ValueError if it does not look like that."""
    pairs = []
    for part in filter(None, (p.strip() for p in text.split("|"))):
        key, sign, value = (bit.strip() for bit in part.partition("="))
        if not (key and sign and value):
            raise ValueError(part)
        pairs.append((key, value))
    return pairs


def holds(condition: str, answers: Answers) -> bool:
    """Whether any part of the condition is so. An empty condition always holds."""
    pairs = parse_condition(condition)
    return not pairs or any(value in _given(answers.get(key)) for key, value in pairs)


def _given(answer: Any) -> list[str]:
    return [str(a) for a in answer] if isinstance(answer, list) else [str(answer)]


def visible(questions: Iterable[Q], answers: Answers) -> list[Q]:
    """The questions that the answers so far call for. The answer to a hidden question opens nothing."""
    shown: list[Q] = []
    counted: dict[str, Any] = {}
    for question in questions:
        if holds(question.shown_if, counted):
            shown.append(question)
            if question.key in answers:
                counted[question.key] = answers[question.key]
    return shown


def kept(questions: Iterable[Asked], answers: Answers) -> dict[str, Any]:
    """What is stored: answers to questions that were called for. What was left open says that it was not asked."""
    return {q.key: answers.get(q.key) or NOT_ASKED for q in visible(questions, answers)}


def newly_called_for(questions: Sequence[Q], asked: Iterable[str], answers: Answers) -> list[Q]:
    """Questions that the answers opened and that have not been on the screen yet."""
    seen = set(asked)
    return [q for q in visible(questions, answers) if q.key not in seen]


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
