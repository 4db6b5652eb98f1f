"""Named questions about frameworks and indicators. Few rows: each page asks once and works on what it got."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db.models import QuerySet

from ayni.codelists.models import Territory
from ayni.facts.queries import dictionary
from ayni.facts.registry import REGISTRY

from . import formula as formulas
from .expressions import Window
from .formula import CannotMeasure, ColumnFacts, Formula
from .measuring import Figure
from .models import (
    Alignment,
    Contribution,
    Definition,
    Framework,
    Indicator,
    Measure,
    Node,
    Origin,
    Target,
    Threshold,
    Value,
    ValueState,
)
from .standing import Aim


def frameworks() -> QuerySet[Framework]:
    return Framework.objects.order_by("order", "code")


def nodes() -> dict[str, Node]:
    """Every node that stands, by code, in the order of its framework."""
    rows = Node.objects.standing().select_related("framework").order_by("framework__order", "order", "pk")
    return {node.code: node for node in rows}


@dataclass(frozen=True)
class Branch:
    node: Node
    children: list["Branch"] = field(default_factory=list)
    indicators: list[Definition] = field(default_factory=list)
    aligned: list[Node] = field(default_factory=list)


def tree(framework: Framework) -> list[Branch]:
    """A framework as a tree, each node with its indicators and with what it is aligned with elsewhere."""
    every = nodes()
    beside, counted = aligned(), contributions()
    definitions = {d.indicator_id: d for d in standing_definitions()}
    branches = {
        code: Branch(
            node,
            [],
            [definitions[pk] for pk in counted.get(code, ()) if pk in definitions],
            [every[other] for other in beside.get(code, ()) if other in every],
        )
        for code, node in every.items()
        if node.framework_id == framework.pk
    }
    roots: list[Branch] = []
    for branch in branches.values():
        parent = branches.get(branch.node.parent_code)
        (parent.children if parent else roots).append(branch)
    return roots


def aligned() -> dict[str, list[str]]:
    """Code → codes of the nodes that speak of the same, from both ends."""
    found: dict[str, list[str]] = defaultdict(list)
    for one, other in Alignment.objects.order_by("one", "other").values_list("one", "other"):
        found[one].append(other)
        found[other].append(one)
    return found


def contributions() -> dict[str, list[int]]:
    """Code of a node → the indicators that show its progress."""
    found: dict[str, list[int]] = defaultdict(list)
    rows = Contribution.objects.order_by("indicator__code", "node_code").values_list("node_code", "indicator_id")
    for code, indicator in rows:
        found[code].append(indicator)
    return found


def users_of(codes: Iterable[str]) -> dict[str, list[str]]:
    """Node → codes of the indicators in use that contribute to it."""
    found: dict[str, list[str]] = {}
    rows = Contribution.objects.filter(node_code__in=list(codes), indicator__retired_at__isnull=True)
    for node, code in rows.order_by("node_code", "indicator__code").values_list("node_code", "indicator__code"):
        found.setdefault(node, []).append(code)
    return found


def below(code: str, every: Mapping[str, Node]) -> set[str]:
    """A node and all that is under it."""
    found = {code}
    while more := {node.code for node in every.values() if node.parent_code in found} - found:
        found |= more
    return found


@dataclass(frozen=True)
class Matrix:
    """Which nodes of one framework are aligned with which of another, and with how many indicators each."""

    columns: list[Node]
    rows: list[tuple[Node, list[bool], int]]


def matrix(framework: Framework, other: Framework) -> Matrix:
    every, beside, counted = nodes(), aligned(), contributions()
    columns = [node for node in every.values() if node.framework_id == other.pk]
    met = {node.code for node in columns if any(_is_of(every, code, framework) for code in beside.get(node.code, ()))}
    columns = [node for node in columns if node.code in met]
    rows = []
    for node in every.values():
        if node.framework_id == framework.pk:
            mine = set(beside.get(node.code, ()))
            shown = [column.code in mine for column in columns]
            if any(shown) or counted.get(node.code):
                rows.append((node, shown, len(counted.get(node.code, ()))))
    return Matrix(columns, rows)


def _is_of(every: Mapping[str, Node], code: str, framework: Framework) -> bool:
    return code in every and every[code].framework_id == framework.pk


def standing_definitions(codes: Iterable[str] | None = None) -> list[Definition]:
    """The definitions that count today, by code; of those indicators that contribute to one of these nodes."""
    rows = Definition.objects.standing().select_related("indicator")
    if codes is not None:
        rows = rows.filter(indicator__contributions__node_code__in=list(codes)).distinct()
    return list(rows.order_by("indicator__code"))


def definition(code: str) -> Definition | None:
    return Definition.objects.standing().select_related("indicator").filter(indicator__code=code).first()


def versions(indicator: Indicator) -> QuerySet[Definition]:
    return indicator.definitions.select_related("indicator", "made_by").order_by("-version")


def formula_of(said: Definition) -> Formula:
    """Its formula as plain values. Raises CannotMeasure if a line of it is none."""
    return Formula(
        table=said.table, month=said.month, measure=said.measure, counts=said.counts, column=said.column,
        filter=formulas.read(said.filter), numerator=formulas.read(said.numerator),
        denominator=formulas.read(said.denominator), denominator_table=said.denominator_table,
        dimensions=said.dimension_list,
    )  # fmt: skip


def readable(definitions: Sequence[Definition]) -> tuple[dict[str, Formula], dict[str, str]]:
    """Code → formula of those that are counted from facts; and why not, of those whose formula cannot be read."""
    good: dict[str, Formula] = {}
    bad: dict[str, str] = {}
    for said in definitions:
        if said.origin == Origin.FACTS:
            try:
                good[said.code] = formula_of(said)
            except CannotMeasure as wrong:
                bad[said.code] = str(wrong)
    return good, bad


def declared() -> dict[str, dict[str, ColumnFacts]]:
    """What may be counted: table → column → its kind and codes, as the apps declare them."""
    lists = {c.codes.name: c.codes for table in REGISTRY.values() for c in table.columns if c.codes}
    words = {name: dict(codes.labels()) for name, codes in lists.items()}
    found: dict[str, dict[str, ColumnFacts]] = {}
    for entry in dictionary():
        found.setdefault(entry.table, {})[entry.column] = ColumnFacts(entry.kind, words.get(entry.code_list, {}))
    return found


def code_lists(table: str) -> dict[str, str]:
    """Column → the name of its code list, in one table of facts."""
    if table not in REGISTRY:
        return {}
    return {column.name: column.codes.name for column in REGISTRY[table].columns if column.codes}


def aims(indicators: Iterable[int], department: str = "") -> dict[int, list[Aim]]:
    """The targets of the whole of each indicator: in that department, or in the country."""
    rows = Target.objects.filter(indicator__in=list(indicators), department=department, dimension="")
    found: dict[int, list[Aim]] = defaultdict(list)
    for target in rows.order_by("indicator", "until", "pk"):
        found[target.indicator_id].append(Aim(target.since, target.until, target.value))
    return found


def thresholds() -> list[tuple[str, float]]:
    return list(Threshold.objects.order_by("-at_least").values_list("light", "at_least"))


def typed_figures(
    definitions: Sequence[Definition], windows: Sequence[Window], department: str
) -> dict[str, list[tuple[Figure, date | None]]]:
    """Of those that are collected or published: their figure in each stretch, and the last month of a value.
    Numerators and denominators are added up; of two values for the same months the newer one counts."""
    wanted = {d.indicator_id: d for d in definitions if d.origin != Origin.FACTS}
    newest = _newest(wanted, department)
    found: dict[str, list[tuple[Figure, date | None]]] = {}
    for pk, said in wanted.items():
        mine = [value for value in newest if value.indicator_id == pk]
        last = max((value.until for value in mine), default=None)
        found[said.code] = [(_added(said, mine, window), last) for window in windows]
    return found


def _newest(wanted: Iterable[int], department: str) -> list[Value]:
    """The values of these indicators that count."""
    rows = Value.objects.filter(indicator__in=wanted, state=ValueState.APPROVED, department=department, dimension="")
    newest: dict[tuple[int, date, date], Value] = {}
    for value in rows.select_related("indicator", "file").order_by("pk"):
        newest[value.indicator_id, value.since, value.until] = value
    return list(newest.values())


def evidence(definitions: Sequence[Definition], window: Window, department: str) -> list[Value]:
    """The values that these figures were added up from, each with what shows it: by indicator and month."""
    wanted = [said.indicator_id for said in definitions if said.origin != Origin.FACTS]
    inside = [value for value in _newest(wanted, department) if _is_inside(value, window)]
    return sorted(inside, key=lambda value: (value.indicator.code, value.since, value.until))


def _is_inside(value: Value, window: Window) -> bool:
    return (window.since or date.min) <= value.since and value.until <= (window.until or date.max)


def _added(said: Definition, values: Sequence[Value], window: Window) -> Figure:
    inside = [value for value in values if _is_inside(value, window)]
    if not inside:
        return Figure(is_share=said.is_share)
    if said.is_share:
        return Figure(sum(v.numerator for v in inside), sum(v.denominator or 0 for v in inside), is_share=True)
    if said.measure == Measure.MEDIAN:
        return Figure(max(inside, key=lambda value: (value.until, value.pk)).number)
    return Figure(sum(value.number for value in inside))


def departments() -> list[tuple[str, str]]:
    rows = Territory.objects.current().filter(level=Territory.Level.DEPARTMENT)
    return list(rows.order_by("label_es").values_list("code", "label_es"))
