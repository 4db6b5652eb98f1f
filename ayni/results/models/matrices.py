from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import pgettext_lazy

from ayni.access.models import User

from .indicators import Indicator
from .projects import Project, Stage
from .reports import Report


class Rung(models.TextChoices):
    """The levels of a results matrix, from the top."""

    OBJECTIVE = "OBJECTIVE", pgettext_lazy("matrix", "Objective")
    OUTCOME = "OUTCOME", pgettext_lazy("matrix", "Outcome")
    OUTPUT = "OUTPUT", pgettext_lazy("matrix", "Output")
    ACTIVITY = "ACTIVITY", pgettext_lazy("matrix", "Activity")


class MatrixRow(models.Model):
    """A line of a project's results matrix (R223), in the shape of the Project Handbook: what is to become true, how it
    is measured and where that is read, from where to where, and what has to hold for it."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="matrix")
    rung = models.CharField(max_length=9, choices=Rung.choices)
    above = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="below")
    order = models.PositiveSmallIntegerField()
    statement = models.CharField(max_length=500)
    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    """One that Ayni measures; what is not written beside it is taken from its definition."""
    measured_by = models.CharField(max_length=300, blank=True)
    """An indicator of the project's own, in words."""
    baseline = models.CharField(max_length=120, blank=True)
    target = models.CharField(max_length=120, blank=True)
    verification = models.CharField(max_length=300, blank=True)
    assumptions = models.CharField(max_length=500, blank=True)
    """What has to hold, and what puts it at risk."""
    revision = models.PositiveIntegerField(default=1)
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["project", "order", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["project"], condition=Q(rung="OBJECTIVE"), name="a_project_has_one_objective"
            ),
            models.CheckConstraint(
                condition=Q(rung="OBJECTIVE", above__isnull=True) | ~Q(rung="OBJECTIVE") & Q(above__isnull=False),
                name="all_but_the_objective_stand_below_something",
            ),
            models.CheckConstraint(
                condition=Q(above__isnull=True) | ~Q(above=F("pk")), name="nothing_stands_below_itself"
            ),
        ]

    def __str__(self) -> str:
        return f"Matrix row {self.pk}"


class StageMove(models.Model):
    """A project went on to its next stage (R224): who took it there, when. Never changed."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="moves")
    stage = models.CharField(max_length=14, choices=Stage.choices)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["at", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["project", "stage"], name="a_project_comes_to_each_stage_once")
        ]

    def __str__(self) -> str:
        return f"Move {self.pk}"


class WritingKind(models.TextChoices):
    REPORT = "REPORT", pgettext_lazy("writing", "Report")
    EVALUATION = "EVALUATION", pgettext_lazy("writing", "Evaluation")
    LESSONS = "LESSONS", pgettext_lazy("writing", "Lessons")


class ProjectWriting(models.Model):
    """What a stage of a project leaves behind in words: a report, an evaluation, lessons. Never changed."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="writings")
    kind = models.CharField(max_length=10, choices=WritingKind.choices)
    text = models.TextField(max_length=6000)
    report = models.ForeignKey(Report, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    """The approved report of the unit whose numbers it rests on."""
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["at", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(text=""), name="a_writing_says_something"),
            models.CheckConstraint(
                condition=Q(kind="REPORT") | Q(report__isnull=True), name="only_a_report_rests_on_a_report"
            ),
        ]

    def __str__(self) -> str:
        return f"Writing {self.pk}"
