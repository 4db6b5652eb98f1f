"""What a window does: call the next one, call again, begin, end, send on, mark absent."""

from datetime import datetime

from django.db import transaction
from django.db.models import F

from ayni.access.models import User

from .. import queries, rules
from ..models import Appointment, AppointmentState, Kind, Lane, QueueDay, Ticket, TicketState, Window
from .appointments.states import settle
from .queue_steps import at_window, attends, become, lock_day, lock_ticket, write


@transaction.atomic
def call_next(*, window: Window, by: User, at: datetime, seen: str | None = None) -> Ticket | None:
    """Call whose turn it is at this window; None if nobody waits for it. Whoever is attended there has ended.

    `seen`: the id of the ticket that the page showed at the window, or "" if it showed nobody. A page that was left
    open behind another one ends nobody's attention."""
    day = lock_day(window.office_id, at)
    attendance = attends(window, by)
    rules.queue.check_not_paused(is_paused=attendance.paused_at is not None)
    if (held := at_window(window)) is not None:
        rules.queue.check_is_free(is_free=held.state == TicketState.SERVING)
        rules.queue.check_seen(is_seen=seen in {None, str(held.pk)})
        end(held, day, by=by, at=at)
    heads = [
        rules.queue.Head(Lane(lane), ticket.passed_over, ticket)
        for lane, ticket in queries.queue.heads(day, window, at).items()
    ]
    turn = rules.queue.whose_turn(heads)
    if turn is None:
        return None
    others = [head.ticket.pk for head in heads if head is not turn]
    Ticket.objects.filter(pk__in=others).update(passed_over=F("passed_over") + 1)
    ticket: Ticket = turn.ticket
    first = ticket.first_called_at or at
    become(ticket, TicketState.CALLED, window=window, calls=1, called_at=at, first_called_at=first)
    write(day, Kind.CALLED, ticket=ticket, window=window, by=by, at=at)
    return ticket


@transaction.atomic
def call_again(*, ticket: Ticket, by: User, at: datetime) -> Ticket:
    """The same number once more, on the screens and aloud."""
    day, ticket = _mine(ticket, by, at)
    rules.queue.check_move(ticket.state, TicketState.SERVING)
    ticket.calls, ticket.called_at = ticket.calls + 1, at
    ticket.save(update_fields=["calls", "called_at"])
    write(day, Kind.REPEATED, ticket=ticket, window=ticket.window, by=by, at=at)
    return ticket


@transaction.atomic
def begin(*, ticket: Ticket, by: User, at: datetime) -> Ticket:
    """They are at the window."""
    day, ticket = _mine(ticket, by, at)
    become(ticket, TicketState.SERVING, began_at=at)
    write(day, Kind.BEGAN, ticket=ticket, window=ticket.window, by=by, at=at)
    return ticket


@transaction.atomic
def finish(*, ticket: Ticket, by: User, at: datetime) -> Ticket:
    """The attention has ended."""
    day, ticket = _mine(ticket, by, at)
    return end(ticket, day, by=by, at=at)


@transaction.atomic
def mark_absent(*, ticket: Ticket, by: User, at: datetime) -> Ticket:
    """They did not answer, called often enough."""
    day, ticket = _mine(ticket, by, at)
    rules.queue.check_move(ticket.state, TicketState.ABSENT)
    rules.queue.check_absent(ticket.calls)
    become(ticket, TicketState.ABSENT)
    write(day, Kind.ABSENT, ticket=ticket, window=ticket.window, by=by, at=at)
    return ticket


@transaction.atomic
def requeue(*, ticket: Ticket, by: User, at: datetime) -> Ticket:
    """Who did not answer is here after all: in the lane of before, behind whoever waits in it now."""
    day, ticket = lock_ticket(ticket, at)
    become(ticket, TicketState.WAITING, place=at, calls=0, passed_over=0)
    write(day, Kind.REQUEUED, ticket=ticket, window=None, by=by, at=at)
    return ticket


@transaction.atomic
def transfer(*, ticket: Ticket, to: Window, by: User, at: datetime) -> Ticket:
    """Another window goes on with them. They keep their place, so they do not wait a second time."""
    day, ticket = _mine(ticket, by, at)
    rules.queue.check_window(is_open=to.is_open, is_here=to.office_id == day.office_id)
    rules.queue.check_another_window(is_another=to.pk != ticket.window_id)
    spent = _spent(ticket, at)
    become(ticket, TicketState.WAITING, only_at=to, calls=0, began_at=None, attention_seconds=spent)
    write(day, Kind.TRANSFERRED, ticket=ticket, window=to, by=by, at=at)
    return ticket


def _mine(ticket: Ticket, by: User, at: datetime) -> tuple[QueueDay, Ticket]:
    """Under the lock, and only for whoever attends at the window where it is."""
    day, ticket = lock_ticket(ticket, at)
    attends(ticket.window, by)
    return day, ticket


def end(ticket: Ticket, day: QueueDay, *, by: User, at: datetime) -> Ticket:
    """Of a ticket that is at its window, under the lock of its day."""
    become(ticket, TicketState.DONE, ended_at=at, attention_seconds=_spent(ticket, at))
    if ticket.appointment_id:
        settle(Appointment.objects.filter(pk=ticket.appointment_id), AppointmentState.ATTENDED, at=at)
    write(day, Kind.ENDED, ticket=ticket, window=ticket.window, by=by, at=at)
    return ticket


def _spent(ticket: Ticket, at: datetime) -> int:
    """Seconds of attention until now, at all windows. Whoever forgot to say that it began is measured from the call."""
    since = ticket.began_at or ticket.called_at or at
    return (ticket.attention_seconds or 0) + max(0, int((at - since).total_seconds()))
