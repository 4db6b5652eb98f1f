"""A filled return read back: CSV or spreadsheet, words or codes, Spanish or English. It comes out as rows of codes, or
with a sentence for each row that is wrong."""

import csv
import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from ayni.codelists.rules import fold
from ayni.lib.errors import RuleBroken

from .listed import RETURN, Codes, Column, Entries, Kind

VALUE = "OBS_VALUE"
MOST = 200_000
"""Rows. A return of every district and nationality of a year has fewer."""


class CannotRead(RuleBroken):
    """No return at all. The sentence says what to do."""


class Fault(NamedTuple):
    row: int
    """As the spreadsheet numbers them."""
    sentence: str


@dataclass
class Filled:
    rows: list[dict[str, str]] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)

    @property
    def people(self) -> int:
        return sum(int(row[VALUE]) for row in self.rows)

    def as_csv(self) -> bytes:
        """With codes, as Table Schema asks for it."""
        out = io.StringIO()
        writer = csv.DictWriter(out, [one.name for one in RETURN.columns], lineterminator="\r\n")
        writer.writeheader()
        writer.writerows(self.rows)
        return out.getvalue().encode()


def read(data: bytes, entries: Entries) -> Filled:
    """Raises CannotRead for what is no return."""
    lines = _sheet(data) if data.startswith(b"PK") else _separated(data)
    number, heads = next(lines, (0, []))
    names = _named(heads)
    known = {code: _known(entries, code) for code in {one.codes for one in RETURN.columns if one.codes}}
    filled, seen = Filled(), dict[tuple[str, ...], int]()
    for number, cells in lines:
        if number > MOST:
            raise CannotRead(_("A return has %(most)s rows at most. Send it in parts.") % {"most": MOST})
        if not any(cells):
            continue
        said = dict(zip(names, cells, strict=False))
        row, faults = _judged({one.name: said.get(one.name, "") for one in RETURN.columns}, known)
        key = tuple(row.get(name, "") for name in RETURN.key)
        if not faults and key in seen:
            faults = [_("Row %(other)s says the same combination. Leave one of them.") % {"other": seen[key]}]
        if faults:
            filled.faults += [Fault(number, sentence) for sentence in faults]
            continue
        seen[key] = number
        filled.rows.append(row)
    return filled


def _named(heads: list[str]) -> list[str]:
    """The columns under these headings, by name or by title in either language."""
    titles = {fold(text): one.name for one in RETURN.columns for text in (one.name, *one.title.values())}
    names = [titles.get(fold(text), "") for text in heads]
    if missing := [one for one in RETURN.columns if one.name not in names]:
        raise CannotRead(
            _("This is no return: it has no column “%(name)s”. Fill the template, whose headings stay as they are.")
            % {"name": _title(missing[0])}
        )
    return names


def _known(entries: Entries, code: Codes) -> Mapping[str, str]:
    """What may be written for a code, folded."""
    found = {fold(one.code): one.code for one in entries[code]}
    if code is not Codes.DISTRICT:
        found |= {fold(text): one.code for one in entries[code] for text in one.label.values()}
    return found


def _judged(typed: dict[str, str], known: Mapping[Codes, Mapping[str, str]]) -> tuple[dict[str, str], list[str]]:
    row, faults = dict[str, str](), list[str]()
    for name, text in typed.items():
        column = RETURN.column(name)
        found = _value(column, text.strip(), known)
        if found is None:
            faults.append(_sentence(column, text.strip()))
        else:
            row[name] = found
    return row, faults


def _value(column: Column, text: str, known: Mapping[Codes, Mapping[str, str]]) -> str | None:
    if column.codes:
        # A spreadsheet takes the first nought of 010101 away.
        padded = text.zfill(6) if column.codes is Codes.DISTRICT and re.fullmatch(r"\d{5}", text) else text
        return known[column.codes].get(fold(padded)) if padded else None
    if column.kind is Kind.WHOLE:
        return str(int(text)) if re.fullmatch(r"[0-9]{1,9}", text) else None
    return text if re.fullmatch(column.pattern, text) else None


def _sentence(column: Column, text: str) -> str:
    told = {"title": _title(column), "text": text[:40]}
    if not text:
        return _("“%(title)s” is empty.") % told
    if column.codes is Codes.DISTRICT:
        return _("“%(text)s” is no ubigeo of INEI's list. RENIEC's look alike and mean other places.") % told
    if column.codes:
        return _("“%(text)s” is not in the list of “%(title)s”. Choose it from the sheet of codes.") % told
    if column.kind is Kind.WHOLE:
        return _("“%(text)s” is no number of people: write it in digits, without points or decimals.") % told
    return _("“%(text)s” is no period: write 2026, 2026-Q3 or 2026-09.") % told


def _title(column: Column) -> str:
    return column.title["es" if (get_language() or "").startswith("es") else "en"]


def _separated(data: bytes) -> Iterator[tuple[int, list[str]]]:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        # What Excel writes as CSV in Peru.
        text = data.decode("cp1252", errors="replace")
    mark = ";" if text.partition("\n")[0].count(";") > text.partition("\n")[0].count(",") else ","
    try:
        yield from enumerate(csv.reader(io.StringIO(text), delimiter=mark), start=1)
    except csv.Error as error:
        raise CannotRead(_("The file cannot be read. Save it again as XLSX or CSV.")) from error


def _sheet(data: bytes) -> Iterator[tuple[int, list[str]]]:
    from openpyxl import load_workbook  # noqa: PLC0415 - few commands read a sheet

    try:
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
        yield from enumerate(([_text(one) for one in row] for row in book.worksheets[0].values), start=1)
    except (zipfile.BadZipFile, KeyError, ValueError, IndexError, OSError) as error:
        raise CannotRead(_("The file cannot be read. Save it again as XLSX or CSV.")) from error


def _text(value: Any) -> str:
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return "" if value is None else str(value)
