"""The rows of a piece of the world as columns: what thousands of rows have in common is worked out once."""

import json
from collections.abc import Callable, Sequence, Set
from datetime import UTC, date, datetime
from enum import Enum, auto
from typing import Any, NamedTuple

import numpy as np
from django.db.models import Field, ForeignKey, Model

from ayni.audit.actions import Line
from ayni.audit.rules import Written, plain, written

from .writing import Rows

Values = Sequence[Any]
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
NOT_YET = np.iinfo(np.int64).min
"""In place of a moment that has not come."""


class Kind(Enum):
    ID = auto()
    """As 32 hexadecimal digits, which both databases read."""
    MOMENT = auto()
    """As microseconds."""
    SEALED = auto()
    """As text, encrypted when it is written."""
    PLAIN = auto()


class Column(NamedTuple):
    field: "Field[Any, Any]"
    kind: Kind
    values: Any
    """A list, or an array of moments."""


class Sheet:
    """The rows of one table. What is the same in all of them stands in `constants`, once."""

    def __init__(self, rows: Rows, own: Set[str]) -> None:
        """`own`: columns that will differ in echoes, though they may be the same now."""
        self.model: type[Model] = rows.model
        self.table = rows.model._meta.db_table
        self.count = len(rows)
        self.columns = {f.attname: self._column(f, rows) for f in rows.fields}
        self.column_of = {f.attname: str(f.column) for f in rows.fields}
        self.constants: dict[str, Any] = {}
        for name, column in list(self.columns.items()):
            if f"{self.model._meta.label}.{name}" not in own and _is_constant(column):
                first = None if column.kind is Kind.MOMENT else column.values[0]
                self.constants[str(column.field.column)] = first
                del self.columns[name]

    def _column(self, field: "Field[Any, Any]", rows: Rows) -> Column:
        name, default = field.attname, rows.defaults[field.attname]
        kind = kind_of(field)
        return Column(field, kind, _KEPT[kind](field, [row.get(name, default) for row in rows.values]))

    def __getitem__(self, name: str) -> Any:
        return self.columns[name].values

    def whole(self, name: str) -> list[Any]:
        """A column, also if it is the same in all rows."""
        if name in self.columns:
            return list(self.columns[name].values)
        return [self.constants[self.column_of[name]]] * self.count


def _is_constant(column: Column) -> bool:
    if column.kind is Kind.MOMENT:
        return bool((column.values == NOT_YET).all())
    if column.kind is Kind.PLAIN or column.values[0] is None:
        return len(set(column.values)) == 1
    return False


def kind_of(field: "Field[Any, Any]") -> Kind:
    if isinstance(field, ForeignKey):
        return kind_of(field.target_field)
    if hasattr(field, "to_text"):
        return Kind.SEALED
    return {"UUIDField": Kind.ID, "DateTimeField": Kind.MOMENT}.get(field.get_internal_type(), Kind.PLAIN)


def _ids(_field: Any, values: Values) -> Values:
    return [None if value is None else value.hex for value in values]


def _moments(_field: Any, values: Values) -> np.ndarray:
    return np.array([NOT_YET if value is None else micros(value) for value in values], dtype=np.int64)


def _texts(field: Any, values: Values) -> Values:
    return [None if value is None else field.to_text(value) for value in values]


def _plain(_field: Any, values: Values) -> Values:
    return [_as_both_read(value) for value in values]


def _as_both_read(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list | dict):
        return json.dumps(value)
    return int(value) if isinstance(value, bool) else value


_KEPT: dict[Kind, Callable[[Any, Values], Any]] = {
    Kind.ID: _ids, Kind.MOMENT: _moments, Kind.SEALED: _texts, Kind.PLAIN: _plain,
}  # fmt: skip


def micros(moment: datetime) -> int:
    since = moment - EPOCH
    return (since.days * 86_400 + since.seconds) * 1_000_000 + since.microseconds


def moment_texts(moments: np.ndarray, *, between: str = " ") -> list[str | None]:
    """In UTC, as databases and the audit trail write them; nothing for what has not come."""
    text = "\n".join(np.datetime_as_string(moments.view("datetime64[us]"), unit="us").tolist())
    found: list[str | None] = list((text.replace("T", between) if between != "T" else text).split("\n"))
    if len(found) != len(moments):
        return []
    for at in np.flatnonzero(moments == NOT_YET).tolist():
        found[at] = None
    return found


class Lines:
    """Lines of the audit trail, as columns."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self.at = np.array([micros(line.at) for line in lines], dtype=np.int64)
        self.written: list[Written] = [
            written(
                at=line.at,
                line={
                    "by": line.by, "verb": line.verb, "subject_type": line.subject_type,
                    "subject_id": line.subject_id, "thread": str(line.thread) if line.thread else None,
                    "purpose": line.purpose, "details": plain(line.details),
                },
            )
            for line in lines
        ]  # fmt: skip
