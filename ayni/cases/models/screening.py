from typing import ClassVar

from django.db import models
from django.db.models import Q

from ayni.access.models import Office, User
from ayni.codelists.models import Profile
from ayni.governance.models import Urgency
from ayni.lib.fields import EncryptedTextField
from ayni.lib.ids import uuid7
from ayni.people.models import Person


class Screening(models.Model):
    """A first conversation: what the answers suggest, and what the caseworker decided."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="screenings")
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+")
    started_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    started_at = models.DateTimeField()
    suggested_urgency = models.CharField(max_length=12, choices=Urgency.choices, blank=True)
    decided_urgency = models.CharField(max_length=12, choices=Urgency.choices, blank=True)
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    departure_reason = EncryptedTextField(default="")
    """Why the decision departs from what was suggested."""

    class Privacy:
        personal: ClassVar = {"departure_reason"}
        open: ClassVar = {
            "id", "person", "office", "started_by", "started_at", "suggested_urgency", "decided_urgency", "decided_by",
            "decided_at",
        }  # fmt: skip

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(decided_at__isnull=True) | Q(decided_by__isnull=False),
                name="a_decision_has_somebody_behind_it",
            ),
        ]

    def __str__(self) -> str:
        return f"Screening {self.pk}"


class ScreeningProfile(models.Model):
    """A profile that the answers suggested, or that the caseworker chose, or both."""

    screening = models.ForeignKey(Screening, on_delete=models.CASCADE, related_name="profiles")
    profile = models.ForeignKey(Profile, on_delete=models.PROTECT, related_name="+")
    suggested = models.BooleanField(default=False)
    score = models.PositiveSmallIntegerField(default=0)
    chosen = models.BooleanField(null=True)

    class Privacy:
        personal: ClassVar = {"profile"}
        open: ClassVar = {"id", "screening", "suggested", "score", "chosen"}

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["screening", "profile"], name="a_profile_is_weighed_once_per_screening")
        ]

    def __str__(self) -> str:
        return f"Weighed profile {self.pk}"
