"""How an empty database takes in a large world: without indexes and constraints, which are put back as they were."""

import shutil
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path
from typing import Any, Protocol

from django.conf import settings
from django.db import connection, connections, transaction
from django.utils.translation import gettext as _

from ayni.lib.errors import RuleBroken

from .sinks import CONSTANTS, quoted

CHUNK = 1 << 20


class CannotFill(RuleBroken):
    pass


class Store(Protocol):
    def strip(self, tables: Iterable[str]) -> None:
        """Take the indexes of these tables off."""
        ...

    def take(self, path: Path) -> None:
        """Take in what a sink has written, and remove it."""
        ...

    def writing(self) -> AbstractContextManager[None]:
        """Rows that are written between whiles, through Django's connection, are written together."""
        ...

    def dress(self, tables: Iterable[str], tell: Callable[[int, int], None]) -> None:
        """Put back what was taken off these tables."""
        ...


class SqliteStore:
    """The file itself, with no journal: a copy of it is kept until the world is whole, and put back if it is not."""

    def __init__(self, file: sqlite3.Connection) -> None:
        self.file = file
        self.taken_off: dict[str, list[str]] = {}

    def strip(self, tables: Iterable[str]) -> None:
        for table in tables:
            found = self.file.execute(
                "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND tbl_name = ? AND sql IS NOT NULL", [table]
            ).fetchall()
            self.taken_off[table] = [sql for _name, sql in found]
            for name, _sql in found:
                self.file.execute(f'DROP INDEX "{name}"')

    def take(self, path: Path) -> None:
        is_writing = self.file.in_transaction
        if is_writing:
            self.file.execute("COMMIT")
        self.file.execute("ATTACH ? AS piece", [str(path)])
        tables = [name for (name,) in self.file.execute("SELECT name FROM piece.sqlite_master ORDER BY rowid")]
        self.file.execute("BEGIN")
        for table in tables:
            if table != CONSTANTS:
                self._take(table)
        self.file.execute("COMMIT")
        self.file.execute("DETACH piece")
        if is_writing:
            self.file.execute("BEGIN")
        path.unlink()

    def _take(self, table: str) -> None:
        names = [row[1] for row in self.file.execute(f'PRAGMA piece.table_info("{table}")')]
        found = self.file.execute(f"SELECT name, value FROM piece.{CONSTANTS} WHERE of_table = ?", [table])  # noqa: S608
        constants = dict(found.fetchall())
        columns, marks = quoted([*names, *constants]), ", ".join([quoted(names), *("?" * len(constants))])
        self.file.execute(
            f'INSERT INTO main."{table}" ({columns}) SELECT {marks} FROM piece."{table}"',  # noqa: S608
            list(constants.values()),
        )

    @contextmanager
    def writing(self) -> Iterator[None]:
        self.file.execute("BEGIN")
        yield
        self.file.execute("COMMIT")

    def dress(self, tables: Iterable[str], tell: Callable[[int, int], None]) -> None:
        wanted = [sql for table in tables for sql in self.taken_off.pop(table)]
        for done, sql in enumerate(wanted):
            tell(done, len(wanted))
            self.file.execute(sql)
        tell(len(wanted), len(wanted))


@contextmanager
def sqlite_store() -> Iterator[SqliteStore]:
    """Django's own connection, so that verbs may be called between whiles."""
    connections.close_all()
    connection.ensure_connection()
    raw, spare = connection.connection, _spare()
    _have_it_alone(raw)
    spare.touch(mode=0o600)
    raw.execute("VACUUM INTO ?", [str(spare)])
    try:
        for pragma in FASTEST:
            raw.execute(f"PRAGMA {pragma}")
        yield SqliteStore(raw)
        raw.execute("PRAGMA analysis_limit=1000")
        raw.execute("ANALYZE")
        raw.execute("PRAGMA journal_mode=WAL")
    except BaseException:
        mend_unfinished()
        raise
    connections.close_all()
    for left in (spare, _beside("-journal")):
        left.unlink(missing_ok=True)


FASTEST = (
    "journal_mode=OFF", "synchronous=OFF", "foreign_keys=OFF", "cache_size=-600000", "mmap_size=0", "threads=2",
)  # fmt: skip


def _have_it_alone(raw: Any) -> None:
    try:
        raw.execute("PRAGMA locking_mode=EXCLUSIVE")
        [mode] = raw.execute("PRAGMA journal_mode=DELETE").fetchone()
        if mode == "delete":
            return
    except sqlite3.OperationalError:
        pass
    connections.close_all()
    raise CannotFill(_("Somebody uses this database. Stop the server and the worker, and try again."))


