"""The bulletin of a place or of a theme, as a page and as a PDF: of the newest figures, and of each quarter."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from ayni.access.pace import limited
from ayni.codelists import queries as codelists

from .. import papers, quarters, words
from ..addresses import address
from ..bulletin import COUNTRY, Bulletin
from ..names import name_of
from ..natural import regions_of
from ..published import Release
from ..quarters import Quarter
from ..wanted import CannotShow
from .speaking import all_releases, page, page_of

PAPERS = {"most": 20, "seconds": 60}
"""Paper is dearer than a page."""
PLACES = "observatory-api:places_file"


@page
def bulletins(request: HttpRequest, *, language: str) -> HttpResponse:
    """Which place, or which theme: the country, then its departments, then what is inside one."""
    places = codelists.kept_places()
    chosen = request.GET.get("departamento", "")
    chosen = chosen if len(chosen) == 2 and chosen in places else ""
    inside = [one for code, one in places.items() if chosen and code.startswith(chosen) and code != chosen]
    provinces = [
        (one.name, address("bulletin", language, one.code),
         [(each.name, address("bulletin", language, each.code)) for each in inside if _is_in(each.code, one.code)])
        for one in inside if len(one.code) == 4
    ]  # fmt: skip
    content = {
        "departments": codelists.kept_departments(), "chosen": places[chosen].name if chosen else "", "code": chosen,
        "chosen_address": address("bulletin", language, chosen) if chosen else "", "provinces": provinces,
        "country": address("bulletin", language, COUNTRY), "search": address("search", language),
        "themes": [(str(label), address("bulletin", language, code)) for code, label in words.THEMES.items()],
    }  # fmt: skip
    return page_of(request, "bulletins", language, "bulletins", page=content)


def _is_in(code: str, around: str) -> bool:
    return code != around and code.startswith(around)


def issue(typed: str) -> tuple[Quarter | None, Release | None]:
    """The quarter that was asked for and its release; without one, the newest release. Raises CannotShow."""
    releases = all_releases()
    if not typed:
        return None, next(iter(releases), None)
    quarter, every = quarters.parse(typed), quarters.issues(releases)
    if quarter is None or quarter not in every:
        raise CannotShow(_("There is no bulletin of that quarter. Choose one of the list."), 404)
    return quarter, every[quarter]


@page
def bulletin(request: HttpRequest, code: str, quarter: str = "", *, language: str) -> HttpResponse:
    name = name_of(code)
    which, release = issue(quarter)
    made = papers.made(release, code, language) if release else None
    args = (code, quarter) if quarter else (code,)
    past = [(one.words, address("bulletin-of", language, code, str(one))) for one in quarters.issues(all_releases())]
    content: dict[str, Any] = {
        "name": name, "made": made, "period": words.period(release.period) if release else "",
        "quarter": which.words if which else "", "past": past, "back": address("bulletins", language),
        "pdf": address("bulletin-pdf-of" if quarter else "bulletin-pdf", language, *args) if made else "",
        "subscribe": address("subscribe", language, code),
        "follow": "" if code in words.THEMES else address("follow", language, code),
        "newest": address("bulletin", language, code),
        "method": address("method", language), "alike": words.ALIKE,
        "tables": _tables(made, code, language), "around": _around(code, language),
        "regions": regions_of(code) if code.isdecimal() else [], "places": reverse(PLACES, args=["csv"]),
        "add_up": words.add_up(release.variance) if release else "",
    }  # fmt: skip
    return page_of(request, "bulletin", language, "bulletin-of" if quarter else "bulletin", *args, page=content)


def _tables(made: Bulletin | None, code: str, language: str) -> list[tuple[str, str]]:
    """The tables that it was made from, each opened at this place."""
    if made is None:
        return []
    at = "" if code == COUNTRY or code in words.THEMES else f"&lugar={code}"
    found = {part.code: part for part in made.parts}
    return [
        (part.title, f"{address('table', language, part.code)}?filas={part.dimension_code}&columnas=-{at}")
        for part in found.values()
    ]


def named(name: str, code: str) -> str:
    """Many provinces are called as their department."""
    return _("Province of %(name)s") % {"name": name} if len(code) == 4 else name


def _around(code: str, language: str) -> list[tuple[str, str]]:
    """Where to look when a place has nothing of its own."""
    places = codelists.kept_places()
    wider = [code[:size] for size in (4, 2) if code.isdecimal() and len(code) > size]
    found = [(named(places[one].name, one), address("bulletin", language, one)) for one in wider if one in places]
    return [*found, (_("Peru"), address("bulletin", language, COUNTRY))] if code != COUNTRY else []


@limited("observatory-paper", **PAPERS)
def _paper(request: HttpRequest, code: str, quarter: str, language: str) -> HttpResponse:
    name_of(code)
    which, release = issue(quarter)
    made = papers.paper(settings.AYNI_HOME, release, code, which, language) if release else None
    if made is None or release is None:
        raise CannotShow(_("Nothing is published of this place yet. Look at the place around it."), 404)
    response = HttpResponse(made, content_type="application/pdf")
    response.headers["Content-Disposition"] = f'inline; filename="boletin-{code}-{quarter or release.id}.pdf"'
    return response


@page
def paper(request: HttpRequest, code: str, quarter: str = "", *, language: str) -> HttpResponse:
    return _paper(request, code, quarter, language)
