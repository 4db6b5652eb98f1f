"""Where a process that makes a piece of the world puts its rows: a file that its database takes in at full speed."""

import sqlite3
from collections.abc import Callable, Iterable, Sequence
from itertools import islice
from pathlib import Path
from typing import Any, Protocol

from django.conf import settings
from django.db import connection

from ayni.audit.actions import COLUMNS
from ayni.audit.models import Event
from ayni.lib.keys import keyring

from .echoes import Echo
from .sheets import Kind, Sheet

ROWS_AT_ONCE = 20_000


Render = Callable[[Sheet, str, Kind, Any], Any]
Texts = list[str | None]


class Rendered:
    """Columns as a database takes them. What echoes have in common is rendered once, also what is encrypted; and so is
    each moment of an echo."""

    def __init__(self, render: Render, moments: Callable[[Texts], Texts]) -> None:
        self.render, self.as_moments = render, moments
        self.known: dict[int, tuple[Any, Any]] = {}
        self.moments: tuple[Echo | None, Texts] = None, []

    def columns(self, echo: Echo, sheet: Sheet) -> list[Any]:
        return [self._column(echo, sheet, name) for name in sheet.columns]

    def _column(self, echo: Echo, sheet: Sheet, name: str) -> Any:
        column = sheet.columns[name]
        if column.kind is Kind.MOMENT:
            return list(map(self._moments_of(echo).__getitem__, echo.original.places[sheet.table, name]))
        values = echo.values(sheet, name)
        if values is not column.values:
            return self.render(sheet, name, column.kind, values)
        if id(values) not in self.known:
            self.known[id(values)] = values, self.render(sheet, name, column.kind, values)
        return self.known[id(values)][1]

    def _moments_of(self, echo: Echo) -> Texts:
        if self.moments[0] is not echo:
            self.moments = echo, self.as_moments(echo.moments())
        return self.moments[1]


def sealed(sheet: Sheet, name: str, texts: list[str | None]) -> list[bytes | None]:
    """Encrypted, as the field itself would."""
    context = sheet.columns[name].field.context  # type: ignore[attr-defined]
    said = [text.encode() for text in texts if text is not None]
    stored = iter(keyring(settings.AYNI_HOME).encrypt_all(said, context=context))
    return [None if text is None else next(stored) for text in texts]


class Sink(Protocol):
    def add(self, echo: Echo) -> int:
        """Put in all rows, and say how many."""
        ...

    def add_events(self, rows: Iterable[tuple[Any, ...]]) -> None:
        """Put in lines of the trail, as `chaining.chained` has them."""
        ...

    def close(self) -> None: ...


def columns_of(sheet: Sheet) -> list[str]:
    return [str(column.field.column) for column in sheet.columns.values()]


def quoted(names: Iterable[str]) -> str:
    return ", ".join(f'"{name}"' for name in names)


CONSTANTS = "constants"


class SqliteSink:
    """A database of its own, whose tables have the names and columns of ours and nothing else. What all rows have in
    common stands in a table of its own."""

    def __init__(self, path: Path) -> None:
        self.file = sqlite3.connect(path, isolation_level=None)
        for pragma in ("journal_mode=OFF", "synchronous=OFF", "locking_mode=EXCLUSIVE", "cache_size=-100000"):
            self.file.execute(f"PRAGMA {pragma}")
        self.file.execute("BEGIN")
        self.file.execute(f"CREATE TABLE {CONSTANTS} (of_table, name, value)")
        self.begun: set[str] = set()
        self.rendered = Rendered(_for_sqlite, lambda texts: texts)

    def add(self, echo: Echo) -> int:
        written = 0
        for sheet in echo.sheets():
            self._begin(sheet)
            values = self.rendered.columns(echo, sheet)
            marks = ", ".join("?" * len(values))
            self.file.executemany(f'INSERT INTO "{sheet.table}" VALUES ({marks})', zip(*values, strict=True))  # noqa: S608
            written += sheet.count
        return written

    def _begin(self, sheet: Sheet) -> None:
        if sheet.table in self.begun:
            return
        self.begun.add(sheet.table)
        self.file.execute(f'CREATE TABLE "{sheet.table}" ({quoted(columns_of(sheet))})')
        constants = [(sheet.table, name, value) for name, value in sheet.constants.items()]
        self.file.executemany(f"INSERT INTO {CONSTANTS} VALUES (?, ?, ?)", constants)  # noqa: S608 (our own name)

    def add_events(self, rows: Iterable[tuple[Any, ...]]) -> None:
        table, marks = Event._meta.db_table, ", ".join("?" * len(COLUMNS))
        self.file.execute(f'CREATE TABLE IF NOT EXISTS "{table}" ({quoted(COLUMNS)})')
        self.file.executemany(
            f'INSERT INTO "{table}" VALUES ({marks})',  # noqa: S608 (names of our own columns)
            (
                (seq, f"{at[:10]} {at[11:26]}", *said, thread and thread.replace("-", ""), *rest)
                for seq, at, *said, thread, purpose, details, previous, digest in rows
                for rest in ((purpose, details, previous, digest),)
            ),
        )

    def close(self) -> None:
        self.file.execute("COMMIT")
        self.file.close()


def _for_sqlite(sheet: Sheet, name: str, kind: Kind, values: Any) -> Any:
    return sealed(sheet, name, values) if kind is Kind.SEALED else values


class CopySink:
    """A folder with a file for each table, in the text format of COPY. Its first line names the columns."""

    def __init__(self, path: Path) -> None:
        self.folder = path
        path.mkdir()
        self.rendered = Rendered(_for_copy, _copied_moments)

    def add(self, echo: Echo) -> int:
        written = 0
        for sheet in echo.sheets():
            values = self.rendered.columns(echo, sheet)
            ending = "".join("\t" + copied(value) for value in sheet.constants.values()) + "\n"
            names = [*columns_of(sheet), *sheet.constants]
            self._append(sheet.table, names, map("\t".join, zip(*values, strict=True)), ending)
            written += sheet.count
        return written

    def _append(self, table: str, columns: Sequence[str], lines: Iterable[str], ending: str) -> None:
        with (self.folder / table).open("a", encoding="utf-8", newline="\n") as file:
            if not file.tell():
                file.write(quoted(columns) + "\n")
            rest = iter(lines)
            while batch := list(islice(rest, ROWS_AT_ONCE)):
                file.write(ending.join(batch) + ending)

    def add_events(self, rows: Iterable[tuple[Any, ...]]) -> None:
        self._append(Event._meta.db_table, COLUMNS, ("\t".join(map(copied, row)) for row in rows), "\n")

    def close(self) -> None:
        """Every file was closed when it was written."""


def _for_copy(sheet: Sheet, name: str, kind: Kind, values: Any) -> Any:
    if kind is Kind.SEALED:
        return ["\\N" if stored is None else "\\\\x" + stored.hex() for stored in sealed(sheet, name, values)]
    return [copied(value) for value in values]


def _copied_moments(texts: Texts) -> Texts:
    return ["\\N" if text is None else text + "+00" for text in texts]


_ESCAPED = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})


def copied(value: Any) -> str:
    """A value as COPY reads it."""
    if value is None:
        return "\\N"
    text = str(value)
    return text.translate(_ESCAPED) if "\\" in text or not text.isprintable() else text


SINKS: dict[str, Callable[[Path], Sink]] = {"sqlite": SqliteSink, "postgresql": CopySink}


def sink(path: Path) -> Sink:
    return SINKS[connection.vendor](path)
