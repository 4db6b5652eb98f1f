"""What anybody reads: the services, their guides, and what is found by words."""

from collections.abc import Iterable
from typing import Any
from urllib.parse import urlencode

from csp.constants import SELF
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate

from ayni.lib import waiting_room

from .. import queries
from ..models import Confidence, Guide, Service, Tongue
from ..queries.pictures import Where
from ..structured import how_to
from .speaking import NO_TRACE, address, everywhere, frame, kept_offline, spoken

FIRST = 4
"""What is asked most stands before the guides: the entrances up to here, but for the guides themselves."""


@spoken
def start(request: HttpRequest, *, language: str) -> HttpResponse:
    """All services, each with its first guides."""
    shelves = queries.shelves(language, localdate())
    page = {
        "frame_of": frame(language, everywhere("start")),
        "language": language,
        "words": "",
        "shelves": [(one, address("service", language, one.slug), rows) for one, rows in shelves.items() if rows],
        "calls": queries.lines_of_emergency(language),
        "first": queries.entrances(language)[1:FIRST],
        "ways": queries.entrances(language)[FIRST:],
        "is_kept": True,
    }
    return kept_offline(render(request, "portal/start.html", page))


@spoken
def service(request: HttpRequest, word: str, *, language: str) -> HttpResponse:
    wanted = Service.of_slug(word)
    if wanted is None:
        raise Http404
    guides = queries.shelves(language, localdate())[wanted]
    # What somebody needs protection from stands in no address.
    needs = [] if wanted == Service.PROTECTION else [code for one in guides for code in one.source.fact("needs") or ()]
    page = {
        "frame_of": frame(language, everywhere("service", word)),
        "language": language,
        "service": wanted,
        "guides": guides,
        "where_address": _where(needs, language) or address("where", language),
        "calls": queries.lines_of_emergency(language) if wanted == Service.PROTECTION else [],
        # Which guides somebody looked for there is a trace, too.
        "is_kept": wanted != Service.PROTECTION,
    }
    response = render(request, "portal/service.html", page)
    return kept_offline(response) if page["is_kept"] else response


@spoken
def look(request: HttpRequest, *, language: str) -> HttpResponse:
    """Guides in which all the words stand. What was looked for is kept nowhere."""
    words = request.GET.get("q", "").strip()[:100]
    page = {
        "frame_of": frame(language, everywhere("search")),
        "language": language,
        "words": words,
        "found": queries.search(language, localdate(), words),
        "shelves": [(one, address("service", language, one.slug)) for one in Service],
    }
    response = render(request, "portal/search.html", page)
    response.headers["Cache-Control"] = NO_TRACE
    return response


def guide_at(word: str) -> Guide:
    """By its number, or by its words. 404 for whoever made the address up."""
    found = (
        Guide.objects.filter(pk=int(word)) if word.isdecimal() and len(word) < 9 else Guide.objects.filter(slug=word)
    )
    guide = found.first()
    if guide is None:
        raise Http404
    return guide


@spoken
def guide(request: HttpRequest, word: str, *, language: str) -> HttpResponse:
    """One guide. It stands under one address: who comes by another one is led there."""
    guide = guide_at(word)
    today = localdate()
    found = queries.shown(guide, language, today)
    if found is None:
        return _not_there(request, guide, language)
    if waiting_room.is_one(request):
        # There it leads nowhere out of the house.
        return redirect(address("kiosk-guide", language, word))
    if found.address != request.path:
        return redirect(found.address)
    page = guide_page(found, language) | {
        "frame_of": frame(language, {one: queries.address_of(guide, one, discreet=found.is_discreet)
                                     for one in found.languages}),
    }  # fmt: skip
    response = render(request, "portal/guide.html", page)
    response._csp_update = {"media-src": [SELF]}  # type: ignore[attr-defined]
    if found.is_discreet:
        response.headers["Cache-Control"] = NO_TRACE
        return response
    return kept_offline(response)


def guide_page(found: queries.Shown, language: str, pictures: Where = queries.public_address) -> dict[str, Any]:
    """What the page of a guide shows, published or not. `pictures`: from where."""
    told = queries.illustrated(queries.told(found.said.text, language, localdate()), found, pictures)
    whole = queries.whole_address(found.address)
    first_lines = found.is_discreet or found.service == Service.PROTECTION
    return {
        "language": language,
        "found": found,
        "is_kept": not found.is_discreet,
        "told": told,
        "sheet": f"{found.address}hoja.pdf",
        "audio": f"{found.address}audio.mp3" if queries.audio_of(told, language) else "",
        "service_address": address("service", language, found.service.slug),
        "calls": queries.lines_of_emergency(language) if first_lines else [],
        "is_sure": found.source.confidence == Confidence.HIGH,
        "sureness": Confidence(found.source.confidence).label,
        "share": told.share.replace("{url}", whole),
        "where_address": _where(found.source.fact("needs") or (), language),
        "source_address": queries.address_of(found.guide, Tongue.ES, discreet=found.is_discreet),
        "voice": queries.entrances(language, voice=True),
        "preview_image": "" if found.is_discreet else queries.preview_image(told),
        "data": "" if found.is_discreet else how_to(found, told, whole),
    }


def _where(needs: Iterable[str], language: str) -> str:
    """Where one goes for what a guide, or a service, is about."""
    asked = [("necesidad", code) for code in dict.fromkeys(needs)]
    return f"{address('where', language)}?{urlencode(asked)}" if asked else ""


def _not_there(request: HttpRequest, guide: Guide, language: str) -> HttpResponse:
    """Withdrawn: said so, with why. Not published yet: as if there were none."""
    if guide.withdrawn_at is None:
        raise Http404
    page = {"frame_of": frame(language, {}), "language": language, "words": "", "guide": guide}
    return render(request, "portal/gone.html", page, status=410)
