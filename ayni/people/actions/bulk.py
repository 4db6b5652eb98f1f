"""Rows of the search index by the million: what each database takes fastest, in the caller's transaction."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from typing import Any, TypeVar

import numpy as np
from django.db import connection
from numpy.typing import NDArray

from ayni.people.queries.reading import RawId

T = TypeVar("T")
Ints = NDArray[np.integer[Any]]
_AT_ONCE = 100_000
_ROWS = 240
_KEY_COLUMNS = (("key", 8), ("born", 4), ("line", 8), ("office", 4))
_KEYS = "people_searchkey (key, born, line, office)"
_LINES = "people_nameline (id, person_id, words, born, office_id, keys)"


def batches(things: Iterable[T], size: int) -> Iterator[list[T]]:
    rest = iter(things)
    while batch := list(islice(rest, size)):
        yield batch


# Lines of names.


def reserve_lines(count: int) -> NDArray[np.int64]:
    """Numbers for so many new lines, higher than any before."""
    with connection.cursor() as cursor:
        return _RESERVE[connection.vendor](cursor, count)


def _after_the_last(cursor: Any, count: int) -> NDArray[np.int64]:
    """SQLite lets one write at a time, and remembers the highest number that there ever was."""
    cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = 'people_nameline'")
    last = cursor.fetchone()
    first = (last[0] if last else 0) + 1
    return np.arange(first, first + count, dtype=np.int64)


def _from_sequence(cursor: Any, count: int) -> NDArray[np.int64]:
    sequence = "nextval(pg_get_serial_sequence('people_nameline', 'id'))"
    cursor.execute(f"SELECT {sequence} FROM generate_series(1, %s)", [count])  # noqa: S608 - no value in it
    return np.sort(np.array([number for (number,) in cursor.fetchall()], dtype=np.int64))


_RESERVE: dict[str, Callable[[Any, int], NDArray[np.int64]]] = {
    "sqlite": _after_the_last,
    "postgresql": _from_sequence,
}


_ID: dict[str, Callable[[RawId], Any]] = {
    "sqlite": lambda pk: pk if isinstance(pk, str) else pk.hex,
    "postgresql": lambda pk: pk,
}
"""An id as the database keeps it: asking the field for each takes longer than writing the row."""


NewLine = tuple[RawId, str, int, int, bytes]
"""Of whom, how the name sounds, the day of birth, the office, the keys."""


def write_lines(numbers: Ints, lines: Sequence[NewLine]) -> None:
    stored = _ID[connection.vendor]
    rows = [(number, stored(line[0]), *line[1:]) for number, line in zip(numbers.tolist(), lines, strict=True)]
    with connection.cursor() as cursor:
        _WRITE_LINES[connection.vendor](cursor, rows)


def _insert_lines(cursor: Any, rows: list[tuple[Any, ...]]) -> None:
    cursor.executemany(f"INSERT INTO {_LINES} VALUES (%s, %s, %s, %s, %s, %s)", rows)  # noqa: S608 - no value in it


def _copy_lines(cursor: Any, rows: list[tuple[Any, ...]]) -> None:
    with cursor.copy(f"COPY {_LINES} FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)


_WRITE_LINES: dict[str, Callable[[Any, list[tuple[Any, ...]]], None]] = {
    "sqlite": _insert_lines,
    "postgresql": _copy_lines,
}


# Keys, in the order of the table.


def write_keys(key: Ints, born: Ints, line: Ints, office: Ints) -> None:
    with connection.cursor() as cursor:
        for first in range(0, len(key), _AT_ONCE):
            part = slice(first, first + _AT_ONCE)
            _WRITE_KEYS[connection.vendor](cursor, [column[part] for column in (key, born, line, office)])


def _insert_keys(cursor: Any, columns: list[Ints]) -> None:
    """Many rows in a statement take two thirds of the time. SQLite may be built to take no more than 999 values."""
    values = np.stack(columns, axis=1)
    whole = len(values) - len(values) % _ROWS
    for rows, part in ((_ROWS, values[:whole]), (1, values[whole:])):
        places = ", ".join(["(%s, %s, %s, %s)"] * rows)
        flat = part.reshape(-1, 4 * rows).tolist()
        cursor.executemany(f"INSERT INTO {_KEYS} VALUES {places}", flat)  # noqa: S608 - no value in it


def _copy_keys(cursor: Any, columns: list[Ints]) -> None:
    """PostgreSQL's binary form: of each row how many values there are, and each value after its length."""
    kinds: list[tuple[str, str]] = [("values", ">i2")]
    for name, size in _KEY_COLUMNS:
        kinds += [(f"{name} length", ">i4"), (name, f">i{size}")]
    rows = np.empty(len(columns[0]), dtype=np.dtype(kinds))
    rows["values"] = len(_KEY_COLUMNS)
    for (name, size), column in zip(_KEY_COLUMNS, columns, strict=True):
        rows[f"{name} length"], rows[name] = size, column
    with cursor.copy(f"COPY {_KEYS} FROM STDIN (FORMAT BINARY)") as copy:
        copy.write(b"PGCOPY\n\xff\r\n\0" + bytes(8) + rows.tobytes() + b"\xff\xff")


_WRITE_KEYS: dict[str, Callable[[Any, list[Ints]], None]] = {"sqlite": _insert_keys, "postgresql": _copy_keys}
