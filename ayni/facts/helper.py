"""A second process that reads tables whole beside the first, at the same moment of the database: two cores, half the
time. It is told what to do on its standard input, a line of JSON each, and ends with it.

    python -m ayni.facts.helper
"""

import json
import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from threading import Thread
from typing import Any

import django
from django.db import connection

from ayni.lib.collecting import without_collecting
from ayni.lib.keys import Keyring, keyring

MANY = 200_000
"""Of fewer rows one process has read all before a second one has started."""


class HelperFailed(RuntimeError):
    """The second process ended before it was done."""


class Helper:
    """The second process, seen from the first."""

    def __init__(self, home: Path) -> None:
        settings = {"home": str(home), "database": str(connection.settings_dict["NAME"])}
        self.process = subprocess.Popen(
            [sys.executable, "-m", "ayni.facts.helper"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
            env={**os.environ, "DJANGO_SETTINGS_MODULE": "ayni.config.settings", "AYNI_HOME": str(home)},
        )  # fmt: skip
        self.ask(settings)

    def ask(self, job: dict[str, Any]) -> dict[str, Any]:
        """Its answer to one line. What it could not do is raised here as what it was there."""
        assert self.process.stdin is not None  # noqa: S101 - both are pipes of ours
        assert self.process.stdout is not None  # noqa: S101
        try:
            self.process.stdin.write(json.dumps(job) + "\n")
            self.process.stdin.flush()
        except BrokenPipeError:
            raise HelperFailed("The second process of the build ended.") from None
        line = self.process.stdout.readline()
        if not line:
            raise HelperFailed("The second process of the build ended.")
        answer: dict[str, Any] = json.loads(line)
        if "errno" in answer:
            raise OSError(answer["errno"], os.strerror(answer["errno"]))
        if "wrong" in answer:
            raise HelperFailed(answer["wrong"])
        return answer

    def end(self) -> None:
        for pipe in (self.process.stdin, self.process.stdout):
            if pipe is not None:
                pipe.close()
        self.process.wait()


@contextmanager
def helped(home: Path, *, rows: Callable[[], int]) -> Iterator[Helper | None]:
    """A second process where it is worth while and where it can see what this one sees."""
    if connection.in_atomic_block or (os.cpu_count() or 1) < 2 or rows() < MANY:
        yield None
        return
    helper = Helper(home)
    try:
        yield helper
    finally:
        helper.end()


@contextmanager
def no_writes() -> Iterator[None]:
    """On SQLite, so that two processes begin to read at one moment: for some thousandths of a second."""
    if connection.vendor != "sqlite":
        yield
        return
    guard = sqlite3.connect(str(connection.settings_dict["NAME"]), timeout=60, isolation_level=None)
    try:
        guard.execute("BEGIN IMMEDIATE")
        yield
        guard.execute("ROLLBACK")
    finally:
        guard.close()


def begin(cursor: Any, snapshot: str | None = None) -> None:
    """A transaction that sees one moment, and keeps nobody from writing; that of `snapshot`, on PostgreSQL."""
    if connection.vendor == "sqlite":
        cursor.execute("BEGIN DEFERRED")
        cursor.execute("SELECT 1 FROM sqlite_master")
        return
    cursor.execute("BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY")
    if snapshot is not None:
        cursor.execute(f"SET TRANSACTION SNAPSHOT '{snapshot}'")


def begin_together(cursor: Any, helper: Helper) -> None:
    """Both see the same moment."""
    with no_writes():
        begin(cursor)
        snapshot = None
        if connection.vendor != "sqlite":
            cursor.execute("SELECT pg_export_snapshot()")
            [snapshot] = cursor.fetchone()
        helper.ask({"begin": snapshot})


class Sharing(Thread):
    """Gives tables to the helper, one after another, as long as there are some."""

    def __init__(self, helper: Helper, names: list[str], half: Path, at: datetime) -> None:
        super().__init__(daemon=True)
        self.helper, self.names = helper, names
        self.job = {"half": str(half), "at": at.isoformat()}
        self.done: dict[str, dict[str, Any]] = {}
        self.trouble: BaseException | None = None

    def run(self) -> None:
        try:
            while True:
                name = self.names.pop(0)
                self.done[name] = self.helper.ask(self.job | {"table": name})
        except IndexError:
            return
        except BaseException as trouble:  # noqa: BLE001 - it is raised again where the build waits for it
            self.trouble = trouble
            self.names.clear()


# In the second process.


def _answer(job: dict[str, Any], ring: Keyring) -> dict[str, Any]:
    from .export import write_table  # noqa: PLC0415 - Django is set up by now
    from .registry import REGISTRY  # noqa: PLC0415

    if "begin" in job:
        with connection.cursor() as cursor:
            begin(cursor, job["begin"])
        return {}
    table = REGISTRY[job["table"]]
    with without_collecting():
        return write_table(table, Path(job["half"]) / f"{table.name}.parquet", at=_moment(job), ring=ring)


def _moment(job: dict[str, Any]) -> datetime:
    return datetime.fromisoformat(job["at"])


def main() -> None:
    django.setup()
    from .export import NotInCodeList  # noqa: PLC0415

    first = json.loads(sys.stdin.readline())
    connection.settings_dict["NAME"] = first["database"]
    ring = keyring(Path(first["home"]))
    say: dict[str, Any] = {}
    while True:
        sys.stdout.write(json.dumps(say) + "\n")
        sys.stdout.flush()
        line = sys.stdin.readline()
        if not line:
            return
        try:
            say = _answer(json.loads(line), ring)
        except OSError as trouble:
            say = {"errno": trouble.errno or 5}
        except NotInCodeList as trouble:
            say = {"wrong": str(trouble)}


if __name__ == "__main__":
    main()
