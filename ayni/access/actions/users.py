from datetime import datetime, timedelta

from django.db import transaction

from ayni.access import queries, rules
from ayni.access.models import Membership, Office, Organisation, Reach, Reason, Team, User
from ayni.access.permissions import Role
from ayni.access.post import tell_about_account
from ayni.audit import actions as audit

from .sessions import end_sessions


@transaction.atomic
def grant_role(
    *,
    user: User,
    role: Role,
    office: Office | None,
    team: Team | None,
    reach: Reach,
    ends_at: datetime,
    by: User,
    at: datetime,
) -> Membership:
    """Give a role, from now until a day. Sessions end, so that nobody goes on with what they were."""
    user = _locked(user)
    rules.check_not_oneself(user=user.pk, by=by.pk)
    rules.check_is_active(is_active=user.is_active)
    rules.check_fits(role, queries.roles_held(user, at))
    check_grant(
        role=role,
        organisation=user.organisation,
        office=office,
        team=team,
        reach=reach,
        ends_at=ends_at,
        by=by,
        at=at,
    )
    membership = _give(user, role=role, office=office, team=team, reach=reach, ends_at=ends_at, by=by, at=at)
    end_sessions(user=user, by=by, at=at)
    return membership


def check_grant(
    *,
    role: Role,
    organisation: Organisation | None,
    office: Office | None,
    team: Team | None,
    reach: Reach,
    ends_at: datetime,
    by: User,
    at: datetime,
) -> None:
    """What holds for a role in a place, whoever gets it: now, or by an invitation."""
    rules.check_until(ends_at=ends_at, at=at)
    rules.check_place(
        role,
        is_own_institution=organisation is not None and organisation.pk in queries.own_institution(),
        has_office=office is not None,
        office_fits=office is not None and queries.office_fits(office, organisation),
    )
    rules.check_team(role, has_team=team is not None, team_fits=bool(team and office and team.office_id == office.pk))
    rules.check_reach(role, reach, by_national=queries.is_national(by))


@transaction.atomic
def extend_role(*, membership: Membership, ends_at: datetime, by: User, at: datetime) -> None:
    """A role ends later, or earlier, than was said."""
    membership = Membership.objects.select_for_update(of=("self",)).select_related("user").get(pk=membership.pk)
    rules.check_not_oneself(user=membership.user_id, by=by.pk)
    rules.check_is_active(is_active=membership.user.is_active)
    rules.check_until(ends_at=ends_at, at=at)
    others = queries.roles_held(membership.user, at, but=membership)
    rules.check_fits(Role(membership.role), others)
    membership.ends_at = ends_at
    membership.save(update_fields=["ends_at"])
    _record("role.extended", membership, by=by, at=at)


@transaction.atomic
def end_role(*, membership: Membership, by: User, at: datetime) -> None:
    membership = Membership.objects.select_for_update(of=("self",)).select_related("user").get(pk=membership.pk)
    rules.check_not_oneself(user=membership.user_id, by=by.pk)
    rules.check_role_is_current(ends_at=membership.ends_at, at=at)
    _end(membership, by=by, at=at)
    end_sessions(user=membership.user, by=by, at=at)


@transaction.atomic
def move(
    *, user: User, organisation: Organisation, office: Office | None, team: Team | None, by: User, at: datetime
) -> None:
    """Somebody works elsewhere from now on: their roles go with them, their teams do not, unless one is named."""
    user = _locked(user)
    rules.check_not_oneself(user=user.pk, by=by.pk)
    current = queries.current_memberships(user, at)
    for membership in current:
        check_grant(
            role=Role(membership.role),
            organisation=organisation,
            office=office,
            team=team if membership.role in rules.STAFF else None,
            # What was given by a national administrator stays as wide as it was.
            reach=Reach.OFFICE,
            ends_at=min(membership.ends_at, at + rules.LONGEST),
            by=by,
            at=at,
        )
    user.organisation, user.office = organisation, office
    user.save(update_fields=["organisation", "office"])
    audit.record("user.moved", subject=user, by=by, at=at, organisation=organisation.code, office=_code(office))
    for role, (reach, ends_at) in _by_role(current).items():
        new_team = team if role in rules.STAFF else None
        _give(user, role=role, office=office, team=new_team, reach=reach, ends_at=ends_at, by=by, at=at)
    for membership in current:
        _end(membership, by=by, at=at)
    end_sessions(user=user, by=by, at=at)


@transaction.atomic
def suspend(*, user: User, reason: Reason, by: User, at: datetime) -> None:
    """Shut an account at once. Its roles keep their dates, so that it can be reactivated."""
    user = _locked(user)
    rules.check_not_oneself(user=user.pk, by=by.pk)
    rules.check_may_suspend(is_active=user.is_active)
    user.is_active, user.suspended_at = False, at
    user.save(update_fields=["is_active", "suspended_at"])
    audit.record("user.suspended", subject=user, by=by, at=at, reason=str(reason))
    end_sessions(user=user, by=by, at=at)


@transaction.atomic
def reactivate(*, user: User, by: User, at: datetime) -> None:
    user = _locked(user)
    rules.check_not_oneself(user=user.pk, by=by.pk)
    rules.check_may_reactivate(is_active=user.is_active)
    user.is_active, user.suspended_at = True, None
    user.save(update_fields=["is_active", "suspended_at"])
    audit.record("user.reactivated", subject=user, by=by, at=at)


@transaction.atomic
def change_password(*, user: User, password: str, session: str = "", at: datetime) -> None:
    """Another password. Every session ends but the one named, and the user is told."""
    user.set_password(password)
    user.save(update_fields=["password"])
    audit.record("user.password_changed", subject=user, by=user, at=at)
    end_sessions(user=user, but=session, by=user, at=at)
    tell_about_account(user, what="password_changed", at=at)


def _locked(user: User) -> User:
    return User.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=user.pk)


def _give(
    user: User,
    *,
    role: Role,
    office: Office | None,
    team: Team | None,
    reach: Reach,
    ends_at: datetime,
    by: User,
    at: datetime,
) -> Membership:
    membership = Membership.objects.create(
        user=user, role=role, office=office, team=team, reach=reach, starts_at=at, ends_at=ends_at, granted_by=by
    )
    _record("role.granted", membership, by=by, at=at)
    return membership


def _end(membership: Membership, *, by: User, at: datetime) -> None:
    # A role of this very moment ends a moment later: the table keeps that it was held.
    membership.ends_at = max(at, membership.starts_at + timedelta(microseconds=1))
    membership.save(update_fields=["ends_at"])
    _record("role.ended", membership, by=by, at=at)


def _by_role(memberships: list[Membership]) -> dict[Role, tuple[Reach, datetime]]:
    """One line a role: somebody in two teams holds theirs twice."""
    found: dict[Role, tuple[Reach, datetime]] = {}
    for membership in sorted(memberships, key=lambda m: m.ends_at):
        found[Role(membership.role)] = (Reach(membership.reach), membership.ends_at)
    return found


def _record(verb: str, membership: Membership, *, by: User, at: datetime) -> None:
    audit.record(
        verb,
        subject=membership.user,
        by=by,
        at=at,
        role=membership.role,
        office=_code(membership.office),
        team=membership.team_id,
        reach=membership.reach,
        until=membership.ends_at,
    )


def _code(office: Office | None) -> str | None:
    return office.code if office else None
