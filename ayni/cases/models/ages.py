from typing import ClassVar

from django.db import models

from ayni.lib.ids import uuid7

from .cases import Case


class ComingOfAge(models.Model):
    """A child of an open case turns 18 in so many days, and whoever attends to them was told."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="+")
    days = models.PositiveSmallIntegerField()
    """How long before: 90, 30 or 7."""
    on = models.DateField()
    """The day of the birthday, as it was known then."""
    told_at = models.DateTimeField()

    class Privacy:
        personal: ClassVar = {"on"}
        open: ClassVar = {"id", "case", "days", "told_at"}

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["case", "days", "on"], name="coming_of_age_is_told_once"),
        ]

    def __str__(self) -> str:
        return f"Coming of age {self.pk}"
