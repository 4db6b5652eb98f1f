"""A page that answers a form can be gone back to, loaded again, and sent twice, as any other.

A browser that goes back to the answer of a POST shows an error of its own, or sends everything again, because our pages
may not stay in its cache. So what would be such an answer is kept, encrypted, for the session that asked, and the
browser is led to an address where it finds it: post, redirect, get. It holds for every page of whoever is signed in,
whatever its view: the check before something is sent, the form that came back with errors, what a search found. Public
pages say so themselves (`comes_back`), because a page that nobody asked to keep is kept of nobody.
"""

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import wraps
from typing import Any, TypeVar, cast
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.utils import timezone

from ayni.lib import waiting_room
from ayni.lib.ids import is_uuid

from . import actions, rules
from .models import AnsweredForm, Submission
from .sessions import stored_key

KEY = "respuesta"
"""In the address: which answer. It says nothing, and opens nothing in another browser."""
LONGEST = 400_000
SHOWS = frozenset({200, 400, 409})
_ONCE = re.compile(r'name="once" value="([0-9a-f-]{36})"')

View = TypeVar("View", bound=Callable[..., HttpResponse])


def answers(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: every form of whoever is signed in is answered by a page with an address."""

    def answer(request: HttpRequest) -> HttpResponse:
        asked = _taken_out(request)
        response = get_response(request)
        if not (asked or request.method == "POST") or not _is_of_staff(request):
            return response
        at = timezone.now()
        if request.method == "POST":
            # What a view itself lets nobody keep, secrets that are shown once, is kept here neither.
            is_secret = "no-store" in response.headers.get("Cache-Control", "")
            return response if is_secret or not _is_a_page(request, response) else kept(request, response, at=at)
        # The view has answered before: so what is kept opens to nobody to whom its address does not open any more.
        if response.status_code in {200, 405} and (found := _found(request, asked, rules.ANSWERS_KEPT, at)):
            return _given(request, response, found)
        return response

    return answer


def comes_back(view: View) -> View:
    """A public page whose answer to a form has an address of its own, in the same browser, for ten minutes; as long as
    the address itself still opens."""
    return _with_address(view, closes=False)


def leaves_a_receipt(view: View) -> View:
    """The same of a page that opens once: the form is gone, what came of it can still be read."""
    return _with_address(view, closes=True)


def _with_address(view: View, *, closes: bool) -> View:
    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        asked, at = getattr(request, "asked_answer", "") if request.method == "GET" else "", timezone.now()
        found = _found(request, asked, rules.PUBLIC_ANSWERS_KEPT, at) if asked else None
        if found and closes:
            return HttpResponse(found.page, status=found.status)
        response = view(request, *args, **kwargs)
        if found and response.status_code == 200:
            response.content, response.status_code = found.page, found.status
        is_page = request.method == "POST" and _is_a_page(request, response)
        return kept(request, response, at=at) if is_page else response

    return cast("View", answer)


def forget(request: HttpRequest) -> None:
    """Nothing is gone back to in this browser any more."""
    if request.session.session_key:
        actions.forget_answers_of(session_key=stored_key(request.session.session_key))


def kept(request: HttpRequest, response: HttpResponse, *, at: datetime) -> HttpResponse:
    """The way to the same page by its own address; the page itself if it is too long to be kept."""
    text = response.content.decode(response.charset)
    if len(text) > LONGEST:
        return response
    if not request.session.session_key:
        request.session.cycle_key()
    row = actions.keep_answer(
        session_key=stored_key(cast(str, request.session.session_key)), path=request.path, status=response.status_code,
        page=text, once=sorted(set(_ONCE.findall(text))), at=at,
    )  # fmt: skip
    query = request.GET.copy()
    query[KEY] = str(row.pk)
    led = HttpResponseRedirect(f"{request.path}?{query.urlencode()}")
    led.cookies = response.cookies
    return led


def _taken_out(request: HttpRequest) -> str:
    """Which answer the address asks for. Views, and what is made of their address, know nothing of it."""
    asked = request.GET.get(KEY, "")
    if asked:
        rest = [(name, value) for name, values in request.GET.lists() for value in values if name != KEY]
        request.META["QUERY_STRING"] = urlencode(rest)
        request.GET = QueryDict(request.META["QUERY_STRING"])
    request.asked_answer = asked  # type: ignore[attr-defined]
    return asked


def _is_of_staff(request: HttpRequest) -> bool:
    """A page of ours for whoever is signed in. Of public ones not even the session is read."""
    mark = getattr(getattr(request.resolver_match, "func", None), "permission", "public")
    return mark != "public" and request.user.is_authenticated


def _is_a_page(request: HttpRequest, response: HttpResponse) -> bool:
    """A page that a browser opened by sending a form: no part of one, no file, no program's answer."""
    return (
        response.status_code in SHOWS
        and not response.streaming
        and response.headers.get("Content-Type", "").startswith("text/html")
        and "Content-Disposition" not in response.headers
        and "text/html" in request.headers.get("Accept", "")
        and "HX-Request" not in request.headers
        and not waiting_room.is_one(request)
    )


def _found(request: HttpRequest, asked: str, lasts: timedelta, at: datetime) -> AnsweredForm | None:
    key = request.session.session_key
    if not key or not is_uuid(asked):
        return None
    mine = AnsweredForm.objects.filter(session_key=stored_key(key), path=request.path[:300], kept_at__gt=at - lasts)
    return mine.filter(pk=asked).first()


def _given(request: HttpRequest, response: HttpResponse, found: AnsweredForm) -> HttpResponse:
    """With the headers that the view gives its page; unless it was sent since: then that it was, and where it led."""
    sent = Submission.objects.filter(user=request.user.pk, once__in=found.once, path=found.path).exclude(answer="")
    if found.once and (first := sent.order_by("-sent_at", "-pk").first()):
        return render(request, "access/sent_already.html", {"sent": first, "again": request.get_full_path()})
    if response.status_code == 405:
        return HttpResponse(found.page, status=found.status)
    response.content = found.page
    response.status_code = found.status
    return response
