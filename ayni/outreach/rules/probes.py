"""Tests before and after: how many answers were right, and what was gained by those who took both."""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from ayni.instruments.rules import is_open as is_left_open
from ayni.lib.errors import RuleBroken

from ..models import ProbeKind

FEWEST = 5
"""Fewer answers than that are shown to nobody: each would be somebody's own."""


class CannotAsk(RuleBroken):
    pass


def score(right: Mapping[str, str], answers: Mapping[str, Any]) -> tuple[int, int] | None:
    """(how many were right, of how many); None for a form that has no right answers."""
    if not right:
        return None
    return sum(answers.get(key) == value for key, value in right.items()), len(right)


def tidy_pair(typed: str) -> str:
    """The word of one's own, whatever the telephone makes of its letters: nothing if nothing is left."""
    bare = unicodedata.normalize("NFKD", typed).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]", "", bare.lower())[:24]


@dataclass(frozen=True)
class Taken:
    """One test that was taken."""

    pair: str
    right: int
    asked: int

    @property
    def share(self) -> float:
        return 100 * self.right / self.asked


@dataclass(frozen=True)
class Gain:
    """What the tests of a session say. Only whoever took both is compared with themselves."""

    before: int
    after: int
    pairs: int
    only_before: int
    only_after: int
    """Kept, and said: a test after without one before shows no gain."""
    mean_before: float | None
    mean_after: float | None
    """In per cent of right answers, of the pairs."""

    @property
    def points(self) -> float | None:
        """By how many points of a hundred the pairs are better."""
        if self.mean_before is None or self.mean_after is None:
            return None
        return round(self.mean_after - self.mean_before, 1)

    @property
    def is_shown(self) -> bool:
        return self.pairs >= FEWEST


def gain(before: Sequence[Taken], after: Sequence[Taken]) -> Gain:
    """A word that two people chose pairs nobody: it is not known whose test is whose."""
    first, second = _alone(before), _alone(after)
    both = sorted(first.keys() & second.keys())
    return Gain(
        before=len(before),
        after=len(after),
        pairs=len(both),
        only_before=len(before) - len(both),
        only_after=len(after) - len(both),
        mean_before=_mean(first[pair].share for pair in both),
        mean_after=_mean(second[pair].share for pair in both),
    )


def _alone(taken: Sequence[Taken]) -> dict[str, Taken]:
    found: dict[str, list[Taken]] = {}
    for one in taken:
        if one.pair and one.asked:
            found.setdefault(one.pair, []).append(one)
    return {pair: ones[0] for pair, ones in found.items() if len(ones) == 1}


def _mean(values: Iterable[float]) -> float | None:
    numbers = list(values)
    return round(sum(numbers) / len(numbers), 1) if numbers else None


def check_is_open(*, is_open: bool) -> None:
    if not is_open:
        raise CannotAsk(_("This form is closed. Thank you for wanting to answer."))


def check_says_something(answers: Mapping[str, object]) -> None:
    """A form that was only sent would count as somebody who knew nothing."""
    if all(is_left_open(answer) for answer in answers.values()):
        raise CannotAsk(_("Nothing is answered. Answer at least one question, and send it again."))


def check_right(*, kind: str, right: Mapping[str, str]) -> None:
    if kind != ProbeKind.VIEW and not right:
        raise CannotAsk(_("Mark the right answer of at least one question: without one a test measures nothing."))


def check_not_asked_yet(*, is_asked: bool) -> None:
    if is_asked:
        raise CannotAsk(_("This session asks that already. Its code is below."))
