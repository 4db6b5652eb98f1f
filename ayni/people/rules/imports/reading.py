"""A file of any kind as a table, by what is in it and not by its name."""

from django.utils.translation import gettext as _

from .archives import open_archive
from .guessing import guess
from .headers import Names
from .separated import read_separated
from .sheets import read_sheets
from .submissions import read_answers_archive, read_submission
from .tables import CannotRead, Opener, Table

_ZIP = b"PK\x03\x04"


def read_table(opener: Opener, *, sheet: str = "", named: Names = guess) -> Table:
    """`named`: by what a row is known for that of the headers.

    Raises CannotRead with a sentence that says what the file is and what to do."""
    with opener() as file:
        start = file.read(512)
    if start.startswith(_ZIP):
        return _of_archive(opener, sheet, named)
    for beginning, sentence in _refused().items():
        if start.startswith(beginning):
            raise CannotRead(sentence)
    if start.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        return _of_tags(opener, start)
    return read_separated(opener, named)


def _of_archive(opener: Opener, sheet: str, named: Names) -> Table:
    with open_archive(opener()) as archive:
        names = set(archive.namelist())
    if "xl/workbook.xml" in names:
        return read_sheets(opener, sheet, named)
    if "content.xml" in names and "mimetype" in names:
        raise CannotRead(_("This is a file of LibreOffice (ODS). Open it and save it as XLSX or CSV."))
    if "word/document.xml" in names:
        raise CannotRead(_("This is a document of Word, not a table. Copy its table into a spreadsheet and save that."))
    return read_answers_archive(opener, named)


def _of_tags(opener: Opener, start: bytes) -> Table:
    if b"<html" in start.lower() or b"<table" in start.lower() or b"<!doctype html" in start.lower():
        raise CannotRead(_("This is a web page, even if its name says Excel. Open it and save it as XLSX or CSV."))
    return read_submission(opener)


def _refused() -> dict[bytes, str]:
    """What a file that begins so is, and what to do."""
    return {
        b"\xd0\xcf\x11\xe0": _(
            "This is an old Excel file (.xls), or one locked with a password. Open it and save it as XLSX without one."
        ),
        b"%PDF": _("This is a PDF, even if its name says otherwise. Ask for the list as a spreadsheet."),
        b"\x89PNG": _("This is a picture, not a table. Ask for the list as a spreadsheet."),
        b"\xff\xd8\xff": _("This is a picture, not a table. Ask for the list as a spreadsheet."),
        b"Rar!": _("This is a compressed archive (RAR). Unpack it and import the table that is in it."),
        b"7z\xbc\xaf": _("This is a compressed archive (7z). Unpack it and import the table that is in it."),
        b"\x1f\x8b": _("This is a compressed archive (GZ). Unpack it and import the table that is in it."),
        b"PK\x05\x06": _("The archive is empty."),
    }
