from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ayni.access.models import User
from ayni.access.permissions import Permission
from ayni.lib.ids import uuid7

from .frameworks import Framework
from .indicators import Period


class ReportState(models.TextChoices):
    DRAFT = "DRAFT", pgettext_lazy("report", "Being written")
    SUBMITTED = "SUBMITTED", _("Waiting for approval")
    APPROVED = "APPROVED", pgettext_lazy("report", "Approved")


class ReportQuerySet(models.QuerySet["Report"]):
    def visible_to(self, user: User) -> Self:
        """A report is of the unit: whoever reads its numbers reads all of them; drafts, whoever writes or approves."""
        if not user.may(Permission.COMPLIANCE_VIEW):
            return self.none()
        works = user.may(Permission.RESULTS_EDIT) or user.may(Permission.RESULTS_APPROVE)
        return self if works else self.filter(state=ReportState.APPROVED)


class Report(models.Model):
    """The numbers of a quarter or a year, in words and tables. What is approved never changes; what turns out wrong is
    corrected by another revision, which says why, beside the one that was published."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    number = models.CharField(max_length=40)
    """IR-2026-T3-OIM-15: the same for all revisions."""
    revision = models.PositiveSmallIntegerField(default=1)
    corrects = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="corrections")
    reason = models.TextField(max_length=1000, blank=True)
    """Of a correction: what was wrong."""
    title = models.CharField(max_length=200)
    period = models.CharField(max_length=7, choices=Period.choices)
    since = models.DateField()
    until = models.DateField()
    framework = models.ForeignKey(Framework, on_delete=models.PROTECT, related_name="+")
    department = models.CharField(max_length=2, blank=True)
    donor = models.CharField(max_length=120, blank=True)
    achievements = models.TextField(max_length=6000, blank=True)
    difficulties = models.TextField(max_length=6000, blank=True)
    lessons = models.TextField(max_length=6000, blank=True)
    next_steps = models.TextField(max_length=6000, blank=True)
    state = models.CharField(max_length=9, choices=ReportState.choices, default=ReportState.DRAFT)
    edition = models.PositiveIntegerField(default=1)
    """One more with every change: how two colleagues who write at once are told, and what an approval is of."""
    build = models.CharField(max_length=32)
    """Of which build all its numbers are."""
    contents = models.JSONField()
    """Its numbers as they were counted: what every form of it is drawn from."""
    checksum = models.CharField(max_length=64)
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    authors = models.ManyToManyField(User, related_name="+")
    """Everybody who wrote in it. None of them may approve it."""
    submitted_at = models.DateTimeField(null=True, blank=True)
    approved_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    approved_at = models.DateTimeField(null=True, blank=True)

    objects = ReportQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-until", "number", "-revision"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["number", "revision"], name="a_report_has_each_revision_once"),
            models.UniqueConstraint(
                fields=["number"], condition=~Q(state="APPROVED"), name="one_revision_is_written_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(state="APPROVED", approved_by__isnull=False, approved_at__isnull=False)
                | ~Q(state="APPROVED") & Q(approved_by__isnull=True, approved_at__isnull=True),
                name="an_approved_report_says_by_whom",
            ),
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True) | ~Q(approved_by=F("made_by")),
                name="nobody_approves_their_own_report",
            ),
            models.CheckConstraint(
                condition=Q(revision=1, corrects__isnull=True, reason="")
                | Q(revision__gt=1, corrects__isnull=False) & ~Q(reason=""),
                name="a_correction_says_of_what_and_why",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} r{self.revision}"

    @property
    def is_frozen(self) -> bool:
        return self.state == ReportState.APPROVED
