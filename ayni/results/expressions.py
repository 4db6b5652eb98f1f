"""Formulas as questions in Ibis. One question for each fact table and column of time: all the numbers that are asked of
it, over all the stretches of months that are asked about, in one reading."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import reduce
from operator import and_
from typing import Any

import ibis
from ibis.expr.types import BooleanValue, Table, Value

from .formula import Condition, Fit, Formula, time_of
from .models import Counts, Measure
from .rules import OWN_TIME, RESTRICTED

CHOSEN = "chosen"
"""What the rows that are counted are called in a question."""


@dataclass(frozen=True)
class Window:
    """A stretch of months, both ends included, as first days. The stock has none: `since` is empty."""

    since: date | None = None
    until: date | None = None


@dataclass(frozen=True)
class Atom:
    """One number of one table: the rows that fit, counted one way."""

    name: str
    table: str
    month: str
    how: str
    conditions: tuple[Condition, ...]
    column: str = ""


def atoms(code: str, formula: Formula) -> list[Atom]:
    """The numbers that an indicator needs: `code·n` above, `code·d` below the line, and `code·p` where it has to be
    known of how many people it speaks."""
    how = formula.measure if formula.measure in {Measure.SUM, Measure.MEDIAN} else formula.counts
    above = (*formula.filter, *(() if formula.denominator_table else formula.denominator), *formula.numerator)
    made = [Atom(f"{code}·n", formula.table, formula.month, how, above, formula.column)]
    if formula.is_share:
        below = formula.denominator if formula.denominator_table else (*formula.filter, *formula.denominator)
        table = formula.below
        month = time_of(table, formula) if formula.month else ""
        made.append(Atom(f"{code}·d", table, month, how, below))
    return made


def crowd_of(atom: Atom) -> Atom:
    """How many people that number speaks of."""
    return replace(atom, name=f"{atom.name}·p", how=Counts.PEOPLE, column="")


def holds(facts: Table, condition: Condition) -> BooleanValue:
    value = facts[condition.column]
    match condition.test:
        case Fit.IS:
            return value.cast("string").isin(condition.codes)
        case Fit.NOT:
            return value.cast("string").notin(condition.codes)
        case Fit.KNOWN:
            return _has_something(value)
        case Fit.EMPTY:
            return ~_has_something(value)
        case Fit.YES:
            return value.fill_null(False)
        case Fit.NO:
            return ~value.fill_null(True)
        case Fit.AT_LEAST:
            return value >= condition.number
        case Fit.AT_MOST:
            return value <= condition.number


def _has_something(value: Value) -> BooleanValue:
    return value.cast("string") != "" if value.type().is_string() else value.notnull()


def all_hold(facts: Table, conditions: Sequence[Condition]) -> BooleanValue:
    return reduce(and_, (holds(facts, condition) for condition in conditions), ibis.literal(True))


ONE_ROW_EACH = frozenset({"people", "people_by_gender"})
"""Tables with one row for each person: counting rows counts people, and takes a tenth of the time."""


def number(facts: Table, atom: Atom) -> Value:
    fits = all_hold(facts, atom.conditions)
    match atom.how:
        case Counts.PEOPLE if atom.table not in ONE_ROW_EACH:
            return facts.person.nunique(where=fits)
        case Measure.SUM:
            return facts[atom.column].sum(where=fits).cast("float64")
        case Measure.MEDIAN:
            return facts[atom.column].cast("float64").median(where=fits)
        case _:
            return facts.count(where=fits)


def weight(facts: Table, atom: Atom) -> Value:
    """What a row adds to a number that adds up; nothing where it does not fit."""
    fits = all_hold(facts, atom.conditions)
    if atom.how == Measure.SUM:
        return ibis.ifelse(fits, facts[atom.column].cast("float64"), ibis.null("float64"))
    return fits.fill_null(False).cast("int8")


def summed(facts: Table, atom: Atom) -> Value:
    """The sum of such weights, or of their sums."""
    total = facts[atom.name].sum()
    return total.cast("float64") if atom.how == Measure.SUM else total.fill_null(0).cast("int64")


def is_guarded(facts: Table) -> bool:
    """Whether its rows say who may see them."""
    return "sensitivity" in facts.columns


@dataclass(frozen=True)
class Scope:
    """Which rows are counted: of which months and where; `whole_months`: what is restricted has to lie in one month."""

    window: Window = Window()
    department: str = ""
    whole_months: bool = False


def counted(facts: Table, name: str, month: str, scope: Scope, places: Table | None) -> Table:
    """The rows of a stretch of months and a department that are counted: all but the restricted ones, and of those the
    blocks that lie wholly inside (docs/decisions/0012)."""
    inside: BooleanValue = ibis.literal(True)
    if scope.department and "department" in facts.columns:
        inside = inside & (facts.department == scope.department)
    if month and scope.window.since:
        inside = inside & (facts[month] >= scope.window.since) & (facts[month] <= scope.window.until)
    if is_guarded(facts):
        open_ = facts.sensitivity != RESTRICTED
        as_block = places is not None and in_blocks(name, month)
        inside = inside & (open_ | _in_whole_blocks(facts, places, scope) if as_block else open_)
    return facts.filter(inside)


def in_blocks(name: str, month: str) -> bool:
    """Whether restricted rows count by that month: blocks are made of the table's own."""
    return month in {"", OWN_TIME.get(name, "month")}


