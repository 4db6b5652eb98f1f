"""Numbers that add up over months: each table is read once per build, and any stretch of months is a sum.

A row that nothing hides counts in its month. A restricted one counts with its block, from the block's first month to
its last: only a stretch that holds both counts it, as in `expressions.counted`.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from ibis.expr.types import Table

from . import expressions
from .expressions import Atom, Scope, Window
from .placing import needed_of, places
from .warehouse import Warehouse

Months = list[tuple[date, date, Mapping[str, Any]]]
"""First month, last month, and the numbers of the rows that count in every stretch that holds both."""


def over(
    house: Warehouse, table: str, month: str, atoms: tuple[Atom, ...], cuts: Sequence[Window], department: str
) -> list[dict[str, Any]]:
    """The numbers of each stretch in which there are rows."""
    found = house.remember(
        ("sums", table, month, atoms, department), lambda: _months(house, table, month, atoms, department)
    )
    said = []
    for place, cut in enumerate(cuts):
        inside = [numbers for first, last, numbers in found if _holds(cut, first, last)]
        if inside:
            said.append({"cut": place} | {atom.name: _added(inside, atom.name) for atom in atoms})
    return said


def _holds(cut: Window, first: date | None, last: date | None) -> bool:
    if cut.since is None or cut.until is None:
        return True
    return first is not None and last is not None and cut.since <= first and last <= cut.until


def _added(inside: Sequence[Mapping[str, Any]], name: str) -> Any:
    """The sum of what is known of it; nothing, if nothing is."""
    known = [numbers[name] for numbers in inside if numbers[name] is not None]
    return sum(known) if known else None


def _months(house: Warehouse, table: str, month: str, atoms: tuple[Atom, ...], department: str) -> Months:
    key = ("sums", table, month, atoms, bool(department), places(house, table) is None)
    text = house.written(key, table, lambda: _sql(house, table, month, atoms, department))
    rows = house.read(expressions.filled(text, [], department))
    return [(row.pop("first"), row.pop("last"), row) for row in rows]


def _sql(house: Warehouse, table: str, month: str, atoms: tuple[Atom, ...], department: str) -> str:
    where = expressions.SOME_DEPARTMENT if department else ""
    source = _by_stretch(house, table, month, sorted(needed_of(atoms)), where)
    return expressions.put_together(source, atoms, ("first", "last"))


def _by_stretch(house: Warehouse, table: str, month: str, columns: Sequence[str], department: str) -> Table:
    """The rows that may count, each with the months that a stretch has to hold."""
    facts = house.table(table)
    seen = expressions.counted(facts, table, month, Scope(department=department), None)
    alone = seen.select(*columns, first=seen[month], last=seen[month])
    beside = places(house, table)
    if beside is None or not expressions.in_blocks(table, month):
        return alone
    kept = beside.filter(beside.department == department) if department else beside
    hidden = facts.filter(expressions.is_hidden(facts, department))
    placed = hidden.join(kept.select("cell", block_first=kept.first, block_last=kept.last), "cell")
    return alone.union(placed.select(*columns, first=placed.block_first, last=placed.block_last))
