"""Values of indicators, counted from one build. They are the unit's: of the country or of a department, the same for
every reader, with what is restricted in blocks of ten people (docs/decisions/0012 and 0049)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import partial, reduce
from itertools import groupby
from typing import Any

import ibis
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from ibis.expr.types import Table

from ayni.facts.builds import Build

from . import expressions, queries, sums
from .expressions import Atom, Scope, Window
from .formula import Formula, gone
from .models import Counts
from .placing import counted_rows, guards, places
from .queries import Rows
from .rules import APART, OWN_TIME, RESTRICTED, THRESHOLD, Reach
from .spans import shifted
from .warehouse import Warehouse, warehouse


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
    for (table, month, adds_up), some in groupby(sorted(needed, key=_together), key=_together):
        asked = tuple(some)
        cuts = tuple(windows) if month else (Window(),)
        if month and adds_up:
            rows = sums.over(house, table, month, asked, cuts, department)
        else:
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


def _together(atom: Atom) -> tuple[str, str, bool]:
    """What is asked in one question: of one table and time, what adds up apart from people and middles."""
    return *_place(atom), expressions.adds_up(atom)


def _with_crowds(house: Warehouse, atoms: Sequence[Atom]) -> list[Atom]:
    """Tables of people that do not say who may see whom show no number of fewer than ten people."""
    bare = {a.table for a in atoms if "person" in house.table(a.table).columns and not guards(house, a.table)}
    return [*atoms, *(expressions.crowd_of(atom) for atom in atoms if atom.table in bare)]


def _ask(
    house: Warehouse, table: str, month: str, atoms: tuple[Atom, ...], cuts: tuple[Window, ...], department: str
) -> list[dict[str, Any]]:
    key = ("numbers", table, month, atoms, len(cuts), bool(department), places(house, table) is None)
    text = house.written(key, table, lambda: _sql(house, table, month, atoms, cuts, department))
    return house.read(expressions.filled(text, cuts, department))


def _sql(
    house: Warehouse, table: str, month: str, atoms: tuple[Atom, ...], cuts: tuple[Window, ...], department: str
) -> str:
    """The question with its months left blank: Ibis takes longer to write it than DuckDB to answer it."""
    where = expressions.SOME_DEPARTMENT if department else ""
    chosen = [
        counted_rows(house, table, month, atoms, Scope(cut, where)).mutate(cut=ibis.literal(number))
        for number, cut in enumerate(expressions.blank(cuts) if month else cuts)
    ]
    source = reduce(lambda one, other: one.union(other), chosen)
    small = all(expressions.is_small(atom, source.schema()) for atom in atoms)
    return expressions.put_together(source, atoms, ("cut",), small=small)


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
        key = ("parts", table, month, asked, held, bool(department), by_month, places(house, table) is None)
        ask = partial(_sql_of_parts, house, table, month, asked, held, department, monthly=by_month)
        text = house.written(key, table, ask)
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
    guarded = guards(house, table)
    more = [*dimensions, *(["sensitivity"] if guarded else []), *([month] if monthly else [])]
    [window] = expressions.blank([Window()])
    scope = Scope(window, expressions.SOME_DEPARTMENT if department else "", whole_months=monthly)
    rows = counted_rows(house, table, month, atoms, scope, more)
    if monthly:
        rows = rows.mutate(of_month=rows[month])
    if all(expressions.adds_up(atom) for atom in atoms):
        return _sql_of_sums(rows, atoms, dimensions, guarded=guarded)
    by = ("of_month",) if monthly else ()
    grouped = []
    for name in dimensions:
        of_code = rows.mutate(code=_group(rows, name))
        counted = of_code.group_by("code", *by).aggregate(**{a.name: expressions.number(of_code, a) for a in atoms})
        grouped.append(counted.mutate(dimension=ibis.literal(name)))
    return expressions.sql(reduce(lambda one, other: one.union(other), grouped))


def _sql_of_sums(rows: Table, atoms: tuple[Atom, ...], dimensions: Sequence[str], *, guarded: bool) -> str:
    """What adds up is counted by the codes as they are kept, each condition asked once of each row; what is restricted
    is put apart afterwards, when there are some hundred rows left."""
    by = ["of_month"] if "of_month" in rows.columns else []
    apart = (rows.sensitivity == RESTRICTED) if guarded else ibis.literal(False)
    said = rows.select(*dimensions, *by, apart=apart, **{a.name: expressions.weight(rows, a) for a in atoms})
    text = expressions.sql(said)
    weighed = ibis.table(said.schema(), name=expressions.CHOSEN)
    grouped = []
    for name in dimensions:
        fine = weighed.group_by(weighed[name].name("code"), "apart", *by)
        few = fine.aggregate(**{a.name: weighed[a.name].sum() for a in atoms})
        few = few.mutate(code=ibis.ifelse(few.apart, ibis.literal(APART), few.code.cast("string")))
        counted = few.group_by("code", *by).aggregate(**{a.name: expressions.summed(few, a) for a in atoms})
        grouped.append(counted.mutate(dimension=ibis.literal(name)))
    numbers = expressions.sql(reduce(lambda one, other: one.union(other), grouped))
    return f"WITH {expressions.CHOSEN} AS MATERIALIZED (\n{text}\n)\n{numbers}"


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
        rows = counted_rows(house, table, month, asked, Scope(window, department, whole_months=True), [month])
        for row in house.read(expressions.put_together(rows.rename(of_month=month), asked, ("of_month",))):
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
        rows = counted_rows(house, table, month, asked, Scope(window if month else Window(), department))
        texts.append(expressions.put_together(rows, asked, ()))
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
