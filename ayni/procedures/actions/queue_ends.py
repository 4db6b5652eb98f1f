"""The end of a day, and what people say of how they were treated."""

import uuid
from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate

from .. import rules
from ..models import OVER, Appointment, AppointmentState, Attendance, Kind, QueueDay, Ticket, TicketState, Treatment
from .appointments.states import settle
from .queue_steps import become, write

LEAVES = {
    TicketState.WAITING: AppointmentState.CANCELLED,
    TicketState.CALLED: AppointmentState.CANCELLED,
    TicketState.SERVING: AppointmentState.ATTENDED,
    TicketState.ABSENT: AppointmentState.NO_SHOW,
}
"""How an appointment ends whose ticket the day left so."""


def end_days(*, at: datetime) -> int:
    """Days that are over: what still waits was not attended. Says how many tickets. A day is one transaction."""
    open_days = QueueDay.objects.filter(day__lt=localdate(at), closed_at__isnull=True).order_by("day", "pk")
    return sum(_end_day(pk, at) for pk in list(open_days.values_list("pk", flat=True)))


@transaction.atomic
def _end_day(pk: int, at: datetime) -> int:
    day = QueueDay.objects.select_for_update().get(pk=pk)
    if day.closed_at is not None:
        return 0
    left = 0
    for ticket in Ticket.objects.filter(day=day).exclude(state__in=OVER).select_related("window").order_by("place"):
        was_served = ticket.state == TicketState.SERVING
        _let_go_of_appointment(ticket, at)
        # How long the attention took nobody measured: whoever left the window open at night would spoil the numbers.
        become(ticket, TicketState.DONE if was_served else TicketState.LEFT, ended_at=at)
        kind = Kind.ENDED if was_served else Kind.LEFT
        write(day, kind, ticket=ticket, window=ticket.window, by=None, at=at)
        left += not was_served
    Attendance.objects.filter(window__office=day.office_id, since__lt=at).exclude(since__date=localdate(at)).delete()
    day.closed_at = at
    day.save(update_fields=["closed_at"])
    return left


def _let_go_of_appointment(ticket: Ticket, at: datetime) -> None:
    """An appointment that stays open would keep the person from making another one."""
    if ticket.appointment_id is not None:
        settle(Appointment.objects.filter(pk=ticket.appointment_id), LEAVES[TicketState(ticket.state)], at=at)


@transaction.atomic
def say_treatment(*, ticket: Ticket, answer: str, at: datetime) -> None:
    """Once for each ticket. What was said stands apart from it, with the month and nothing finer; the trail has no
    line, which would tell the minute."""
    ticket = Ticket.objects.select_for_update(of=("self",)).select_related("day").get(pk=ticket.pk)
    rules.queue.check_may_say(
        is_over=ticket.is_over, was_attended=ticket.state == TicketState.DONE, was_asked=ticket.was_asked
    )
    ticket.was_asked = True
    ticket.save(update_fields=["was_asked"])
    month = ticket.day.day.replace(day=1)
    Treatment.objects.create(id=uuid.uuid4(), office_id=ticket.day.office_id, month=month, answer=answer)
