from functools import reduce
from operator import or_
from typing import ClassVar, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ayni.access.models import Office, User
from ayni.access.permissions import Permission, Role
from ayni.access.scope import scope_of
from ayni.cases.models import Case
from ayni.files.models import StoredFile
from ayni.lib.fields import EncryptedTextField
from ayni.lib.ids import uuid7
from ayni.lib.tongues import Tongue as Language
from ayni.people.models.people import is_within_reach

from .categories import Category, Kind, Route


class State(models.TextChoices):
    RECEIVED = "RECEIVED", pgettext_lazy("feedback", "Received")
    TAKEN = "TAKEN", pgettext_lazy("feedback", "Somebody is looking at it")
    ANSWERED = "ANSWERED", pgettext_lazy("feedback", "Answered")
    REOPENED = "REOPENED", pgettext_lazy("feedback", "Open again")
    CLOSED = "CLOSED", pgettext_lazy("feedback", "Closed")
    DISCARDED = "DISCARDED", pgettext_lazy("feedback", "Set aside")


OPEN_STATES = (State.RECEIVED, State.TAKEN, State.REOPENED)
"""Something is to be done about it by us."""


class Channel(models.TextChoices):
    WEB = "WEB", _("Form on the web")
    KIOSK = "KIOSK", pgettext_lazy("feedback", "Kiosk")
    IN_PERSON = "IN_PERSON", _("In person")
    PHONE = "PHONE", _("Telephone")
    CHAT = "CHAT", pgettext_lazy("feedback", "Chat")
    FIELD = "FIELD", pgettext_lazy("feedback", "In the field")


class Way(models.TextChoices):
    """How the person may be told that there is an answer."""

    SMS = "SMS", _("SMS")
    EMAIL = "EMAIL", _("E-mail")


class Satisfied(models.TextChoices):
    YES = "YES", pgettext_lazy("satisfied", "Yes")
    NO = "NO", pgettext_lazy("satisfied", "No")


class DiscardReason(models.TextChoices):
    ADVERTISING = "ADVERTISING", _("It is advertising, or no message at all")
    TEST = "TEST", _("Somebody tried the page out")
    TWICE = "TWICE", _("The same person sent it twice, in other words")


class ReportQuerySet(models.QuerySet["Report"]):
    def visible_to(self, user: User) -> Self:
        """What its route lets this user see, but for what is about them. What is for named people is there for nobody
        else; what was joined to a case is seen by whoever sees the case."""
        scope = scope_of(user)
        supervised = [m.office_id for m in user.active_memberships if m.role == Role.SUPERVISOR and m.office_id]
        works_in = {m.office_id for m in user.active_memberships if m.office_id} | {user.office_id}
        reached = is_within_reach(scope._replace(offices=tuple(supervised)), "office")
        cases = Case.objects.visible_to(user).order_by().values("pk")
        seen = Q(case__isnull=True) | Q(case__in=cases)
        parts = [
            Q(route=Route.OFFICE) & reached & seen,
            Q(route=Route.ABOVE) & reached & seen & (~Q(about_office__in=works_in) | Q(about_office__isnull=True)),
        ]
        if user.may(Permission.FEEDBACK_SENSITIVE):
            own = Named.objects.filter(report=OuterRef("pk"), user=user.pk, ended_at__isnull=True)
            parts.append(Q(Exists(own), route=Route.NAMED))
        about = Concerned.objects.filter(report=OuterRef("pk"), user=user.pk)
        return self.filter(reduce(or_, parts)).exclude(Exists(about))

    def open(self) -> Self:
        return self.filter(state__in=OPEN_STATES)


