"""Who works where, and who manages whom. Active means: today, not suspended."""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from itertools import islice

from allauth.mfa.models import Authenticator
from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from ayni.audit import queries as audit
from ayni.audit.actions import SYSTEM
from ayni.audit.models import Event

from .models import Invitation, Membership, Office, Organisation, Reach, Session, Team, User
from .permissions import ROLES, Permission, Role
from .rules import STAFF

OWN_INSTITUTION = "MIGRACIONES"
EXPIRES_SOON = timedelta(days=30)
LISTED_MEMBERSHIPS = "listed_memberships"


def _active(users: QuerySet[User], **membership: object) -> QuerySet[User]:
    now = timezone.now()
    has = {f"memberships__{name}": value for name, value in membership.items()}
    active = users.filter(is_active=True, memberships__starts_at__lte=now, memberships__ends_at__gt=now, **has)
    return active.distinct().order_by("last_name", "first_name", "pk")


def supervisors_of(office: Office) -> list[User]:
    """Whoever is told when something of this office is late."""
    return list(_active(User.objects.all(), role=Role.SUPERVISOR, office=office))


def holders_at(offices: Iterable[Office], *roles: Role) -> list[User]:
    """Whoever holds one of these roles at any of these offices and can be told of something."""
    rows = User.objects.exclude(email="")
    return list(_active(rows, role__in=roles, office__in=[office.pk for office in offices]))


def staff_of(organisation: Organisation) -> list[User]:
    """Whoever answers for an organisation: its partner users and its case staff, with an e-mail."""
    roles = {Role.PARTNER, *STAFF}
    return list(_active(User.objects.filter(organisation=organisation).exclude(email=""), role__in=roles))


def keepers_of(organisation: Organisation) -> QuerySet[User]:
    """Whoever keeps what is written about an organisation and can be told of something, by name."""
    rows = User.objects.filter(organisation=organisation).exclude(email="")
    return _active(rows, role__in=[Role.SUPERVISOR, Role.ADMINISTRATOR])


def holders_of(permission: Permission) -> QuerySet[User]:
    """Whoever has a role today that allows this, by name."""
    return _active(User.objects.all(), role__in=[role for role, allowed in ROLES.items() if permission in allowed])


def offices_with(role: Role) -> QuerySet[Office]:
    """Where somebody holds this role today."""
    held = Membership.objects.filter(role=role, user__is_active=True, office=OuterRef("pk"), **_today())
    return Office.objects.filter(Exists(held))


def with_reach(role: Role, reach: Reach) -> Office | None:
    """The office of whoever holds this role as far as that, if anybody does."""
    held = Membership.objects.filter(role=role, reach=reach, user__is_active=True, office__isnull=False, **_today())
    first = held.select_related("office").order_by("pk").first()
    return first.office if first else None


def teams_with_somebody() -> QuerySet[Team]:
    held = Membership.objects.filter(team=OuterRef("pk"), user__is_active=True, **_today())
    return Team.objects.filter(Exists(held))


def members_of(team: Team) -> list[User]:
    """Who shares the files of a team today."""
    return list(_active(User.objects.all(), team=team))


def _today() -> dict[str, datetime]:
    now = timezone.now()
    return {"starts_at__lte": now, "ends_at__gt": now}


def has_users(organisation: Organisation) -> bool:
    return bool(staff_of(organisation))


# The tree of institutions. It has about a hundred nodes: one statement reads it all.


def parents_of_all() -> dict[int, int | None]:
    return dict(Organisation.objects.order_by("pk").values_list("pk", "parent_id"))


def units_of(organisation_id: int | None, parents: dict[int, int | None] | None = None) -> frozenset[int]:
    """An organisation and everything under it."""
    parents = parents_of_all() if parents is None else parents
    found = {organisation_id} if organisation_id in parents else set()
    while more := {pk for pk, parent in parents.items() if parent in found} - found:
        found |= more
    return frozenset(pk for pk in found if pk is not None)


def above(organisation_id: int | None, parents: dict[int, int | None] | None = None) -> list[int]:
    """An organisation and whatever it belongs to, the nearest first."""
    parents = parents_of_all() if parents is None else parents
    found: list[int] = []
    while organisation_id is not None and organisation_id not in found:
        found.append(organisation_id)
        organisation_id = parents.get(organisation_id)
    return found