def is_hidden(facts: Table, department: str) -> BooleanValue:
    """What counts only in blocks, there or anywhere."""
    hidden = facts.sensitivity == RESTRICTED
    return hidden & (facts.department == department) if department and "department" in facts.columns else hidden


def _in_whole_blocks(facts: Table, places: Table, scope: Scope) -> BooleanValue:
    kept = places
    if scope.window.since:
        kept = kept.filter(kept.first >= scope.window.since, kept.last <= scope.window.until)
    if scope.department:
        kept = kept.filter(kept.department == scope.department)
    if scope.whole_months:
        kept = kept.filter(kept.first == kept.last)
    return facts.cell.isin(kept.cell)


def numbers(schema: Any, wanted: Sequence[Atom], by: Sequence[str] = ()) -> Table:
    """All those numbers, of each group of what was chosen."""
    chosen = ibis.table(schema, name=CHOSEN)
    named = {atom.name: number(chosen, atom) for atom in wanted}
    return chosen.group_by(*by).aggregate(**named) if by else chosen.aggregate(**named)


def is_small(atom: Atom, schema: Any) -> bool:
    """Whether rows are counted by codes and flags alone: then what is the same may be counted together first, and the
    conditions asked of some hundred groups instead of a million rows."""
    kinds = [schema[condition.column] for condition in atom.conditions]
    return bool(kinds) and atom.how == Counts.EVENTS and all(kind.is_string() or kind.is_boolean() for kind in kinds)


def small_numbers(schema: Any, wanted: Sequence[Atom], by: Sequence[str]) -> Table:
    """As `numbers`, of what `is_small`."""
    chosen = ibis.table(schema, name=CHOSEN)
    columns = sorted({condition.column for atom in wanted for condition in atom.conditions})
    same = chosen.group_by(*by, *columns).aggregate(how_many=chosen.count())
    named = {a.name: same.how_many.sum(where=all_hold(same, a.conditions)).fill_null(0).cast("int64") for a in wanted}
    return same.group_by(*by).aggregate(**named)


def adds_up(atom: Atom) -> bool:
    """Whether the number of a stretch of months is the sum of its months'."""
    one_each = atom.how == Counts.PEOPLE and atom.table in ONE_ROW_EACH
    return atom.how in {Counts.EVENTS, Measure.SUM} or one_each


def put_together(source: Table, wanted: Sequence[Atom], by: tuple[str, ...], *, small: bool = False) -> str:
    """The SQL of those numbers, of each group of the rows of `source`."""
    made = small_numbers if small else numbers
    asked = sql(made(source.schema(), wanted, by))
    return f"WITH {CHOSEN} AS (\n{sql(source)}\n)\n{asked}"


def sql(question: Table) -> str:
    return str(ibis.to_sql(question, dialect="duckdb", pretty=True))


SOME_DEPARTMENT = "one department"


def blank(cuts: Sequence[Window]) -> list[Window]:
    """Stretches of months that never were, one for each: the SQL of a question is made once and filled in."""
    return [Window(date(1000 + n, 1, 1), date(1000 + n, 2, 1)) for n in range(len(cuts))]


def filled(text: str, cuts: Sequence[Window], department: str) -> str:
    """The SQL that was made for `blank` months and `SOME_DEPARTMENT`, for these."""
    for number, cut in enumerate(cuts):
        for place, day in ((1, cut.since), (2, cut.until)):
            if day is not None:
                real = f"MAKE_DATE({day.year}, {day.month}, {day.day})"
                text = text.replace(f"MAKE_DATE({1000 + number}, {place}, 1)", real)
    if department and not (department.isascii() and department.isdigit()):
        raise ValueError("A department is a code of two digits.")
    return text.replace(f"'{SOME_DEPARTMENT}'", f"'{department}'") if department else text
