"""What goes out of a session on paper or as a file: poster, list to fill in, certificate, the year as a table."""

import io
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.worksheet.datavalidation import DataValidation

from ayni.design.pdf import render_pdf
from ayni.lib.qr import qr_image

from .models import Certificate, Probe, Session
from .queries import attending

LINES = 60
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def absolute(name: str, *args: Any) -> str:
    return settings.PUBLIC_URL.rstrip("/") + reverse(f"outreach:{name}", args=args)


def columns() -> list[tuple[str, int]]:
    """Headers that the reader of sheets knows, and how wide they are."""
    return [
        (_("Given names"), 24), (_("Surnames"), 28), (_("Birth date"), 18), (_("Document number"), 20), (_("Sex"), 12),
        (_("Nationality"), 18),
    ]  # fmt: skip


def empty_sheet(session: Session) -> bytes:
    """A spreadsheet with the words of the lists to choose from."""
    book = Workbook()
    page = book.active
    assert page is not None  # noqa: S101 - a new book has a page
    page.title = _("Attendance")[:31]
    page.append([f"{session.title} · {localtime(session.starts_at):%d/%m/%Y %H:%M}"])
    page.append([name for name, _width in columns()])
    for place, (_name, width) in enumerate(columns(), 1):
        page.cell(row=2, column=place).font = Font(bold=True)
        page.column_dimensions[page.cell(row=2, column=place).column_letter].width = width
    sexes = ",".join(label for _code, label in attending.lists()["sex"])
    if sexes and len(sexes) < 250:
        rule = DataValidation(type="list", formula1=f'"{sexes}"', allow_blank=True)
        page.add_data_validation(rule)
        rule.add("E3:E5002")
    page.freeze_panes = "A3"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def sheet_of(lines: Iterable[list[str]]) -> bytes:
    """A table as a spreadsheet: texts, computed by nobody."""
    book = Workbook(write_only=True)
    page = book.create_sheet(_("Answers")[:31])
    for line in lines:
        page.append(line)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def poster(session: Session) -> bytes:
    """A4 with the QR of the page where one signs up."""
    address = absolute("session", session.pk)
    return render_pdf(
        "outreach/print/poster.html", {"session": session, "address": address, "qr": qr_image(address, 10)}
    )


def list_to_sign(session: Session) -> bytes:
    """For a room without a computer. What is written on it is typed into the sheet afterwards."""
    page = {"session": session, "lines": range(1, LINES + 1), "columns": [name for name, _width in columns()]}
    return render_pdf("outreach/print/list.html", page)


def codes_of_forms(session: Session, probes: list[Probe]) -> bytes:
    """The QR of each form, to be shown on the wall."""
    forms = [(one, absolute("probe", one.token), qr_image(absolute("probe", one.token), 8)) for one in probes]
    return render_pdf("outreach/print/forms.html", {"session": session, "forms": forms})


def certificate(one: Certificate, name: str) -> bytes:
    address = absolute("certificate-proof", one.proof)
    session = one.attendance.session
    hours = round((session.ends_at - session.starts_at).total_seconds() / 3600, 1)
    page = {
        "certificate": one, "name": name, "session": session, "hours": hours, "address": address,
        "qr": qr_image(address),
    }  # fmt: skip
    return render_pdf("outreach/print/certificate.html", page)
