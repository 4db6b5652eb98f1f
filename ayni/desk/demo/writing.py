"""Rows by the hundred thousand: one prepared statement per table, and encrypted fields as everywhere."""

from collections.abc import Callable, Iterator
from itertools import islice
from typing import Any

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import NOT_PROVIDED, Field, ForeignKey, Model

from ayni.lib.keys import keyring

BATCH = 5_000
Prepare = Callable[[Any], Any]
AS_IT_IS = frozenset(
    {
        "AutoField", "BigAutoField", "BigIntegerField", "BooleanField", "CharField", "PositiveSmallIntegerField",
        "SmallIntegerField", "TextField",
    }
)  # fmt: skip
"""Fields whose values every database takes as Python has them: four in five of all values."""


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
        # Not the proxy `connection`, which looks the connection up again for every value.
        real = connections[DEFAULT_DB_ALIAS]
        columns = ", ".join(real.ops.quote_name(str(field.column)) for field in self.fields)
        marks = ", ".join(["%s"] * len(self.fields))
        table = real.ops.quote_name(self.model._meta.db_table)
        statement = f"INSERT INTO {table} ({columns}) VALUES ({marks})"  # noqa: S608 (names of our own models)
        written, self.values = self.values, []
        rest = iter(written)
        with real.cursor() as cursor:
            while batch := list(self._prepared(islice(rest, BATCH), real)):
                cursor.executemany(statement, batch)
        return len(written)

    def _prepared(self, rows: Iterator[dict[str, Any]], real: BaseDatabaseWrapper) -> Iterator[list[Any]]:
        plan = [(f.attname, self.defaults[f.attname], _preparer(f, real)) for f in self.fields]
        for row in rows:
            if not row.keys() <= self.defaults.keys():
                raise TypeError(f"{self.model._meta.label} has no {sorted(row.keys() - self.defaults.keys())}.")
            yield [prepare(row.get(name, default)) for name, default, prepare in plan]


def _preparer(field: Field[Any, Any], real: BaseDatabaseWrapper) -> Prepare:
    """How a value of this field is handed to the database; the keys are looked up once, not for every value."""
    if isinstance(field, ForeignKey):
        return _preparer(field.target_field, real)
    if hasattr(field, "to_text"):
        ring, context, binary = keyring(settings.AYNI_HOME), field.context, real.Database.Binary  # type: ignore[attr-defined]
        return lambda value: (
            None if value is None else binary(ring.encrypt(field.to_text(value).encode(), context=context))
        )
    if field.get_internal_type() in AS_IT_IS:
        return lambda value: value
    prepare = field.get_db_prep_save
    return lambda value: None if value is None else prepare(value, real)


def _is_serial(field: Field[Any, Any]) -> bool:
    return field.primary_key and field.get_internal_type() in {"AutoField", "BigAutoField"}


def _default(field: Field[Any, Any]) -> Any:
    """The default of a field; of an id there is none, because chance gives it."""
    if field.primary_key or field.default is NOT_PROVIDED:
        return None if field.null or field.primary_key or not field.empty_strings_allowed else ""
    return field.get_default()
