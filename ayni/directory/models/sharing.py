from datetime import date
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import pgettext_lazy

from ayni.access.models import Organisation, User
from ayni.codelists.models import LegalNorm, Territory

from .agreements import AgreementState


class DataKind(models.TextChoices):
    """What goes from one to the other. Of nobody: files of people go by an agreement on files, and by no other way."""

    FIGURES = "FIGURES", pgettext_lazy("data shared", "Published figures of its territory")
    SERVICES = "SERVICES", pgettext_lazy("data shared", "Services, hours and requirements")
    COUNTS = "COUNTS", pgettext_lazy("data shared", "Counts of people attended, without names")
    PLANS = "PLANS", pgettext_lazy("data shared", "Plans, ordinances and budgets")
    EVENTS = "EVENTS", pgettext_lazy("data shared", "Campaigns and events")


class DataSharing(models.Model):
    """What was agreed with a municipality or a regional government on data that go to and fro between them and us:
    which, under what norm, since when and until when. It names offices and papers, and no person."""

    code = models.CharField(max_length=40, unique=True)
    territory = models.ForeignKey(Territory, on_delete=models.PROTECT, related_name="+")
    """Of the municipality or the region: a district, a province or a department."""
    ours = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+", db_index=False)
    theirs = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    """The municipality or regional government, if the directory has it."""
    purpose = models.TextField(max_length=1000)
    """Its object: what it is for."""
    we_give = models.JSONField(default=list)
    they_give = models.JSONField(default=list)
    """Codes of `DataKind`, each way."""
    norm = models.ForeignKey(LegalNorm, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    document = models.CharField(max_length=300)
    """Where the signed paper is: the number of a resolution or an agreement, or an address."""
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)
    """The last day on which it counts; empty: without an end."""
    ended_on = models.DateField(null=True, blank=True)
    is_open = models.BooleanField(default=False)
    """Whether anybody reads in the observatory that there is one."""
    written_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", db_index=False)
    written_at = models.DateTimeField()

    class Privacy:
        personal: ClassVar[set[str]] = set()
        open: ClassVar = {
            "id", "code", "territory", "ours", "theirs", "purpose", "we_give", "they_give", "norm", "document",
            "valid_from", "valid_to", "ended_on", "is_open", "written_by", "written_at",
        }  # fmt: skip

    class Meta:
        ordering: ClassVar = ["territory__code", "-valid_from", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="data_are_shared_until_a_later_day",
            )
        ]

    def __str__(self) -> str:
        return self.code

    def state(self, on: date) -> AgreementState:
        if self.ended_on is not None and self.ended_on <= on:
            return AgreementState.ENDED
        if self.valid_from > on:
            return AgreementState.TO_COME
        return AgreementState.EXPIRED if self.valid_to is not None and self.valid_to < on else AgreementState.IN_FORCE

    @property
    def given(self) -> list[str]:
        return _labels(self.we_give)

    @property
    def taken(self) -> list[str]:
        return _labels(self.they_give)


def _labels(codes: list[str]) -> list[str]:
    """In the order of the list. A code that is none any more is left out."""
    return [str(one.label) for one in DataKind if one.value in codes]
