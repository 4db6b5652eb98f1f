"""What a unit asks of those who communicate."""

from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import pgettext_lazy

from ayni.access.models import Office, User
from ayni.access.scope import counter_scope_of
from ayni.lib.ids import uuid7
from ayni.people.models.people import is_within_reach

from .terms import CampaignAudience


class RequestState(models.TextChoices):
    ASKED = "ASKED", pgettext_lazy("communication", "Asked for")
    ACCEPTED = "ACCEPTED", pgettext_lazy("communication", "Accepted")
    DECLINED = "DECLINED", pgettext_lazy("communication", "Declined")
    DELIVERED = "DELIVERED", pgettext_lazy("communication", "Delivered")


class RequestQuerySet(models.QuerySet["CommunicationRequest"]):
    def visible_to(self, user: User) -> Self:
        """What one's offices ask for, and what they are asked."""
        scope = counter_scope_of(user)
        return self.filter(is_within_reach(scope, "office") | is_within_reach(scope, "asked_of"))

    def answered_by(self, user: User) -> Self:
        """What is asked of the offices that the user works in or answers for."""
        return self.filter(is_within_reach(counter_scope_of(user), "asked_of"))


class CommunicationRequest(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+", db_index=False)
    """Which asks."""
    asked_of = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+", db_index=False)
    """Which is to do it."""
    title = models.CharField(max_length=120)
    what_for = models.CharField(max_length=600)
    audiences = models.ManyToManyField(CampaignAudience, related_name="+")
    needed_by = models.DateField()
    state = models.CharField(max_length=9, choices=RequestState.choices, default=RequestState.ASKED)
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", db_index=False)
    asked_at = models.DateTimeField()
    answer_reason = models.CharField(max_length=300, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    delivered_note = models.CharField(max_length=300, blank=True)
    """What was handed over, and where it is."""
    delivered_at = models.DateTimeField(null=True, blank=True)

    objects = RequestQuerySet.as_manager()

    class Privacy:
        personal: ClassVar[set[str]] = set()
        open: ClassVar = {
            "id", "office", "asked_of", "title", "what_for", "needed_by", "state", "asked_by", "asked_at",
            "answer_reason", "answered_at", "delivered_note", "delivered_at", "audiences",
        }  # fmt: skip

    class Meta:
        ordering: ClassVar = ["needed_by", "id"]
        indexes: ClassVar = [
            models.Index(fields=["asked_of", "state", "needed_by", "id"], name="request_of_office"),
            models.Index(fields=["office", "needed_by", "id"], name="request_by_office"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(state="DECLINED") | ~Q(answer_reason=""), name="a_declined_request_says_why"
            ),
            models.CheckConstraint(
                condition=Q(state="ASKED", answered_at__isnull=True) | ~Q(state="ASKED") & Q(answered_at__isnull=False),
                name="an_answered_request_has_a_time",
            ),
            models.CheckConstraint(
                condition=Q(state="DELIVERED", delivered_at__isnull=False)
                | ~Q(state="DELIVERED") & Q(delivered_at__isnull=True),
                name="a_delivered_request_has_a_time",
            ),
        ]

    def __str__(self) -> str:
        return f"Request {self.pk}"
