"""The screen of the waiting room. It shows numbers and windows, and catches up by itself.

A long answer would hold a thread of the server for as long as a screen hangs on the wall, and was seen to stop other
pages (decision 30). So an answer of the stream ends at once, and says after how many milliseconds to ask again with the
number of what was seen last: a screen is late by half a second at most, and holds nothing in between.
"""

import json
from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from ayni.access.permissions import public

from .. import queries
from ..models import Screen, ScreenKind

ASK_AGAIN_AFTER = 500
"""Milliseconds. Firefox asks no sooner than that."""
ALOUD_WITHIN = 60
"""Seconds: what was called longer ago is shown, and no longer said aloud."""


@never_cache
@require_safe
@public
def screen(request: HttpRequest, token: str) -> HttpResponse:
    """The whole screen, as it stands: what a browser shows that runs no script, and begins with after a power cut."""
    shown, at = _screen(token), now()
    return render(request, "procedures/queue/screen.html", {"screen": shown, **_page(shown, at)})


@never_cache
@require_safe
@public
def screen_live(request: HttpRequest, token: str) -> HttpResponse:
    """Server-sent events: the whole state, if it is not the one that was seen last."""
    shown, at = _screen(token), now()
    seen = request.headers.get("Last-Event-ID") or request.GET.get("since", "")
    lines = [f"retry: {ASK_AGAIN_AFTER}"]
    if seen != queries.queue.state_id(shown.office_id, at):
        state = _state(shown, at)
        lines += [f"id: {state['id']}", "event: state", f"data: {json.dumps(state)}"]
    return HttpResponse("\n".join(lines) + "\n\n", content_type="text/event-stream")


@never_cache
@require_safe
@public
def screen_state(request: HttpRequest, token: str) -> HttpResponse:
    """The same for whoever has no event stream, and asks every few seconds."""
    return JsonResponse(_state(_screen(token), now()))


def _screen(token: str) -> Screen:
    found = queries.queue.screen_of_token(token, ScreenKind.TV)
    if found is None:
        raise Http404
    return found


def _page(shown: Screen, at: datetime) -> dict[str, Any]:
    # The number is read first: what happens meanwhile is then shown twice, never missed.
    state_id = queries.queue.state_id(shown.office_id, at)
    return {
        "state_id": state_id,
        "at": at,
        "calls": queries.queue.called(shown.office_id, at),
        "estimates": [(series, wait) for series, wait in queries.queue_waiting.by_series(shown.office, at) if wait],
    }


def _state(shown: Screen, at: datetime) -> dict[str, Any]:
    page = _page(shown, at)
    aloud = [
        {"key": call["key"], "words": spoken(call["code"], call["window"])}
        for call in page["calls"]
        if call["is_new"] and call["age"] <= ALOUD_WITHIN
    ]
    html = render_to_string("procedures/queue/_screen.html", page)
    return {"id": page["state_id"], "html": html, "aloud": aloud}


def spoken(code: str, window: str) -> str:
    """As a voice reads it: the letter, the number without its zeros, the window."""
    return _("Ticket %(letter)s, %(number)s. Window %(window)s.") % {
        "letter": code[0],
        "number": int(code[1:]),
        "window": window,
    }
