"""Reads what a queryset selects as columns of Arrow, past the models: a million rows take seconds.

SQLite's rows come from its driver, without the converters that make a Python date of every date. PostgreSQL sends CSV
(COPY), which Arrow reads by itself. A queryset that selects what only Django can read (a month cut off in
a time zone, a document of JSON) is read by Django.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from typing import Any, TypeAlias

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv
from django.conf import settings
from django.db import connection, models
from django.db.models import QuerySet
from django.db.models.functions.datetime import TruncBase
from django.db.models.sql.compiler import SQLCompiler

from ayni.lib.fields import Encrypted
from ayni.lib.keys import keyring

BATCH = 50_000
SEALED = pa.binary()
"""How an encrypted field leaves the database; what it holds is opened value by value."""

Values: TypeAlias = "pa.Array | list[Any]"
"""A column of a batch: of Arrow, or Python values where Django had to read them."""
Batch = dict[str, Values]

UTC = pa.timestamp("us", tz="UTC")


def _from_text(to: pa.DataType) -> Callable[[Sequence[Any]], pa.Array]:
    return lambda values: pa.array(values, pa.string()).cast(to)


def _flags(values: Sequence[Any]) -> pa.Array:
    return pa.array(values, pa.int8()).cast(pa.bool_())


def _moments(values: Sequence[Any]) -> pa.Array:
    """SQLite's moments are text without a time zone, in UTC."""
    return pa.array(values, pa.string()).cast(pa.timestamp("us")).cast(UTC)


def _of(kind: pa.DataType) -> Callable[[Sequence[Any]], pa.Array]:
    return lambda values: pa.array(values, kind)


_TEXT = (models.CharField, models.TextField, models.SlugField)
_NUMBERS = (
    models.AutoField, models.BigAutoField, models.IntegerField, models.BigIntegerField, models.SmallIntegerField,
    models.PositiveIntegerField, models.PositiveSmallIntegerField, models.PositiveBigIntegerField,
)  # fmt: skip
_ARROW: dict[type, pa.DataType] = {
    **dict.fromkeys(_TEXT, pa.string()),
    **dict.fromkeys(_NUMBERS, pa.int64()),
    models.UUIDField: pa.string(),
    models.FloatField: pa.float64(),
    models.DecimalField: pa.float64(),
    models.BooleanField: pa.bool_(),
    models.DateField: pa.date32(),
    models.DateTimeField: UTC,
}
"""How a field leaves the database. Exactly these: a field of ours may be another thing in Python."""
_OF_SQLITE: dict[pa.DataType, Callable[[Sequence[Any]], pa.Array]] = {
    pa.bool_(): _flags,
    pa.date32(): _from_text(pa.date32()),
    UTC: _moments,
}


def batches(rows: QuerySet[Any], sources: tuple[str, ...]) -> Iterator[Batch]:
    """What the sources hold, some ten thousand rows at a time, in the order of the queryset."""
    asked = rows.values_list(*sources)
    compiler = asked.query.get_compiler(using=asked.db)
    kinds = _kinds(compiler)
    if kinds is None:
        yield from _by_django(asked, sources)
        return
    sealed = {name: compiler.select[n][0] for n, name in enumerate(sources) if kinds[n] == SEALED}
    for batch in (_of_sqlite if connection.vendor == "sqlite" else _of_postgres)(asked, sources, kinds):
        yield batch | {name: _opened(as_list(batch[name]), expression) for name, expression in sealed.items()}


def _kinds(compiler: SQLCompiler) -> list[pa.DataType] | None:
    """The types of what is selected, in its order; None if one of them needs Django."""
    compiler.setup_query()
    kinds = [_kind(expression) for expression, _sql, _alias in compiler.select]
    return None if None in kinds else kinds


def _kind(expression: Any) -> pa.DataType | None:
    if isinstance(expression, TruncBase):
        return None
    field = expression.output_field
    while isinstance(field, models.ForeignKey):
        field = field.target_field
    return SEALED if isinstance(field, Encrypted) else _ARROW.get(type(field))


def _opened(values: Iterable[bytes | None], expression: Any) -> list[Any]:
    """As the field does it, with the keyring looked for once."""
    field = expression.output_field
    decrypt, context, read = keyring(settings.AYNI_HOME).decrypt, field.context, field.from_text
    return [None if value is None else read(decrypt(value, context=context).decode()) for value in values]


