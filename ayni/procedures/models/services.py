"""What was asked of the State's services: every question with its purpose, what came of it, and how each service is."""

from typing import ClassVar, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ayni.access.models import User
from ayni.access.permissions import Permission
from ayni.lib.fields import EncryptedTextField
from ayni.lib.ids import uuid7

from .applications import Application, Item


class StateService(models.TextChoices):
    """What the State already offers, and Ayni therefore does not keep."""

    RENIEC = "RENIEC", _("Identity by DNI (RENIEC)")
    MIGRACIONES = "MIGRACIONES", _("Identity by the card of a foreigner (MIGRACIONES)")
    POLICE = "POLICE", _("Police records (PNP)")
    JUDICIAL = "JUDICIAL", _("Prison records (INPE)")
    PENAL = "PENAL", _("Criminal records (Poder Judicial)")
    PAYMENT = "PAYMENT", _("Receipt of a payment (Págalo.pe)")
    MAILBOX = "MAILBOX", _("Electronic mailbox (Casilla Única)")
    SIGNATURE = "SIGNATURE", _("Digital signature (Firma Perú)")


class Purpose(models.TextChoices):
    """What a question was for. There is no other: a question without one of these is not asked."""

    IDENTITY = "IDENTITY", _("To check the identity of who applies")
    RECORDS = "RECORDS", _("To check a requirement about records")
    PAYMENT = "PAYMENT", _("To check that the fee was paid")
    NOTIFICATION = "NOTIFICATION", _("To notify a decision")
    SIGNATURE = "SIGNATURE", _("To sign a document")


class CallOutcome(models.TextChoices):
    """How a question ended. What was answered is not told here."""

    ASKED = "ASKED", pgettext_lazy("service", "Asked, without an answer yet")
    ANSWERED = "ANSWERED", pgettext_lazy("service", "Answered")
    NO_ANSWER = "NO_ANSWER", pgettext_lazy("service", "Did not answer")
    MALFORMED = "MALFORMED", pgettext_lazy("service", "Answered what cannot be read")
    REFUSED = "REFUSED", pgettext_lazy("service", "Refused to answer us")


FAILURES = (CallOutcome.NO_ANSWER, CallOutcome.MALFORMED)
"""What says something of the service. That it refuses us says something of our credentials."""


class Finding(models.TextChoices):
    """What is kept of an answer: that it was checked, with what result. Never what the answer holds."""

    SAME = "SAME", pgettext_lazy("check", "The identity is the one of the file")
    DIFFERENT = "DIFFERENT", pgettext_lazy("check", "The identity is not the one of the file")
    UNKNOWN = "UNKNOWN", pgettext_lazy("check", "The service does not know the document")
    NO_RECORDS = "NO_RECORDS", pgettext_lazy("check", "No records")
    RECORDS = "RECORDS", pgettext_lazy("check", "There is something to look at: ask for the certificate")
    SAME_NAME = "SAME_NAME", pgettext_lazy("check", "Somebody of the same name: ask for the certificate")
    PAID = "PAID", pgettext_lazy("check", "Paid, with this number, day and amount")
    NOT_PAID = "NOT_PAID", pgettext_lazy("check", "No such payment")
    OTHER_AMOUNT = "OTHER_AMOUNT", pgettext_lazy("check", "Paid, with another amount or day")
    DEPOSITED = "DEPOSITED", pgettext_lazy("check", "In the mailbox, not read yet")
    READ = "READ", pgettext_lazy("check", "In the mailbox, and read")
    NO_MAILBOX = "NO_MAILBOX", pgettext_lazy("check", "The person has no mailbox: notify on paper")


class ServiceCallQuerySet(models.QuerySet["ServiceCall"]):
    def visible_to(self, user: User) -> Self:
        """Those about applications that the user may see. Whoever manages the accounts of an institution sees no
        application, and reads who of it asked which service what for, and never about whom (`naming`)."""
        if user.may(Permission.APPLICATION_VIEW):
            return self.filter(application__in=Application.objects.visible_to(user))
        if user.may(Permission.STATE_SERVICE_LOG):
            return self.filter(by__organisation_id=user.organisation_id)
        return self.none()

    def naming(self, user: User) -> Self:
        """With `may_name`: whether the user may see the application that a question was about."""
        seen = Exists(Application.objects.visible_to(user).filter(pk=OuterRef("application")))
        if not user.may(Permission.APPLICATION_VIEW):
            return self.annotate(may_name=models.Value(False))
        return self.annotate(may_name=models.ExpressionWrapper(seen, output_field=models.BooleanField()))


