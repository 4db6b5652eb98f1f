"""What is taken away or read by machines: a sheet to print, a picture, the feed, the map of the site."""

import re

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate, now

from ayni.design.pdf import render_one_sheet
from ayni.lib.qr import qr_image

from .. import queries
from ..hooks import PAGES_BESIDE
from ..models import GuideVersion, Tongue
from .news import everywhere_of_news
from .public import guide_at, guide_page
from .speaking import ALONE, FOR_EVER, NO_TRACE, address, everywhere, spoken

NEWEST = 30


@spoken
def sheet(request: HttpRequest, word: str, *, language: str) -> HttpResponse:
    """One page of A4 for whoever has no telephone, with a QR for whoever has one."""
    found = queries.shown(guide_at(word), language, localdate())
    if found is None or f"{found.address}hoja.pdf" != request.path:
        raise Http404
    whole = queries.whole_address(found.address)
    page = guide_page(found, language, queries.embedded) | {
        "address": whole,
        "qr": qr_image(whole),
        "today": localdate(),
    }
    # Neither the name of the file nor its title says more than the title in the browser does.
    name = f"guia-{found.guide.pk}" if found.is_discreet else found.guide.slug
    body = render_one_sheet("portal/sheet.html", page)
    response = HttpResponse(body, content_type="application/pdf")
    response.headers["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    if found.is_discreet:
        response.headers["Cache-Control"] = NO_TRACE
    return response


@spoken
def audio(request: HttpRequest, word: str, *, language: str) -> HttpResponse:
    """The guide read aloud; of the part that a player asks for, that part. Without a voice here there is none."""
    found = queries.shown(guide_at(word), language, localdate())
    path = None
    if found is not None and f"{found.address}audio.mp3" == request.path:
        path = queries.audio_of(queries.told(found.said.text, language, localdate()), language)
    if path is None:
        raise Http404
    response = part_of(path.read_bytes(), request.headers.get("Range", ""))
    if found is not None and found.is_discreet:
        response.headers["Cache-Control"] = NO_TRACE
    return response


def part_of(content: bytes, wanted: str) -> HttpResponse:
    """A file that is listened to. A player jumps, and some play nothing at all unless it can."""
    asked = re.fullmatch(r"bytes=(\d{1,12})-(\d{0,12})", wanted)
    headers = {"Accept-Ranges": "bytes"}
    if not asked:
        return HttpResponse(content, content_type="audio/mpeg", headers=headers)
    first, last = int(asked[1]), min(int(asked[2] or len(content)), len(content) - 1)
    if first > last:
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{len(content)}"})
    headers["Content-Range"] = f"bytes {first}-{last}/{len(content)}"
    return HttpResponse(content[first : last + 1], status=206, content_type="audio/mpeg", headers=headers)


@spoken
def picture(request: HttpRequest, digest: str, *, language: str) -> HttpResponse:
    """A picture of a guide that is, or was, published. Its address never leads to another one."""
    found = queries.picture_shown(digest, localdate())
    if found is None:
        raise Http404
    response = HttpResponse(bytes(found.content), content_type="image/webp", headers=ALONE)
    response.headers["Cache-Control"] = NO_TRACE if found.is_discreet else FOR_EVER
    return response


@spoken
def feed(request: HttpRequest, *, language: str) -> HttpResponse:
    """The newest guides, as Atom. None that may betray whoever reads them."""
    rows = [one for group in queries.shelves(language, localdate()).values() for one in group if not one.is_discreet]
    newest = sorted(rows, key=lambda one: (one.said.made_at, one.guide.slug), reverse=True)[:NEWEST]
    page = {
        "guides": newest,
        "site": settings.PUBLIC_URL,
        "own": settings.PUBLIC_URL + address("feed", language),
        "start": settings.PUBLIC_URL + address("start", language),
        "language": language,
        "updated": newest[0].said.made_at if newest else None,
    }
    return render(request, "portal/feed.xml", page, content_type="application/atom+xml; charset=utf-8")


@spoken
def sitemap(request: HttpRequest, *, language: str) -> HttpResponse:
    """Every page with the same page in other languages."""
    shelves = queries.shelves(Tongue.ES, localdate())
    others = ("start", "where", "employers", "limit", "accepted", "community")
    pages: list[tuple[dict[str, str], GuideVersion | None]] = [(everywhere(name), None) for name in others]
    pages += [(everywhere("service", service.slug), None) for service, rows in shelves.items() if rows]
    pages += [
        ({one: queries.address_of(row.guide, one, discreet=row.is_discreet) for one in row.languages}, row.said)
        for rows in shelves.values()
        for row in rows
    ]
    pages += [(said_in, None) for beside in PAGES_BESIDE for said_in in beside(now())]
    page = {"pages": [*pages, *everywhere_of_news()], "site": settings.PUBLIC_URL}
    return render(request, "portal/sitemap.xml", page, content_type="application/xml; charset=utf-8")


@spoken
def robots(request: HttpRequest, *, language: str) -> HttpResponse:
    maps = [f"Sitemap: {settings.PUBLIC_URL}{address(name, Tongue.ES)}\n" for name in ("sitemap", "where-sitemap")]
    said = f"User-agent: *\nDisallow:\n\n{''.join(maps)}"
    return HttpResponse(said, content_type="text/plain; charset=utf-8")
