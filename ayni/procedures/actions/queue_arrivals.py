"""Somebody is here: a ticket, with or without an appointment."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from ayni.access.models import Office, User

from .. import queries, rules
from ..models import Application, Appointment, AppointmentState, Kind, Procedure, QueueDay, Series, Ticket
from ..queries.appointments import as_it_stands
from .appointments.states import become
from .queue_steps import lock_day, write


@dataclass(frozen=True, kw_only=True)
class Comes:
    """What somebody comes for, and whether the law lets them go first."""

    series: Series | None = None
    procedure: Procedure | None = None
    group: str = ""
    application: Application | None = None
    once: str = ""
    """The id of a form at the kiosk: sent twice, it is one ticket."""


@transaction.atomic
def arrive(*, office: Office, comes: Comes, by: User | None, at: datetime) -> Ticket:
    """Give a ticket to somebody without an appointment. Without `by` they took it at the kiosk."""
    day = lock_day(office, at)
    given = Ticket.objects.filter(pk=comes.once).select_related("series", "day").first() if comes.once else None
    if given is not None and given.day_id == day.pk:
        return given
    lane, place = rules.queue.lane_of(group=comes.group, starts_at=None, at=at)
    ticket = Ticket(
        procedure=comes.procedure, group=comes.group, application=comes.application, lane=lane, place=place
    )  # fmt: skip
    if comes.once and given is None:
        ticket.pk = UUID(comes.once)
    return _give(ticket, day, comes.series, by=by, at=at)


@transaction.atomic
def arrive_by_appointment(*, appointment: Appointment, office: Office, by: User | None, at: datetime) -> Ticket:
    """Somebody with an appointment is here; with the slip of one that was moved, for the one that counts. A second
    reading of the same slip is refused; at the kiosk, where its paper may have stuck, it gives the ticket again."""
    day = lock_day(office, at)
    appointment = as_it_stands(appointment)
    given = Ticket.objects.filter(appointment=appointment).select_related("series", "day").first()
    if by is None and given is not None and given.day_id == day.pk:
        return given
    appointment = Appointment.objects.select_for_update(of=("self",)).select_related("procedure").get(pk=appointment.pk)
    rules.queue.check_appointment(
        is_here=appointment.office_id == office.pk,
        is_live=appointment.is_live,
        is_today=localdate(appointment.starts_at) == day.day,
        has_ticket=given is not None,
        by_staff=by is not None,
    )
    lane, place = rules.queue.lane_of(group=appointment.group, starts_at=appointment.starts_at, at=at)
    if appointment.state == AppointmentState.BOOKED:
        become(appointment, AppointmentState.ARRIVED, at=at)
    ticket = Ticket(
        procedure=appointment.procedure, group=appointment.group, appointment=appointment,
        application_id=appointment.application_id, lane=lane, place=place,
    )  # fmt: skip
    return _give(ticket, day, None, by=by, at=at)


def _give(ticket: Ticket, day: QueueDay, series: Series | None, *, by: User | None, at: datetime) -> Ticket:
    series = series or queries.queue.series_for(day.office_id, ticket.procedure) or _first_series(day)
    last = Ticket.objects.filter(day=day, series=series).aggregate(last=Max("number"))["last"] or 0
    rules.queue.check_number(last + 1)
    ticket.day, ticket.series, ticket.number = day, series, last + 1
    ticket.arrived_at, ticket.made_by = at, by
    ticket.save(force_insert=True)
    write(day, Kind.ARRIVED, ticket=ticket, window=None, by=by, at=at)
    return ticket


def _first_series(day: QueueDay) -> Series:
    """An office that never thought of letters has one."""
    name = _("Attention")
    return Series.objects.get_or_create(office_id=day.office_id, letter="A", defaults={"name": name})[0]
