"""How long an entry is believed, the links that ask institutions, and what somebody would have changed."""

from datetime import datetime
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ayni.access.models import Organisation, User
from ayni.lib.fields import EncryptedJSONField, EncryptedTextField
from ayni.lib.ids import uuid7

from .focal_points import FocalPoint
from .locations import Location
from .services import Service


class EntryKind(models.TextChoices):
    INSTITUTION = "INSTITUTION", _("Institution")
    SERVICE = "SERVICE", _("Service")
    LOCATION = "LOCATION", _("Service point")
    FOCAL_POINT = "FOCAL_POINT", _("Focal point")


class FreshnessLimit(models.Model):
    """After how many days without a verification an entry of a kind is marked. From `data/freshness.csv`."""

    kind = models.CharField(max_length=12, choices=EntryKind.choices, unique=True)
    days = models.PositiveSmallIntegerField()
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering: ClassVar = ["kind"]

    def __str__(self) -> str:
        return f"{self.kind}: {self.days}"


class EntryLink(models.Model):
    """A link that lets a focal point say once that the entries of its institution are right, or what is wrong with
    them. It opens nothing that is not published anyway; only its digest is kept."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="entry_links")
    focal_point = models.ForeignKey(FocalPoint, on_delete=models.PROTECT, related_name="+")
    token_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["-made_at", "-id"]
        indexes: ClassVar = [models.Index(fields=["organisation", "-made_at"], name="entry_link_by_age")]

    def __str__(self) -> str:
        return f"Entry link {self.pk}"

    def is_open(self, at: datetime) -> bool:
        return self.used_at is None and at < self.expires_at


class Proposal(models.Model):
    """A change that somebody would have made to an entry. Nothing changes until the unit, or whoever keeps the
    institution's entries, accepts it."""

    class Decision(models.TextChoices):
        WAITING = "WAITING", _("Waits for a decision")
        TAKEN = "TAKEN", _("Accepted")
        TAKEN_EDITED = "TAKEN_EDITED", _("Accepted with changes")
        REFUSED = "REFUSED", _("Not accepted")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="proposals")
    service = models.ForeignKey(Service, on_delete=models.PROTECT, null=True, blank=True, related_name="proposals")
    location = models.ForeignKey(Location, on_delete=models.PROTECT, null=True, blank=True, related_name="proposals")
    before = EncryptedJSONField()
    """Field → what it said when the change was proposed. An address may be among them, so it is encrypted."""
    after = EncryptedJSONField()
    taken = EncryptedJSONField(null=True)
    """What was written in the end, if that is something else."""
    note = EncryptedTextField(default="", blank=True)
    proposed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    link = models.ForeignKey(EntryLink, on_delete=models.PROTECT, null=True, blank=True, related_name="proposals")
    proposed_at = models.DateTimeField()
    decision = models.CharField(max_length=12, choices=Decision.choices, default=Decision.WAITING)
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=500, blank=True)

    class Privacy:
        personal: ClassVar = {"before", "after", "taken", "note"}
        open: ClassVar = {
            "id", "organisation", "service", "location", "proposed_by", "link", "proposed_at", "decision",
            "decided_by", "decided_at", "reason",
        }  # fmt: skip

    class Meta:
        ordering: ClassVar = ["-proposed_at", "-id"]
        indexes: ClassVar = [models.Index(fields=["decision", "-proposed_at", "-id"], name="proposal_to_decide")]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(proposed_by__isnull=False, link__isnull=True)
                | Q(proposed_by__isnull=True, link__isnull=False),
                name="a_proposal_comes_from_a_user_or_a_link",
            ),
            models.CheckConstraint(
                condition=Q(decision="WAITING", decided_at__isnull=True)
                | (~Q(decision="WAITING") & Q(decided_at__isnull=False)),
                name="a_decision_has_a_time",
            ),
        ]

    def __str__(self) -> str:
        return f"Proposal {self.pk}"
