from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ayni.access.models import Organisation, User
from ayni.lib.bars import between_bars


class Marker(models.IntegerChoices):
    """How far something is done for an aim, in the steps of the policy markers of the OECD's DAC."""

    NOT = 0, _("0: looked at, and it is not what it is for")
    SIGNIFICANT = 1, _("1: an important aim of it, and not the main one")
    PRINCIPAL = 2, _("2: it would not be done without this aim")


class Currency(models.TextChoices):
    PEN = "PEN", _("Soles")
    USD = "USD", _("Dollars of the United States")
    EUR = "EUR", _("Euros")


class Stage(models.TextChoices):
    """Where a project is in its cycle (R224), in this order."""

    PLANNING = "PLANNING", pgettext_lazy("stage", "Planning")
    FRAMEWORK = "FRAMEWORK", pgettext_lazy("stage", "Results matrix")
    IMPLEMENTATION = "IMPLEMENTATION", pgettext_lazy("stage", "Implementation")
    MONITORING = "MONITORING", pgettext_lazy("stage", "Monitoring")
    REPORTING = "REPORTING", pgettext_lazy("stage", "Reporting")
    EVALUATION = "EVALUATION", pgettext_lazy("stage", "Evaluation")
    LESSONS = "LESSONS", pgettext_lazy("stage", "Lessons")


class Project(models.Model):
    """Work that somebody pays for, with a beginning and an end. Never of a person: what it reached is counted from the
    facts of its places, kinds of service and months."""

    code = models.CharField(max_length=16, unique=True)
    """PY-2026-0003: the year it was registered in, and which of that year."""
    title = models.CharField(max_length=200)
    summary = models.TextField(max_length=4000, blank=True)
    donor = models.CharField(max_length=200)
    donor_organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    budget = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    currency = models.CharField(max_length=3, choices=Currency.choices, default=Currency.PEN)
    starts_on = models.DateField()
    ends_on = models.DateField()
    departments = models.CharField(max_length=200, blank=True)
    """Codes separated by |; empty: the whole country."""
    categories = models.CharField(max_length=400, blank=True)
    """Kinds of service that it gives or pays for, codes separated by |; empty: all."""
    for_rights = models.CharField(max_length=200, blank=True)
    """Codes of the rights that it is for, separated by |."""
    nodes = models.CharField(max_length=300, blank=True)
    """Codes of nodes of frameworks that it works towards, separated by |."""
    stage = models.CharField(max_length=14, choices=Stage.choices, default=Stage.PLANNING)
    owner = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    revision = models.PositiveIntegerField(default=1)
    made_at = models.DateTimeField()
    was_broken_off = models.BooleanField(default=False)
    """It ended before it went through its stages: the money stopped, the partner left."""
    ended_on = models.DateField(null=True, blank=True)
    outcome = models.TextField(max_length=4000, blank=True)
    """What came of it, once it ended."""

    class Meta:
        ordering: ClassVar = ["-starts_on", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="a_project_ends_after_it_begins"),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True) | ~Q(outcome=""), name="a_project_that_ended_says_what_came_of_it"
            ),
        ]

    def __str__(self) -> str:
        return self.code

    def codes(self, name: str) -> list[str]:
        """Of `departments`, `categories`, `for_rights` or `nodes`."""
        return between_bars(getattr(self, name))


class Activity(models.Model):
    """A part of a project."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="activities")
    title = models.CharField(max_length=200)
    starts_on = models.DateField()
    ends_on = models.DateField()
    done_on = models.DateField(null=True, blank=True)
    result = models.CharField(max_length=500, blank=True)
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["starts_on", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="an_activity_ends_after_it_begins"),
            models.CheckConstraint(
                condition=Q(done_on__isnull=True) | ~Q(result=""), name="a_done_activity_has_a_result"
            ),
        ]

    def __str__(self) -> str:
        return f"Activity {self.pk}"


class Cycle(models.TextChoices):
    """When in the cycle of the programme it was looked at: the markers go through all of it (R105)."""

    DESIGN = "DESIGN", pgettext_lazy("cycle", "Design")
    WORK = "WORK", pgettext_lazy("cycle", "At work")
    END = "END", pgettext_lazy("cycle", "At its end")


class Marking(models.Model):
    """How far a project or an activity is done for gender equality (R105) and for the rights of migrants (R108), who
    says so and why. Never changed: the newest counts, the others tell how it came."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="markings")
    activity = models.ForeignKey(
        Activity, on_delete=models.CASCADE, null=True, blank=True, related_name="markings", db_index=False
    )
    """Empty: of the project as a whole."""
    cycle = models.CharField(max_length=6, choices=Cycle.choices)
    gender = models.PositiveSmallIntegerField(choices=Marker.choices)
    gender_why = models.CharField(max_length=500)
    rights = models.PositiveSmallIntegerField(choices=Marker.choices)
    rights_why = models.CharField(max_length=500)
    marked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    marked_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["-marked_at", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(gender_why="") & ~Q(rights_why=""), name="a_marker_says_why"),
            models.CheckConstraint(condition=Q(gender__lte=2) & Q(rights__lte=2), name="a_marker_is_of_the_scale"),
        ]

    def __str__(self) -> str:
        return f"Marking {self.pk}"
