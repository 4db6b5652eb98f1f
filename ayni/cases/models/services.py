from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ayni.access.models import Organisation, User
from ayni.codelists.models import Barrier, LegalNorm, ServiceCategory, Territory
from ayni.governance.models import Gap
from ayni.lib.fields import EncryptedTextField
from ayni.lib.ids import uuid7

from .cases import Case
from .needs import Need


class GoalState(models.TextChoices):
    OPEN = "OPEN", pgettext_lazy("state of a goal", "On the way")
    REACHED = "REACHED", pgettext_lazy("state of a goal", "Reached")
    CHANGED = "CHANGED", pgettext_lazy("state of a goal", "The person wants something else now")


class Goal(models.Model):
    """What the person wants to reach, in their own words (R93, R106)."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="goals")
    words = EncryptedTextField(default="")
    first_step = EncryptedTextField(default="")
    """What the person will do themselves about it, if they want to."""
    state = models.CharField(max_length=7, choices=GoalState.choices, default=GoalState.OPEN)
    stated_at = models.DateTimeField()
    stated_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", db_index=False)
    changed_at = models.DateTimeField(null=True, blank=True)

    class Privacy:
        personal: ClassVar = {"words", "first_step"}
        open: ClassVar = {"id", "case", "state", "stated_at", "stated_by", "changed_at"}

    class Meta:
        ordering: ClassVar = ["case", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(state="OPEN") | Q(changed_at__isnull=False), name="a_goal_that_changed_has_a_time"
            )
        ]

    def __str__(self) -> str:
        return f"Goal {self.pk}"


class ServiceGiven(models.Model):
    """Something that was done for the person, by whom, when, and how much of it."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="services_given")
    need = models.ForeignKey(Need, on_delete=models.CASCADE, null=True, blank=True, related_name="services")
    """The need that it serves, if somebody said which."""
    category = models.ForeignKey(ServiceCategory, on_delete=models.PROTECT, related_name="+", db_index=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+", db_index=False)
    given_on = models.DateField()
    hours = models.DecimalField(max_digits=6, decimal_places=2, null=True, blank=True)
    amount = models.DecimalField(max_digits=12, decimal_places=2, null=True, blank=True)
    """In soles: what it was worth, where it was money or a thing."""
    remark = EncryptedTextField(default="")
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", db_index=False)
    recorded_at = models.DateTimeField()

    class Privacy:
        personal: ClassVar = {"remark"}
        open: ClassVar = {
            "id", "case", "need", "category", "organisation", "given_on", "hours", "amount", "recorded_by",
            "recorded_at",
        }  # fmt: skip

    class Meta:
        ordering: ClassVar = ["-given_on", "-id"]

    def __str__(self) -> str:
        return f"Service {self.pk}"


class DenialOutcome(models.TextChoices):
    OPEN = "OPEN", _("Nothing came of it yet")
    ATTENDED = "ATTENDED", _("The person was attended to afterwards")
    ELSEWHERE = "ELSEWHERE", _("Another institution attended to the person")
    COMPLAINED = "COMPLAINED", _("A complaint was filed")
    GIVEN_UP = "GIVEN_UP", _("The person gave up")


class Complaint(models.TextChoices):
    """Whether the person agrees that a complaint is filed in their name."""

    NOT_ASKED = "NOT_ASKED", _("Was not asked")
    YES = "YES", _("Yes, in their name")
    ANONYMOUS = "ANONYMOUS", _("Yes, without their name")
    NO = "NO", _("No")


class Harm(models.TextChoices):
    NONE = "NONE", _("None so far")
    DELAY = "DELAY", _("Help came late")
    WORSE = "WORSE", _("Their health or safety got worse")
    COST = "COST", _("They had to pay")
    LOST = "LOST", _("They lost a right, a place or a time limit")
    UNKNOWN = "UNKNOWN", _("Not known")


class DenialQuerySet(models.QuerySet["Denial"]):
    def visible_to(self, user: User) -> Self:
        return self.filter(case__in=Case.objects.visible_to(user).order_by().values("pk"))


class Denial(models.Model):
    """A service that somebody asked for and was denied, or got too late (R62, R63, R86, R87)."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="denials")
    need = models.ForeignKey(Need, on_delete=models.SET_NULL, null=True, blank=True, related_name="denials")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    """Whose it was; a single school or hospital is in `place`."""
    place = EncryptedTextField(default="")
    """Which school, hospital, counter: with the day it may tell who the person is."""
    category = models.ForeignKey(ServiceCategory, on_delete=models.PROTECT, related_name="+", db_index=False)
    barrier = models.ForeignKey(Barrier, on_delete=models.PROTECT, related_name="+", db_index=False)
    norm = models.ForeignKey(
        LegalNorm, on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    """The norm that was breached, if there is one."""
    district = models.ForeignKey(
        Territory, on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    happened_on = models.DateField()
    late_only = models.BooleanField(default=False)
    """The service was given, too late."""
    words = EncryptedTextField(default="")
    """What happened, as the person tells it."""
    harm = models.CharField(max_length=7, choices=Harm.choices, default=Harm.UNKNOWN)
    consequences = EncryptedTextField(default="")
    done = EncryptedTextField(default="")
    """What we did about it."""
    complaint = models.CharField(max_length=9, choices=Complaint.choices, default=Complaint.NOT_ASKED)
    outcome = models.CharField(max_length=10, choices=DenialOutcome.choices, default=DenialOutcome.OPEN)
    outcome_at = models.DateTimeField(null=True, blank=True)
    gap = models.ForeignKey(Gap, on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    """The gap that it is evidence of, if somebody said which."""
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", db_index=False)
    recorded_at = models.DateTimeField()

    objects = DenialQuerySet.as_manager()

    class Privacy:
        personal: ClassVar = {"place", "district", "words", "consequences", "done"}
        open: ClassVar = {
            "id", "case", "need", "organisation", "category", "barrier", "norm", "happened_on", "late_only", "harm",
            "complaint", "outcome", "outcome_at", "gap", "recorded_by", "recorded_at",
        }  # fmt: skip

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["-recorded_at", "-id"], name="denial_by_record"),
            models.Index(fields=["gap", "-recorded_at"], name="denial_by_gap"),
            models.Index(fields=["outcome", "-recorded_at", "-id"], name="denial_by_outcome"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(outcome="OPEN") | Q(outcome_at__isnull=False), name="an_outcome_of_a_denial_has_a_time"
            )
        ]

    def __str__(self) -> str:
        return f"Denial {self.pk}"

    @property
    def is_open(self) -> bool:
        return self.outcome == DenialOutcome.OPEN
