"""The calendars of an office: written, released, closed; its windows."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate, make_aware, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from ayni.access.once import once
from ayni.access.permissions import Permission, SignedIn, requires, sent
from ayni.lib.doors import mark_to_show, refuse, seen_mark, try_verb
from ayni.lib.errors import RuleBroken
from ayni.lib.paging import paginate
from ayni.lib.written import mark_of

from ...actions import appointments as actions
from ...forms.appointments import ClosureForm, ReleaseForm, WindowForm, now_called
from ...forms.calendars import CalendarForm
from ...models import Calendar, Closure, Window
from ...queries import appointments as queries
from ...queries import diary, marks
from ...rules import overbooking


@require_safe
@requires(Permission.CALENDAR_KEEP)
def calendars(request: SignedIn) -> HttpResponse:
    rows = Calendar.objects.visible_to(request.user).select_related("office", "campaign")
    page = paginate(request, rows, order=("office__name", "name", "pk"))
    return render(request, "procedures/appointments/calendars.html", {"page": page})


@require_http_methods(["GET", "POST"])
@requires(Permission.CALENDAR_KEEP)
@once
def calendar(request: SignedIn, pk: int) -> HttpResponse:
    """Its week, what is released and kept, and the arithmetic of those who do not come."""
    found = get_object_or_404(Calendar.objects.visible_to(request.user).select_related("office", "campaign"), pk=pk)
    form = ReleaseForm(sent(request))
    if request.method == "POST" and form.is_valid():
        said, at = form.cleaned_data, now()
        opens_at = make_aware(datetime.combine(said["opens_on"], said["opens_at"]))
        days = {"first_day": said["first_day"], "last_day": said["last_day"]}
        try:
            made = actions.release(calendar=found, opens_at=opens_at, by=request.user, at=at, **days)
        except RuleBroken as broken:
            form.add_error(None, str(broken))
        else:
            messages.success(request, _("Released: %(seats)s places.") % {"seats": made.seats})
            return redirect("procedures:calendar", found.pk)
    page = _calendar_page(request, found) | {"form": form}
    return render(request, "procedures/appointments/calendar.html", page, status=400 if form.errors else 200)


def _calendar_page(request: SignedIn, found: Calendar) -> dict[str, Any]:
    at = now()
    return {
        "calendar": found,
        "week": diary.week_of(found, _day(request.GET.get("semana", "")), at),
        "listed": None if found.campaign else diary.listed(found),
        "measured": queries.measured(found.office, at),
        "rules": overbooking,
        "most_added": overbooking.MOST_ADDED,
        "openings": found.openings.all(),
        "quotas": found.quotas.all(),
        "releases": found.releases.order_by("-first_day", "-pk")[:12],
        "procedures": found.procedures.order_by("label_es", "pk"),
    }


def _offices(request: SignedIn, found: Calendar | Window | None) -> Any:
    """Where a new one may be. What is there stays where it is."""
    return None if found else diary.offices_of(request.user)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return localdate()


@require_http_methods(["GET", "POST"])
@requires(Permission.CALENDAR_KEEP)
@once
def write_calendar(request: SignedIn, pk: int | None = None) -> HttpResponse:
    found = get_object_or_404(Calendar.objects.visible_to(request.user), pk=pk) if pk else None
    form = CalendarForm(sent(request), offices=_offices(request, found), own=request.user.office, calendar=found)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        kept = ("name", "procedures", "minutes", "returns_hours", "overbooks", "is_open")
        plan = actions.Plan(hours=form.hours, quotas=form.quotas, **{key: said[key] for key in kept})
        office = found.office if found else said["office"]
        try:
            written = actions.write_calendar(
                calendar=found, office=office, plan=plan, by=request.user, at=now(), seen=seen_mark(request)
            )
        except RuleBroken as broken:
            refuse(form, broken)
        else:
            messages.success(request, _("The calendar is kept. It holds for the days that are released from now on."))
            return redirect("procedures:calendar", written.pk)
    seen = mark_to_show(request, form, marks.of_calendar(found)) if found else ""
    page = {"form": form, "calendar": found, "seen": seen}
    return render(request, "procedures/appointments/calendar_form.html", page, status=400 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@requires(Permission.CALENDAR_KEEP)
@once
def closures(request: SignedIn) -> HttpResponse:
    """Days on which an office, or one calendar of it, receives nobody. Whoever had booked them is told of another
    hour; how many they are is said before it is done, as it cannot be taken back."""
    form = ClosureForm(sent(request), offices=diary.offices_of(request.user), own=request.user.office)
    verb = lambda: actions.declare_closure(by=request.user, at=now(), **form.cleaned_data)  # noqa: E731
    done = _("These days are closed. Whoever had booked is given another hour and told.")
    is_sent = request.method == "POST" and form.is_valid()
    booked, mark = _expected(form.cleaned_data) if is_sent else (0, "")
    is_sure = not booked or request.POST.get("sure") == mark
    if is_sent and is_sure and try_verb(request, form, verb, done):
        return redirect("procedures:closures")
    rows = Closure.objects.visible_to(request.user).select_related("office", "calendar", "declared_by")
    page = {"form": form, "page": paginate(request, rows, order=("-first_day", "-pk")), "booked": booked, "mark": mark}
    return render(request, "procedures/appointments/closures.html", page, status=400 if form.errors else 200)


def _expected(said: Mapping[str, Any]) -> tuple[int, str]:
    """How many had booked, and the mark of what was asked: other days, or more people, are asked about again."""
    asked = {name: said[name] for name in ("office", "calendar", "first_day", "last_day")}
    booked = queries.booked_between(asked["office"], asked["calendar"], asked["first_day"], asked["last_day"], now())
    keys = {name: getattr(value, "pk", value) for name, value in asked.items()}
    return booked, mark_of(keys | {"booked": booked})


@require_http_methods(["GET", "POST"])
@requires(Permission.CALENDAR_KEEP)
@once
def windows(request: SignedIn, pk: int | None = None) -> HttpResponse:
    """The windows of the offices, and one of them to be changed."""
    rows = Window.objects.visible_to(request.user).select_related("office")
    found = get_object_or_404(rows, pk=pk) if pk else None
    offices = _offices(request, found)
    form = WindowForm(sent(request), offices=offices, own=request.user.office, initial=_of_window(found))
    there: dict[str, Any] = {"office": found.office} if found else {}
    there["seen"] = seen_mark(request)
    verb = lambda: actions.keep_window(window=found, by=request.user, at=now(), **there, **form.cleaned_data)  # noqa: E731
    if request.method == "POST" and form.is_valid() and try_verb(request, form, verb, _("The window is kept.")):
        return redirect("procedures:windows")
    listed = paginate(request, rows.prefetch_related("procedures"), order=("office__name", "number", "pk"))
    seen = mark_to_show(request, form, marks.of_window(found)) if found else ""
    page = {"form": form, "window": found, "page": listed, "seen": seen}
    return render(request, "procedures/appointments/windows.html", page, status=400 if form.errors else 200)


def _of_window(window: Window | None) -> dict[str, Any]:
    if window is None:
        return {}
    return {
        "number": window.number,
        "name": window.name,
        "procedures": now_called(window.procedures),
        "is_open": window.is_open,
    }
