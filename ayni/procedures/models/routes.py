"""Who may apply for what, as data: rules of the route finder, documents that allow work, rights and duties."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ayni.codelists.models import Listed


class Effect(models.TextChoices):
    """What a rule of the route finder does when its conditions hold."""

    POSSIBLE = "possible", pgettext_lazy("route", "Possible")
    BLOCKED = "blocked", _("Not now")
    EXEMPT = "exempt", _("Not asked for")
    ADVICE = "advice", _("Worth knowing")


class RouteRule(Listed):
    """One rule: its label is the sentence that is said when it holds."""

    procedure_code = models.CharField(max_length=24, blank=True)
    """Of a `Procedure`, in whichever version is in force. Empty: advice about no procedure."""
    effect = models.CharField(max_length=8, choices=Effect.choices)
    when = models.CharField(max_length=600)
    """Conditions that all must hold, as `rules.conditions` reads them: `situation in CPP; months >= 6`."""
    exempts = models.CharField(max_length=24, blank=True)
    """Places of the requirements, separated by |, FINE or FEE: what an exemption does away with."""
    legal_basis = models.CharField(max_length=300, blank=True)
    added_by_hand = models.BooleanField(default=False)

    class Privacy:
        personal: ClassVar[set[str]] = set()
        open: ClassVar = {
            "id", "code", "version", "valid_from", "valid_to", "label_es", "label_en", "source", "confidence",
            "digest", "procedure_code", "effect", "when", "exempts", "legal_basis", "added_by_hand",
        }  # fmt: skip


class WorkDocument(Listed):
    """Whether a document allows its holder to work: what employers and workers ask (R49)."""

    class Answer(models.TextChoices):
        YES = "YES", pgettext_lazy("work document", "Yes")
        CONDITIONAL = "CONDITIONAL", _("On a condition")
        NO = "NO", pgettext_lazy("work document", "No")

    class WhenExpired(models.TextChoices):
        """What the sources say of it once its date is over."""

        NO = "NO"
        """It no longer allows work."""
        ASK = "ASK"
        """They do not say: whoever employs is to ask."""

    order = models.PositiveSmallIntegerField()
    answer = models.CharField(max_length=12, choices=Answer.choices)
    condition_es = models.CharField(max_length=300, blank=True)
    question_es = models.CharField(max_length=200, blank=True)
    """The condition as whoever employs is asked it. Empty: nothing but the date is to be looked at."""
    when_expired = models.CharField(max_length=3, choices=WhenExpired.choices, blank=True)
    """Empty: it has no date that matters for this."""
    legal_basis = models.CharField(max_length=300, blank=True)

    class Privacy:
        personal: ClassVar[set[str]] = set()
        open: ClassVar = {
            "id", "code", "version", "valid_from", "valid_to", "label_es", "label_en", "source", "confidence",
            "digest", "order", "answer", "condition_es", "question_es", "when_expired", "legal_basis",
        }  # fmt: skip


class RightOrDuty(Listed):
    """What whoever applies may expect, and what is expected of them (R56)."""

    class Kind(models.TextChoices):
        RIGHT = "RIGHT", _("Right")
        DUTY = "DUTY", _("Duty")

    order = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=5, choices=Kind.choices)
    regimes = models.CharField(max_length=200, blank=True)
    """Codes of the regimes that it belongs to, separated by |. Empty: all."""
    legal_basis = models.CharField(max_length=300, blank=True)

    class Privacy:
        personal: ClassVar[set[str]] = set()
        open: ClassVar = {
            "id", "code", "version", "valid_from", "valid_to", "label_es", "label_en", "source", "confidence",
            "digest", "order", "kind", "regimes", "legal_basis",
        }  # fmt: skip
