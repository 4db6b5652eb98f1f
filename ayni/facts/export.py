"""Writes one fact table to Parquet, in batches: a country's worth of rows never stands in memory."""

import hashlib
import os
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from ayni.lib.keys import Keyring

from .registry import CodeList, Column, FactTable, Kind
from .rows import person_key, seal

BATCH = 20_000

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


class NotInCodeList(ValueError):
    """A column holds what its code list does not know. The value itself is never in the message."""


Writer = Callable[[Sequence[Any]], pa.Array]


def schema(table: FactTable) -> pa.Schema:
    fields = [
        pa.field(column.name, _TYPES[column.kind], metadata={"kind": column.kind.value, "about": column.about})
        for column in table.columns
    ]
    return pa.schema(fields, metadata={"table": table.name, "about": table.about})


def write_table(table: FactTable, path: Path, *, at: datetime, ring: Keyring) -> dict[str, Any]:
    """Write the file, and say what is in it: rows, bytes, checksum. The file is on the disk when this returns."""
    form, total = schema(table), 0
    writers = [_writer(column, table, ring) for column in table.columns]
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        parquet = pq.ParquetWriter(file, form, compression="zstd", write_statistics=True)
        try:
            for batch in _batches(table, at):
                parquet.write_batch(pa.record_batch(_arrays(table, writers, batch), schema=form))
                total += len(batch)
            parquet.close()
        finally:
            # A writer that failed would try again when it is swept up, on a file that is closed by then.
            parquet.is_open = False
        file.flush()
        os.fsync(file.fileno())
    with path.open("rb") as written:
        checksum = hashlib.file_digest(written, "sha256").hexdigest()
    return {"rows": total, "bytes": path.stat().st_size, "sha256": checksum}


def _batches(table: FactTable, at: datetime) -> Iterator[list[tuple[Any, ...]]]:
    for rows in table.rows(at):
        stream = rows.values_list(*table.sources).iterator(chunk_size=BATCH)
        while batch := list(islice(stream, BATCH)):
            yield batch


def _arrays(table: FactTable, writers: list[Writer], batch: list[tuple[Any, ...]]) -> list[pa.Array]:
    values = dict(zip(table.sources, zip(*batch, strict=True), strict=True))
    arrays = []
    for column, write in zip(table.columns, writers, strict=True):
        given = [values[source] for source in column.sources]
        arrays.append(write([column.derive(*row) for row in zip(*given, strict=True)] if column.derive else given[0]))
    return arrays


def _writer(column: Column, table: FactTable, ring: Keyring) -> Writer:
    """How the values of a column become an Arrow array."""
    if column.codes is not None:
        return _code_writer(f"{table.name}.{column.name}", column.codes)
    if column.kind is Kind.PERSON:
        return lambda values: pa.array(
            [None if pk is None else person_key(pk, keyed_as=column.keyed_as, ring=ring) for pk in values], pa.uint64()
        )
    if column.kind is Kind.ROW:
        return lambda values: pa.array([seal(pk, table=table.name, ring=ring) for pk in values], pa.string())
    return lambda values: pa.array(values, _TYPES[column.kind])


def _code_writer(column: str, codes: CodeList) -> Writer:
    known = sorted(codes.labels())
    place: dict[str | None, int | None] = {code: index for index, code in enumerate(known)}
    place[None] = place[""] = None
    dictionary = pa.array(known, pa.string())

    def write(values: Sequence[Any]) -> pa.Array:
        try:
            indices = [place[value] for value in values]
        except KeyError:
            raise NotInCodeList(
                f"{column} holds what the code list {codes.name} does not know. Mend the data or the list."
            ) from None
        return pa.DictionaryArray.from_arrays(pa.array(indices, pa.int32()), dictionary)

    return write