class ServiceCall(models.Model):
    """A question: who asked which service when, about which application, what for, on what legal basis. Its row is
    there before the question leaves, so that none is asked that nobody can account for."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    key = models.UUIDField(unique=True)
    """Of the form: the same form sent twice asks once. The service gets it too, for its own repeats."""
    service = models.CharField(max_length=12, choices=StateService.choices)
    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="service_calls")
    item = models.ForeignKey(Item, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", db_index=False)
    """The requirement that it was asked for."""
    purpose = models.CharField(max_length=12, choices=Purpose.choices)
    legal_basis = models.CharField(max_length=300)
    """As it was in force on the day."""
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()
    outcome = models.CharField(max_length=9, choices=CallOutcome.choices, default=CallOutcome.ASKED)
    code = models.CharField(max_length=40, blank=True)
    """How it failed: a status or the kind of error, never words of the service."""
    milliseconds = models.PositiveIntegerField(null=True, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)

    objects = ServiceCallQuerySet.as_manager()

    class Privacy:
        personal: ClassVar[set[str]] = set()
        open: ClassVar = {
            "id", "key", "service", "application", "item", "purpose", "legal_basis", "by", "at", "outcome", "code",
            "milliseconds", "tries",
        }  # fmt: skip

    class Meta:
        ordering: ClassVar = ["-at", "-id"]
        indexes: ClassVar = [
            models.Index(fields=["-at", "-id"], name="service_call_newest"),
            models.Index(fields=["service", "-at", "-id"], name="service_call_of_service"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(legal_basis=""), name="a_question_has_a_legal_basis"),
            models.CheckConstraint(
                condition=Q(outcome="ASKED") | Q(milliseconds__isnull=False), name="a_question_that_ended_took_a_time"
            ),
        ]

    def __str__(self) -> str:
        return f"ServiceCall {self.pk}"


class Check(models.Model):
    """What is kept of an answer: what was found, when, by whom, for which line of the checklist."""

    call = models.OneToOneField(ServiceCall, on_delete=models.PROTECT, primary_key=True, related_name="check_made")
    item = models.ForeignKey(Item, on_delete=models.CASCADE, null=True, blank=True, related_name="checks")
    finding = EncryptedTextField(choices=Finding.choices)
    """Encrypted: that somebody has records is nobody's to search for."""
    reference = EncryptedTextField(default="")
    """What the service calls it: of a deposit in the mailbox, to read its receipt."""
    at = models.DateTimeField()

    class Privacy:
        personal: ClassVar = {"finding", "reference"}
        open: ClassVar = {"call", "item", "at"}

    def __str__(self) -> str:
        return f"Check of {self.call_id}"

    @property
    def found(self) -> Finding:
        return Finding(self.finding)


class ServiceHealth(models.Model):
    """The circuit breaker of one service, shared by all processes through this row."""

    service = models.CharField(max_length=12, primary_key=True, choices=StateService.choices)
    failures = models.PositiveSmallIntegerField(default=0)
    """In a row."""
    failing_since = models.DateTimeField(null=True, blank=True)
    """Of the first of them."""
    opened_at = models.DateTimeField(null=True, blank=True)
    """Since when it is not asked."""
    probed_at = models.DateTimeField(null=True, blank=True)
    """When somebody was let through to see whether it answers again."""

    class Privacy:
        personal: ClassVar[set[str]] = set()
        open: ClassVar = {"service", "failures", "failing_since", "opened_at", "probed_at"}

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(opened_at__isnull=True) | Q(failing_since__isnull=False), name="a_closed_door_has_a_since"
            )
        ]

    def __str__(self) -> str:
        return f"ServiceHealth {self.service}"
