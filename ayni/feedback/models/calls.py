"""Somebody asks to be called, safely: from whom nothing is asked but a number, and when and how it may ring."""

from typing import ClassVar, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ayni.access.models import User
from ayni.access.permissions import Permission
from ayni.cases.models import Case
from ayni.lib.fields import EncryptedTextField
from ayni.lib.ids import uuid7
from ayni.people.models import Person


class CallAbout(models.TextChoices):
    """What it is about, if somebody wants to say it."""

    HURT = "HURT", _("Somebody hurts me or threatens me")
    HELD = "HELD", _("I am not let go, or am made to work")
    CHILD = "CHILD", _("A child or an adolescent")
    OTHER = "OTHER", pgettext_lazy("call", "Something else")


class IfOther(models.TextChoices):
    """What to do if somebody else answers."""

    HANG_UP = "HANG_UP", _("Hang up without a word")
    SAY = "SAY", _("Say what I write here")


class CallOutcome(models.TextChoices):
    """How a request for a call ended."""

    ADVISED = "ADVISED", _("We spoke: they know what they can do")
    ACCOMPANIED = "ACCOMPANIED", _("We spoke: the unit accompanies them from now on")
    RESCUED = "RESCUED", _("We called the police or an ambulance")
    DECLINED = "DECLINED", _("We spoke: they want nothing more")
    NOT_REACHED = "NOT_REACHED", _("We could not speak with them")
    NOT_ASKED = "NOT_ASKED", _("Whoever has this number asked for nothing")


class Answered(models.TextChoices):
    """What became of one attempt to call."""

    PERSON = "PERSON", _("The person answered")
    OTHER = "OTHER", _("Somebody else answered")
    HUNG_UP = "HUNG_UP", _("It was picked up and hung up")
    NOBODY = "NOBODY", _("Nobody answered")


class CallQuerySet(models.QuerySet["CallRequest"]):
    def visible_to(self, user: User) -> Self:
        """Those that the user is named for. No role and no reach opens any other."""
        if not user.may(Permission.FEEDBACK_SENSITIVE):
            return self.none()
        return self.filter(Exists(CallNamed.objects.filter(call=OuterRef("pk"), user=user.pk, ended_at__isnull=True)))

    def open(self) -> Self:
        return self.filter(closed_at__isnull=True)


class CallRequest(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    phone = EncryptedTextField(default="")
    phone_mark = models.CharField(max_length=64, blank=True, db_index=True)
    """Keyed digest of the number: a thousand requests for one telephone are no thousand calls."""
    name = EncryptedTextField(default="")
    """Any word by which they want to be called."""
    if_other = models.CharField(max_length=7, choices=IfOther.choices, default=IfOther.HANG_UP)
    say = EncryptedTextField(default="")
    may_leave_message = models.BooleanField(default=False)
    language = models.CharField(max_length=5, default="es")
    about = EncryptedTextField(default="")
    """Of `CallAbout`; empty: they did not say."""
    # When it is safe. Without a day and without days of the week: on every day. Without hours: at every hour.
    day = models.DateField(null=True, blank=True)
    weekdays = models.CharField(max_length=7, blank=True)
    """Figures from 1 (Monday) to 7."""
    opens = models.TimeField(null=True, blank=True)
    closes = models.TimeField(null=True, blank=True)
    """Earlier than it opens: on the next day."""
    submission = models.UUIDField(null=True, unique=True)
    """Of the form it came by: sent twice, it is one."""
    times = models.PositiveIntegerField(default=1)
    asked_at = models.DateTimeField()
    # The clock: the next time at which it is safe, and by when somebody has to have tried in it.
    call_from = models.DateTimeField(null=True, blank=True)
    call_by = models.DateTimeField(null=True, blank=True)
    call_until = models.DateTimeField(null=True, blank=True)
    """None of these: no safe time is left."""
    caller = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    """Who has the number before them: two do not call at once."""
    caller_since = models.DateTimeField(null=True, blank=True)
    called_at = models.DateTimeField(null=True, blank=True)
    """The first attempt."""
    was_in_time = models.BooleanField(null=True, blank=True)
    late_told_at = models.DateTimeField(null=True, blank=True)
    reminded_on = models.DateField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    outcome = models.CharField(max_length=11, choices=CallOutcome.choices, blank=True)
    note = EncryptedTextField(default="")
    agrees = models.BooleanField(default=False)
    """The person agreed that this is joined to their file."""
    person = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    case = models.ForeignKey(Case, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", db_index=False)
    forgotten_at = models.DateTimeField(null=True, blank=True)
    """Since when its words are not kept any more."""

    objects = CallQuerySet.as_manager()

    class Privacy:
        personal: ClassVar = {"phone", "phone_mark", "name", "say", "note", "about"}
        open: ClassVar = {
            "id", "if_other", "may_leave_message", "language", "day", "weekdays", "opens", "closes", "submission",
            "times", "asked_at", "call_from", "call_by", "call_until", "caller", "caller_since", "called_at",
            "was_in_time", "late_told_at", "reminded_on", "closed_at", "closed_by", "outcome", "agrees", "person",
            "case", "forgotten_at",
        }  # fmt: skip

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["call_by", "id"], condition=Q(closed_at__isnull=True), name="call_to_make"),
            models.Index(fields=["closed_at", "id"], name="call_by_end"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True, outcome="", closed_by__isnull=True)
                | (Q(closed_at__isnull=False, closed_by__isnull=False) & ~Q(outcome="")),
                name="a_closed_call_has_somebody_and_an_outcome",
            ),
            models.CheckConstraint(
                condition=Q(person__isnull=True, case__isnull=True) | Q(agrees=True),
                name="a_call_joins_a_file_if_the_person_agrees",
            ),
        ]

    def __str__(self) -> str:
        return f"Call {self.pk}"

    @property
    def is_open(self) -> bool:
        return self.closed_at is None

    @property
    def about_words(self) -> str:
        return str(CallAbout(self.about).label) if self.about in CallAbout.values else ""


class CallAttempt(models.Model):
    """Somebody called, and what happened."""

    call = models.ForeignKey(CallRequest, on_delete=models.CASCADE, related_name="attempts")
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()
    answered = models.CharField(max_length=7, choices=Answered.choices)
    note = EncryptedTextField(default="")

    class Privacy:
        personal: ClassVar = {"note"}
        open: ClassVar = {"id", "call", "by", "at", "answered"}

    class Meta:
        ordering: ClassVar = ["at", "pk"]

    def __str__(self) -> str:
        return f"Call attempt #{self.pk}"


class CallNamed(models.Model):
    """Somebody who may see one request for a call."""

    call = models.ForeignKey(CallRequest, on_delete=models.CASCADE, related_name="named")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    """When they stepped back."""

    class Privacy:
        personal: ClassVar[set[str]] = set()
        open: ClassVar = {"id", "call", "user", "at", "ended_at"}

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["call", "user"], name="somebody_is_named_once_for_a_call")
        ]
        indexes: ClassVar = [models.Index(fields=["user", "ended_at"], name="call_named_by_user")]

    def __str__(self) -> str:
        return f"Call named #{self.pk}"
