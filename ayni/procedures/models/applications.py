"""What somebody applied for: the application, its checklist, its history."""

from typing import ClassVar, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ayni.access.models import Office, User
from ayni.access.scope import Scope, counter_scope_of
from ayni.cases.models import Case
from ayni.lib.fields import EncryptedTextField
from ayni.lib.ids import uuid7
from ayni.people.models import Attachment, Compartment, Person, Sensitivity
from ayni.people.models.people import is_within_reach

from .catalogue import Procedure, Requirement


class State(models.TextChoices):
    """Where an application stands. The order is that of its life."""

    GATHERING = "GATHERING", _("Being put together")
    SUBMITTED = "SUBMITTED", _("Submitted")
    EVALUATING = "EVALUATING", _("Being evaluated")
    OBSERVED = "OBSERVED", _("Correction asked for")
    EVALUATED = "EVALUATED", _("Evaluated, waits for a decision")
    APPROVED = "APPROVED", pgettext_lazy("application", "Approved")
    REJECTED = "REJECTED", pgettext_lazy("application", "Rejected")
    WITHDRAWN = "WITHDRAWN", pgettext_lazy("application", "Withdrawn by the person")
    ABANDONED = "ABANDONED", pgettext_lazy("application", "Abandoned")


UNDECIDED = (State.SUBMITTED, State.EVALUATING, State.OBSERVED, State.EVALUATED)
OPEN_STATES = (State.GATHERING, *UNDECIDED)


class Channel(models.TextChoices):
    """How an application came in."""

    COUNTER = "COUNTER", _("At the counter, assisted")
    LINK = "LINK", _("By the person, with a link")
    KIOSK = "KIOSK", _("By the person, at a kiosk")
    CASE = "CASE", _("From a case of the unit")
    MOBILE = "MOBILE", _("In a mobile unit or a campaign day")


class ApplicationQuerySet(models.QuerySet["Application"]):
    def visible_to(self, user: User) -> Self:
        """Those at the offices that the user reaches, but for people with a protected or restricted case: theirs are
        seen by who may see the person because of it, and by the evaluator and the approver who were named for them."""
        return self.within(counter_scope_of(user))

    def within(self, scope: Scope) -> Self:
        compartments = Compartment.objects.filter(person=OuterRef("person"))
        is_hidden = Exists(compartments.exclude(sensitivity=Sensitivity.ORDINARY))
        at_hand = is_within_reach(scope, "office") & ~is_hidden
        named = Q(evaluator=scope.user) | Q(approver=scope.user)
        return self.filter(at_hand | named | (Exists(compartments.within(scope)) & is_hidden))

    def undecided(self) -> Self:
        return self.filter(state__in=UNDECIDED)


