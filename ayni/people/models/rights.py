"""What the law gives a person over their own file: to know who saw it, to have a copy, to have it erased."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ayni.access.models import User
from ayni.lib.fields import EncryptedTextField
from ayni.lib.ids import uuid7

from .people import Person


class Ground(models.TextChoices):
    """Why a file is erased."""

    REQUEST = "REQUEST", _("The person asked for it")
    WITHDRAWN = "WITHDRAWN", _("The person withdrew the consent that the file rested on")
    MISTAKE = "MISTAKE", _("It was registered by mistake")
    ORDER = "ORDER", _("An authority ordered it")
    RETENTION = "RETENTION", _("The time to keep it is over")


class Recipient(models.TextChoices):
    """Into whose hands a report or a copy goes."""

    PERSON = "PERSON", _("The person")
    REPRESENTATIVE = "REPRESENTATIVE", _("Who represents the person: mother, father, guardian or attorney")
    AUTHORITY = "AUTHORITY", _("An authority, because the law orders it")


class IdentityCheck(models.TextChoices):
    """How it was made sure that they are who they say."""

    DOCUMENT = "DOCUMENT", _("The original of an identity document was seen")
    KNOWN = "KNOWN", _("Staff who attend to the person know them, and asked what only the person knows")
    POWER = "POWER", _("The document that gives the representation was seen, and theirs of identity")
    ORDER = "ORDER", _("There is a written order, with its number and who signs it")


class Handover(models.Model):
    """Something about a person that left on paper or as a file: the report of who saw their file, or their own data."""

    class Kind(models.TextChoices):
        READERS = "READERS", _("Who saw my file")
        OWN_DATA = "OWN_DATA", _("My own data")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="handovers")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    recipient = models.CharField(max_length=16, choices=Recipient.choices, default=Recipient.PERSON)
    identity = models.CharField(max_length=8, choices=IdentityCheck.choices, blank=True)
    proof = models.CharField(max_length=32, unique=True)
    """Random: what the QR holds. It says that the paper is genuine and of which day, never whose it is."""
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Privacy:
        personal: ClassVar[set[str]] = set()
        open: ClassVar = {"id", "person", "kind", "recipient", "identity", "proof", "made_by", "made_at"}

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(kind="OWN_DATA") | ~Q(identity=""), name="own_data_leave_after_identity_was_checked"
            )
        ]

    def __str__(self) -> str:
        return f"Handover {self.pk}"


class LegalHold(models.Model):
    """A file that must not be erased until a day: a complaint, a trial, an inspection."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="holds")
    reason = EncryptedTextField()
    until = models.DateField()
    placed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    placed_at = models.DateTimeField()
    lifted_at = models.DateTimeField(null=True, blank=True)
    lifted_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Privacy:
        personal: ClassVar = {"reason"}
        open: ClassVar = {"id", "person", "until", "placed_by", "placed_at", "lifted_at", "lifted_by"}

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["person"], condition=Q(lifted_at__isnull=True), name="one_standing_hold_per_person"
            ),
            models.CheckConstraint(
                condition=Q(lifted_at__isnull=True) | Q(lifted_by__isnull=False), name="a_lifted_hold_says_who"
            ),
        ]

    def __str__(self) -> str:
        return f"Hold {self.pk}"


class Erasure(models.Model):
    """That a file was erased: by which ground, when, and what became of each table. Nothing of who it was."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    person = models.OneToOneField(Person, on_delete=models.PROTECT, related_name="erasure")
    ground = models.CharField(max_length=12, choices=Ground.choices)
    rule = models.CharField(max_length=24, blank=True)
    """Code of the retention rule, for RETENTION."""
    erased_at = models.DateTimeField()
    erased_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    """Empty: the nightly run."""
    tables = models.JSONField(default=dict)
    """{label of a table: rows deleted or emptied}."""

    class Privacy:
        personal: ClassVar[set[str]] = set()
        open: ClassVar = {"id", "person", "ground", "rule", "erased_at", "erased_by", "tables"}

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(ground="RETENTION", erased_by__isnull=True) & ~Q(rule="")
                | ~Q(ground="RETENTION") & Q(erased_by__isnull=False, rule=""),
                name="an_erasure_has_somebody_or_a_rule_behind_it",
            )
        ]

    def __str__(self) -> str:
        return f"Erasure {self.pk}"
