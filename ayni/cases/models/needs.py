from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ayni.access.models import User
from ayni.codelists.models import NeedSector
from ayni.governance.models import Gap, Urgency
from ayni.lib.fields import EncryptedTextField
from ayni.lib.ids import uuid7

from .cases import Case


class NeedState(models.TextChoices):
    OPEN = "OPEN", pgettext_lazy("state of a need", "Open")
    PARTLY_MET = "PARTLY_MET", pgettext_lazy("state of a need", "Partly met")
    MET = "MET", pgettext_lazy("state of a need", "Met")
    NO_SERVICE = "NO_SERVICE", _("Cannot be met: there is no such service")
    WITHDRAWN = "WITHDRAWN", pgettext_lazy("state of a need", "The person does not want it any more")


class NeedQuerySet(models.QuerySet["Need"]):
    def standing(self) -> Self:
        """Those that somebody may still do something about."""
        return self.filter(state__in=[NeedState.OPEN, NeedState.PARTLY_MET, NeedState.NO_SERVICE])


class Need(models.Model):
    """Something that the person needs, as they said it, under the sector that statistics count by (R179)."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="needs")
    sector = models.ForeignKey(NeedSector, on_delete=models.PROTECT, related_name="+", db_index=False)
    words = EncryptedTextField(default="")
    """What the person said, in their own words."""
    urgency = models.CharField(max_length=12, choices=Urgency.choices)
    state = models.CharField(max_length=10, choices=NeedState.choices, default=NeedState.OPEN)
    stated_at = models.DateTimeField()
    stated_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", db_index=False)
    changed_at = models.DateTimeField(null=True, blank=True)
    """When its state last changed; empty while it is as it was stated."""

    gap = models.ForeignKey(Gap, on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    """The gap that it shows, where no service can meet it and somebody said which."""

    objects = NeedQuerySet.as_manager()

    class Privacy:
        personal: ClassVar = {"words"}
        open: ClassVar = {"id", "case", "sector", "urgency", "state", "stated_at", "stated_by", "changed_at", "gap"}

    class Meta:
        indexes: ClassVar = [models.Index(fields=["gap", "-changed_at"], name="need_by_gap")]
        ordering: ClassVar = ["case", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(state="OPEN") | Q(changed_at__isnull=False), name="a_need_that_changed_has_a_time"
            ),
        ]

    def __str__(self) -> str:
        return f"Need {self.pk}"
