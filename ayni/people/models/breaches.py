"""The register of personal-data breaches, with the clock of the law."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from ayni.access.models import Organisation, User
from ayni.lib.fields import EncryptedTextField
from ayni.lib.ids import uuid7


class Breach(models.Model):
    """Data about people that were seen, lost, changed or taken by somebody who had no business with them."""

    class Kind(models.TextChoices):
        SEEN = "SEEN", _("Somebody saw what was none of their business")
        SENT = "SENT", _("Something was sent to the wrong person")
        LOST = "LOST", _("A device or papers were lost or stolen")
        ACCOUNT = "ACCOUNT", _("Somebody else used an account")
        ATTACK = "ATTACK", _("An attack on the system")
        CHANGED = "CHANGED", _("Data were changed or destroyed")
        OTHER = "OTHER", _("Something else")

    class Harm(models.TextChoices):
        """What it may do to the people concerned."""

        UNLIKELY = "UNLIKELY", _("Harm is unlikely")
        POSSIBLE = "POSSIBLE", _("Harm is possible")
        SERIOUS = "SERIOUS", _("Serious harm is possible: life, freedom, violence, trafficking")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    number = models.CharField(max_length=20, unique=True)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+", db_index=False)
    """In whose hands the data were."""
    kind = models.CharField(max_length=8, choices=Kind.choices)
    noticed_at = models.DateTimeField()
    """When we came to know of it: the clock runs from then."""
    notify_by = models.DateTimeField()
    what = EncryptedTextField()
    """What happened, to which data. Without names."""
    people = models.PositiveIntegerField(null=True, blank=True)
    """How many are concerned, as far as is known."""
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", db_index=False)
    recorded_at = models.DateTimeField()
    harm = models.CharField(max_length=8, choices=Harm.choices, blank=True)
    assessment = EncryptedTextField(default="")
    assessed_at = models.DateTimeField(null=True, blank=True)
    containment = EncryptedTextField(default="")
    contained_at = models.DateTimeField(null=True, blank=True)
    people_told_at = models.DateTimeField(null=True, blank=True)
    people_told = EncryptedTextField(default="")
    """How the people concerned were told, or why not."""
    authority_told_at = models.DateTimeField(null=True, blank=True)
    authority_reference = models.CharField(max_length=60, blank=True)
    """Number of the notification to the data protection authority."""
    no_notice = EncryptedTextField(default="")
    """Why the authority is not told, if it is not."""
    closed_at = models.DateTimeField(null=True, blank=True)
    lessons = EncryptedTextField(default="")
    """What is done so that it does not happen again."""
    reminded_at = models.DateTimeField(null=True, blank=True)

    class Privacy:
        personal: ClassVar = {"what", "assessment", "containment", "people_told", "no_notice", "lessons"}
        open: ClassVar = {
            "id", "number", "organisation", "kind", "noticed_at", "notify_by", "people", "recorded_by", "recorded_at",
            "harm", "assessed_at", "contained_at", "people_told_at", "authority_told_at", "authority_reference",
            "closed_at", "reminded_at",
        }  # fmt: skip

    class Meta:
        indexes: ClassVar = [models.Index(fields=["organisation", "-noticed_at", "-id"], name="breach_by_organisation")]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(notify_by__gt=F("noticed_at")), name="a_breach_has_a_clock"),
            models.CheckConstraint(
                condition=Q(harm="", assessed_at__isnull=True) | (~Q(harm="") & Q(assessed_at__isnull=False)),
                name="an_assessment_has_a_time",
            ),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True) | Q(assessed_at__isnull=False, contained_at__isnull=False),
                name="a_breach_is_closed_after_it_was_assessed_and_contained",
            ),
        ]

    def __str__(self) -> str:
        return f"Breach {self.number}"
