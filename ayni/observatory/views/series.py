"""What others published, each figure with its source. It stands apart from the register's own figures, and says so."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from ayni.design.charts import Row

from .. import library, series
from ..addresses import SPANISH, address, whole
from ..blanks.listed import SERIES
from ..models import Linked
from ..queries import studies
from ..series import Beside, Check, Figure
from ..wanted import CannotShow
from .speaking import page, page_of


@page
def themes(request: HttpRequest, *, language: str) -> HttpResponse:
    shelves = [
        (one.title(language), one.about(language), address("series-theme", language, one.slug),
         len(series.of_theme(one.code)))
        for one in series.themes()
    ]  # fmt: skip
    content = {"shelves": shelves, "count": len(series.all_figures()), "files": _files(language)}
    return page_of(request, "series", language, "series", page=content)


def _files(language: str, code: str = "", **narrowed: str) -> list[tuple[str, str]]:
    """The same for programs: all of them, of a theme, or one."""
    given = urlencode(narrowed | ({"lang": language} if language != SPANISH else {}))
    name = "one_series_file" if code else "series_file"
    ways = [(said, {"suffix": said.lower()} | ({"code": code} if code else {})) for said in ("CSV", "JSON")]
    return [
        (said, reverse(f"observatory-api:{name}", kwargs=kwargs) + (f"?{given}" if given else ""))
        for said, kwargs in ways
    ]


@page
def theme(request: HttpRequest, word: str, *, language: str) -> HttpResponse:
    found = series.theme(word)
    if found is None:
        raise CannotShow(_("There is no such theme. Choose one of the list of what others published."), 404)
    content = {
        "title": found.title(language), "about": found.about(language), "back": address("series", language),
        "drawings": [_drawn(one, language) for one in series.beside(found.code)],
        "checks": [_checked(one, language) for one in series.checks(found.code)],
        "figures": [_line(one, language) for one in series.of_theme(found.code)],
        "files": _files(language, theme=found.slug),
        "missing": [one.told(language) for one in series.missing(found.code)],
        "blank": address("blank", language, SERIES.code, "xlsx"),
    }  # fmt: skip
    return page_of(request, "series_theme", language, "series-theme", word, page=content)


def _drawn(one: Beside, language: str) -> dict[str, Any]:
    rows = [
        Row(figure.part(language), (figure.number or 0,), f"{series.SIGNS[figure.comparator]}{series.written(figure)}",
            href=address("figure", language, figure.code))
        for figure in one.figures
    ]  # fmt: skip
    sources = list(dict.fromkeys(source_of(figure, language) for figure in one.figures))
    return {"title": one.title(language), "rows": rows, "sources": sources}


def _checked(one: Check, language: str) -> dict[str, Any]:
    return {
        "title": one.title(language), "is_right": one.difference == 0, "whole": series.written_number(one.whole),
        "sum": series.written_number(one.sum), "difference": series.written_number(abs(one.difference)),
        "is_less": one.difference < 0, "parts": [series.written(figure) for figure in one.parts],
    }  # fmt: skip


def source_of(figure: Figure, language: str) -> str:
    """Who is cited, and by whom."""
    said = series.said(figure.source, language)
    return (
        _("%(cited)s, cited by %(source)s") % {"cited": figure.cited_source, "source": said}
        if (figure.cited_source)
        else said
    )


def _line(figure: Figure, language: str) -> dict[str, str]:
    return {
        "code": figure.code, "label": figure.label(language), "part": figure.part(language),
        "shown": figure.shown(language), "date": series.said(figure.date, language),
        "territory": series.said(figure.territory, language), "address": address("figure", language, figure.code),
    }  # fmt: skip


@page
def figure(request: HttpRequest, code: str, *, language: str) -> HttpResponse:
    """One figure and all that is known of it."""
    found = series.by_code().get(code)
    if found is None:
        raise CannotShow(_("There is no figure “%(code)s”. Look for it by its words.") % {"code": code[:20]}, 404)
    shelf = next(one for one in series.themes() if one.code == found.theme)
    own = whole(address("figure", language, code))
    source = source_of(found, language)
    content = _line(found, language) | {
        "shelf": shelf.title(language), "shelf_address": address("series-theme", language, shelf.slug),
        "population": series.said(found.population, language), "unit": series.said(found.unit, language),
        "precision": series.said(found.precision, language), "notes": series.said(found.notes, language),
        "source": series.said(found.source, language), "cited": found.cited_source, "link": own,
        "files": _files(language, code), "studies": library.listed(studies.using(Linked.FIGURE, code), language),
        "citation": f"{source}. {found.label(language)}: {found.shown(language)} ({found.date}). {own}",
    }  # fmt: skip
    return page_of(request, "figure", language, "figure", code, page=content)
