"""What whoever employs, enrols or attends asks of us: limits, exceptions, and which document is enough."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ayni.codelists.models import Ordered


class Spoken(Ordered):
    """An entry with a name in each language of the public site."""

    label_pt = models.CharField(max_length=300, blank=True)
    label_fr = models.CharField(max_length=300, blank=True)
    label_ht = models.CharField(max_length=300, blank=True)
    legal_basis = models.CharField(max_length=300, blank=True)

    class Meta(Ordered.Meta):
        abstract = True
        ordering: ClassVar = ["order", "code", "version"]

    def label(self, language: str) -> str:
        return getattr(self, f"label_{language}", "") or self.label_es

    @property
    def is_sure(self) -> bool:
        return self.confidence in {"high", "stated"}


class HiringRule(Spoken):
    """How many foreign workers a company may have, and who does not count."""

    class Kind(models.TextChoices):
        LIMIT = "LIMIT"
        EXEMPT = "EXEMPT"

    class Of(models.TextChoices):
        """What a limit is a part of."""

        WORKERS = "WORKERS"
        PAY = "PAY"

    kind = models.CharField(max_length=6, choices=Kind.choices)
    percent = models.PositiveSmallIntegerField(null=True, blank=True)
    of = models.CharField(max_length=7, choices=Of.choices, blank=True)

    class Meta(Spoken.Meta):
        constraints: ClassVar = [
            *Spoken.Meta.constraints,
            models.CheckConstraint(
                condition=models.Q(kind="EXEMPT") | models.Q(percent__isnull=False) & ~models.Q(of=""),
                name="a_limit_of_hiring_has_a_percentage_of_something",
            ),
        ]


class AcceptedPaper(Spoken):
    """A document that somebody brings for a service, and whether it is enough."""

    class For(models.TextChoices):
        SCHOOL = "SCHOOL", pgettext_lazy("what for", "To enrol a child in school")
        EMERGENCY = "EMERGENCY", pgettext_lazy("what for", "To attend a health emergency")
        INSURANCE = "INSURANCE", pgettext_lazy("what for", "To join the SIS, the public health insurance")
        REPORT = "REPORT", pgettext_lazy("what for", "To take down the report of a crime")

    class Holder(models.TextChoices):
        ADULT = "ADULT", pgettext_lazy("document of", "Of the mother, the father or whoever takes care")
        CHILD = "CHILD", pgettext_lazy("document of", "Of the child")
        ANY = "ANY", pgettext_lazy("document of", "Of the person")

    class Answer(models.TextChoices):
        ENOUGH = "ENOUGH", _("It is enough.")
        STATEMENT = "STATEMENT", _("A sworn statement takes its place. To have no document is no reason to refuse.")
        NONE_NEEDED = "NONE_NEEDED", _("No document is needed. It is no reason to refuse.")
        ASK = "ASK", _("The sources do not say. Ask the authority, and do not refuse in the meantime.")
        NOT_ENOUGH = "NOT_ENOUGH", _("It is not enough for this. An emergency is attended all the same.")

    service = models.CharField(max_length=10, choices=For.choices)
    holder = models.CharField(max_length=6, choices=Holder.choices)
    answer = models.CharField(max_length=12, choices=Answer.choices)
