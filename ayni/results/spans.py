"""The months that a page or a report speaks of: a month, a quarter, a year. In an address: 2026-11, 2026-T4, 2026."""

import re
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from . import words
from .expressions import Window
from .models import Period

MONTHS = {Period.MONTH: 1, Period.QUARTER: 3, Period.YEAR: 12}
KEPT = {Period.QUARTER: 8, Period.YEAR: 4, Period.MONTH: 12}
"""How many of each a list offers."""


@dataclass(frozen=True)
class Span:
    kind: str
    since: date

    @property
    def until(self) -> date:
        return shifted(self.since, MONTHS[Period(self.kind)] - 1)

    @property
    def window(self) -> Window:
        return Window(self.since, self.until)

    @property
    def before(self) -> "Span":
        return Span(self.kind, shifted(self.since, -MONTHS[Period(self.kind)]))

    @property
    def year_so_far(self) -> Window:
        return Window(date(self.since.year, 1, 1), self.until)

    @property
    def code(self) -> str:
        if self.kind == Period.YEAR:
            return str(self.since.year)
        if self.kind == Period.QUARTER:
            return f"{self.since.year}-T{self.since.month // 3 + 1}"
        return f"{self.since:%Y-%m}"

    @property
    def label(self) -> str:
        if self.kind == Period.YEAR:
            return str(self.since.year)
        if self.kind == Period.QUARTER:
            return _("Quarter %(number)s of %(year)s") % {
                "number": self.since.month // 3 + 1, "year": self.since.year,
            }  # fmt: skip
        return words.month(self.since.isoformat())


def shifted(month: date, by: int) -> date:
    whole = month.year * 12 + month.month - 1 + by
    return date(whole // 12, whole % 12 + 1, 1)


def span_of(code: str) -> Span | None:
    """The span of an address; None if that says none."""
    found = re.fullmatch(r"(20\d\d)(?:-(?:T([1-4])|(0[1-9]|1[0-2])))?", code)
    if not found:
        return None
    year = int(found[1])
    if found[2]:
        return Span(Period.QUARTER, date(year, 3 * int(found[2]) - 2, 1))
    return Span(Period.MONTH, date(year, int(found[3]), 1)) if found[3] else Span(Period.YEAR, date(year, 1, 1))


def holding(kind: str, day: date) -> Span:
    """The month, quarter or year of a day."""
    size = MONTHS[Period(kind)]
    return Span(kind, date(day.year, (day.month - 1) // size * size + 1, 1))


def offered(today: date, kinds: tuple[str, ...] = (Period.QUARTER, Period.YEAR, Period.MONTH)) -> list[Span]:
    """What there is to choose from, the newest of each kind first."""
    spans = []
    for kind in kinds:
        span = holding(kind, today)
        for _number in range(KEPT[Period(kind)]):
            spans.append(span)
            span = span.before
    return spans
