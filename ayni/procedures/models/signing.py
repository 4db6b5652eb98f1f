"""Resolutions that are signed through the service of the State: what was offered to sign, and what came back."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from ayni.access.models import User
from ayni.files.models import StoredFile
from ayni.lib.ids import uuid7

from .decisions import Resolution


class Signing(models.Model):
    """Somebody signs a resolution with their certificate. The very bytes that were offered are kept: what comes back
    has to begin with them."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    resolution = models.ForeignKey(Resolution, on_delete=models.PROTECT, related_name="signings")
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", db_index=False)
    begun_at = models.DateTimeField()
    token_hash = models.CharField(max_length=64, unique=True)
    """Of the addresses that the signing program is given: it has no session of ours."""
    offered = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, related_name="+")
    signed = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    signed_at = models.DateTimeField(null=True, blank=True)

    class Privacy:
        # The content is personal, and is not in the table.
        personal: ClassVar[set[str]] = set()
        open: ClassVar = {"id", "resolution", "by", "begun_at", "token_hash", "offered", "signed", "signed_at"}

    class Meta:
        ordering: ClassVar = ["begun_at", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["resolution"], condition=Q(signed_at__isnull=False), name="a_resolution_is_signed_once"
            )
        ]

    def __str__(self) -> str:
        return f"Signing {self.pk}"
