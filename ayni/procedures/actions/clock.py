"""What happens by the clock: abandonment, deadlines that holidays moved, notices of what ends."""

from collections.abc import Set
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils.timezone import localdate

from ayni.audit import actions as audit
from ayni.codelists import queries as codelists

from .. import queries, rules
from ..models import Application, Deadline, ExpiryNotice, State, Why
from ..rules import incomplete
from .applications import lock
from .deciding import abandon
from .telling import tell_person


def abandon_due(*, at: datetime, limit: int = 200) -> int:
    """End what was not corrected or completed in time, and what was never handed in. How many; each in a transaction of
    its own."""
    today, holidays = localdate(at), codelists.holidays()
    late = [
        correction.application_id
        for correction in queries.overdue_corrections(today)[:limit]
        if today > rules.abandoned_on(asked_on=localdate(correction.asked_at), due=correction.due_on, holidays=holidays)
    ]
    lying = list(queries.left_lying(at - timedelta(days=rules.LEFT_LYING))[:limit])
    lying += [
        received.pk
        for received in queries.overdue_incompletes(today)[:limit]
        if today > incomplete.complete_until(localdate(received.received_at), holidays)
    ]
    return sum(_abandon(pk, State.OBSERVED, at) for pk in late) + sum(_abandon(pk, State.GATHERING, at) for pk in lying)


@transaction.atomic
def _abandon(pk: UUID, expected: State, at: datetime) -> bool:
    application = lock(Application(pk=pk))
    if application.state != expected:
        # It came in at this very moment.
        return False
    abandon(application, at=at)
    if hasattr(application, "incomplete"):
        # No resolution says so to them: papers and fee are waiting to be given back.
        tell_person(application, at=at)
    return True


def follow_holidays(*, at: datetime) -> int:
    """A holiday that was declared inside of a time that runs gives a day more: to the institution, and to whoever is to
    bring or correct papers; it is written down why. One that was taken back takes no day from anybody. How many last
    days moved."""
    holidays = codelists.holidays()
    moved = sum(_give_a_day(time, holidays, at=at) for time in queries.times_for_papers())
    for running in queries.running_clocks():
        due = rules.moved_by_holidays(start=running.start, days=running.days, former=running.due_on, holidays=holidays)
        if due is not None:
            moved += _move(running.application, due, at=at)
    return moved


@transaction.atomic
def _give_a_day(time: queries.TimeForPapers, holidays: Set[date], *, at: datetime) -> bool:
    asked = time.asked
    application = lock(Application(pk=asked.application_id))
    asked.refresh_from_db()
    due = rules.moved_by_holidays(start=time.start, days=time.days, former=asked.due_on, holidays=holidays)
    if asked.ended_at is not None or due is None:
        return False
    former, asked.due_on = asked.due_on, due
    asked.save(update_fields=["due_on"])
    audit.record(
        "application.time_moved", subject=application, by=audit.SYSTEM, at=at, thread=application.person_id,
        former=former, now=due,
    )  # fmt: skip
    return True


@transaction.atomic
def _move(pk: UUID, due: date, *, at: datetime) -> bool:
    application = lock(Application(pk=pk))
    if application.state not in queries.CLOCK_RUNS or application.due_on == due:
        return False
    former, application.due_on = application.due_on, due
    application.save(update_fields=["due_on"])
    Deadline.objects.create(application=application, due_on=application.due_on, why=Why.HOLIDAYS, at=at)
    audit.record(
        "application.deadline_moved", subject=application, by=audit.SYSTEM, at=at, thread=application.person_id,
        former=former, now=application.due_on,
    )  # fmt: skip
    return True


def tell_of_expiry(*, at: datetime, limit: int = 500) -> int:
    """Whoever holds something that ends within 90, 60 or 30 days is told once of each. How many were noted."""
    found = queries.to_be_told_of_expiry(localdate(at))
    return sum(_tell_of_expiry(pk, days, at=at) for pk, days in found[:limit])


@transaction.atomic
def _tell_of_expiry(pk: UUID, days: int, *, at: datetime) -> bool:
    application = lock(Application(pk=pk))
    if application.expiry_notices.filter(days__lte=days).exists():
        return False
    reached = tell_person(application, at=at)
    ExpiryNotice.objects.create(application=application, days=days, at=at, reached=reached)
    audit.record(
        "application.expiry_told", subject=application, by=audit.SYSTEM, at=at, thread=application.person_id,
        days=days, reached=reached,
    )  # fmt: skip
    return True
