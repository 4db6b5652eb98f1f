"""The facts where they are computed with: one engine per build and process, asked through Ibis.

DuckDB is touched by one thread, which never ends. The threads that answer requests come and go, and DuckDB's
cursors would be taken apart with them, in the middle of what the others do.
"""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, TypeVar

import pyarrow as pa
from django.conf import settings
from ibis.expr.types import Table

from ayni.facts.builds import Build
from ayni.lib.collecting import without_collecting

from .engines import Held, answered, lay_beside, read, stocked

_OF_PROTOCOLS = ("organisation", "department", "protocol", "step", "institution", "family", "month")
_OF_WHOM = ("sex", "age_band", "age_group", "nationality")
TABLES = {
    "steps": _OF_PROTOCOLS,
    "referrals": _OF_PROTOCOLS,
    "applications": ("organisation", "department", "procedure", "month"),
    "checklist": ("organisation", "department", "procedure", "requirement", "month"),
    "appointments": ("organisation", "department", "procedure", "month"),
    "tickets": ("organisation", "department", "procedure", "month"),
    "feedback": ("organisation", "department", "category", "month"),
    "opinions": ("organisation", "department", "month"),
    "cards": ("organisation", "department", "procedure", "month"),
    "cases": ("organisation", "department", "profile", "family", *_OF_WHOM, "month"),
    "services": ("organisation", "department", "profile", "family", "institution", "category", *_OF_WHOM, "month"),
    "served": ("organisation", "department", "profile", "family", "institution", "category", *_OF_WHOM, "month"),
    "needs": ("organisation", "department", "family", "month"),
    "denials": ("organisation", "department", "family", "month"),
    "follow_ups": ("organisation", "department", "family", "month"),
    "alerts": ("organisation", "department", "month"),
    "people": ("organisation", "department", "month"),
    "people_by_gender": ("gender",),
    "people_by_disability": ("disability",),
    "family_links": ("month",),
    "gaps": ("department", "month"),
    "directory_entries": ("department",),
    "situations": ("since",),
    "sessions": ("organisation", "department", "kind", "month"),
    "session_sign_ups": ("organisation", "department", "kind", "month"),
    "approved_changes": ("department", "month"),
    "calls_asked": ("month",),
    "service_calls": ("organisation", "department", "month"),
}
"""The tables that are counted, and what makes a cell of each: all that a reader can group or filter by, but offices."""
USUAL = ("organisation", "department", "month")
"""What makes a cell of any other table, as far as it has such columns."""
MONTHS = {"cases": "month_opened"}
"""The month that counts, of the tables that have several."""

PARTS = {"served": ("referrals", "result in ('SERVED', 'PARTLY')")}
"""Tables that are a part of a table of facts: of which, and which rows."""

MOST_ANSWERS = 500
Answer = TypeVar("Answer")
_written: dict[Any, str] = {}

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
        return answered(self.backend, question)

    def read(self, sql: str) -> list[dict[str, Any]]:
        """The answer to a question that Ibis has made into SQL before."""
        return _thread.submit(self._read, sql).result()

    def _read(self, sql: str) -> list[dict[str, Any]]:
        return read(self.backend, sql)

    def lay_out(self, name: str, rows: pa.Table) -> None:
        """A small table beside the facts, by which questions may be narrowed."""
        _thread.submit(lay_beside, self.backend, name, rows).result()

    def remember(self, question: Any, answer: Callable[[], Answer]) -> Answer:
        """The answer, worked out once: a build never changes. What it was asked is forgotten with it."""
        if question not in self.answers:
            if len(self.answers) >= MOST_ANSWERS:
                self.answers.clear()
            self.answers[question] = answer()
        found: Answer = self.answers[question]
        return found

    def written(self, question: Any, table: str, write: Callable[[], str]) -> str:
        """The SQL of a question to this table, made once for all builds that have the same columns there."""
        key = (self.backend.name, question, tuple(self.table(table).schema().items()))
        if key not in _written:
            if len(_written) >= MOST_ANSWERS:
                _written.clear()
            # Ibis makes some ten thousand objects of a question.
            with without_collecting():
                _written[key] = write()
        return _written[key]

    def label(self, code_list: str, code: str) -> str:
        return str(self.build.manifest["labels"].get(code_list, {}).get(code, code))


@lru_cache(maxsize=2)
def warehouse(build: Build) -> Warehouse:
    return _thread.submit(_stock, build).result()


def _stock(build: Build) -> Warehouse:
    backend, tables = stocked(
        settings.FACTS_ENGINE, build, {name: _held(name) for name in sorted({*TABLES, *build.rows})}
    )
    return Warehouse(build, backend, tables)


def _held(name: str) -> Held:
    file, only = PARTS.get(name, (name, ""))
    return Held(file, TABLES.get(name, USUAL), MONTHS.get(name, ""), only)
