"""An appointment is moved or cancelled: by whom it is for, or by a colleague."""

from datetime import datetime

from django.db import transaction

from ayni.access.models import User
from ayni.audit import actions as audit

from ...models import Appointment, AppointmentState, Origin, Slot
from ...rules import booking as rules
from . import messages, seats
from .booking import Wish, appoint
from .states import become


@transaction.atomic
def cancel(*, appointment: Appointment, by: User | None, at: datetime) -> Appointment:
    """Cancelling what is cancelled changes nothing: the page was sent twice."""
    appointment = lock(appointment)
    if appointment.state == AppointmentState.CANCELLED:
        return appointment
    rules.check_may_change(appointment.state, starts_at=appointment.starts_at, at=at)
    become(appointment, AppointmentState.CANCELLED, at=at)
    messages.cancelled(appointment, at=at)
    seats.give_back(appointment.seat, at=at)
    audit.record("appointment.cancelled", subject=appointment, by=by or audit.SYSTEM, at=at)
    return appointment


@transaction.atomic
def move(*, appointment: Appointment, slot: Slot, by: User | None, at: datetime) -> Appointment:
    """A new appointment at another hour; the old one is given up only once the new one is there."""
    appointment = lock(appointment)
    rules.check_may_change(appointment.state, starts_at=appointment.starts_at, at=at)
    rules.check_bookable(
        starts_at=slot.starts_at, opens_at=slot.opens_at, is_closed=slot.is_closed, at=at, by_staff=by is not None
    )
    rules.check_other_hour(appointment.seat.slot_id, slot.pk)
    seat = seats.take(slot, group=appointment.group, at=at)
    become(appointment, AppointmentState.MOVED, at=at)
    moved = appoint(seat=seat, wish=wish_of(appointment), origin=Origin(appointment.origin), by=by, at=at)
    follow(appointment, moved)
    seats.give_back(appointment.seat, at=at)
    return moved


@transaction.atomic
def receive(*, appointment: Appointment, by: User, at: datetime) -> Appointment:
    """Whoever was expected was received, without having gone through the queue."""
    appointment = lock(appointment)
    if appointment.state == AppointmentState.ATTENDED:
        return appointment
    become(appointment, AppointmentState.ATTENDED, at=at)
    audit.record("appointment.received", subject=appointment, by=by, at=at)
    return appointment


def lock(appointment: Appointment) -> Appointment:
    """Read again under a lock, so that of two tabs only one changes it."""
    rows = Appointment.objects.select_related("seat__slot__calendar__campaign", "office", "procedure")
    return rows.select_for_update(of=("self",)).get(pk=appointment.pk)


def follow(appointment: Appointment, moved: Appointment) -> None:
    appointment.moved_to = moved
    appointment.save(update_fields=["moved_to"])


def wish_of(appointment: Appointment) -> Wish:
    return Wish(
        procedure=appointment.procedure,
        who=appointment.who,
        contact=appointment.contact,
        group=appointment.group,
        person=appointment.person,
        application=appointment.application,
    )
