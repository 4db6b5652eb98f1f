from typing import ClassVar, Self

from django.apps import apps
from django.db import models
from django.db.models import Exists, OuterRef, Q

from ayni.access.models import Office, User
from ayni.codelists.models import Profile
from ayni.governance.models import Urgency
from ayni.lib.fields import EncryptedTextField
from ayni.lib.ids import uuid7
from ayni.people.models import Person


class ScreeningQuerySet(models.QuerySet["Screening"]):
    def visible_to(self, user: User) -> Self:
        """Whoever led the conversation or decided on it, and whoever may open the case that came of it.

        Nobody else before there is a case: an answer may speak of violence or trafficking, and no team guards it yet.
        """
        # Through the model registry, because the case points at the screening.
        cases = apps.get_model("cases", "Case").objects.filter(screening=OuterRef("pk"))
        own = Q(started_by=user.pk) | Q(decided_by=user.pk)
        return self.filter(Exists(cases.visible_to(user)) | (own & ~Exists(cases)))

    def unfinished(self) -> Self:
        """Neither a case nor an orientation has come of it yet."""
        cases = apps.get_model("cases", "Case").objects.filter(screening=OuterRef("pk"))
        return self.filter(Q(oriented_at__isnull=True) & ~Exists(cases))


class Screening(models.Model):
    """A first conversation: what the answers suggest, and what the caseworker decided."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="screenings")
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+")
    started_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", db_index=False)
    started_at = models.DateTimeField()
    suggested_urgency = models.CharField(max_length=12, choices=Urgency.choices, blank=True)
    decided_urgency = models.CharField(max_length=12, choices=Urgency.choices, blank=True)
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    departure_reason = EncryptedTextField(default="")
    """Why the decision departs from what was suggested."""
    oriented_at = models.DateTimeField(null=True, blank=True)
    """It ended in orientation, without a case."""
    orientation = EncryptedTextField(default="")
    """What the person was told, when there was no case."""

    objects = ScreeningQuerySet.as_manager()

    class Privacy:
        personal: ClassVar = {"departure_reason", "orientation"}
        open: ClassVar = {
            "id", "person", "office", "started_by", "started_at", "suggested_urgency", "decided_urgency", "decided_by",
            "decided_at", "oriented_at",
        }  # fmt: skip

    class Meta:
        indexes: ClassVar = [models.Index(fields=["started_by", "-started_at", "-id"], name="screening_by_author")]
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

    screening = models.ForeignKey(Screening, on_delete=models.CASCADE, related_name="profiles", db_index=False)
    profile = models.ForeignKey(Profile, on_delete=models.PROTECT, related_name="+", db_index=False)
    suggested = models.BooleanField(default=False)
    score = models.PositiveSmallIntegerField(default=0)
    chosen = models.BooleanField(null=True)
    is_main = models.BooleanField(default=False)

    class Privacy:
        personal: ClassVar = {"profile"}
        open: ClassVar = {"id", "screening", "suggested", "score", "chosen", "is_main"}

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["screening", "profile"], name="a_profile_is_weighed_once_per_screening")
        ]

    def __str__(self) -> str:
        return f"Weighed profile {self.pk}"
