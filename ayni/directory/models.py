from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ayni.access.models import Office, Organisation
from ayni.codelists.models import Listed, ServiceCategory, Territory


class Kind(models.TextChoices):
    """What an organisation is."""

    STATE = "state", _("State")
    MUNICIPAL = "municipal", _("Municipality")
    REGIONAL = "regional", _("Regional government")
    AUTONOMOUS = "autonomous", _("Autonomous body")
    UN = "un", _("United Nations")
    COOPERATION = "cooperation", _("Cooperation agency")
    DONOR = "donor", _("Donor")
    NETWORK = "network", _("Network")
    NGO = "ngo", _("Non-governmental organisation")
    CHURCH = "church", _("Church")
    MIGRANT_ORG = "migrant_org", _("Organisation of migrants")
    ACADEMIA = "academia", _("University or research centre")
    PRIVATE = "private", _("Private sector")
    FOREIGN = "foreign", _("Of another country")


class Level(models.TextChoices):
    """How far it reaches."""

    NATIONAL = "national", _("National")
    REGIONAL = "regional", _("Regional")
    LOCAL = "local", _("Local")
    INTERNATIONAL = "international", _("International")


class RegisterEntry(Listed):
    """One version of what the register says of an organisation or an office. `access` keeps what is true now, since
    accounts and referrals point at it; the versions before it, former names included, are kept here."""

    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="register"
    )
    office = models.ForeignKey(Office, on_delete=models.PROTECT, null=True, blank=True, related_name="register")
    details = models.JSONField(default=dict)
    """The other columns of the row, as they were written."""

    class Meta:
        ordering: ClassVar = ["code", "valid_from", "version"]
        constraints: ClassVar = [
            *Listed.Meta.constraints,
            models.CheckConstraint(
                condition=Q(organisation__isnull=False, office__isnull=True)
                | Q(organisation__isnull=True, office__isnull=False),
                name="a_register_entry_is_of_an_organisation_or_an_office",
            ),
        ]


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


class FocalPoint(models.Model):
    """Who answers for an organisation, in a department or in the whole country. A function, not a private person."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="focal_points")
    department = models.ForeignKey(Territory, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    name = models.CharField(max_length=120)
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=30, blank=True)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Privacy:
        personal: ClassVar = {"name", "email", "phone"}
        open: ClassVar = {"id", "organisation", "department", "confirmed_at", "ended_at"}

    class Meta:
        constraints: ClassVar = [
            # Two, because SQLite takes every NULL for another place.
            models.UniqueConstraint(
                fields=["organisation", "department"],
                condition=Q(ended_at__isnull=True, department__isnull=False),
                name="one_focal_point_per_organisation_and_department",
            ),
            models.UniqueConstraint(
                fields=["organisation"],
                condition=Q(ended_at__isnull=True, department__isnull=True),
                name="one_focal_point_per_organisation_for_the_country",
            ),
        ]

    def __str__(self) -> str:
        return f"Focal point #{self.pk}"
