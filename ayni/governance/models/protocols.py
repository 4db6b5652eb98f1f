from datetime import date
from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, pgettext_lazy

from ayni.access.models import Organisation
from ayni.codelists.models import LegalNorm, Profile, approach_labels


class Urgency(models.TextChoices):
    """How soon help must begin. The order is the order of the lists."""

    IMMEDIATE = "IMMEDIATE", _("Immediate")
    WITHIN_24H = "WITHIN_24H", _("Within 24 hours")
    WITHIN_72H = "WITHIN_72H", _("Within 72 hours")
    ORDINARY = "ORDINARY", pgettext_lazy("urgency", "Ordinary")


class DeadlineKind(models.TextChoices):
    LEGAL = "legal", _("Legal deadline")
    LEGAL_UNVERIFIED = "legal_unverified", _("Legal deadline, not verified")
    PROTOCOL_UNVERIFIED = "protocol_unverified", _("Deadline of a protocol, not verified")
    CLINICAL = "clinical", _("Clinical deadline")
    PROPOSED = "proposed_sla", _("Service level that the unit sets for itself")
    NONE = "none", _("No deadline")


class DeadlineUnit(models.TextChoices):
    HOURS = "HOURS", _("hours")
    WORKING_DAYS = "WORKING_DAYS", _("working days")
    DAYS = "DAYS", _("calendar days")


def reading(amount: int | None, unit: str) -> str:
    """An amount of hours or days, in words."""
    if amount is None:
        return ""
    words = {
        DeadlineUnit.HOURS: ngettext("%(n)s hour", "%(n)s hours", amount),
        DeadlineUnit.WORKING_DAYS: ngettext("%(n)s working day", "%(n)s working days", amount),
        DeadlineUnit.DAYS: ngettext("%(n)s calendar day", "%(n)s calendar days", amount),
    }
    return words[DeadlineUnit(unit)] % {"n": amount}


class ConsentRule(models.TextChoices):
    """What must be there before data of the person leave us for this step."""

    REQUIRED = "REQUIRED", _("The person's informed consent")
    REPRESENTATIVE = "REPRESENTATIVE", _("Consent of the representative or family, hearing the child")
    CHILD_HEARD = "CHILD_HEARD", _("The child is heard; best interests decide")
    NOT_REQUIRED = "NOT_REQUIRED", _("The law allows it without consent")
    UNKNOWN = "UNKNOWN", _("Not settled: ask for consent")


class ProtocolQuerySet(models.QuerySet["Protocol"]):
    def current(self) -> Self:
        return self.filter(valid_to__isnull=True)

    def in_force(self, on: date) -> Self:
        return self.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=on), valid_from__lte=on)


class Protocol(models.Model):
    """A directive, as data: one version of it, in force from a day until a day."""

    code = models.CharField(max_length=24)
    version = models.PositiveSmallIntegerField(default=1)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)
    name = models.CharField(max_length=200)
    is_general = models.BooleanField(default=False)
    """For profiles that have no pathway of their own."""
    profiles = models.ManyToManyField(Profile, related_name="protocols")
    approaches = models.CharField(max_length=120, blank=True)
    """The differential approaches of its profiles, separated by |."""
    digest = models.CharField(max_length=64, blank=True)
    written_by_hand = models.BooleanField(default=False)
    """Approved on a page. A load of the data leaves the protocol alone from then on."""
    legal_basis = models.CharField(max_length=500, blank=True)
    """Of a version written by hand: the norm or directive that it rests on."""
    reason = models.TextField(max_length=2000, blank=True)
    """Why it differs from the version before."""

    objects = ProtocolQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["code", "version"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["code", "version"], name="one_protocol_per_code_and_version"),
            models.UniqueConstraint(
                fields=["code"], condition=Q(valid_to__isnull=True), name="one_version_of_a_protocol_in_force"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def approach_labels(self) -> list[str]:
        return approach_labels(self.approaches)


class StepSaid(models.Model):
    """What one institution must do, by when, with whose consent: in a version of a protocol, or in a draft of one."""

    code = models.CharField(max_length=24)
    """The same in every version: how a running case and the numbers know the step again."""
    order = models.PositiveSmallIntegerField()
    actor = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    action_es = models.CharField(max_length=300)
    action_en = models.CharField(max_length=300, blank=True)
    plain_es = models.CharField(max_length=300, blank=True)
    """The same, said to the person: for the guide in plain words."""
    deadline_text = models.CharField(max_length=120, blank=True)
    deadline_amount = models.PositiveSmallIntegerField(null=True, blank=True)
    deadline_unit = models.CharField(max_length=12, choices=DeadlineUnit.choices, blank=True)
    deadline_kind = models.CharField(max_length=20, choices=DeadlineKind.choices, default=DeadlineKind.NONE)
    urgency = models.CharField(max_length=12, choices=Urgency.choices)
    urgency_text = models.CharField(max_length=60, blank=True)
    consent_rule = models.CharField(max_length=16, choices=ConsentRule.choices)
    consent_text = models.CharField(max_length=200, blank=True)
    legal_basis = models.CharField(max_length=300, blank=True)
    norms = models.ManyToManyField(LegalNorm, blank=True, related_name="+")
    confidence = models.CharField(max_length=60, default="unknown")

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.action_es

    @property
    def deadline_reading(self) -> str:
        """ "10 working days": how the text of the deadline is measured."""
        return reading(self.deadline_amount, self.deadline_unit)

    @property
    def is_law(self) -> bool:
        """Whether the deadline may be called a legal one: its kind says so, and not that it is still to be verified."""
        return self.deadline_kind == DeadlineKind.LEGAL

    @property
    def is_unverified(self) -> bool:
        """Nobody has checked the deadline against the text of the norm or the protocol."""
        return self.deadline_kind in {DeadlineKind.LEGAL_UNVERIFIED, DeadlineKind.PROTOCOL_UNVERIFIED}


class ProtocolStep(StepSaid):
    """A step of a version. Never changed."""

    protocol = models.ForeignKey(Protocol, on_delete=models.CASCADE, related_name="steps")

    class Meta:
        ordering: ClassVar = ["protocol", "order"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["protocol", "order"], name="one_step_per_place_in_a_protocol"),
            models.CheckConstraint(
                condition=Q(deadline_amount__isnull=True, deadline_unit="")
                | (Q(deadline_amount__isnull=False) & ~Q(deadline_unit="")),
                name="a_deadline_has_an_amount_and_a_unit",
            ),
        ]


class UnmatchedText(models.Model):
    """Free text of the reference data that the reviewed tables do not know yet. `ayni doctor` lists it."""

    file = models.CharField(max_length=60)
    column = models.CharField(max_length=40)
    text = models.CharField(max_length=300)
    rows = models.PositiveIntegerField()

    class Meta:
        ordering: ClassVar = ["file", "column", "text"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["file", "column", "text"], name="an_unmatched_text_is_listed_once")
        ]

    def __str__(self) -> str:
        return f"{self.file}: {self.column}"


class ReferenceLoad(models.Model):
    """A load of the reference data that changed something: when, and how much of what."""

    at = models.DateTimeField()
    changes = models.JSONField(default=dict)
    """By table: how many rows were made, closed, and kept because somebody had written them by hand."""

    class Meta:
        ordering: ClassVar = ["at", "pk"]

    def __str__(self) -> str:
        return f"Reference load #{self.pk}"
