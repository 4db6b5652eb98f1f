"""The one screen of whoever attends at a window: by keys, and without scripts."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from ayni.access.once import once
from ayni.access.permissions import Permission, SignedIn, requires
from ayni.lib.errors import RuleBroken

from .. import queries
from ..actions import queueing as actions
from ..forms import TransferForm
from ..models import Attendance, Ticket, Window


@require_http_methods(["GET", "POST"])
@requires(Permission.QUEUE_WORK)
@once
def queue_window(request: SignedIn, window_id: int) -> HttpResponse:
    """Who is here, who is next, and what to do with them."""
    window = get_object_or_404(Window.objects.visible_to(request.user).select_related("office"), pk=window_id)
    held = queries.queue.held_at(window)
    transfer = TransferForm(request.POST if request.POST.get("do") == "transfer" else None, window=window)
    if request.method == "POST" and (answer := _do(request, window, held, transfer)):
        return answer
    return render(request, "procedures/queue/window.html", {**_page(request, window, held), "transfer": transfer})


def _page(request: SignedIn, window: Window, held: Ticket | None) -> dict[str, Any]:
    attendance = Attendance.objects.filter(window=window).select_related("user").first()
    return {
        "window": window,
        "held": held,
        "attendance": attendance,
        "is_mine": attendance is not None and attendance.user_id == request.user.pk,
        "person": queries.queue.person_of(held, request.user) if held else None,
        "application": queries.queue.application_of(held, request.user) if held else None,
        "waiting": queries.queue.waiting_for(window, localdate()),
        "absent": queries.queue.absent(window.office_id, localdate()),
    }


def _do(request: SignedIn, window: Window, held: Ticket | None, transfer: TransferForm) -> HttpResponse | None:
    """Do what was asked and show how it stands then, or None if a choice is missing."""
    do = request.POST.get("do", "")
    if do == "transfer" and not transfer.is_valid():
        return None
    try:
        if do in OF_WINDOW:
            OF_WINDOW[do](request, window)
        elif do in OF_TICKET and (ticket := _meant(request, held)) is not None:
            OF_TICKET[do](request, ticket, transfer)
    except RuleBroken as broken:
        messages.error(request, str(broken))
    if do == "leave" and not Attendance.objects.filter(window=window, user=request.user).exists():
        return redirect("procedures:queue")
    return redirect("procedures:queue-window", window.pk)


def _meant(request: SignedIn, held: Ticket | None) -> Ticket | None:
    """The ticket that was on the page when the key was pressed. If another one is here now, nothing is done to it."""
    try:
        pk = UUID(request.POST.get("ticket", ""))
    except ValueError:
        return held
    return get_object_or_404(queries.queue.tickets(request.user), pk=pk)


def _next(request: SignedIn, window: Window) -> None:
    seen = request.POST.get("ticket", "")
    if actions.call_next(window=window, by=request.user, at=now(), seen=seen) is None:
        messages.info(request, _("Nobody waits for this window."))


def _by(request: SignedIn) -> dict[str, Any]:
    return {"by": request.user, "at": now()}


OF_WINDOW: dict[str, Callable[[SignedIn, Window], object]] = {
    "next": _next,
    "sit": lambda request, window: actions.sit_down(window=window, **_by(request)),
    "leave": lambda request, window: actions.stand_up(window=window, **_by(request)),
    "pause": lambda request, window: actions.pause(window=window, **_by(request)),
    "resume": lambda request, window: actions.resume(window=window, **_by(request)),
}
OF_TICKET: dict[str, Callable[[SignedIn, Ticket, TransferForm], object]] = {
    "again": lambda request, ticket, _form: actions.call_again(ticket=ticket, **_by(request)),
    "begin": lambda request, ticket, _form: actions.begin(ticket=ticket, **_by(request)),
    "finish": lambda request, ticket, _form: actions.finish(ticket=ticket, **_by(request)),
    "absent": lambda request, ticket, _form: actions.mark_absent(ticket=ticket, **_by(request)),
    "requeue": lambda request, ticket, _form: actions.requeue(ticket=ticket, **_by(request)),
    "transfer": lambda request, ticket, form: actions.transfer(
        ticket=ticket, to=form.cleaned_data["to"], **_by(request)
    ),
}
