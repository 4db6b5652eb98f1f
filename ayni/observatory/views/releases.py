"""Releases as anybody reads them: what came when and what will, every version, the method and the terms."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from .. import downloads, finding, history, words
from ..addresses import address
from ..formats import bulk
from ..published import Release
from ..queries.calendar import ahead
from ..wanted import CannotShow
from .speaking import all_releases, newest, page, page_anew, page_of

SOON = "public, max-age=60"
"""Of a page that says that something is about to be there."""


@page_anew
def releases(request: HttpRequest, *, language: str) -> HttpResponse:
    """What was announced, and all that came."""
    every = history.by_period(all_releases())
    periods = [
        (words.period(one.code), [(each, address("issue", language, each.id)) for each in one.versions])
        for one in every
    ]
    coming = [(words.period(one.period), one.day) for one in ahead([one.code for one in every], localdate())]
    content = {"periods": periods, "renewed": renewed(), "ahead": coming}
    return page_of(request, "releases", language, "calendar", page=content)


def renewed() -> list[tuple[str, str]]:
    """How often places of each level get new figures."""
    return [(str(words.LEVELS[level]), str(said)) for level, said in words.EVERY.items()]


@page
def release(request: HttpRequest, number: str, *, language: str) -> HttpResponse:
    """One version of a period, as it was published: it stays."""
    every = all_releases()
    found = next((one for one in every if one.id == number), None)
    if found is None:
        raise CannotShow(_("There is no release “%(id)s”. Choose one of the list.") % {"id": number[:20]}, 404)
    tables = [
        (one.title[language], one.code, f"{address('table', language, one.code)}?periodo={found.id}")
        for one in finding.structures(settings.AYNI_HOME, found)
    ]
    newer = next((one for one in every if one.period == found.period and one.version > found.version), None)
    packed = bulk.package(settings.AYNI_HOME, found)
    content = {
        "release": found, "period": words.period(found.period), "tables": tables, "moment": found.moment,
        "megabytes": max(1, round(packed.size / 1e6)) if packed else 0,
        "changes": [one[language] for one in found.changes], "zip": downloads.whole(found),
        "sums": sorted(found.checksums.items()), "licence": words.licence(found.licence), "newer": newer,
        "newer_address": address("issue", language, newer.id) if newer else "",
        "back": address("calendar", language), "method": address("method", language),
    }  # fmt: skip
    response = page_of(request, "release", language, "issue", number, page=content)
    if packed is None:
        response.headers["Cache-Control"] = SOON
    return response


@page
def changes(request: HttpRequest, code: str, *, language: str) -> HttpResponse:
    """What changed in one table, from release to release."""
    steps = history.of_table(settings.AYNI_HOME, all_releases(), code, language)
    if not steps:
        raise CannotShow(_("There is no table called “%(code)s”.") % {"code": code[:40]}, 404)
    said = next(one for one in finding.structures(settings.AYNI_HOME, _last_with(code)) if one.code == code)
    content = {
        "title": said.title[language], "back": address("table", language, code),
        "steps": [
            (one, words.period(one.release.period), address("issue", language, one.release.id)) for one in steps
        ],
    }  # fmt: skip
    return page_of(request, "changes", language, "changes", code, page=content)


def _last_with(code: str) -> Release:
    return next(one for one in all_releases() if code in one.cubes)


@page
def method(request: HttpRequest, *, language: str) -> HttpResponse:
    """How figures are counted and protected, in plain words."""
    release = newest()
    content = {
        "release": release, "variance": f"{release.variance:g}" if release else "", "rules": words.rules(),
        "add_up": words.add_up(release.variance) if release else "", "terms": address("terms", language),
        "renewed": renewed(),
    }  # fmt: skip
    return page_of(request, "method", language, "method", page=content)


@page
def terms(request: HttpRequest, *, language: str) -> HttpResponse:
    release = newest()
    content = {
        "licence": words.licence(release.licence if release else "CC-BY-4.0"),
        "programs": downloads.start() and address("programs", language),
        "method": address("method", language), "purpose": address("purpose", language),
    }  # fmt: skip
    return page_of(request, "terms", language, "terms", page=content)
