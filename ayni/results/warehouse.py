"""The facts in memory: one DuckDB per build and process, asked through Ibis.

Loading turns what is missing into the empty code, so that joins and comparisons need no care, turns codes into ENUMs,
and gives each row its `cell`: a number that stands for everything that a reader can filter or group by.

DuckDB is touched by one thread, which never ends. The threads that answer requests come and go, and DuckDB's
cursors would be taken apart with them, in the middle of what the others do.
"""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar

import duckdb
import ibis
import pyarrow as pa
import pyarrow.parquet as pq
from ibis.expr.types import Table

from ayni.facts.builds import Build

_OF_PROTOCOLS = ("organisation", "department", "protocol", "step", "institution", "family", "month")
TABLES = {
    "steps": _OF_PROTOCOLS,
    "referrals": _OF_PROTOCOLS,
    "applications": ("organisation", "department", "procedure", "month"),
    "checklist": ("organisation", "department", "procedure", "requirement", "month"),
    "appointments": ("organisation", "department", "procedure", "month"),
    "tickets": ("organisation", "department", "procedure", "month"),
    "feedback": ("organisation", "department", "category", "month"),
    "cards": ("organisation", "department", "procedure", "month"),
    "cases": ("organisation", "department", "family", "month_opened"),
    "needs": ("organisation", "department", "family", "month"),
    "denials": ("organisation", "department", "family", "month"),
    "services": ("organisation", "department", "family", "month"),
    "follow_ups": ("organisation", "department", "family", "month"),
    "alerts": ("organisation", "department", "month"),
    "people": ("organisation", "department", "month"),
    "people_by_gender": ("gender",),
    "people_by_disability": ("disability",),
    "family_links": ("month",),
    "situations": ("since",),
    "sessions": ("organisation", "department", "kind", "month"),
    "session_sign_ups": ("organisation", "department", "kind", "month"),
    "approved_changes": ("department", "month"),
    "opinions": ("organisation", "department", "month"),
    "calls_asked": ("month",),
    "service_calls": ("organisation", "department", "month"),
}
"""The tables that are counted, and what makes a cell of each: all that a reader can group or filter by, but offices."""


MOST_ANSWERS = 500
Answer = TypeVar("Answer")

_thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="warehouse")


@dataclass(frozen=True, eq=False)
class Warehouse:
    build: Build
    backend: Any
    tables: dict[str, Table]
    answers: dict[Any, Any] = field(default_factory=dict)

    def table(self, name: str) -> Table:
        return self.tables[name]

    def ask(self, question: Table) -> list[dict[str, Any]]:
        """The rows of the answer."""
        return _thread.submit(self._ask, question).result()

    def _ask(self, question: Table) -> list[dict[str, Any]]:
        rows: list[dict[str, Any]] = self.backend.to_pyarrow(question).to_pylist()
        return rows

    def read(self, sql: str) -> list[dict[str, Any]]:
        """The answer to a question that Ibis has made into SQL before."""
        return _thread.submit(self._read, sql).result()

    def _read(self, sql: str) -> list[dict[str, Any]]:
        answer = self.backend.con.execute(sql)
        names = [column[0] for column in answer.description]
        return [dict(zip(names, row, strict=True)) for row in answer.fetchall()]

    def lay_out(self, name: str, rows: pa.Table) -> None:
        """A small table beside the facts, by which questions may be narrowed."""
        _thread.submit(lambda: self.backend.con.register(name, rows)).result()

    def remember(self, question: Any, answer: Callable[[], Answer]) -> Answer:
        """The answer, worked out once: a build never changes. What it was asked is forgotten with it."""
        if question not in self.answers:
            if len(self.answers) >= MOST_ANSWERS:
                self.answers.clear()
            self.answers[question] = answer()
        found: Answer = self.answers[question]
        return found

    def label(self, code_list: str, code: str) -> str:
        return str(self.build.manifest["labels"].get(code_list, {}).get(code, code))


@lru_cache(maxsize=2)
def warehouse(build: Build) -> Warehouse:
    return _thread.submit(_stock, build).result()


def _stock(build: Build) -> Warehouse:
    connection = duckdb.connect(":memory:", config={"threads": 2})
    held = [name for name in TABLES if build.has(name)]
    for name in held:
        _load(connection, name, build.file(name))
    backend = ibis.duckdb.from_connection(connection)
    return Warehouse(build, backend, {name: backend.table(name) for name in held})


def _load(connection: duckdb.DuckDBPyConnection, name: str, file: Path) -> None:
    """The names in these statements are those of our own files' schema; the path is handed over as a value."""
    columns = []
    for column in pq.read_schema(file):
        if not pa.types.is_dictionary(column.type):
            columns.append(f'"{column.name}"')
            continue
        kind = f'"{name}_{column.name}"'
        codes = (
            f'select \'\' union select distinct "{column.name}" from read_parquet(?) where "{column.name}" is not null'  # noqa: S608
        )
        found = sorted(code for (code,) in connection.execute(codes, [str(file)]).fetchall())
        listed = ", ".join("'" + code.replace("'", "''") + "'" for code in found)
        connection.execute(f"create type {kind} as enum ({listed})")
        columns.append(f'cast(coalesce("{column.name}", \'\') as {kind}) as "{column.name}"')
    cell = f"dense_rank() over (order by {', '.join(TABLES[name])}) as cell"
    connection.execute(
        f'create table "{name}" as select *, {cell} from (select {", ".join(columns)} from read_parquet(?))',  # noqa: S608
        [str(file)],
    )
