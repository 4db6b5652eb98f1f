from typing import ClassVar

from django.db import models

from ayni.lib.tongues import Tongue

from .guides import Guide


class GuideHelp(models.Model):
    """How many said in a month that a guide was of use to them, and how many that it was not. Of nobody."""

    guide = models.ForeignKey(Guide, on_delete=models.PROTECT, related_name="help_counts")
    language = models.CharField(max_length=2, choices=Tongue.choices)
    month = models.DateField()
    """Its first day."""
    helped = models.PositiveIntegerField(default=0)
    did_not = models.PositiveIntegerField(default=0)

    class Meta:
        ordering: ClassVar = ["-month", "guide", "language"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["guide", "language", "month"], name="a_guide_is_counted_once_a_month_and_language"
            )
        ]

    def __str__(self) -> str:
        return f"{self.guide_id} {self.language} {self.month:%Y-%m}"
