"""The page's table and chart, from what was counted: labels, numbers, and for whoever may open them, addresses."""

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from ayni.design.charts import Row as Bar
from ayni.facts.builds import Build

from . import words
from .indicators import MEASURES, OPENED, STACKED
from .queries import Compliance, Line
from .rules import Choice, Reach

BARS = 20
"""More bars are not read: the table has them all."""
CODED = {"protocol", "step"}
"""Dimensions whose code is shown beside the words, because staff say it."""


@dataclass(frozen=True)
class Number:
    name: str | Promise
    """Of the column: on a phone each row is a card, and says it beside the number."""
    value: int
    href: str = ""


@dataclass(frozen=True)
class TableRow:
    label: str
    code: str
    numbers: list[Number]
    share: int | None
    """Percent on time; None if nothing was due."""
    hours: float | None


@dataclass(frozen=True)
class ComplianceTable:
    rows: list[TableRow]
    apart: TableRow | None
    total: TableRow
    bars: list[Bar]
    has_more_bars: bool


def table_of(build: Build, reach: Reach, choice: Choice, found: Compliance) -> ComplianceTable:
    def address(line: Line) -> Callable[[str], str] | None:
        """Where the rows behind this line's numbers are; None where nobody may open them from here."""
        if not reach.opens_rows or line is found.apart or (line is not found.total and not line.group):
            return None
        narrowed = choice if line is found.total else choice.within(line.group)
        return lambda measure: rows_address(build, narrowed, measure)

    rows = [_row(line, words.group(build, choice.by, line.group), choice.by, address(line)) for line in found.lines]
    apart = found.apart and _row(found.apart, words.group(build, choice.by, found.apart.group))
    bars = [
        Bar(row.label, [line.count(code) for code in STACKED])
        for row, line in zip(rows, found.lines, strict=True)
        if any(line.count(code) for code in STACKED)
    ]
    total = _row(found.total, _("Total"), address=address(found.total))
    return ComplianceTable(rows, apart, total, bars[:BARS], len(bars) > BARS)


def _row(line: Line, label: str, by: str = "", address: Callable[[str], str] | None = None) -> TableRow:
    numbers = []
    for code in OPENED:
        value = line.count(code)
        numbers.append(Number(MEASURES[code].name, value, address(code) if address and value else ""))
    share = line.share_on_time
    percent = None if share is None else round(100 * share)
    return TableRow(label, line.group if by in CODED else "", numbers, percent, line.hours)


def rows_address(build: Build, choice: Choice, measure: str) -> str:
    """Where the desk lists the rows of a number: the question that counted it, asked of the very same build."""
    asked = {"build": build.id, **choice.codes, "by": choice.by}
    asked |= {name: month.isoformat() for name in ("since", "until") if (month := getattr(choice, name))}
    return f"{reverse('desk:rows', args=[measure])}?{urlencode(asked)}"
