from datetime import date
from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q

from ayni.access.models import User


class StrategyQuerySet(models.QuerySet["Strategy"]):
    def in_force(self, on: date) -> Self:
        return self.filter(first_year__lte=on.year, last_year__gte=on.year)


class Strategy(models.Model):
    """A communication strategy: what campaigns of some years follow."""

    code = models.CharField(max_length=24, unique=True)
    """Of the data that it came from; of one that was written on a page, a code of its own."""
    title = models.CharField(max_length=200)
    owner = models.CharField(max_length=200)
    """Whose it is: an institution."""
    first_year = models.PositiveSmallIntegerField()
    last_year = models.PositiveSmallIntegerField()
    objectives = models.TextField(max_length=3000)
    """One a line."""
    address = models.URLField(max_length=300, blank=True)
    source = models.CharField(max_length=300)
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    """Empty: it came with the data."""
    made_at = models.DateTimeField()

    objects = StrategyQuerySet.as_manager()

    class Privacy:
        personal: ClassVar[set[str]] = set()
        open: ClassVar = {
            "id", "code", "title", "owner", "first_year", "last_year", "objectives", "address", "source", "made_by",
            "made_at",
        }  # fmt: skip

    class Meta:
        ordering: ClassVar = ["-last_year", "-first_year", "title", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(last_year__gte=F("first_year")), name="a_strategy_ends_in_the_year_it_begins_or_later"
            )
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def points(self) -> list[str]:
        return [line for line in self.objectives.splitlines() if line.strip()]
