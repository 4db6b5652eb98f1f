"""The calendar that anybody reads, and signing up without an account."""

import re
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from ayni.access.going_back import comes_back
from ayni.access.pace import even, limited
from ayni.access.permissions import sent
from ayni.access.speaking import spoken
from ayni.lib import ics
from ayni.lib.crowds import Crowd, Way
from ayni.lib.errors import RuleBroken
from ayni.lib.limits import address_digest, within
from ayni.lib.qr import qr_image
from ayni.lib.tongues import spoken_now

from .. import actions, queries
from ..forms.sessions import FindForm, SignUpForm
from ..models import OVER, Session, SignUp, SignUpState, State
from ..rules import sessions as rules
from .speaking import address, page_of

READS = {"most": 300, "seconds": 600}
CROWD = Crowd("sign-up", free=10, most=120, seconds=600)
"""A whole class may sit behind one address."""


def _month(typed: str) -> date | None:
    found = re.fullmatch(r"(20\d\d)-(0[1-9]|1[0-2])", typed)
    return date(int(found[1]), int(found[2]), 1) if found and typed.isascii() else None


@require_safe
@limited("sessions", **READS)
@spoken
def calendar(request: HttpRequest) -> HttpResponse:
    """What is to come, by department and month."""
    department, month = request.GET.get("departamento", "")[:6], _month(request.GET.get("mes", ""))
    choices = queries.choices_of(now())
    # What is in no session is not asked for: a database may not even take it as text.
    is_known = not department or department in dict(choices.departments)
    rows = queries.to_come(now(), department=department, month=month) if is_known else []
    page: dict[str, Any] = {
        "sessions": [(one, address("session", session_id=one.pk), one.kind.label(spoken_now())) for one in rows],
        "choices": choices, "department": department, "month": month,
        "feed": settings.PUBLIC_URL + address("feed"), "mine": address("mine"),
    }  # fmt: skip
    return page_of(request, "calendar", "calendar", **page)


def _published(session_id: UUID) -> Session:
    return get_object_or_404(queries.sessions().exclude(state=State.PLANNED), pk=session_id)


def _is_open(session: Session) -> bool:
    return session.state == State.OPEN and session.starts_at > now()


@require_safe
@limited("sessions", **READS)
@spoken
def session(request: HttpRequest, session_id: UUID) -> HttpResponse:
    found = _published(session_id)
    page: dict[str, Any] = {
        "session": found, "kind": found.kind.label(spoken_now()), "is_open": _is_open(found),
        "is_over": found.state in OVER or found.starts_at <= now(),
        "sign": address("sign-up", session_id=found.pk), "mine": address("mine"),
        "materials": found.materials.filter(is_public=True).exclude(link="").order_by("made_at", "pk"),
    }  # fmt: skip
    return page_of(request, "session", "session", words={"session_id": found.pk}, **page)


@never_cache
@require_http_methods(["GET", "POST"])
@limited("sessions", **READS)
@comes_back
@spoken
def sign_up(request: HttpRequest, session_id: UUID) -> HttpResponse:
    """A name if one wants, a contact if one wants, and the seat. The page that follows is the receipt."""
    found = _published(session_id)
    form = SignUpForm(sent(request))
    page: dict[str, Any] = {"session": found, "form": form, "is_open": _is_open(found)}
    page |= {"back": address("session", session_id=found.pk), "mine": address("mine")}
    if request.method == "POST" and form.is_valid():
        if made := _made(request, found, form):
            return page_of(request, "receipt", "calendar", **page | made)
        page["is_open"] = _is_open(found)
    page |= CROWD.page(request)
    around: dict[str, Any] = {"words": {"session_id": found.pk}, "status": 400 if form.errors else 200}
    return page_of(request, "sign_up", "sign-up", **around, **page)


