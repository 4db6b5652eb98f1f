from collections.abc import Set
from datetime import date, datetime

from django.db.models import Q
from django.utils.timezone import localdate

from ayni.access import covering
from ayni.access.models import Team, User
from ayni.access.permissions import Permission, Role
from ayni.governance import rules as governance
from ayni.governance.models import DeadlineUnit, ProtocolStep
from ayni.people.models import Sensitivity

from ..models import Case, Screening, Task
from ..rules import evidence as evidence_rules
from ..rules import plan as rules

IMMEDIATELY = 1
"""Hours that "at once" leaves: the same hour in which an institution must acknowledge what is immediate."""


def has_ended(screening: Screening) -> bool:
    """A case or an orientation came of it."""
    return screening.oriented_at is not None or screening.cases.exists()


def due_of(step: ProtocolStep, start: datetime, holidays: Set[date]) -> datetime | None:
    """When a step that begins at `start` is due; None if its protocol sets no time."""
    if step.deadline_amount is None:
        return None
    if step.deadline_amount == 0:
        return governance.due_at(start=start, amount=IMMEDIATELY, unit=DeadlineUnit.HOURS, holidays=holidays)
    return governance.due_at(start=start, amount=step.deadline_amount, unit=step.deadline_unit, holidays=holidays)


def only_team_of(office_id: int) -> Team | None:
    """The team of an office that has one alone. A team says nothing of what it is for: of several none fits best."""
    teams = list(Team.objects.filter(office=office_id).order_by("pk")[:2])
    return teams[0] if len(teams) == 1 else None


def may_work_on_cases(user: User) -> bool:
    return user.is_active and user.suspended_at is None and user.may(Permission.CASE_WORK)


def who_may_open(case: Case, at: datetime) -> list[User]:
    """Colleagues whose roles open this case: its caseworker, its team, and as its sensitivity says its office."""
    inside = Q(pk=case.caseworker_id)
    staff = covering.active_staff(at)
    if case.team_id:
        inside |= Q(pk__in=covering.active_staff(at, team=case.team_id).order_by().values("pk"))
    if case.sensitivity != Sensitivity.RESTRICTED:
        supervising = {} if case.sensitivity == Sensitivity.ORDINARY else {"role": Role.SUPERVISOR}
        inside |= Q(pk__in=covering.active_staff(at, office=case.office_id, **supervising).order_by().values("pk"))
    return list(staff.filter(inside))


def supervises(user: User, case: Case) -> bool:
    """A supervisor of the case's office."""
    return any(m.role == Role.SUPERVISOR and m.office_id == case.office_id for m in user.active_memberships)


def may_take_back(task: Task, user: User, at: datetime) -> bool:
    """Whether the page should offer it: the rule, asked beforehand."""
    try:
        rules.check_may_take_back(
            state=task.state,
            finished_on=localdate(task.finished_at) if task.finished_at else None,
            today=localdate(at),
            is_own=task.finished_by_id == user.pk,
            supervises=supervises(user, task.case),
        )
    except rules.CannotChangeTask:
        return False
    return task.case.is_open


def may_show_gap(task: Task, at: datetime) -> bool:
    """Whether the page should offer to hold this step against a gap."""
    return task.step_id is not None and evidence_rules.is_late(
        due_at=task.due_at, finished_at=task.finished_at, state=task.state, skip_reason=task.skip_reason, at=at
    )