class Report(models.Model):
    """Something that somebody told us, once, however many told it in the same words."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    number = models.CharField(max_length=20, unique=True)
    """Of its first receipt."""
    kind = models.CharField(max_length=12, choices=Kind.choices)
    category = models.ForeignKey(Category, on_delete=models.PROTECT, related_name="+", db_index=False)
    route = models.CharField(max_length=6, choices=Route.choices)
    language = models.CharField(max_length=2, choices=Language.choices, default=Language.ES)
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+", db_index=False)
    """Where it is counted, and from where its reach is reckoned."""
    about_office = models.ForeignKey(
        Office, on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    """The office that it is about, if the person said one."""
    text = EncryptedTextField(default="")
    voice = models.ForeignKey(
        StoredFile, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", db_index=False
    )
    picture = models.ForeignKey(
        StoredFile, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", db_index=False
    )
    fingerprint = models.CharField(max_length=64)
    """Keyed digest of kind, office and words: the same told again is recognised without being read."""
    times = models.PositiveIntegerField(default=1)
    may_join = models.BooleanField(default=False)
    """The person agrees that it is joined to their case."""
    case = models.ForeignKey(Case, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", db_index=False)
    received_at = models.DateTimeField()
    answer_by = models.DateTimeField()
    close_by = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.RECEIVED)
    taken_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    taken_at = models.DateTimeField(null=True, blank=True)
    first_answered_at = models.DateTimeField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    """The last answer."""
    ended_at = models.DateTimeField(null=True, blank=True)
    satisfied = models.CharField(max_length=3, choices=Satisfied.choices, blank=True)
    """The last that somebody said of an answer."""
    reopened = models.PositiveSmallIntegerField(default=0)
    discard_reason = models.CharField(max_length=12, choices=DiscardReason.choices, blank=True)
    reminded_on = models.DateField(null=True, blank=True)
    escalated_at = models.DateTimeField(null=True, blank=True)
    """When it was told that nobody answered in time."""
    ombudsman_at = models.DateTimeField(null=True, blank=True)
    """When the person took it to the ombudsman."""
    forgotten_at = models.DateTimeField(null=True, blank=True)
    """Since when its words are not kept any more."""

    objects = ReportQuerySet.as_manager()

    class Privacy:
        personal: ClassVar = {"text"}
        open: ClassVar = {
            "id", "number", "kind", "category", "route", "language", "office", "about_office", "voice", "picture",
            "fingerprint", "times",
            "may_join", "case", "received_at", "answer_by", "close_by", "state", "taken_by", "taken_at",
            "first_answered_at", "answered_at", "ended_at", "satisfied", "reopened", "discard_reason", "reminded_on",
            "escalated_at", "ombudsman_at", "forgotten_at",
        }  # fmt: skip

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["office", "state", "answer_by", "id"], name="report_queue"),
            models.Index(fields=["fingerprint", "received_at"], name="report_told_again"),
            models.Index(fields=["state", "answer_by"], name="report_clock"),
            models.Index(fields=["case"], name="report_by_case"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(state__in=["ANSWERED", "CLOSED"]) | Q(answered_at__isnull=False),
                name="a_report_is_not_closed_unanswered",
            ),
            models.CheckConstraint(
                condition=(Q(state="DISCARDED") & ~Q(discard_reason=""))
                | (~Q(state="DISCARDED") & Q(discard_reason="")),
                name="a_report_is_set_aside_for_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(case__isnull=True) | Q(may_join=True), name="a_report_joins_a_case_if_the_person_agrees"
            ),
        ]

    def __str__(self) -> str:
        return f"Report {self.number}"

    @property
    def is_open(self) -> bool:
        return self.state in OPEN_STATES

    @property
    def is_sensitive(self) -> bool:
        return self.route == Route.NAMED


class Receipt(models.Model):
    """Somebody told it: number and code with which they follow it, and how they may be reached, if they said so."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="receipts")
    number = models.CharField(max_length=20, unique=True)
    """`V-7K3M-Q2X9-H`."""
    code_hash = models.CharField(max_length=64)
    submission = models.UUIDField(null=True, unique=True)
    """Of the form it came by: sent twice, it is one."""
    channel = models.CharField(max_length=9, choices=Channel.choices)
    written_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    """Who wrote it down at a desk."""
    name = EncryptedTextField(default="")
    way = models.CharField(max_length=5, choices=Way.choices, blank=True)
    contact = EncryptedTextField(default="")
    satisfied = models.CharField(max_length=3, choices=Satisfied.choices, blank=True)
    made_at = models.DateTimeField()

    class Privacy:
        personal: ClassVar = {"name", "contact"}
        open: ClassVar = {
            "id", "report", "number", "code_hash", "submission", "channel", "written_by", "way",
            "satisfied", "made_at",
        }  # fmt: skip

    class Meta:
        ordering: ClassVar = ["made_at", "id"]

    def __str__(self) -> str:
        return f"Receipt {self.number}"

    @property
    def is_anonymous(self) -> bool:
        return not self.name and not self.contact


