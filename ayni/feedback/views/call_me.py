"""Whoever is in danger, or wants to be asked discreetly, says where and when to call. Nothing that was typed is shown
again, and no page says what it was about."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from ayni.access.pace import even, limited
from ayni.access.permissions import public, sent
from ayni.lib.crowds import Crowd, Way
from ayni.lib.errors import RuleBroken
from ayni.lib.ids import is_uuid
from ayni.lib.tongues import ASKED, ways

from ..actions import calls as verbs
from ..forms.calls import CallForm
from .speaking import spoken

CROWD = Crowd("call-me", free=5, most=100, seconds=600)
"""A whole shelter may sit behind one address."""


def _page(request: HttpRequest, template: str, language: str, status: int = 200, **page: Any) -> HttpResponse:
    shown = {"language": language, "ways": ways(request, language), **page}
    return render(request, f"feedback/call/{template}.html", shown, status=status)


@never_cache
@require_http_methods(["GET", "POST"])
@public
@limited("call-me-pages", most=300, seconds=600)
@even
@spoken
def call_me(request: HttpRequest, *, language: str) -> HttpResponse:
    form = CallForm(sent(request), at=now())
    if request.method == "POST" and form.is_valid() and _may_go_on(request, form) and _kept(request, form):
        return HttpResponseRedirect(f"{reverse('feedback:call-noted')}?{ASKED}={language}")
    page = {"form": form, **CROWD.page(request)}
    return _page(request, "ask", language, 400 if form.errors else 200, **page)


def _may_go_on(request: HttpRequest, form: CallForm) -> bool:
    way = CROWD.way(request)
    if way is Way.SHUT:
        form.add_error(None, _("Too much is sent from where you are. Call 100, 1818 or 105, or try in ten minutes."))
    elif way is Way.SLOW:
        form.add_error(None, _("Much is sent from where you are. Wait a minute, and press the button again."))
    return not form.errors


def _kept(request: HttpRequest, form: CallForm) -> bool:
    key = request.POST.get("once", "")
    try:
        verbs.ask_for_call(asked=form.asked, submission=UUID(key) if is_uuid(key) else None, at=now())
    except RuleBroken as broken:
        form.add_error(None, str(broken))
    return not form.errors


@never_cache
@require_safe
@public
@spoken
def call_noted(request: HttpRequest, *, language: str) -> HttpResponse:
    """The same for everybody who opens it."""
    return _page(request, "noted", language)
