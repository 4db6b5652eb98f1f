"""What the pages of indicators show: values in words, addresses, and the lines in the order of the frameworks."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ayni.access.models import User
from ayni.access.permissions import Permission
from ayni.design.charts import Row as Bar
from ayni.facts.builds import Build

from . import board, catalogue, measuring, trend, words
from .board import Line
from .formula import CannotMeasure, ColumnFacts, Formula
from .models import Contribution, Definition, Node, Origin, Value, ValueState
from .rules import APART
from .sheets import change, shown
from .spans import Span
from .standing import LIGHTS, TONES, Aim


@dataclass(frozen=True)
class Shown:
    """A line as it is read."""

    line: Line
    value: str
    before: str
    change: str
    target: str
    baseline: str
    href: str
    derivation: str

    @property
    def of(self) -> str:
        """What a share was divided from: 34 of 47."""
        figure = self.line.figure
        if not figure.is_share or figure.value is None:
            return ""
        return _("%(part)s of %(whole)s") % {
            "part": shown(figure.numerator, "NUMBER"), "whole": shown(figure.denominator, "NUMBER"),
        }  # fmt: skip


def shown_line(line: Line, asked: Mapping[str, str]) -> Shown:
    unit, text = line.definition.unit, query(asked)
    return Shown(
        line=line, value=shown(line.figure.value, unit), before=shown(line.before.value, unit),
        change=change(line.change, unit), target=shown(line.aim.value if line.aim else None, unit),
        baseline=shown(line.definition.baseline, unit),
        href=f"{reverse('results:indicator', args=[line.code])}{text}",
        derivation=f"{reverse('results:derivation', args=[line.code])}{text}",
    )  # fmt: skip


def address(said: Definition) -> str:
    return reverse("results:indicator", args=[said.code])


def query(asked: Mapping[str, str]) -> str:
    kept = {name: value for name, value in asked.items() if name != "node" and value}
    return f"?{urlencode(kept)}" if kept else ""


GROUPS: Mapping[str, Any] = {
    "CUM": gettext_lazy("Protocols and their deadlines"),
    "DER": gettext_lazy("Referrals"),
    "CAS": gettext_lazy("Cases"),
    "NEC": gettext_lazy("Needs and services"),
    "DEN": gettext_lazy("Denial of services"),
    "ALE": gettext_lazy("Alerts"),
    "REG": gettext_lazy("Regularisation"),
    "CIT": gettext_lazy("Appointments"),
    "COL": gettext_lazy("Queue"),
    "CAR": gettext_lazy("Cards"),
    "VOZ": gettext_lazy("Voice of people"),
    "PER": gettext_lazy("People who were received"),
    "SES": gettext_lazy("Sessions"),
    "NOR": gettext_lazy("Norms and gaps"),
    "BRE": gettext_lazy("Norms and gaps"),
    "EST": gettext_lazy("Services of the State"),
    "DIR": gettext_lazy("Directory"),
}


def groups(lines: Sequence[Line], asked: Mapping[str, str]) -> list[tuple[str, list[Shown]]]:
    """The lines by what they are about, which the first letters of their codes say."""
    found: dict[str, list[Shown]] = {}
    for line in lines:
        name = str(GROUPS.get(line.code.partition("-")[0], _("Collected and published")))
        found.setdefault(name, []).append(shown_line(line, asked))
    return list(found.items())


def lights(lines: Sequence[Line]) -> list[tuple[str | Promise, str, int]]:
    """How many of each colour: words, tone, number."""
    return [(LIGHTS[light], TONES[light], sum(line.standing.light == light for line in lines)) for light in LIGHTS]


@dataclass(frozen=True)
class ShownTrend:
    drawing: trend.Drawing | None
    rows: list[tuple[str, str, str]]
    """Month, value, and why there is none."""
    forecast: str
    is_running: bool


def trend_of(said: Definition, found: board.Trend, aim: Aim | None) -> ShownTrend:
    unit, foretold = said.unit, found.forecast
    # What accumulates is foretold for the year, and its months are not: the two cannot stand on one scale.
    on_chart = None if board.accumulates(said) else foretold
    target = aim.value if aim and not board.accumulates(said) else None
    points = [(month, figure.value) for month, figure in found.months.items()]
    text = "" if foretold is None else _("%(value)s, between %(low)s and %(high)s in 95 of 100 cases") % {
        "value": shown(foretold.value, unit), "low": shown(foretold.low, unit), "high": shown(foretold.high, unit),
    }  # fmt: skip
    rows = [(words.month(m.isoformat()), shown(f.value, unit), f.reason) for m, f in found.months.items()]
    drawn = trend.drawing(points, target=target, foretold=on_chart, share=said.unit == "PERCENT")
    return ShownTrend(drawn, rows[::-1], text, found.is_running)


@dataclass(frozen=True)
class ShownParts:
    dimension: str
    bars: list[Bar]
    rows: list[tuple[str, str, str, str]]
    """Category, value, what it was divided from, why there is none."""
    warning: str
    total: str


def breakdowns(build: Build, said: Definition, span: Span, department: str) -> list[ShownParts]:
    lists = catalogue.code_lists(said.table)
    found = []
    for one in board.breakdowns(build, said, span, department):
        rows, bars = [], []
        for part in one.parts:
            name = words.part(build, lists.get(one.dimension, ""), one.dimension, part.code)
            figure = part.figure
            of = (
                f"{figure.numerator:g} / {figure.denominator:g}"
                if figure.denominator and figure.numerator is not None
                else ""
            )
            rows.append((name, shown(figure.value, said.unit), of, figure.reason))
            if figure.value is not None and part.code != APART:
                bars.append(Bar(name, [figure.value], shown=shown(figure.value, said.unit)))
        bars.sort(key=lambda bar: -bar.total)
        name = words.dimension(one.dimension)
        found.append(ShownParts(name, bars[:12], rows, one.warning(said), shown(one.total.value, said.unit)))
    return found


def nodes_of(said: Definition) -> list[Node]:
    codes = set(Contribution.objects.filter(indicator=said.indicator_id).values_list("node_code", flat=True))
    return [node for node in catalogue.nodes().values() if node.code in codes]


def targets(build: Build, said: Definition) -> list[tuple[str, str, str, str]]:
    """Until when, where, of which part, how much."""
    lists, places = catalogue.code_lists(said.table), dict(catalogue.departments())
    return [
        (
            words.month(target.until.isoformat()),
            places.get(target.department, _("The whole country")),
            words.part(build, lists.get(target.dimension, ""), target.dimension, target.category)
            if target.category
            else "",
            shown(target.value, said.unit),
        )
        for target in said.indicator.targets.order_by("until", "department", "dimension", "category", "pk")
    ]


def values(said: Definition) -> QuerySet[Value]:
    return said.indicator.values.select_related("by", "decided_by", "file").order_by("-until", "-pk")[:40]


def waiting_values() -> QuerySet[Value]:
    rows = Value.objects.filter(state=ValueState.WAITING).select_related("indicator", "by")
    return rows.order_by("at", "pk")


def columns(said: Definition) -> list[tuple[str, ColumnFacts]]:
    """What may be asked of its table, for whoever writes a condition."""
    found = catalogue.declared().get(said.table, {})
    return [(name, column) for name, column in sorted(found.items()) if column.kind not in {"row", "person"}]


def dimensions(said: Definition) -> list[tuple[str, str]]:
    return [(name, words.dimension(name)) for name in said.dimension_list]


def baseline(said: Definition) -> str:
    if said.baseline is None or said.baseline_month is None:
        return _("It has no baseline yet.")
    month = words.month(said.baseline_month.isoformat())
    return _("Baseline: %(value)s in %(month)s.") % {"value": shown(said.baseline, said.unit), "month": month}


def files(build: Build, formula: Formula) -> list[tuple[str, int, str]]:
    """The files that were read: table, rows, checksum."""
    tables = build.manifest["tables"]
    return [
        (name, tables[name]["rows"], tables[name].get("sha256", ""))
        for name in {formula.table: 1, formula.below: 1}
        if name in tables
    ]


def rows_address(user: User, build: Build, said: Definition, asked: Mapping[str, str]) -> str:
    """Where the desk lists the rows that were counted; empty for whoever opens none, or where none open."""
    if said.origin != Origin.FACTS or not user.may(Permission.COMPLIANCE_ROWS):
        return ""
    try:
        formula = catalogue.formula_of(said)
    except CannotMeasure:
        return ""
    if not measuring.opens(build, formula) or measuring.why_not(build, formula):
        return ""
    kept = {name: value for name, value in asked.items() if name != "node"}
    return f"{reverse('desk:indicator-rows', args=[said.code])}?{urlencode({'build': build.id, **kept})}"
