from datetime import datetime
from functools import cached_property
from typing import ClassVar
from uuid import UUID

from django.contrib.auth.models import AbstractUser
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from ayni.codelists.models import Territory

from ..permissions import ROLES, Permission, Role
from .away import Absence, BrokenGlass


class Organisation(models.Model):
    """A body whose staff can sign in, or that can receive referrals."""

    code = models.CharField(max_length=20, unique=True)
    name = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200, blank=True)
    kind = models.CharField(max_length=20)
    sector = models.CharField(max_length=60)
    level = models.CharField(max_length=20)
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="units")
    mission = models.TextField(blank=True)
    leads_governance = models.BooleanField(default=False)
    """Leading authority of migration governance (RREE and MIGRACIONES)."""
    phone = models.CharField(max_length=60, blank=True)
    source = models.CharField(max_length=300, blank=True)
    confidence = models.CharField(max_length=60, default="unknown")
    note = models.TextField(blank=True)

    class Meta:
        ordering: ClassVar = ["name", "pk"]

    def __str__(self) -> str:
        return self.name


class Office(models.Model):
    """A place of an organisation where people are received: head office, zonal office, service centre, vehicle."""

    code = models.CharField(max_length=20, unique=True)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="offices")
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=20)
    department = models.ForeignKey(Territory, on_delete=models.PROTECT, null=True, related_name="+")
    city = models.CharField(max_length=80, blank=True)
    is_open = models.BooleanField(null=True)
    source = models.CharField(max_length=300, blank=True)
    confidence = models.CharField(max_length=60, default="unknown")

    class Meta:
        ordering: ClassVar = ["name", "pk"]

    def __str__(self) -> str:
        return self.name


class User(AbstractUser):
    """Somebody with an account. What they may do hangs on their memberships, each of which ends."""

    email = models.EmailField(_("e-mail"), unique=True)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, related_name="staff")
    office = models.ForeignKey(Office, on_delete=models.PROTECT, null=True, blank=True, related_name="staff")
    phone = models.CharField(max_length=30, blank=True)
    suspended_at = models.DateTimeField(null=True, blank=True)
    is_demo = models.BooleanField(default=False)
    epoch = models.PositiveIntegerField(default=0)
    """Part of the hash that every session carries: one more, and all sessions of the user have ended."""

    class Privacy:
        personal: ClassVar = {"username", "first_name", "last_name", "email", "phone", "password"}
        open: ClassVar = {
            "id", "organisation", "office", "suspended_at", "is_demo", "is_active", "is_staff", "is_superuser",
            "last_login", "date_joined", "epoch",
        }  # fmt: skip

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(Lower("email"), name="an_address_has_one_account"),
            models.UniqueConstraint(Lower("username"), name="a_username_is_one_account"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["last_name", "first_name", "id"], name="user_by_name"),
            models.Index(fields=["organisation", "last_name", "first_name", "id"], name="user_by_organisation"),
        ]

    def __str__(self) -> str:
        return f"User #{self.pk}"

    def get_session_auth_hash(self) -> str:
        """What a session must carry to go on: it changes with the password and with the epoch."""
        return salted_hmac("ayni.access.session", f"{self.epoch}:{self.password}", algorithm="sha256").hexdigest()

    @property
    def display_name(self) -> str:
        return self.get_full_name() or self.username

    @cached_property
    def active_memberships(self) -> list["Membership"]:
        """One query a request. A role that expired a minute ago is not in it."""
        now = timezone.now()
        # All of the user's, a handful over the years: the dates are looked at here, which is quicker than asking.
        held = Membership.objects.filter(user=self.pk).select_related("office").order_by().annotate(**_exceptions(now))
        return sorted((m for m in held if m.is_active(now)), key=lambda m: m.pk)

    @cached_property
    def covered_ids(self) -> tuple[int, ...]:
        """For whom this user stands in now. Costs nothing to whoever stands in for nobody."""
        return _covered_by(self) if any(m.stands_in for m in self.active_memberships) else ()

    @cached_property
    def covered_offices(self) -> tuple[int, ...]:
        """Offices of which a supervisor is away for whom this user stands in now."""
        if not self.covered_ids:
            return ()
        now = timezone.now()
        held = Membership.objects.filter(user__in=self.covered_ids, role=Role.SUPERVISOR, office__isnull=False)
        held = held.filter(starts_at__lte=now, ends_at__gt=now)
        return tuple(held.order_by("office").values_list("office", flat=True).distinct())

    @cached_property
    def led_while_away(self) -> tuple[int, ...]:
        """Colleagues of teams that this user leads who are away while nobody of the team stands in for them."""
        return _led_by(self) if any(m.somebody_away for m in self.active_memberships) else ()

    @cached_property
    def opened_by_glass(self) -> tuple[UUID, ...]:
        """What this user opened for a while, with a reason, though no role of theirs opens it."""
        if not any(m.broke_glass for m in self.active_memberships):
            return ()
        rows = BrokenGlass.objects.open(timezone.now()).filter(user=self.pk)
        return tuple(rows.order_by("pk").values_list("reason", flat=True))

    @cached_property
    def active_roles(self) -> frozenset[Role]:
        return frozenset(Role(m.role) for m in self.active_memberships)

    @cached_property
    def permissions(self) -> frozenset[Permission]:
        return frozenset().union(*(ROLES[role] for role in self.active_roles))

    @cached_property
    def team_ids(self) -> frozenset[int]:
        return frozenset(m.team_id for m in self.active_memberships if m.team_id)

    def may(self, permission: Permission) -> bool:
        return permission in self.permissions


