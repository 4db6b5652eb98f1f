"""What happens to appointments when two files become one, or a file is erased."""

from datetime import datetime

from django.db import transaction

from ayni.people.models import Person

from ...models import LIVE, Appointment, AppointmentState, Wait
from . import seats
from .states import become


def settle_appointments(kept: Person, absorbed: Person, at: datetime) -> None:
    """Nobody has two appointments for one thing: the earlier hour goes on. The seat of the other one stays empty: if
    the files are separated again, it has to be there."""
    live = Appointment.objects.filter(person__in=[kept, absorbed], state__in=LIVE).select_for_update()
    first: dict[int, Appointment] = {}
    for appointment in sorted(live, key=lambda a: (a.starts_at, a.pk)):
        if first.setdefault(appointment.procedure_id, appointment) is not appointment:
            become(appointment, AppointmentState.CANCELLED, at=at)


@transaction.atomic
def erase_appointments(person: Person, at: datetime) -> int:
    """That somebody had an hour stays countable; how they were reached and what they said of themselves goes. Whoever
    is erased is not expected any more."""
    rows = Appointment.objects.filter(person=person)
    for appointment in rows.filter(state__in=LIVE).select_related("seat__slot__calendar").order_by("pk"):
        become(appointment, AppointmentState.CANCELLED, at=at)
        seats.give_back(appointment.seat, at=at)
    return rows.update(contact={}, who="", group="", secret="")


@transaction.atomic
def erase_waits(person: Person, at: datetime) -> int:
    waits = list(Wait.objects.filter(person=person).select_related("seat__slot__calendar").order_by("pk"))
    Wait.objects.filter(pk__in=[wait.pk for wait in waits]).delete()
    for wait in waits:
        if wait.seat is not None:
            seats.give_back(wait.seat, at=at)
    return len(waits)
