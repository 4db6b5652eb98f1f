from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ayni.access.models import Office, User
from ayni.access.scope import scope_of
from ayni.lib.fields import EncryptedJSONField, EncryptedTextField
from ayni.lib.ids import uuid7

from .consents import Basis
from .people import Person, is_within_reach


class BatchState(models.TextChoices):
    RECEIVED = "RECEIVED", _("Received: say what its columns are")
    STAGING = "STAGING", _("Being read and compared")
    STAGED = "STAGED", _("Waiting for decisions")
    ACCEPTING = "ACCEPTING", _("Being taken in")
    ACCEPTED = "ACCEPTED", _("Taken in")
    UNDOING = "UNDOING", _("Being undone")
    UNDONE = "UNDONE", _("Undone")
    REJECTED = "REJECTED", _("Rejected")
    BROKEN = "BROKEN", _("Could not be read")


class RowState(models.TextChoices):
    NEW = "NEW", _("New")
    KNOWN = "KNOWN", _("Known: already has a file")
    DOUBTFUL = "DOUBTFUL", _("Doubtful: may have a file")
    HELD = "HELD", _("Call the focal point")
    BROKEN = "BROKEN", _("With an error")
    REPEATED = "REPEATED", _("Repeated in the list")
    ACCEPTED = "ACCEPTED", _("Registered by this list")
    LINKED = "LINKED", _("Linked to their file")
    REJECTED = "REJECTED", _("Rejected")
    UNDONE = "UNDONE", _("Undone")


class ImportMapping(models.Model):
    """How the columns of a kind of list are understood, kept under a name and offered again for the same headers."""

    name = models.CharField(max_length=80)
    organisation = models.ForeignKey("access.Organisation", on_delete=models.CASCADE, related_name="+")
    headers = models.CharField(max_length=64, db_index=True)
    """Digest of the headers."""
    plan = models.JSONField()
    saved_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    saved_at = models.DateTimeField()

    class Privacy:
        personal: ClassVar[set[str]] = set()
        open: ClassVar = {"id", "name", "organisation", "headers", "plan", "saved_by", "saved_at"}

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organisation", "name"], name="a_mapping_has_its_name_once"),
        ]

    def __str__(self) -> str:
        return f"Mapping {self.pk}"


class ImportBatchQuerySet(models.QuerySet["ImportBatch"]):
    def visible_to(self, user: User) -> Self:
        """Lists of the offices where this user works or supervises."""
        return self.filter(is_within_reach(scope_of(user), "office"))


class ImportBatch(models.Model):
    """A list that came in. Nobody of it has a file until somebody accepts it."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    file_name = EncryptedTextField(default="")
    """May name a person."""
    digest = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField(default=0)
    form_size = models.PositiveIntegerField(default=0)
    """Of the XLSForm that came beside it; 0 for none."""
    format = models.CharField(max_length=8, blank=True)
    sheet = models.CharField(max_length=120, blank=True)
    headers = models.JSONField(default=list)
    plan = models.JSONField(default=dict)
    system = models.CharField(max_length=80)
    """Whose list it is: numbers of origin are unique within it."""
    purpose = EncryptedTextField(default="")
    """What the people of the list are taken in for."""
    basis = models.CharField(max_length=16, choices=Basis.choices)
    grounds = EncryptedTextField(default="")
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    received_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=BatchState.choices, default=BatchState.RECEIVED)
    changed_at = models.DateTimeField()
    fault = EncryptedTextField(default="")
    """Why it could not be read, in a sentence: it may hold a header."""
    cursor = models.PositiveIntegerField(default=0)
    """Number of the last row that is done, of what is under way."""
    counts = models.JSONField(default=dict)
    """State of rows → how many."""
    states = models.JSONField(default=list)
    """Of which rows, while they are being accepted; and who asked for it."""
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    objects = ImportBatchQuerySet.as_manager()

    class Privacy:
        personal: ClassVar = {"file_name", "fault", "purpose", "grounds"}
        open: ClassVar = {
            "id", "digest", "size", "form_size", "format", "sheet", "headers", "plan", "system", "basis", "office",
            "by", "received_at", "state", "changed_at", "cursor", "counts", "states", "asked_by",
        }  # fmt: skip

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["office", "-received_at", "-id"], name="import_by_office"),
            models.Index(
                fields=["state"], condition=Q(state__in=["STAGING", "ACCEPTING", "UNDOING"]), name="import_under_way"
            ),
        ]

    def __str__(self) -> str:
        return f"Import {self.pk}"

    @property
    def rows(self) -> int:
        return sum(self.counts.values())

    @property
    def is_under_way(self) -> bool:
        return self.state in {BatchState.STAGING, BatchState.ACCEPTING, BatchState.UNDOING}

    def count(self, *states: str) -> int:
        return sum(self.counts.get(state, 0) for state in states)


class StagedRow(models.Model):
    """One row of a list, as it was typed, with what it is thought to be."""

    batch = models.ForeignKey(ImportBatch, on_delete=models.CASCADE, related_name="staged", db_index=False)
    number = models.PositiveIntegerField()
    """As the spreadsheet shows it."""
    typed = EncryptedJSONField(default=dict)
    """Field → what stands in the list."""
    state = models.CharField(max_length=10, choices=RowState.choices)
    faults = models.JSONField(default=list)
    """Pairs of field and code."""
    identity = models.BigIntegerField(default=0)
    twin = models.BigIntegerField(default=0)
    like_row = models.PositiveIntegerField(null=True, blank=True)
    """An earlier row of the list that says the same, or nearly."""
    match = models.ForeignKey(
        Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", db_index=False
    )
    """Who it may be; the others are sought when the row is looked at."""
    score = models.FloatField(null=True, blank=True)
    reasons = EncryptedJSONField(default=list)
    person = models.ForeignKey(
        Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", db_index=False
    )
    """Who was registered, or linked, because of this row."""
    added = models.JSONField(default=list)
    """What it added to a file that was there: pairs of table or field, and number."""

    class Privacy:
        personal: ClassVar = {"typed", "identity", "twin", "reasons"}
        open: ClassVar = {
            "id", "batch", "number", "state", "faults", "like_row", "match", "score", "person", "added",
        }  # fmt: skip

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["batch", "number"], name="a_row_is_staged_once"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["batch", "state", "number"], name="staged_by_state"),
            models.Index(fields=["batch", "twin"], name="staged_by_twin"),
            models.Index(fields=["match"], condition=Q(match__isnull=False), name="staged_by_match"),
            models.Index(fields=["person"], condition=Q(person__isnull=False), name="staged_by_person"),
        ]

    def __str__(self) -> str:
        return f"Staged row {self.pk}"


class ExternalId(models.Model):
    """The number that a person has in another system, so that its next list finds them at once."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="external_ids")
    system = models.CharField(max_length=80)
    value = models.CharField(max_length=120)
    batch = models.ForeignKey(ImportBatch, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")

    class Privacy:
        personal: ClassVar = {"value"}
        open: ClassVar = {"id", "person", "system", "batch"}

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["system", "value"], name="a_number_of_origin_is_of_one_person"),
        ]

    def __str__(self) -> str:
        return f"Number of origin {self.pk}"
