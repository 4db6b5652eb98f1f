from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ayni.access.models import User
from ayni.cases.models import Case, Task
from ayni.directory.models import Service
from ayni.lib.fields import EncryptedJSONField, EncryptedTextField
from ayni.lib.ids import uuid7

from .links import OpenPage
from .referrals import Referral, Status


class Side(models.TextChoices):
    """Who moved a referral on."""

    SENDER = "SENDER", _("Whoever sent it")
    INSTITUTION = "INSTITUTION", _("The institution")
    BY_LINK = "BY_LINK", _("The institution, through the link of its focal point")
    CLOCK = "CLOCK", _("The clock")


class Change(models.Model):
    """A referral became something else: one row for each time, read on both sides."""

    referral = models.ForeignKey(Referral, on_delete=models.CASCADE, related_name="history")
    status = models.CharField(max_length=12, choices=Status.choices)
    detail = models.CharField(max_length=16, blank=True)
    """The reason of a refusal, or the result: a code."""
    side = models.CharField(max_length=12, choices=Side.choices)
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    at = models.DateTimeField()

    class Privacy:
        personal: ClassVar[set[str]] = set()
        open: ClassVar = {"id", "referral", "status", "detail", "side", "by", "at"}

    class Meta:
        ordering: ClassVar = ["at", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(side__in=["SENDER", "INSTITUTION"]) | Q(by__isnull=True),
                name="neither_the_clock_nor_a_link_is_a_user",
            ),
        ]

    def __str__(self) -> str:
        return f"Change {self.pk}"


class Draft(models.Model):
    """A referral that somebody began to write. A table of its own: nothing of it can reach an institution."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="+")
    task = models.ForeignKey(Task, on_delete=models.CASCADE, null=True, blank=True, related_name="+", db_index=False)
    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="+", db_index=False)
    typed = EncryptedJSONField()
    """{field: [value, …]} as it was in the form."""
    by = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+", db_index=False)
    saved_at = models.DateTimeField()

    class Privacy:
        personal: ClassVar = {"typed"}
        open: ClassVar = {"id", "case", "task", "service", "by", "saved_at"}

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["by", "case", "service"], name="one_draft_per_case_service_and_author"),
        ]

    def __str__(self) -> str:
        return f"Draft {self.pk}"


class Attended(models.TextChoices):
    """What the person says: "¿le atendieron?"."""

    YES = "YES", _("Yes")
    PARTLY = "PARTLY", _("In part")
    NO = "NO", _("No")
    NOT_YET = "NOT_YET", _("Not yet, they gave me another day")
    NO_ANSWER = "NO_ANSWER", _("Prefers not to say")


class Feedback(models.Model):
    """What the person says of how it went, to whoever accompanies them or by a page of their own."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    referral = models.ForeignKey(Referral, on_delete=models.CASCADE, related_name="feedback")
    attended = models.CharField(max_length=12, choices=Attended.choices)
    treated_well = models.CharField(
        max_length=8, choices=[("YES", _("Yes")), ("NO", _("No")), ("", _("Prefers not to say"))], blank=True
    )
    text = EncryptedTextField(default="")
    asked_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    """Empty when the person answered by themselves."""
    at = models.DateTimeField()

    class Privacy:
        personal: ClassVar = {"attended", "treated_well", "text"}
        open: ClassVar = {"id", "referral", "asked_by", "at"}

    class Meta:
        ordering: ClassVar = ["at", "id"]

    def __str__(self) -> str:
        return f"Feedback {self.pk}"


class FeedbackLink(OpenPage):
    """A page of one question, once, for the person's telephone. It names nobody and no institution."""

    referral = models.ForeignKey(Referral, on_delete=models.CASCADE, related_name="feedback_links")

    class Privacy:
        personal: ClassVar[set[str]] = set()
        open: ClassVar = {"id", "referral", "token_hash", "made_by", "made_at", "expires_at", "used_at"}

    def __str__(self) -> str:
        return f"Feedback link {self.pk}"
