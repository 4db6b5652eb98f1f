"""How long each kind of record is kept, as data, and what each night did about it."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from ayni.lib.ids import uuid7


class Ending(models.TextChoices):
    """What happens when the time is over."""

    DELETE = "DELETE", _("Deleted")
    EMPTY = "EMPTY", _("Emptied of texts; what is counted stays")
    ERASE = "ERASE", _("The file is erased; what is counted stays without the person")
    KEEP = "KEEP", _("Kept for good")


class RetentionRule(models.Model):
    """One row of `data/retention.csv`. A changed row is a new version; the old one ends."""

    code = models.CharField(max_length=24)
    version = models.PositiveSmallIntegerField(default=1)
    kind = models.CharField(max_length=40)
    """Of `hooks.SWEEPERS`: which records."""
    label_es = models.CharField(max_length=200)
    days = models.PositiveIntegerField(null=True, blank=True)
    """Empty for what is kept for good."""
    since_es = models.CharField(max_length=200)
    """From what the days are counted, in words."""
    ending = models.CharField(max_length=6, choices=Ending.choices)
    norm = models.CharField(max_length=24, blank=True)
    """Code of a legal norm that obliges; empty: a rule that the unit set itself."""
    confidence = models.CharField(max_length=12)
    note_es = models.CharField(max_length=400, blank=True)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)

    class Privacy:
        personal: ClassVar[set[str]] = set()
        open: ClassVar = {
            "id", "code", "version", "kind", "label_es", "days", "since_es", "ending", "norm", "confidence", "note_es",
            "valid_from", "valid_to",
        }  # fmt: skip

    class Meta:
        ordering: ClassVar = ["code", "version"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["code", "version"], name="one_retention_rule_per_code_and_version"),
            models.UniqueConstraint(
                fields=["code"], condition=models.Q(valid_to__isnull=True), name="one_retention_rule_in_force_per_code"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code}.v{self.version}"

    @property
    def lasts(self) -> str:
        """The time in words: whole years as years."""
        days = self.days or 0
        if days and days % 365 == 0:
            return ngettext("%(n)s year", "%(n)s years", days // 365) % {"n": days // 365}
        return ngettext("%(n)s day", "%(n)s days", days) % {"n": days}

    @property
    def is_law(self) -> bool:
        """Only what a norm says and somebody checked is shown as law."""
        return bool(self.norm) and self.confidence in {"stated", "high"}


class RetentionRun(models.Model):
    """What one night did by one rule: counts, no rows."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    rule = models.ForeignKey(RetentionRule, on_delete=models.PROTECT, related_name="runs")
    at = models.DateTimeField()
    done = models.PositiveIntegerField()
    refused = models.PositiveIntegerField(default=0)
    """Due, and not to be touched: something is still waiting."""
    left = models.BooleanField(default=False)
    """There was more than a night takes: the next one goes on."""

    class Privacy:
        personal: ClassVar[set[str]] = set()
        open: ClassVar = {"id", "rule", "at", "done", "refused", "left"}

    class Meta:
        indexes: ClassVar = [models.Index(fields=["-at", "-id"], name="retention_run_by_time")]

    def __str__(self) -> str:
        return f"Retention run {self.pk}"
