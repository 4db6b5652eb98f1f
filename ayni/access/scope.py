"""All that decides what somebody may see, as one value: two users with the same scope see the same."""

from typing import NamedTuple

from .models import Reach, User
from .permissions import Role
from .rules import STAFF


class Scope(NamedTuple):
    """What a condition on files is made of, and nothing else goes into one: a statement that was written for a scope is
    right for as long as the scope is the same."""

    user: int | None
    """For what is assigned to somebody in person."""
    teams: tuple[int, ...]
    offices: tuple[int, ...]
    """Where the user works with cases."""
    supervised: tuple[int, ...]
    departments: tuple[tuple[int, int | None], ...]
    """(organisation, department) that a supervisor's role reaches beyond the office."""
    organisations: tuple[int, ...]
    """Those that it reaches as a whole."""


def scope_of(user: User) -> Scope:
    """Of the roles that are active now."""
    working = [m for m in user.active_memberships if m.role in STAFF and m.office]
    supervising = [m for m in working if m.role == Role.SUPERVISOR]
    near = {(m.office.organisation_id, m.office.department_id) for m in supervising if m.reach == Reach.DEPARTMENT}
    return Scope(
        user=user.pk,
        teams=tuple(sorted(user.team_ids)),
        offices=tuple(sorted({m.office_id for m in working})),
        supervised=tuple(sorted({m.office_id for m in supervising})),
        departments=tuple(sorted(near, key=str)),
        organisations=tuple(sorted({m.office.organisation_id for m in supervising if m.reach == Reach.NATIONAL})),
    )
