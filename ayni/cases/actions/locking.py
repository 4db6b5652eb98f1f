"""What every verb about a case begins or ends with."""

from datetime import datetime
from typing import TypeVar

from ayni.access.models import User
from ayni.people import actions as people

from ..models import Approval, Case, Denial, Goal, Need, Tracing, Transfer

OfCase = TypeVar("OfCase", bound=Approval | Denial | Goal | Need | Tracing | Transfer)


def lock(case: Case) -> Case:
    # Read again under a lock, so that two colleagues acting at once cannot both win.
    return Case.objects.select_for_update(of=("self",)).get(pk=case.pk)


def lock_row(row: OfCase) -> OfCase:
    """Something of a case, read again under a lock after its case: of two who decide about it at once, the second
    finds what the first made of it."""
    case = lock(row.case)
    locked: OfCase = type(row)._default_manager.select_for_update(of=("self",)).get(pk=row.pk)  # type: ignore[assignment]
    locked.case = case
    return locked


def place_compartment(case: Case, *, by: User, at: datetime) -> None:
    """Who may see the person because of this case, as the case is now."""
    people.place_compartment(
        person=case.person, reason=case.pk, sensitivity=case.sensitivity, office=case.office, team=case.team,
        assignee=case.caseworker, by=by, at=at,
    )  # fmt: skip
