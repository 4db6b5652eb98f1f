from typing import ClassVar

from django.db import models

from ayni.access.models import Organisation
from ayni.lib.fields import EncryptedJSONField
from ayni.lib.ids import uuid7

from .locations import Location, ServiceAtLocation
from .services import Service


class Record(models.Model):
    """One row of a table of HSDS that hangs on an entry: a telephone, a contact, a document to bring, a language, a
    cost, an arrangement for people with a disability. Its columns are those of HSDS, checked by `rules.hsds`."""

    hsds_id = models.UUIDField(unique=True, default=uuid7, editable=False)
    table = models.CharField(max_length=24)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, null=True, blank=True, related_name="records"
    )
    service = models.ForeignKey(Service, on_delete=models.CASCADE, null=True, blank=True, related_name="records")
    location = models.ForeignKey(Location, on_delete=models.CASCADE, null=True, blank=True, related_name="records")
    at = models.ForeignKey(ServiceAtLocation, on_delete=models.CASCADE, null=True, blank=True, related_name="records")
    code = models.CharField(max_length=60, blank=True)
    """What it is found by: the code of a language."""
    data = EncryptedJSONField()
    """A contact may name somebody, and a telephone may be that of a shelter."""

    class Privacy:
        personal: ClassVar = {"data"}
        open: ClassVar = {"id", "hsds_id", "table", "organisation", "service", "location", "at", "code"}

    class Meta:
        ordering: ClassVar = ["table", "pk"]
        indexes: ClassVar = [models.Index(fields=["table", "code"], name="record_by_code")]

    def __str__(self) -> str:
        return f"Record {self.table} {self.pk}"
