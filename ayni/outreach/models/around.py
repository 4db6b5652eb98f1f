"""What goes with a session: who was invited, what was handed out, and the certificate of whoever came."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from ayni.access.models import Organisation, User
from ayni.files.models import StoredFile
from ayni.lib.fields import EncryptedTextField
from ayni.lib.ids import uuid7

from .attendance import Attendance
from .sessions import Session


class Invited(models.Model):
    """An address that an invitation went to."""

    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="invited")
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    address = EncryptedTextField(blank=True)
    """Empty once the session is long over."""
    forgotten_at = models.DateTimeField(null=True, blank=True)
    """When the address was emptied."""
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", db_index=False)
    made_at = models.DateTimeField()

    class Privacy:
        personal: ClassVar = {"address"}
        open: ClassVar = {"id", "session", "organisation", "forgotten_at", "made_by", "made_at"}

    class Meta:
        ordering: ClassVar = ["made_at", "id"]

    def __str__(self) -> str:
        return f"Invitation {self.pk} to a session"


class Material(models.Model):
    """A link or a file of a session: slides, a leaflet, the norm."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="materials")
    title = models.CharField(max_length=160)
    link = models.URLField(max_length=400, blank=True)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    is_public = models.BooleanField(default=False)
    """Shown on the page of the session."""
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", db_index=False)
    made_at = models.DateTimeField()

    class Privacy:
        personal: ClassVar[set[str]] = set()
        open: ClassVar = {"id", "session", "title", "link", "file", "is_public", "made_by", "made_at"}

    class Meta:
        ordering: ClassVar = ["made_at", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(link="", file__isnull=False) | ~Q(link="") & Q(file__isnull=True),
                name="a_material_is_a_link_or_a_file",
            )
        ]

    def __str__(self) -> str:
        return f"Material {self.pk}"


class Certificate(models.Model):
    """That somebody came, on paper. Their name is on the paper and not here."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    attendance = models.OneToOneField(Attendance, on_delete=models.PROTECT, related_name="certificate")
    proof = models.CharField(max_length=32, unique=True)
    """Random: what its QR opens, and what says valid or not valid."""
    print = models.CharField(max_length=64)
    """Keyed digest of what the paper says, to compare: under another name it is another one."""
    issued_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", db_index=False)
    issued_at = models.DateTimeField()
    withdrawn_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Privacy:
        personal: ClassVar[set[str]] = set()
        open: ClassVar = {
            "id", "attendance", "proof", "print", "issued_by", "issued_at", "withdrawn_by", "withdrawn_at",
        }  # fmt: skip

    class Meta:
        ordering: ClassVar = ["issued_at", "id"]

    def __str__(self) -> str:
        return f"Certificate {self.pk}"
