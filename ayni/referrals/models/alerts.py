from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ayni.access.models import Office, Organisation, Team, User
from ayni.access.scope import scope_of
from ayni.cases.models import Screening
from ayni.codelists.models import Territory
from ayni.governance.models import Urgency
from ayni.lib.fields import EncryptedTextField
from ayni.lib.ids import uuid7
from ayni.people.models import Person, Sensitivity
from ayni.people.models.compartments import seen_by

from .links import OpenPage


class Channel(models.TextChoices):
    """How it reached us (R74, R85)."""

    WEB = "WEB", _("Form on the web")
    ACCOUNT = "ACCOUNT", _("Account of an institution")
    LINK = "LINK", _("One-time link")
    PHONE = "PHONE", _("Telephone")
    WHATSAPP = "WHATSAPP", _("WhatsApp")
    EMAIL = "EMAIL", _("E-mail")
    IN_PERSON = "IN_PERSON", _("In person")
    MOBILE_UNIT = "MOBILE_UNIT", _("Mobile unit")
    ZONAL_OFFICE = "ZONAL_OFFICE", _("Zonal office")


REMOTE = frozenset({Channel.WEB, Channel.ACCOUNT, Channel.LINK, Channel.PHONE, Channel.WHATSAPP, Channel.EMAIL})


class SenderKind(models.TextChoices):
    """Who tells us (R92)."""

    SELF = "SELF", _("I need help myself")
    SOMEBODY = "SOMEBODY", _("A relative, friend or neighbour")
    MIGRANT_ORG = "MIGRANT_ORG", _("Organisation of migrants")
    NGO = "NGO", _("Non-governmental organisation")
    CHURCH = "CHURCH", _("Church")
    MUNICIPAL = "MUNICIPAL", _("Municipality")
    STATE = "STATE", _("Institution of the State")
    FOREIGN = "FOREIGN", _("Institution of another country")
    UN = "UN", _("United Nations")
    OTHER = "OTHER", pgettext_lazy("sender", "Other")


class Topic(models.TextChoices):
    """What it is about, as whoever sends it sees it."""

    CHILD = "CHILD", _("A child or adolescent who is alone or in danger")
    VIOLENCE = "VIOLENCE", _("Violence at home or by a partner")
    TRAFFICKING = "TRAFFICKING", _("Somebody is held, exploited or deceived")
    HEALTH = "HEALTH", _("Health")
    SHELTER = "SHELTER", _("A place to stay or food")
    DOCUMENTS = "DOCUMENTS", _("Documents or migratory situation")
    DISCRIMINATION = "DISCRIMINATION", _("Discrimination or a service that was denied")
    OTHER = "OTHER", _("Something else")


class AlertState(models.TextChoices):
    NEW = "NEW", pgettext_lazy("alert", "Received")
    TAKEN = "TAKEN", pgettext_lazy("alert", "Somebody is looking at it")
    ASKED = "ASKED", pgettext_lazy("alert", "More was asked of you")
    ATTENDED = "ATTENDED", pgettext_lazy("alert", "Attended")
    ORIENTED = "ORIENTED", pgettext_lazy("alert", "Sent on to whom it concerns")
    REJECTED = "REJECTED", pgettext_lazy("alert", "Closed")


WAITING_ALERTS = (AlertState.NEW, AlertState.TAKEN, AlertState.ASKED)


class RejectReason(models.TextChoices):
    ABUSE = "ABUSE", _("It is abuse or advertising")
    DUPLICATE = "DUPLICATE", _("It was sent twice")
    NOTHING_TO_DO = "NOTHING_TO_DO", _("There is nothing that the unit can do")
    NOT_WANTED = "NOT_WANTED", _("The person does not want help")
    NOT_REACHED = "NOT_REACHED", _("Nobody can be reached")


