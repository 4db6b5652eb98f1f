"""Who comes when: appointments, seats held for a moment, the waiting list, who was received on a campaign day."""

from typing import ClassVar, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ayni.access.models import Office, User
from ayni.access.scope import Scope, counter_scope_of
from ayni.lib.fields import EncryptedJSONField, EncryptedTextField
from ayni.lib.ids import uuid7
from ayni.people.models import Compartment, Person, Sensitivity
from ayni.people.models.compartments import CompartmentQuerySet
from ayni.people.models.people import is_within_reach

from .applications import Application
from .calendars import Campaign, Group, Reached, Seat
from .catalogue import Procedure
from .codes import OneTimeCode


class AppointmentState(models.TextChoices):
    BOOKED = "BOOKED", pgettext_lazy("appointment", "Booked")
    ARRIVED = "ARRIVED", pgettext_lazy("appointment", "Arrived")
    ATTENDED = "ATTENDED", pgettext_lazy("appointment", "Received")
    NO_SHOW = "NO_SHOW", pgettext_lazy("appointment", "Did not come")
    CANCELLED = "CANCELLED", pgettext_lazy("appointment", "Cancelled")
    MOVED = "MOVED", pgettext_lazy("appointment", "Moved to another time")


LIVE = (AppointmentState.BOOKED, AppointmentState.ARRIVED)
"""Somebody is expected, or is here."""


class Origin(models.TextChoices):
    """Who made the appointment."""

    WEB = "WEB", _("The person, on the page for appointments")
    COUNTER = "COUNTER", _("A colleague, for somebody at the counter")
    FILE = "FILE", _("A colleague, from the person's file")
    LIST = "LIST", _("The waiting list")
    CLOSURE = "CLOSURE", _("Moved because the office was closed")


class AppointmentQuerySet(models.QuerySet["Appointment"]):
    def visible_to(self, user: User) -> Self:
        """Those of the counters that the user reaches, and of people whom they see because of a case. A row is a number
        and an hour: whose it is, is for `naming` to say."""
        return self.within(counter_scope_of(user))

    def within(self, scope: Scope) -> Self:
        return self.filter(is_within_reach(scope, "office") | Exists(_compartments().within(scope)))

    def nameable_by(self, user: User) -> Self:
        """Of these, those whose person the user may learn of: search by name only here."""
        return self.visible_to(user).filter(~Exists(_hidden()) | Exists(_compartments().within(counter_scope_of(user))))

    def naming(self, user: User) -> Self:
        """With `may_name`: false where somebody's protected or restricted case is not the user's to know. Such a row
        looks like that of somebody who booked without a name."""
        seen = ~Exists(_hidden()) | Exists(_compartments().within(counter_scope_of(user)))
        return self.annotate(may_name=models.ExpressionWrapper(seen, output_field=models.BooleanField()))

    def live(self) -> Self:
        return self.filter(state__in=LIVE)


def _compartments() -> CompartmentQuerySet:
    return Compartment.objects.filter(person=OuterRef("person"))


def _hidden() -> CompartmentQuerySet:
    return _compartments().exclude(sensitivity=Sensitivity.ORDINARY)


