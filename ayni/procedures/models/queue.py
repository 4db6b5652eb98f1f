"""The queue of an office on a day: who arrived, who is called to which window, and every step of it as a row."""

import secrets
from typing import ClassVar, Self

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ayni.access.models import Office, User
from ayni.access.scope import Scope, counter_scope_of
from ayni.lib.ids import uuid7
from ayni.people.models.people import is_within_reach

from .applications import Application
from .appointments import Appointment
from .calendars import Group, Reached, Window
from .catalogue import Procedure


def new_token() -> str:
    """128 random bits, for an address that nobody guesses."""
    return secrets.token_urlsafe(16)


class Series(models.Model):
    """What one comes for, as a letter: the A of A012. Each begins at 001 every day."""

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="queue_series", db_index=False)
    letter = models.CharField(max_length=1, validators=[RegexValidator("^[A-Z]$")])
    name = models.CharField(max_length=60)
    """As the kiosk offers it."""
    procedures = models.ManyToManyField(Procedure, blank=True, related_name="+")
    """Who comes for one of these gets this letter. None: whoever fits no other."""
    is_open = models.BooleanField(default=True)

    objects = Reached.as_manager()

    class Privacy:
        personal: ClassVar[set[str]] = set()
        open: ClassVar = {"id", "office", "letter", "name", "procedures", "is_open"}

    class Meta:
        ordering: ClassVar = ["office", "letter"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["office", "letter"], name="a_letter_means_one_thing_in_an_office")
        ]

    def __str__(self) -> str:
        return f"{self.letter}: {self.name}"


class QueueDay(models.Model):
    """The queue of one office on one day. Whoever changes anything in it locks this row first, so that two windows
    never call one ticket, and numbers what they did by `seq`, without a gap."""

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+", db_index=False)
    day = models.DateField()
    seq = models.PositiveIntegerField(default=0)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Privacy:
        personal: ClassVar[set[str]] = set()
        open: ClassVar = {"id", "office", "day", "seq", "closed_at"}

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["office", "day"], name="an_office_has_one_queue_a_day")
        ]
        indexes: ClassVar = [
            models.Index(fields=["day", "id"], condition=Q(closed_at__isnull=True), name="queue_day_open"),
        ]

    def __str__(self) -> str:
        return f"QueueDay {self.pk}"


class Lane(models.IntegerChoices):
    """In which of three lines a ticket waits. `rules.queue` says whose turn it is."""

    FIRST = 0, pgettext_lazy("queue", "Preferential")
    APPOINTED = 1, pgettext_lazy("queue", "With appointment")
    WALK_IN = 2, pgettext_lazy("queue", "Without appointment")


class TicketState(models.TextChoices):
    WAITING = "WAITING", pgettext_lazy("ticket", "Waits")
    CALLED = "CALLED", pgettext_lazy("ticket", "Called")
    SERVING = "SERVING", pgettext_lazy("ticket", "Being attended")
    DONE = "DONE", pgettext_lazy("ticket", "Attended")
    ABSENT = "ABSENT", pgettext_lazy("ticket", "Did not answer the call")
    LEFT = "LEFT", pgettext_lazy("ticket", "Not attended")


AT_WINDOW = (TicketState.CALLED, TicketState.SERVING)
OVER = (TicketState.DONE, TicketState.LEFT)


class TicketQuerySet(models.QuerySet["Ticket"]):
    def visible_to(self, user: User) -> Self:
        """Those at the counters where the user works. A row is a number: whose it is, is for others to protect."""
        return self.within(counter_scope_of(user))

    def within(self, scope: Scope) -> Self:
        return self.filter(is_within_reach(scope, "day__office"))


