from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ayni.access.models import Organisation, User
from ayni.access.scope import scope_of
from ayni.cases.models import Case, Task
from ayni.directory.models import Service
from ayni.governance.models import Urgency
from ayni.lib.fields import EncryptedJSONField, EncryptedTextField
from ayni.lib.ids import uuid7
from ayni.people.models import Basis, Consent, Sensitivity
from ayni.people.models.compartments import seen_by


class Status(models.TextChoices):
    SENT = "SENT", _("Sent")
    ACKNOWLEDGED = "ACKNOWLEDGED", _("Received")
    ACCEPTED = "ACCEPTED", _("Accepted")
    DECLINED = "DECLINED", _("Declined")
    COMPLETED = "COMPLETED", _("Completed")
    WITHDRAWN = "WITHDRAWN", _("Withdrawn")


class Result(models.TextChoices):
    """What the institution reports at the end."""

    SERVED = "SERVED", _("The person was served")
    PARTLY = "PARTLY", _("The person was served in part")
    NO_SHOW = "NO_SHOW", _("The person did not come")
    REFUSED = "REFUSED", _("The person did not want it")
    NOT_SERVED = "NOT_SERVED", _("The person could not be served")


class Reached(models.TextChoices):
    """Whom the notice of a referral went to."""

    USERS = "USERS", _("Its users, who answer here")
    FOCAL_POINT = "FOCAL_POINT", _("Its focal point, by a link")
    NOBODY = "NOBODY", _("Nobody: it has neither users nor a focal point with e-mail and telephone")


class ReferralQuerySet(models.QuerySet["Referral"]):
    def addressed_to(self, user: User) -> Self:
        """For whoever answers: what was sent to the user's institution. Inside one house a restricted case stays with
        its team, also when a unit of that house is asked for something."""
        sent_to_us = self.filter(organisation=user.organisation_id)
        houses = {m.office.organisation_id for m in user.active_memberships if m.office}
        if not houses:
            return sent_to_us
        own_restricted = Q(case__sensitivity=Sensitivity.RESTRICTED, case__office__organisation__in=houses)
        return sent_to_us.filter(~own_restricted | Q(case__in=Case.objects.visible_to(user)))

    def visible_to(self, user: User) -> Self:
        """For whoever sends: the referrals of the cases the user may open."""
        # Asked of the case of each referral, not as the list of all cases that the user may open: in a large office
        # that is long.
        return self.filter(seen_by(scope_of(user), assignee="caseworker", of="case__"))

    def waiting(self) -> Self:
        """Somebody owes an answer or an outcome."""
        return self.filter(status__in=[Status.SENT, Status.ACKNOWLEDGED, Status.ACCEPTED])

    def unanswered(self) -> Self:
        return self.filter(status__in=[Status.SENT, Status.ACKNOWLEDGED])


