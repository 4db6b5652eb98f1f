"""Who is away and who stands in; who opened for a while what no role opens to them."""

from datetime import datetime
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ayni.lib.fields import EncryptedTextField
from ayni.lib.ids import uuid7


class AbsenceQuerySet(models.QuerySet["Absence"]):
    def active(self, at: datetime) -> "AbsenceQuerySet":
        return self.filter(starts_at__lte=at, ends_at__gt=at)


class Absence(models.Model):
    """Somebody is away from a day until a day, and who stands in. Why they are away is nobody's business here."""

    user = models.ForeignKey("access.User", on_delete=models.CASCADE, related_name="absences", db_index=False)
    substitute = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+", db_index=False)
    """One row for each, if several stand in."""
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    recorded_by = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+", db_index=False)
    recorded_at = models.DateTimeField()

    objects = AbsenceQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(ends_at__gt=models.F("starts_at")), name="an_absence_ends"),
            models.CheckConstraint(condition=~Q(user=models.F("substitute")), name="nobody_stands_in_for_themselves"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["substitute", "ends_at"], name="absence_by_substitute"),
            models.Index(fields=["user", "ends_at"], name="absence_by_user"),
        ]

    def __str__(self) -> str:
        return f"Absence #{self.pk}"


class BrokenGlassQuerySet(models.QuerySet["BrokenGlass"]):
    def open(self, at: datetime) -> "BrokenGlassQuerySet":
        return self.filter(until__gt=at, ended_at__isnull=True)


class Verdict(models.TextChoices):
    """What whoever leads the team says afterwards of somebody who opened one of its files."""

    JUSTIFIED = "JUSTIFIED", _("There was reason for it")
    NOT_JUSTIFIED = "NOT_JUSTIFIED", _("There was no reason for it")


class BrokenGlass(models.Model):
    """Somebody opened what was closed to them: why, until when, and what its team said of it afterwards."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    user = models.ForeignKey("access.User", on_delete=models.PROTECT, related_name="+", db_index=False)
    reason = models.UUIDField(db_index=True)
    """The case, as a compartment names it: a plain id."""
    why = EncryptedTextField()
    opened_at = models.DateTimeField()
    until = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    """Given back before its time."""
    verdict = models.CharField(max_length=16, choices=Verdict.choices, blank=True)
    review = EncryptedTextField(default="")
    reviewed_by = models.ForeignKey("access.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    reviewed_at = models.DateTimeField(null=True, blank=True)

    objects = BrokenGlassQuerySet.as_manager()

    class Privacy:
        personal: ClassVar = {"why", "review"}
        open: ClassVar = {
            "id", "user", "reason", "opened_at", "until", "ended_at", "verdict", "reviewed_by", "reviewed_at",
        }  # fmt: skip

    class Meta:
        indexes: ClassVar = [models.Index(fields=["user", "until"], name="glass_by_user")]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(until__gt=models.F("opened_at")), name="a_broken_glass_is_mended"),
            models.CheckConstraint(
                condition=Q(verdict="", reviewed_at__isnull=True)
                | (~Q(verdict="") & Q(reviewed_at__isnull=False, reviewed_by__isnull=False)),
                name="a_verdict_has_a_time_and_somebody_behind_it",
            ),
        ]

    def __str__(self) -> str:
        return f"Broken glass {self.pk}"
