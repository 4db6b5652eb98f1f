from typing import ClassVar

from django.db import models
from django.utils.translation import pgettext_lazy

from ayni.codelists.models import Listed
from ayni.governance.models import DeadlineUnit


class Kind(models.TextChoices):
    """What somebody wants to tell us."""

    COMPLAINT = "COMPLAINT", pgettext_lazy("feedback", "A complaint")
    SUGGESTION = "SUGGESTION", pgettext_lazy("feedback", "A suggestion")
    THANKS = "THANKS", pgettext_lazy("feedback", "Thanks")
    QUESTION = "QUESTION", pgettext_lazy("feedback", "A question")
    ABUSE = "ABUSE", pgettext_lazy("feedback", "Discrimination or abuse")


class Route(models.TextChoices):
    """Who sees to it."""

    OFFICE = "OFFICE", pgettext_lazy("route of feedback", "The supervisors of the office")
    ABOVE = "ABOVE", pgettext_lazy("route of feedback", "A supervisor who does not work in that office")
    NAMED = "NAMED", pgettext_lazy("route of feedback", "Named people, and nobody else")


class Category(Listed):
    """What it is about: who sees to it, and within which time."""

    order = models.PositiveSmallIntegerField()
    kinds = models.CharField(max_length=60)
    """Of `Kind`, with `|` between them: under which it is offered."""
    route = models.CharField(max_length=6, choices=Route.choices)
    answer_amount = models.PositiveSmallIntegerField()
    answer_unit = models.CharField(max_length=12, choices=DeadlineUnit.choices)
    close_amount = models.PositiveSmallIntegerField()
    close_unit = models.CharField(max_length=12, choices=DeadlineUnit.choices)

    class Privacy:
        personal: ClassVar[set[str]] = set()
        open: ClassVar = {
            "id", "code", "version", "valid_from", "valid_to", "label_es", "label_en", "source", "confidence", "digest",
            "order", "kinds", "route", "answer_amount", "answer_unit", "close_amount", "close_unit",
        }  # fmt: skip
