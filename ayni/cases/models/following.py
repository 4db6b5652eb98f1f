from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ayni.access.models import User
from ayni.access.scope import scope_of
from ayni.codelists.models import RiskLevel
from ayni.lib.fields import EncryptedTextField
from ayni.lib.ids import uuid7
from ayni.people.models.compartments import seen_by

from .cases import Case


class Channel(models.TextChoices):
    VISIT = "VISIT", _("Visit")
    CALL = "CALL", _("Call")
    MESSAGE = "MESSAGE", _("Message")
    OFFICE = "OFFICE", _("At the office")
    VIDEO = "VIDEO", _("Video call")


class AttemptResult(models.TextChoices):
    REACHED = "REACHED", _("Reached")
    UNANSWERED = "UNANSWERED", _("No answer")
    WRONG_NUMBER = "WRONG_NUMBER", _("Wrong number or address")
    REFUSED = "REFUSED", _("The person did not want to talk")


class FollowUpState(models.TextChoices):
    WAITING = "WAITING", pgettext_lazy("state of a follow-up", "To do")
    DONE = "DONE", pgettext_lazy("state of a follow-up", "Done")
    DROPPED = "DROPPED", pgettext_lazy("state of a follow-up", "Dropped")


class RiskAssessment(models.Model):
    """How much risk somebody saw, and why. The latest one sets how often the person is contacted."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="risks")
    level = models.ForeignKey(RiskLevel, on_delete=models.PROTECT, related_name="+", db_index=False)
    reason = EncryptedTextField(default="")
    assessed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", db_index=False)
    assessed_at = models.DateTimeField()
    is_current = models.BooleanField(default=True)

    class Privacy:
        personal: ClassVar = {"reason"}
        open: ClassVar = {"id", "case", "level", "assessed_by", "assessed_at", "is_current"}

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["case"], condition=Q(is_current=True), name="a_case_has_one_current_level_of_risk"
            )
        ]

    def __str__(self) -> str:
        return f"Risk {self.pk}"


class FollowUpQuerySet(models.QuerySet["FollowUp"]):
    def visible_to(self, user: User) -> Self:
        """Those of the cases whose file this user may open."""
        return self.filter(seen_by(scope_of(user), assignee="caseworker", reason="pk", of="case__"))

    def waiting(self) -> Self:
        return self.filter(state=FollowUpState.WAITING)


class FollowUp(models.Model):
    """The next time that the person is to be contacted. Whoever keeps the case sees to it."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="follow_ups", db_index=False)
    level = models.ForeignKey(RiskLevel, on_delete=models.PROTECT, related_name="+", db_index=False)
    """The level of risk that set its day."""
    channel = models.CharField(max_length=8, choices=Channel.choices)
    """How it is planned; how it was done is in its attempts."""
    planned_at = models.DateTimeField()
    due_at = models.DateTimeField()
    state = models.CharField(max_length=8, choices=FollowUpState.choices, default=FollowUpState.WAITING)
    done_at = models.DateTimeField(null=True, blank=True)
    """When the person was reached, or when it was dropped."""

    objects = FollowUpQuerySet.as_manager()

    class Privacy:
        personal: ClassVar[set[str]] = set()
        open: ClassVar = {"id", "case", "level", "channel", "planned_at", "due_at", "state", "done_at"}

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["case", "-due_at"], name="follow_up_by_case"),
            models.Index(fields=["due_at", "id"], condition=Q(state="WAITING"), name="follow_up_by_deadline"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["case"], condition=Q(state="WAITING"), name="a_case_has_one_follow_up_ahead"
            ),
            models.CheckConstraint(
                condition=Q(state="WAITING", done_at__isnull=True) | (~Q(state="WAITING") & Q(done_at__isnull=False)),
                name="a_follow_up_that_ended_has_a_time",
            ),
        ]

    def __str__(self) -> str:
        return f"Follow-up {self.pk}"

    @property
    def is_waiting(self) -> bool:
        return self.state == FollowUpState.WAITING


class Attempt(models.Model):
    """Somebody tried to reach the person."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    follow_up = models.ForeignKey(FollowUp, on_delete=models.CASCADE, related_name="attempts")
    channel = models.CharField(max_length=8, choices=Channel.choices)
    contact = models.BigIntegerField(null=True, blank=True)
    """Of `people.ContactPoint`: a plain id, because contacts end and are erased."""
    result = models.CharField(max_length=12, choices=AttemptResult.choices)
    note = EncryptedTextField(default="")
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", db_index=False)
    made_at = models.DateTimeField()

    class Privacy:
        personal: ClassVar = {"note"}
        open: ClassVar = {"id", "follow_up", "channel", "contact", "result", "made_by", "made_at"}

    def __str__(self) -> str:
        return f"Attempt {self.pk}"
