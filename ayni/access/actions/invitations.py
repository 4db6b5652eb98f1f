import secrets
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from ayni.access import post, queries, rules
from ayni.access.models import Invitation, Membership, Office, Organisation, Reach, Team, User
from ayni.access.permissions import Role
from ayni.audit import actions as audit

from .users import check_grant


@transaction.atomic
def invite(
    *,
    email: str,
    organisation: Organisation,
    role: Role,
    office: Office | None,
    team: Team | None,
    reach: Reach,
    ends_at: datetime,
    by: User,
    at: datetime,
) -> Invitation:
    """Offer an account by e-mail. The link works once, for 72 hours; we keep only its hash."""
    email = email.strip().lower()
    rules.check_may_invite(has_account=queries.has_account(email), is_invited=queries.is_invited(email, at))
    check_grant(
        role=role, organisation=organisation, office=office, team=team, reach=reach, ends_at=ends_at, by=by, at=at
    )
    invitation = Invitation(
        email=email, organisation=organisation, office=office, team=team, role=role, reach=reach, role_ends_at=ends_at,
        invited_by=by,
    )  # fmt: skip
    _send(invitation, by=by, at=at)
    return invitation


@transaction.atomic
def invite_administrator(*, email: str, at: datetime) -> tuple[Invitation, str]:
    """Offer the account of a national administrator, whose invitation nobody else can send: the system does. Also the
    link is given back, because whoever runs the installation may have no mail yet."""
    email = email.strip().lower()
    rules.check_may_invite(has_account=queries.has_account(email), is_invited=False)
    own = Organisation.objects.filter(code=queries.OWN_INSTITUTION).first()
    rules.check_is_set_up(has_own_institution=own is not None)
    # Nobody could withdraw a link that was lost: another one takes its place.
    for waiting in queries.invitations_waiting(email, at):
        revoke_invitation(invitation=waiting, by=audit.SYSTEM, at=at)
    invitation = Invitation(
        email=email, organisation=own, role=Role.ADMINISTRATOR, reach=Reach.NATIONAL, role_ends_at=at + rules.LONGEST
    )
    return invitation, _send(invitation, by=audit.SYSTEM, at=at)


def _send(invitation: Invitation, *, by: User | str, at: datetime) -> str:
    """Keep the invitation, and send its link."""
    token = secrets.token_urlsafe(32)
    invitation.token_hash = queries.token_hash(token)
    invitation.invited_at = at
    invitation.expires_at = min(at + rules.INVITATION_LASTS, invitation.role_ends_at)
    invitation.save()
    code = invitation.organisation.code
    audit.record("invitation.sent", subject=invitation, by=by, at=at, role=str(invitation.role), organisation=code)
    link = settings.PUBLIC_URL + reverse("access:accept", args=[token])
    post.send("invitation", to=invitation.email, at=at, link=link, invitation=invitation)
    return link


@transaction.atomic
def revoke_invitation(*, invitation: Invitation, by: User | str, at: datetime) -> None:
    invitation = Invitation.objects.select_for_update().get(pk=invitation.pk)
    _check(invitation, at)
    invitation.revoked_at = at
    invitation.save(update_fields=["revoked_at"])
    audit.record("invitation.revoked", subject=invitation, by=by, at=at)


@transaction.atomic
def accept_invitation(
    *, invitation: Invitation, first_name: str, last_name: str, phone: str, password: str, at: datetime
) -> User:
    """Whoever has the link becomes a user, with the role that was offered. The link is spent."""
    invitation = Invitation.objects.select_for_update().get(pk=invitation.pk)
    _check(invitation, at)
    rules.check_may_invite(has_account=queries.has_account(invitation.email), is_invited=False)
    user = User(
        username=invitation.email[:150],
        email=invitation.email,
        first_name=first_name,
        last_name=last_name,
        phone=phone,
        organisation_id=invitation.organisation_id,
        office_id=invitation.office_id,
    )
    user.set_password(password)
    user.save()
    Membership.objects.create(
        user=user,
        role=invitation.role,
        office_id=invitation.office_id,
        team_id=invitation.team_id,
        reach=invitation.reach,
        starts_at=at,
        ends_at=invitation.role_ends_at,
        granted_by_id=invitation.invited_by_id,
    )
    invitation.accepted_at, invitation.accepted_by = at, user
    invitation.save(update_fields=["accepted_at", "accepted_by"])
    audit.record("invitation.accepted", subject=invitation, by=user, at=at, user=user.pk)
    return user


def _check(invitation: Invitation, at: datetime) -> None:
    rules.check_invitation(
        accepted=invitation.accepted_at is not None,
        revoked=invitation.revoked_at is not None,
        expires_at=invitation.expires_at,
        at=at,
    )