class Team(models.Model):
    """Colleagues of an office who share the files of a kind of case, such as the trafficking team."""

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="teams")
    name = models.CharField(max_length=120)

    class Meta:
        ordering: ClassVar = ["name", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["office", "name"], name="one_team_of_a_name_per_office")
        ]

    def __str__(self) -> str:
        return self.name


class Reach(models.TextChoices):
    """How far a role reaches beyond its own office, for files that are not restricted."""

    OFFICE = "OFFICE", _("Own office")
    DEPARTMENT = "DEPARTMENT", _("Department")
    NATIONAL = "NATIONAL", _("Whole country")


class Membership(models.Model):
    """A role that a user holds in an office, from a day, until a day."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=20, choices=Role.choices)
    office = models.ForeignKey(Office, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    team = models.ForeignKey(Team, on_delete=models.PROTECT, null=True, blank=True, related_name="members")
    reach = models.CharField(max_length=12, choices=Reach.choices, default=Reach.OFFICE)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    granted_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")

    # Of those that `User.active_memberships` reads.
    stands_in: bool
    somebody_away: bool
    broke_glass: bool

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(ends_at__gt=models.F("starts_at")), name="a_role_ends_after_it_starts"),
        ]
        indexes: ClassVar = [models.Index(fields=["user", "ends_at"], name="membership_by_user")]

    def __str__(self) -> str:
        return f"Membership #{self.pk}"

    def is_active(self, at: datetime) -> bool:
        return self.starts_at <= at < self.ends_at


def _exceptions(now: datetime) -> dict[str, Exists]:
    """What a role alone does not say: asked with the roles, so that it costs no statement of its own."""
    in_team = Membership.objects.filter(team=OuterRef(OuterRef("team"))).order_by().values("user")
    away = Absence.objects.active(now)
    return {
        "stands_in": Exists(away.filter(substitute=OuterRef("user"))),
        "somebody_away": Exists(away.filter(user__in=in_team).exclude(user=OuterRef("user"))),
        "broke_glass": Exists(BrokenGlass.objects.open(now).filter(user=OuterRef("user"))),
    }


def _covered_by(user: User) -> tuple[int, ...]:
    away: dict[int, set[int]] = {}
    for absent, substitute in Absence.objects.active(timezone.now()).values_list("user", "substitute"):
        away.setdefault(substitute, set()).add(absent)
    # Whoever stands in for somebody who stands in for a third stands in for both: nothing waits for who is away.
    found, left = set[int](), [user.pk]
    while left:
        new = away.get(left.pop(), set()) - found - {user.pk}
        found |= new
        left += new
    return tuple(sorted(found))


def _led_by(user: User) -> tuple[int, ...]:
    now, found = timezone.now(), set[int]()
    held = Membership.objects.filter(team__in=user.team_ids, starts_at__lte=now, ends_at__gt=now).order_by()
    members = set(held.values_list("team", "user", "role"))
    away: dict[int, set[int]] = {}
    for absent, substitute in Absence.objects.active(now).values_list("user", "substitute"):
        away.setdefault(absent, set()).add(substitute)
    for team in user.team_ids:
        inside = {one for of, one, _role in members if of == team}
        leads = {one for of, one, role in members if of == team and role == Role.SUPERVISOR} or inside
        if user.pk in leads:
            found |= {one for one in inside & set(away) if not away[one] & inside} - {user.pk}
    return tuple(sorted(found))


class Invitation(models.Model):
    """An offer of an account, by e-mail, that ends. The link's secret is kept only as a hash."""

    email = models.EmailField()
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    office = models.ForeignKey(Office, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    team = models.ForeignKey(Team, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    role = models.CharField(max_length=20, choices=Role.choices)
    reach = models.CharField(max_length=12, choices=Reach.choices, default=Reach.OFFICE)
    role_ends_at = models.DateTimeField()
    token_hash = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    """Nobody: whoever runs the installation, by `ayni invite`."""
    invited_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    accepted_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Privacy:
        personal: ClassVar = {"email"}
        open: ClassVar = {
            "id", "organisation", "office", "team", "role", "reach", "role_ends_at", "token_hash", "invited_by",
            "invited_at", "expires_at", "accepted_at", "accepted_by", "revoked_at",
        }  # fmt: skip

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["organisation", "-invited_at", "-id"], name="invitation_by_organisation")
        ]

    def __str__(self) -> str:
        return f"Invitation #{self.pk}"


