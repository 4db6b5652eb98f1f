"""What is new of a place, and its current figures, for a municipality's script or feed reader."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import override
from ninja import Router

from ..addresses import address, whole
from ..asking import Refused
from ..following import items
from ..formats import feeds, of_place
from ..formats.words import FEED_OF
from ..names import is_place, place_name
from ..queries.following import coming
from ..ways import ways
from . import answers, found
from .says import LANGUAGE, PROBLEMS

router = Router(tags=["places"])
_FEED: dict[str, Any] = {
    "parameters": [LANGUAGE],
    "responses": {200: {"description": "What is new, the newest first", "content": {
        "application/atom+xml": {}, "application/feed+json": {}}}},
}  # fmt: skip
_FIGURES: dict[str, Any] = {
    "parameters": [LANGUAGE],
    "responses": {200: {"description": "A row per figure", "content": {"text/csv": {}}}},
}


def _place(code: str) -> str:
    if not is_place(code):
        raise Refused("no-such-place", {"code": code[:12]})
    return code


@router.get("/places/{place}/feed.{suffix}", response=PROBLEMS, summary="What is new of a place, as a feed",
            openapi_extra=_FEED)  # fmt: skip
def feed(request: HttpRequest, place: str, suffix: str) -> Any:
    """`feed.atom` or `feed.json` (JSON Feed 1.1). `place` is INEI's ubigeo of a district, a province or a department,
    or `PE`: each release with its tables of the place and of what is around it, corrections with their reasons, and the
    next day that was announced."""
    code, language = _place(place), answers.language_of(request)
    if suffix not in feeds.WAYS:
        raise Refused("not-acceptable", codes=tuple(f"feed.{one}" for one in feeds.WAYS))
    media, write = feeds.WAYS[suffix]
    releases, known = found.all_releases(), ways(code, language)
    with override(language):
        said = feeds.Feed(
            FEED_OF[language].format(name=place_name(code)), known[f"feed.{suffix}"],
            whole(address("follow", language, code)), known["figures.csv"], language,
            items(found.home(), releases, coming(releases, found.at()), code, language),
        )  # fmt: skip
    return _answered(request, write(said), media, language)


@router.get("/places/{place}/figures.csv", response=PROBLEMS, summary="Current figures of a place",
            openapi_extra=_FIGURES)  # fmt: skip
def place_figures(request: HttpRequest, place: str) -> Any:
    """At an address that stays: of each table that names the place, what the newest release with it says. `FILTER` is
    what asks `/releases/{release}/cubes/{table}/data` for the same figure."""
    code, language, releases = _place(place), answers.language_of(request), found.all_releases()
    key = ("figures of a place", str(found.home()), code, language, *(one.id for one in releases))
    body, etag = answers.kept.get(key, lambda: of_place.write(found.home(), releases, code, language))
    return _answered(request, body, "text/csv; charset=utf-8", language, etag)


def _answered(request: HttpRequest, body: bytes, media: str, language: str, etag: str = "") -> HttpResponse:
    response = answers.reply(request, body, media, changed=None, is_fixed=False, etag=etag)
    response.headers["Content-Language"] = language
    return response
