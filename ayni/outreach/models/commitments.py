"""What companies promise to do for inclusion, and what became of it."""

from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import pgettext_lazy

from ayni.access.models import Organisation, User
from ayni.access.permissions import Permission
from ayni.codelists.models import Territory
from ayni.lib.ids import uuid7


class CommitmentState(models.TextChoices):
    MADE = "MADE", pgettext_lazy("commitment", "Made")
    KEPT = "KEPT", pgettext_lazy("commitment", "Kept")
    PARTLY = "PARTLY", pgettext_lazy("commitment", "Kept in part")
    NOT_KEPT = "NOT_KEPT", pgettext_lazy("commitment", "Not kept")


class CommitmentQuerySet(models.QuerySet["Commitment"]):
    def visible_to(self, user: User) -> Self:
        """Of companies, and of nobody: one register for whoever keeps campaigns."""
        return self if user.may(Permission.CAMPAIGN_KEEP) else self.none()

    def public(self) -> Self:
        """Of those who agreed that it is shown."""
        return self.filter(shown_since__isnull=False)


class Commitment(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    name = models.CharField(max_length=160, blank=True)
    """Of a company that is not in the register of organisations."""
    department = models.ForeignKey(
        Territory, on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    """Empty: the whole country."""
    words = models.CharField(max_length=600)
    """What it promises, as it says it itself."""
    made_on = models.DateField()
    due_on = models.DateField(null=True, blank=True)
    state = models.CharField(max_length=8, choices=CommitmentState.choices, default=CommitmentState.MADE)
    evidence = models.CharField(max_length=600, blank=True)
    verified_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    verified_at = models.DateTimeField(null=True, blank=True)
    agreement = models.CharField(max_length=300, blank=True)
    """How the company agreed to be shown: which letter or message, of which day."""
    shown_since = models.DateTimeField(null=True, blank=True)
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", db_index=False)
    made_at = models.DateTimeField()

    objects = CommitmentQuerySet.as_manager()

    class Privacy:
        personal: ClassVar[set[str]] = set()
        open: ClassVar = {
            "id", "organisation", "name", "department", "words", "made_on", "due_on", "state", "evidence",
            "verified_by", "verified_at", "agreement", "shown_since", "made_by", "made_at",
        }  # fmt: skip

    class Meta:
        ordering: ClassVar = ["-made_on", "-id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(organisation__isnull=False, name="") | Q(organisation__isnull=True) & ~Q(name=""),
                name="who_promises_is_registered_or_has_a_name",
            ),
            models.CheckConstraint(
                condition=Q(due_on__isnull=True) | Q(due_on__gte=F("made_on")), name="a_promise_is_due_after_it_is_made"
            ),
            models.CheckConstraint(
                condition=Q(state="MADE", verified_by__isnull=True, verified_at__isnull=True)
                | ~Q(state="MADE") & Q(verified_by__isnull=False, verified_at__isnull=False) & ~Q(evidence=""),
                name="a_verdict_has_evidence_and_whoever_verified_it",
            ),
            models.CheckConstraint(
                condition=Q(shown_since__isnull=True) | ~Q(agreement=""), name="who_is_shown_agreed_to_it"
            ),
        ]

    def __str__(self) -> str:
        return f"Commitment {self.pk}"

    @property
    def company(self) -> str:
        return self.organisation.name if self.organisation else self.name
