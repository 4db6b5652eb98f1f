"""What every verb of the queue stands on: the lock of the day, and the row that says what happened."""

from datetime import datetime
from typing import Any

from django.utils.timezone import localdate

from ayni.access.models import Office, User
from ayni.audit import actions as audit

from .. import rules
from ..models import AT_WINDOW, Attendance, Kind, QueueDay, QueueEvent, Ticket, TicketState, Window


def lock_day(office: Office | int, at: datetime) -> QueueDay:
    """The queue of today, ours alone until the transaction ends."""
    key = office if isinstance(office, int) else office.pk
    QueueDay.objects.get_or_create(office_id=key, day=localdate(at))
    day = QueueDay.objects.select_for_update().get(office_id=key, day=localdate(at))
    rules.queue.check_day_is_open(is_closed=day.closed_at is not None)
    return day


def lock_ticket(ticket: Ticket, at: datetime) -> tuple[QueueDay, Ticket]:
    """Read again under the lock of its day."""
    day = QueueDay.objects.select_for_update().get(pk=ticket.day_id)
    rules.queue.check_day_is_open(is_closed=day.closed_at is not None or day.day != localdate(at))
    return day, Ticket.objects.select_related("series", "window", "appointment").get(pk=ticket.pk)


def attends(window: Window | None, by: User) -> Attendance:
    """That this colleague sits there, or the rule that asks for it."""
    attendance = Attendance.objects.filter(window=window, user=by).first()
    rules.queue.check_sits(attends=attendance is not None)
    assert attendance is not None  # noqa: S101 - the rule above
    return attendance


def at_window(window: Window) -> Ticket | None:
    """Who is called to it or attended at it."""
    held = Ticket.objects.filter(window=window, state__in=AT_WINDOW)
    return held.select_related("series", "window", "appointment").first()


def become(ticket: Ticket, state: TicketState, **values: Any) -> None:
    """How a ticket stands is written here and nowhere else, as `rules.queue.NEXT` allows."""
    rules.queue.check_move(ticket.state, state)
    ticket.state = state
    for name, value in values.items():
        setattr(ticket, name, value)
    ticket.save(update_fields=["state", *values])


def write(
    day: QueueDay, kind: Kind, *, ticket: Ticket | None, window: Window | None, by: User | None, at: datetime
) -> QueueEvent:
    """One step: the row by which screens catch up, and the line of the trail."""
    day.seq += 1
    day.save(update_fields=["seq"])
    event = QueueEvent.objects.create(day=day, seq=day.seq, kind=kind, ticket=ticket, window=window, by=by, at=at)
    subject = ticket or window
    assert subject is not None  # noqa: S101 - every step is of one or the other
    number = window.number if window is not None else None
    audit.record(f"queue.{kind.lower()}", subject=subject, by=by or audit.SYSTEM, at=at, window=number)
    return event
