from datetime import datetime
from uuid import UUID

from django.db import transaction

from ayni.access.models import Office, Team, User
from ayni.audit import actions as audit
from ayni.people.models import Compartment, Person, Sensitivity
from ayni.people.rules import compartments as rules


@transaction.atomic
def place_compartment(
    *,
    person: Person,
    reason: UUID,
    sensitivity: str,
    office: Office,
    team: Team | None,
    assignee: User | None,
    by: User,
    at: datetime,
) -> Compartment:
    """Say who may see the person because of one case (`reason`), or change it."""
    rules.check_somebody_can_see(
        is_restricted=sensitivity == Sensitivity.RESTRICTED,
        has_team=team is not None,
        has_assignee=assignee is not None,
    )
    place = {"person": person, "sensitivity": sensitivity, "office": office, "team": team, "assignee": assignee}
    compartment, _is_new = Compartment.objects.update_or_create(reason=reason, defaults=place)
    audit.record(
        "compartment.placed",
        subject=compartment,
        by=by,
        at=at,
        thread=person.pk,
        reason=str(reason),
        sensitivity=sensitivity,
        office=office.pk,
        team=team.pk if team else None,
        assignee=assignee.pk if assignee else None,
    )
    return compartment


@transaction.atomic
def lift_compartment(*, reason: UUID, by: User, at: datetime) -> None:
    """The case is taken out again as if it had never been opened: who may see the person is as it was before."""
    for compartment in Compartment.objects.select_for_update(of=("self",)).filter(reason=reason).order_by("pk"):
        audit.record("compartment.lifted", subject=compartment, by=by, at=at, thread=compartment.person_id,
                     reason=str(reason))  # fmt: skip
        compartment.delete()
