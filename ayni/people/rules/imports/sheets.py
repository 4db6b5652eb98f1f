"""Spreadsheets (XLSX): values as a person sees them, dates as dates, numbers as they were typed."""

import warnings
import zipfile
from collections.abc import Iterator
from contextlib import suppress
from datetime import date, datetime, time
from functools import partial
from itertools import islice
from typing import Any
from xml.etree.ElementTree import ParseError

from defusedxml.common import DefusedXmlException
from django.utils.translation import gettext as _

from .archives import open_archive
from .guessing import guess
from .headers import Names, find_headers
from .tables import LOOKED_AT, MOST_COLUMNS, CannotRead, Form, Opener, Row, Table, below, check_width

_BROKEN = (KeyError, ValueError, TypeError, AttributeError, IndexError, ParseError, DefusedXmlException, OSError)
_BROKEN_ZIP = (*_BROKEN, zipfile.BadZipFile)
MOST_EMPTY = 2_000
"""Empty rows one after the other: behind them nothing is sought, because a formatted sheet has a million."""


def read_sheets(opener: Opener, sheet: str = "", named: Names = guess) -> Table:
    book = _open(opener)
    names = tuple(s.title for s in book.worksheets)
    book.close()
    if {"survey", "choices"} <= {name.lower() for name in names}:
        raise CannotRead(
            _("This is a form (XLSForm), not the answers to it. Import the answers, and give the form beside them.")
        )
    chosen = sheet if sheet in names else _fullest(opener, names)
    rows = partial(_rows, opener, chosen)
    headers = find_headers(list(islice(rows(), LOOKED_AT)), named)
    notices = list(headers.notices)
    if len(names) > 1:
        notices.append(_("The file has %(count)s sheets; this is the sheet “%(sheet)s”.")
                       % {"count": len(names), "sheet": chosen})  # fmt: skip
    return Table("XLSX", headers.names, lambda: below(rows(), headers.below), tuple(notices), names)


def _open(opener: Opener) -> Any:
    from openpyxl import load_workbook  # noqa: PLC0415 - every process of Ayni has this module, and few read a sheet

    file = opener()
    try:
        with open_archive(file):
            pass
        file.seek(0)
        with warnings.catch_warnings():
            # Styles and validations that openpyxl does not keep: nothing that is read here.
            warnings.simplefilter("ignore")
            return load_workbook(file, read_only=True, data_only=True, keep_links=False)
    except CannotRead:
        file.close()
        raise
    except _BROKEN_ZIP as error:
        file.close()
        raise CannotRead(
            _("The spreadsheet cannot be read: it is damaged, or not really one. Save it again as XLSX or CSV.")
        ) from error


def _fullest(opener: Opener, names: tuple[str, ...]) -> str:
    """The first sheet with rows that look like a table; cover pages and instructions have a few words."""
    if not names:
        raise CannotRead(_("The spreadsheet has no sheet with cells."))
    for name in names:
        rows = list(islice(_rows(opener, name), LOOKED_AT))
        if sum(1 for row in rows if sum(map(bool, row.cells)) > 1) > 1:
            with suppress(CannotRead):
                find_headers(rows)
                return name
    return names[0]


def _rows(opener: Opener, sheet: str) -> Iterator[Row]:
    book, blank = _open(opener), 0
    try:
        page = book[sheet]
        # The size that the file claims may be a million empty rows.
        page.reset_dimensions()
        for number, values in enumerate(page.iter_rows(values_only=True), 1):
            if len(values) > MOST_COLUMNS:
                check_width(max((i for i, v in enumerate(values, 1) if v is not None), default=0))
            cells = [_as_text(value) for value in values]
            if any(cells):
                blank = 0
                yield Row(number, cells)
            elif number <= LOOKED_AT:
                yield Row(number, [])
            else:
                blank += 1
                if blank > MOST_EMPTY:
                    return
    except _BROKEN_ZIP as error:
        raise CannotRead(
            _("The spreadsheet cannot be read: it is damaged, or not really one. Save it again as XLSX or CSV.")
        ) from error
    finally:
        book.close()


def _as_text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ", "minutes")
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, float):
        # 12 345 678 typed as a number is kept as 12345678.0.
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    return str(value).strip()


def read_form(opener: Opener) -> Form:
    """An XLSForm: labels of questions and of choices. Where it has several languages, the first."""
    book = _open(opener)
    try:
        sheets = {s.title.lower(): s for s in book.worksheets}
        if not {"survey", "choices"} <= set(sheets):
            raise CannotRead(_("This is no XLSForm: it has no sheets “survey” and “choices”."))
        lists: dict[str, dict[str, str]] = {}
        for row in _named(sheets["choices"]):
            lists.setdefault(row.get("list_name", row.get("list name", "")), {})[row.get("name", "")] = _label(row)
        labels, choices = {}, {}
        for row in _named(sheets["survey"]):
            kind, name = row.get("type", "").split(), row.get("name", "")
            if name and kind:
                labels[name] = _label(row)
                if kind[0] in {"select_one", "select_multiple"} and len(kind) > 1:
                    choices[name] = lists.get(kind[1], {})
        return Form(labels, choices)
    except _BROKEN_ZIP as error:
        raise CannotRead(_("The form cannot be read. Save it again as XLSX.")) from error
    finally:
        book.close()


def _named(page: Any) -> Iterator[dict[str, str]]:
    page.reset_dimensions()
    rows = islice(page.iter_rows(values_only=True), 20_000)
    names = [_as_text(value).lower() for value in next(rows, ())]
    for values in rows:
        yield {name: _as_text(value) for name, value in zip(names, values, strict=False) if name}


def _label(row: dict[str, str]) -> str:
    return row.get("label") or next((v for k, v in row.items() if k.startswith("label") and v), "")
