from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ayni.access.models import Office, Team, User
from ayni.access.scope import scope_of
from ayni.codelists.models import Profile
from ayni.governance.models import Protocol, Urgency
from ayni.lib.fields import EncryptedTextField
from ayni.lib.ids import uuid7
from ayni.people.models import Person, Sensitivity
from ayni.people.models.compartments import seen_by

from .screening import Screening


class Status(models.TextChoices):
    OPEN = "OPEN", _("Open")
    CLOSED = "CLOSED", _("Closed")


class Outcome(models.TextChoices):
    """How a case ended."""

    SOLVED = "SOLVED", _("The need was met")
    PARTLY_SOLVED = "PARTLY_SOLVED", _("The need was met in part")
    TRANSFERRED = "TRANSFERRED", _("Taken over by another institution")
    WITHDRAWN = "WITHDRAWN", _("The person did not want to go on")
    LOST_CONTACT = "LOST_CONTACT", _("Contact was lost")
    LEFT_COUNTRY = "LEFT_COUNTRY", _("Left the country")
    NOT_POSSIBLE = "NOT_POSSIBLE", _("There was no way to meet the need")
    DIED = "DIED", _("The person died")
    MISTAKE = "MISTAKE", _("Opened by mistake")


class Stage(models.TextChoices):
    """Where the person is in the migration process (R75)."""

    TRANSIT = "TRANSIT", _("In transit")
    ARRIVAL = "ARRIVAL", _("Arrival")
    STAY = "STAY", _("Stay")
    RETURN = "RETURN", _("Return")


class Area(models.TextChoices):
    """What kind of place the person lives in (R88)."""

    UNKNOWN = "", _("Not said")
    URBAN = "URBAN", _("City")
    PERIURBAN = "PERIURBAN", _("Edge of a city")
    RURAL = "RURAL", _("Countryside")


class CaseQuerySet(models.QuerySet["Case"]):
    def visible_to(self, user: User) -> Self:
        """The cases whose file this user may open."""
        return self.filter(seen_by(scope_of(user), assignee="caseworker", reason="pk"))

    def held_by(self, user: User) -> Self:
        """The same, without what is open to them for a while because they broke the glass: who helps in an emergency
        does not hand on, close or approve."""
        scope = scope_of(user)._replace(opened=())
        return self.filter(seen_by(scope, assignee="caseworker", reason="pk"))

    def open(self) -> Self:
        return self.filter(status=Status.OPEN)


class Case(models.Model):
    """What we do together with one person about what they need, from opening to closing."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    number = models.CharField(max_length=20, unique=True)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="cases")
    screening = models.ForeignKey(Screening, on_delete=models.PROTECT, null=True, blank=True, related_name="cases")
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+", db_index=False)
    team = models.ForeignKey(Team, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    caseworker = models.ForeignKey(User, on_delete=models.PROTECT, related_name="cases", db_index=False)
    sensitivity = models.CharField(max_length=12, choices=Sensitivity.choices)
    urgency = models.CharField(max_length=12, choices=Urgency.choices)
    stage = models.CharField(max_length=8, choices=Stage.choices, default=Stage.STAY)
    area = models.CharField(max_length=9, choices=Area.choices, default=Area.UNKNOWN, blank=True)
    wishes = EncryptedTextField(default="")
    """What the person wants, in their own words (R106)."""
    status = models.CharField(max_length=6, choices=Status.choices, default=Status.OPEN)
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", db_index=False)
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    outcome = models.CharField(max_length=16, choices=Outcome.choices, blank=True)
    closing_note = EncryptedTextField(default="")

    objects = CaseQuerySet.as_manager()

    class Privacy:
        personal: ClassVar = {"wishes", "closing_note"}
        open: ClassVar = {
            "id", "number", "person", "screening", "office", "team", "caseworker", "sensitivity", "urgency", "stage",
            "area", "status", "opened_at", "opened_by", "closed_at", "closed_by", "outcome",
        }  # fmt: skip

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["office", "status", "-opened_at", "-id"], name="case_by_office"),
            models.Index(fields=["caseworker", "status", "-opened_at", "-id"], name="case_by_caseworker"),
            models.Index(fields=["-opened_at", "-id"], name="case_by_opening"),
            # Workload is counted from this alone.
            models.Index(
                fields=["office", "status", "caseworker", "urgency", "sensitivity", "team"], name="case_by_workload"
            ),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(status="OPEN", closed_at__isnull=True, outcome="")
                | (Q(status="CLOSED", closed_at__isnull=False) & ~Q(outcome="")),
                name="a_closed_case_has_a_time_and_an_outcome",
            ),
            models.CheckConstraint(
                condition=~Q(sensitivity="RESTRICTED") | Q(team__isnull=False), name="a_restricted_case_has_a_team"
            ),
        ]

    def __str__(self) -> str:
        return f"Case {self.number}"

    @property
    def is_open(self) -> bool:
        return self.status == Status.OPEN


class CaseProfile(models.Model):
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="profiles", db_index=False)
    profile = models.ForeignKey(Profile, on_delete=models.PROTECT, related_name="+", db_index=False)
    is_main = models.BooleanField(default=False)

    class Privacy:
        personal: ClassVar = {"profile"}
        open: ClassVar = {"id", "case", "is_main"}

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["case", "profile"], name="a_case_has_a_profile_once"),
            models.UniqueConstraint(fields=["case"], condition=Q(is_main=True), name="a_case_has_one_main_profile"),
        ]

    def __str__(self) -> str:
        return f"Case profile {self.pk}"


class CaseProtocol(models.Model):
    """The version of a protocol that this case is held to, for good."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="protocols", db_index=False)
    protocol = models.ForeignKey(Protocol, on_delete=models.PROTECT, related_name="+", db_index=False)

    class Privacy:
        personal: ClassVar = {"protocol"}
        open: ClassVar = {"id", "case"}

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["case", "protocol"], name="a_case_follows_a_protocol_once")
        ]

    def __str__(self) -> str:
        return f"Case protocol {self.pk}"
