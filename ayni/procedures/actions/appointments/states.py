"""How an appointment stands is written here and nowhere else, by the table `rules.booking.NEXT`: for whoever books it,
for the queue, for the worker."""

from datetime import datetime

from django.db.models import QuerySet

from ...models import Appointment, AppointmentState
from ...rules import booking as rules


def become(appointment: Appointment, state: AppointmentState, *, at: datetime) -> None:
    """Of a locked one. Who is received has arrived; whoever only arrives has not ended."""
    rules.check_move(appointment.state, state)
    appointment.state = state
    if state in {AppointmentState.ARRIVED, AppointmentState.ATTENDED}:
        appointment.arrived_at = appointment.arrived_at or at
    if state != AppointmentState.ARRIVED:
        appointment.ended_at = at
    appointment.save(update_fields=["state", "arrived_at", "ended_at"])


def settle(rows: QuerySet[Appointment], state: AppointmentState, *, at: datetime) -> int:
    """End those of which the table says that they may end so; what has ended otherwise stays as it is. How many."""
    return rows.order_by().filter(state__in=rules.before(state)).update(state=state, ended_at=at)
