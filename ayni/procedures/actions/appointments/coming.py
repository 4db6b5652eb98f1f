"""What the worker does about appointments: it reminds once, tells who did not come, and forgets."""

from datetime import datetime, timedelta

from django.db import transaction

from ayni.audit import actions as audit
from ayni.lib.tongues import in_spanish

from ...models import Appointment, AppointmentState, Hold
from ...queries import appointments as queries
from ...rules import booking as rules
from . import messages
from .states import settle

FORGETS_HOLDS_AFTER = timedelta(days=2)
"""Until then they count: so many a day of one person. How long what became of them is kept is in `retention.csv`."""


def remind(*, at: datetime, limit: int = 200) -> int:
    """A duty: the day before, once, by day. Whoever booked only then has just been told."""
    if not rules.may_ring(at):
        return 0
    until = at + rules.REMIND_BEFORE
    due = Appointment.objects.filter(
        state=AppointmentState.BOOKED, reminded_at=None, starts_at__gt=at, starts_at__lte=until
    )
    return sum(_remind_one(appointment, at=at) for appointment in due.order_by("starts_at", "id")[:limit])


@transaction.atomic
def _remind_one(appointment: Appointment, *, at: datetime) -> bool:
    # One statement that only one worker wins: nobody is reminded twice.
    mine = Appointment.objects.filter(pk=appointment.pk, reminded_at=None, state=AppointmentState.BOOKED)
    if not mine.update(reminded_at=at):
        return False
    if appointment.starts_at - appointment.booked_at < rules.REMIND_BEFORE:
        return False
    with in_spanish():
        messages.reminder(
            Appointment.objects.select_related("office", "seat__slot__calendar__campaign").get(pk=appointment.pk),
            at=at,
        )
    return True


@transaction.atomic
def mark_no_shows(*, at: datetime, limit: int = 2000) -> int:
    """A duty: once the day is over, whoever was expected and did not arrive did not come. How many."""
    _first, after = queries.day_bounds(rules.days_over(at))
    rows = Appointment.objects.filter(state=AppointmentState.BOOKED, starts_at__lt=after)
    # Locked in one order: the counter may be marking somebody as arrived at this moment.
    missed = [a.pk for a in rows.select_for_update(skip_locked=True).order_by("starts_at", "id").only("pk")[:limit]]
    settle(rows.filter(pk__in=missed), AppointmentState.NO_SHOW, at=at)
    audit.record_many(
        audit.Line("appointment.missed", Appointment._meta.label, str(pk), audit.SYSTEM, at) for pk in missed
    )
    return len(missed)


@transaction.atomic
def forget_holds(*, at: datetime) -> int:
    """A duty: who asked for a code, and how they were reached, is not kept once it is of no use. How many."""
    return Hold.objects.filter(ends_at__lt=at - FORGETS_HOLDS_AFTER).delete()[0]
