from typing import ClassVar

from django.db import models


class Unmet(models.Model):
    """How often a need was looked for in a department in a month, and nothing was there. Of nobody: it is known neither
    who asked nor when nor from where, nor in which words."""

    month = models.DateField()
    """Its first day."""
    need = models.CharField(max_length=24)
    """Code of the category of services."""
    department = models.CharField(max_length=2)
    times = models.PositiveIntegerField(default=0)

    class Privacy:
        personal: ClassVar[set[str]] = set()
        open: ClassVar = {"id", "month", "need", "department", "times"}

    class Meta:
        ordering: ClassVar = ["-month", "-times", "need", "department"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["month", "need", "department"], name="a_need_without_service_is_counted_once_a_month_and_place"
            )
        ]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m} {self.need} {self.department}"
