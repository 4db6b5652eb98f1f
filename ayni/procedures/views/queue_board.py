"""How the queue goes, and what it is made of: letters, screens, kiosks."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from ayni.access.models import Office
from ayni.access.once import once
from ayni.access.permissions import Permission, SignedIn, requires
from ayni.lib.doors import mark_to_show, refuse, seen_mark
from ayni.lib.errors import RuleBroken
from ayni.lib.written import CannotOverwrite

from .. import queries
from ..actions import queueing as actions
from ..forms import ScreenForm, SeriesForm
from ..models import Lane, Screen, Treated
from ..queries import diary
from .queue_counter import office_asked


@require_safe
@requires(Permission.QUEUE_BOARD)
def queue_board(request: SignedIn) -> HttpResponse:
    """Waiting now, by window, over the day."""
    office = office_asked(request)
    if office is None:
        return render(request, "procedures/queue/nowhere.html")
    at = now()
    board = queries.queue_board.board(office, localdate(at), at)
    page = {
        "office": office,
        "offices": list(diary.offices_of(request.user)[:40]),
        "at": at,
        "board": board,
        "lanes": [(lane.label, board.by_lane.get(lane, 0)) for lane in Lane],
        "letters": [(letter, board.by_letter[letter]) for letter in sorted(board.by_letter)],
        "arrivals": [(f"{row.hour}:00", row.arrived) for row in board.hours],
        "attentions": [(f"{row.hour}:00", row.attended) for row in board.hours],
        "waits": [(f"{row.hour}:00", row.to_call.middle) for row in board.hours if row.to_call.middle is not None],
        "treatment": _treatment(office),
        "may_set_up": request.user.may(Permission.CALENDAR_KEEP),
    }
    return render(request, "procedures/queue/board.html", page)


def _treatment(office: Office) -> list[tuple[Any, int]] | None:
    shares = queries.queue_board.treatment(office, localdate())
    return [(answer.label, shares.get(answer, 0)) for answer in Treated] if shares else None


@require_http_methods(["GET", "POST"])
@requires(Permission.CALENDAR_KEEP)
@once
def queue_setup(request: SignedIn) -> HttpResponse:
    """Letters of an office, its screens and kiosks."""
    office = office_asked(request)
    if office is None:
        return render(request, "procedures/queue/nowhere.html")
    do = request.POST.get("do", "")
    forms: dict[str, Any] = {
        "series": SeriesForm(request.POST if do == "series" else None, prefix="series"),
        "screen": ScreenForm(request.POST if do == "screen" else None, prefix="screen"),
    }
    if request.method == "POST" and (answer := SETS.get(do, _nothing)(request, office, forms)):
        return answer
    screens = Screen.objects.filter(office=office, ended_at__isnull=True).order_by("kind", "name", "pk")
    letters = list(queries.queue.letters(office).prefetch_related("procedures"))
    page: dict[str, Any] = {"office": office, "offices": list(diary.offices_of(request.user)[:40]), "screens": screens}
    page["seen"] = mark_to_show(request, forms["series"], queries.marks.of_letters(letters))
    page["base"] = settings.PUBLIC_URL.rstrip("/")
    return render(request, "procedures/queue/setup.html", {**page, **forms, "letters": letters})


def _back(office: Office) -> HttpResponse:
    return redirect(f"{reverse('procedures:queue-setup')}?office={office.code}")


def _nothing(request: SignedIn, office: Office, forms: dict[str, Any]) -> HttpResponse | None:
    return _back(office)


def _series(request: SignedIn, office: Office, forms: dict[str, Any]) -> HttpResponse | None:
    form = forms["series"]
    if not form.is_valid():
        return None
    try:
        seen = seen_mark(request)
        actions.set_series(office=office, by=request.user, at=now(), seen=seen, **form.cleaned_data)
    except CannotOverwrite as told:
        refuse(form, told)
        form.say_what_stands(queries.queue.letters(office))
        return None
    except RuleBroken as broken:
        form.add_error("letter", str(broken))
        return None
    messages.success(request, _("The letter is in use from now on."))
    return _back(office)


def _retire(request: SignedIn, office: Office, forms: dict[str, Any]) -> HttpResponse | None:
    # A colleague may have taken it out a moment ago: then it is as whoever asked for it wants it.
    if letter := queries.queue.letters(office).filter(letter=request.POST.get("which", "")).first():
        actions.retire_series(series=letter, by=request.user, at=now())
    messages.success(request, _("Nobody is given this letter any more. Its tickets are called as before."))
    return _back(office)


def _screen(request: SignedIn, office: Office, forms: dict[str, Any]) -> HttpResponse | None:
    form = forms["screen"]
    if not form.is_valid():
        return None
    actions.add_screen(office=office, by=request.user, at=now(), **form.cleaned_data)
    return _back(office)


def _end(request: SignedIn, office: Office, forms: dict[str, Any]) -> HttpResponse | None:
    try:
        pk = UUID(request.POST.get("which", ""))
    except ValueError:
        return _back(office)
    screen = get_object_or_404(Screen.objects.visible_to(request.user), pk=pk)
    actions.end_screen(screen=screen, by=request.user, at=now())
    return _back(office)


SETS: dict[str, Callable[[SignedIn, Office, dict[str, Any]], HttpResponse | None]] = {
    "series": _series, "retire": _retire, "screen": _screen, "end": _end,
}  # fmt: skip
