"""Calendars are written, and their days released: then there are slots and seats. What is released is not changed by
writing the calendar anew; a closure takes it back."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from ayni.access.models import Office, User
from ayni.audit import actions as audit
from ayni.codelists.queries import holidays
from ayni.lib.written import check_as_seen

from ...models import Calendar, Opening, Procedure, Quota, Release, Seat, Slot, Window
from ...queries import appointments as queries
from ...queries import marks
from ...rules import calendars as rules
from ...rules.overbooking import extra_seats


@dataclass(frozen=True)
class Plan:
    """What a calendar is: see `Calendar`, `Opening`, `Quota`."""

    name: str
    procedures: Sequence[Procedure] = ()
    minutes: int = 30
    returns_hours: int = 48
    overbooks: bool = False
    is_open: bool = True
    hours: Sequence[rules.Hours] = ()
    quotas: Mapping[str, int] = field(default_factory=dict)


@transaction.atomic
def write_calendar(
    *, calendar: Calendar | None, office: Office, plan: Plan, by: User, at: datetime, seen: str = ""
) -> Calendar:
    """A new one, or the same one otherwise: for the days that are released from now on. `seen`: the mark of what the
    page showed."""
    if calendar is not None:
        calendar = Calendar.objects.select_for_update(of=("self",)).get(pk=calendar.pk)
        check_as_seen(seen=seen, mark=marks.of_calendar(calendar))
    rules.check_hours(plan.hours, plan.minutes)
    calendar = calendar or Calendar(office=office)
    calendar.name, calendar.minutes, calendar.returns_hours = plan.name, plan.minutes, plan.returns_hours
    calendar.overbooks, calendar.is_open = plan.overbooks, plan.is_open
    try:
        with transaction.atomic():
            calendar.save()
    except IntegrityError as twice:
        raise rules.CannotKeep(_("Another calendar of the office has this name. Choose another one.")) from twice
    calendar.procedures.set(plan.procedures)
    calendar.openings.all().delete()
    Opening.objects.bulk_create(Opening(calendar=calendar, **hours._asdict()) for hours in plan.hours)
    calendar.quotas.all().delete()
    Quota.objects.bulk_create(Quota(calendar=calendar, group=g, seats=n) for g, n in plan.quotas.items() if n)
    audit.record("calendar.written", subject=calendar, by=by, at=at, office=office.pk, openings=len(plan.hours))
    return calendar


@transaction.atomic
def release(
    *, calendar: Calendar, first_day: date, last_day: date, opens_at: datetime, by: User | None, at: datetime
) -> Release:
    """Make the slots of these days, open for booking from an announced moment on. Nothing happens at that moment: it is
    compared with the clock, so that there is nothing to be late or to fail."""
    rules.check_release(first=first_day, last=last_day, opens_at=opens_at, at=at, today=localdate(at))
    # One release of a calendar at a time: else two colleagues would make the same hours.
    calendar = Calendar.objects.select_for_update().get(pk=calendar.pk)
    closures = queries.closures_of(calendar, first_day, last_day)
    days = rules.working_days(first_day, last_day, holidays(), closures)
    hours = [rules.Hours(o.weekday, o.begins, o.ends, o.seats) for o in calendar.openings.all()]
    made = list(_slots(calendar, hours, days, opens_at=opens_at, at=at))
    rules.check_made(len(made))
    Slot.objects.bulk_create([slot for slot, _seats in made])
    seats = [seat for _slot, seats in made for seat in seats]
    Seat.objects.bulk_create(seats, batch_size=2000)
    batch = Release.objects.create(
        calendar=calendar, first_day=first_day, last_day=last_day, opens_at=opens_at, announced_by=by,
        announced_at=at, seats=len(seats),
    )  # fmt: skip
    audit.record(
        "calendar.released", subject=calendar, by=by or audit.SYSTEM, at=at, first=first_day.isoformat(),
        last=last_day.isoformat(), seats=len(seats),
    )  # fmt: skip
    return batch


def _slots(
    calendar: Calendar, hours: Sequence[rules.Hours], days: Sequence[date], *, opens_at: datetime, at: datetime
) -> Iterator[tuple[Slot, list[Seat]]]:
    """Those that are not there yet."""
    if not days:
        return
    first, after = queries.day_bounds(days[0], days[-1])
    there = set(calendar.slots.filter(starts_at__gte=first, starts_at__lt=after).values_list("starts_at", flat=True))
    quotas = {quota.group: quota.seats for quota in calendar.quotas.all()}
    added = queries.measured(calendar.office, at).added if calendar.overbooks else 0.0
    for day in days:
        slots = rules.slots_of_day(hours, day, calendar.minutes)
        counts = [seats for _starts_at, seats in slots]
        plans = zip(slots, rules.kept_seats(counts, quotas), extra_seats(counts, added), strict=True)
        for (starts_at, _seats), kept, extra in plans:
            if starts_at > at and starts_at not in there:
                slot = Slot(
                    calendar=calendar, starts_at=starts_at, opens_at=opens_at,
                    returns_at=starts_at - timedelta(hours=calendar.returns_hours),
                )  # fmt: skip
                yield slot, _seats_of(slot, kept, extra)


def _seats_of(slot: Slot, kept: Sequence[str], extra: int) -> list[Seat]:
    seats = [Seat(slot=slot, number=n, kept_for=group) for n, group in enumerate(kept, 1)]
    return seats + [Seat(slot=slot, number=len(seats) + n, is_extra=True) for n in range(1, extra + 1)]


@transaction.atomic
def keep_window(
    *, window: Window | None, office: Office, number: int, name: str = "", procedures: Sequence[Procedure] = (),
    is_open: bool = True, by: User, at: datetime, seen: str = "",
) -> Window:  # fmt: skip
    """A new window, or the same one otherwise. It stays in its office. `seen`: the mark of what the page showed."""
    if window is not None:
        window = Window.objects.select_for_update(of=("self",)).get(pk=window.pk)
        check_as_seen(seen=seen, mark=marks.of_window(window))
    window = window or Window(office=office)
    window.number, window.name, window.is_open = number, name, is_open
    try:
        with transaction.atomic():
            window.save()
    except IntegrityError as twice:
        raise rules.CannotKeep(_("The office has a window with this number. Choose another number.")) from twice
    window.procedures.set(procedures)
    audit.record(
        "window.written", subject=window, by=by, at=at, office=window.office_id, number=number, is_open=is_open
    )
    return window
