from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from ayni.access.models import User


class Source(models.TextChoices):
    """Where a value comes from. How much each weighs against another is in `rules.sources`."""

    ESTIMATED = "ESTIMATED", _("Estimated by staff")
    LIST = "LIST", _("A list that was imported")
    RELATIVE = "RELATIVE", _("A relative or companion said so")
    STATED = "STATED", _("The person said so")
    INSTITUTION = "INSTITUTION", _("Another institution said so")
    SEEN = "SEEN", _("A document was seen")
    REGISTER = "REGISTER", _("A register of the State")


class Confidence(models.TextChoices):
    """How sure whoever recorded it was, whatever the source."""

    HIGH = "HIGH", _("Sure")
    MEDIUM = "MEDIUM", _("Fairly sure")
    LOW = "LOW", _("Doubtful")


class Sourced(models.Model):
    """A value that says where it comes from. `recorded_by` is empty for what was there before sources were kept."""

    source = models.CharField(max_length=12, choices=Source.choices, default=Source.STATED)
    confidence = models.CharField(max_length=8, choices=Confidence.choices, default=Confidence.HIGH)
    reference = models.CharField(max_length=80, blank=True)
    """Which list, row or letter: a code, never a name."""
    # Nobody asks for all that one colleague recorded, and ten million rows load faster without that index.
    recorded_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    recorded_at = models.DateTimeField(null=True, blank=True)

    SOURCED: ClassVar = {"source", "confidence", "reference", "recorded_by", "recorded_at"}
    """For `Privacy.open` of whatever inherits this."""

    class Meta:
        abstract = True


class Spell(Sourced):
    """A value that is so from a day until a day, and that we knew from a moment until a moment: the file can be asked
    what was true on any day, and what was known on it."""

    since = models.DateField(null=True, blank=True)
    """Empty: the beginning is not known; no later than when it was recorded."""
    until = models.DateField(null=True, blank=True)
    """The first day on which it was so no more."""
    ended_at = models.DateTimeField(null=True, blank=True)
    """When we recorded that it is over, or that it was a mistake. What stands now has none."""
    is_mistake = models.BooleanField(default=False)
    """It was never so: kept, because it was believed until `ended_at`."""

    SPELL: ClassVar = {"since", "until", "ended_at", "is_mistake"}

    class Meta:
        abstract = True
