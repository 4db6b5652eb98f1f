"""Where a service is given, and where one has to go in first."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ayni.access.models import Office, Organisation
from ayni.codelists.models import Territory
from ayni.lib.fields import EncryptedJSONField, EncryptedTextField
from ayni.lib.ids import uuid7

from .entries import Entry
from .services import Service


class PointKind(models.TextChoices):
    """What a service point is to whoever goes there."""

    OFFICE = "OFFICE", _("Office")
    PAO = "PAO", _("Assistance and orientation point (PAO)")
    HEALTH = "HEALTH", _("Health centre")
    DEMUNA = "DEMUNA", _("Municipal defence of children (DEMUNA)")
    SCHOOL = "SCHOOL", _("School")
    SHELTER = "SHELTER", _("Shelter")
    CANTEEN = "CANTEEN", _("Canteen")
    MOBILE = "MOBILE", _("Mobile point")
    BORDER = "BORDER", _("Border post")
    ONLINE = "ONLINE", _("Online or by telephone")
    OTHER = "OTHER", _("Other")


class Location(Entry):
    """A service point (HSDS: location). Of a confidential one, nothing that leads there leaves the desk."""

    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="locations"
    )
    office = models.ForeignKey(Office, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    name = models.CharField(max_length=200, blank=True)
    kind = models.CharField(max_length=8, choices=PointKind.choices, default=PointKind.OFFICE)
    location_type = models.CharField(max_length=8, default="physical")
    """physical, postal or virtual, as HSDS says."""
    url = models.URLField(max_length=300, blank=True)
    is_confidential = models.BooleanField(default=False)
    department = models.ForeignKey(Territory, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    district = models.ForeignKey(Territory, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    latitude = models.FloatField(null=True, blank=True)
    longitude = models.FloatField(null=True, blank=True)
    addresses = EncryptedJSONField(default=list)
    """Rows of HSDS's `address`; the first is what pages show."""
    directions = EncryptedTextField(default="", blank=True)
    """How to get there (HSDS: transportation)."""
    description = EncryptedTextField(default="", blank=True)
    is_closed = models.BooleanField(default=False)
    """The point is no more; what was said of it stays."""

    class Meta:
        ordering: ClassVar = ["name", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(is_confidential=False) | Q(latitude__isnull=True, longitude__isnull=True),
                name="a_confidential_point_has_no_coordinates",
            ),
        ]

    def __str__(self) -> str:
        return f"Service point {self.pk}"

    @property
    def address(self) -> str:
        """Street and number, in one line. Ask `may_see_address` first."""
        first = self.addresses[0] if self.addresses else {}
        return ", ".join(part for part in (first.get("address_1", ""), first.get("address_2", "")) if part)


class ServiceAtLocation(models.Model):
    """A service is given at a point, or is entered through it (HSDS: service_at_location)."""

    hsds_id = models.UUIDField(unique=True, default=uuid7, editable=False)
    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="points")
    location = models.ForeignKey(Location, on_delete=models.PROTECT, related_name="services")
    is_intake = models.BooleanField(default=False)
    """One goes here first. Where it is given may be elsewhere, and confidential."""
    is_given_here = models.BooleanField(default=True)
    description = models.CharField(max_length=500, blank=True)
    kept = models.JSONField(default=dict, blank=True)

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["service", "location"], name="a_service_is_once_at_a_point"),
            models.CheckConstraint(
                condition=Q(is_intake=True) | Q(is_given_here=True), name="a_point_is_for_entering_or_for_attending"
            ),
        ]

    def __str__(self) -> str:
        return f"Service {self.service_id} at {self.location_id}"