class Referral(models.Model):
    """We ask a service to take up a need of this case, and wait for its answer, against a clock."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    number = models.CharField(max_length=20, unique=True)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="referrals", db_index=False)
    task = models.ForeignKey(Task, on_delete=models.PROTECT, null=True, blank=True, related_name="referrals")
    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="+", db_index=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+", db_index=False)
    """Of the service, on the day of sending: whom the referral is addressed to."""
    reason = EncryptedTextField()
    urgency = models.CharField(max_length=12, choices=Urgency.choices)
    shared = EncryptedJSONField()
    """[[field, label, value], …]: the very data that were released, as they were then, and nothing else."""
    basis = models.CharField(max_length=16, choices=Basis.choices)
    consent = models.ForeignKey(Consent, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    grounds = EncryptedTextField(default="")
    """Why the law allows it, when there is no consent."""
    status = models.CharField(max_length=12, choices=Status.choices, default=Status.SENT)
    sent_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", db_index=False)
    sent_at = models.DateTimeField()
    acknowledge_by = models.DateTimeField()
    answer_by = models.DateTimeField()
    acknowledged_at = models.DateTimeField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    result = models.CharField(max_length=12, choices=Result.choices, blank=True)
    escalated_at = models.DateTimeField(null=True, blank=True)
    next_strike_at = models.DateTimeField(null=True, blank=True)
    """When the clock strikes next (`rules.next_strike`); empty: never again."""
    reached = models.CharField(max_length=12, choices=Reached.choices, default=Reached.NOBODY)
    proof = models.CharField(max_length=32, unique=True)
    """Random: what the QR of the letter holds. It says valid or not valid, never who."""

    objects = ReferralQuerySet.as_manager()

    class Privacy:
        personal: ClassVar = {"reason", "shared", "grounds"}
        open: ClassVar = {
            "id", "number", "case", "task", "service", "organisation", "urgency", "basis", "consent", "status",
            "sent_by", "sent_at", "acknowledge_by", "answer_by", "acknowledged_at", "answered_at", "finished_at",
            "result", "escalated_at", "next_strike_at", "reached", "proof",
        }  # fmt: skip

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["organisation", "status", "answer_by", "id"], name="referral_inbox"),
            models.Index(fields=["organisation", "-sent_at", "-id"], name="referral_by_organisation"),
            models.Index(fields=["next_strike_at"], name="referral_clock"),
            models.Index(fields=["case", "-sent_at"], name="referral_by_case"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["case", "service"],
                condition=Q(status__in=["SENT", "ACKNOWLEDGED"]),
                name="one_waiting_referral_per_case_and_service",
            ),
            models.CheckConstraint(
                condition=Q(status__in=["SENT", "ACKNOWLEDGED", "WITHDRAWN"]) | Q(answered_at__isnull=False),
                name="an_answer_has_a_time",
            ),
            models.CheckConstraint(
                condition=(Q(status="COMPLETED") & ~Q(result="")) | (~Q(status="COMPLETED") & Q(result="")),
                name="a_completed_referral_has_a_result",
            ),
            models.CheckConstraint(
                condition=~Q(basis__in=["CONSENT", "REPRESENTATIVE"]) | Q(consent__isnull=False),
                name="sharing_by_consent_names_the_consent",
            ),
        ]

    def __str__(self) -> str:
        return f"Referral {self.number}"

    @property
    def consent_is_withdrawn(self) -> bool:
        """The person took back what this rests on: from that moment the institution sees no data."""
        return self.consent is not None and self.consent.withdrawn_at is not None

    @property
    def is_waiting(self) -> bool:
        return self.status in {Status.SENT, Status.ACKNOWLEDGED, Status.ACCEPTED}

    @property
    def released(self) -> list[dict[str, str]]:
        """What the institution may see of the person at this moment, as rows of a page."""
        return [{"label": label, "value": value} for _field, label, value in self.shared] if self.is_readable else []

    @property
    def is_readable(self) -> bool:
        """Whether the institution may still see the data: not after it declined, nor once the ground is gone."""
        return self.status not in {Status.WITHDRAWN, Status.DECLINED} and not self.consent_is_withdrawn


class MessageKind(models.TextChoices):
    ACKNOWLEDGED = "ACKNOWLEDGED", _("Received")
    ACCEPTED = "ACCEPTED", _("Accepted")
    DECLINED = "DECLINED", _("Declined")
    QUESTION = "QUESTION", _("Asks for something")
    REPLY = "REPLY", _("Reply")
    OUTCOME = "OUTCOME", _("Outcome")
    WITHDRAWN = "WITHDRAWN", _("Withdrawn")


class Message(models.Model):
    """Something that one side said to the other about a referral."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    referral = models.ForeignKey(Referral, on_delete=models.CASCADE, related_name="messages")
    kind = models.CharField(max_length=12, choices=MessageKind.choices)
    text = EncryptedTextField(default="")
    written_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    """Empty when it came through a link: then `signature` says who signed."""
    signature = EncryptedTextField(default="")
    written_at = models.DateTimeField()

    class Privacy:
        personal: ClassVar = {"text", "signature"}
        open: ClassVar = {"id", "referral", "kind", "written_by", "written_at"}

    class Meta:
        ordering: ClassVar = ["written_at", "id"]
        indexes: ClassVar = [models.Index(fields=["-written_at", "-id"], name="referral_message_by_time")]

    def __str__(self) -> str:
        return f"Message {self.pk}"
