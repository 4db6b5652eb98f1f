"""What every verb about a case begins or ends with."""

from datetime import datetime

from ayni.access.models import User
from ayni.people import actions as people

from ..models import Case


def lock(case: Case) -> Case:
    # Read again under a lock, so that two colleagues acting at once cannot both win.
    return Case.objects.select_for_update(of=("self",)).get(pk=case.pk)


def place_compartment(case: Case, *, by: User, at: datetime) -> None:
    """Who may see the person because of this case, as the case is now."""
    people.place_compartment(
        person=case.person, reason=case.pk, sensitivity=case.sensitivity, office=case.office, team=case.team,
        assignee=case.caseworker, by=by, at=at,
    )  # fmt: skip
