"""Reading the reference data: every cell of every file is checked before anything is written, and whatever is wrong is
named by file, line and column, with what was expected there."""

import csv
import hashlib
import io
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from ayni.lib.errors import RuleBroken

MOST = 30
"""Problems printed at once. The rest is counted."""


@dataclass(frozen=True)
class Problem:
    file: str
    line: int
    column: str
    found: str
    expected: str

    def __str__(self) -> str:
        place = _("%(file)s, line %(line)s, column “%(column)s”") if self.column else _("%(file)s, line %(line)s")
        says = _("it says “%(found)s”, expected %(expected)s") % {"found": self.found[:80], "expected": self.expected}
        return f"{place % {'file': self.file, 'line': self.line, 'column': self.column}}: {says}."


class BrokenTables(RuleBroken):
    """Nothing was loaded. The message names every place to mend."""

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = problems
        lines = [_("The reference data was not loaded; nothing has changed. Mend these places and load it again:")]
        lines += [f"  {problem}" for problem in problems[:MOST]]
        if len(problems) > MOST:
            lines.append(_("  … and %(count)s more.") % {"count": len(problems) - MOST})
        super().__init__("\n".join(lines))


class Expected(ValueError):
    """What should have stood in a cell."""


Check = Callable[[str], Any]


def text(longest: int = 300) -> Check:
    def check(cell: str) -> str:
        if len(cell) > longest:
            raise Expected(_("at most %(longest)s characters") % {"longest": longest})
        return cell

    return check


def code(longest: int = 24) -> Check:
    def check(cell: str) -> str:
        if cell and not re.fullmatch(rf"[A-Za-z0-9][A-Za-z0-9._-]{{0,{longest - 1}}}", cell):
            raise Expected(_("a code of at most %(longest)s letters, digits, dots and dashes") % {"longest": longest})
        return cell

    return check


def digits(count: int) -> Check:
    def check(cell: str) -> str:
        if cell and not re.fullmatch(rf"[0-9]{{{count}}}", cell):
            raise Expected(_("a code of %(count)s digits") % {"count": count})
        return cell

    return check


def whole(least: int = 0, most: int = 32767) -> Check:
    def check(cell: str) -> int | None:
        if not cell:
            return None
        if not re.fullmatch(r"-?[0-9]{1,9}", cell) or not least <= int(cell) <= most:
            raise Expected(_("a whole number from %(least)s to %(most)s") % {"least": least, "most": most})
        return int(cell)

    return check


def decimal(least: float, most: float) -> Check:
    def check(cell: str) -> float | None:
        if not cell:
            return None
        if not re.fullmatch(r"-?[0-9]+(\.[0-9]+)?", cell) or not least <= float(cell) <= most:
            raise Expected(_("a number from %(least)s to %(most)s") % {"least": least, "most": most})
        return float(cell)

    return check


def day(cell: str) -> date | None:
    if not cell:
        return None
    try:
        return date.fromisoformat(cell)
    except ValueError:
        raise Expected(_("a day written as 2026-11-22")) from None


def one_of(values: Iterable[str]) -> Check:
    allowed = list(values)

    def check(cell: str) -> str:
        if cell and cell not in allowed:
            raise Expected(_("one of: %(values)s") % {"values": ", ".join(allowed)})
        return cell

    return check


def yes_or_no(cell: str) -> bool:
    if cell not in {"yes", "no"}:
        raise Expected(_("yes or no"))
    return cell == "yes"


def pattern(cell: str) -> str:
    try:
        re.compile(cell)
    except re.error:
        raise Expected(_("a regular expression")) from None
    return cell


@dataclass(frozen=True)
class Column:
    name: str
    check: Check = text()
    required: bool = False
    refers: str = ""
    """The file whose first column must hold this code."""
    many: bool = False
    """Several values, separated by |."""


@dataclass(frozen=True)
class File:
    """What a file must look like. Columns that are not named here are read and left alone."""

    name: str
    columns: tuple[Column, ...]
    key: tuple[str, ...] = ()
    """The columns that together may not repeat; the first column if none is named."""
    checks: tuple[Callable[["Table"], list[Problem]], ...] = ()


@dataclass(frozen=True)
class Row:
    line: int
    cells: dict[str, Any]

    def __getitem__(self, name: str) -> Any:
        return self.cells[name]


@dataclass(frozen=True)
class Table:
    file: str
    rows: list[Row] = field(default_factory=list)

    def __iter__(self) -> Iterator[Row]:
        return iter(self.rows)

    def column(self, name: str) -> set[str]:
        return {row[name] for row in self.rows}

    def problem(self, row: Row, column: str, expected: str) -> Problem:
        return Problem(self.file, row.line, column, str(row.cells.get(column, "")), expected)


