"""HSDS in its two forms: rows of tables, and objects within objects. One becomes the other without loss."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any
from uuid import UUID, uuid5

from .checking import is_number
from .tables import TABLES, Child

Row = dict[str, Any]
Rows = dict[str, list[Row]]

NAMESPACE = UUID("3c5d1f0e-2f4b-5c5f-9d1e-6a1d7b8c9e0f")
"""Of ids that follow from what they name, so that the same thing has the same id in every installation."""

_OWN_KEY = {"organization": "organization_id", "program": "program_id", "location": "location_id",
            "taxonomy_term": "taxonomy_term_id", "taxonomy_detail": "taxonomy_id", "unit": "unit_id"}  # fmt: skip
"""Where a single child's id stands in the row of its parent."""
_ONCE = {"taxonomy_detail": "taxonomy"}
"""What our own files called a child before: `taxonomy` is text in the standard. It is still read."""


def id_of(kind: str, name: str) -> str:
    return str(uuid5(NAMESPACE, f"{kind}:{name}"))


def flatten(kind: str, thing: Mapping[str, Any]) -> Iterator[tuple[str, Row]]:
    """(table, row) for an object and everything in it, itself first."""
    table = TABLES[kind]
    inside = {name for child in table.children for name in (child.name, _ONCE.get(child.name, child.name))}
    row = {name: value for name, value in thing.items() if name not in inside or not isinstance(value, (list, dict))}
    inner: list[tuple[str, Row]] = []
    for child in table.children:
        for one in _children(child, thing):
            below = dict(one)
            if child.many:
                _hang(child.table, below, kind, str(row.get("id", "")))
            elif child.name in _OWN_KEY:
                row.setdefault(_OWN_KEY[child.name], below.get("id"))
            inner.extend(flatten(child.table, below))
    yield kind, row
    yield from inner


def _children(child: Child, thing: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    said = thing.get(child.name) or thing.get(_ONCE.get(child.name, ""))
    if child.many:
        return [one for one in said if isinstance(one, Mapping)] if isinstance(said, list) else []
    return [said] if isinstance(said, Mapping) else []


def _hang(table: str, row: Row, owner: str, pk: str) -> None:
    """Write into a row whose it is."""
    if table == "attribute":
        row.setdefault("link_id", pk)
        row.setdefault("link_entity", owner)
    elif table == "metadata":
        row.setdefault("resource_id", pk)
        row.setdefault("resource_type", owner)
    elif f"{owner}_id" in TABLES[table].by_name:
        row.setdefault(f"{owner}_id", pk)


class Nest:
    """Rows of tables, from which objects are built."""

    def __init__(self, rows: Mapping[str, Iterable[Row]]) -> None:
        self.by_id: dict[tuple[str, str], Row] = {}
        self.of: dict[tuple[str, str, str], list[Row]] = defaultdict(list)
        for table, some in rows.items():
            for row in some:
                self.by_id[table, str(row["id"])] = row
                for owner in _owners(table, row):
                    self.of[table, *owner].append(row)

    def build(self, kind: str, row: Row, *, without: frozenset[str] = frozenset(), depth: int = 0) -> dict[str, Any]:
        """An object with all that hangs on it. `without`: names of children to leave out."""
        built = {name: _as_typed(kind, name, value) for name, value in row.items() if value not in (None, "")}
        if depth > 6:
            return built
        for child in TABLES[kind].children:
            if child.name in without:
                continue
            below = frozenset({"organization", "service_at_locations", "locations"})
            if child.many:
                some = self.of.get((child.table, kind, str(row["id"])), [])
                if some:
                    built[child.name] = [self.build(child.table, one, without=below, depth=depth + 1) for one in some]
            elif one := self.by_id.get((child.table, str(row.get(_OWN_KEY[child.name], "")))):
                built[child.name] = self.build(child.table, one, without=below, depth=depth + 1)
        return built


def _as_typed(table: str, name: str, value: Any) -> Any:
    """In JSON a number is a number and a text a text, whatever the table that it came from made of it."""
    column = TABLES[table].by_name.get(name)
    if column is None or isinstance(value, (list, dict)):
        return value
    if column.kind != "number" or not is_number(str(value)):
        return str(value)
    number = float(value)
    return int(number) if number.is_integer() else number


def _owners(table: str, row: Row) -> Iterator[tuple[str, str]]:
    if table == "attribute":
        yield str(row.get("link_entity", "")), str(row.get("link_id", ""))
    elif table == "metadata":
        yield str(row.get("resource_type", "")), str(row.get("resource_id", ""))
    for owner in ("organization", "service", "service_at_location", "location", "contact", "phone"):
        if pk := row.get(f"{owner}_id"):
            yield owner, str(pk)
