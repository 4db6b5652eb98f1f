from datetime import date, timedelta
from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import pgettext_lazy

from ayni.access.models import Organisation, User
from ayni.codelists.models import Profile
from ayni.people.models import Section

from .services import Service


class AgreementState(models.TextChoices):
    """Where an agreement stands on a day."""

    TO_COME = "TO_COME", pgettext_lazy("agreement", "Not in force yet")
    IN_FORCE = "IN_FORCE", pgettext_lazy("agreement", "In force")
    EXPIRED = "EXPIRED", pgettext_lazy("agreement", "Expired")
    ENDED = "ENDED", pgettext_lazy("agreement", "Ended before its time")


class AgreementQuerySet(models.QuerySet["Agreement"]):
    def in_force(self, on: date) -> Self:
        standing = Q(ended_on__isnull=True) | Q(ended_on__gt=on)
        return self.filter(standing, Q(valid_to__isnull=True) | Q(valid_to__gte=on), valid_from__lte=on)


class Agreement(models.Model):
    """What two institutions agreed: which parts of a file may go, for which profiles and services, until when."""

    code = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=200)
    ours = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+", db_index=False)
    theirs = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="agreements")
    purpose = models.TextField()
    """Its object: what it is for."""
    sections = models.JSONField(default=list)
    """Codes of `people.Section`: the parts of a file that it lets go."""
    profiles = models.ManyToManyField(Profile, related_name="+", blank=True)
    """None: people of every profile."""
    services = models.ManyToManyField(Service, related_name="agreements", blank=True)
    """None: every service of the institution."""
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)
    """The last day on which it counts; empty: without an end."""
    ended_on = models.DateField(null=True, blank=True)
    document = models.CharField(max_length=300)
    """Where the signed paper is: the number of a resolution, or an address."""
    watched_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", db_index=False)
    alert_days = models.PositiveSmallIntegerField(default=60)
    alerted_on = models.DateField(null=True, blank=True)
    written_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", db_index=False)
    written_at = models.DateTimeField()

    objects = AgreementQuerySet.as_manager()
    state_now: AgreementState
    """Of a row on a page: where it stands today."""

    class Privacy:
        personal: ClassVar[set[str]] = set()
        open: ClassVar = {
            "id", "code", "name", "ours", "theirs", "purpose", "sections", "profiles", "services", "valid_from",
            "valid_to", "ended_on", "document", "watched_by", "alert_days", "alerted_on", "written_by", "written_at",
        }  # fmt: skip

    class Meta:
        ordering: ClassVar = ["theirs__name", "-valid_from", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="an_agreement_ends_after_it_begins",
            ),
            models.CheckConstraint(condition=~Q(ours=F("theirs")), name="an_agreement_is_between_two_institutions"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"

    def state(self, on: date) -> AgreementState:
        if self.ended_on is not None and self.ended_on <= on:
            return AgreementState.ENDED
        if self.valid_from > on:
            return AgreementState.TO_COME
        return AgreementState.EXPIRED if self.valid_to is not None and self.valid_to < on else AgreementState.IN_FORCE

    @property
    def section_labels(self) -> list[str]:
        return [str(Section(code).label) for code in self.sections]

    @property
    def alert_on(self) -> date | None:
        """From which day whoever watches it is told that it ends."""
        return self.valid_to - timedelta(days=self.alert_days) if self.valid_to else None