class Side(models.TextChoices):
    PERSON = "PERSON", pgettext_lazy("feedback", "Whoever told it")
    UNIT = "UNIT", pgettext_lazy("feedback", "The unit")
    CLOCK = "CLOCK", pgettext_lazy("feedback", "The clock")


class Step(models.TextChoices):
    """What became of a report: one line of its history."""

    RECEIVED = "RECEIVED", pgettext_lazy("step of feedback", "Received")
    TAKEN = "TAKEN", pgettext_lazy("step of feedback", "Taken")
    SORTED = "SORTED", pgettext_lazy("step of feedback", "Category or office changed")
    ANSWERED = "ANSWERED", pgettext_lazy("step of feedback", "Answered")
    ADDED = "ADDED", pgettext_lazy("step of feedback", "Something was added")
    SATISFIED = "SATISFIED", pgettext_lazy("step of feedback", "The answer is good")
    REOPENED = "REOPENED", pgettext_lazy("step of feedback", "The answer is not good: opened again")
    CLOSED = "CLOSED", pgettext_lazy("step of feedback", "Closed")
    OMBUDSMAN = "OMBUDSMAN", pgettext_lazy("step of feedback", "Taken to the ombudsman")
    DISCARDED = "DISCARDED", pgettext_lazy("step of feedback", "Set aside")
    JOINED = "JOINED", pgettext_lazy("step of feedback", "Joined to a case")
    NAMED = "NAMED", pgettext_lazy("step of feedback", "Somebody else was named")


class Entry(models.Model):
    """A line of the history of a report, with what was said, if anything was."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="entries")
    step = models.CharField(max_length=10, choices=Step.choices)
    side = models.CharField(max_length=6, choices=Side.choices)
    text = EncryptedTextField(default="")
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    at = models.DateTimeField()

    class Privacy:
        personal: ClassVar = {"text"}
        open: ClassVar = {"id", "report", "step", "side", "by", "at"}

    class Meta:
        ordering: ClassVar = ["at", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(side="UNIT", by__isnull=False) | (~Q(side="UNIT") & Q(by__isnull=True)),
                name="only_the_unit_signs_a_line_of_a_report",
            )
        ]

    def __str__(self) -> str:
        return f"Entry {self.pk}"


class Named(models.Model):
    """Somebody who may see one sensitive report. Nobody may because of a role alone."""

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="named")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", db_index=False)
    named_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    """Nobody: the report found its way by itself."""
    at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    why = EncryptedTextField(default="")
    """Why they stepped back."""

    class Privacy:
        personal: ClassVar = {"why"}
        open: ClassVar = {"id", "report", "user", "named_by", "at", "ended_at"}

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["report", "user"], name="somebody_is_named_once_for_a_report")
        ]
        indexes: ClassVar = [models.Index(fields=["user", "ended_at"], name="named_by_user")]

    def __str__(self) -> str:
        return f"Named #{self.pk}"


class Concerned(models.Model):
    """A colleague whom a report is about: they neither see it nor learn that it is there, whatever their role."""

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="concerned")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    noted_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()

    class Privacy:
        personal: ClassVar[set[str]] = set()
        open: ClassVar = {"id", "report", "user", "noted_by", "at"}

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["report", "user"], name="somebody_is_concerned_once_by_a_report")
        ]

    def __str__(self) -> str:
        return f"Concerned #{self.pk}"
