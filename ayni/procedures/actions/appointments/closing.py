"""Days on which nobody is received after all: their hours close, and the worker moves whoever had booked them."""

from collections import defaultdict
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from ayni.access import queries as access
from ayni.access.models import Office, User
from ayni.audit import actions as audit
from ayni.codelists.queries import holidays
from ayni.lib.tongues import in_spanish
from ayni.notices import actions as notices

from ...models import Appointment, AppointmentState, Calendar, Closure, Origin, Seat, Slot, Wait, WaitState
from ...queries import appointments as queries
from ...rules import booking
from ...rules import calendars as rules
from . import messages, seats
from .booking import appoint
from .changing import follow, lock, wish_of
from .states import become
from .waiting import join_list

MOST_TRIED = 5
"""Hours that are tried for somebody whose day was closed, before they go to the waiting list."""


@transaction.atomic
def declare_closure(
    *, office: Office, calendar: Calendar | None, first_day: date, last_day: date, reason: str, by: User, at: datetime
) -> Closure:
    rules.check_closure(first=first_day, last=last_day, today=localdate(at))
    closure = Closure.objects.create(
        office=office, calendar=calendar, first_day=first_day, last_day=last_day, reason=reason, declared_by=by,
        declared_at=at,
    )  # fmt: skip
    closed = close(queries.slots_between(office, calendar, first_day, last_day, at), at=at)
    audit.record(
        "closure.declared", subject=closure, by=by, at=at, first=first_day.isoformat(), last=last_day.isoformat(),
        slots=closed,
    )  # fmt: skip
    return closure


def close(slots: QuerySet[Slot], *, at: datetime) -> int:
    """Nobody can book them from now on. Who was offered one waits again, in their old place."""
    ids = list(slots.filter(is_closed=False).order_by("pk").values_list("pk", flat=True))
    Slot.objects.filter(pk__in=ids).update(is_closed=True)
    offered = Wait.objects.filter(state=WaitState.OFFERED, seat__slot__in=ids)
    offered.update(state=WaitState.WAITING, seat=None, answer_by=None)
    return len(ids)


def watch_holidays(*, at: datetime) -> int:
    """A duty of the worker: a holiday that was declared after its hours were released closes them, and the supervisors
    of the office learn it. How many hours were closed."""
    ahead = [queries.day_bounds(day) for day in sorted(holidays()) if day >= localdate(at)]
    if not ahead:
        return 0
    on_one = Q()
    for first, after in ahead:
        on_one |= Q(starts_at__gte=first, starts_at__lt=after)
    slots = Slot.objects.filter(on_one, is_closed=False, starts_at__gt=at).select_related("calendar__office")
    by_office: dict[Office, list[Slot]] = defaultdict(list)
    for slot in slots.order_by("starts_at", "pk"):
        by_office[slot.calendar.office].append(slot)
    return sum(_close_holiday(office, found, at=at) for office, found in by_office.items())


@transaction.atomic
def _close_holiday(office: Office, slots: list[Slot], *, at: datetime) -> int:
    closed = close(Slot.objects.filter(pk__in=[slot.pk for slot in slots]), at=at)
    with in_spanish():
        days = sorted({localdate(slot.starts_at) for slot in slots})
        text = _(
            "A holiday falls on days that were released: %(days)s. Their hours are closed, and whoever had booked them "
            "is given another one and told."
        )
        notice = notices.Notice(_("A holiday closes hours"), text % {"days": ", ".join(map(messages.day, days))})
        for supervisor in access.supervisors_of(office):
            if supervisor.email:
                notices.tell(user=supervisor, notice=notice, at=at)
    audit.record("calendar.holiday", subject=slots[0].calendar, by=audit.SYSTEM, at=at, slots=closed)
    return closed


def relocate(*, at: datetime, limit: int = 100) -> int:
    """A duty of the worker: whoever booked an hour that was closed gets another one, or else goes to the list in the
    place of the day on which they booked. Each in a transaction of its own. How many."""
    rows = Appointment.objects.filter(state=AppointmentState.BOOKED, seat__slot__is_closed=True, starts_at__gt=at)
    return sum(_relocate_one(appointment, at=at) for appointment in rows.order_by("starts_at", "id")[:limit])


@transaction.atomic
def _relocate_one(appointment: Appointment, *, at: datetime) -> bool:
    appointment = lock(appointment)
    if appointment.state != AppointmentState.BOOKED:
        return False
    with in_spanish():
        seat = next(filter(None, (_seat(slot, appointment, at) for slot in _other_hours(appointment, at))), None)
        if seat is None:
            become(appointment, AppointmentState.CANCELLED, at=at)
            wish, since = wish_of(appointment), appointment.booked_at
            wait = queries.on_list(wish.who, wish.procedure) or join_list(
                office=appointment.office, wish=wish, since=since, at=at, tells=False
            )
            messages.closed_and_listed(wait, at=at)
        else:
            become(appointment, AppointmentState.MOVED, at=at)
            moved = appoint(seat=seat, wish=wish_of(appointment), origin=Origin.CLOSURE, by=None, at=at, tells=False)
            follow(appointment, moved)
            messages.closed(moved, at=at)
    audit.record("appointment.closed_out", subject=appointment, by=audit.SYSTEM, at=at, state=str(appointment.state))
    return True


def _seat(slot: Slot, appointment: Appointment, at: datetime) -> Seat | None:
    try:
        return seats.take(slot, group=appointment.group, at=at)
    except booking.SlotIsFull:
        return None


def _other_hours(appointment: Appointment, at: datetime) -> list[Slot]:
    """The first day from then on with room, at the hours nearest to the one that was booked. Also days that are not
    open to everybody yet: who had a place goes first."""
    calendars = queries.calendars_for(appointment.procedure).filter(office=appointment.office)
    free = queries.free_slots(calendars, group=appointment.group, at=at, by_staff=True)
    first = free.filter(starts_at__gt=appointment.starts_at).order_by("starts_at", "pk").first()
    if first is None:
        return []
    begins, after = queries.day_bounds(localdate(first.starts_at))
    hours = free.filter(starts_at__gte=begins, starts_at__lt=after).order_by("starts_at", "pk")
    of_day = localdate(first.starts_at) - localdate(appointment.starts_at)
    wanted = appointment.starts_at + timedelta(days=of_day.days)
    return sorted(hours, key=lambda slot: abs(slot.starts_at - wanted))[:MOST_TRIED]
