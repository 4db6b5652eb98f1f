"""A row as plain values, and back: what a merge keeps of two files, and what has changed in them since."""

from collections.abc import Mapping
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Model

Values = dict[str, Any]


def written(row: Model) -> Values:
    """All columns, as JSON can hold them. Sealed columns come out in the clear: the snapshot is sealed as a whole."""
    return {field.attname: _plain(getattr(row, field.attname)) for field in row._meta.concrete_fields}


def _plain(value: Any) -> Any:
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    return str(value) if isinstance(value, UUID | Decimal) else value


def value_of(model: type[Model], column: str, plain: Any) -> Any:
    """What a plain value is as that column holds it."""
    return next(f for f in model._meta.concrete_fields if f.attname == column).to_python(plain)


def read(model: type[Model], values: Mapping[str, Any]) -> Any:
    """The row as it was, not yet stored. A column that has been added since has what it has by default."""
    fields = {field.attname: field for field in model._meta.concrete_fields}
    return model(**{name: fields[name].to_python(value) for name, value in values.items() if name in fields})


def differing(before: Mapping[str, Any], after: Mapping[str, Any]) -> Values:
    """The columns of `after` that are not as before."""
    return {name: value for name, value in after.items() if before.get(name) != value}


def going_back(before: Mapping[str, Any], after: Mapping[str, Any], now: Mapping[str, Any]) -> Values:
    """The columns that go back to what they were: what the merge changed (`after`) and nobody has changed since."""
    return {name: before[name] for name, value in after.items() if name in now and now[name] == value}


def changed_since(before: Mapping[str, Any], after: Mapping[str, Any], now: Mapping[str, Any]) -> set[str]:
    """The columns that somebody has changed after the merge."""
    stood = {**before, **after}
    return {name for name, value in now.items() if name in stood and stood[name] != value}
