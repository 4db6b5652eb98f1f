from typing import ClassVar

from django.db import models

from ayni.access.models import Organisation
from ayni.codelists.models import ServiceCategory


class Service(models.Model):
    """Something an organisation offers (Open Referral: service)."""

    code = models.CharField(max_length=40, unique=True)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="services")
    name = models.CharField(max_length=200)
    category = models.ForeignKey(ServiceCategory, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    is_generic = models.BooleanField(default=False)
    """Stands for the institution as a whole, until it describes what it really offers."""
    accepts_referrals = models.BooleanField(default=True)
    note = models.TextField(blank=True)
    digest = models.CharField(max_length=64, blank=True)
    """Of the row of the data that a generic service came from: what somebody changed since stays changed."""

    class Meta:
        ordering: ClassVar = ["organisation__name", "name", "pk"]

    def __str__(self) -> str:
        return self.name
