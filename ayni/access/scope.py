"""All that decides what somebody may see, as one value: two users with the same scope see the same."""

from collections.abc import Collection
from typing import NamedTuple
from uuid import UUID

from .models import Reach, User
from .permissions import Role
from .rules import COUNTER, STAFF


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
    covered: tuple[int, ...] = ()
    """For whom the user stands in: what is assigned to them, but for what is restricted."""
    opened: tuple[UUID, ...] = ()
    """What the user opened for a while by breaking the glass."""


def scope_of(user: User) -> Scope:
    """Of the roles that are active now and work with cases."""
    return _scope(user, STAFF)


def counter_scope_of(user: User) -> Scope:
    """The same for what lies at the counter: also of the roles that evaluate, decide, and keep cards."""
    return _scope(user, COUNTER)


def _scope(user: User, roles: Collection[Role]) -> Scope:
    working = [(m, m.office) for m in user.active_memberships if m.role in roles and m.office]
    supervising = [(Reach(m.reach), office) for m, office in working if m.role == Role.SUPERVISOR]
    near = {
        (office.organisation_id, office.department_id) for reach, office in supervising if reach == Reach.DEPARTMENT
    }
    return Scope(
        user=user.pk,
        teams=tuple(sorted(user.team_ids)),
        offices=tuple(sorted({office.pk for _m, office in working})),
        supervised=tuple(sorted({office.pk for _reach, office in supervising})),
        departments=tuple(sorted(near, key=str)),
        organisations=tuple(sorted({o.organisation_id for reach, o in supervising if reach == Reach.NATIONAL})),
        covered=user.covered_ids if working else (),
        opened=user.opened_by_glass if working else (),
    )
