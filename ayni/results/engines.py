"""What computes the indicators: DuckDB in the process, or Spark where a country outgrows one machine (docs/scale.md).

Both are asked through Ibis in the same words, and both hold the same tables: what is missing is the empty code, so that
joins and comparisons need no care, and each row has its `cell`, a number that stands for all that a reader can filter
or group by.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import duckdb
import ibis
import ibis.backends.duckdb  # with this module, so that the first question does not wait for it
import pyarrow as pa
import pyarrow.parquet as pq
from ibis.expr.types import Table

from ayni.facts.builds import GONE, NEW, Build

from .rules import RESTRICTED

Stock = tuple[Any, dict[str, Table]]
"""A backend of Ibis, and its tables by name."""


@dataclass(frozen=True)
class Held:
    """A table in the engine: the file of facts that it comes from, and what makes a cell of it."""

    file: str
    of: tuple[str, ...]
    month: str = ""
    """The column of the file that is its month, if there are several."""
    only: str = ""
    """Which rows of the file, as SQL. Empty: all."""

    def cell(self, columns: Iterable[str], quote: str) -> str:
        """A build of before a column existed has none of it."""
        there = {*columns, "month"} if self.month else set(columns)
        of = ", ".join(f"{quote}{name}{quote}" for name in self.of if name in there)
        return f"dense_rank() over (order by {of}) as cell" if of else "1 as cell"

    @property
    def where(self) -> str:
        return f" where {self.only}" if self.only else ""


Holds = dict[str, Held]


class NoSuchEngine(RuntimeError):
    """The setting FACTS_ENGINE names an engine that is not here."""


def stocked(engine: str, build: Build, holds: Holds) -> Stock:
    """The tables of a build in this engine, as far as the build has their files."""
    if engine not in ENGINES:
        raise NoSuchEngine(f"FACTS_ENGINE is one of {', '.join(ENGINES)}, not {engine!r}. Mend it in .env.")
    return ENGINES[engine](build, {name: held for name, held in holds.items() if build.has(held.file)})


def answered(backend: Any, question: Table) -> list[dict[str, Any]]:
    """The rows of the answer. Spark's moments come without a time zone, in that of its session: UTC."""
    answer = backend.to_pyarrow(question)
    if backend.name == "pyspark":
        for place, column in enumerate(answer.schema):
            if pa.types.is_timestamp(column.type) and column.type.tz is None:
                answer = answer.set_column(place, column.name, answer[place].cast(pa.timestamp("us", tz="UTC")))
    rows: list[dict[str, Any]] = answer.to_pylist()
    return rows


def read(backend: Any, sql: str) -> list[dict[str, Any]]:
    """The answer to a question that Ibis made into the SQL of DuckDB before."""
    if backend.name == "pyspark":
        return answered(backend, backend.sql(sql, dialect="duckdb"))
    answer = backend.con.execute(sql)
    names = [column[0] for column in answer.description]
    return [dict(zip(names, row, strict=True)) for row in answer.fetchall()]


def lay_beside(backend: Any, name: str, rows: pa.Table) -> None:
    """A small table of our own, under this name."""
    if backend.name == "pyspark":
        backend.create_view(name, ibis.memtable(rows), overwrite=True)
    else:
        backend.con.register(name, rows)


def _coded(build: Build, name: str) -> list[tuple[str, bool]]:
    """The columns of a table, and whether each holds codes."""
    form = pq.read_schema(build.beside(name, ".parquet"))
    return [(column.name, pa.types.is_dictionary(column.type)) for column in form]


def _in_duckdb(build: Build, holds: Holds) -> Stock:
    connection = duckdb.connect(":memory:", config={"threads": 2})
    parts = {name: held for name, held in holds.items() if held.only and held.file in holds}
    for name in holds.keys() - parts.keys():
        _load(connection, build, name, holds[name])
    for name, held in parts.items():
        columns = [column for column, _is_coded in _coded(build, held.file)]
        source = f'(select * exclude (cell) from "{held.file}"{held.where})'  # noqa: S608
        kept, _times = with_cells(source, held.cell(columns, '"'), columns)
        connection.execute(f'create table "{name}" as {kept}')
    backend = ibis.duckdb.from_connection(connection)
    return backend, {name: backend.table(name) for name in holds}


