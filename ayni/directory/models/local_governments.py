from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ayni.access.models import Organisation, User
from ayni.codelists.models import Territory
from ayni.governance.models import Instrument


class Stage(models.TextChoices):
    """Which part of the work a local government takes part in: the whole of it, not only its end (R153)."""

    DIAGNOSIS = "DIAGNOSIS", _("Finding out what is needed")
    PLANNING = "PLANNING", _("Planning")
    CARRYING_OUT = "CARRYING", pgettext_lazy("stage of the work", "Carrying it out")
    FOLLOW_UP = "FOLLOW_UP", _("Following it up")
    EVALUATION = "EVALUATION", pgettext_lazy("stage of the work", "Looking at what came of it")


class EngagementKind(models.TextChoices):
    CONTACT = "CONTACT", _("First contact")
    MEETING = "MEETING", pgettext_lazy("engagement", "Meeting")
    AGREED = "AGREED", _("Something was agreed")
    ACTIVITY = "ACTIVITY", _("Activity held together")
    TRAINING = "TRAINING", _("Its staff were trained")
    REFUSED = "REFUSED", _("It declined")


class Engagement(models.Model):
    """What was done together with the local government of a district or a province, and in which part of the work.
    Of offices, never of persons. Never changed: what comes later is another row."""

    territory = models.ForeignKey(Territory, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    """The municipality, if the directory has it."""
    stage = models.CharField(max_length=10, choices=Stage.choices)
    kind = models.CharField(max_length=8, choices=EngagementKind.choices)
    on = models.DateField()
    with_whom = models.CharField(max_length=200)
    """The office or post of the local government, without names."""
    what = models.CharField(max_length=500)
    result = models.CharField(max_length=500, blank=True)
    instrument = models.ForeignKey(Instrument, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    """The plan, ordinance or space that it is about, if one is registered."""
    next_on = models.DateField(null=True, blank=True)
    """When to go on."""
    written_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["-on", "-pk"]
        indexes: ClassVar = [models.Index(fields=["territory", "-on", "-id"], name="engagement_by_territory")]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(next_on__isnull=True) | Q(next_on__gt=F("on")), name="an_engagement_goes_on_later"
            )
        ]

    def __str__(self) -> str:
        return f"Engagement {self.pk}"
