"""News, the catalogue of links and what companies promise, as anybody reads them."""

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate

from ayni.outreach import queries as outreach

from .. import queries
from ..models import NewsItem
from ..rules.disclaimer import DISCLAIMER
from .speaking import address, everywhere, frame, spoken

NEWEST = 50
"""Items of the page; of the feed too."""


def item_address(slug: str, language: str) -> str:
    return address("news-item", language, slug)


@spoken
def news(request: HttpRequest, *, language: str) -> HttpResponse:
    rows = queries.news(language, localdate(), most=NEWEST)
    page = {
        "frame_of": frame(language, everywhere("news")), "language": language, "disclaimer": DISCLAIMER,
        "rows": [(one, item_address(one.slug, language)) for one in rows], "feed": address("news-feed", language),
        "voice": queries.entrances(language, voice=True),
    }  # fmt: skip
    return render(request, "portal/news.html", page)


def news_page(found: queries.News, language: str) -> dict[str, Any]:
    """All that the page of an item shows, for readers and for whoever looks at a draft."""
    told = queries.told_news(found.version, found.language, localdate())
    return {
        "language": language, "found": found, "told": told, "disclaimer": DISCLAIMER,
        "session_address": f"/sesiones/{told.session.pk}/" if told.session else "",
        "voice": queries.entrances(language, voice=True), "all_news": address("news", language),
    }  # fmt: skip


@spoken
def item(request: HttpRequest, word: str, *, language: str) -> HttpResponse:
    found = queries.news_item(word, language, localdate())
    if found is None:
        return _not_there(request, word, language)
    said_in = {one: item_address(word, one) for one in found.languages}
    page = news_page(found, language) | {"frame_of": frame(language, said_in)}
    return render(request, "portal/news_item.html", page)


def _not_there(request: HttpRequest, word: str, language: str) -> HttpResponse:
    """Withdrawn: said so, with why. Not published yet: as if there were none."""
    gone = NewsItem.objects.filter(slug=word, withdrawn_at__isnull=False).first()
    if gone is None:
        raise Http404
    page = {"frame_of": frame(language, {}), "language": language, "gone": gone, "all_news": address("news", language)}
    return render(request, "portal/news_gone.html", page, status=410)


@spoken
def feed(request: HttpRequest, *, language: str) -> HttpResponse:
    """The newest items, as Atom."""
    rows = queries.news(language, localdate(), most=NEWEST)
    page = {
        "rows": [(one, settings.PUBLIC_URL + item_address(one.slug, language)) for one in rows], "language": language,
        "own": settings.PUBLIC_URL + address("news-feed", language),
        "start": settings.PUBLIC_URL + address("news", language),
        "updated": max((one.version.made_at for one in rows), default=None), "disclaimer": DISCLAIMER,
    }  # fmt: skip
    return render(request, "portal/news_feed.xml", page, content_type="application/atom+xml; charset=utf-8")


@spoken
def outside(request: HttpRequest, *, language: str) -> HttpResponse:
    page = {
        "frame_of": frame(language, everywhere("outside")), "language": language, "disclaimer": DISCLAIMER,
        "themes": queries.by_theme(language, localdate()), "voice": queries.entrances(language, voice=True),
    }  # fmt: skip
    return render(request, "portal/outside.html", page)


@spoken
def commitments(request: HttpRequest, *, language: str) -> HttpResponse:
    page = {
        "frame_of": frame(language, everywhere("commitments")), "language": language,
        "rows": outreach.shown_commitments(), "employers": address("employers", language), "today": localdate(),
        "voice": queries.entrances(language, voice=True),
    }  # fmt: skip
    return render(request, "portal/commitments.html", page)


def everywhere_of_news() -> list[tuple[dict[str, str], Any]]:
    """For the map of the site: the pages, and each item in the languages in which it can be read."""
    pages: list[tuple[dict[str, str], Any]] = [(everywhere(name), None) for name in ("news", "outside", "commitments")]
    return pages + [
        ({one: item_address(row.slug, one) for one in row.languages}, row.version)
        for row in queries.all_news(localdate())
    ]