class Application(models.Model):
    """Somebody asks for the result of a procedure, in the version that was in force that day."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    number = models.CharField(max_length=20, unique=True)
    """`T-7K3M-Q2X9-H`: what the person asks by. It says nothing about them."""
    procedure = models.ForeignKey(Procedure, on_delete=models.PROTECT, related_name="+", db_index=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="applications")
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+", db_index=False)
    """Where it is evaluated."""
    state = models.CharField(max_length=12, choices=State.choices, default=State.GATHERING)
    channel = models.CharField(max_length=8, choices=Channel.choices, default=Channel.COUNTER)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, null=True, blank=True, related_name="applications")
    """The case that asked for it, such as a measure of protection."""
    begun_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    """Nobody: the person, with a link or at a kiosk."""
    begun_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True, blank=True)
    due_on = models.DateField(null=True, blank=True)
    """The last day of the statutory time. It moves while the person corrects."""
    evaluator = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    approver = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    expires_on = models.DateField(null=True, blank=True)
    """Of what was granted: the last day on which it counts."""

    objects = ApplicationQuerySet.as_manager()

    class Privacy:
        personal: ClassVar[set[str]] = set()
        open: ClassVar = {
            "id", "number", "procedure", "person", "office", "state", "channel", "case", "begun_by", "begun_at",
            "submitted_at", "due_on", "evaluator", "approver", "decided_at", "expires_on",
        }  # fmt: skip

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["office", "state", "due_on", "id"], name="application_queue"),
            models.Index(fields=["expires_on", "id"], condition=Q(expires_on__isnull=False), name="application_expiry"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["person", "procedure"],
                condition=Q(state__in=["GATHERING", "SUBMITTED", "EVALUATING", "OBSERVED", "EVALUATED"]),
                name="one_open_application_per_person_and_procedure",
            ),
            models.CheckConstraint(
                condition=Q(evaluator__isnull=True) | Q(approver__isnull=True) | ~Q(evaluator=models.F("approver")),
                name="nobody_approves_what_they_evaluated",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["APPROVED", "REJECTED"]) | Q(decided_at__isnull=False),
                name="a_decided_application_has_a_time",
            ),
            models.CheckConstraint(
                condition=Q(submitted_at__isnull=False) | Q(state__in=["GATHERING", "WITHDRAWN", "ABANDONED"]),
                name="what_is_evaluated_was_submitted",
            ),
        ]

    def __str__(self) -> str:
        return f"Application {self.number}"

    @property
    def is_open(self) -> bool:
        return self.state in OPEN_STATES


class ItemState(models.TextChoices):
    """What became of one requirement of an application."""

    MISSING = "MISSING", _("Missing")
    PRESENTED = "PRESENTED", _("Presented")
    ACCEPTED = "ACCEPTED", pgettext_lazy("requirement", "Accepted")
    OBSERVED = "OBSERVED", _("To be corrected")
    REJECTED = "REJECTED", pgettext_lazy("requirement", "Rejected")
    EXEMPT = "EXEMPT", _("Exempt")


class Item(models.Model):
    """A requirement as this application meets it: a line of its checklist."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="items")
    requirement = models.ForeignKey(Requirement, on_delete=models.PROTECT, related_name="+", db_index=False)
    state = models.CharField(max_length=10, choices=ItemState.choices, default=ItemState.MISSING)
    attachment = models.ForeignKey(
        Attachment, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", db_index=False
    )
    reason = EncryptedTextField(default="")
    """Why it was observed, rejected or exempted, in words that the person reads."""
    looked_at_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    looked_at = models.DateTimeField(null=True, blank=True)

    class Privacy:
        personal: ClassVar = {"reason"}
        open: ClassVar = {"id", "application", "requirement", "state", "attachment", "looked_at_by", "looked_at"}

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["application", "requirement"], name="a_requirement_is_asked_once")
        ]

    def __str__(self) -> str:
        return f"Item {self.pk}"


class Judgement(models.Model):
    """A verdict on a line of a checklist, as it was given. Another one follows it and takes none away: what was
    observed and corrected since was observed all the same."""

    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="judgements")
    verdict = models.CharField(max_length=10, choices=ItemState.choices)
    reason = EncryptedTextField(default="")
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    """Nobody: an account that was gone when this table was made."""
    at = models.DateTimeField()

    class Privacy:
        personal: ClassVar = {"reason"}
        open: ClassVar = {"id", "item", "verdict", "by", "at"}

    class Meta:
        ordering: ClassVar = ["at", "pk"]

    def __str__(self) -> str:
        return f"Judgement #{self.pk}"


class Step(models.Model):
    """A line of the history: what became of an application, when, by whom."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="history")
    state = models.CharField(max_length=12, choices=State.choices)
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    """Nobody: the person themselves, or the clock."""
    at = models.DateTimeField()

    class Privacy:
        personal: ClassVar[set[str]] = set()
        open: ClassVar = {"id", "application", "state", "by", "at"}

    class Meta:
        ordering: ClassVar = ["at", "pk"]

    def __str__(self) -> str:
        return f"Step #{self.pk}"
