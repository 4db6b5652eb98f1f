"""Several questions put to the database in one statement: a page that shows rows of many tables waits once for them.

Every question is a queryset of its own, with what protects it, its joins and its order; the answers are what asking it
alone would give. On SQLite, whose columns take values of any kind, the parts stand below one another with their columns
filled up; PostgreSQL packs each row as JSON, and its values are read back by the type of their column.
"""

import json
from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import EmptyResultSet
from django.db import connections
from django.db.models import QuerySet

from .paging import MOST_COUNTED, told_up_to

_READ: dict[str, Callable[[Any], Any]] = {
    "uuid": UUID,
    "date": date.fromisoformat,
    "timestamp with time zone": datetime.fromisoformat,
    "bytea": lambda text: bytes.fromhex(text.removeprefix("\\x")),
    "jsonb": json.dumps,
}
"""By the type of a column of PostgreSQL: what JSON made of a value, as the driver would have given it."""


def read_together(*asked: QuerySet[Any, Any]) -> list[list[Any]]:
    """The rows of each, in its order."""
    compilers = [queryset.query.get_compiler(using=queryset.db) for queryset in asked]
    statements = {at: said for at, compiler in enumerate(compilers) if (said := _said(compiler))}
    raw: list[list[Sequence[Any]]] = [[] for _queryset in asked]
    if statements:
        connection = connections[asked[0].db]
        put, read = _WAYS[connection.vendor]
        widest = max(len(compilers[at].select) for at in statements)
        sql = " UNION ALL ".join(put(at, compilers[at], said, widest) for at, (said, _params) in statements.items())
        with connection.cursor() as cursor:
            cursor.execute(sql, [param for _said, params in statements.values() for param in params])
            for at, *row in cursor.fetchall():
                raw[at].append(read(row, compilers[at]))
    return [_made(queryset, compilers[at], raw[at]) for at, queryset in enumerate(asked)]


def count_together(*asked: QuerySet[Any, Any], most: int = MOST_COUNTED) -> list[tuple[int, bool]]:
    """`count_up_to` of each."""
    rows = [queryset.order_by()[: most + 1].values("pk") for queryset in asked]
    said = [_said(queryset.query.get_compiler(using=queryset.db)) or ("SELECT 1 WHERE 1 = 0", ()) for queryset in rows]
    if not said:
        return []
    counts = ", ".join(f"(SELECT COUNT(*) FROM ({sql}) counted)" for sql, _params in said)  # noqa: S608
    with connections[asked[0].db].cursor() as cursor:
        cursor.execute(f"SELECT {counts}", [param for _sql, params in said for param in params])
        return [told_up_to(found, most) for found in cursor.fetchone()]


def _said(compiler: Any) -> tuple[str, Sequence[Any]] | None:
    """None where the conditions themselves leave nothing."""
    try:
        return compiler.as_sql(with_col_aliases=True)  # type: ignore[no-any-return]
    except EmptyResultSet:
        return None


def _as_columns(at: int, compiler: Any, said: str, widest: int) -> str:
    # A plus makes an expression of a column: a column would be read by the type that the first part declares there.
    names = [f'+"{alias}"' for _column, _sql, alias in compiler.select]
    return f"SELECT {at}, {', '.join(names + ['NULL'] * (widest - len(names)))} FROM ({said}) part_{at}"  # noqa: S608


def _as_json(at: int, compiler: Any, said: str, widest: int) -> str:
    return f"SELECT {at}, to_jsonb(part_{at})::text FROM ({said}) part_{at}"  # noqa: S608


def _cut(row: Sequence[Any], compiler: Any) -> Sequence[Any]:
    return row[: len(compiler.select)]


def _unpacked(row: Sequence[Any], compiler: Any) -> Sequence[Any]:
    values = json.loads(row[0])
    found = []
    for column, _sql, alias in compiler.select:
        read = _READ.get(column.output_field.db_type(compiler.connection))
        value = values[alias]
        found.append(value if value is None or read is None else read(value))
    return found


_WAYS = {"sqlite": (_as_columns, _cut), "postgresql": (_as_json, _unpacked)}


def _made(queryset: QuerySet[Any, Any], compiler: Any, rows: list[Sequence[Any]]) -> list[Any]:
    """What the queryset makes of rows like these: its models with what they join, or its values."""
    answered = queryset._chain()  # type: ignore[attr-defined]
    compiler.execute_sql = lambda *args, **kwargs: [rows]
    answered.query.get_compiler = lambda *args, **kwargs: compiler
    return list(answered)