def own_institution() -> frozenset[int]:
    """MIGRACIONES and its units: the UIM is one of them."""
    rows = list(Organisation.objects.order_by("pk").values_list("pk", "parent_id", "code"))
    own = next((pk for pk, _parent, code in rows if code == OWN_INSTITUTION), None)
    return units_of(own, {pk: parent for pk, parent, _code in rows})


def office_fits(office: Office, organisation: Organisation | None) -> bool:
    """An office of the organisation, of a unit of it, or of what it is a unit of: the UIM works in zonal offices."""
    if organisation is None:
        return False
    parents = parents_of_all()
    return office.organisation_id in {*units_of(organisation.pk, parents), *above(organisation.pk, parents)}


def offices_for(organisations: frozenset[int] | None) -> QuerySet[Office]:
    """The offices in which people of these organisations may work. None: all."""
    if organisations is None:
        return Office.objects.order_by("name", "pk")
    parents = parents_of_all()
    reachable = {pk for organisation in organisations for pk in above(organisation, parents)} | organisations
    return Office.objects.filter(organisation__in=reachable).order_by("name", "pk")


def teams_for(organisations: frozenset[int] | None) -> QuerySet[Team]:
    return Team.objects.filter(office__in=offices_for(organisations)).select_related("office").order_by("name", "pk")


# Who manages whom.


def is_national(by: User) -> bool:
    """A national administrator of MIGRACIONES manages the users of all institutions."""
    holds = any(m.role == Role.ADMINISTRATOR and m.reach == Reach.NATIONAL for m in by.active_memberships)
    return holds and by.organisation_id in own_institution()


def national_administrators() -> list[User]:
    """Whoever can give access to everybody else today."""
    own = User.objects.filter(organisation__in=own_institution())
    return list(_active(own, role=Role.ADMINISTRATOR, reach=Reach.NATIONAL))


def managed_organisations(by: User) -> frozenset[int] | None:
    """Of whose users an administrator takes care: the own organisation and its units. None: all."""
    if Role.ADMINISTRATOR not in by.active_roles:
        return frozenset()
    return None if is_national(by) else units_of(by.organisation_id)


def organisations_for(by: User) -> QuerySet[Organisation]:
    managed = managed_organisations(by)
    all_ = Organisation.objects.order_by("name", "pk")
    return all_ if managed is None else all_.filter(pk__in=managed)


def managed_users(by: User) -> QuerySet[User]:
    """The only way to a user for a page: whoever is outside gets 404."""
    managed = managed_organisations(by)
    users = User.objects.select_related("organisation", "office")
    return users if managed is None else users.filter(organisation__in=managed)


def managed_memberships(by: User) -> QuerySet[Membership]:
    rows = Membership.objects.filter(user__in=managed_users(by).order_by())
    return rows.select_related("user__organisation", "office", "team")


def managed_invitations(by: User) -> QuerySet[Invitation]:
    managed = managed_organisations(by)
    rows = Invitation.objects.select_related("organisation", "office", "team", "invited_by")
    return rows if managed is None else rows.filter(organisation__in=managed)


@dataclass(frozen=True)
class Wanted:
    """What the list of users is narrowed to. It comes from the address."""

    text: str = ""
    organisation: int | None = None
    office: int | None = None
    role: str = ""
    state: str = ""


def listed_users(by: User, wanted: Wanted, *, at: datetime) -> QuerySet[User]:
    users = managed_users(by)
    current = Membership.objects.filter(user=OuterRef("pk"), starts_at__lte=at, ends_at__gt=at)
    if wanted.organisation:
        users = users.filter(organisation=wanted.organisation)
    if wanted.office:
        users = users.filter(Q(office=wanted.office) | Exists(current.filter(office=wanted.office)))
    if wanted.role:
        users = users.filter(Exists(current.filter(role=wanted.role)))
    if wanted.state == "active":
        users = users.filter(Exists(current), is_active=True)
    elif wanted.state == "suspended":
        users = users.filter(is_active=False)
    elif wanted.state == "ending":
        users = users.filter(Exists(current.filter(ends_at__lte=at + EXPIRES_SOON)), is_active=True)
    elif wanted.state == "ended":
        users = users.filter(~Exists(current), is_active=True)
    elif wanted.state == "unprotected":
        users = users.filter(~Exists(Authenticator.objects.filter(user=OuterRef("pk"))), is_active=True)
    if wanted.text:
        users = users.filter(pk__in=_named_like(users, wanted.text))
    shown = Membership.objects.filter(starts_at__lte=at, ends_at__gt=at).select_related("office", "team")
    return users.prefetch_related(Prefetch("memberships", shown.order_by("pk"), to_attr=LISTED_MEMBERSHIPS))