class Appointment(models.Model):
    """Somebody is received in an office, at an hour, for a procedure. It is never changed into another one: who moves
    gets a new one, and the old one says so."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    number = models.CharField(max_length=20, unique=True)
    """`K-7K3M-Q2X9-H`: what is said at the counter and called on the screen. It says nothing about the person."""
    secret = EncryptedTextField()
    """What the QR of the slip carries beside the number, and what one needs to move or cancel it."""
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+", db_index=False)
    procedure = models.ForeignKey(Procedure, on_delete=models.PROTECT, related_name="+", db_index=False)
    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="appointments", db_index=False)
    starts_at = models.DateTimeField()
    state = models.CharField(max_length=9, choices=AppointmentState.choices, default=AppointmentState.BOOKED)
    group = models.CharField(max_length=10, choices=Group.choices, blank=True)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="appointments")
    application = models.ForeignKey(
        Application, on_delete=models.PROTECT, null=True, blank=True, related_name="appointments"
    )
    who = models.CharField(max_length=64)
    """Keyed digest of the document, or else of the telephone or address: one live appointment each."""
    contact = EncryptedJSONField(default=dict)
    """`name`, `email`, `phone`: as the person gave them; `language`: in which they booked."""
    origin = models.CharField(max_length=8, choices=Origin.choices, default=Origin.WEB)
    booked_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    """Nobody: the person themselves."""
    booked_at = models.DateTimeField()
    arrived_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    """When they were received, or it was cancelled, moved, or found that nobody came."""
    reminded_at = models.DateTimeField(null=True, blank=True)
    moved_to = models.OneToOneField("self", on_delete=models.SET_NULL, null=True, blank=True, related_name="moved_from")

    objects = AppointmentQuerySet.as_manager()

    class Privacy:
        personal: ClassVar = {"contact", "who", "group", "secret"}
        open: ClassVar = {
            "id", "number", "office", "procedure", "seat", "starts_at", "state", "person", "application", "origin",
            "booked_by", "booked_at", "arrived_at", "ended_at", "reminded_at", "moved_to",
        }  # fmt: skip

    class Meta:
        ordering: ClassVar = ["starts_at", "id"]
        indexes: ClassVar = [
            models.Index(fields=["office", "starts_at", "id"], name="appointment_by_day"),
            models.Index(fields=["starts_at", "id"], condition=Q(state="BOOKED"), name="appointment_expected"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["seat"],
                condition=Q(state__in=["BOOKED", "ARRIVED", "ATTENDED", "NO_SHOW"]),
                name="a_seat_is_one_persons",
            ),
            models.UniqueConstraint(
                fields=["who", "procedure"],
                condition=Q(state__in=["BOOKED", "ARRIVED"]),
                name="one_live_appointment_each_and_procedure",
            ),
            models.UniqueConstraint(
                fields=["person", "procedure"],
                condition=Q(state__in=["BOOKED", "ARRIVED"], person__isnull=False),
                name="one_live_appointment_per_file_and_procedure",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["ATTENDED", "NO_SHOW", "CANCELLED", "MOVED"]) | Q(ended_at__isnull=False),
                name="an_appointment_that_ended_has_a_time",
            ),
            models.CheckConstraint(
                condition=~Q(state="ARRIVED") | Q(arrived_at__isnull=False), name="who_arrived_has_a_time"
            ),
        ]

    def __str__(self) -> str:
        return f"Appointment {self.number}"

    @property
    def is_live(self) -> bool:
        return self.state in LIVE


class Hold(OneTimeCode):
    """A seat is kept for some minutes while somebody waits for their one-time code."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    seat = models.OneToOneField(Seat, on_delete=models.PROTECT, null=True, related_name="hold")
    """None: it became an appointment, or its time was up."""
    procedure = models.ForeignKey(Procedure, on_delete=models.PROTECT, related_name="+", db_index=False)
    who = models.CharField(max_length=64, db_index=True)
    contact = EncryptedJSONField(default=dict)
    group = models.CharField(max_length=10, choices=Group.choices, blank=True)
    became = models.OneToOneField(Appointment, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    """The same code sent twice shows the same slip."""

    class Privacy:
        personal: ClassVar = {"contact", "who", "reach", "group", "code"}
        open: ClassVar = {"id", "seat", "procedure", "tries", "begun_at", "ends_at", "became"}

    def __str__(self) -> str:
        return f"Hold {self.pk}"


class WaitState(models.TextChoices):
    WAITING = "WAITING", pgettext_lazy("waiting list", "Waiting")
    OFFERED = "OFFERED", pgettext_lazy("waiting list", "Offered a time")
    TOOK = "TOOK", pgettext_lazy("waiting list", "Took it")
    LAPSED = "LAPSED", pgettext_lazy("waiting list", "Did not answer")
    LEFT = "LEFT", pgettext_lazy("waiting list", "Left the list")


class Wait(models.Model):
    """Somebody waits for a time that becomes free."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    number = models.CharField(max_length=20, unique=True)
    """`L-…`"""
    secret = EncryptedTextField()
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+", db_index=False)
    procedure = models.ForeignKey(Procedure, on_delete=models.PROTECT, related_name="+", db_index=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    who = models.CharField(max_length=64)
    contact = EncryptedJSONField(default=dict)
    group = models.CharField(max_length=10, choices=Group.choices, blank=True)
    state = models.CharField(max_length=8, choices=WaitState.choices, default=WaitState.WAITING)
    since = models.DateTimeField()
    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, null=True, blank=True, related_name="offers")
    """That is offered to them, and kept until they answer."""
    answer_by = models.DateTimeField(null=True, blank=True)
    offers = models.PositiveSmallIntegerField(default=0)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = Reached.as_manager()

    class Privacy:
        personal: ClassVar = {"contact", "who", "group", "secret"}
        open: ClassVar = {
            "id", "number", "office", "procedure", "person", "state", "since", "seat", "answer_by", "offers",
            "ended_at",
        }  # fmt: skip

    class Meta:
        ordering: ClassVar = ["since", "id"]
        indexes: ClassVar = [
            models.Index(
                fields=["office", "procedure", "since"], condition=Q(state="WAITING"), name="waiting_for_a_time"
            )
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["who", "procedure"],
                condition=Q(state__in=["WAITING", "OFFERED"]),
                name="nobody_waits_twice_for_one_thing",
            ),
            models.UniqueConstraint(
                fields=["seat"], condition=Q(state="OFFERED"), name="a_seat_is_offered_to_one_person"
            ),
            models.CheckConstraint(
                condition=~Q(state="OFFERED") | Q(seat__isnull=False, answer_by__isnull=False),
                name="an_offer_has_a_seat_and_a_deadline",
            ),
        ]

    def __str__(self) -> str:
        return f"Wait {self.number}"


class VisitOutcome(models.TextChoices):
    """What was done for somebody on a campaign day."""

    TOLD = "TOLD", _("Was told what to do")
    BEGUN = "BEGUN", _("An application was begun")
    SUBMITTED = "SUBMITTED", _("An application was submitted")
    ENROLLED = "ENROLLED", _("Photo, signature and fingerprints were taken")
    HANDED = "HANDED", _("A card or document was handed over")
    SENT_ON = "SENT_ON", _("Was sent on to another service")


class Visit(models.Model):
    """Somebody came to a campaign day, and something was done for them."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="visits", db_index=False)
    appointment = models.OneToOneField(
        Appointment, on_delete=models.PROTECT, null=True, blank=True, related_name="visit"
    )
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    """None: somebody without a file."""
    procedure = models.ForeignKey(Procedure, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    outcome = models.CharField(max_length=9, choices=VisitOutcome.choices)
    written_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()

    class Privacy:
        personal: ClassVar[set[str]] = set()
        open: ClassVar = {"id", "campaign", "appointment", "person", "procedure", "outcome", "written_by", "at"}

    class Meta:
        ordering: ClassVar = ["at", "id"]
        indexes: ClassVar = [models.Index(fields=["campaign", "at", "id"], name="visits_of_a_campaign")]

    def __str__(self) -> str:
        return f"Visit {self.pk}"
