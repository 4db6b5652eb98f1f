"""The facts in memory: one DuckDB per build and process, asked through Ibis.

Loading gives each row its `cell`, a number that stands for everything a reader can filter or group by, and turns what
is missing into the empty code, so that joins and comparisons need no care.
"""

import threading
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import duckdb
import ibis
import pyarrow.parquet as pq
from ibis.expr.types import Table

from ayni.facts.builds import Build

TABLES = ("steps", "referrals")
CELL = ("organisation", "department", "protocol", "step", "institution", "family", "month")


@dataclass(frozen=True)
class Warehouse:
    build: Build
    connection: duckdb.DuckDBPyConnection
    local: threading.local

    def table(self, name: str) -> Table:
        """The facts as an Ibis table, on a cursor of this thread's own."""
        backend = getattr(self.local, "backend", None)
        if backend is None:
            backend = self.local.backend = ibis.duckdb.from_connection(self.connection.cursor())
        return backend.table(name)

    def label(self, code_list: str, code: str) -> str:
        return str(self.build.manifest["labels"].get(code_list, {}).get(code, code))


@lru_cache(maxsize=2)
def opened(build_id: str, path: Path, build: Build) -> Warehouse:
    connection = duckdb.connect(":memory:", config={"threads": 2})
    for name in TABLES:
        _load(connection, name, build.file(name))
    return Warehouse(build, connection, threading.local())
