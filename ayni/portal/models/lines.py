from typing import ClassVar

from django.db import models

from ayni.codelists.models import Ordered


class EmergencyLine(Ordered):
    """A number to call, by whom it is answered. Public pages show those of emergencies first."""

    number = models.CharField(max_length=20)
    label_pt = models.CharField(max_length=120, blank=True)
    label_fr = models.CharField(max_length=120, blank=True)
    label_ht = models.CharField(max_length=120, blank=True)
    institution = models.CharField(max_length=24, blank=True)
    """Code of the institution that answers."""
    is_emergency = models.BooleanField(default=False)
    hours_es = models.CharField(max_length=120, blank=True)

    class Meta(Ordered.Meta):
        ordering: ClassVar = ["order", "code", "version"]

    def label(self, language: str) -> str:
        return getattr(self, f"label_{language}", "") or self.label_es


class PublishedFigure(Ordered):
    """A number that somebody published, with its source: what a guide may cite and nobody types."""

    value = models.CharField(max_length=40)
    comparator = models.CharField(max_length=4, blank=True)
    unit = models.CharField(max_length=60, blank=True)
    population = models.CharField(max_length=200, blank=True)
    reference_date = models.CharField(max_length=40, blank=True)
