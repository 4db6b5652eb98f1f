"""What a session must be before a page opens: not too old, of this browser, with a second factor."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, cast
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render, resolve_url
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from . import actions, kept, rules, second_factor
from .addresses import agent_of
from .models import User
from .permissions import SignedIn
from .sessions import AGENT, FACTOR, SessionStore, bind
from .without_role import without_role

IDLE, LONG, BROWSER = "IDLE", "LONG", "BROWSER"
BY_ITSELF = "X-By-Itself"
"""Header of a page that asks again without anybody: a screen that was left open is not a session that is used."""
Views = Callable[..., HttpResponse]


class Sessions:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Views, args: Any, kwargs: Any) -> HttpResponse | None:
        user, session = request.user, cast(SessionStore, request.session)
        if isinstance(user, User):
            at = timezone.now()
            why = why_over(request, session, at=at)
            if why is None:
                return self._go_on(request, view, user, session, at=at)
            end(request, user, why=why, at=at)
        return self._ask_to_sign_in(request, view)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """A page that no role opens any more says so, not that the role of today is another one."""
        if isinstance(exception, PermissionDenied) and isinstance(request.user, User):
            return None if request.user.active_memberships else without_role(cast(SignedIn, request))
        return None

    def _go_on(
        self, request: HttpRequest, view: Views, user: User, session: SessionStore, *, at: datetime
    ) -> HttpResponse | None:
        if AGENT not in session:
            bind(request)
        if session.row is not None and BY_ITSELF not in request.headers:
            actions.touch_session(session.row, at=at)
        if not is_open(view) and not getattr(view, "before_second_factor", False) and not has_factor(session, user):
            return HttpResponseRedirect(_with_next(reverse("access:enrol"), request))
        if request.method == "GET" and kept.KEY in session and (form := kept.give_back(request, user)):
            return render(request, "access/kept.html", {"kept": form})
        return None

    def _ask_to_sign_in(self, request: HttpRequest, view: Views) -> HttpResponse | None:
        """A part of a page cannot hold the sign-in page: the whole page goes there, and comes back.

        A form whose session has left no trace comes back to whoever sent it, because nobody knows whose it is.
        """
        if is_open(view):
            return None
        if "HX-Request" in request.headers:
            return HttpResponse(status=200, headers={"HX-Redirect": _sign_in(kept.page_of(request) or "/")})
        if request.method == "POST" and kept.KEY not in request.session and (texts := kept.sent(request).texts):
            context = {"texts": texts, "sign_in": _sign_in(_page_before(request))}
            return render(request, "access/unsent.html", context, status=403)
        return None


def _sign_in(then: str) -> str:
    return f"{resolve_url(settings.LOGIN_URL)}?{urlencode({REDIRECT_FIELD_NAME: then})}"


def _page_before(request: HttpRequest) -> str:
    """Where the form was, if it was on a page of ours."""
    before = request.headers.get("Referer", "")
    ours = f"{request.scheme}://{request.get_host()}"
    return before.removeprefix(ours) if before.startswith(f"{ours}/") else "/"


def is_open(view: Views) -> bool:
    return not getattr(view, "login_required", True)


def why_over(request: HttpRequest, session: SessionStore, *, at: datetime) -> str | None:
    started_at = session.started_at
    if session.get(AGENT, agent := agent_of(request)) != agent:
        return BROWSER
    if started_at is None or rules.has_lasted(started_at=started_at, at=at):
        return LONG
    if session.row is not None and rules.has_idled(seen_at=session.row.seen_at, at=at):
        return IDLE
    return None


def end(request: HttpRequest, user: User, *, why: str, at: datetime) -> None:
    """The session is over. What was typed is kept, unless the cookie came from another browser."""
    actions.record_session_over(user, why=why, at=at)
    request.session.flush()
    request.user = AnonymousUser()
    if why == BROWSER:
        return
    if request.method == "POST":
        kept.keep(request, user)
    messages.info(
        request,
        _("Your session ended because nobody used it for 45 minutes. Sign in to go on where you were.")
        if why == IDLE
        else _("Your session ended: a session lasts eight hours. Sign in to go on where you were."),
    )


def has_factor(session: SessionStore, user: User) -> bool:
    """Asked of the database once a session: enrolling and resetting end the other sessions."""
    if session.get(FACTOR):
        return True
    if second_factor.has_second_factor(user):
        session[FACTOR] = True
        return True
    return False


def _with_next(url: str, request: HttpRequest) -> str:
    path = request.get_full_path() if request.method == "GET" else "/entrar/"
    return f"{url}?{urlencode({REDIRECT_FIELD_NAME: path})}"
