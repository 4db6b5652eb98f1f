"""Values of indicators, counted from one build. They are the unit's: of the country or of a department, the same for
every reader, with what is restricted in blocks of ten people (docs/decisions/0012 and 0049)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import partial, reduce
from itertools import groupby
from typing import Any

import ibis
import pyarrow as pa
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from ibis.expr.types import Table

from ayni.facts.builds import Build

from . import expressions, queries
from .expressions import Atom, Scope, Window
from .formula import Formula, gone
from .models import Counts
from .queries import Rows
from .rules import APART, OWN_TIME, RESTRICTED, THRESHOLD, Area, Reach
from .spans import shifted
from .warehouse import Warehouse, warehouse

COUNTRY = Reach(areas=(Area(),))
"""An indicator counts as an analyst does: all offices, no restricted case by itself."""


@dataclass(frozen=True)
class Figure:
    """A value, and what it was made of; or why there is none."""

    numerator: float | None = None
    denominator: float | None = None
    why: str = ""
    is_share: bool = False

    @property
    def value(self) -> float | None:
        if self.why or self.numerator is None:
            return None
        if not self.is_share:
            return self.numerator
        return self.numerator / self.denominator if self.denominator else None

    @property
    def reason(self) -> str:
        """Why it says nothing, in words; empty if it says something."""
        if self.why:
            return self.why
        if self.value is not None:
            return ""
        return _("nothing to divide by: nothing was counted in these months") if self.is_share else _("no row has it")


@dataclass(frozen=True)
class Part:
    """One category of a dimension."""

    dimension: str
    code: str
    figure: Figure
    month: date | None = None


def columns_of(build: Build) -> dict[str, list[str]]:
    return {name: table["columns"] for name, table in build.manifest["tables"].items()}


def why_not(build: Build, formula: Formula, department: str = "") -> str:
    """Why these facts cannot say it; empty if they can."""
    there = columns_of(build)
    why = gone(formula, there)
    if not why and department and any("department" not in there[name] for name in (formula.table, formula.below)):
        why = _("these facts say no department: it is known for the whole country only")
    return why


def figures(
    build: Build, wanted: Mapping[str, Formula], windows: Sequence[Window], department: str = ""
) -> dict[str, list[Figure]]:
    """Code → its figure in each of the stretches of months. One question for each fact table and column of time."""
    why = {code: why_not(build, formula, department) for code, formula in wanted.items()}
    good = {code: formula for code, formula in wanted.items() if not why[code]}
    said = _answers(build, good, windows, department)
    return {
        code: [
            _figure(code, formula, said[number], why[code] or _out_of_time(build, formula, window))
            for number, window in enumerate(windows)
        ]
        for code, formula in wanted.items()
    }


def _out_of_time(build: Build, formula: Formula, window: Window) -> str:
    today = localtime(build.as_of).date()
    if window.since and window.since > today:
        return _("these months have not come yet")
    if formula.month or window.until is None or last_day(window.until) >= today:
        return ""
    return _("it is what stands today: what stood then was not kept")


def last_day(month: date) -> date:
    return date(month.year + month.month // 12, month.month % 12 + 1, 1) - timedelta(days=1)


def _figure(code: str, formula: Formula, said: Mapping[str, Any], why: str) -> Figure:
    above, below = f"{code}·n", f"{code}·d"
    crowds = [people for name in (above, below) if (people := said.get(f"{name}·p")) is not None]
    if not why and any(0 < people < THRESHOLD for people in crowds):
        why = _("fewer than ten people")
    if why:
        return Figure(why=why, is_share=formula.is_share)
    return Figure(said.get(above), said.get(below), is_share=formula.is_share)


def _answers(
    build: Build, wanted: Mapping[str, Formula], windows: Sequence[Window], department: str
) -> list[dict[str, Any]]:
    """Of each stretch, the name of each number → the number."""
    house = warehouse(build)
    needed = _with_crowds(house, [atom for code, f in wanted.items() for atom in expressions.atoms(code, f)])
    said: list[dict[str, Any]] = [{} for _window in windows]
    in_order = sorted(needed, key=lambda atom: _place_and_size(house, atom))
    for (table, month, _small), some in groupby(in_order, key=lambda atom: _place_and_size(house, atom)):
        asked = tuple(some)
        cuts = tuple(windows) if month else (Window(),)
        key = ("numbers", table, month, asked, cuts, department)
        rows = house.remember(key, partial(_ask, house, table, month, asked, cuts, department))
        for row in rows:
            for number in [row["cut"]] if month else range(len(windows)):
                said[number] |= row
        for atom in asked:
            for cut in said:
                # A stretch without a row has no group: nothing was counted there.
                cut.setdefault(atom.name, _nothing(atom))
    return said


def _place(atom: Atom) -> tuple[str, str]:
    return atom.table, atom.month


def _place_and_size(house: Warehouse, atom: Atom) -> tuple[str, str, bool]:
    """What is asked together: of one table and time, what takes all the rows apart from what a few groups answer."""
    return *_place(atom), expressions.is_small(atom, house.table(atom.table).schema())


def _with_crowds(house: Warehouse, atoms: Sequence[Atom]) -> list[Atom]:
    """Tables of people that do not say who may see whom show no number of fewer than ten people."""
    bare = {a.table for a in atoms if "person" in house.table(a.table).columns and not _guards(house, a.table)}
    return [*atoms, *(expressions.crowd_of(atom) for atom in atoms if atom.table in bare)]


def _guards(house: Warehouse, name: str) -> bool:
    return expressions.is_guarded(house.table(name))


def _ask(
    house: Warehouse, table: str, month: str, atoms: tuple[Atom, ...], cuts: tuple[Window, ...], department: str
) -> list[dict[str, Any]]:
    key = ("sql", table, month, atoms, len(cuts), bool(department))
    text = house.remember(key, lambda: _sql(house, table, month, atoms, cuts, department))
    return house.read(expressions.filled(text, cuts, department))


def _sql(
    house: Warehouse, table: str, month: str, atoms: tuple[Atom, ...], cuts: tuple[Window, ...], department: str
) -> str:
    """The question with its months left blank: Ibis takes longer to write it than DuckDB to answer it."""
    where = expressions.SOME_DEPARTMENT if department else ""
    chosen = [
        _chosen(house, table, month, atoms, Scope(cut, where)).mutate(cut=ibis.literal(number))
        for number, cut in enumerate(expressions.blank(cuts) if month else cuts)
    ]
    source = reduce(lambda one, other: one.union(other), chosen)
    small = all(expressions.is_small(atom, source.schema()) for atom in atoms)
    return _put_together(source, atoms, ("cut",), small=small)


def _put_together(source: Table, atoms: Sequence[Atom], by: tuple[str, ...], *, small: bool = False) -> str:
    made = expressions.small_numbers if small else expressions.numbers
    numbers = expressions.sql(made(source.schema(), atoms, by))
    return f"WITH {expressions.CHOSEN} AS (\n{expressions.sql(source)}\n)\n{numbers}"


def _chosen(
    house: Warehouse, name: str, month: str, atoms: Sequence[Atom], scope: Scope, more: Sequence[str] = ()
) -> Table:
    facts = house.table(name)
    counted = expressions.counted(facts, name, month, scope, places(house, name))
    needed = {c.column for atom in atoms for c in atom.conditions} | {atom.column for atom in atoms if atom.column}
    needed |= {*more} | ({"person"} if any(atom.how == Counts.PEOPLE for atom in atoms) else set())
    # A question that reads no column at all would not be a table.
    return counted.select(*(sorted(needed) or [facts.columns[0]]))


def places(house: Warehouse, name: str) -> Table | None:
    """Which restricted rows are counted with which: their cells, and over which months and where their block lies.
    None where nothing is restricted."""
    return house.remember(("places", name), lambda: _places(house, name))


def _places(house: Warehouse, name: str) -> Table | None:
    if not _guards(house, name) or "person" not in house.table(name).columns:
        # What says of no person that it is theirs cannot be counted in tens of people.
        return None
    rows: dict[str, list[Any]] = {"cell": [], "first": [], "last": [], "department": []}
    for block in queries.blocks(house, name, COUNTRY):
        months = [cell.month for cell in block.cells]
        departments = sorted({cell.values.get("department", "") for cell in block.cells})
        place = departments[0] if len(departments) == 1 else ""
        for cell in block.cells:
            for column, value in zip(rows, (cell.id, min(months), max(months), place), strict=True):
                rows[column].append(value)
    if not rows["cell"]:
        return None
    kinds = {"cell": pa.int64(), "first": pa.date32(), "last": pa.date32(), "department": pa.string()}
    beside = f"places_of_{name}"
    house.lay_out(beside, pa.table({column: pa.array(rows[column], kind) for column, kind in kinds.items()}))
    return ibis.table({"cell": "int64", "first": "date", "last": "date", "department": "string"}, name=beside)


def parts(
    build: Build, formula: Formula, dimensions: Sequence[str], window: Window, department: str = "", *,
    monthly: bool = False,
) -> list[Part]:  # fmt: skip
    """The figure of each category of each of these dimensions, in one question; by month too, if asked. What is
    restricted stands in a line apart, so that the parts of what adds up add up to the total."""
    house = warehouse(build)
    if why_not(build, formula, department) or not dimensions:
        return []
    key = ("parts", formula, tuple(dimensions), window, department, monthly)
    return house.remember(key, lambda: _parts(house, formula, dimensions, window, department, monthly=monthly))


def _parts(
    house: Warehouse, formula: Formula, dimensions: Sequence[str], window: Window, department: str, *, monthly: bool
) -> list[Part]:
    atoms = _with_crowds(house, expressions.atoms("x", formula))
    said: dict[tuple[str, str, date | None], dict[str, Any]] = {}
    for (table, month), some in groupby(sorted(atoms, key=_place), key=_place):
        asked, by_month = tuple(some), monthly and bool(month)
        held = tuple(name for name in dimensions if name in house.table(table).columns)
        if not held:
            continue
        key = ("sql of parts", table, month, asked, held, bool(department), by_month)
        ask = partial(_sql_of_parts, house, table, month, asked, held, department, monthly=by_month)
        text = house.remember(key, ask)
        for row in house.read(expressions.filled(text, [window], department)):
            said.setdefault((row["dimension"], row["code"] or "", row.get("of_month")), {}).update(row)
    nothing = {atom.name: _nothing(atom) for atom in atoms}
    found = [
        Part(dimension, code, _figure("x", formula, nothing | row, ""), month)
        for (dimension, code, month), row in said.items()
    ]
    return sorted(found, key=lambda part: (dimensions.index(part.dimension), part.month or date.min, part.code))


def _nothing(atom: Atom) -> int | None:
    """What a number is where there is no row: a count is nought, a sum or a median is not known."""
    return 0 if atom.how in {Counts.EVENTS, Counts.PEOPLE} else None


def _sql_of_parts(
    house: Warehouse, table: str, month: str, atoms: tuple[Atom, ...], dimensions: Sequence[str], department: str, *,
    monthly: bool,
) -> str:  # fmt: skip
    more = [*dimensions, *(["sensitivity"] if _guards(house, table) else []), *([month] if monthly else [])]
    [window] = expressions.blank([Window()])
    scope = Scope(window, expressions.SOME_DEPARTMENT if department else "", whole_months=monthly)
    rows = _chosen(house, table, month, atoms, scope, more)
    if monthly:
        rows = rows.mutate(of_month=rows[month])
    by = ("of_month",) if monthly else ()
    grouped = []
    for name in dimensions:
        chosen = rows.mutate(code=_group(rows, name))
        counted = chosen.group_by("code", *by).aggregate(**{a.name: expressions.number(chosen, a) for a in atoms})
        grouped.append(counted.mutate(dimension=ibis.literal(name)))
    return expressions.sql(reduce(lambda one, other: one.union(other), grouped))


def _group(rows: Table, name: str) -> Any:
    code = rows[name].cast("string")
    if "sensitivity" not in rows.columns:
        return code
    return ibis.ifelse(rows.sensitivity == RESTRICTED, ibis.literal(APART), code)


def monthly(build: Build, formula: Formula, since: date, until: date, department: str = "") -> dict[date, Figure]:
    """Its figure in each month. Blocks of restricted cases that lie in several months are in none of them."""
    house, why = warehouse(build), why_not(build, formula, department)
    months = months_between(since, until)
    if why or not formula.month:
        return {month: Figure(why=why or _("it is what stands today"), is_share=formula.is_share) for month in months}
    key = ("monthly", formula, since, until, department)
    said = house.remember(key, lambda: _by_month(house, formula, Window(since, until), department))
    return {month: _figure("x", formula, said.get(month, said[None]), "") for month in months}


def _by_month(house: Warehouse, formula: Formula, window: Window, department: str) -> dict[date | None, dict[str, Any]]:
    """Month → its numbers; of None, those of a month without a row."""
    atoms = _with_crowds(house, expressions.atoms("x", formula))
    nothing = {atom.name: _nothing(atom) for atom in atoms}
    said: dict[date | None, dict[str, Any]] = {None: nothing}
    for (table, month), some in groupby(sorted(atoms, key=_place), key=_place):
        asked = tuple(some)
        rows = _chosen(house, table, month, asked, Scope(window, department, whole_months=True), [month])
        for row in house.read(_put_together(rows.rename(of_month=month), asked, ("of_month",))):
            said.setdefault(row["of_month"], dict(nothing)).update(row)
    return said


def months_between(since: date, until: date) -> list[date]:
    count = (until.year - since.year) * 12 + until.month - since.month + 1
    return [shifted(since, number) for number in range(max(0, count))]


def derivation(build: Build, formula: Formula, window: Window, department: str = "") -> str:
    """The SQL of one value, as it is asked of one table after the other: what anybody can run on the same files."""
    house = warehouse(build)
    if why_not(build, formula, department):
        return ""
    texts = []
    for (table, month), some in groupby(sorted(expressions.atoms("x", formula), key=_place), key=_place):
        asked = tuple(replace(atom, name={"x·n": "numerator", "x·d": "denominator"}[atom.name]) for atom in some)
        chosen = _chosen(house, table, month, asked, Scope(window if month else Window(), department))
        texts.append(_put_together(chosen, asked, ()))
    return ";\n\n".join(texts)


OPEN = frozenset(
    {
        "applications", "appointments", "cards", "cases", "checklist", "denials", "follow_ups", "needs", "referrals",
        "services", "steps", "tickets",
    }
)  # fmt: skip
"""The tables whose rows the desk lists (`desk.queries.indicator_rows`)."""


def opens(build: Build, formula: Formula) -> bool:
    """Whether its rows carry the sealed ids by which the desk opens them."""
    there = columns_of(build).get(formula.table, [])
    return formula.table in OPEN and "row" in there and "sensitivity" in there


def rows(
    build: Build, formula: Formula, window: Window, department: str, reach: Reach, *, skip: int = 0, take: int = 50
) -> Rows:
    """The rows behind the numerator, newest first: how many count, and the sealed ids of those that the reader's roles
    open."""
    house = warehouse(build)
    atom = expressions.atoms("x", formula)[0]
    facts = house.table(formula.table)
    scope = Scope(window if formula.month else Window(), department)
    beside = places(house, formula.table)
    counted = expressions.counted(facts, formula.table, formula.month, scope, beside)
    fits = counted.filter(expressions.all_hold(counted, atom.conditions))
    own = facts.filter(expressions.all_hold(facts, atom.conditions), queries.openable(facts, reach))
    shown = expressions.counted(own, formula.table, formula.month, scope, None)
    [number] = house.read(expressions.sql(fits.aggregate(counted=fits.count())))
    [open_] = house.read(expressions.sql(shown.aggregate(openable=shown.count())))
    order = formula.month or OWN_TIME.get(formula.table, "month")
    step = shown.step.cast("string") if formula.table == "steps" else ibis.literal("")
    page = shown.mutate(part=step).order_by(ibis.desc(order), "row", "part").limit(take, offset=skip)
    found = house.read(expressions.sql(page.select("row", "part")))
    return Rows(number["counted"], open_["openable"], [(row["row"], row["part"]) for row in found])
