"""A report as a sheet and as a document, drawn from its contents alone."""

import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import docx
import openpyxl
from django.utils.formats import number_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from ayni.design.words import moment

from . import report_charts, words
from .models import Report, Unit
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


def of(row: dict[str, Any]) -> str:
    """What a share was divided from, as 34 of 47: without it nobody knows how much a percentage says."""
    if row["unit"] != "PERCENT" or row["value"] is None or not row.get("denominator"):
        return ""
    parts = {"part": shown(row["numerator"], "NUMBER"), "whole": shown(row["denominator"], "NUMBER")}
    return _("%(part)s of %(whole)s") % parts


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


SHARES = ("value", "before", "change", "baseline", "target", "progress")
"""What is written as a percentage of a share; of everything else only how much of the way is done."""


def titles() -> list[str]:
    return [
        _("Code"), _("Indicator"), _("Unit"), _("Value"), _("Period before"), pgettext("numbers", "Change"),
        _("Baseline"), _("Next target"), _("Of the way to the target"), _("Light"),
    ]  # fmt: skip


def table_rows(report: Report) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """The heading of each part of the framework, and its indicators."""
    said = report.contents
    for section in said["sections"]:
        rows = [{"code": code} | said["indicators"][code] for code in section["indicators"]]
        yield f"{section['number'] or section['code']} {section['label']}", rows


@dataclass(frozen=True)
class AnnexLine:
    """A line of the annex: what shows a value that was collected or published."""

    code: str
    value_id: int
    months: str
    number: str
    evidence: str
    document: str
    """How many pages it has; empty where nobody brought one."""


def annex(report: Report) -> list[AnnexLine]:
    """Reports of before have none."""
    return [_annex_line(row) for row in report.contents.get("annex", ())]


def _annex_line(row: dict[str, Any]) -> AnnexLine:
    months = " – ".join(dict.fromkeys(words.month(row[name]) for name in ("since", "until")))
    number = " / ".join(shown(row[name], "NUMBER") for name in ("numerator", "denominator") if row[name] is not None)
    pages = ngettext("document of %(n)s page", "document of %(n)s pages", row["pages"]) % {"n": row["pages"]}
    return AnnexLine(row["code"], row["value"], months, number, row["evidence"], pages if row["file"] else "")


def as_xlsx(report: Report) -> bytes:
    """Numbers as numbers, so that whoever gets the sheet can go on with them."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = pgettext("results", "Report")
    sheet.append([safe(report.title)])
    for name, value in [*facts_of(report), *narrative(report)]:
        sheet.append([name, safe(value)])
    _laid_out(sheet, 28, 100)
    sheet["A1"].font = Font(bold=True, size=14)
    _sheet_of_indicators(book, report)
    missing = _sheet(book, _("Not measured"), [_("Code"), _("Indicator"), _("Why")])
    for row in report.contents["unmeasured"]:
        missing.append([row["code"], safe(row["name"]), safe(row["why"])])
    _laid_out(missing, 12, 48, 80)
    months = _sheet_of_months(book, report)
    drawn = book.create_sheet(_("Charts"))
    report_charts.into_sheet(drawn, months, report_charts.charts_of(report.contents))
    _laid_out(drawn, 48, 14, 10)
    shows = _sheet(book, _("Annex"), _annex_titles())
    for line in annex(report):
        shows.append([safe(cell) for cell in (line.code, line.months, line.number, line.evidence, line.document)])
    _laid_out(shows, 12, 24, 14, 60, 24)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _sheet(book: Any, title: str, head: list[str]) -> Any:
    page = book.create_sheet(title)
    page.append(head)
    return page


def _laid_out(page: Any, *widths: int) -> None:
    """As wide as what stands in each column, on paper as wide as the paper, with its head on each sheet of it."""
    for number, width in enumerate(widths, start=1):
        page.column_dimensions[get_column_letter(number)].width = width
    for cell in page[1]:
        cell.font = Font(bold=True)
    for row in page.iter_rows():
        for cell in row:
            cell.alignment = Alignment(vertical="top", wrap_text=isinstance(cell.value, str))
    page.page_setup.orientation, page.page_setup.fitToHeight = "landscape", 0
    page.sheet_properties.pageSetUpPr.fitToPage = True
    page.print_title_rows = "1:1"


def _sheet_of_indicators(book: Any, report: Report) -> None:
    page = _sheet(book, _("Indicators"), [_("Node"), *titles(), _("Numerator"), _("Denominator"), _("Why not")])
    for node, rows in table_rows(report):
        for row in rows:
            words = {"light": str(LIGHTS[row["light"]]), "unit": str(Unit(row["unit"]).label)}
            cells = [words.get(name, row[name]) for name in COLUMNS]
            page.append([safe(cell) for cell in [node, *cells, row["numerator"], row["denominator"], row["why"]]])
            for name in SHARES if row["unit"] == Unit.PERCENT else ("progress",):
                page.cell(page.max_row, COLUMNS.index(name) + 2).number_format = "0.0%"
    _laid_out(page, 40, 12, 48, 12, *([13] * 8), 50)
    page.freeze_panes = "D2"


def _sheet_of_months(book: Any, report: Report) -> Any:
    page = _sheet(book, _("By month"), [_("Code"), _("Month"), _("Value")])
    for code, points in report.contents["trend"].items():
        is_share = report.contents["indicators"][code]["unit"] == Unit.PERCENT
        for month, value in points:
            page.append([code, date.fromisoformat(month), value])
            page.cell(page.max_row, 2).number_format = "yyyy-mm"
            page.cell(page.max_row, 3).number_format = "0.0%" if is_share else "General"
    _laid_out(page, 12, 12, 12)
    return page


def as_docx(report: Report) -> bytes:
    """A document that whoever gets it may go on writing in: headings, paragraphs, tables, pictures of charts."""
    charts = report_charts.charts_of(report.contents)
    paper = docx.Document()
    paper.core_properties.title, paper.core_properties.author = report.title, "Ayni"
    paper.add_heading(report.title, level=0)
    _docx_table(paper, [], [list(row) for row in facts_of(report)])
    for title, text in narrative(report):
        paper.add_heading(title, level=1)
        for paragraph in text.splitlines():
            paper.add_paragraph(paragraph)
    report_charts.into_document(paper, charts)
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
    report_charts.trends_into_document(paper, charts)
    if lines := annex(report):
        paper.add_heading(_("Annex: what shows the values that were collected"), level=1)
        cells = [[one.code, one.months, one.number, one.evidence, one.document] for one in lines]
        _docx_table(paper, _annex_titles(), cells)
    out = io.BytesIO()
    paper.save(out)
    return out.getvalue()


def _annex_titles() -> list[str]:
    return [_("Code"), _("Months"), _("Value"), pgettext("value", "What shows it"), _("Document")]


def _docx_row(row: dict[str, Any]) -> list[str]:
    unit = row["unit"]
    return [
        f"{row['code']} {row['name']}", _with_of(row), shown(row["before"], unit),
        change(row["change"], unit), shown(row["target"], unit), str(LIGHTS[row["light"]]),
    ]  # fmt: skip


def _docx_months(paper: Any, report: Report) -> None:
    """The numbers of the pictures: whoever goes on with the document keeps these up to date."""
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


def _with_of(row: dict[str, Any]) -> str:
    value, said = shown(row["value"], row["unit"]), of(row)
    return f"{value} ({said})" if said else value
