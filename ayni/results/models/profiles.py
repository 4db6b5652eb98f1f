"""What a territory has for migration governance (R229), as people found it: asked aspect by aspect, under the
dimensions of the MGI. What is counted stands beside it and is never typed here."""

from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import pgettext_lazy

from ayni.access.models import User

from .indicators import ValueState


class Tier(models.TextChoices):
    """Whose governance it is."""

    NATIONAL = "NATIONAL", pgettext_lazy("government", "National")
    REGIONAL = "REGIONAL", pgettext_lazy("government", "Regional")
    LOCAL = "LOCAL", pgettext_lazy("government", "Local")


class Aspect(models.Model):
    """Something that a dimension names, as a question to the government of a territory. It comes with the data."""

    code = models.CharField(max_length=24, unique=True)
    dimension = models.CharField(max_length=24)
    """Code of its node."""
    order = models.PositiveSmallIntegerField()
    label_es = models.CharField(max_length=200)
    label_en = models.CharField(max_length=200, blank=True)
    question = models.CharField(max_length=500)
    asked_of = models.CharField(max_length=40)
    """Tiers of government, separated by |."""
    source = models.CharField(max_length=300, blank=True)
    confidence = models.CharField(max_length=60, blank=True)
    is_asked = models.BooleanField(default=True)
    """Whether the data still holds it. What was answered stays."""

    class Meta:
        ordering: ClassVar = ["order", "code"]

    def __str__(self) -> str:
        return self.code

    @property
    def tiers(self) -> list[str]:
        return self.asked_of.split("|")


class InPlace(models.TextChoices):
    """What somebody found. That nobody looked is no state: then there is no answer."""

    WORKS = "WORKS", pgettext_lazy("aspect", "Exists and works")
    PARTLY = "PARTLY", pgettext_lazy("aspect", "Exists in part")
    ABSENT = "ABSENT", pgettext_lazy("aspect", "Does not exist")
    UNKNOWN = "UNKNOWN", pgettext_lazy("aspect", "Could not be found out")


class AssessmentQuerySet(models.QuerySet["Assessment"]):
    def approved(self) -> Self:
        return self.filter(review=ValueState.APPROVED)


class Assessment(models.Model):
    """An answer: what is in place in one territory on a day, what shows it, and who else looked at it. The newest that
    was approved counts; those before it stay."""

    aspect = models.ForeignKey(Aspect, on_delete=models.PROTECT, related_name="assessments")
    place = models.CharField(max_length=6, blank=True)
    """INEI's ubigeo of a department, province or district, whichever version of it; empty: the country."""
    on = models.DateField()
    """The day that it speaks of."""
    state = models.CharField(max_length=7, choices=InPlace.choices)
    found = models.TextField(max_length=2000)
    """What shows it; of what could not be found out, why."""
    source = models.CharField(max_length=300)
    """Where that can be read: document, number, address."""
    potential = models.TextField(max_length=1000, blank=True)
    """What could be done next: the area of potential."""
    review = models.CharField(max_length=8, choices=ValueState.choices, default=ValueState.WAITING)
    note = models.CharField(max_length=500, blank=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)

    objects = AssessmentQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["place", "aspect", "-on", "-pk"]
        indexes: ClassVar = [models.Index(fields=["place", "aspect", "-on", "-id"], name="assessment_of_a_place")]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["aspect", "place"], condition=Q(review="WAITING"), name="one_assessment_waits_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("by")), name="nobody_approves_their_assessment"
            ),
            models.CheckConstraint(
                condition=Q(review="WAITING", decided_by__isnull=True, decided_at__isnull=True)
                | ~Q(review="WAITING") & Q(decided_by__isnull=False, decided_at__isnull=False),
                name="a_decided_assessment_says_by_whom",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["WORKS", "UNKNOWN"]) | ~Q(potential=""),
                name="what_is_missing_says_what_could_be",
            ),
            models.CheckConstraint(condition=~Q(found="") & ~Q(source=""), name="an_assessment_says_what_shows_it"),
        ]

    def __str__(self) -> str:
        return f"Assessment {self.pk}"
