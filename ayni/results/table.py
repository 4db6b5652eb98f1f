"""The page's table and chart, from what was counted: labels, numbers, and for whoever may open them, addresses."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

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
DEEPER = {
    "protocol": "step",
    "step": "month",
    "institution": "step",
    "office": "protocol",
    "department": "office",
    "month": "protocol",
}
"""What a line opens into."""


@dataclass(frozen=True)
class Number:
    name: str | Promise
    """Of the column, which a screen reader says with the number."""
    value: int
    href: str = ""


@dataclass(frozen=True)
class TableRow:
    label: str
    code: str
    href: str
    """The same page, of this line alone, one level deeper."""
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


Address = Callable[[str], str]
"""Measure → where its rows are listed."""


def table_of(build: Build, reach: Reach, choice: Choice, found: Compliance) -> ComplianceTable:
    def opens(narrowed: Choice) -> Address | None:
        return (lambda measure: _rows_address(build, narrowed, measure)) if reach.opens_rows else None

    def row(line: Line) -> TableRow:
        label = words.group(build, choice.by, line.group)
        if not line.group:
            # What has no code cannot be asked for by its code.
            return _row(line, label)
        narrowed = choice.within(line.group)
        deeper = _page_address(replace(narrowed, by=DEEPER[choice.by]))
        return _row(line, label, code=line.group if choice.by in CODED else "", href=deeper, address=opens(narrowed))

    rows = [row(line) for line in found.lines]
    counted = [(row, [line.count(code) for code in STACKED]) for row, line in zip(rows, found.lines, strict=True)]
    bars = [Bar(row.label, values, href=row.href) for row, values in counted if any(values)]
    return ComplianceTable(
        rows=rows,
        apart=_row(found.apart, words.group(build, choice.by, found.apart.group)) if found.apart else None,
        total=_row(found.total, _("Total"), address=opens(choice)),
        bars=bars[:BARS],
        has_more_bars=len(bars) > BARS,
    )


def narrowing(build: Build, choice: Choice) -> list[tuple[str | Promise, str]]:
    """What was chosen, in words: (name, value)."""
    names: dict[str, str | Promise] = {**words.DIMENSIONS, "family": _("Kind of situation")}
    chosen: list[tuple[str | Promise, str]] = [
        (names[name], words.group(build, name, code)) for name, code in choice.codes.items()
    ]
    if choice.since and choice.since == choice.until:
        return [*chosen, (names["month"], words.month(choice.since.isoformat()))]
    edges = ((pgettext("months", "From"), choice.since), (pgettext("months", "To"), choice.until))
    return [*chosen, *((name, words.month(month.isoformat())) for name, month in edges if month)]


def _row(line: Line, label: str, *, code: str = "", href: str = "", address: Address | None = None) -> TableRow:
    numbers = []
    for measure in OPENED:
        value = line.count(measure)
        numbers.append(Number(MEASURES[measure].name, value, address(measure) if address and value else ""))
    share = line.share_on_time
    return TableRow(label, code, href, numbers, None if share is None else round(100 * share), line.hours)


def _page_address(choice: Choice) -> str:
    return f"{reverse('results:compliance')}?{urlencode(asked_of(choice))}"


def _rows_address(build: Build, choice: Choice, measure: str) -> str:
    """Where the desk lists the rows of a number: the question that counted it, asked of the very same build."""
    return f"{reverse('desk:rows', args=[measure])}?{urlencode({'build': build.id, **asked_of(choice)})}"


def asked_of(choice: Choice) -> dict[str, str]:
    months = {name: month.isoformat() for name in ("since", "until") if (month := getattr(choice, name))}
    return {"by": choice.by, **choice.codes, **months}
