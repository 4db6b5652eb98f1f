"""What staff see of appointments: the list of a day, the week of a calendar. Names only where they may be known."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Count, Q, QuerySet
from django.utils.timezone import localtime

from ayni.access.models import Office, User
from ayni.access.scope import counter_scope_of
from ayni.codelists.rules import fold
from ayni.lib.ids import read_number

from ..models import Appointment, Calendar, Slot, Wait, WaitState
from ..rules.slips import PREFIX
from . import appointments as queries


def offices_of(user: User) -> QuerySet[Office]:
    """Those whose counter the user reaches."""
    scope = counter_scope_of(user)
    reached = Q(pk__in=scope.offices) | Q(organisation__in=scope.organisations)
    for organisation, department in scope.departments:
        reached |= Q(organisation=organisation, department=department)
    return Office.objects.filter(reached).order_by("name", "pk")


def of_day(user: User, office: Office, day: date) -> QuerySet[Appointment]:
    first, after = queries.day_bounds(day)
    rows = Appointment.objects.visible_to(user).naming(user).filter(office=office)
    return rows.filter(starts_at__gte=first, starts_at__lt=after).select_related("person", "procedure")


def name_of(appointment: Appointment) -> str:
    """Of a row that `naming` gave; "" where the user may not know it, and where nobody said one."""
    if not getattr(appointment, "may_name", False):
        return ""
    if appointment.person is not None:
        return appointment.person.full_name
    return str(appointment.contact.get("name", ""))


def found_in(rows: Sequence[Appointment], text: str) -> list[Appointment]:
    """By number, or by a part of a name that the user may know."""
    number, wanted = read_number(PREFIX, text), fold(text).split()
    return [
        row for row in rows if row.number == number or (wanted and all(word in fold(name_of(row)) for word in wanted))
    ]


def listed(calendar: Calendar) -> dict[str, int]:
    """How many wait at the office for what this calendar gives, and how many of them think about an hour."""
    rows = Wait.objects.filter(office=calendar.office_id)
    if codes := list(calendar.procedures.order_by("code").values_list("code", flat=True)):
        rows = rows.filter(procedure__code__in=codes)
    states = {"waiting": WaitState.WAITING, "offered": WaitState.OFFERED}
    return rows.aggregate(**{name: Count("pk", filter=Q(state=state)) for name, state in states.items()})


@dataclass(frozen=True)
class Cell:
    """An hour of a week: how many seats it has and how many are taken. Never by whom, nor of which group."""

    slot: Slot
    seats: int
    taken: int
    opens_at: datetime | None


@dataclass(frozen=True)
class Week:
    days: list[date]
    rows: list[tuple[time, list[Cell | None]]]
    previous: date
    following: date


def week_of(calendar: Calendar, day: date, at: datetime) -> Week:
    monday = day - timedelta(days=day.weekday())
    days = [monday + timedelta(days=n) for n in range(7)]
    first, after = queries.day_bounds(days[0], days[-1])
    slots = calendar.slots.filter(starts_at__gte=first, starts_at__lt=after).annotate(
        all_seats=Count("seats"), taken=Count("seats", filter=Q(seats__is_free=False))
    )
    cells: dict[time, dict[date, Cell]] = {}
    for slot in slots.order_by("starts_at", "pk"):
        local = localtime(slot.starts_at)
        opens = slot.opens_at if slot.opens_at > at else None
        cells.setdefault(local.time(), {})[local.date()] = Cell(slot, slot.all_seats, slot.taken, opens)
    used = [d for d in days if d.weekday() < 5 or any(d in row for row in cells.values())]
    rows = [(hour, [cells[hour].get(d) for d in used]) for hour in sorted(cells)]
    return Week(used, rows, monday - timedelta(days=7), monday + timedelta(days=7))
