"""The formula of an indicator: a table of facts, conditions on its columns, and what is counted of what fits.

A condition is one line, `column: what`, and all lines must hold:

    timeliness: ON_TIME, LATE       one of these codes
    state: not SKIPPED              none of these
    decided_on: known               something stands in it (empty: nothing does)
    escalated: yes                  a flag
    minutes_waiting: at most 30     a number (or: at least)

Plain functions over plain values. What is wrong comes out as sentences that say what to mend.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from django.utils.translation import gettext as _

from ayni.lib.errors import RuleBroken

from .models import Counts, Measure
from .rules import OWN_TIME

NUMBERS = frozenset({"count", "hours"})
TIMES = frozenset({"month"})
NOT_SHOWN = frozenset({"row", "person"})
"""Kinds of columns that nobody groups or filters by."""


class Fit(StrEnum):
    IS = "is"
    NOT = "not"
    KNOWN = "known"
    EMPTY = "empty"
    YES = "yes"
    NO = "no"
    AT_LEAST = "at least"
    AT_MOST = "at most"


@dataclass(frozen=True)
class Condition:
    column: str
    test: Fit
    codes: tuple[str, ...] = ()
    number: float = 0


@dataclass(frozen=True)
class ColumnFacts:
    """What is known of a column: its kind (`facts.registry.Kind`), and of a code its list, code → words."""

    kind: str
    codes: Mapping[str, str] = field(default_factory=dict)


Tables = Mapping[str, Mapping[str, ColumnFacts]]


class CannotMeasure(RuleBroken):
    """The formula does not hold together. Every sentence says what to mend."""

    def __init__(self, problems: Sequence[str]) -> None:
        self.problems = list(problems)
        super().__init__(" ".join(problems))


@dataclass(frozen=True)
class Formula:
    """What is to be counted, as plain values."""

    table: str
    month: str
    measure: str
    counts: str = Counts.EVENTS
    column: str = ""
    filter: tuple[Condition, ...] = ()
    numerator: tuple[Condition, ...] = ()
    denominator: tuple[Condition, ...] = ()
    denominator_table: str = ""
    dimensions: tuple[str, ...] = ()

    @property
    def is_share(self) -> bool:
        return self.measure == Measure.SHARE

    @property
    def below(self) -> str:
        """The table of the denominator."""
        return self.denominator_table or self.table


def read(text: str) -> tuple[Condition, ...]:
    """The conditions of a text, one a line."""
    return tuple(_line(line) for line in text.splitlines() if line.strip())


def _line(line: str) -> Condition:
    column, colon, said = (part.strip() for part in line.partition(":"))
    if not colon or not re.fullmatch(r"[a-z][a-z0-9_]*", column) or not said:
        raise CannotMeasure(
            [_("“%(line)s” is no condition. Write the column, a colon and what it must be.") % {"line": line.strip()}]
        )
    if said in {Fit.KNOWN, Fit.EMPTY, Fit.YES, Fit.NO}:
        return Condition(column, Fit(said))
    if found := re.fullmatch(r"(at least|at most) (-?\d+(?:\.\d+)?)", said):
        return Condition(column, Fit(found[1]), number=float(found[2]))
    negated = said.startswith("not ")
    codes = [code.strip() for code in said.removeprefix("not ").split(",")]
    if not all(codes):
        raise CannotMeasure([_("“%(line)s” lacks a code between two commas.") % {"line": line.strip()}])
    return Condition(column, Fit.NOT if negated else Fit.IS, tuple(codes))


def columns_of(formula: Formula) -> dict[str, set[str]]:
    """Table → the columns that the formula needs there."""
    conditions = [*formula.filter, *formula.numerator]
    needed = {condition.column for condition in conditions} | set(formula.dimensions)
    needed |= {name for name in (formula.month, formula.column) if name}
    found = {formula.table: needed}
    if formula.is_share:
        found.setdefault(formula.below, set()).update(condition.column for condition in formula.denominator)
        if formula.month:
            found[formula.below].add(time_of(formula.below, formula))
    for table in found if formula.counts == Counts.PEOPLE else ():
        found[table].add("person")
    return found


def time_of(table: str, formula: Formula) -> str:
    """The month in which a row of that table counts."""
    return formula.month if table == formula.table else OWN_TIME.get(table, "month")


def gone(formula: Formula, there: Mapping[str, Iterable[str]]) -> str:
    """Why it cannot be measured with the tables and columns that there are; empty if it can."""
    for table, needed in columns_of(formula).items():
        if table not in there:
            return _("the facts have no table “%(table)s”") % {"table": table}
        if missing := sorted(needed - set(there[table])):
            return _("the table “%(table)s” has no column “%(column)s”") % {"table": table, "column": missing[0]}
    return ""


def check(formula: Formula, tables: Tables) -> None:
    """Refuse what cannot be counted, with all that is to be mended."""
    if problems := list(_problems(formula, tables)):
        raise CannotMeasure(problems)


def _problems(formula: Formula, tables: Tables) -> Iterator[str]:
    for table in {formula.table: 1, formula.below: 1}:
        if table not in tables:
            yield _("There is no table of facts called “%(table)s”. There are: %(names)s.") % {
                "table": table, "names": ", ".join(sorted(tables)),
            }  # fmt: skip
            return
    own, below = tables[formula.table], tables[formula.below]
    parts = [(formula.filter, own), (formula.numerator, own), (formula.denominator, below)]
    wrong = [sentence for conditions, columns in parts for sentence in _wrong(conditions, columns)]
    wrong += _wrong_columns(formula, own)
    yield from wrong
    if not wrong:
        yield from _wrong_share(formula, own, below)


def _unknown(name: str, columns: Mapping[str, ColumnFacts]) -> str:
    return _("There is no column “%(column)s” in that table any more. Choose one of: %(names)s.") % {
        "column": name, "names": ", ".join(sorted(columns)),
    }  # fmt: skip


def _wrong(conditions: Sequence[Condition], columns: Mapping[str, ColumnFacts]) -> Iterator[str]:
    seen: set[str] = set()
    for condition in conditions:
        column = columns.get(condition.column)
        if column is None or column.kind in NOT_SHOWN:
            yield _unknown(condition.column, {n: c for n, c in columns.items() if c.kind not in NOT_SHOWN})
            continue
        if condition.column in seen:
            yield _("“%(column)s” stands in two lines. Put its codes into one.") % {"column": condition.column}
        seen.add(condition.column)
        yield from _wrong_kind(condition, column)


def _wrong_kind(condition: Condition, column: ColumnFacts) -> Iterator[str]:
    name = {"column": condition.column}
    if condition.test in {Fit.YES, Fit.NO} and column.kind != "flag":
        yield _("“%(column)s” is not a yes or no.") % name
    if condition.test in {Fit.AT_LEAST, Fit.AT_MOST} and column.kind not in NUMBERS:
        yield _("“%(column)s” is not a number: it has no least and no most.") % name
    if condition.test not in {Fit.IS, Fit.NOT}:
        return
    if column.kind != "code":
        yield _("“%(column)s” has no codes. Ask whether it is known, or compare it with a number.") % name
        return
    twice = sorted({code for code in condition.codes if condition.codes.count(code) > 1})
    if twice:
        yield _("The category “%(code)s” of “%(column)s” is counted twice. Leave it once.") % {**name, "code": twice[0]}
    for code in sorted(set(condition.codes) - set(column.codes)):
        known = ", ".join(sorted(column.codes)[:12])
        yield _("“%(code)s” is no code of “%(column)s”. It has: %(known)s.") % {**name, "code": code, "known": known}


def _wrong_columns(formula: Formula, own: Mapping[str, ColumnFacts]) -> Iterator[str]:
    if formula.month and (formula.month not in own or own[formula.month].kind not in TIMES):
        yield _("“%(column)s” says no month. Choose a column that does, or none for what stands today.") % {
            "column": formula.month
        }
    if formula.measure in {Measure.SUM, Measure.MEDIAN}:
        if formula.column not in own or own[formula.column].kind not in NUMBERS:
            yield _("A sum or a median needs a column with numbers, and “%(column)s” is none.") % {
                "column": formula.column
            }
    elif formula.column:
        yield _("Only a sum or a median takes a column of numbers. Leave it empty.")
    if formula.counts == Counts.PEOPLE and "person" not in own:
        yield _("This table does not say who: count events instead of people.")
    if len(set(formula.dimensions)) < len(formula.dimensions):
        yield _("A dimension stands twice: its categories would be counted twice. Leave it once.")
    for name in formula.dimensions:
        if name not in own or own[name].kind not in {"code", "flag", "month"}:
            yield _unknown(name, {n: c for n, c in own.items() if c.kind in {"code", "flag", "month"}})


def _wrong_share(formula: Formula, own: Mapping[str, ColumnFacts], below: Mapping[str, ColumnFacts]) -> Iterator[str]:
    top = [*formula.filter, *formula.numerator]
    bottom = list(formula.denominator) if formula.denominator_table else [*formula.filter, *formula.denominator]
    if not formula.is_share:
        if formula.numerator or formula.denominator or formula.denominator_table:
            yield _("Only a share has a numerator and a denominator. Choose “Share”, or leave them empty.")
        if _is_nothing(top, own):
            yield _("Nothing can fit these conditions: two of them exclude each other.")
        return
    if _is_nothing(bottom, below):
        yield _("The formula divides by nothing: no row can fit filter and denominator together. Mend one of them.")
        return
    if not formula.numerator and not formula.denominator_table:
        yield _("A share needs a numerator: without one it is always 100 %.")
    elif _is_nothing(top if formula.denominator_table else [*bottom, *formula.numerator], own):
        yield _("No row of the denominator can fit the numerator: the share would always be 0 %.")
    if formula.denominator_table and formula.counts == Counts.PEOPLE and "person" not in below:
        yield _("The table of the denominator does not say who: count events instead of people.")


def _is_nothing(conditions: Sequence[Condition], columns: Mapping[str, ColumnFacts]) -> bool:
    """Whether no row can fit all of them."""
    left: dict[str, set[str]] = {}
    for condition in conditions:
        of = left.setdefault(condition.column, _values(columns[condition.column]))
        match condition.test:
            case Fit.IS:
                of &= set(condition.codes)
            case Fit.NOT:
                of -= set(condition.codes)
            case Fit.YES | Fit.NO:
                of &= {str(condition.test)}
            case Fit.EMPTY:
                of &= {""}
            case Fit.KNOWN:
                of -= {""}
    return any(not codes for codes in left.values())


def _values(column: ColumnFacts) -> set[str]:
    """What may stand in a column, as far as a condition tells it apart."""
    if column.kind == "code":
        return {*column.codes, ""}
    return {"yes", "no", ""} if column.kind == "flag" else {"something", ""}


def write(conditions: Sequence[Condition]) -> list[str]:
    """As `read` reads them."""
    return [_written(condition) for condition in conditions]


def _written(condition: Condition) -> str:
    match condition.test:
        case Fit.IS | Fit.NOT:
            said = ("not " if condition.test is Fit.NOT else "") + ", ".join(condition.codes)
        case Fit.AT_LEAST | Fit.AT_MOST:
            said = f"{condition.test} {condition.number:g}"
        case _:
            said = str(condition.test)
    return f"{condition.column}: {said}"
