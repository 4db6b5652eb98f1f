from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ayni.access.models import User
from ayni.codelists.models import Territory

from .services import Service


class MarkKind(models.TextChoices):
    """What a territory is to migration (R151), and whether the unit gives it priority (R155)."""

    PRIORITY = "PRIORITY", _("Priority territory")
    HOST = "HOST", _("Host territory")
    ORIGIN = "ORIGIN", _("Territory of origin")
    TRANSIT = "TRANSIT", _("Territory of transit")
    DESTINATION = "DESTINATION", _("Territory of destination")
    CONSULAR = "CONSULAR", _("Consular territory")


class TerritoryMark(models.Model):
    """A mark on a department, province or district, with why, from a day until a day."""

    territory = models.ForeignKey(Territory, on_delete=models.PROTECT, related_name="marks")
    kind = models.CharField(max_length=11, choices=MarkKind.choices)
    note = models.CharField(max_length=500, blank=True)
    source = models.CharField(max_length=300)
    since = models.DateField()
    until = models.DateField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["kind", "territory__code", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["territory", "kind"], condition=Q(until__isnull=True), name="a_territory_has_a_mark_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.territory_id}"


class MigrantCount(models.Model):
    """How many migrants live in a territory, by what source, on what day. Never counted by us."""

    territory = models.ForeignKey(Territory, on_delete=models.PROTECT, related_name="migrant_counts")
    persons = models.PositiveIntegerField()
    counted_on = models.DateField()
    source = models.CharField(max_length=300)

    class Meta:
        ordering: ClassVar = ["-persons", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["territory", "counted_on"], name="a_territory_is_counted_once_a_day")
        ]

    def __str__(self) -> str:
        return f"Migrant count {self.pk}"


class Strengthening(models.Model):
    """What was done so that a service attends migrants better, and how far it has come (R141, R142)."""

    class Progress(models.TextChoices):
        PLANNED = "PLANNED", _("Planned")
        IN_PROGRESS = "IN_PROGRESS", _("In progress")
        DONE = "DONE", _("Finished")
        ABANDONED = "ABANDONED", _("Given up")

    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="strengthenings")
    what = models.CharField(max_length=300)
    progress = models.CharField(max_length=11, choices=Progress.choices, default=Progress.PLANNED)
    result = models.CharField(max_length=500, blank=True)
    source = models.CharField(max_length=300, blank=True)
    begun_on = models.DateField(null=True, blank=True)
    ended_on = models.DateField(null=True, blank=True)
    written_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    written_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["-written_at", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(progress="DONE") | ~Q(result=""), name="what_is_finished_has_a_result")
        ]

    def __str__(self) -> str:
        return f"Strengthening {self.pk}"
