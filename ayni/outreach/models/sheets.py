"""A list of who came that was written down without us: read, looked at, taken in, and taken back."""

from typing import ClassVar, Self

from django.db import models
from django.utils.translation import pgettext_lazy

from ayni.access.models import User
from ayni.access.scope import counter_scope_of
from ayni.lib.fields import EncryptedJSONField
from ayni.lib.ids import uuid7
from ayni.people.models import Person
from ayni.people.models.people import is_within_reach

from .sessions import Session


class SheetState(models.TextChoices):
    READ = "READ", pgettext_lazy("sheet", "Read, to be looked at")
    TAKEN = "TAKEN", pgettext_lazy("sheet", "Taken in")
    UNDONE = "UNDONE", pgettext_lazy("sheet", "Taken back")
    DROPPED = "DROPPED", pgettext_lazy("sheet", "Thrown away")


class SheetQuerySet(models.QuerySet["Sheet"]):
    def visible_to(self, user: User) -> Self:
        return self.filter(is_within_reach(counter_scope_of(user), "session__office"))


class Sheet(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="sheets")
    state = models.CharField(max_length=7, choices=SheetState.choices, default=SheetState.READ)
    digest = models.CharField(max_length=64)
    """Keyed, of the file: the same one twice is said."""
    notices = models.JSONField(default=list, blank=True)
    """What was noticed while it was read, in sentences; and never of a person."""
    columns = models.JSONField(default=dict, blank=True)
    """Header → what it was taken for."""
    counts = models.JSONField(default=dict, blank=True)
    """State of a row → how many: what stays when the rows are gone."""
    read_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", db_index=False)
    read_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = SheetQuerySet.as_manager()

    class Privacy:
        personal: ClassVar[set[str]] = set()
        open: ClassVar = {
            "id", "session", "state", "digest", "notices", "columns", "counts", "read_by", "read_at", "ended_at",
        }  # fmt: skip

    class Meta:
        ordering: ClassVar = ["-read_at", "-id"]

    def __str__(self) -> str:
        return f"Attendance sheet {self.pk}"


class RowState(models.TextChoices):
    KNOWN = "KNOWN", pgettext_lazy("sheet", "Has a file")
    DOUBTFUL = "DOUBTFUL", pgettext_lazy("sheet", "Perhaps has a file")
    COUNTED = "COUNTED", pgettext_lazy("sheet", "Only counted")
    REPEATED = "REPEATED", pgettext_lazy("sheet", "Twice in the sheet, or noted already")
    EMPTY = "EMPTY", pgettext_lazy("sheet", "Without a name: left out")


class SheetRow(models.Model):
    """A line. It lives until the sheet is taken in, and then only its number is left in the counts."""

    sheet = models.ForeignKey(Sheet, on_delete=models.CASCADE, related_name="rows", db_index=False)
    number = models.PositiveIntegerField()
    """As a spreadsheet shows it."""
    typed = EncryptedJSONField()
    """What the line says, by field."""
    codes = models.JSONField(default=dict, blank=True)
    """sex, age_band, nationality, as far as the line says them."""
    state = models.CharField(max_length=8, choices=RowState.choices)
    match = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    """Whom the reader of the sheet may see, and who it is or may be."""

    class Privacy:
        personal: ClassVar = {"typed", "codes"}
        open: ClassVar = {"id", "sheet", "number", "state", "match"}

    class Meta:
        ordering: ClassVar = ["number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["sheet", "number"], name="a_line_of_a_sheet_is_read_once")
        ]

    def __str__(self) -> str:
        return f"Row {self.number} of {self.sheet_id}"
