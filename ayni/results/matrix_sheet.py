"""The results matrix of a project as a sheet, in the columns of the Project Handbook."""

import io
from collections.abc import Sequence

import openpyxl
from django.utils.translation import gettext as _
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from .models import Project
from .project_matrix import Line, cells, titles
from .sheets import safe

WIDTHS = (14, 48, 40, 20, 20, 36, 44)


def as_xlsx(project: Project, lines: Sequence[Line]) -> bytes:
    book = openpyxl.Workbook()
    page = book.active
    page.title = _("Results matrix")[:31]
    page.append([safe(f"{project.code} {project.title}")])
    page["A1"].font = Font(bold=True, size=14)
    page.append([safe(project.donor), "", f"{project.starts_on:%d/%m/%Y} – {project.ends_on:%d/%m/%Y}"])
    page.append(titles())
    for cell in page[3]:
        cell.font = Font(bold=True)
    for line in lines:
        page.append([safe(text) for text in cells(line)])
        for cell in page[page.max_row]:
            cell.alignment = Alignment(wrap_text=True, vertical="top")
    page.freeze_panes = "C4"
    page.page_setup.orientation = "landscape"
    for number, width in enumerate(WIDTHS, start=1):
        page.column_dimensions[get_column_letter(number)].width = width
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
