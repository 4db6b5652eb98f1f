"""A conference about a case: its minutes, and the tasks that come of what was agreed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from ayni.access.models import User
from ayni.audit import actions as audit
from ayni.governance.models import DeadlineKind
from ayni.people import actions as people

from .. import queries
from ..models import Agreement, Case, Conference, Task
from ..rules import cases as case_rules
from ..rules import conferences as rules
from ..rules.plan import check_due_is_ahead, next_order
from .locking import lock


@dataclass(frozen=True)
class Agreed:
    """What was agreed on: what, who sees to it, by when."""

    title: str
    owner: User
    due_at: datetime | None


@transaction.atomic
def hold_conference(
    *,
    case: Case,
    held_at: datetime,
    participants: Sequence[User],
    guests: str,
    minutes: str,
    agreed: Sequence[Agreed],
    by: User,
    at: datetime,
) -> Conference:
    """Write down a conference. Each agreement becomes a task of the plan, with its owner and its day."""
    case = lock(case)
    case_rules.check_is_open(case.status)
    people.check_may_keep(case.person)
    rules.check_conference(held_at=held_at, at=at, minutes=minutes, participants=len(participants))
    inside = {user.pk for user in queries.who_may_open(case, at)}
    rules.check_may_be_there(strangers=sum(user.pk not in inside for user in participants))
    for one in agreed:
        check_due_is_ahead(one.due_at, at)
        rules.check_agreement(title=one.title, due_at=one.due_at, at=at, is_participant=one.owner.pk in inside)
    conference = Conference.objects.create(
        case=case, held_at=held_at, guests=guests, minutes=minutes, written_by=by, written_at=at
    )
    conference.participants.set(participants)
    for one in agreed:
        Agreement.objects.create(conference=conference, task=_task(case, one, by=by, at=at))
    audit.record(
        "conference.held", subject=conference, by=by, at=at, thread=case.pk, participants=len(participants),
        agreements=len(agreed),
    )  # fmt: skip
    return conference


def _task(case: Case, agreed: Agreed, *, by: User, at: datetime) -> Task:
    task = Task.objects.create(
        case=case,
        order=next_order(list(case.tasks.order_by().values_list("order", flat=True))),
        own_title=agreed.title,
        organisation=agreed.owner.organisation or case.office.organisation,
        assignee=agreed.owner,
        starts_at=at,
        due_at=agreed.due_at,
        deadline_kind=DeadlineKind.PROPOSED,
    )
    audit.record("task.added", subject=task, by=by, at=at, thread=case.pk, step=None)
    return task
