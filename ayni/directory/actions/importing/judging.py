"""Which rows of a file are whole, and which of ours they are."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from ayni.lib.ids import is_uuid

from ...exchange import Placed
from ...models import Record
from ...queries.taxonomies import NAMES, Term, taxonomy_id, terms
from ...rules.hsds import TABLES, Row, as_text, faults, is_number

_DEPENDS = {
    "service": ("organization_id", "organization"),
    "service_at_location": ("service_id", "service"),
    "address": ("location_id", "location"),
}
"""What a row cannot be without, whatever the form of the file."""


@dataclass
class Judged:
    """The rows that are whole, by table; what is wrong with the others; our own terms of what they are tagged with."""

    rows: dict[str, dict[str, Row]] = field(default_factory=lambda: defaultdict(dict))
    places: dict[str, str] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)
    tags: dict[str, list[tuple[Term, str]]] = field(default_factory=lambda: defaultdict(list))

    def say(self, place: str, table: str, pk: str, what: str) -> None:
        self.problems.append(f"{place}: {table} {pk}: {what}" if place else f"{table} {pk}: {what}")

    def take(self, table: str) -> Iterable[tuple[str, Row]]:
        return self.rows.get(table, {}).items()


def judge(placed: Iterable[Placed], *, tabular: bool) -> Judged:
    judged = Judged()
    for one in placed:
        row = {name: _typed(one.table, name, value) for name, value in one.row.items() if as_text(value)}
        pk = as_text(row.get("id")).lower()
        wrong = faults(one.table, one.row, tabular=tabular)
        before = judged.rows[one.table].get(pk)
        if wrong:
            for what in wrong:
                judged.say(one.place, one.table, pk[:36] or "?", what)
        elif before is not None and _differ(before, row):
            if one.table not in {"organization", "taxonomy", "taxonomy_term", "location"}:
                judged.say(one.place, one.table, pk, _("another row has the same id and says something else."))
            judged.rows[one.table][pk] = {**row, **before}
        elif before is None:
            judged.rows[one.table][pk] = {**row, "id": pk}
            judged.places[pk] = one.place
    _sort_out_tags(judged)
    return judged


def _typed(table: str, name: str, value: Any) -> Any:
    """A number as a number, whether a table or JSON said it."""
    column = TABLES[table].by_name.get(name)
    if column is None or column.kind != "number" or not is_number(as_text(value)):
        return value
    number = float(as_text(value))
    return int(number) if number == int(number) else number


def _differ(before: Row, row: Row) -> bool:
    return any(as_text(before.get(name)) != as_text(value) for name, value in row.items() if name != "id")


def _sort_out_tags(judged: Judged) -> None:
    """What is tagged with a term of ours becomes a column; what is tagged with others' terms stays a row."""
    ours = terms()
    for pk, row in list(judged.take("attribute")):
        term = ours.get(as_text(row.get("taxonomy_term_id")).lower())
        if term is not None:
            judged.tags[as_text(row.get("link_id")).lower()].append((term, as_text(row.get("value"))))
            del judged.rows["attribute"][pk]
    for table in ("taxonomy_term", "taxonomy"):
        known = set(ours) if table == "taxonomy_term" else _own_taxonomies()
        for pk in [pk for pk, _row in judged.take(table) if pk in known]:
            del judged.rows[table][pk]


def _own_taxonomies() -> set[str]:
    return {taxonomy_id(name) for name in NAMES}


def tagged(judged: Judged, pk: str, taxonomy: str) -> list[tuple[str, str]]:
    """(code, value) of the terms of ours that an entry is tagged with."""
    return [(term.code, value) for term, value in judged.tags.get(pk, []) if term.taxonomy == taxonomy]


def fitting(model: Any, values: dict[str, Any]) -> list[str]:
    """What does not fit into the columns: nothing is cut off in silence."""
    found = []
    for name, value in values.items():
        longest = getattr(model._meta.get_field(name), "max_length", None)
        if longest and isinstance(value, str) and len(value) > longest:
            found.append(_("%(column)s is longer than %(longest)s characters.") % {"column": name, "longest": longest})
    return found


def whole_number(row: Row, name: str) -> int | None:
    text = as_text(row.get(name))
    return int(float(text)) if text else None


_FOUND_BY = {"language": "code", "attribute": "taxonomy_term_id"}


def record_code(table: str, row: Row) -> str:
    """What a row is found by: the code of a language, the term of an attribute."""
    return as_text(row.get(_FOUND_BY.get(table, "")))[:60].lower()


RECORD_TABLES = tuple(name for name in TABLES if name not in {
    "organization", "service", "location", "service_at_location", "address", "schedule",
})  # fmt: skip
"""What is kept row by row. Whoever hangs on another row of these comes after it."""


def owner_of(row: Row) -> list[tuple[str, str]]:
    """(kind, id) of what a row says it hangs on, the nearest first."""
    if "link_id" in row:
        return [(as_text(row.get("link_entity")), as_text(row["link_id"]).lower())]
    if "resource_id" in row:
        return [(as_text(row.get("resource_type")), as_text(row["resource_id"]).lower())]
    kinds = ("contact", "phone", "service_at_location", "location", "service", "organization")
    said = [(kind, as_text(row.get(f"{kind}_id")).lower()) for kind in kinds]
    return [(kind, pk) for kind, pk in said if is_uuid(pk)]


__all__ = [
    "RECORD_TABLES", "Judged", "Record", "fitting", "judge", "owner_of", "record_code", "tagged", "whole_number",
]  # fmt: skip