Tables = Mapping[str, Table]


def read(folder: Path, files: Iterable[File]) -> Tables:
    """All the files, every cell as the value its column holds. Raises BrokenTables with all that is wrong."""
    problems: list[Problem] = []
    tables: dict[str, Table] = {}
    wanted = list(files)
    for file in wanted:
        tables[file.name] = _read(folder, file, problems)
    if not problems:
        # A row that could not be read would make every row that refers to it look wrong too.
        codes = {file.name: tables[file.name].column(file.columns[0].name) for file in wanted}
        for file in wanted:
            problems += _dangling(file, tables[file.name], codes)
            problems += [problem for check in file.checks for problem in check(tables[file.name])]
    if problems:
        raise BrokenTables(problems)
    return tables


def _read(folder: Path, file: File, problems: list[Problem]) -> Table:
    table = Table(file.name)
    try:
        content = (folder / file.name).read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        problems.append(Problem(file.name, 0, "", _("no file"), _("a file of this name in the data folder")))
        return table
    except UnicodeDecodeError as wrong:
        line = (folder / file.name).read_bytes()[: wrong.start].count(b"\n") + 1
        problems.append(Problem(file.name, line, "", _("bytes that are not UTF-8"), _("text in UTF-8")))
        return table
    reader = csv.reader(io.StringIO(content, newline=""), strict=True)
    try:
        header = next(reader, [])
        astray = [column.name for column in file.columns if header.count(column.name) != 1]
        problems += [Problem(file.name, 1, name, ",".join(header), _("one column of this name")) for name in astray]
        if not astray:
            _read_rows(file, header, reader, table, problems)
    except csv.Error as wrong:
        problems.append(Problem(file.name, reader.line_num, "", str(wrong), _("rows as CSV writes them")))
    return table


def _read_rows(file: File, header: list[str], reader: Any, table: Table, problems: list[Problem]) -> None:
    key = file.key or (file.columns[0].name,)
    seen: dict[tuple[Any, ...], int] = {}
    after = reader.line_num
    for cells in reader:
        line, after = after + 1, reader.line_num
        if not cells:
            continue
        if len(cells) != len(header):
            found = _("%(count)s cells") % {"count": len(cells)}
            problems.append(Problem(file.name, line, "", found, _("%(count)s cells") % {"count": len(header)}))
            continue
        row = Row(line, dict(zip(header, cells, strict=True)))
        wrong = [problem for column in file.columns if (problem := _parse(file.name, row, column))]
        problems += wrong
        if wrong:
            continue
        mine = tuple(row[name] if isinstance(row[name], str | int) else str(row[name]) for name in key)
        if mine in seen:
            expected = _("a key that no other row has (line %(line)s has it)") % {"line": seen[mine]}
            problems.append(Problem(file.name, line, key[0], "|".join(map(str, mine)), expected))
        seen.setdefault(mine, line)
        table.rows.append(row)


def _parse(file: str, row: Row, column: Column) -> Problem | None:
    """Put the value in the place of the cell, or say what was expected."""
    cell = row.cells[column.name].strip()
    if "\0" in cell:
        return Problem(file, row.line, column.name, cell.replace("\0", "␀"), _("text without null characters"))
    if column.required and not cell:
        return Problem(file, row.line, column.name, "", _("something: this cell may not be empty"))
    try:
        if column.many:
            row.cells[column.name] = [column.check(part) for part in cell.split("|") if part]
        else:
            row.cells[column.name] = column.check(cell)
    except Expected as expected:
        return Problem(file, row.line, column.name, cell, str(expected))
    return None


def _dangling(file: File, table: Table, codes: Mapping[str, set[str]]) -> list[Problem]:
    """Codes that stand in no row of the file they refer to."""
    found = []
    for column in file.columns:
        known = codes.get(column.refers)
        if known is None:
            continue
        expected = _("a code of %(file)s") % {"file": column.refers}
        for row in table:
            said = row[column.name] if column.many else [row[column.name]]
            found += [Problem(file.name, row.line, column.name, c, expected) for c in said if c and c not in known]
    return found


def digest(values: Mapping[str, Any]) -> str:
    """How the loader sees that a row says the same as before."""
    written = json.dumps(values, sort_keys=True, ensure_ascii=False, default=str)
    return hashlib.sha256(written.encode()).hexdigest()
