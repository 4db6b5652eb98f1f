from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ayni.access.models import Organisation, User
from ayni.lib.fields import EncryptedTextField
from ayni.lib.ids import uuid7

from .people import Person


class Purpose(models.TextChoices):
    """What the data may be used for (Ley 29733, art. 13: consent is for a stated purpose)."""

    REGISTER = "REGISTER", _("Keep my file and attend to me")
    REFER = "REFER", _("Share with this institution so that it helps me")
    CONTACT = "CONTACT", _("Contact me to follow up")
    STATISTICS = "STATISTICS", _("Count me in statistics, without my name")


class Section(models.TextChoices):
    """A part of the file that may be shared or not: consents and agreements name these."""

    IDENTITY = "IDENTITY", _("Identity")
    DOCUMENTS = "DOCUMENTS", _("Documents and situation")
    LANGUAGE = "LANGUAGE", _("To be understood")
    CONTACT = "CONTACT", _("Where and how to reach the person")
    FAMILY = "FAMILY", _("Family")


class Basis(models.TextChoices):
    """Why data may be used: consent, or one of the grounds on which the law asks for none (Ley 29733, art. 14)."""

    CONSENT = "CONSENT", _("The person consents")
    REPRESENTATIVE = "REPRESENTATIVE", _("The representative consents; the child was heard")
    VITAL_INTEREST = "VITAL_INTEREST", _("Danger to life or health")
    LEGAL_DUTY = "LEGAL_DUTY", _("The law obliges to notify")
    BEST_INTERESTS = "BEST_INTERESTS", _("Best interests of the child")
    PUBLIC_FUNCTION = "PUBLIC_FUNCTION", _("Exercise of a function of the State")


class ConsentText(models.Model):
    """The words that were read to the person. A changed text is a new version."""

    purpose = models.CharField(max_length=12, choices=Purpose.choices)
    language = models.CharField(max_length=8, default="es")
    version = models.PositiveSmallIntegerField(default=1)
    text = models.TextField()
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)

    class Privacy:
        personal: ClassVar[set[str]] = set()
        open: ClassVar = {"id", "purpose", "language", "version", "text", "valid_from", "valid_to"}

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["purpose", "language", "version"], name="one_consent_text_per_version"),
        ]

    def __str__(self) -> str:
        return f"{self.purpose} {self.language} v{self.version}"


class Consent(models.Model):
    """The person agreed, or the law allows, that data are used for a purpose, by us or by one institution."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="consents")
    purpose = models.CharField(max_length=12, choices=Purpose.choices)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    """The institution that may receive; empty for our own use."""
    basis = models.CharField(max_length=16, choices=Basis.choices)
    text = models.ForeignKey(
        ConsentText, on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    grounds = EncryptedTextField(default="")
    """Why the law allows it here: needed for every basis that is not consent."""
    taken_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", db_index=False)
    given_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    superseded_by = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, blank=True, related_name="supersedes"
    )
    """Two files became one, and another consent for the same stands in its place. What rests on this one goes on, and
    ends when that one is withdrawn."""

    class Privacy:
        personal: ClassVar = {"grounds"}
        open: ClassVar = {
            "id", "person", "purpose", "organisation", "basis", "text", "taken_by", "given_at", "withdrawn_at",
            "withdrawn_by", "superseded_by",
        }  # fmt: skip

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["person", "purpose", "organisation"],
                condition=Q(withdrawn_at__isnull=True, superseded_by__isnull=True, organisation__isnull=False),
                name="one_standing_consent_per_purpose_and_institution",
            ),
            # Two constraints, because SQLite takes two empty institutions for different ones.
            models.UniqueConstraint(
                fields=["person", "purpose"],
                condition=Q(withdrawn_at__isnull=True, superseded_by__isnull=True, organisation__isnull=True),
                name="one_standing_consent_per_purpose_of_our_own",
            ),
            models.CheckConstraint(
                condition=Q(purpose="REFER", organisation__isnull=False)
                | (~Q(purpose="REFER") & Q(organisation__isnull=True)),
                name="sharing_names_its_institution",
            ),
            models.CheckConstraint(
                condition=~Q(basis__in=["CONSENT", "REPRESENTATIVE"]) | Q(text__isnull=False),
                name="consent_rests_on_a_text_that_was_read",
            ),
        ]

    def __str__(self) -> str:
        return f"Consent {self.pk}"
