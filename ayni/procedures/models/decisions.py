"""What happens to an application after it was handed in: corrections, resolutions, appeals, notices of expiry."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ayni.access.models import Office, User
from ayni.lib.fields import EncryptedJSONField, EncryptedTextField
from ayni.lib.ids import uuid7

from .applications import Application


class Correction(models.Model):
    """The person is asked to correct papers within a time, in which the statutory clock stands still."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="corrections")
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", db_index=False)
    asked_at = models.DateTimeField()
    days = models.PositiveSmallIntegerField()
    """Working days that the person has."""
    due_on = models.DateField()
    days_left = models.PositiveSmallIntegerField()
    """Working days of the statutory time that were left when it stopped."""
    ended_at = models.DateTimeField(null=True, blank=True)
    """When the person corrected, or the time was over."""

    class Privacy:
        personal: ClassVar[set[str]] = set()
        open: ClassVar = {"id", "application", "asked_by", "asked_at", "days", "due_on", "days_left", "ended_at"}

    class Meta:
        ordering: ClassVar = ["asked_at", "pk"]
        indexes: ClassVar = [
            models.Index(fields=["due_on", "id"], condition=Q(ended_at__isnull=True), name="correction_by_day")
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["application"], condition=Q(ended_at__isnull=True), name="one_correction_is_asked_for_at_a_time"
            )
        ]

    def __str__(self) -> str:
        return f"Correction #{self.pk}"


class Incomplete(models.Model):
    """A counter took an application whose papers are not complete, and said so. The person has two working days for
    the rest; until then it is not handed in, and no statutory time runs."""

    application = models.OneToOneField(
        Application, on_delete=models.CASCADE, primary_key=True, related_name="incomplete"
    )
    received_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", db_index=False)
    received_at = models.DateTimeField()
    lacked = models.JSONField(default=list)
    """Places of the requirements that were missing then."""
    due_on = models.DateField()
    ended_at = models.DateTimeField(null=True, blank=True)
    """When the rest came, or the time was over."""

    class Privacy:
        personal: ClassVar[set[str]] = set()
        open: ClassVar = {"application", "received_by", "received_at", "lacked", "due_on", "ended_at"}

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["due_on"], condition=Q(ended_at__isnull=True), name="incomplete_by_day")
        ]

    def __str__(self) -> str:
        return f"Incomplete {self.pk}"


class Why(models.TextChoices):
    """Why a last day moved."""

    SUBMITTED = "SUBMITTED", pgettext_lazy("deadline", "It was submitted")
    STOPPED = "STOPPED", pgettext_lazy("deadline", "The time stands still while the person corrects")
    CORRECTED = "CORRECTED", pgettext_lazy("deadline", "The time went on after the correction")
    HOLIDAYS = "HOLIDAYS", pgettext_lazy("deadline", "A day was declared a holiday afterwards")


class Deadline(models.Model):
    """A last day that an application had, since when, and why it moved. The current one is in the application."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="deadlines")
    due_on = models.DateField(null=True, blank=True)
    why = models.CharField(max_length=10, choices=Why.choices)
    at = models.DateTimeField()

    class Privacy:
        personal: ClassVar[set[str]] = set()
        open: ClassVar = {"id", "application", "due_on", "why", "at"}

    class Meta:
        ordering: ClassVar = ["at", "pk"]

    def __str__(self) -> str:
        return f"Deadline #{self.pk}"


class AppealKind(models.TextChoices):
    RECONSIDERATION = "RECONSIDERATION", _("Reconsideration, with new evidence")
    APPEAL = "APPEAL", pgettext_lazy("of a resolution", "Appeal to the superior")


class AppealState(models.TextChoices):
    FILED = "FILED", pgettext_lazy("appeal", "Waits for a decision")
    ALLOWED = "ALLOWED", pgettext_lazy("appeal", "Founded")
    DISMISSED = "DISMISSED", pgettext_lazy("appeal", "Unfounded")


class Appeal(models.Model):
    """The person does not accept a rejection. Somebody who took no part in it decides."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="appeals")
    kind = models.CharField(max_length=16, choices=AppealKind.choices)
    state = models.CharField(max_length=10, choices=AppealState.choices, default=AppealState.FILED)
    grounds = EncryptedTextField(default="")
    filed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", db_index=False)
    """Who received it."""
    filed_at = models.DateTimeField()
    due_on = models.DateField()
    decider = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    decided_at = models.DateTimeField(null=True, blank=True)

    class Privacy:
        personal: ClassVar = {"grounds"}
        open: ClassVar = {
            "id", "application", "kind", "state", "filed_by", "filed_at", "due_on", "decider", "decided_at",
        }  # fmt: skip

    class Meta:
        ordering: ClassVar = ["filed_at", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["application"], condition=Q(state="FILED"), name="one_appeal_is_decided_at_a_time"
            ),
            models.UniqueConstraint(fields=["application", "kind"], name="an_appeal_of_a_kind_is_filed_once"),
            models.CheckConstraint(
                condition=Q(state="FILED", decider__isnull=True, decided_at__isnull=True)
                | (~Q(state="FILED") & Q(decider__isnull=False, decided_at__isnull=False)),
                name="a_decided_appeal_has_somebody_and_a_time",
            ),
            models.CheckConstraint(
                condition=Q(decider__isnull=True) | ~Q(decider=F("filed_by")), name="nobody_decides_what_they_received"
            ),
        ]

    def __str__(self) -> str:
        return f"Appeal {self.pk}"