def _by_django(asked: QuerySet[Any], sources: tuple[str, ...]) -> Iterator[Batch]:
    stream = asked.iterator(chunk_size=BATCH)
    while rows := list(islice(stream, BATCH)):
        yield dict(zip(sources, map(list, zip(*rows, strict=True)), strict=True))


def _of_sqlite(asked: QuerySet[Any], sources: tuple[str, ...], kinds: list[pa.DataType]) -> Iterator[Batch]:
    sql, params = for_sqlite(asked)
    # What is an expression has no declared type, and so the driver makes no Python date of it.
    names = ", ".join(f"+{connection.ops.quote_name(name)}" for name in sources)
    readers = [_OF_SQLITE.get(kind, _of(kind)) for kind in kinds]
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {names} FROM ({sql})", params)  # noqa: S608 (Django's SQL and our names)
        while rows := cursor.fetchmany(BATCH):
            columns = zip(*rows, strict=True)
            yield {name: read(column) for name, read, column in zip(sources, readers, columns, strict=True)}


def for_sqlite(asked: QuerySet[Any]) -> tuple[str, tuple[Any, ...]]:
    """The SQL of a queryset, and its parameters, so that SQLite goes through its table once, from the first row that
    was written to the last, and looks up the rest. Where rows are not in the order of their ids, each next one would
    lie on another page. What has no order asks for some rows only."""
    query = asked.query
    if query.group_by or query.distinct or not asked.ordered:
        sql, params = query.sql_with_params()
        return in_order(sql), params
    sql, params = asked.order_by().query.sql_with_params()
    return f'{in_order(sql)} ORDER BY "{asked.model._meta.db_table}".rowid', params


def in_order(sql: str) -> str:
    """The same, with the outermost joins made in the order in which they are written: SQLite keeps to it where they are
    called CROSS. By its own reckoning it begins with the offices, finds what happened in each, and sorts two million
    rows at the end; what Django writes begins with the table that is read."""
    parts, depth, begun = [], 0, 0
    for found in re.finditer(r"[()]| INNER JOIN ", sql):
        if found.group() in "()":
            depth += 1 if found.group() == "(" else -1
        elif not depth:
            parts.append(sql[begun : found.start()])
            begun = found.end()
    return " CROSS JOIN ".join([*parts, sql[begun:]])


def _of_postgres(asked: QuerySet[Any], sources: tuple[str, ...], kinds: list[pa.DataType]) -> Iterator[Batch]:
    sql, params = asked.query.sql_with_params()
    names = [f"c{n}" for n in range(len(kinds))]
    reading = pyarrow.csv.ReadOptions(column_names=names, use_threads=False, block_size=1 << 26)
    parsing = pyarrow.csv.ParseOptions(newlines_in_values=True)
    types = {name: pa.string() if kind == SEALED else kind for name, kind in zip(names, kinds, strict=True)}
    converting = pyarrow.csv.ConvertOptions(
        column_types=types, null_values=[""], strings_can_be_null=True, quoted_strings_can_be_null=False,
        true_values=["t"], false_values=["f"],
    )  # fmt: skip
    bytes_of = {name for name, kind in zip(sources, kinds, strict=True) if kind == SEALED}
    with connection.cursor() as cursor, cursor.copy(f"COPY ({sql}) TO STDOUT (FORMAT csv)", params) as copy:
        lines = iter(copy)
        while some := list(islice(lines, BATCH)):
            table = pyarrow.csv.read_csv(pa.BufferReader(b"".join(some)), reading, parsing, converting)
            columns = (column.combine_chunks() for column in table.columns)
            batch = dict(zip(sources, columns, strict=True))
            yield batch | {name: [v and bytes.fromhex(v[2:]) for v in batch[name].to_pylist()] for name in bytes_of}


def as_list(values: Values) -> list[Any]:
    return values if isinstance(values, list) else values.to_pylist()


def as_array(values: Values, kind: pa.DataType) -> pa.Array:
    """The column in this type."""
    if isinstance(values, list):
        return pa.array(values, kind)
    return values if values.type == kind else values.cast(kind)


def without_dashes(ids: Values) -> list[str | None]:
    """Ids as 32 digits, whichever database they come from."""
    if isinstance(ids, list):
        return [None if pk is None else getattr(pk, "hex", str(pk)) for pk in ids]
    plain = pc.replace_substring(ids.cast(pa.string()), "-", "")
    digits: list[str | None] = plain.to_numpy(zero_copy_only=False).tolist()
    return digits
