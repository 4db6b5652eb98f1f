"""The library: studies, statistics and sources, each linked to the figures of others and the tables that it uses. What
anybody reads was read over by a second person, or stands in the reference data."""

from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ayni.access.models import User


class StudyKind(models.TextChoices):
    STUDY = "STUDY", pgettext_lazy("study", "Study or research")
    STATISTICS = "STATISTICS", pgettext_lazy("study", "Statistics")
    SURVEY = "SURVEY", pgettext_lazy("study", "Survey")
    STRATEGY = "STRATEGY", pgettext_lazy("study", "Strategy or plan")
    PRACTICE = "PRACTICE", pgettext_lazy("study", "Systematisation of a practice")
    REPORT = "REPORT", pgettext_lazy("study", "Report")
    THESIS = "THESIS", pgettext_lazy("study", "Thesis")
    NOTE = "NOTE", pgettext_lazy("study", "Note or summary")
    CITED = "CITED", pgettext_lazy("study", "Source that another document cites")


class StudyLanguage(models.TextChoices):
    ES = "es", _("Spanish")
    EN = "en", _("English")
    PT = "pt", _("Portuguese")
    FR = "fr", _("French")
    MANY = "mul", pgettext_lazy("study", "Several languages")


class Reading(models.TextChoices):
    """Where what was written of a study stands."""

    WAITING = "WAITING", pgettext_lazy("study", "Waits for a second reader")
    RETURNED = "RETURNED", pgettext_lazy("study", "Returned to whoever wrote it")
    REWRITTEN = "REWRITTEN", pgettext_lazy("study", "Written anew before it was published")
    PUBLISHED = "PUBLISHED", pgettext_lazy("study", "Published")
    REPLACED = "REPLACED", pgettext_lazy("study", "Replaced by a correction")


class Study(models.Model):
    """One study under one code, which is its address."""

    code = models.CharField(max_length=40, unique=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    withdrawn_why = models.CharField(max_length=300, blank=True)

    class Privacy:
        personal: ClassVar[set[str]] = set()
        open: ClassVar = {"id", "code", "withdrawn_at", "withdrawn_by", "withdrawn_why"}

    class Meta:
        ordering: ClassVar = ["code"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True, withdrawn_why="")
                | Q(withdrawn_at__isnull=False) & ~Q(withdrawn_why=""),
                name="a_withdrawn_study_says_when_and_why",
            )
        ]

    def __str__(self) -> str:
        return self.code


class StudyVersionQuerySet(models.QuerySet["StudyVersion"]):
    def readable(self) -> Self:
        """What anybody may read now."""
        return self.filter(state=Reading.PUBLISHED, study__withdrawn_at__isnull=True)


class StudyVersion(models.Model):
    """What is said of a study: written by one person, read over by another."""

    study = models.ForeignKey(Study, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=9, choices=Reading.choices, default=Reading.WAITING)
    title_es = models.CharField(max_length=300)
    title_en = models.CharField(max_length=300)
    authors = models.CharField(max_length=300, blank=True)
    """Who made it, as it is cited: institutions, and people who signed what they published. Empty: no source says."""
    year = models.PositiveSmallIntegerField(null=True, blank=True)
    kind = models.CharField(max_length=10, choices=StudyKind.choices)
    themes = models.JSONField(default=list)
    """Codes of the themes of the figures of others."""
    summary_es = models.TextField(max_length=1500)
    summary_en = models.TextField(max_length=1500)
    address = models.CharField(max_length=300, blank=True)
    """Where it can be read; empty: nobody confirmed where."""
    licence = models.CharField(max_length=120, blank=True)
    language = models.CharField(max_length=3, choices=StudyLanguage.choices, blank=True)
    reason = models.CharField(max_length=300, blank=True)
    """Why it changes, for whoever reads it over."""
    written_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    """Nobody: it came with the reference data."""
    written_at = models.DateTimeField()
    read_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    read_at = models.DateTimeField(null=True, blank=True)
    returned_note = models.CharField(max_length=500, blank=True)
    """What should change, of one that was returned."""

    objects = StudyVersionQuerySet.as_manager()

    class Privacy:
        personal: ClassVar[set[str]] = set()
        open: ClassVar = {
            "id", "study", "number", "state", "title_es", "title_en", "authors", "year", "kind", "themes", "summary_es",
            "summary_en", "address", "licence", "language", "reason", "written_by", "written_at", "read_by", "read_at",
            "returned_note",
        }  # fmt: skip

    class Meta:
        ordering: ClassVar = ["study__code", "-number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["study", "number"], name="a_version_of_a_study_has_its_number"),
            models.UniqueConstraint(
                fields=["study"], condition=Q(state="WAITING"), name="one_version_of_a_study_waits_at_a_time"
            ),
            models.UniqueConstraint(
                fields=["study"], condition=Q(state="PUBLISHED"), name="one_version_of_a_study_is_published"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["PUBLISHED", "REPLACED"]) | Q(read_at__isnull=False),
                name="a_published_study_was_read_over",
            ),
            models.CheckConstraint(
                condition=Q(read_by__isnull=True) | Q(written_by__isnull=True) | ~Q(read_by=F("written_by")),
                name="nobody_reads_over_what_they_wrote_of_a_study",
            ),
            models.CheckConstraint(
                condition=Q(state="RETURNED") & ~Q(returned_note="") | ~Q(state="RETURNED") & Q(returned_note=""),
                name="a_returned_study_says_what_should_change",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.study_id} {self.number}"

    def title(self, language: str) -> str:
        return self.title_es if language == "es" else self.title_en

    def summary(self, language: str) -> str:
        return self.summary_es if language == "es" else self.summary_en

    def linked(self, what: str) -> list[str]:
        """The codes of what it is linked to, in their order."""
        return sorted(one.code for one in self.links.all() if one.what == what)


class Linked(models.TextChoices):
    FIGURE = "FIGURE", pgettext_lazy("study", "Figure of others")
    TABLE = "TABLE", pgettext_lazy("study", "Table of the observatory")


class StudyLink(models.Model):
    """A figure or a table that a study uses, by its code. That stays when what it names is gone: readers are
    told."""

    version = models.ForeignKey(StudyVersion, on_delete=models.CASCADE, related_name="links")
    what = models.CharField(max_length=6, choices=Linked.choices)
    code = models.CharField(max_length=60)

    class Privacy:
        personal: ClassVar[set[str]] = set()
        open: ClassVar = {"id", "version", "what", "code"}

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["version", "what", "code"], name="a_study_is_linked_to_a_thing_once")
        ]
        indexes: ClassVar = [models.Index(fields=["what", "code"], name="study_by_what_it_uses")]

    def __str__(self) -> str:
        return f"{self.what} {self.code}"
