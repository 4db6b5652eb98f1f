"""The library of studies, as anybody reads it: found by theme, year and words, each with what it uses."""

from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from .. import library, series
from ..addresses import SPANISH, address, whole
from ..models import StudyVersion
from ..queries import studies as queries
from ..queries.studies import Asked
from ..wanted import CannotShow
from .speaking import all_releases, page, page_of


@page
def studies(request: HttpRequest, *, language: str) -> HttpResponse:
    asked = read(request)
    themes = [(one.slug, one.title(language)) for one in series.themes()]
    rows = [(one, *_line(one, language)) for one in queries.found(asked)]
    content = {
        "asked": asked, "own": address("studies", language), "themes": themes, "years": queries.years(),
        "theme": asked.theme.lower(), "rows": rows, "series": address("series", language),
        "files": files(language, asked), "is_narrowed": asked != Asked(),
    }  # fmt: skip
    return page_of(request, "studies", language, "studies", page=content)


def read(request: HttpRequest) -> Asked:
    """What is asked for in the address. Raises CannotShow: it is no theme, or no year."""
    slug, year = request.GET.get("tema", "").strip(), request.GET.get("anio", "").strip()
    theme = series.theme(slug.lower()) if slug else None
    if slug and theme is None:
        raise CannotShow(_("There is no such theme. Choose one of the list of studies."))
    if year and not (year.isascii() and year.isdigit() and len(year) == 4):
        raise CannotShow(_("A year has four digits, such as 2022. Choose one of the list of studies."))
    words = request.GET.get("q", "").strip()[:100]
    return Asked(theme.code if theme else "", int(year) if year else None, words)


def files(language: str, asked: Asked = Asked(), code: str = "") -> list[tuple[str, str]]:  # noqa: B008 - frozen
    """The same for programs."""
    given = {"theme": asked.theme.lower(), "year": str(asked.year or ""), "q": asked.words}
    given |= {"lang": language} if language != SPANISH else {}
    query = urlencode({name: value for name, value in given.items() if value})
    name, words = ("one_study_file", {"code": code}) if code else ("studies_file", {})
    where = [
        (said, reverse(f"observatory-api:{name}", kwargs={**words, "suffix": said.lower()})) for said in ("CSV", "JSON")
    ]
    return [(said, f"{href}?{query}" if query else href) for said, href in where]


def _line(one: StudyVersion, language: str) -> tuple[str, str, str, str, list[str]]:
    return (
        one.title(language), library.of_whom_and_when(one, language), address("study", language, one.study.code),
        one.summary(language), library.themes_of(one, language),
    )  # fmt: skip


@page
def study(request: HttpRequest, code: str, *, language: str) -> HttpResponse:
    """One study: what it says, how it is cited, where it is read, which figures and tables it uses."""
    found = queries.study(code)
    if found is None:
        if why := queries.why_withdrawn(code):
            raise CannotShow(_("This study was withdrawn from the library: %(why)s") % {"why": why}, 410)
        raise CannotShow(_("There is no study “%(code)s”. Look for it in the list of studies.") % {"code": code}, 404)
    content = {
        "one": found, "title": found.title(language), "summary": found.summary(language),
        "themes": library.themes_of(found, language), "citation": library.citation(found, language),
        "figures": library.figures_of(found, language),
        "tables": library.tables_of(found, library.tables_held(settings.AYNI_HOME, all_releases()), language),
        "back": address("studies", language), "files": files(language, code=code),
        "link": whole(address("study", language, code)),
    }  # fmt: skip
    return page_of(request, "study", language, "study", code, page=content)
