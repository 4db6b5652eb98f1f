from typing import ClassVar

from django.db import models

from ayni.files.models import StoredFile
from ayni.lib.fields import EncryptedJSONField
from ayni.lib.ids import uuid7
from ayni.procedures.models import Station


class Draft(models.Model):
    """What somebody is telling us, question by question, before they send it. Of nobody; gone within a day."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    browser_hash = models.CharField(max_length=64)
    """Of the secret that the one browser holds in which it is written."""
    station = models.ForeignKey(Station, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    answers = EncryptedJSONField(default=dict)
    """{field: [value, …]} as it was in the forms."""
    voice = models.ForeignKey(
        StoredFile, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", db_index=False
    )
    picture = models.ForeignKey(
        StoredFile, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", db_index=False
    )
    begun_at = models.DateTimeField()
    saved_at = models.DateTimeField(db_index=True)

    class Privacy:
        personal: ClassVar = {"answers"}
        open: ClassVar = {"id", "browser_hash", "station", "voice", "picture", "begun_at", "saved_at"}

    def __str__(self) -> str:
        return f"Draft {self.pk}"
