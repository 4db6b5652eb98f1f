"""Which rows of a table are counted together: those that nothing hides, and restricted ones in blocks of ten people
(docs/decisions/0012)."""

from collections.abc import Sequence
from typing import Any

import ibis
import pyarrow as pa
from ibis.expr.types import Table

from . import expressions, queries
from .expressions import Atom, Scope
from .models import Counts
from .rules import Area, Reach
from .warehouse import Warehouse

COUNTRY = Reach(areas=(Area(),))
"""An indicator counts as an analyst does: all offices, no restricted case by itself."""


def guards(house: Warehouse, name: str) -> bool:
    return expressions.is_guarded(house.table(name))


def counted_rows(
    house: Warehouse, name: str, month: str, atoms: Sequence[Atom], scope: Scope, more: Sequence[str] = ()
) -> Table:
    """The rows that are counted, with the columns that these numbers need."""
    facts = house.table(name)
    counted = expressions.counted(facts, name, month, scope, places(house, name))
    needed = needed_of(atoms) | {*more}
    # A question that reads no column at all would not be a table.
    return counted.select(*(sorted(needed) or [facts.columns[0]]))


def needed_of(atoms: Sequence[Atom]) -> set[str]:
    """The columns that these numbers are counted from."""
    needed = {c.column for atom in atoms for c in atom.conditions} | {atom.column for atom in atoms if atom.column}
    return needed | ({"person"} if any(atom.how == Counts.PEOPLE for atom in atoms) else set())


def places(house: Warehouse, name: str) -> Table | None:
    """Which restricted rows are counted with which: their cells, and over which months and where their block lies.
    None where nothing is restricted."""
    return house.remember(("places", name), lambda: _places(house, name))


def _places(house: Warehouse, name: str) -> Table | None:
    if not guards(house, name) or "person" not in house.table(name).columns:
        # What says of no person that it is theirs cannot be counted in tens of people.
        return None
    rows: dict[str, list[Any]] = {"cell": [], "first": [], "last": [], "department": []}
    for block in queries.blocks(house, name, COUNTRY):
        months = [cell.month for cell in block.cells]
        departments = sorted({cell.values.get("department", "") for cell in block.cells})
        told = {"first": min(months), "last": max(months), "department": ""}
        if len(departments) == 1:
            [told["department"]] = departments
        rows["cell"] += [cell.id for cell in block.cells]
        for column, value in told.items():
            rows[column] += [value] * len(block.cells)
    if not rows["cell"]:
        return None
    kinds = {"cell": pa.int64(), "first": pa.date32(), "last": pa.date32(), "department": pa.string()}
    beside = f"places_of_{name}"
    house.lay_out(beside, pa.table({column: pa.array(rows[column], kind) for column, kind in kinds.items()}))
    return ibis.table({"cell": "int64", "first": "date", "last": "date", "department": "string"}, name=beside)