class Session(AbstractBaseSession):
    """A sign-in that goes on: whose, from where, since when. Its key is kept only as a hash (see sessions.py)."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, null=True, related_name="sessions")
    started_at = models.DateTimeField()
    seen_at = models.DateTimeField()
    agent = models.CharField(max_length=300, blank=True)
    """The browser, as it names itself."""
    address = models.GenericIPAddressField(null=True)

    class Privacy:
        personal: ClassVar = {"session_data", "agent", "address"}
        open: ClassVar = {"session_key", "expire_date", "user", "started_at", "seen_at"}

    class Meta:
        indexes: ClassVar = [models.Index(fields=["user", "-seen_at"], name="session_by_user")]

    def __str__(self) -> str:
        return f"Session of user #{self.user_id}"


class Reason(models.TextChoices):
    """Why an account was suspended or a second factor taken away. A code, because the trail keeps no sentences."""

    LEFT = "LEFT", _("Left the institution")
    LEAVE = "LEAVE", _("On leave")
    LOST_DEVICE = "LOST_DEVICE", _("Lost or changed the telephone")
    SUSPICION = "SUSPICION", _("Somebody else may have used the account")
    OTHER = "OTHER", _("Another reason")


class Submission(models.Model):
    """A form that was sent, so that the same form sent twice has one result."""

    once = models.UUIDField()
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    path = models.CharField(max_length=300)
    sent_at = models.DateTimeField()
    answer = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["user", "once", "path"], name="a_form_counts_once")]
        indexes: ClassVar = [models.Index(fields=["sent_at"], name="submission_by_age")]

    def __str__(self) -> str:
        return f"Submission #{self.pk}"
