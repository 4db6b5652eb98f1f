"""Whoever has the number and the code sees their appointment, moves it, cancels it, or answers an offer of the list."""

import secrets
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.crypto import constant_time_compare
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from ayni.access.pace import even, limited
from ayni.access.permissions import sent
from ayni.access.speaking import spoken
from ayni.lib.doors import try_verb
from ayni.lib.errors import RuleBroken
from ayni.lib.ids import is_uuid
from ayni.lib.limits import within

from ...actions import appointments as actions
from ...forms.appointments import OwnForm, SlotForm
from ...models import Appointment, AppointmentState, Slot, Wait, WaitState
from ...queries import appointments as queries
from ...queries import places
from ...rules import booking as rules
from ..looked import looked_up
from ..speaking import go
from .slips import calendar_file, slip_pdf

OWN = "own_appointment"
"""In the session: the appointment that this browser gave number and code of. An address that somebody else opens shows
nothing."""
OF_LOOK = "own_appointment_of_look"
"""In the session: whether a look opened it. With the look that ends."""
LIST = "own_wait"
LASTS = 1800


def keep_own(request: HttpRequest, appointment: Appointment, *, of_look: bool = False) -> None:
    request.session[OWN], request.session[OF_LOOK] = str(appointment.pk), of_look


@never_cache
@require_http_methods(["GET", "POST"])
@spoken
@limited("own-appointment", most=60, seconds=600)
@even
def own(request: HttpRequest) -> HttpResponse:
    """Number and code. Wrong and unknown are answered alike, in the same time."""
    form = OwnForm(sent(request))
    if request.method == "POST" and form.is_valid():
        found = _found(**form.cleaned_data)
        if found is not None:
            request.session.cycle_key()
            request.session.set_expiry(LASTS)
            if isinstance(found, Appointment):
                counts = queries.as_it_stands(found)
                keep_own(request, counts)
                if counts != found and rules.may_change(counts.state, starts_at=counts.starts_at, at=now()):
                    messages.success(request, _("This is your new appointment. The old one no longer counts."))
                return go("own-shown")
            request.session[LIST] = str(found.pk)
            return go("own-wait")
        form.add_error(
            None, _("Number and code do not go together. Look at your slip or the message, and type both again.")
        )
    return render(request, "procedures/appointments/own.html", {"form": form}, status=400 if form.errors else 200)


def _found(number: str, secret: str) -> Appointment | Wait | None:
    """After ten tries at a number in an hour not even the right code opens it."""
    model = Wait if number.startswith("L") else Appointment
    row = model._default_manager.filter(number=number).first()
    may_try = within(f"number:{number}", most=10, seconds=3600)
    is_right = constant_time_compare(row.secret if row else secrets.token_hex(4), secret)
    return row if row and may_try and is_right else None


def _mine(request: HttpRequest) -> Appointment | None:
    if request.session.get(OF_LOOK) and looked_up(request, now()) is None:
        return None
    key = request.session.get(OWN, "")
    rows = Appointment.objects.select_related("office", "procedure", "seat__slot__calendar__campaign", "moved_to")
    return rows.filter(pk=UUID(key)).first() if is_uuid(key) else None


def _nothing(request: HttpRequest) -> HttpResponse:
    return go("own-appointment")


@never_cache
@require_http_methods(["GET", "POST"])
@spoken
@limited("own-shown", most=120, seconds=600)
def own_shown(request: HttpRequest) -> HttpResponse:
    appointment = _mine(request)
    if appointment is None:
        return _nothing(request)
    if request.method == "POST" and request.POST.get("do") == "leave":
        # On a telephone or a computer that others use, nothing stays behind.
        request.session.flush()
        return go("booking")
    if request.method == "POST":
        verb = lambda: actions.cancel(appointment=appointment, by=None, at=now())  # noqa: E731
        try_verb(request, None, verb, _("The appointment is cancelled. Somebody else can come at that hour."))
        return go("own-shown")
    return render(request, "procedures/appointments/own_shown.html", shown(appointment, now()))


