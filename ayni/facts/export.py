"""Writes one fact table to Parquet, in batches: a country's worth of rows never stands in memory."""

import os
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from django.db.models import QuerySet

from ayni.lib.keys import Keyring

from .builds import described
from .reading import Batch, Values, as_array, batches, without_dashes
from .registry import CodeList, Column, FactTable, Kind
from .rows import person_keys, row_keys, seals
from .vectors import derived

_TYPES: dict[Kind, pa.DataType] = {
    Kind.CODE: pa.dictionary(pa.int32(), pa.string()),
    Kind.MONTH: pa.date32(),
    Kind.DAY: pa.date32(),
    Kind.MOMENT: pa.timestamp("us", tz="UTC"),
    Kind.COUNT: pa.int64(),
    Kind.HOURS: pa.float64(),
    Kind.FLAG: pa.bool_(),
    Kind.PERSON: pa.uint64(),
    Kind.ROW: pa.string(),
}
_REPEATED = {Kind.CODE, Kind.MONTH, Kind.DAY}
"""Kinds whose values stand in a dictionary of the file: what never comes twice would only be slowed down by one."""
PK = "pk"


class NotInCodeList(ValueError):
    """A column holds what its code list does not know. The value itself is never in the message."""


Writer = Callable[[Values], pa.Array]


@dataclass
class Written:
    """What one file of a table holds."""

    rows: int
    file: dict[str, Any]
    keys: np.ndarray[Any, Any] = field(default_factory=lambda: np.empty(0, np.uint64))
    """Of its rows, in their order."""


def schema(table: FactTable) -> pa.Schema:
    fields = [
        pa.field(column.name, _TYPES[column.kind], metadata={"kind": column.kind.value, "about": column.about})
        for column in table.columns
    ]
    return pa.schema(fields, metadata={"table": table.name, "about": table.about})


def write_table(table: FactTable, path: Path, *, at: datetime, ring: Keyring) -> dict[str, Any]:
    """Write the whole table, and say what is in it: rows, bytes, checksum. It is on the disk when this returns."""
    written = write_rows(table, path, rows=table.rows(at), ring=ring)
    described: dict[str, Any] = {"rows": written.rows, **written.file, "as_of": at.isoformat()}
    if table.following is not None:
        keys = keys_beside(path)
        described["keys"] = write_numbers(written.keys, keys)
    return described


def keys_beside(path: Path) -> Path:
    return path.with_suffix(".keys.npy")


def write_rows(table: FactTable, path: Path, *, rows: Iterable[QuerySet[Any]], ring: Keyring) -> Written:
    """Write what these querysets select to a file of the table's columns."""
    form = schema(table)
    filled = _filled(table, rows, ring)
    if table.is_apart:
        filled = _by_key(table, filled)
    total, keys = 0, [np.empty(0, np.uint64)]
    # Closed also where writing fails: PostgreSQL hears nothing else before it has sent all rows, or is told to stop.
    with closing(filled), _new_file(path) as file:
        parquet = pq.ParquetWriter(file, form, compression="zstd", use_dictionary=_repeated(table))
        try:
            for batch, of_batch in filled:
                parquet.write_batch(batch)
                total += len(batch)
                keys.append(of_batch)
            parquet.close()
        finally:
            # A writer that failed would try again when it is swept up, on a file that is closed by then.
            parquet.is_open = False
        file.flush()
        os.fsync(file.fileno())
    return Written(total, described(path), np.concatenate(keys))


def write_arrow(table: FactTable, path: Path, content: pa.Table) -> dict[str, Any]:
    """Write rows that are there already."""
    with _new_file(path) as file:
        pq.write_table(content, file, compression="zstd", use_dictionary=_repeated(table), row_group_size=1 << 17)
        file.flush()
        os.fsync(file.fileno())
    return described(path)


def write_numbers(numbers: np.ndarray[Any, Any], path: Path) -> dict[str, Any]:
    with _new_file(path) as file:
        np.save(file, numbers)
        file.flush()
        os.fsync(file.fileno())
    return described(path)


def _new_file(path: Path) -> Any:
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb")


def _repeated(table: FactTable) -> list[str]:
    return [column.name for column in table.columns if column.kind in _REPEATED]


Filled = tuple[pa.RecordBatch, np.ndarray[Any, Any]]


def _filled(table: FactTable, rows: Iterable[QuerySet[Any]], ring: Keyring) -> Generator[Filled, None, None]:
    """Batches of the table's columns, with the keys of their rows where it is followed."""
    form = schema(table)
    writers = [_writer(column, table, ring) for column in table.columns]
    sources = table.sources if table.following is None or PK in table.sources else (*table.sources, PK)
    for selected in rows:
        for batch in batches(selected, sources):
            keys = np.empty(0, np.uint64)
            if table.following is not None:
                keys = row_keys(without_dashes(batch[PK]), table=table.name, ring=ring)
            yield pa.record_batch(_arrays(table, writers, batch), schema=form), keys


def _by_key(table: FactTable, filled: Iterator[Filled]) -> Generator[Filled, None, None]:
    """All rows in the order of their people's keys. In the order of the files, the tenth row of a table that is kept
    apart would be about whom the tenth row of the others is about."""
    parts, keys = [], [np.empty(0, np.uint64)]
    for batch, of_batch in filled:
        parts.append(batch)
        keys.append(of_batch)
    content, every = pa.Table.from_batches(parts, schema=schema(table)), np.concatenate(keys)
    order = order_of(table, content)
    rows = content.take(order).combine_chunks().to_batches()
    of_rows = every[order] if len(every) else every
    begun = 0
    for batch in rows:
        yield batch, of_rows[begun : begun + len(batch)]
        begun += len(batch)


def order_of(table: FactTable, content: pa.Table) -> np.ndarray[Any, Any]:
    """The order of the rows of a table that is kept apart."""
    [person] = [column.name for column in table.columns if column.kind is Kind.PERSON]
    order: np.ndarray[Any, Any] = np.argsort(content[person].to_numpy(), kind="stable")
    return order


def _arrays(table: FactTable, writers: list[Writer], batch: Batch) -> list[pa.Array]:
    arrays = []
    for column, write in zip(table.columns, writers, strict=True):
        given = [batch[source] for source in column.sources]
        arrays.append(write(derived(column.derive, given) if column.derive else given[0]))
    return arrays


def _writer(column: Column, table: FactTable, ring: Keyring) -> Writer:
    """How the values of a column become an Arrow array."""
    if column.codes is not None:
        return _code_writer(f"{table.name}.{column.name}", column.codes)
    if column.kind is Kind.PERSON:
        return lambda values: pa.array(
            person_keys(without_dashes(values), keyed_as=column.keyed_as, ring=ring), pa.uint64()
        )
    if column.kind is Kind.ROW:
        return lambda values: seals(without_dashes(values), table=table.name, ring=ring)
    return lambda values: as_array(values, _TYPES[column.kind])


def _code_writer(column: str, codes: CodeList) -> Writer:
    known = pa.array(sorted(codes.labels()), pa.string())

    def write(values: Values) -> pa.Array:
        given = pa.array(values, pa.string()) if isinstance(values, list) else values.cast(pa.string())
        places = pc.index_in(given, value_set=known)
        empty = pc.fill_null(pc.equal(given, ""), True)
        if not pc.all(pc.or_(pc.is_valid(places), empty)).as_py() and len(given):
            raise NotInCodeList(
                f"{column} holds what the code list {codes.name} does not know. Mend the data or the list."
            )
        return pa.DictionaryArray.from_arrays(pc.if_else(empty, pa.scalar(None, pa.int32()), places), known)

    return write
