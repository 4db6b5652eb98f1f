"""Rows by the hundred thousand: one prepared statement per table, and encrypted fields as everywhere."""

from collections.abc import Iterator
from itertools import islice
from typing import Any

from django.db import connection
from django.db.models import NOT_PROVIDED, Field, Model

BATCH = 5_000


class Rows:
    """Rows of one table, kept until they are written. Whatever is not given takes the field's default."""

    def __init__(self, model: type[Model]) -> None:
        self.model = model
        self.fields: list[Field[Any, Any]] = [f for f in model._meta.concrete_fields if not _is_serial(f)]
        self.defaults = {f.attname: _default(f) for f in self.fields}
        self.values: list[dict[str, Any]] = []

    def add(self, **values: Any) -> dict[str, Any]:
        """The row, which may still be changed until it is written."""
        self.values.append(values)
        return values

    def __len__(self) -> int:
        return len(self.values)

    def write(self) -> int:
        """Write all that was added, and forget it."""
        columns = ", ".join(connection.ops.quote_name(str(field.column)) for field in self.fields)
        marks = ", ".join(["%s"] * len(self.fields))
        table = connection.ops.quote_name(self.model._meta.db_table)
        statement = f"INSERT INTO {table} ({columns}) VALUES ({marks})"  # noqa: S608 (names of our own models)
        written, self.values = self.values, []
        rest = iter(written)
        with connection.cursor() as cursor:
            while batch := list(self._prepared(islice(rest, BATCH))):
                cursor.executemany(statement, batch)
        return len(written)

    def _prepared(self, rows: Iterator[dict[str, Any]]) -> Iterator[list[Any]]:
        plan = [(f.attname, self.defaults[f.attname], f.get_db_prep_save) for f in self.fields]
        for row in rows:
            unknown = row.keys() - self.defaults.keys()
            if unknown:
                raise TypeError(f"{self.model._meta.label} has no {sorted(unknown)}.")
            yield [prepare(row.get(name, default), connection) for name, default, prepare in plan]


def _is_serial(field: Field[Any, Any]) -> bool:
    return field.primary_key and field.get_internal_type() in {"AutoField", "BigAutoField"}


def _default(field: Field[Any, Any]) -> Any:
    """The default of a field; of an id there is none, because chance gives it."""
    if field.primary_key or field.default is NOT_PROVIDED:
        return None if field.null or field.primary_key or not field.empty_strings_allowed else ""
    return field.get_default()
