"""What a new version of a protocol changed in its compliance: equal stretches of months before and after it began."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from math import sqrt

from ayni.facts.builds import Build

from . import queries
from .queries import Line
from .rules import THRESHOLD, Choice, Reach

LONGEST = 6
"""Months on either side: a longer stretch says more of the season and of other changes than of this one."""


@dataclass(frozen=True)
class Windows:
    """First days of months; both ends count. `months` is how many on either side."""

    months: int
    before: tuple[date, date]
    after: tuple[date, date]


def shifted(month: date, by: int) -> date:
    """The first day of the month that many months later, or earlier."""
    place = month.year * 12 + month.month - 1 + by
    return date(place // 12, place % 12 + 1, 1)


def first_whole_month(start: date) -> date:
    """The first month that is all under the new version."""
    month = start.replace(day=1)
    return month if start.day == 1 else shifted(month, 1)


def ready_on(start: date) -> date:
    """The first day on which one whole month lies after the beginning."""
    return shifted(first_whole_month(start), 1)


def windows(start: date, today: date) -> Windows | None:
    """As many whole months after as are over, six at most, and as many before; the month in which it began, if it
    began within one, belongs to neither. None while no month after it is over."""
    first = first_whole_month(start)
    this = today.replace(day=1)
    over = (this.year - first.year) * 12 + this.month - first.month
    months = min(over, LONGEST)
    if months < 1:
        return None
    last_before = shifted(start.replace(day=1), -1)
    return Windows(
        months,
        before=(shifted(last_before, 1 - months), last_before),
        after=(first, shifted(first, months - 1)),
    )


def interval(hits: int, of: int) -> tuple[float, float]:
    """Wilson's 95 % interval of a share."""
    z = 1.959964
    share = hits / of
    centre = share + z * z / (2 * of)
    spread = z * sqrt(share * (1 - share) / of + z * z / (4 * of * of))
    return (centre - spread) / (1 + z * z / of), (centre + spread) / (1 + z * z / of)


def difference(before: tuple[int, int], after: tuple[int, int]) -> tuple[float, float, float]:
    """After minus before, of (hits, of), and between which values it lies (Newcombe's method 10, 95 %)."""
    (x1, n1), (x2, n2) = after, before
    p1, p2 = x1 / n1, x2 / n2
    (l1, u1), (l2, u2) = interval(x1, n1), interval(x2, n2)
    low = p1 - p2 - sqrt((p1 - l1) ** 2 + (u2 - p2) ** 2)
    high = p1 - p2 + sqrt((u1 - p1) ** 2 + (p2 - l2) ** 2)
    return p1 - p2, low, high


@dataclass(frozen=True)
class Side:
    """How many steps were due and how many of them were done on time, in one stretch of months."""

    due: int
    on_time: int

    @property
    def is_small(self) -> bool:
        """Too few to say a share: it would change by ten points and more with a single step."""
        return self.due < THRESHOLD

    @property
    def percent(self) -> int | None:
        return None if self.is_small else round(100 * self.on_time / self.due)


@dataclass(frozen=True)
class Compared:
    """One step, or the whole protocol, before and after."""

    code: str
    label: str
    before: Side
    after: Side

    @property
    def points(self) -> tuple[int, int, int] | None:
        """The difference in percentage points, and between which it lies; None if either side is small."""
        if self.before.is_small or self.after.is_small:
            return None
        found = difference((self.before.on_time, self.before.due), (self.after.on_time, self.after.due))
        return round(100 * found[0]), round(100 * found[1]), round(100 * found[2])

    @property
    def points_in_words(self) -> tuple[str, str, str] | None:
        """With their signs: "+12"."""
        signed = [f"{points:+d}".replace("-", "\N{MINUS SIGN}") for points in self.points or ()]
        return (signed[0], signed[1], signed[2]) if signed else None

    @property
    def is_clear(self) -> bool:
        """Whether chance alone does not explain it: no difference is outside what it lies between."""
        return self.points is not None and (self.points[1] > 0 or self.points[2] < 0)


@dataclass(frozen=True)
class Change:
    windows: Windows
    total: Compared
    steps: Sequence[Compared]


def change(build: Build, reach: Reach, protocol: str, asked: Windows) -> tuple[Choice, Choice, Change]:
    """The two questions that were asked, and what came of them. Counted like *Cumplimiento*, by the same function."""
    choices = [
        Choice(by="step", protocol=protocol, since=since, until=until) for since, until in (asked.before, asked.after)
    ]
    before, after = (queries.compliance(build, reach, choice) for choice in choices)
    old, new = ({line.group: line for line in found.lines} for found in (before, after))
    codes = sorted({*old, *new} - {""}, key=lambda code: (len(code), code))
    nothing = Line("", {})
    steps = [
        Compared(code, queries.label(build, "step", code), _side(old.get(code, nothing)), _side(new.get(code, nothing)))
        for code in codes
    ]
    total = Compared("", "", _side(before.total), _side(after.total))
    return choices[0], choices[1], Change(asked, total, steps)


def _side(line: Line) -> Side:
    return Side(line.count("due"), line.count("on_time"))
