from typing import ClassVar, Self, TypeVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ayni.access.models import User
from ayni.access.permissions import Permission
from ayni.codelists.models import Profile, approach_labels

from .gaps import Gap
from .instruments import Instrument
from .protocols import Protocol, StepSaid

AnyDraft = TypeVar("AnyDraft", bound="Draft")


class DraftState(models.TextChoices):
    WRITING = "WRITING", _("Being written")
    SUBMITTED = "SUBMITTED", _("Waiting for approval")
    APPROVED = "APPROVED", _("Approved")
    DISCARDED = "DISCARDED", _("Discarded")


class OpenDrafts(models.QuerySet[AnyDraft]):
    def open(self) -> Self:
        return self.filter(state__in=[DraftState.WRITING, DraftState.SUBMITTED])


class Draft(models.Model):
    """What rules are to say, until colleagues who did not write it approve it."""

    state = models.CharField(max_length=10, choices=DraftState.choices, default=DraftState.WRITING)
    revision = models.PositiveIntegerField(default=1)
    """One more with every change: how two colleagues who write at once are told."""
    authors = models.ManyToManyField(User, related_name="+")
    """Everybody who changed something in it. None of them may approve it."""
    started_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    started_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True

    @property
    def is_open(self) -> bool:
        return self.state in {DraftState.WRITING, DraftState.SUBMITTED}


class ProtocolDraftQuerySet(OpenDrafts["ProtocolDraft"]):
    def visible_to(self, user: User) -> Self:
        """A draft is rules, not people: whoever writes or approves protocols reads all of them."""
        may = user.may(Permission.PROTOCOL_EDIT) or user.may(Permission.PROTOCOL_APPROVE)
        return self if may else self.none()


class ProtocolDraft(Draft):
    """The next version of a protocol, until two colleagues who did not write it approve it."""

    code = models.CharField(max_length=24)
    name = models.CharField(max_length=200)
    is_general = models.BooleanField(default=False)
    profiles = models.ManyToManyField(Profile, blank=True, related_name="+")
    approaches = models.CharField(max_length=120, blank=True)
    legal_basis = models.CharField(max_length=500, blank=True)
    reason = models.TextField(max_length=2000, blank=True)
    valid_from = models.DateField(null=True, blank=True)
    """From when it is to be in force; empty: from the day of the second approval."""
    gap = models.ForeignKey(Gap, on_delete=models.PROTECT, null=True, blank=True, related_name="drafts")
    """What it mends."""
    instrument = models.ForeignKey(Instrument, on_delete=models.PROTECT, null=True, blank=True, related_name="drafts")
    """The norm that it follows from."""
    based_on = models.ForeignKey(Protocol, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    """The version that it is compared with."""
    returned_note = models.TextField(max_length=2000, blank=True)
    """Why it was last sent back to whoever writes it."""
    protocol = models.OneToOneField(Protocol, on_delete=models.PROTECT, null=True, blank=True, related_name="draft")
    """The version that it became."""

    objects = ProtocolDraftQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-started_at", "-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["code"], condition=Q(state__in=["WRITING", "SUBMITTED"]), name="one_open_draft_of_a_protocol"
            ),
            models.CheckConstraint(
                condition=Q(state="APPROVED", protocol__isnull=False) | ~Q(state="APPROVED") & Q(protocol__isnull=True),
                name="an_approved_draft_is_a_version",
            ),
        ]

    def __str__(self) -> str:
        return f"Draft {self.pk} of {self.code}"

    @property
    def approach_labels(self) -> list[str]:
        return approach_labels(self.approaches)


class DraftStep(StepSaid):
    draft = models.ForeignKey(ProtocolDraft, on_delete=models.CASCADE, related_name="steps")

    class Meta:
        ordering: ClassVar = ["draft", "order", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["draft", "code"], name="a_step_is_in_a_draft_once"),
            models.CheckConstraint(
                condition=Q(deadline_amount__isnull=True, deadline_unit="")
                | (Q(deadline_amount__isnull=False) & ~Q(deadline_unit="")),
                name="a_drafted_deadline_has_an_amount_and_a_unit",
            ),
        ]


class DraftApproval(models.Model):
    """Somebody approved these very words. When they change, the approval stands for the old ones and counts no more."""

    draft = models.ForeignKey(ProtocolDraft, on_delete=models.CASCADE, related_name="approvals")
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    digest = models.CharField(max_length=64)

    class Meta:
        ordering: ClassVar = ["draft", "at", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["draft", "by", "digest"], name="somebody_approves_the_same_words_once")
        ]

    def __str__(self) -> str:
        return f"Approval {self.pk}"
