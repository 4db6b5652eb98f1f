"""What is used, counted without anybody being followed: how often on a day, and never by whom."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ayni.lib.fields import EncryptedTextField
from ayni.lib.ids import uuid7


class Kind(models.TextChoices):
    """What was opened."""

    TABLE = "TABLE", _("Table on a page")
    EMBED = "EMBED", _("Table inside pages of others")
    DOWNLOAD = "DOWNLOAD", _("Table as a file")
    BULLETIN = "BULLETIN", _("Bulletin on a page")
    PAPER = "PAPER", _("Bulletin as PDF")
    SERIES = "SERIES", _("Figures of others")
    RELEASE = "RELEASE", pgettext_lazy("use", "Release")
    STUDY = "STUDY", _("Studies")
    FEED = "FEED", _("Feeds of places")


class DailyUse(models.Model):
    """How often something was opened on a day. Of nobody: no address, no browser, no hour."""

    day = models.DateField()
    kind = models.CharField(max_length=8, choices=Kind.choices)
    code = models.CharField(max_length=40)
    """Of the table, place, theme or release."""
    detail = models.CharField(max_length=20, blank=True)
    """Of a file its format."""
    many = models.PositiveIntegerField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["day", "kind", "code", "detail"], name="a_use_is_counted_once_a_day"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.code} on {self.day}"


class PurposeKind(models.TextChoices):
    PLANNING = "PLANNING", _("To plan or to ask for a budget")
    NEWS = "NEWS", _("For a report of the press, radio or television")
    STUDY = "STUDY", _("For a study or a thesis")
    CLASS = "CLASS", _("To teach or to learn")
    NORM = "NORM", _("For a norm or a policy")
    AID = "AID", _("To help people, or for a project")
    OTHER = "OTHER", pgettext_lazy("purpose", "For something else")


class Purpose(models.Model):
    """What somebody says that they used a table or a bulletin for, and where one can see it."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    told_on = models.DateField()
    kind = models.CharField(max_length=8, choices=PurposeKind.choices)
    about = models.CharField(max_length=40, blank=True)
    """The code of a table; empty: of the observatory."""
    text = EncryptedTextField(default="")
    """In their own words, which may name somebody."""

    class Privacy:
        personal: ClassVar = {"text"}
        open: ClassVar = {"id", "told_on", "kind", "about"}

    class Meta:
        indexes: ClassVar = [models.Index(fields=["told_on"], name="purpose_by_day")]

    def __str__(self) -> str:
        return f"Purpose {self.pk}"