def shown(appointment: Appointment, at: datetime) -> dict[str, Any]:
    return {
        "appointment": appointment,
        "campaign": appointment.seat.slot.calendar.campaign,
        "state": AppointmentState(appointment.state),
        "may_change": rules.may_change(appointment.state, starts_at=appointment.starts_at, at=at),
    }


@never_cache
@require_http_methods(["GET", "POST"])
@spoken
@limited("own-shown", most=120, seconds=600)
def own_move(request: HttpRequest) -> HttpResponse:
    """Another hour at the same place; the old one is kept until the new one is there."""
    appointment = _mine(request)
    if appointment is None:
        return _nothing(request)
    page = shown(appointment, now()) | {"hours": _hours(appointment)}
    form = SlotForm(sent(request))
    if request.method == "POST" and form.is_valid():
        slot = next((s for s in page["hours"] if s.pk == form.cleaned_data["slot"]), None)
        try:
            moved = _moved(appointment, slot)
        except RuleBroken as broken:
            messages.error(request, str(broken))
            return go("own-move")
        request.session[OWN] = str(moved.pk)
        messages.success(request, _("This is your new appointment. The old one no longer counts."))
        return go("own-shown")
    return render(request, "procedures/appointments/own_move.html", page)


def _moved(appointment: Appointment, slot: Slot | None) -> Appointment:
    if appointment.moved_to is not None and slot is None:
        # The same form sent twice: it was moved already.
        return appointment.moved_to
    if slot is None:
        raise rules.no_seat()
    return actions.move(appointment=appointment, slot=slot, by=None, at=now())


def _hours(appointment: Appointment) -> list[Slot]:
    """The free hours of the next days with room, at the place of the appointment."""
    campaign = appointment.seat.slot.calendar.campaign
    key = appointment.office.code if campaign is None else str(campaign.pk)
    calendars = places.calendars_at(appointment.procedure, key)
    return places.next_hours(calendars, group=appointment.group, at=now())


@never_cache
@require_safe
@spoken
@limited("own-shown", most=120, seconds=600)
def own_slip(request: HttpRequest) -> HttpResponse:
    appointment = _mine(request)
    return slip_pdf(request, appointment) if appointment else _nothing(request)


@never_cache
@require_safe
@spoken
def own_calendar(request: HttpRequest) -> HttpResponse:
    appointment = _mine(request)
    return calendar_file(appointment, at=now()) if appointment else _nothing(request)


@never_cache
@require_http_methods(["GET", "POST"])
@spoken
@limited("own-shown", most=120, seconds=600)
def own_wait(request: HttpRequest) -> HttpResponse:
    """On the waiting list: what is offered, to be taken or left."""
    key = request.session.get(LIST, "")
    rows = Wait.objects.select_related("office", "procedure", "seat__slot")
    wait = rows.filter(pk=UUID(key)).first() if is_uuid(key) else None
    if wait is None:
        return _nothing(request)
    if request.method == "POST":
        return _answered(request, wait)
    is_on = wait.state in {WaitState.WAITING, WaitState.OFFERED}
    is_offered = wait.state == WaitState.OFFERED and wait.answer_by is not None and wait.answer_by > now()
    page = {"wait": wait, "state": WaitState(wait.state), "is_on": is_on, "is_offered": is_offered}
    return render(request, "procedures/appointments/own_wait.html", page)


def _answered(request: HttpRequest, wait: Wait) -> HttpResponse:
    try:
        if request.POST.get("do") == "take":
            keep_own(request, actions.accept_offer(wait=wait, at=now()))
            return go("own-shown")
        actions.leave_list(wait=wait, at=now())
        messages.success(request, _("You are not on the waiting list any more."))
    except RuleBroken as broken:
        messages.error(request, str(broken))
    return go("own-wait")