class AlertQuerySet(models.QuerySet["Alert"]):
    def visible_to(self, user: User) -> Self:
        """The queue of whoever attends: as a case of the same sensitivity would be seen. Nobody outside the team learns
        that a restricted alert is there. What nobody has taken yet is seen by whoever stands in for a supervisor: a
        child alone does not wait for the end of somebody's holidays."""
        seen = seen_by(scope_of(user), assignee="taken_by", reason="pk")
        if user.covered_offices:
            is_new = Q(state=AlertState.NEW, sensitivity=Sensitivity.PROTECTED)
            seen |= is_new & Q(office__in=user.covered_offices)
        return self.filter(seen)

    def sent_by(self, user: User) -> Self:
        return self.filter(sender=user)

    def waiting(self) -> Self:
        return self.filter(state__in=WAITING_ALERTS)


class Alert(models.Model):
    """Somebody tells us of a person who needs us. It waits in a queue, against a clock, until it is seen to."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    number = models.CharField(max_length=20, unique=True)
    """The receipt: with it one learns the state, and nothing else."""
    submission = models.UUIDField(null=True, unique=True)
    """Of the form it came by: sent twice, it is one."""
    channel = models.CharField(max_length=12, choices=Channel.choices)
    topic = models.CharField(max_length=16, choices=Topic.choices)
    urgency = models.CharField(max_length=12, choices=Urgency.choices)
    sensitivity = models.CharField(max_length=12, choices=Sensitivity.choices)
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+", db_index=False)
    team = models.ForeignKey(Team, on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    department = models.ForeignKey(
        Territory, on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    sender_kind = models.CharField(max_length=12, choices=SenderKind.choices)
    sender_organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    sender = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    """Who sent it or wrote it down with an account."""
    sender_name = EncryptedTextField(default="")
    sender_contact = EncryptedTextField(default="")
    who = EncryptedTextField(default="")
    text = EncryptedTextField()
    safety = EncryptedTextField(default="")
    """How the person can be reached without danger."""
    received_at = models.DateTimeField()
    triage_by = models.DateTimeField()
    state = models.CharField(max_length=12, choices=AlertState.choices, default=AlertState.NEW)
    taken_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    taken_at = models.DateTimeField(null=True, blank=True)
    question = EncryptedTextField(default="")
    reply = EncryptedTextField(default="")
    person = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="alerts")
    screening = models.ForeignKey(
        Screening, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", db_index=False
    )
    oriented_to = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    reject_reason = models.CharField(max_length=16, choices=RejectReason.choices, blank=True)
    note = EncryptedTextField(default="")
    ended_at = models.DateTimeField(null=True, blank=True)
    escalated_at = models.DateTimeField(null=True, blank=True)
    forgotten_at = models.DateTimeField(null=True, blank=True)
    """Since when its words are not kept any more."""

    objects = AlertQuerySet.as_manager()

    class Privacy:
        personal: ClassVar = {
            "sender_name", "sender_contact", "who", "text", "safety", "question", "reply", "note", "topic",
        }  # fmt: skip
        open: ClassVar = {
            "id", "number", "submission", "channel", "urgency", "sensitivity", "office", "team", "department",
            "sender_kind", "sender_organisation", "sender", "received_at", "triage_by", "state", "taken_by",
            "taken_at", "person", "screening", "oriented_to", "reject_reason", "ended_at", "escalated_at",
            "forgotten_at",
        }  # fmt: skip

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["office", "state", "triage_by", "id"], name="alert_queue"),
            models.Index(fields=["sender", "-received_at", "-id"], name="alert_by_sender"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(sensitivity="RESTRICTED") | Q(team__isnull=False), name="a_restricted_alert_has_a_team"
            ),
            models.CheckConstraint(
                condition=Q(state="NEW") | Q(state="REJECTED") | Q(taken_by__isnull=False),
                name="whoever_sees_to_an_alert_has_taken_it",
            ),
            models.CheckConstraint(
                condition=Q(state="REJECTED") & ~Q(reject_reason="") | ~Q(state="REJECTED") & Q(reject_reason=""),
                name="an_alert_is_rejected_for_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"Alert {self.number}"

    @property
    def is_waiting(self) -> bool:
        return self.state in WAITING_ALERTS


class AlertLink(OpenPage):
    """Lets an institution without users send one alert."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+", db_index=False)

    class Privacy:
        personal: ClassVar[set[str]] = set()
        open: ClassVar = {"id", "organisation", "token_hash", "made_by", "made_at", "expires_at", "used_at"}

    def __str__(self) -> str:
        return f"Alert link {self.pk}"
