from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from ayni.access.models import Office
from ayni.codelists.models import Country, DocumentType, LegalNorm, MigratoryStatus, Territory
from ayni.lib.fields import EncryptedTextField

from .people import Person
from .sources import Sourced, Spell


class Nationality(Spell):
    """At least one each; `XXX` (unknown) and `XXA` (stateless) are answers."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="nationalities")
    country = models.ForeignKey(Country, on_delete=models.PROTECT, related_name="+", db_index=False)
    order = models.PositiveSmallIntegerField(default=1)

    class Privacy:
        personal: ClassVar = {"country"} | Spell.SPELL - {"is_mistake", "ended_at"}
        open: ClassVar = {"id", "person", "order", "is_mistake", "ended_at"} | Sourced.SOURCED

    class Meta:
        ordering: ClassVar = ["person", "order"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["person", "country"],
                condition=models.Q(ended_at__isnull=True),
                name="a_nationality_is_listed_once",
            )
        ]

    def __str__(self) -> str:
        return f"Nationality {self.pk}"


class IdentityDocument(Sourced):
    """A document the person has. That they have none is an answer: the type SINDOC, without a number."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="documents")
    type = models.ForeignKey(DocumentType, on_delete=models.PROTECT, related_name="+", db_index=False)
    number = models.CharField(max_length=60, blank=True)
    issued_in = models.ForeignKey(
        Country, on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    issued_on = models.DateField(null=True, blank=True)
    expires_on = models.DateField(null=True, blank=True)
    is_verified = models.BooleanField(default=False)
    """Somebody of ours saw the original."""
    unusual_shape = models.BooleanField(default=False)
    """The number does not look like its type: a warning that was seen, never a refusal."""
    office = models.ForeignKey(
        Office, on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    """Whose list of documents that expire it is in: asked through the person, two million files would be read."""
    ended_at = models.DateTimeField(null=True, blank=True)
    """Since when the person has it no longer, or it was recorded by mistake: kept, and no longer shared."""

    class Privacy:
        personal: ClassVar = {"number", "issued_on", "expires_on"}
        open: ClassVar = {
            "id", "person", "type", "issued_in", "is_verified", "unusual_shape", "office", "ended_at",
        } | Sourced.SOURCED  # fmt: skip

    class Meta:
        indexes: ClassVar = [
            models.Index(
                fields=["office", "expires_on", "id"],
                condition=models.Q(ended_at__isnull=True, expires_on__isnull=False),
                name="document_by_expiry",
            )
        ]

    def __str__(self) -> str:
        return f"Document {self.pk}"


class ContactPoint(Sourced):
    """How to reach the person without putting them in danger."""

    class Kind(models.TextChoices):
        PHONE = "PHONE", _("Telephone")
        WHATSAPP = "WHATSAPP", _("WhatsApp")
        SMS = "SMS", _("SMS")
        EMAIL = "EMAIL", _("E-mail")
        THROUGH = "THROUGH", _("Through somebody the person trusts")
        IN_PERSON = "IN_PERSON", _("Only in person")

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="contacts")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    value = EncryptedTextField(default="")
    is_safe = models.BooleanField(default=False)
    """The person said that this can be used without danger."""
    may_call = models.BooleanField(default=True)
    may_leave_content = models.BooleanField(default=True)
    """False: a message may say when to call back, and nothing else."""
    instructions = EncryptedTextField(default="")
    since = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Privacy:
        personal: ClassVar = {"value", "instructions"}
        open: ClassVar = {
            "id", "person", "kind", "is_safe", "may_call", "may_leave_content", "since", "ended_at",
        } | Sourced.SOURCED  # fmt: skip

    def __str__(self) -> str:
        return f"Contact {self.pk}"


class Residence(Spell):
    """Where the person lived, from a day until a day: people move."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="residences")
    district = models.ForeignKey(
        Territory, on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    in_transit = models.BooleanField(default=False)
    address = EncryptedTextField(default="")
    abroad_in = models.ForeignKey(
        Country, on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    """The person left the country, for this one."""
    since = models.DateField()

    class Privacy:
        personal: ClassVar = {"district", "abroad_in", "address"}
        open: ClassVar = {"id", "person", "in_transit"} | Spell.SPELL | Sourced.SOURCED

    def __str__(self) -> str:
        return f"Residence {self.pk}"


class MigratorySituation(Spell):
    """The person's status, from a day until a day. Regular or irregular follows from the status."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="situations")
    status = models.ForeignKey(MigratoryStatus, on_delete=models.PROTECT, related_name="+", db_index=False)
    norm = models.ForeignKey(
        LegalNorm, on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    """Under which norm, if somebody said; the status itself names what it usually rests on."""
    is_current = models.BooleanField(default=True)

    class Privacy:
        personal: ClassVar = {"status", "since", "until"}
        open: ClassVar = {"id", "person", "norm", "ended_at", "is_mistake", "is_current"} | Sourced.SOURCED

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["person"], condition=models.Q(is_current=True), name="one_current_situation_per_person"
            )
        ]

    def __str__(self) -> str:
        return f"Situation {self.pk}"
