from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ayni.access.models import User
from ayni.lib.fields import EncryptedJSONField, EncryptedTextField
from ayni.lib.ids import uuid7
from ayni.people.models import Sensitivity

from .cases import Case


class Asking(models.TextChoices):
    """What somebody else has to approve before it is done."""

    PLAN = "PLAN", _("The plan")
    CLOSURE = "CLOSURE", _("The end of the case")
    TRANSFER = "TRANSFER", _("The transfer to another office")


class ApprovalState(models.TextChoices):
    ASKED = "ASKED", _("Waits for approval")
    APPROVED = "APPROVED", _("Approved")
    SENT_BACK = "SENT_BACK", _("Sent back")
    WITHDRAWN = "WITHDRAWN", _("Withdrawn")
    VOID = "VOID", _("No longer valid: something changed")
    USED = "USED", _("Approved and done")


class ApprovalQuerySet(models.QuerySet["Approval"]):
    def waiting(self) -> Self:
        return self.filter(state=ApprovalState.ASKED)


class Approval(models.Model):
    """A plan, an end or a transfer that somebody asked another one to approve, and what came of it.

    It holds for what was asked and nothing else: `digest` is over that, and a change makes another one.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="approvals", db_index=False)
    kind = models.CharField(max_length=8, choices=Asking.choices)
    digest = models.CharField(max_length=64)
    what = EncryptedJSONField(default=dict)
    """What is to be done, as the verb takes it: of an end the outcome and the note."""
    state = models.CharField(max_length=9, choices=ApprovalState.choices, default=ApprovalState.ASKED)
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", db_index=False)
    asked_at = models.DateTimeField()
    decided_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    remark = EncryptedTextField(default="")

    objects = ApprovalQuerySet.as_manager()

    class Privacy:
        personal: ClassVar = {"what", "remark"}
        open: ClassVar = {"id", "case", "kind", "digest", "state", "asked_by", "asked_at", "decided_by", "decided_at"}

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["case", "-asked_at", "-id"], name="approval_by_case"),
            models.Index(fields=["asked_at", "id"], condition=Q(state="ASKED"), name="approval_waiting"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["case", "kind"], condition=Q(state="ASKED"), name="one_thing_is_asked_once"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["APPROVED", "SENT_BACK", "USED"])
                | Q(decided_by__isnull=False, decided_at__isnull=False),
                name="an_approval_has_somebody_behind_it",
            ),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=models.F("asked_by")),
                name="nobody_approves_what_they_asked",
            ),
        ]

    def __str__(self) -> str:
        return f"Approval {self.pk}"

    @property
    def is_waiting(self) -> bool:
        return self.state == ApprovalState.ASKED


class ApprovalRule(models.Model):
    """Whether something has to be approved in cases of this sensitivity: what the unit decided."""

    kind = models.CharField(max_length=8, choices=Asking.choices)
    sensitivity = models.CharField(max_length=12, choices=Sensitivity.choices)
    is_needed = models.BooleanField()

    class Privacy:
        personal: ClassVar[set[str]] = set()
        open: ClassVar = {"id", "kind", "sensitivity", "is_needed"}

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["kind", "sensitivity"], name="one_approval_rule_each"),
        ]

    def __str__(self) -> str:
        return f"Approval rule {self.kind} {self.sensitivity}"
