"""Releases as the unit works on them: announced, prepared, signed by two, published. What is published are files."""

from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import pgettext_lazy

from ayni.access.models import User
from ayni.access.permissions import Permission
from ayni.lib.ids import uuid7

OF_A_MONTH = Q(period__gte="2000-01", period__lt="2100")
"""Text in the order of time. How a month is written is checked before: SQLite by itself knows no patterns, and it is
SQLite that makes the copies."""


class State(models.TextChoices):
    PREPARING = "PREPARING", pgettext_lazy("release", "Being prepared")
    REFUSED = "REFUSED", pgettext_lazy("release", "Refused by its own audit")
    PREPARED = "PREPARED", pgettext_lazy("release", "Prepared, nobody signed it yet")
    SIGNED_ONCE = "SIGNED_ONCE", pgettext_lazy("release", "Signed by one person")
    SIGNED = "SIGNED", pgettext_lazy("release", "Signed by two people")
    PUBLISHED = "PUBLISHED", pgettext_lazy("release", "Published")
    WITHDRAWN = "WITHDRAWN", pgettext_lazy("release", "Withdrawn")


OPEN = ["PREPARING", "PREPARED", "SIGNED_ONCE", "SIGNED"]


class Planned(models.Model):
    """On which day the figures of a month are published: announced ahead, and everybody reads it."""

    period = models.CharField(max_length=7, unique=True)
    day = models.DateField()
    """They are there from its first minute in Lima, and not before."""
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    """Nobody: announced from the command line."""
    at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["-period"]
        constraints: ClassVar = [models.CheckConstraint(condition=OF_A_MONTH, name="a_planned_release_is_of_a_month")]

    def __str__(self) -> str:
        return f"{self.period} on {self.day}"


class ReleaseQuerySet(models.QuerySet["Release"]):
    def visible_to(self, user: User) -> Self:
        """A release is of the whole unit, and tells of no person: who works on releases sees all of them."""
        return self if user.may(Permission.OBSERVATORY_PREPARE) else self.none()


class Release(models.Model):
    """A version of the figures of a month. Its files are in `observatory/prepared/` and then `observatory/published/`;
    here stands who did what with it, and what each gate did, in numbers of cells."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    period = models.CharField(max_length=7)
    version = models.PositiveSmallIntegerField(default=1)
    reason_es = models.TextField(max_length=1000, blank=True)
    """Of a further version: what was wrong and what changed, as readers read it."""
    reason_en = models.TextField(max_length=1000, blank=True)
    state = models.CharField(max_length=11, choices=State.choices, default=State.PREPARING)
    is_open = models.BooleanField(default=True)
    """It is being prepared or signed. One at a time: each is held against what was published before it."""
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    """Who prepared it; nobody: the command line. Whoever prepared it does not sign it."""
    asked_at = models.DateTimeField()
    build = models.CharField(max_length=32, blank=True)
    """Of which build of the facts its figures are."""
    fingerprint = models.CharField(max_length=20, blank=True)
    """Of the key that protected them."""
    checksum = models.CharField(max_length=64, blank=True)
    """Of all its files: what is signed."""
    report = models.JSONField(default=dict, blank=True)
    refused = models.TextField(blank=True)
    """Why its own audit, or the key, refused it."""
    prepared_at = models.DateTimeField(null=True, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    """From when on it may be read: the embargo."""
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_why = models.TextField(max_length=1000, blank=True)

    objects = ReleaseQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-period", "-version"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["period", "version"],
                condition=~Q(state="REFUSED") & ~Q(state="WITHDRAWN", published_at__isnull=True),
                name="a_month_has_each_version_once",
            ),
            models.UniqueConstraint(
                fields=["is_open"], condition=Q(is_open=True), name="one_release_is_prepared_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(is_open=True, state__in=OPEN) | Q(is_open=False) & ~Q(state__in=OPEN),
                name="a_release_is_open_until_it_is_published_or_given_up",
            ),
            models.CheckConstraint(condition=OF_A_MONTH, name="a_release_is_of_a_month"),
            models.CheckConstraint(
                condition=Q(version=1, reason_es="", reason_en="")
                | Q(version__gt=1) & ~Q(reason_es="") & ~Q(reason_en=""),
                name="a_further_version_says_why",
            ),
            models.CheckConstraint(
                condition=~Q(state="PUBLISHED") | Q(published_at__isnull=False), name="a_published_release_says_when"
            ),
            models.CheckConstraint(
                condition=Q(state="WITHDRAWN", withdrawn_at__isnull=False) & ~Q(withdrawn_why="")
                | ~Q(state="WITHDRAWN") & Q(withdrawn_at__isnull=True, withdrawn_why=""),
                name="a_withdrawn_release_says_when_and_why",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["PREPARING", "REFUSED", "WITHDRAWN"]) | ~Q(checksum=""),
                name="a_prepared_release_has_its_checksum",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """2026-10.1, as its files are called."""
        return f"{self.period}.{self.version}"


class Signature(models.Model):
    release = models.ForeignKey(Release, on_delete=models.PROTECT, related_name="signatures")
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    checksum = models.CharField(max_length=64)
    """What they saw: the checksum of the release."""

    class Meta:
        ordering: ClassVar = ["at", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["release", "by"], name="a_person_signs_a_release_once")
        ]

    def __str__(self) -> str:
        return f"{self.release_id} by {self.by_id}"