def _named_like(users: QuerySet[User], text: str) -> list[int]:
    """Every word typed is in the name, the username or the address, accents and case aside."""
    words = fold(text).split()
    rows = users.order_by().values_list("pk", "first_name", "last_name", "username", "email")
    found = (pk for pk, *names in rows.iterator() if all(word in fold(" ".join(names)) for word in words))
    return list(islice(found, 500))


def fold(text: str) -> str:
    """Without accents and capitals."""
    return "".join(c for c in unicodedata.normalize("NFD", text.casefold()) if not unicodedata.combining(c))


def current_memberships(user: User, at: datetime) -> list[Membership]:
    rows = user.memberships.filter(starts_at__lte=at, ends_at__gt=at).select_related("office", "team")
    return list(rows.order_by("ends_at", "pk"))


def past_memberships(user: User, at: datetime, limit: int = 20) -> list[Membership]:
    rows = user.memberships.filter(ends_at__lte=at).select_related("office", "team")
    return list(rows.order_by("-ends_at", "-pk")[:limit])


def roles_held(user: User, at: datetime, but: Membership | None = None) -> set[Role]:
    return {Role(m.role) for m in current_memberships(user, at) if but is None or m.pk != but.pk}


def sessions_of(user: User, at: datetime) -> list[Session]:
    """Where somebody is signed in, the latest used first."""
    return list(user.sessions.filter(expire_date__gt=at).order_by("-seen_at", "session_key"))


def whom_to_ask(user: User) -> list[User]:
    """The administrators of somebody's organisation, or else of the nearest one above that has any."""
    admins = _active(User.objects.exclude(pk=user.pk), role=Role.ADMINISTRATOR)
    nearest = above(user.organisation_id)
    found = sorted(admins.filter(organisation__in=nearest), key=lambda admin: nearest.index(admin.organisation_id or 0))
    return [admin for admin in found if admin.organisation_id == found[0].organisation_id][:3]


def has_account(email: str) -> bool:
    return User.objects.filter(Q(email__iexact=email) | Q(username__iexact=email)).exists()


def invitations_waiting(email: str, at: datetime) -> QuerySet[Invitation]:
    waiting = Invitation.objects.filter(accepted_at=None, revoked_at=None, expires_at__gt=at)
    return waiting.filter(email__iexact=email).order_by("pk")


def is_invited(email: str, at: datetime) -> bool:
    return invitations_waiting(email, at).exists()


def token_hash(token: str) -> str:
    """What we keep of a secret with 256 random bits: nobody can guess backwards from it."""
    return sha256(token.encode()).hexdigest()


def invitation_of(token: str) -> Invitation | None:
    rows = Invitation.objects.select_related("organisation", "office", "team")
    return rows.filter(token_hash=token_hash(token)).first()


def is_waiting(invitation: Invitation, at: datetime) -> bool:
    return invitation.accepted_at is None and invitation.revoked_at is None and invitation.expires_at > at


def management_events(by: User, limit: int = 200) -> list[Event]:
    """What was done with the users and invitations that an administrator takes care of."""
    if managed_organisations(by) is None:
        return audit.about({User: None, Invitation: None}, limit=limit)
    users = managed_users(by).order_by().values_list("pk", flat=True)
    invitations = managed_invitations(by).order_by().values_list("pk", flat=True)
    return audit.about({User: list(users), Invitation: list(invitations)}, limit=limit)


def names_of(ids: Iterable[str]) -> dict[str, str]:
    """The names behind the ids of the trail. What is not a user keeps its id."""
    users = User.objects.filter(pk__in=[pk for pk in ids if pk.isdigit()]).order_by("pk")
    return {SYSTEM: _("The system"), **{str(user.pk): user.display_name for user in users}}
