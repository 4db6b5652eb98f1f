"""A report as a sheet and as a document, drawn from its contents alone."""

import io
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

import docx
import openpyxl
from django.utils.formats import number_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from ayni.design.words import moment

from . import words
from .models import Report
from .standing import LIGHTS

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
NOTHING = "\N{EN DASH}"
FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""What a sheet would run: such a text gets an apostrophe before it."""


def shown(value: float | None, unit: str) -> str:
    """A value in its unit, as pages and papers say it. Rounded here: Django cuts off what it does not print."""
    if value is None:
        return NOTHING
    if unit == "PERCENT":
        return f"{number_format(round(100 * value, 1), decimal_pos=1, force_grouping=True)}\N{NO-BREAK SPACE}%"
    whole = float(value).is_integer() or unit in {"PEOPLE", "EVENTS"}
    return str(number_format(round(value, 1), decimal_pos=0 if whole else 1, force_grouping=True))


def change(value: float | None, unit: str) -> str:
    if value is None:
        return NOTHING
    said = shown(abs(value), unit)
    if unit == "PERCENT":
        said = _("%(points)s points") % {"points": number_format(round(100 * abs(value), 1), decimal_pos=1)}
    return ("+" if value > 0 else "\N{MINUS SIGN}" if value < 0 else "") + said


def safe(value: Any) -> Any:
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA) else value


def narrative(report: Report) -> list[tuple[str, str]]:
    """The titles of what was written, with the words; what is empty is left out."""
    said = [
        (_("Achievements"), report.achievements), (_("Difficulties"), report.difficulties),
        (_("Lessons"), report.lessons), (_("Next steps"), report.next_steps),
    ]  # fmt: skip
    return [(title, text) for title, text in said if text.strip()]


def facts_of(report: Report) -> list[tuple[str, str]]:
    """What a reader has to know to find the report and check it."""
    said = report.contents
    rows = [
        (_("Number"), f"{report.number}, {_('revision')} {report.revision}"),
        (_("Period"), said["period"]["label"]),
        (_("Framework"), said["framework"]["name"]),
        (_("Territory"), said["department"]["name"] or _("The whole country")),
        (_("Prepared for"), report.donor),
        (_("State"), str(report.get_state_display())),
        (_("Facts of"), moment(localtime(datetime.fromisoformat(said["as_of"])))),
        (_("Build"), report.build),
        (_("Checksum"), report.checksum),
        (_("What this revision corrects"), report.reason),
    ]
    return [(name, value) for name, value in rows if value]


COLUMNS = ("code", "name", "unit", "value", "before", "change", "baseline", "target", "progress", "light")


def titles() -> list[str]:
    return [
        _("Code"), _("Indicator"), _("Unit"), _("Value"), _("Period before"), pgettext("numbers", "Change"),
        _("Baseline"), _("Next target"), _("Of the way, in percent"), _("Light"),
    ]  # fmt: skip


def table_rows(report: Report) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """The heading of each part of the framework, and its indicators."""
    said = report.contents
    for section in said["sections"]:
        rows = [{"code": code} | said["indicators"][code] for code in section["indicators"]]
        yield f"{section['number'] or section['code']} {section['label']}", rows


def as_xlsx(report: Report) -> bytes:
    """Numbers as numbers, so that whoever gets the sheet can go on with them."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = pgettext("results", "Report")
    bold = Font(bold=True)
    sheet.append([safe(report.title)])
    sheet["A1"].font = Font(bold=True, size=14)
    for name, value in [*facts_of(report), *narrative(report)]:
        sheet.append([name, safe(value)])
    _sheet_of_indicators(book, report, bold)
    missing = book.create_sheet(_("Not measured"))
    missing.append([_("Code"), _("Indicator"), _("Why")])
    for row in report.contents["unmeasured"]:
        missing.append([row["code"], safe(row["name"]), safe(row["why"])])
    months = book.create_sheet(_("By month"))
    months.append([_("Code"), _("Month"), _("Value")])
    for code, points in report.contents["trend"].items():
        for month, value in points:
            months.append([code, date.fromisoformat(month), value])
    for page in (missing, months):
        for cell in page[1]:
            cell.font = bold
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _sheet_of_indicators(book: Any, report: Report, bold: Font) -> None:
    page = book.create_sheet(_("Indicators"))
    page.append([_("Node"), *titles(), _("Numerator"), _("Denominator"), _("Why not")])
    for cell in page[1]:
        cell.font = bold
    for node, rows in table_rows(report):
        for row in rows:
            cells = [str(LIGHTS[row["light"]]) if name == "light" else row[name] for name in COLUMNS]
            page.append([safe(cell) for cell in [node, *cells, row["numerator"], row["denominator"], row["why"]]])
    page.freeze_panes = "D2"
    for number, width in enumerate((40, 12, 48, 10, *([13] * 8), 40), start=1):
        page.column_dimensions[get_column_letter(number)].width = width


def as_docx(report: Report) -> bytes:
    """A document that whoever gets it may go on writing in: headings, paragraphs and tables, no pictures."""
    paper = docx.Document()
    paper.core_properties.title, paper.core_properties.author = report.title, "Ayni"
    paper.add_heading(report.title, level=0)
    _docx_table(paper, [], [list(row) for row in facts_of(report)])
    for title, text in narrative(report):
        paper.add_heading(title, level=1)
        for paragraph in text.splitlines():
            paper.add_paragraph(paragraph)
    paper.add_heading(_("Indicators"), level=1)
    head = [_("Indicator"), _("Value"), _("Period before"), pgettext("numbers", "Change"), _("Next target"), _("Light")]
    for node, rows in table_rows(report):
        paper.add_heading(node, level=2)
        _docx_table(paper, head, [_docx_row(row) for row in rows])
    paper.add_heading(_("What could not be measured"), level=1)
    missing = [[row["code"], row["name"], row["why"]] for row in report.contents["unmeasured"]]
    _docx_table(paper, [_("Code"), _("Indicator"), _("Why")], missing)
    paper.add_heading(_("Month by month"), level=1)
    _docx_months(paper, report)
    out = io.BytesIO()
    paper.save(out)
    return out.getvalue()


def _docx_row(row: dict[str, Any]) -> list[str]:
    unit = row["unit"]
    return [
        f"{row['code']} {row['name']}", shown(row["value"], unit), shown(row["before"], unit),
        change(row["change"], unit), shown(row["target"], unit), str(LIGHTS[row["light"]]),
    ]  # fmt: skip


def _docx_months(paper: Any, report: Report) -> None:
    """The table that stands for the charts: a document that is edited keeps no drawing up to date."""
    trend = report.contents["trend"]
    months = sorted({month for points in trend.values() for month, _value in points})[-6:]
    rows = []
    for code, points in trend.items():
        known, unit = dict(points), report.contents["indicators"][code]["unit"]
        rows.append([code, *(shown(known.get(month), unit) for month in months)])
    _docx_table(paper, [_("Code"), *(words.month(month) for month in months)], rows)


def _docx_table(paper: Any, head: list[str], rows: list[list[str]]) -> None:
    if not rows:
        paper.add_paragraph(_("Nothing."))
        return
    table = paper.add_table(rows=0, cols=len(rows[0]), style="Table Grid")
    for cells in [head, *rows] if head else rows:
        for cell, text in zip(table.add_row().cells, cells, strict=True):
            cell.text = str(text)
            if cells is head:
                cell.paragraphs[0].runs[0].bold = True