class Counter(models.Model):
    """The last number of the resolutions of an office in a year. Taken under a lock, so that there are no gaps."""

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+", db_index=False)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Privacy:
        personal: ClassVar[set[str]] = set()
        open: ClassVar = {"id", "office", "year", "last"}

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["office", "year"], name="one_counter_of_an_office_and_a_year")
        ]

    def __str__(self) -> str:
        return f"Counter #{self.pk}"


class Outcome(models.TextChoices):
    """What a resolution says."""

    GRANTED = "GRANTED", pgettext_lazy("resolution", "Approves")
    DENIED = "DENIED", pgettext_lazy("resolution", "Rejects")
    ABANDONED = "ABANDONED", pgettext_lazy("resolution", "Declares abandoned")
    WITHDRAWN = "WITHDRAWN", pgettext_lazy("resolution", "Accepts the desistance")
    APPEAL_ALLOWED = "APPEAL_ALLOWED", pgettext_lazy("resolution", "Declares the appeal founded")
    APPEAL_DISMISSED = "APPEAL_DISMISSED", pgettext_lazy("resolution", "Declares the appeal unfounded")


class Resolution(models.Model):
    """A decision, numbered and sealed. What was sealed is printed again as it was; it is never changed."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="resolutions")
    appeal = models.OneToOneField(Appeal, on_delete=models.PROTECT, null=True, blank=True, related_name="resolution")
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+", db_index=False)
    year = models.PositiveSmallIntegerField()
    sequence = models.PositiveIntegerField()
    number = models.CharField(max_length=40, unique=True)
    """`000012-2026-SEDE-CENTRAL`."""
    outcome = models.CharField(max_length=16, choices=Outcome.choices)
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    """Nobody: the clock."""
    made_at = models.DateTimeField()
    sealed = EncryptedJSONField(default=dict)
    """All that it says, as it was signed."""
    digest = models.CharField(max_length=64)
    """SHA-256 of that in canonical JSON: what the public page shows to compare."""
    signature = models.CharField(max_length=128)
    """Ed25519, of this installation."""
    proof = models.CharField(max_length=32, unique=True)
    """In the address behind the QR: it says nothing."""
    told_at = models.DateTimeField(null=True, blank=True)
    """When it was handed to the person: from then on runs the time to appeal."""
    annulled_at = models.DateTimeField(null=True, blank=True)
    annulled_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )

    class Privacy:
        personal: ClassVar = {"sealed"}
        open: ClassVar = {
            "id", "application", "appeal", "office", "year", "sequence", "number", "outcome", "made_by", "made_at",
            "digest", "signature", "proof", "told_at", "annulled_at", "annulled_by",
        }  # fmt: skip

    class Meta:
        ordering: ClassVar = ["made_at", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["office", "year", "sequence"], name="a_number_of_an_office_and_a_year_is_used_once"
            ),
            models.CheckConstraint(
                condition=Q(annulled_at__isnull=True, annulled_by__isnull=True)
                | Q(annulled_at__isnull=False, annulled_by__isnull=False),
                name="what_was_annulled_has_somebody_who_did",
            ),
        ]

    def __str__(self) -> str:
        return f"Resolution {self.number}"


class ExpiryNotice(models.Model):
    """That somebody was told, or could not be, that what they hold ends within so many days. Once each."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="expiry_notices")
    days = models.PositiveSmallIntegerField()
    at = models.DateTimeField()
    reached = models.BooleanField()
    """False: there is no safe contact. Somebody of the office has to find a way."""

    class Privacy:
        personal: ClassVar[set[str]] = set()
        open: ClassVar = {"id", "application", "days", "at", "reached"}

    class Meta:
        ordering: ClassVar = ["at", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["application", "days"], name="somebody_is_told_once_of_each_step")
        ]

    def __str__(self) -> str:
        return f"Expiry notice #{self.pk}"