class Ticket(models.Model):
    """Somebody is here. A number, never a name: whose it is, is for the appointment and the application to protect."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    token = models.CharField(max_length=22, unique=True, default=new_token)
    """Of its public page."""
    day = models.ForeignKey(QueueDay, on_delete=models.PROTECT, related_name="tickets", db_index=False)
    series = models.ForeignKey(Series, on_delete=models.PROTECT, related_name="+", db_index=False)
    number = models.PositiveSmallIntegerField()
    procedure = models.ForeignKey(
        Procedure, on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    """What for. None: any window that is free may find out."""
    group = models.CharField(max_length=10, choices=Group.choices, blank=True)
    lane = models.PositiveSmallIntegerField(choices=Lane.choices, default=Lane.WALK_IN)
    place = models.DateTimeField()
    """Before whom in its lane. A transfer keeps it."""
    passed_over = models.PositiveSmallIntegerField(default=0)
    """How often another lane was preferred while this one stood first in its own."""
    appointment = models.OneToOneField(
        Appointment, on_delete=models.PROTECT, null=True, blank=True, related_name="ticket"
    )
    application = models.ForeignKey(
        Application, on_delete=models.PROTECT, null=True, blank=True, related_name="tickets"
    )
    state = models.CharField(max_length=7, choices=TicketState.choices, default=TicketState.WAITING)
    window = models.ForeignKey(
        Window, on_delete=models.PROTECT, null=True, blank=True, related_name="tickets", db_index=False
    )
    """Where it was called last."""
    only_at = models.ForeignKey(
        Window, on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    """Transferred: only this window calls it."""
    calls = models.PositiveSmallIntegerField(default=0)
    """In a row, since it last waited."""
    arrived_at = models.DateTimeField()
    first_called_at = models.DateTimeField(null=True, blank=True)
    called_at = models.DateTimeField(null=True, blank=True)
    began_at = models.DateTimeField(null=True, blank=True)
    """The attention at the window where it is now."""
    ended_at = models.DateTimeField(null=True, blank=True)
    attention_seconds = models.PositiveIntegerField(null=True, blank=True)
    """At all windows together. None: nobody measured it."""
    was_asked = models.BooleanField(default=False)
    """The question of how they were treated was answered. What was said is elsewhere, and says not by whom."""
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    """Nobody: at the kiosk."""

    objects = TicketQuerySet.as_manager()

    class Privacy:
        personal: ClassVar = {"group"}
        open: ClassVar = {
            "id", "token", "day", "series", "number", "procedure", "lane", "place", "passed_over", "appointment",
            "application", "state", "window", "only_at", "calls", "arrived_at", "first_called_at", "called_at",
            "began_at", "ended_at", "attention_seconds", "was_asked", "made_by",
        }  # fmt: skip

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["day", "state", "place", "id"], name="ticket_queue"),
            models.Index(fields=["day", "-called_at"], condition=Q(called_at__isnull=False), name="ticket_called"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["day", "series", "number"], name="a_ticket_number_is_given_once_a_day"),
            models.UniqueConstraint(
                fields=["window"],
                condition=Q(state__in=["CALLED", "SERVING"]),
                name="a_window_has_one_ticket_at_a_time",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["CALLED", "SERVING"]) | Q(window__isnull=False, called_at__isnull=False),
                name="a_ticket_is_called_to_a_window",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["DONE", "LEFT"]) | Q(ended_at__isnull=False),
                name="a_ticket_that_ended_has_a_time",
            ),
            models.CheckConstraint(condition=Q(number__gte=1), name="tickets_begin_at_one"),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def code(self) -> str:
        """`A012`. Asks for the series, which lists join."""
        return f"{self.series.letter}{self.number:03}"

    @property
    def is_over(self) -> bool:
        return self.state in OVER


class Kind(models.TextChoices):
    """What happened in the queue."""

    ARRIVED = "ARRIVED", pgettext_lazy("queue", "Arrived")
    CALLED = "CALLED", pgettext_lazy("queue", "Called")
    REPEATED = "REPEATED", pgettext_lazy("queue", "Called again")
    BEGAN = "BEGAN", pgettext_lazy("queue", "Attention began")
    ENDED = "ENDED", pgettext_lazy("queue", "Attention ended")
    TRANSFERRED = "TRANSFERRED", pgettext_lazy("queue", "Sent to another window")
    ABSENT = "ABSENT", pgettext_lazy("queue", "Did not answer")
    REQUEUED = "REQUEUED", pgettext_lazy("queue", "Waits again")
    LEFT = "LEFT", pgettext_lazy("queue", "Not attended")
    PAUSED = "PAUSED", pgettext_lazy("queue", "Window paused")
    RESUMED = "RESUMED", pgettext_lazy("queue", "Window attends again")


class QueueEvent(models.Model):
    """One thing that happened, in its order. Screens catch up by its number."""

    day = models.ForeignKey(QueueDay, on_delete=models.PROTECT, related_name="events", db_index=False)
    seq = models.PositiveIntegerField()
    kind = models.CharField(max_length=11, choices=Kind.choices)
    ticket = models.ForeignKey(Ticket, on_delete=models.PROTECT, null=True, blank=True, related_name="events")
    window = models.ForeignKey(
        Window, on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    """Nobody: the kiosk, or the end of the day."""
    at = models.DateTimeField()

    class Privacy:
        personal: ClassVar[set[str]] = set()
        open: ClassVar = {"id", "day", "seq", "kind", "ticket", "window", "by", "at"}

    class Meta:
        ordering: ClassVar = ["day", "seq"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["day", "seq"], name="what_happens_in_a_queue_has_an_order")
        ]

    def __str__(self) -> str:
        return f"QueueEvent {self.pk}"


class Attendance(models.Model):
    """Who attends at a window now, and whether they pause. No row: nobody."""

    window = models.OneToOneField(Window, on_delete=models.CASCADE, primary_key=True, related_name="attendance")
    user = models.OneToOneField(User, on_delete=models.CASCADE, related_name="attendance")
    since = models.DateTimeField()
    paused_at = models.DateTimeField(null=True, blank=True)

    class Privacy:
        personal: ClassVar[set[str]] = set()
        open: ClassVar = {"window", "user", "since", "paused_at"}

    def __str__(self) -> str:
        return f"Attendance at window {self.pk}"


class ScreenKind(models.TextChoices):
    TV = "TV", _("Screen of the waiting room")
    KIOSK = "KIOSK", _("Kiosk at the door")


class Screen(models.Model):
    """A screen or a kiosk of an office: whoever has its address sees the numbers, or may take one."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    token = models.CharField(max_length=22, unique=True, default=new_token)
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=5, choices=ScreenKind.choices)
    name = models.CharField(max_length=60)
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = Reached.as_manager()

    class Privacy:
        personal: ClassVar[set[str]] = set()
        open: ClassVar = {"id", "token", "office", "kind", "name", "made_by", "made_at", "ended_at"}

    def __str__(self) -> str:
        return f"Screen {self.pk}"


class Treated(models.TextChoices):
    WELL = "WELL", pgettext_lazy("treatment", "Yes")
    SO_SO = "SO_SO", pgettext_lazy("treatment", "More or less")
    BADLY = "BADLY", pgettext_lazy("treatment", "No")


class Treatment(models.Model):
    """ "¿Le trataron bien?" Said by somebody who was attended in an office in a month; nothing here tells by whom, nor
    in which order."""

    id = models.UUIDField(primary_key=True, editable=False)
    """Random, so that the order of the rows tells nothing."""
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+")
    month = models.DateField()
    """Its first day."""
    answer = models.CharField(max_length=5, choices=Treated.choices)

    class Privacy:
        personal: ClassVar[set[str]] = set()
        open: ClassVar = {"id", "office", "month", "answer"}

    def __str__(self) -> str:
        return f"Treatment {self.pk}"
