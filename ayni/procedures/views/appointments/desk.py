"""The appointments of an office: who is expected today, and booking, moving and cancelling for somebody."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from ayni.access.once import once
from ayni.access.permissions import Permission, SignedIn, requires, sent
from ayni.lib.doors import try_verb
from ayni.lib.errors import RuleBroken
from ayni.lib.ids import is_uuid
from ayni.lib.paging import paginate
from ayni.people.models import Person

from ...actions import appointments as actions
from ...forms.appointments import AtCounterForm, DayListForm, SlotForm
from ...models import Appointment, AppointmentState, Group, Origin, Procedure, Slot
from ...queries import appointments as queries
from ...queries import diary, places
from .own import shown
from .slips import slip_pdf

MOST_SEARCHED = 1000
"""Of a day: names are encrypted or of files, and compared here."""


@require_safe
@requires(Permission.APPOINTMENT_BOOK)
def day_list(request: SignedIn) -> HttpResponse:
    """Who is expected at an office on a day. A row without a name: nobody said one, or it is not for this user."""
    offices = diary.offices_of(request.user)
    form = DayListForm(request.GET or None, offices=offices)
    said: dict[str, Any] = form.cleaned_data if form.is_bound and form.is_valid() else {}
    office, day = said.get("office") or request.user.office or offices.first(), said.get("day") or localdate()
    page: dict[str, Any] = {"form": form, "office": office, "day": day, "q": said.get("q", "")}
    if office is not None:
        rows = diary.of_day(request.user, office, day)
        if page["q"]:
            page["rows"] = diary.found_in(list(rows.order_by("starts_at", "id")[:MOST_SEARCHED]), page["q"])
        else:
            page["page"] = paginate(request, rows, order=("starts_at", "id"), size=60)
            page["rows"] = page["page"].rows
        page["rows"] = [(row, diary.name_of(row), AppointmentState(row.state)) for row in page["rows"]]
    return render(request, "procedures/appointments/day_list.html", page)


def _person(request: SignedIn) -> Person | None:
    """From whose file one came; a stranger's is not found."""
    key = request.GET.get("persona", "")
    return get_object_or_404(Person.objects.visible_to(request.user), pk=UUID(key)) if is_uuid(key) else None


@require_safe
@requires(Permission.APPOINTMENT_BOOK)
def find_hour(request: SignedIn) -> HttpResponse:
    """For what and where; then the free hours of the next days, also those that are not open to everybody yet."""
    person, group = _person(request), request.GET.get("grupo", "")
    offices = diary.offices_of(request.user)
    procedures, wanted = list(places.bookable()), request.GET.get("tramite", "")
    procedure = next((each for each in procedures if each.code == wanted), None)
    office = offices.filter(code=request.GET.get("oficina", "")).first() or request.user.office
    page: dict[str, Any] = {"person": person, "procedure": procedure, "office": office, "group": group}
    page |= {"offices": offices, "procedures": procedures, "groups": Group.choices}
    if procedure and office:
        calendars = queries.calendars_for(procedure).filter(office=office)
        page["hours"] = places.next_hours(calendars, group=group, at=now(), by_staff=True)
    return render(request, "procedures/appointments/find_hour.html", page)


@require_http_methods(["GET", "POST"])
@requires(Permission.APPOINTMENT_BOOK)
@once
def staff_book(request: SignedIn, code: str, slot_id: int) -> HttpResponse:
    """For somebody at the counter, or from the file."""
    slots = Slot.objects.filter(calendar__office__in=diary.offices_of(request.user)).select_related("calendar__office")
    slot, procedure, person = get_object_or_404(slots, pk=slot_id), places.procedure_of(code), _person(request)
    if procedure is None:
        raise Http404
    form = AtCounterForm(sent(request), has_file=person is not None, initial={"grupo": request.GET.get("grupo", "")})
    if request.method == "POST" and form.is_valid():
        origin = Origin.FILE if person else Origin.COUNTER
        wish = _wish(procedure, form, person)
        try:
            made = actions.book(slot=slot, wish=wish, origin=origin, by=request.user, at=now())
        except RuleBroken as broken:
            form.add_error(None, str(broken))
        else:
            messages.success(request, _("The appointment is booked: %(number)s.") % {"number": made.number})
            return redirect("procedures:appointment", made.pk)
    page = {"form": form, "slot": slot, "procedure": procedure, "person": person}
    return render(request, "procedures/appointments/staff_book.html", page, status=400 if form.errors else 200)


def _wish(procedure: Procedure, form: AtCounterForm, person: Person | None) -> actions.Wish:
    who = queries.who_of_person(person) if person else queries.who_of(**form.identity)
    group = form.cleaned_data["grupo"]
    return actions.Wish(procedure=procedure, who=who, contact=form.contact, group=group, person=person)


def _seen(request: SignedIn, appointment_id: UUID) -> Appointment:
    rows = Appointment.objects.visible_to(request.user).naming(request.user)
    joined = rows.select_related("office", "procedure", "person", "seat__slot__calendar__campaign", "moved_to")
    return get_object_or_404(joined, pk=appointment_id)


@require_http_methods(["GET", "POST"])
@requires(Permission.APPOINTMENT_BOOK)
@once
def appointment(request: SignedIn, appointment_id: UUID) -> HttpResponse:
    found = _seen(request, appointment_id)
    if request.method == "POST":
        verb = lambda: actions.cancel(appointment=found, by=request.user, at=now())  # noqa: E731
        try_verb(request, None, verb, _("The appointment is cancelled. Somebody else can come at that hour."))
        return redirect("procedures:appointment", found.pk)
    page = shown(found, now()) | {"name": diary.name_of(found), "day": localdate(found.starts_at)}
    return render(request, "procedures/appointments/appointment.html", page)


@require_http_methods(["GET", "POST"])
@requires(Permission.APPOINTMENT_BOOK)
@once
def staff_move(request: SignedIn, appointment_id: UUID) -> HttpResponse:
    found = _seen(request, appointment_id)
    calendars = queries.calendars_for(found.procedure).filter(office=found.office)
    at, form = now(), SlotForm(sent(request))
    if request.method == "POST" and form.is_valid():
        slot = get_object_or_404(Slot, pk=form.cleaned_data["slot"], calendar__in=calendars)
        try:
            moved = actions.move(appointment=found, slot=slot, by=request.user, at=at)
        except RuleBroken as broken:
            messages.error(request, str(broken))
            return redirect("procedures:appointment-move", found.pk)
        messages.success(request, _("The appointment is booked: %(number)s.") % {"number": moved.number})
        return redirect("procedures:appointment", moved.pk)
    page = shown(found, at) | {"hours": places.next_hours(calendars, group=found.group, at=at, by_staff=True)}
    return render(request, "procedures/appointments/staff_move.html", page)


@never_cache
@require_safe
@requires(Permission.APPOINTMENT_BOOK)
def staff_slip(request: SignedIn, appointment_id: UUID) -> HttpResponse:
    return slip_pdf(request, _seen(request, appointment_id))
