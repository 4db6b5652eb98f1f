from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from ayni.access.models import Office, Team, User
from ayni.lib.fields import EncryptedTextField
from ayni.lib.ids import uuid7
from ayni.people.models import Basis, Consent

from .cases import Case


class TransferState(models.TextChoices):
    ASKED = "ASKED", _("Waits for the receiving office")
    ACCEPTED = "ACCEPTED", _("Accepted: the case moved")
    DECLINED = "DECLINED", _("Declined: the case stayed")
    WITHDRAWN = "WITHDRAWN", _("Withdrawn")


class TransferQuerySet(models.QuerySet["Transfer"]):
    def waiting(self) -> Self:
        return self.filter(state=TransferState.ASKED)


class Transfer(models.Model):
    """A whole case that is to move to another office, here or of another institution. It moves when that accepts."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="transfers", db_index=False)
    sender = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+", db_index=False)
    to_office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+", db_index=False)
    basis = models.CharField(max_length=16, choices=Basis.choices)
    consent = models.ForeignKey(
        Consent, on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    """Where the person consented: to what, and when."""
    reason = EncryptedTextField()
    """Why it should move. The receiving office reads it only once the case is theirs."""
    summary = EncryptedTextField()
    """What the receiving office has to know to decide. Without names: it reads this before it accepts."""
    state = models.CharField(max_length=9, choices=TransferState.choices, default=TransferState.ASKED)
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", db_index=False)
    asked_at = models.DateTimeField()
    decided_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    answer = EncryptedTextField(default="")
    to_team = models.ForeignKey(Team, on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    to_caseworker = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )

    objects = TransferQuerySet.as_manager()

    class Privacy:
        personal: ClassVar = {"reason", "summary", "answer"}
        open: ClassVar = {
            "id", "case", "sender", "to_office", "basis", "consent", "state", "asked_by", "asked_at", "decided_by",
            "decided_at", "to_team", "to_caseworker",
        }  # fmt: skip

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["case", "-asked_at", "-id"], name="transfer_by_case"),
            models.Index(fields=["to_office", "state", "asked_at", "id"], name="transfer_by_receiver"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["case"], condition=Q(state="ASKED"), name="a_case_moves_one_way_at_a_time"),
            models.CheckConstraint(condition=~Q(sender=F("to_office")), name="a_transfer_goes_elsewhere"),
            models.CheckConstraint(
                condition=Q(state__in=["ASKED", "WITHDRAWN"]) | Q(decided_by__isnull=False, decided_at__isnull=False),
                name="a_transfer_is_decided_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("asked_by")),
                name="nobody_accepts_what_they_sent",
            ),
        ]

    def __str__(self) -> str:
        return f"Transfer {self.pk}"
