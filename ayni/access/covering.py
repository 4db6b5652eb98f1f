"""Who stands in for whom, who leads a team, and whom a notice reaches while somebody is away."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db.models import Q, QuerySet

from .models import Absence, Membership, Office, Team, User
from .permissions import Role

WORKING = (Role.CASEWORKER, Role.SUPERVISOR)


def active_staff(at: datetime, **membership: object) -> QuerySet[User]:
    """Whoever works on cases then, by a role like this."""
    active = Membership.objects.filter(role__in=WORKING, starts_at__lte=at, ends_at__gt=at, **membership)
    users = User.objects.filter(is_active=True, suspended_at=None, pk__in=active.order_by().values("user"))
    return users.order_by("last_name", "first_name", "pk")


def leads_of(team: Team, at: datetime) -> list[User]:
    """Whoever leads a team: its supervisors; in a team that has none, everybody in it."""
    return list(active_staff(at, team=team, role=Role.SUPERVISOR)) or list(active_staff(at, team=team))


def keepers_of(office: Office, team: Team | None, *, is_restricted: bool, at: datetime) -> list[User]:
    """Who answers for a case: the lead of its team if it is restricted, else the supervisors of its office."""
    if is_restricted and team is not None:
        return leads_of(team, at)
    return list(active_staff(at, office=office, role=Role.SUPERVISOR))


def is_away(user: User, at: datetime) -> bool:
    return Absence.objects.active(at).filter(user=user).exists()


def in_place_of(user: User, at: datetime, *, team: Team | None = None) -> list[User]:
    """Whom something reaches that is meant for this user: themselves, or whoever stands in while they are away. With
    a team, only whoever is in it; if nobody of it stands in, whoever leads it."""
    substitutes = _substitutes(user, at)
    if not substitutes:
        return [user]
    if team is None:
        return substitutes
    members = set(active_staff(at, team=team).values_list("pk", flat=True))
    inside = [one for one in substitutes if one.pk in members]
    # Of a team of one, nobody else may learn of it: it waits in their own mail rather than nowhere.
    return inside or [lead for lead in leads_of(team, at) if lead.pk != user.pk] or [user]


def _substitutes(user: User, at: datetime) -> list[User]:
    """Those who are there themselves; a substitute who is away is stood in for by theirs."""
    away = list(Absence.objects.active(at).order_by("pk").values_list("user", "substitute"))
    found: list[int] = []
    seen, left = {user.pk}, [user.pk]
    while left:
        absent = left.pop(0)
        for substitute in (to for of, to in away if of == absent):
            if substitute in seen:
                continue
            seen.add(substitute)
            if any(of == substitute for of, _to in away):
                left.append(substitute)
            else:
                found.append(substitute)
    people = {one.pk: one for one in User.objects.filter(pk__in=found, is_active=True).order_by()}
    return [people[pk] for pk in found if pk in people]


def reached(users: Iterable[User], at: datetime, *, team: Team | None = None) -> list[User]:
    """Whom something reaches that is meant for these, each once."""
    found = {one.pk: one for user in users for one in in_place_of(user, at, team=team)}
    return list(found.values())


def offices_answered_for(user: User, at: datetime) -> set[int]:
    """Where this user decides as a supervisor, or standing in for one who is away."""
    own = {m.office_id for m in user.active_memberships if m.role == Role.SUPERVISOR and m.office_id}
    if not user.covered_ids:
        return own
    roles = Membership.objects.filter(user__in=user.covered_ids, role=Role.SUPERVISOR, office__isnull=False)
    return own | set(roles.filter(starts_at__lte=at, ends_at__gt=at).values_list("office_id", flat=True))


def supervises(by: User, user: User) -> bool:
    """A supervisor of the office in which this user works."""
    offices = {m.office_id for m in by.active_memberships if m.role == Role.SUPERVISOR and m.office_id}
    return user.office_id in offices


def may_stand_in(substitute: User, user: User, at: datetime) -> bool:
    """Whoever works on cases in the same office."""
    return user.office_id is not None and active_staff(at, office=user.office_id).filter(pk=substitute.pk).exists()


def who_may_stand_in(user: User, at: datetime) -> QuerySet[User]:
    """Colleagues of the offices in which this user works or supervises."""
    offices = {m.office_id for m in user.active_memberships if m.role in WORKING and m.office_id}
    return active_staff(at, office__in=offices)


def staff_supervised(by: User, at: datetime) -> QuerySet[User]:
    """Whose absences this user may record: their own; as a supervisor, those of the office."""
    offices = [m.office_id for m in by.active_memberships if m.role == Role.SUPERVISOR and m.office_id]
    rows = User.objects.filter(Q(pk=by.pk) | Q(office__in=offices, pk__in=active_staff(at).order_by().values("pk")))
    return rows.order_by("last_name", "first_name", "pk")


def absences(users: QuerySet[User], at: datetime) -> Sequence[Absence]:
    """What is recorded of these that is not over, the nearest first."""
    rows = Absence.objects.filter(user__in=users.order_by().values("pk"), ends_at__gt=at)
    return list(rows.select_related("user", "substitute").order_by("starts_at", "pk")[:200])