def _may_go_on(request: HttpRequest, found: Session, form: SignUpForm) -> bool:
    """By how much comes from one address. The page of a receipt that is loaded again takes nothing."""
    if queries.was_sent(found, form.cleaned_data["submission"]):
        return True
    way = CROWD.way(request)
    if way is Way.SHUT:
        form.add_error(None, _("Too much is asked from where you are. Try again in ten minutes, or call the office."))
    elif way is Way.SLOW:
        form.add_error(None, _("Much is asked from where you are. Wait a minute, and press the button again."))
    elif not within(f"sign-up:{address_digest(request)}:{found.pk}", most=40, seconds=3600):
        form.add_error(None, _("Many people signed up from here in a short time. Wait an hour, or call the office."))
    return not form.errors


def _made(request: HttpRequest, found: Session, form: SignUpForm) -> dict[str, Any] | None:
    if not _may_go_on(request, found, form):
        return None
    try:
        made, code = actions.sign_up(session=found, language=spoken_now(), at=now(), **form.cleaned_data)
    except RuleBroken as broken:
        form.add_error(None, str(broken))
        return None
    return {
        "sign_up": made, "code": f"{code[:4]}-{code[4:]}", "has_seat": made.state == SignUpState.SIGNED,
        "has_left": made.state == SignUpState.WITHDRAWN, "qr": qr_image(made.number),
    }  # fmt: skip


@never_cache
@require_http_methods(["GET", "POST"])
@limited("session-code", most=30, seconds=600)
@even
@comes_back
@spoken
def mine(request: HttpRequest) -> HttpResponse:
    """Number and code: where it stands, and giving the seat back. Wrong and unknown are answered alike."""
    form = FindForm(sent(request))
    page: dict[str, Any] = {"form": form}
    if request.method == "POST" and form.is_valid():
        found = _found(**form.cleaned_data)
        if found is None:
            form.add_error(None, _("Number and code do not go together. Look at what you noted, and type both again."))
        else:
            page |= _state(request, found, form)
    return page_of(request, "mine", "mine", status=400 if form.errors else 200, **page)


def _found(number: str, code: str) -> SignUp | None:
    may_try = within(f"session-number:{number.upper()[:20]}", **rules.MOST_TRIES)
    found = queries.sign_up_of(number, code)
    return found if may_try else None


def _state(request: HttpRequest, found: SignUp, form: FindForm) -> dict[str, Any]:
    if request.POST.get("do") == "withdraw":
        try:
            found = actions.withdraw(sign_up=found, at=now())
        except RuleBroken as broken:
            form.add_error(None, str(broken))
    session = found.session
    return {
        "sign_up": found, "session": session, "has_seat": found.state == SignUpState.SIGNED,
        "may_withdraw": found.state != SignUpState.WITHDRAWN and _is_open(session),
    }  # fmt: skip


def _event(found: Session) -> ics.Appointment:
    is_cancelled = found.state == State.CANCELLED
    return ics.Appointment(
        uid=f"{found.pk}@ayni", starts_at=found.starts_at, summary=found.title, location=found.place,
        lasts=found.ends_at - found.starts_at, is_cancelled=is_cancelled,
        # Seconds only grow; calling off counts of itself, since it may come within the second of the last change.
        sequence=max(0, int((found.changed_at - found.made_at).total_seconds())) + is_cancelled,
    )  # fmt: skip


def _file(body: bytes, name: str) -> HttpResponse:
    response = HttpResponse(body, content_type="text/calendar; charset=utf-8")
    response.headers["Content-Disposition"] = f'inline; filename="{name}.ics"'
    return response


@require_safe
@limited("sessions", **READS)
@spoken
def one_ics(request: HttpRequest, session_id: UUID) -> HttpResponse:
    found = _published(session_id)
    return _file(ics.feed([_event(found)], name=found.title, made_at=found.changed_at), "sesion")


@require_safe
@limited("sessions", **READS)
@spoken
def feed(request: HttpRequest) -> HttpResponse:
    """The whole calendar, for programs that keep one."""
    rows = queries.to_come(now())
    made_at: datetime = max((one.changed_at for one in rows), default=now() - timedelta(days=1))
    return _file(ics.feed([_event(one) for one in rows], name=_("Sessions"), made_at=made_at), "sesiones")
