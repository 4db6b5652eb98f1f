"""The peers of `bench.indicators`: the same numbers, counted by PostgreSQL and by pandas."""

import io
import time
from collections.abc import Mapping, Sequence
from functools import reduce
from itertools import groupby
from operator import and_
from typing import Any

import ibis
import pandas as pd
import psycopg
import pyarrow as pa
import pyarrow.csv as pc
import pyarrow.parquet as pq

from ayni.facts.builds import Build
from ayni.results import expressions, measuring
from ayni.results.expressions import Atom, Scope, Window
from ayni.results.formula import Condition, Fit, Formula

ONE = ("protocol", "department", "family", "institution", "step")


def _atoms(asked: Mapping[str, Formula]) -> dict[tuple[str, str], tuple[Atom, ...]]:
    every = sorted((a for code, f in asked.items() for a in expressions.atoms(code, f)), key=measuring._place)
    return {place: tuple(some) for place, some in groupby(every, key=measuring._place)}


# pandas


def _mask(frame: pd.DataFrame, condition: Condition) -> Any:
    column = frame[condition.column]
    match condition.test:
        case Fit.IS:
            return column.isin(condition.codes)
        case Fit.NOT:
            return ~column.isin(condition.codes)
        case Fit.KNOWN:
            return column.notna()
        case Fit.EMPTY:
            return column.isna()
        case Fit.YES:
            return column.eq(True)
        case Fit.NO:
            return column.eq(False)
        case Fit.AT_LEAST:
            return column >= condition.number
        case _:
            return column <= condition.number


def _number(frame: pd.DataFrame, atom: Atom) -> Any:
    fits = reduce(and_, (_mask(frame, c) for c in atom.conditions), pd.Series(True, index=frame.index))
    if atom.how == "PEOPLE":
        return frame.loc[fits, "person"].nunique()
    if atom.how in {"SUM", "MEDIAN"}:
        column = frame.loc[fits, atom.column]
        return column.sum() if atom.how == "SUM" else column.median()
    return int(fits.sum())


def pandas(build: Build, asked: Mapping[str, Formula], windows: Sequence[Window]) -> dict[str, float]:
    began = time.perf_counter()
    frames = {name: pq.read_table(build.file(name)).to_pandas() for name in build.manifest["tables"]}
    for name, frame in frames.items():
        for column in [c for c in frame if c.startswith("month")]:
            frame[column] = pd.to_datetime(frame[column])
        if "sensitivity" in frame:
            frames[name] = frame[frame["sensitivity"] != "RESTRICTED"]
    loaded = time.perf_counter()
    for (table, month), atoms in _atoms(asked).items():
        for window in windows if month else [Window()]:
            frame = frames[table]
            if month:
                first, last = pd.Timestamp(window.since), pd.Timestamp(window.until)
                frame = frame[(frame[month] >= first) & (frame[month] <= last)]
            for atom in atoms:
                _number(frame, atom)
    counted = time.perf_counter()
    steps = frames["steps"]
    steps = steps[(steps["month"] >= "2025-01-01") & steps["timeliness"].isin(["ON_TIME", "LATE", "OVERDUE"])]
    for dimension in ONE:
        steps.groupby([dimension, "month"], observed=True)["timeliness"].agg(["size", lambda s: (s == "ON_TIME").sum()])
    ended = time.perf_counter()
    return {"cold": counted - began, "warm": counted - loaded, "one": ended - counted}


# PostgreSQL


def postgresql(url: str, build: Build, asked: Mapping[str, Formula], windows: Sequence[Window]) -> dict[str, float]:
    with psycopg.connect(url, autocommit=True) as connection:
        tables = {name: _load(connection, name, pq.read_table(build.file(name))) for name in build.manifest["tables"]}
        questions = [_question(tables[t], t, m, atoms, windows) for (t, m), atoms in _atoms(asked).items()]
        cold = _timed(connection, questions)
        warm = min(_timed(connection, questions) for _again in range(2))
        one = asked["CUM-01"]
        rows = tables["steps"].filter(lambda t: (t.sensitivity != "RESTRICTED") & (t.month >= ibis.date(2025, 1, 1)))
        atoms = expressions.atoms("x", one)
        parts = [
            rows.group_by(name, "month").aggregate(**{a.name: expressions.number(rows, a) for a in atoms})
            for name in ONE
        ]
        by_five = [str(ibis.to_sql(part, dialect="postgres")) for part in parts]
        return {"cold": cold, "warm": warm, "one": min(_timed(connection, by_five) for _again in range(2))}


def _question(facts: Any, name: str, month: str, atoms: Sequence[Atom], windows: Sequence[Window]) -> str:
    chosen = [
        expressions.counted(facts, name, month, Scope(window), None).mutate(cut=ibis.literal(number))
        for number, window in enumerate(windows if month else [Window()])
    ]
    rows = reduce(lambda one, other: one.union(other), chosen)
    named = {atom.name: expressions.number(rows, atom) for atom in atoms}
    return str(ibis.to_sql(rows.group_by("cut").aggregate(**named), dialect="postgres"))


def _timed(connection: psycopg.Connection[Any], questions: Sequence[str]) -> float:
    began = time.perf_counter()
    for question in questions:
        connection.execute(question).fetchall()
    return time.perf_counter() - began


def _load(connection: psycopg.Connection[Any], name: str, table: pa.Table) -> Any:
    """The same rows, with an index on the month and statistics."""
    kinds = {pa.date32(): ("date", "date"), pa.float64(): ("double precision", "float64"),
             pa.bool_(): ("boolean", "boolean"), pa.uint64(): ("bigint", "int64")}  # fmt: skip
    said = {f.name: kinds.get(f.type, ("text", "string")) for f in table.schema}
    connection.execute(f'drop table if exists "{name}"')
    listed = ", ".join(f'"{column}" {kind[0]}' for column, kind in said.items())
    connection.execute(f'create table "{name}" ({listed})')
    plain = pa.table({f.name: table[f.name].cast(pa.string()) if pa.types.is_dictionary(f.type) else table[f.name]
                      for f in table.schema})  # fmt: skip
    with connection.cursor() as cursor, cursor.copy(f'copy "{name}" from stdin with (format csv)') as copy:
        for batch in plain.to_batches(max_chunksize=100_000):
            out = io.BytesIO()
            pc.write_csv(pa.Table.from_batches([batch]), out, pc.WriteOptions(include_header=False))
            copy.write(out.getvalue())
    month = next(c for c in said if c.startswith("month"))
    connection.execute(f'create index on "{name}" ("{month}")')
    connection.execute(f'vacuum analyze "{name}"')
    return ibis.table({c: kind[1] for c, kind in said.items()}, name=name)
