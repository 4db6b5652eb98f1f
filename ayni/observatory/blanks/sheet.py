"""A blank table as a spreadsheet: what is filled first, then how, then what each column is, then all codes. One table
a sheet, each with its headings in the first row, as a reader of screens needs it."""

import io
from collections.abc import Iterable, Sequence
from typing import Any

import openpyxl
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.table import Table, TableStyleInfo

from ..formats.plain import harmless
from .listed import LISTS, PERIOD, Blank, Codes, Column, Entries, Kind, used

SHEETS = {
    "es": ("Para llenar", "Instrucciones", "Columnas", "Códigos"),
    "en": ("To fill", "Instructions", "Columns", "Codes"),
}
HEADS = {
    "es": (
        ("Columna", "En CSV", "Obligatoria", "Dato personal", "Qué va en ella", "Lista"),
        ("Lista", "Código", "Palabra"),
    ),
    "en": (("Column", "In CSV", "Required", "Personal", "What goes in it", "List"), ("List", "Code", "Word")),
}  # fmt: skip
YES_NO = {"es": ("sí", "no"), "en": ("yes", "no")}
WRONG = {
    "es": "Esto no está en la lista. Elija de ella, o deje vacío lo que no se sabe.",
    "en": "This is not in the list. Choose from it, or leave empty what is not known.",
}
ROWS = 5_000
"""So many rows are ready to be filled: with their lists, and with what a wrong entry is told."""
WIDTHS = {0: (18,), 1: (100,), 2: (28, 22, 14, 16, 80, 30), 3: (32, 12, 60)}
TEXT, DAY = "@", "dd/mm/yyyy"
LINE = 15
"""Points that a line of text is high."""


def write(blank: Blank, entries: Entries, language: str) -> bytes:
    book = openpyxl.Workbook()
    book.properties.title, book.properties.language = blank.title[language], language
    names, heads = SHEETS[language], HEADS[language]
    pages = [book.active, *(book.create_sheet() for _name in names[1:])]
    for page, name in zip(pages, names, strict=True):
        page.title = name
    _table(pages[0], [[one.title[language] for one in blank.columns]], f"{blank.code}_datos")
    _instructions(pages[1], blank, language)
    _table(pages[2], [heads[0], *_columns(blank, language)], f"{blank.code}_columnas")
    codes = [row for one in used(blank) for row in _codes(entries, one, language)]
    _table(pages[3], [heads[1], *codes], f"{blank.code}_codigos")
    _to_be_filled(pages[0], blank, _where(blank, entries, names[3]), language)
    for place, page in enumerate(pages):
        _laid(page, WIDTHS[place] if place else (18,) * len(blank.columns))
    for place in (1, 2):
        _wrapped(pages[place], WIDTHS[place])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _table(page: Any, rows: Iterable[Sequence[str]], name: str) -> None:
    """A table that the spreadsheet knows as one; what is still empty has one row."""
    for row in rows:
        page.append([harmless(text) for text in row])
    last = max(page.max_row, 2)
    made = Table(displayName=name, ref=f"A1:{get_column_letter(page.max_column)}{last}")
    made.tableStyleInfo = TableStyleInfo(name="TableStyleLight1", showRowStripes=True)
    page.add_table(made)
    page.freeze_panes = "A2"


def _laid(page: Any, widths: Sequence[int]) -> None:
    for place, width in enumerate(widths, start=1):
        page.column_dimensions[get_column_letter(place)].width = width
    for cell in page[1]:
        cell.font = Font(bold=True)
        cell.alignment = Alignment(wrap_text=True, vertical="top")
    # On paper as wide as the sheet, with the headings on each page.
    page.page_setup.orientation, page.page_setup.fitToWidth, page.page_setup.fitToHeight = "landscape", 1, 0
    page.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    page.print_title_rows = "1:1"


def _wrapped(page: Any, widths: Sequence[int]) -> None:
    """Texts in full: not every program makes a row as high as what stands in it."""
    for row in page.iter_rows():
        lines = [-(-len(str(cell.value or "")) // (width - 6)) for cell, width in zip(row, widths, strict=False)]
        page.row_dimensions[row[0].row].height = LINE * max(lines)
        for cell in row:
            cell.alignment = Alignment(wrap_text=True, vertical="top")


def _instructions(page: Any, blank: Blank, language: str) -> None:
    for text in (blank.title, blank.about, *blank.how):
        page.append([text[language]])


def _columns(blank: Blank, language: str) -> Iterable[list[str]]:
    yes, no = YES_NO[language]
    for one in blank.columns:
        listed = LISTS[one.codes][language] if one.codes else ""
        yield [
            one.title[language], one.name, yes if one.is_required else no, yes if one.is_personal else no,
            one.says[language], listed,
        ]  # fmt: skip


def _codes(entries: Entries, code: Codes, language: str) -> Iterable[list[str]]:
    name = LISTS[code][language]
    return ([name, one.code, one.label[language]] for one in entries[code])


def _where(blank: Blank, entries: Entries, sheet: str) -> dict[Codes, str]:
    """Where in the sheet of codes a list stands: its words, and of districts its codes, since many share a name."""
    found, row = {}, 2
    for code in used(blank):
        last = row + len(entries[code]) - 1
        letter = "B" if code is Codes.DISTRICT else "C"
        found[code] = f"'{sheet}'!${letter}${row}:${letter}${last}"
        row = last + 1
    return found


def _to_be_filled(page: Any, blank: Blank, where: dict[Codes, str], language: str) -> None:
    for place, one in enumerate(blank.columns, start=1):
        letter = get_column_letter(place)
        allowed = _allowed(one, where, letter)
        allowed.promptTitle, allowed.prompt = one.title[language][:32], one.says[language][:255]
        allowed.errorTitle = one.title[language][:32]
        allowed.error = (WRONG[language] if one.codes else one.says[language])[:225]
        allowed.showInputMessage = allowed.showErrorMessage = True
        allowed.add(f"{letter}2:{letter}{ROWS + 1}")
        page.add_data_validation(allowed)
        shape = DAY if one.kind is Kind.DAY else "0" if one.kind is Kind.WHOLE else TEXT
        page.column_dimensions[letter].number_format = shape


def _allowed(one: Column, where: dict[Codes, str], letter: str) -> DataValidation:
    if one.codes:
        return DataValidation(type="list", formula1=where[one.codes], allow_blank=not one.is_required)
    if one.kind is Kind.DAY:
        # Days as a spreadsheet counts them: 1 January 1900 to 31 December 2099.
        return DataValidation(type="date", operator="between", formula1="1", formula2="73050", allow_blank=True)
    if one.kind is Kind.WHOLE:
        return DataValidation(type="whole", operator="between", formula1="0", formula2="10000000", allow_blank=True)
    if one.pattern == PERIOD:
        return DataValidation(type="custom", formula1=f"OR(LEN({letter}2)=4,LEN({letter}2)=7)", allow_blank=True)
    return DataValidation(type="textLength", operator="lessThanOrEqual", formula1="120", allow_blank=True)
