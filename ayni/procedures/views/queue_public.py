"""The kiosk at the door and the page of a ticket: for anybody, without a name, also on an old telephone."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from ayni.access.pace import limited
from ayni.access.permissions import public
from ayni.access.speaking import spoken
from ayni.lib.errors import RuleBroken
from ayni.lib.ids import is_uuid

from .. import queries
from ..actions import queueing as actions
from ..forms import AppointmentTypedForm, KioskForm
from ..models import Screen, ScreenKind, Ticket, TicketState, Treated
from .queue_counter import paper, paper_width
from .speaking import go

LOOK_AGAIN = 20
"""Seconds. Told by a header, so that telephones that run no script of ours follow too."""
NEXT_PERSON = 25


@never_cache
@require_http_methods(["GET", "POST"])
@public
@limited("kiosk", most=60, seconds=60)
def kiosk(request: HttpRequest, token: str) -> HttpResponse:
    """Whoever arrives takes a ticket: by the code of their appointment, or by what they come for."""
    here = _kiosk(token)
    paper_width(request)
    typed = AppointmentTypedForm(request.POST if request.POST.get("do") == "slip" else None)
    walk_in = KioskForm(request.POST if request.POST.get("do") == "walk_in" else None, office=here.office)
    if request.method == "POST" and (ticket := _take(request, here, typed, walk_in)):
        return redirect("procedures:kiosk-ticket", token, ticket.token)
    page = {"kiosk": here, "typed": typed, "walk_in": walk_in, "letters": queries.queue.letters(here.office)}
    return render(request, "procedures/queue/kiosk.html", page)


def _kiosk(token: str) -> Screen:
    found = queries.queue.screen_of_token(token, ScreenKind.KIOSK)
    if found is None:
        raise Http404
    return found


def _take(request: HttpRequest, here: Screen, typed: AppointmentTypedForm, walk_in: KioskForm) -> Ticket | None:
    """A ticket, or None with what to mend on the form."""
    form = typed if typed.is_bound else walk_in
    if not form.is_valid():
        return None
    try:
        if typed.is_bound:
            return _by_slip(here, typed)
        once = request.POST.get("once", "")
        comes = actions.Comes(**walk_in.cleaned_data, once=once if is_uuid(once) else "")
        return actions.arrive(office=here.office, comes=comes, by=None, at=now())
    except RuleBroken as broken:
        form.add_error(None, str(broken))
        return None


def _by_slip(here: Screen, typed: AppointmentTypedForm) -> Ticket | None:
    appointment = queries.queue.appointment_typed(typed.cleaned_data["q"])
    if appointment is None:
        typed.add_error("q", _("We do not find this number. Ask at the counter, or take a ticket without appointment."))
        return None
    return actions.arrive_by_appointment(appointment=appointment, office=here.office, by=None, at=now())


@never_cache
@require_safe
@public
def kiosk_ticket(request: HttpRequest, token: str, ticket: str) -> HttpResponse:
    """The ticket, to be printed or photographed. Then the kiosk is for the next person."""
    here, found = _kiosk(token), _ticket(ticket)
    if found.day.office_id != here.office_id:
        raise Http404
    response = render(request, "procedures/queue/kiosk_ticket.html", {"kiosk": here, **paper(request, found)})
    response.headers["Refresh"] = f"{NEXT_PERSON}; url={reverse('procedures:kiosk', args=[token])}"
    return response


@never_cache
@require_http_methods(["GET", "POST"])
@spoken
def turn(request: HttpRequest, token: str) -> HttpResponse:
    """How a ticket stands: how long it may take, where to go; afterwards one question."""
    ticket = _ticket(token)
    error = ""
    if request.method == "POST" and request.POST.get("treated", "") in Treated.values:
        try:
            actions.say_treatment(ticket=ticket, answer=request.POST["treated"], at=now())
            return go("turn", token)
        except RuleBroken as broken:
            error = str(broken)
    page: dict[str, Any] = {
        "ticket": ticket,
        "wait": queries.queue_waiting.of_ticket(ticket, now()),
        "answers": Treated.choices,
        "error": error or (_("Choose an answer.") if request.method == "POST" else ""),
        "is_past": ticket.day.day < localdate(),
    }
    response = render(request, "procedures/queue/turn.html", page)
    if ticket.state in {TicketState.WAITING, TicketState.CALLED, TicketState.SERVING} and not page["is_past"]:
        response.headers["Refresh"] = str(LOOK_AGAIN)
    return response


def _ticket(token: str) -> Ticket:
    found = queries.queue.ticket_of_token(token)
    if found is None:
        raise Http404
    return found
