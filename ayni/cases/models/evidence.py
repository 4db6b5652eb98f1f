from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ayni.access.models import User
from ayni.codelists.models import Territory
from ayni.governance.models import Gap
from ayni.lib.fields import EncryptedTextField
from ayni.lib.ids import uuid7

from .cases import Case
from .plan import Task


class EvidenceKind(models.TextChoices):
    LATE_STEP = "LATE_STEP", _("Step done late, or not done")
    FIELD_NOTE = "FIELD_NOTE", _("Note from the field")


class GapEvidenceQuerySet(models.QuerySet["GapEvidence"]):
    def visible_to(self, user: User) -> Self:
        """What belongs to a case, for whoever sees the case; what belongs to none, for whoever works with cases."""
        return self.filter(Q(case__isnull=True) | Q(case__in=Case.objects.visible_to(user).order_by().values("pk")))


class GapEvidence(models.Model):
    """A step of a protocol that an institution did late or not at all, or something that a colleague saw in the field,
    and the gap that it shows, if somebody has said which."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    kind = models.CharField(max_length=10, choices=EvidenceKind.choices)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    task = models.ForeignKey(Task, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    text = EncryptedTextField(default="")
    gap = models.ForeignKey(Gap, on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    territory = models.ForeignKey(Territory, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    noted_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", db_index=False)
    noted_at = models.DateTimeField()

    objects = GapEvidenceQuerySet.as_manager()

    class Privacy:
        personal: ClassVar = {"text"}
        open: ClassVar = {"id", "kind", "case", "task", "gap", "territory", "noted_by", "noted_at"}

    class Meta:
        indexes: ClassVar = [models.Index(fields=["gap", "-noted_at", "-id"], name="evidence_by_gap")]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(kind="LATE_STEP") | Q(task__isnull=False, case__isnull=False),
                name="a_late_step_has_its_task_and_case",
            ),
            models.UniqueConstraint(fields=["task", "gap"], name="a_late_step_shows_a_gap_once"),
        ]

    def __str__(self) -> str:
        return f"Evidence {self.pk}"
