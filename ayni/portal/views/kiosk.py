"""The screen of a waiting room: the same guides with large buttons, nothing that leads out of the house, and a way back
to the start by itself. Whoever sits down next finds nothing of whoever sat there."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth import SESSION_KEY, logout
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import Resolver404, resolve
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from ayni.access.permissions import public
from ayni.lib import waiting_room

from .. import queries
from ..models import Service
from ..shelf import MARK
from .public import guide_at, guide_page
from .speaking import NO_TRACE, OFFLINE, address, everywhere, frame, spoken

IDLE = 60
"""Seconds without a touch after which the start is shown again."""
KEPT = ("kiosk", "feedback_kiosk", waiting_room.KEY)
"""What the session of this browser holds of the office, and not of whoever stands before it."""

View = Callable[..., HttpResponse]


def at_kiosk(view: View) -> View:
    """As every page of the site, but kept nowhere: neither on the shelf nor in the browser."""
    inner = spoken(view)

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = inner(request, *args, **kwargs)
        for name in (MARK, OFFLINE):
            response.headers.pop(name, None)
        response.headers["Cache-Control"] = NO_TRACE
        return response

    return require_safe(public(answer))


def _framed(language: str, said_in: dict[str, str], **page: Any) -> dict[str, Any]:
    """A language in which this page is not there leads to the start of the kiosk, and never out of it."""
    return {
        "frame_of": frame(language, everywhere("kiosk") | said_in),
        "language": language,
        "home": address("kiosk", language),
        "lines": address("kiosk-lines", language),
        "idle": IDLE,
        **page,
    }


def _is_there(path: str) -> bool:
    try:
        resolve(path)
    except Resolver404:
        return False
    return True


@at_kiosk
def start(request: HttpRequest, *, language: str) -> HttpResponse:
    """What one comes for, and the guides by subject."""
    others = [
        ("/donde-ir/", pgettext("channel", "Where to go")),
        ("/mi-tramite/", _("How my application stands")),
        ("/citas/", pgettext("kiosk", "Appointments")),
        ("/voz/", pgettext("kiosk", "Tell us something")),
    ]
    shelves = queries.shelves(language, localdate())
    page = _framed(
        language,
        {},
        others=[(queries.in_language(path, language), label) for path, label in others if _is_there(path)],
        services=[(address("kiosk-service", language, one.slug), one.label) for one, rows in shelves.items() if rows],
    )
    return render(request, "portal/kiosk/start.html", page)


@at_kiosk
def lines(request: HttpRequest, *, language: str) -> HttpResponse:
    calls = queries.lines_of_emergency(language)
    return render(request, "portal/kiosk/lines.html", _framed(language, everywhere("kiosk-lines"), calls=calls))


@at_kiosk
def service(request: HttpRequest, word: str, *, language: str) -> HttpResponse:
    wanted = Service.of_slug(word)
    if wanted is None:
        raise Http404
    guides = queries.shelves(language, localdate())[wanted]
    rows = [(_in_house(one.address), one.title, one.said.language) for one in guides]
    page = _framed(language, everywhere("kiosk-service", word), service=wanted, rows=rows)
    return render(request, "portal/kiosk/service.html", page)


def _in_house(path: str) -> str:
    return path.replace("/guias/", "/quiosco/guias/", 1)


@at_kiosk
def guide(request: HttpRequest, word: str, *, language: str) -> HttpResponse:
    found = queries.shown(guide_at(word), language, localdate())
    if found is None:
        raise Http404
    if _in_house(found.address) != request.path:
        return redirect(_in_house(found.address))
    said_in = {
        one: _in_house(queries.address_of(found.guide, one, discreet=found.is_discreet)) for one in found.languages
    }
    page = guide_page(found, language) | _framed(language, said_in)
    page |= {"service_address": address("kiosk-service", language, found.service.slug), "is_kept": False}
    return render(request, "portal/kiosk/guide.html", page)


@never_cache
@require_safe
@public
def leave(request: HttpRequest) -> HttpResponseRedirect:
    """Forget whoever stood here: what they began, what the browser kept. The browser stays the kiosk that it is."""
    response = redirect("portal:kiosk")
    if not waiting_room.is_one(request):
        # A page of another house may send anybody here: whoever reads at home or is at work loses nothing by it.
        return response
    kept = {name: request.session[name] for name in KEPT if name in request.session}
    # A colleague who signed in on this screen is gone, too.
    if SESSION_KEY in request.session:
        logout(request)
    else:
        request.session.flush()
    request.session.update(kept)
    waiting_room.begin(request, response)
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    return response
