"""A file of answers to a study, collected elsewhere: read, looked at, taken in."""

from typing import ClassVar

from django.db import models
from django.utils.translation import pgettext_lazy

from ayni.access.models import User
from ayni.lib.fields import EncryptedJSONField
from ayni.lib.ids import uuid7


class FileState(models.TextChoices):
    READ = "READ", pgettext_lazy("answers", "Read, to be looked at")
    TAKEN = "TAKEN", pgettext_lazy("answers", "Taken in")
    DROPPED = "DROPPED", pgettext_lazy("answers", "Thrown away")


class AnswerFile(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    study = models.ForeignKey("outreach.Study", on_delete=models.PROTECT, related_name="files")
    state = models.CharField(max_length=7, choices=FileState.choices, default=FileState.READ)
    digest = models.CharField(max_length=64)
    """Keyed, of what its cells say: the same table is known again, however it was saved."""
    notices = models.JSONField(default=list, blank=True)
    """What was noticed while it was read, in sentences; and never of an answer."""
    headers = models.JSONField(default=list, blank=True)
    counts = models.JSONField(default=dict, blank=True)
    """State of a row → how many; once it was taken in, how many were."""
    read_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", db_index=False)
    read_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Privacy:
        personal: ClassVar[set[str]] = set()
        open: ClassVar = {
            "id", "study", "state", "digest", "notices", "headers", "counts", "read_by", "read_at", "ended_at",
        }  # fmt: skip

    class Meta:
        ordering: ClassVar = ["-read_at", "-id"]

    def __str__(self) -> str:
        return f"File of answers {self.pk}"


class LineState(models.TextChoices):
    NEW = "NEW", pgettext_lazy("answers", "New")
    HERE = "HERE", pgettext_lazy("answers", "Here already")
    WRONG = "WRONG", pgettext_lazy("answers", "To be mended")


class AnswerRow(models.Model):
    """A row. It lives until the file is taken in; one that has to be mended, for two weeks."""

    file = models.ForeignKey(AnswerFile, on_delete=models.CASCADE, related_name="rows", db_index=False)
    number = models.PositiveIntegerField()
    """As a spreadsheet shows it."""
    state = models.CharField(max_length=5, choices=LineState.choices)
    digest = models.CharField(max_length=64)
    """Of the id of the answer, as `Response.draft`."""
    said = EncryptedJSONField()
    """Of a new one: answers, language, day. Of a wrong one: its cells, its id, and what is wrong by column."""

    class Privacy:
        personal: ClassVar = {"said", "digest"}
        open: ClassVar = {"id", "file", "number", "state"}

    class Meta:
        ordering: ClassVar = ["number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["file", "number"], name="a_row_of_a_file_is_read_once")
        ]

    def __str__(self) -> str:
        return f"Row {self.number} of {self.file_id}"
