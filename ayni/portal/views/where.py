"""Where to go: the list, its map, a sheet of it, and the page of one point. Nothing of whoever asks is kept."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localtime
from django.utils.translation import npgettext, pgettext

from ayni.access.pace import limited
from ayni.design.pdf import render_one_sheet
from ayni.lib.limits import address_digest, within
from ayni.lib.qr import qr_image

from .. import actions, queries
from ..forms.where import read
from ..models import Tongue
from ..queries import where as finding
from ..queries.where import Asked, Card, Listing
from ..rules.whereabouts import share_text
from ..structured import way_point
from .mapping import drawn
from .speaking import address, everywhere, frame, sent_or_spoken_anew, spoken, spoken_anew

PACE = {"most": 240, "seconds": 60}
SHEETS = {"most": 12, "seconds": 60}
"""Paper is dearer than a page."""
ONCE_A_DAY = 86_400
MOST_UNMET = 20
"""Searches of one address in a day that may count as a gap."""


@sent_or_spoken_anew
@limited("where", **PACE)
def find(request: HttpRequest, *, language: str) -> HttpResponse:
    """A form, and what it finds. With a point, which only ever comes in a form: from near to far."""
    sent = request.method == "POST"
    asked = read(request.POST if sent else request.GET, with_point=sent)
    page = _page(asked, language) | {"frame_of": frame(language, everywhere("where"))}
    if asked.is_something:
        found = finding.listing(asked, localtime())
        page |= _found(asked, found, language)
        if not sent:
            _count_if_nothing(request, asked, found)
    response = render(request, "portal/where/find.html", page)
    response.allows_location = True  # type: ignore[attr-defined]
    return response


def _page(asked: Asked, language: str) -> dict[str, Any]:
    return {
        "language": language,
        "asked": asked,
        "own": address("where", language),
        "needs": finding.all_needs(),
        "departments": finding.parts_of(""),
        "languages": finding.languages(),
        "chosen": asked.needs[0] if len(asked.needs) == 1 else "",
        "calls": queries.lines_of_emergency(language) if asked.is_discreet else [],
        "pairs": asked.pairs(),
    }


def _found(asked: Asked, found: Listing, language: str) -> dict[str, Any]:
    own = address("where", language)
    parts = finding.parts_of(asked.place) if asked.place and len(asked.place) < 6 else []
    return {
        "found": found,
        "cards": [(card, address("where-point", language, card.public_id)) for card in found.cards],
        "count": _count(found),
        "asked_for": ", ".join(finding.need_label(code) for code in asked.needs),
        "place": place_name(asked.place),
        "others": [(_link(own, asked, lugar=one.code), place_name(one.code)) for one in asked.others],
        "parts": [(_link(own, asked, lugar=one.code), one.name) for one in parts],
        "next": _link(own, asked, despues=found.next_key) if found.next_key and not asked.is_near else "",
        "first": _link(own, asked) if asked.after and not asked.is_near else "",
        "sheet": _link(address("where-sheet", language), asked) if found.cards and not asked.is_near else "",
        "map": drawn(found.by_place, asked.place),
        "near_pairs": [(name, str(value)) for name, value in zip(("lat", "lon"), asked.point, strict=True)],
    }


def _link(path: str, asked: Asked, **other: str) -> str:
    return f"{path}?{urlencode(asked.pairs(**other))}"


def place_name(code: str) -> str:
    return finding.full_name(code) if code else ""


def _count(found: Listing) -> str:
    if found.is_many:
        return pgettext("where", "More than 1000 places")
    return npgettext("where", "%(n)s place", "%(n)s places", found.total) % {"n": found.total}


def _count_if_nothing(request: HttpRequest, asked: Asked, found: Listing) -> None:
    """Once a day for each address, need and department, so that nobody makes a gap alone. The address is kept
    nowhere: its keyed digest is a counter of this process that ends with the day."""
    department = asked.place[:2]
    if not department or found.here or asked.is_filtered or asked.after:
        return
    who = address_digest(request)
    missed = sorted(asked.meant)[:3]
    # The counters are in the cache that all limits share: nobody fills it with needs and departments made up.
    if missed and not within(f"unmet:{who}", most=MOST_UNMET, seconds=ONCE_A_DAY):
        return
    new = [one for one in missed if within(f"unmet:{who}:{one}:{department}", most=1, seconds=ONCE_A_DAY)]
    if new:
        actions.count_unmet(needs=new, department=department, at=localtime())


@spoken_anew
@limited("where-sheet", **SHEETS)
def sheet(request: HttpRequest, *, language: str) -> HttpResponse:
    """The first of a list on one page of A4, for whoever has no telephone."""
    asked = read(request.GET)
    if not asked.is_something:
        raise Http404
    found = finding.listing(asked, localtime(), size=finding.A_SHEET)
    whole = settings.PUBLIC_URL + _link(address("where", language), asked)
    page = _page(asked, language) | _found(asked, found, language)
    page |= {
        "today": localtime(), "address": settings.PUBLIC_URL + address("where", language), "qr": qr_image(whole),
        "calls": queries.lines_of_emergency(language),
    }  # fmt: skip
    response = HttpResponse(render_one_sheet("portal/where/sheet.html", page), content_type="application/pdf")
    response.headers["Content-Disposition"] = 'inline; filename="donde-ir.pdf"'
    return response


@spoken_anew
@limited("where", **PACE)
def point(request: HttpRequest, public_id: UUID, *, language: str) -> HttpResponse:
    """One service where one goes for it. What is no more says so, and where to look instead."""
    card = finding.card(public_id, localtime())
    if card is None:
        raise Http404
    said_in = everywhere("where-point", public_id)
    page = _of_a_point(card, language) | {"frame_of": frame(language, said_in)}
    if card.point.is_gone:
        return render(request, "portal/where/gone.html", page | {"frame_of": frame(language, {})}, status=410)
    whole = settings.PUBLIC_URL + said_in[language]
    phone = card.phone.number if card.phone else ""
    name = ", ".join(filter(None, (card.title, card.place_name or card.organisation)))
    page |= {
        "share": share_text(name, phone, whole),
        "data": "" if page["is_discreet"] else way_point(card, whole),
        "elsewhere": [
            (address("where-point", language, pk), name, place) for pk, name, place in finding.other_points(card)
        ],
    }
    return render(request, "portal/where/point.html", page)


def _of_a_point(card: Card, language: str) -> dict[str, Any]:
    category = card.point.service.category
    asked = Asked(needs=(category.code,) if category else (), place=card.point.code[:2])
    return {
        "language": language,
        "card": card,
        "is_discreet": asked.is_discreet or card.point.is_confidential,
        "calls": queries.lines_of_emergency(language) if asked.is_discreet or card.point.is_confidential else [],
        "like_it": _link(address("where", language), asked),
        "own": address("where", language),
    }


@spoken
def sitemap(request: HttpRequest, *, language: str) -> HttpResponse:
    """The pages of all points, for machines: each says itself in which languages it can be read."""
    pages = [(address("where-point", Tongue.ES, pk), day) for pk, day in finding.public_points()]
    page = {"pages": pages, "site": settings.PUBLIC_URL}
    return render(request, "portal/where/sitemap.xml", page, content_type="application/xml; charset=utf-8")
