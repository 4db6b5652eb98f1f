"""Receiving who arrives, at the counter: by slip, by number, by name, without an appointment."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from ayni.access.models import Office
from ayni.access.once import once
from ayni.access.permissions import Permission, SignedIn, requires
from ayni.lib.errors import RuleBroken
from ayni.lib.qr import qr_image

from .. import queries
from ..actions import queueing as actions
from ..forms import ArriveForm, WalkInForm
from ..models import Appointment, Ticket, Window
from ..queries import diary

WIDTHS = ("80", "58")


@require_http_methods(["GET", "POST"])
@requires(Permission.QUEUE_WORK)
@once
def queue(request: SignedIn) -> HttpResponse:
    """The queue of an office today: who arrives, which windows attend."""
    office = office_asked(request)
    if office is None:
        return render(request, "procedures/queue/nowhere.html")
    forms = _forms(request, office)
    page: dict[str, Any] = {}
    if request.method == "POST":
        answer = WAYS.get(request.POST.get("do", ""), _find)(request, office, forms)
        if isinstance(answer, HttpResponse):
            return answer
        page = answer
    return render(request, "procedures/queue/queue.html", {**_page(request, office), **forms, **page})


def office_asked(request: SignedIn) -> Office | None:
    """The counter that the address names, of those where the user works; else their own."""
    mine = diary.offices_of(request.user)
    if code := request.GET.get("office"):
        return get_object_or_404(mine, code=code)
    return queries.queue.home_office(request.user) or mine.first()


def _forms(request: SignedIn, office: Office) -> dict[str, Any]:
    do = request.POST.get("do")
    return {
        "arrive": ArriveForm(request.POST if do == "find" else None),
        "walk_in": WalkInForm(request.POST if do == "walk_in" else None, prefix="walk", office=office),
    }


def _page(request: SignedIn, office: Office) -> dict[str, Any]:
    return {
        "office": office,
        "offices": list(diary.offices_of(request.user)[:40]),
        "windows": list(queries.queue.windows(office)),
        "mine": queries.queue.window_of(request.user),
    }


Answer = HttpResponse | dict[str, Any]


def _find(request: SignedIn, office: Office, forms: dict[str, Any]) -> Answer:
    """What was typed or read by a reader: a slip, a number of ours, or a name."""
    form = forms["arrive"]
    if not form.is_valid():
        return {}
    typed = form.cleaned_data["q"]
    if appointment := queries.queue.appointment_typed(typed):
        return _receive(request, office, appointment, form)
    if ticket := queries.queue.ticket_typed(typed, office, localdate()):
        return redirect("procedures:queue-ticket", ticket.pk)
    if application := queries.queue.application_typed(typed, request.user):
        comes = actions.Comes(procedure=application.procedure, application=application)
        return _give(request, office, comes, form)
    found = queries.queue.expected_by_name(typed, request.user, office, localdate())
    if not found:
        form.add_error("q", _("Nobody is expected today under that. Search by another part, or give a ticket below."))
    return {"found": found}


def _receive(request: SignedIn, office: Office, appointment: Appointment, form: Any) -> Answer:
    try:
        ticket = actions.arrive_by_appointment(appointment=appointment, office=office, by=request.user, at=now())
    except RuleBroken as broken:
        form.add_error("q", str(broken))
        return {"arrive": form}
    return redirect("procedures:queue-ticket", ticket.pk)


def _appointment(request: SignedIn, office: Office, forms: dict[str, Any]) -> Answer:
    """One of those that were found by name."""
    try:
        pk = UUID(request.POST.get("appointment", ""))
    except ValueError:
        return {}
    asked = get_object_or_404(Appointment.objects.visible_to(request.user), pk=pk)
    return _receive(request, office, asked, _nothing_typed())


def _nothing_typed() -> ArriveForm:
    """A form that can carry a message, though nothing was typed into it."""
    carrying = ArriveForm({"q": ""})
    carrying.errors.clear()
    return carrying


def _walk_in(request: SignedIn, office: Office, forms: dict[str, Any]) -> Answer:
    form = forms["walk_in"]
    return _give(request, office, actions.Comes(**form.cleaned_data), form) if form.is_valid() else {}


def _give(request: SignedIn, office: Office, comes: actions.Comes, form: Any) -> Answer:
    try:
        ticket = actions.arrive(office=office, comes=comes, by=request.user, at=now())
    except RuleBroken as broken:
        form.add_error(None, str(broken))
        return {}
    return redirect("procedures:queue-ticket", ticket.pk)


def _sit(request: SignedIn, office: Office, forms: dict[str, Any]) -> Answer:
    window = get_object_or_404(Window.objects.visible_to(request.user), pk=_number(request.POST.get("window")))
    try:
        actions.sit_down(window=window, by=request.user, at=now())
    except RuleBroken as broken:
        messages.error(request, str(broken))
        return redirect("procedures:queue")
    return redirect("procedures:queue-window", window.pk)


def _number(text: str | None) -> int:
    return int(text) if text and text.isdecimal() and len(text) < 10 else 0


WAYS: dict[str, Callable[[SignedIn, Office, dict[str, Any]], Answer]] = {
    "find": _find, "appointment": _appointment, "walk_in": _walk_in, "sit": _sit,
}  # fmt: skip


@require_safe
@requires(Permission.QUEUE_WORK)
def queue_ticket(request: SignedIn, ticket_id: UUID) -> HttpResponse:
    """A ticket for the printer, on paper of 58 or 80 mm."""
    ticket = get_object_or_404(queries.queue.tickets(request.user), pk=ticket_id)
    return render(request, "procedures/queue/ticket.html", paper(request, ticket))


def paper_width(request: HttpRequest) -> str:
    """In millimetres: as the address says, and from then on in this browser, whose printer stays the same."""
    asked = request.GET.get("width", "")
    if asked in WIDTHS:
        request.session["paper_width"] = asked
        return asked
    return str(request.session.get("paper_width", WIDTHS[0]))


def paper(request: HttpRequest, ticket: Ticket) -> dict[str, Any]:
    """What the paper of a ticket says: a number, where, since when, and the address of its page."""
    address = settings.PUBLIC_URL.rstrip("/") + reverse("procedures:turn", args=[ticket.token])
    return {
        "ticket": ticket,
        "width": paper_width(request),
        "address": address,
        "qr": qr_image(address),
        "wait": queries.queue_waiting.of_ticket(ticket, now()),
    }