def _beside(ending: str) -> Path:
    name = Path(settings.DATABASES["default"]["NAME"])
    return name.with_name(name.name + ending)


def _spare() -> Path:
    return _beside(".before-demo")


def mend_unfinished() -> None:
    """Put back what was there before a large world that was not finished: the load that left its copy was killed."""
    if connection.vendor != "sqlite" or not (spare := _spare()).exists():
        return
    connections.close_all()
    for ending in ("-wal", "-shm", "-journal"):
        _beside(ending).unlink(missing_ok=True)
    spare.replace(_beside(""))


class PostgresStore:
    """COPY in one transaction: if it fails, the database is as it was."""

    def __init__(self, raw: Any) -> None:
        self.raw = raw
        self.indexes: dict[str, list[str]] = {}
        self.own: dict[str, list[str]] = {}
        self.foreign: dict[str, str] = {}

    def strip(self, tables: Iterable[str]) -> None:
        names = list(tables)
        foreign = self._constraints("c.contype = 'f' AND (c.conrelid = ANY(%s) OR c.confrelid = ANY(%s))", names, 2)
        own = self._constraints("c.contype IN ('u', 'p') AND c.conrelid = ANY(%s)", names, 1)
        for table, name, written in foreign:
            self.foreign[name] = f'ALTER TABLE {table} ADD CONSTRAINT "{name}" {written}'
            self.raw.execute(f'ALTER TABLE {table} DROP CONSTRAINT "{name}"')
        for table, name, written in own:
            self.own.setdefault(table, []).append(f'ALTER TABLE {table} ADD CONSTRAINT "{name}" {written}')
            self.raw.execute(f'ALTER TABLE {table} DROP CONSTRAINT "{name}"')
        rows = self.raw.execute(
            "SELECT tablename, indexname, indexdef FROM pg_indexes WHERE schemaname = current_schema()"
            " AND tablename = ANY(%s) ORDER BY indexname", [names],
        ).fetchall()  # fmt: skip
        for table, name, written in rows:
            self.indexes.setdefault(table, []).append(written)
            self.raw.execute(f'DROP INDEX "{name}"')

    def _constraints(self, which: str, tables: list[str], times: int) -> list[tuple[str, str, str]]:
        found = self.raw.execute("SELECT oid FROM pg_class WHERE relname = ANY(%s) AND relkind = 'r'", [tables])
        ids = [oid for (oid,) in found.fetchall()]
        statement = (
            "SELECT r.relname, c.conname, pg_get_constraintdef(c.oid) FROM pg_constraint c"  # noqa: S608 (our own words)
            f" JOIN pg_class r ON r.oid = c.conrelid WHERE {which} ORDER BY c.contype, r.relname, c.conname"
        )
        rows: list[tuple[str, str, str]] = self.raw.execute(statement, [ids] * times).fetchall()
        return rows

    def take(self, path: Path) -> None:
        for file in sorted(path.iterdir()):
            with file.open("rb") as source:
                columns = source.readline().decode().strip()
                with self.raw.cursor().copy(f'COPY "{file.name}" ({columns}) FROM STDIN') as copy:
                    while chunk := source.read(CHUNK):
                        copy.write(chunk)
        shutil.rmtree(path)

    def writing(self) -> AbstractContextManager[None]:
        return nullcontext()

    def dress(self, tables: Iterable[str], tell: Callable[[int, int], None]) -> None:
        names = list(tables)
        wanted = [sql for kept in (self.own, self.indexes) for table in names for sql in kept.pop(table, [])]
        if not self.own and not self.indexes:
            wanted += self.foreign.values()
        for done, sql in enumerate(wanted):
            tell(done, len(wanted))
            self.raw.execute(sql)
        tell(len(wanted), len(wanted))


@contextmanager
def postgres_store() -> Iterator[PostgresStore]:
    with transaction.atomic():
        raw = connection.connection
        for setting in ("maintenance_work_mem = '512MB'", "max_parallel_maintenance_workers = 1", "timezone = 'UTC'"):
            raw.execute(f"SET LOCAL {setting}")
        raw.execute("SET CONSTRAINTS ALL IMMEDIATE")
        yield PostgresStore(raw)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


STORES: dict[str, Callable[[], Any]] = {"sqlite": sqlite_store, "postgresql": postgres_store}
