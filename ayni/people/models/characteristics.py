from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ayni.lib.fields import EncryptedJSONField

from .people import Person
from .sources import Sourced, Spell


class Kind(models.TextChoices):
    """What is kept of a person beside identity, documents, situation, residence and contact."""

    MOBILITY_PROFILE = "MOBILITY_PROFILE", _("Mobility profile")
    PREVIOUS_COUNTRY = "PREVIOUS_COUNTRY", _("Previous country of residence")
    ORIGIN = "ORIGIN", _("Country of origin")
    DESTINATION_COUNTRY = "DESTINATION_COUNTRY", _("Country of destination")
    ENTRY = "ENTRY", _("Entry into Peru")
    RETURN = "RETURN", pgettext_lazy("journey", "Return")
    REGISTRY_SOURCE = "REGISTRY_SOURCE", _("Registered where")
    PREREGISTRATION = "PREREGISTRATION", _("Pre-registration")
    EDUCATION = "EDUCATION", _("Education")
    OCCUPATION = "OCCUPATION", _("Occupation")
    LANGUAGE = "LANGUAGE", _("Language of attention")
    OTHER_LANGUAGE = "OTHER_LANGUAGE", _("Other language spoken")
    DISABILITY = "DISABILITY", _("Difficulties in doing things")


ONE_AT_A_TIME = (
    Kind.MOBILITY_PROFILE, Kind.PREVIOUS_COUNTRY, Kind.ORIGIN, Kind.DESTINATION_COUNTRY, Kind.REGISTRY_SOURCE,
    Kind.EDUCATION, Kind.OCCUPATION, Kind.LANGUAGE, Kind.DISABILITY,
)  # fmt: skip
"""A new value ends the one before. The others stand beside one another: languages, and what happened on a day."""


class Characteristic(Spell):
    """One characteristic of a person: a code of the list of its kind, or for a sensitive kind what is sealed."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="characteristics")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    code = models.CharField(max_length=24, blank=True)
    sealed = EncryptedJSONField(null=True, blank=True)

    class Privacy:
        personal: ClassVar = {"code", "sealed", "since", "until"}
        open: ClassVar = {"id", "person", "kind", "ended_at", "is_mistake"} | Sourced.SOURCED

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["person", "kind"],
                condition=Q(ended_at__isnull=True, kind__in=[str(kind) for kind in ONE_AT_A_TIME]),
                name="one_value_at_a_time_stands_once",
            ),
            models.CheckConstraint(
                condition=Q(sealed__isnull=True) | Q(code=""), name="a_sealed_characteristic_says_nothing_outside"
            ),
        ]

    def __str__(self) -> str:
        return f"Characteristic {self.pk}"


class IdentityChange(Sourced):
    """Names, birth or sex were written: which of them, what they said before, and where the new ones come from.

    None for whoever was registered by what they said of themselves: two million rows would say nothing else.
    """

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="identity_changes")
    columns = models.JSONField(default=list)
    """Names of columns of Person."""
    before = EncryptedJSONField(default=dict)
    """What those columns said; empty at registration."""

    class Privacy:
        personal: ClassVar = {"before"}
        open: ClassVar = {"id", "person", "columns"} | Sourced.SOURCED

    def __str__(self) -> str:
        return f"IdentityChange {self.pk}"
