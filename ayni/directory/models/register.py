from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ayni.access.models import Office, Organisation
from ayni.codelists.models import Listed


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
