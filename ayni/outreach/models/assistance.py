"""Technical assistance: what an institution commits itself to, step by step, each shown and verified."""

from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ayni.access.models import Office, Organisation, User
from ayni.access.scope import counter_scope_of
from ayni.codelists.models import Territory
from ayni.directory.models import Service
from ayni.files.models import StoredFile
from ayni.governance.models import Instrument as GovernedInstrument
from ayni.lib.ids import uuid7
from ayni.people.models.people import is_within_reach

from .sessions import Aim, Outcome


class Change(models.TextChoices):
    """What is to be different afterwards."""

    NATIONALITY = "NATIONALITY", _("The nationality variable is in its registers")
    INDICATORS = "INDICATORS", _("It has migration-governance indicators")
    SERVICE = "SERVICE", _("A service attends foreigners better")
    NORM = "NORM", _("It has an ordinance, plan or protocol")
    CAPACITY = "CAPACITY", _("Its staff is trained")
    OTHER = "OTHER", pgettext_lazy("assistance", "Something else")


class AssistanceState(models.TextChoices):
    ASKED = "ASKED", pgettext_lazy("assistance", "Asked for")
    AGREED = "AGREED", pgettext_lazy("assistance", "Agreed")
    DONE = "DONE", pgettext_lazy("assistance", "Fulfilled")
    DROPPED = "DROPPED", pgettext_lazy("assistance", "Given up")


class AssistanceQuerySet(models.QuerySet["Assistance"]):
    def visible_to(self, user: User) -> Self:
        return self.filter(is_within_reach(counter_scope_of(user), "office"))


class Assistance(models.Model):
    """A commitment of an institution, with the baseline it starts from (R160–R163, R169, R171)."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    code = models.CharField(max_length=16, unique=True)
    """AT-2026-0007: the year it began in, and which of that year."""
    title = models.CharField(max_length=160)
    change = models.CharField(max_length=11, choices=Change.choices)
    institution = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    territory = models.ForeignKey(Territory, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    service = models.ForeignKey(Service, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    """Whose strengthening it is: what is fulfilled here stands there, too."""
    instrument = models.ForeignKey(
        GovernedInstrument, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    """The norm, plan or coordination space that it belongs to."""
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+", db_index=False)
    aim = models.CharField(max_length=5, choices=Aim.choices, blank=True)
    outcome = models.CharField(max_length=5, choices=Outcome.choices, blank=True)
    baseline = models.TextField(max_length=2000)
    """How it is before: what the registers ask, what is lacking."""
    baseline_on = models.DateField()
    state = models.CharField(max_length=7, choices=AssistanceState.choices, default=AssistanceState.ASKED)
    why_dropped = models.CharField(max_length=600, blank=True)
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", db_index=False)
    made_at = models.DateTimeField()
    agreed_on = models.DateField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = AssistanceQuerySet.as_manager()

    class Privacy:
        personal: ClassVar[set[str]] = set()
        open: ClassVar = {
            "id", "code", "title", "change", "institution", "territory", "service", "instrument", "office", "aim",
            "outcome", "baseline", "baseline_on", "state", "why_dropped", "made_by", "made_at", "agreed_on", "ended_at",
        }  # fmt: skip

    class Meta:
        ordering: ClassVar = ["-made_at", "-id"]
        indexes: ClassVar = [models.Index(fields=["office", "-made_at", "-id"], name="assistance_of_office")]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(state="ASKED") | Q(agreed_on__isnull=False) | Q(state="DROPPED"),
                name="what_is_agreed_has_a_day",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["DONE", "DROPPED"], ended_at__isnull=False)
                | Q(state__in=["ASKED", "AGREED"], ended_at__isnull=True),
                name="an_assistance_that_ended_has_a_time",
            ),
            models.CheckConstraint(
                condition=~Q(state="DROPPED") | ~Q(why_dropped=""), name="a_dropped_assistance_says_why"
            ),
        ]

    def __str__(self) -> str:
        return self.code


class MilestoneState(models.TextChoices):
    PENDING = "PENDING", pgettext_lazy("milestone", "Waiting")
    SHOWN = "SHOWN", pgettext_lazy("milestone", "Evidence given, to be verified")
    VERIFIED = "VERIFIED", pgettext_lazy("milestone", "Verified")


class Milestone(models.Model):
    """A step of the commitment. One colleague says what shows that it was reached; another one verifies it."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    assistance = models.ForeignKey(Assistance, on_delete=models.PROTECT, related_name="milestones", db_index=False)
    order = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=200)
    due_on = models.DateField()
    state = models.CharField(max_length=8, choices=MilestoneState.choices, default=MilestoneState.PENDING)
    evidence = models.TextField(max_length=2000, blank=True)
    link = models.URLField(max_length=400, blank=True)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    shown_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    shown_at = models.DateTimeField(null=True, blank=True)
    verified_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    verified_at = models.DateTimeField(null=True, blank=True)
    returned_why = models.CharField(max_length=600, blank=True)
    """What the evidence lacked, of the last time that it was sent back."""

    class Privacy:
        personal: ClassVar[set[str]] = set()
        open: ClassVar = {
            "id", "assistance", "order", "title", "due_on", "state", "evidence", "link", "file", "shown_by", "shown_at",
            "verified_by", "verified_at", "returned_why",
        }  # fmt: skip

    class Meta:
        ordering: ClassVar = ["assistance", "order"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["assistance", "order"], name="milestones_stand_in_order"),
            models.CheckConstraint(
                condition=Q(verified_by__isnull=True) | ~Q(verified_by=F("shown_by")),
                name="nobody_verifies_what_they_showed",
            ),
            models.CheckConstraint(
                condition=Q(state="PENDING", shown_at__isnull=True, verified_at__isnull=True)
                | Q(state="SHOWN", shown_by__isnull=False, shown_at__isnull=False, verified_at__isnull=True)
                | Q(state="VERIFIED", shown_at__isnull=False, verified_by__isnull=False, verified_at__isnull=False),
                name="a_milestone_says_who_showed_and_verified_it",
            ),
        ]

    def __str__(self) -> str:
        return f"Milestone {self.pk}"
