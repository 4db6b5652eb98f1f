from datetime import date
from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q

from ayni.access.models import User

from .indicators import Definition, ValueState


class DefinitionDraft(models.Model):
    """A definition that somebody wrote. It counts for nothing until a colleague approves it (R213)."""

    code = models.CharField(max_length=24)
    """Of the indicator, which may not be there yet."""
    seen = models.PositiveSmallIntegerField()
    """The version that it was written after; 0 of a new indicator."""
    said = models.JSONField()
    """The fields of the definition; a day as 2026-12-01."""
    nodes = models.JSONField(default=list)
    """Codes of what it contributes to."""
    state = models.CharField(max_length=8, choices=ValueState.choices, default=ValueState.WAITING)
    note = models.CharField(max_length=500, blank=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    made = models.OneToOneField(Definition, on_delete=models.PROTECT, null=True, blank=True, related_name="draft")
    """The version that came of it."""

    class Meta:
        ordering: ClassVar = ["-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["code"], condition=Q(state=ValueState.WAITING), name="one_draft_of_an_indicator_waits"
            ),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("by")), name="nobody_approves_their_definition"
            ),
        ]

    def __str__(self) -> str:
        return f"Draft {self.pk} of {self.code}"

    def definition(self) -> Definition:
        """As it would be. It is not kept anywhere."""
        said: dict[str, Any] = dict(self.said)
        if said.get("baseline_month"):
            said["baseline_month"] = date.fromisoformat(said["baseline_month"])
        return Definition(version=self.seen + 1, **said)

    def may_be_written_by(self, user: User) -> bool:
        """Whoever wrote it, while it waits; anybody who keeps the indicators, once it came back."""
        return self.state == ValueState.RETURNED or self.state == ValueState.WAITING and self.by_id == user.pk