def _load(connection: duckdb.DuckDBPyConnection, build: Build, name: str, held: Held) -> None:
    """The names in these statements are those of our own files' schema; the paths are handed over as values."""
    rows, files = build.select(held.file)
    coded = _coded(build, held.file)
    codes = [column for column, is_coded in coded if is_coded]
    columns = [f'"{column}"' for column, is_coded in coded if not is_coded]
    listed = ", ".join(f'list(distinct "{column}")' for column in codes) or "count(*)"
    [found] = connection.execute(f"select {listed} from ({rows})", files).fetchall()  # noqa: S608
    for column, values in zip(codes, found, strict=False):
        kind = f'"{name}_{column}"'
        every = sorted({"", *(code for code in values or [] if code)})
        known = ", ".join("'" + code.replace("'", "''") + "'" for code in every)
        connection.execute(f"create type {kind} as enum ({known})")
        # A cast that cannot fail is made once of each code of the file, and not of each row.
        columns.append(f'coalesce(try_cast("{column}" as {kind}), cast(\'\' as {kind})) as "{column}"')
    if held.month:
        columns.append(f'"{held.month}" as "month"')
    cell = held.cell((column for column, _is_coded in coded), '"')
    source = f"(select {', '.join(columns)} from ({rows}){held.where})"  # noqa: S608
    kept, times = with_cells(source, cell, codes)
    connection.execute(f'create table "{name}" as {kept}', files * times)


def with_cells(source: str, cell: str, columns: Iterable[str]) -> tuple[str, int]:
    """Only what is restricted is counted by cells: nothing else needs to be put in order. And how often that reads its
    source."""
    if "sensitivity" not in columns:
        return f"select *, 0 as cell from {source}", 1  # noqa: S608
    hidden = f"sensitivity = '{RESTRICTED}'"
    return (
        f"select *, 0 as cell from {source} where not ({hidden})"  # noqa: S608
        f" union all select *, {cell} from {source} where {hidden}"
    ), 2


def _in_spark(build: Build, holds: Holds) -> Stock:
    try:
        from pyspark.sql import SparkSession  # noqa: PLC0415 - the extra `ayni[spark]`: most installations have none
    except ImportError:
        raise NoSuchEngine("FACTS_ENGINE=spark needs PySpark and Java 17. Type:  pip install 'ayni[spark]'") from None
    session = (
        SparkSession.builder.appName("ayni")
        .config("spark.sql.session.timeZone", "UTC")
        .config("spark.ui.enabled", "false")
        .getOrCreate()
    )
    backend = ibis.pyspark.connect(session)
    for name, held in holds.items():
        coded = _coded(build, held.file)
        columns = [f"coalesce(`{c}`, '') as `{c}`" if is_coded else f"`{c}`" for c, is_coded in coded]
        if held.month:
            columns.append(f"`{held.month}` as `month`")
        _rows_in_spark(session, build, held.file).createOrReplaceTempView(f"{name}_rows")
        cell = held.cell((column for column, _is_coded in coded), "`")
        source = f"(select {', '.join(columns)} from {name}_rows{held.where})"  # noqa: S608
        kept, _times = with_cells(source, cell, [column for column, is_coded in coded if is_coded])
        session.sql(kept).createOrReplaceTempView(name)
    return backend, {name: backend.table(name) for name in holds}


def _rows_in_spark(session: Any, build: Build, name: str) -> Any:
    """As `Build.select` says it to DuckDB: the first file without what is gone from it, and what is new."""
    whole = session.read.parquet(str(build.beside(name, ".parquet")))
    if not build.has_new(name):
        return whole
    gone = session.read.parquet(str(build.beside(name, GONE)))
    placed = whole.select("*", "_metadata.row_index")
    kept = placed.join(gone, placed.row_index == gone.place, "left_anti").drop("row_index")
    return kept.unionByName(session.read.parquet(str(build.beside(name, NEW))))


ENGINES: dict[str, Callable[[Build, Holds], Stock]] = {"duckdb": _in_duckdb, "spark": _in_spark}
