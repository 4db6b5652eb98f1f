"""Blank tables that other institutions adopt: the page that tells of them, and their files."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from ..addresses import address
from ..blanks import plain, sheet
from ..blanks.listed import BLANKS, Blank, named
from ..queries import blanks as queries
from ..wanted import CannotShow
from .speaking import page, page_of

MEDIA = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8; header=present",
    "schema.json": "application/json",
}


@page
def blanks(request: HttpRequest, *, language: str) -> HttpResponse:
    content = {"rows": [_line(one, language) for one in BLANKS], "bulletins": address("bulletins", language)}
    return page_of(request, "blanks", language, "blanks", page=content)


def _line(blank: Blank, language: str) -> dict[str, object]:
    files = [
        (said, address("blank", language, blank.code, suffix))
        for said, suffix in ((_("Spreadsheet (XLSX)"), "xlsx"), ("CSV", "csv"), ("Table Schema (JSON)", "schema.json"))
    ]
    columns = [(one.title[language], one.name, one.says[language], one.is_required) for one in blank.columns]
    return {
        "code": blank.code, "title": blank.title[language], "about": blank.about[language], "files": files,
        "columns": columns, "how": [one[language] for one in blank.how],
    }  # fmt: skip


@page
def file(request: HttpRequest, word: str, suffix: str, *, language: str) -> HttpResponse:
    blank = named(word)
    if blank is None or suffix not in MEDIA:
        raise CannotShow(_("There is no such template. Choose one of the page of templates."), 404)
    response = HttpResponse(_made(blank, suffix, language), content_type=MEDIA[suffix])
    response.headers["Content-Disposition"] = f'attachment; filename="ayni-{blank.code}-{language}.{suffix}"'
    return response


def _made(blank: Blank, suffix: str, language: str) -> bytes:
    if suffix == "csv":
        return plain.header(blank)
    write = sheet.write if suffix == "xlsx" else plain.schema
    return write(blank, queries.entries(), language)
