from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from ayni.directory.models import Rank
from ayni.governance.models import DeadlineUnit, Urgency

from .referrals import Referral


class ClockSetting(models.Model):
    """Within what time institutions acknowledge and answer, by urgency. What was sent keeps its times."""

    urgency = models.CharField(max_length=12, choices=Urgency.choices, unique=True)
    acknowledge_amount = models.PositiveSmallIntegerField()
    acknowledge_unit = models.CharField(max_length=12, choices=DeadlineUnit.choices)
    answer_amount = models.PositiveSmallIntegerField()
    answer_unit = models.CharField(max_length=12, choices=DeadlineUnit.choices)
    expire_days = models.PositiveSmallIntegerField(default=30)
    """So many days after an answer was due, what nobody answered ends of itself."""

    class Privacy:
        personal: ClassVar[set[str]] = set()
        open: ClassVar = {
            "id", "urgency", "acknowledge_amount", "acknowledge_unit", "answer_amount", "answer_unit", "expire_days",
        }  # fmt: skip

    def __str__(self) -> str:
        return self.get_urgency_display()


class ClockEvent(models.Model):
    """A reminder or an escalation that went out, once each."""

    class Kind(models.TextChoices):
        REMINDED_TO_ACKNOWLEDGE = "REMIND_ACK", _("Reminder: not received yet")
        REMINDED_TO_ANSWER = "REMIND_ANSWER", _("Reminder: not answered yet")
        ESCALATED_RECEIPT = "ESCALATE_ACK", _("Escalated: not received")
        ESCALATED_ANSWER = "ESCALATE_ANSWER", _("Escalated: not answered")
        ESCALATED_FURTHER = "ESCALATE_TOP", _("Escalated further: still not answered")

    referral = models.ForeignKey(Referral, on_delete=models.CASCADE, related_name="clock_events", db_index=False)
    kind = models.CharField(max_length=16, choices=Kind.choices)
    rank = models.CharField(max_length=14, choices=Rank.choices, blank=True)
    """Of the chain of who answers for the institution: who was asked. Empty: nobody further is known."""
    at = models.DateTimeField()

    class Privacy:
        personal: ClassVar[set[str]] = set()
        open: ClassVar = {"id", "referral", "kind", "rank", "at"}

    class Meta:
        ordering: ClassVar = ["at", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["referral", "kind"], name="the_clock_strikes_once_per_referral_and_kind")
        ]

    def __str__(self) -> str:
        return f"Clock event {self.pk}"
