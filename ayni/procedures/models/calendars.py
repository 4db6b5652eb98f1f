"""When and where people are received: windows, calendars, their hours and quotas, what is released, days elsewhere."""

from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from ayni.access.models import Office, User
from ayni.access.scope import Scope, counter_scope_of
from ayni.codelists.models import Territory
from ayni.directory.models import Location
from ayni.lib.ids import uuid7
from ayni.people.models.people import is_within_reach

from .catalogue import Procedure


class Group(models.TextChoices):
    """Who is received first by law. The one who was referred says nothing of why."""

    PREGNANT = "PREGNANT", _("Pregnant, or with a baby in arms")
    CHILDREN = "CHILDREN", _("With small children, or a child")
    OLDER = "OLDER", _("60 years or older")
    DISABILITY = "DISABILITY", _("With a disability")
    REFERRED = "REFERRED", _("Referred by the unit")


class Reached(models.QuerySet[Any]):
    """Rows of an office. Whoever works at its counter reaches them."""

    def visible_to(self, user: User) -> Self:
        return self.within(counter_scope_of(user))

    def within(self, scope: Scope) -> Self:
        return self.filter(is_within_reach(scope, "office"))


class Window(models.Model):
    """A place at the counter of an office where one person after the other is received."""

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="windows")
    number = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=60, blank=True)
    procedures = models.ManyToManyField(Procedure, blank=True, related_name="+")
    """What it serves. None: everything."""
    is_open = models.BooleanField(default=True)

    objects = Reached.as_manager()

    class Privacy:
        personal: ClassVar[set[str]] = set()
        open: ClassVar = {"id", "office", "number", "name", "procedures", "is_open"}

    class Meta:
        ordering: ClassVar = ["office", "number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["office", "number"], name="a_window_has_its_number_in_the_office")
        ]

    def __str__(self) -> str:
        return self.name or str(self.number)


class CampaignKind(models.TextChoices):
    CAMPAIGN = "CAMPAIGN", _("Campaign day")
    MOBILE = "MOBILE", _("Stop of the mobile unit")


class Campaign(models.Model):
    """A day on which people are received somewhere else, or in greater numbers: a campaign, a stop of the vehicle."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+", db_index=False)
    """That answers for it."""
    kind = models.CharField(max_length=8, choices=CampaignKind.choices, default=CampaignKind.CAMPAIGN)
    name = models.CharField(max_length=120)
    day = models.DateField()
    begins = models.TimeField()
    ends = models.TimeField()
    place = models.CharField(max_length=200)
    district = models.ForeignKey(
        Territory, on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    point = models.ForeignKey(
        Location, on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    """The assistance point (PAO) or border post at which it is held."""
    procedures = models.ManyToManyField(Procedure, blank=True, related_name="+")
    """What is offered there. None: everything that the office offers."""
    results = models.TextField(blank=True)
    """How the day went, in words about nobody in particular."""
    cancelled_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    """The results are told."""

    objects = Reached.as_manager()

    class Privacy:
        personal: ClassVar[set[str]] = set()
        open: ClassVar = {
            "id", "office", "kind", "name", "day", "begins", "ends", "place", "district", "point", "procedures",
            "results", "cancelled_at", "closed_at",
        }  # fmt: skip

    class Meta:
        ordering: ClassVar = ["day", "id"]
        indexes: ClassVar = [models.Index(fields=["office", "day", "id"], name="campaign_by_day")]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(ends__gt=F("begins")), name="a_campaign_ends_after_it_begins")
        ]

    def __str__(self) -> str:
        return self.name


class Calendar(models.Model):
    """Who is received in an office for what: its hours make the slots, and a slot has so many seats. Capacity by
    procedure is a calendar of that procedure."""

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="calendars")
    name = models.CharField(max_length=80)
    procedures = models.ManyToManyField(Procedure, blank=True, related_name="+")
    """What one comes for. None: everything."""
    campaign = models.OneToOneField(Campaign, on_delete=models.PROTECT, null=True, blank=True, related_name="calendar")
    """That it was made for: then it has slots on that day only."""
    minutes = models.PositiveSmallIntegerField(default=30)
    """From one slot to the next."""
    returns_hours = models.PositiveSmallIntegerField(default=48)
    """So long before a slot, the seats that were kept for a group return to everybody."""
    overbooks = models.BooleanField(default=False)
    """Whether seats are added for those who, as measured, do not come."""
    is_open = models.BooleanField(default=True)

    objects = Reached.as_manager()

    class Privacy:
        personal: ClassVar[set[str]] = set()
        open: ClassVar = {
            "id", "office", "name", "procedures", "campaign", "minutes", "returns_hours", "overbooks", "is_open",
        }  # fmt: skip

    class Meta:
        ordering: ClassVar = ["office", "name", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["office", "name"], name="a_calendar_has_its_name_in_the_office"),
            models.CheckConstraint(condition=Q(minutes__gte=5, minutes__lte=480), name="a_slot_has_a_sensible_length"),
        ]

    def __str__(self) -> str:
        return self.name


class Opening(models.Model):
    """Hours of a weekday in which a calendar has slots, and how many seats each slot has."""

    calendar = models.ForeignKey(Calendar, on_delete=models.CASCADE, related_name="openings")
    weekday = models.PositiveSmallIntegerField()
    """0: Monday."""
    begins = models.TimeField()
    ends = models.TimeField()
    seats = models.PositiveSmallIntegerField(default=1)

    class Privacy:
        personal: ClassVar[set[str]] = set()
        open: ClassVar = {"id", "calendar", "weekday", "begins", "ends", "seats"}

    class Meta:
        ordering: ClassVar = ["calendar", "weekday", "begins"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["calendar", "weekday", "begins"], name="a_calendar_opens_once_at_an_hour_of_a_weekday"
            ),
            models.CheckConstraint(condition=Q(ends__gt=F("begins")), name="hours_end_after_they_begin"),
            models.CheckConstraint(condition=Q(weekday__lt=7), name="a_weekday_is_one_of_seven"),
            models.CheckConstraint(condition=Q(seats__gte=1, seats__lte=500), name="a_slot_has_a_seat"),
        ]

    def __str__(self) -> str:
        return f"Opening {self.pk}"


class Quota(models.Model):
    """So many seats a day are kept for a group, until `Calendar.returns_hours` before."""

    calendar = models.ForeignKey(Calendar, on_delete=models.CASCADE, related_name="quotas")
    group = models.CharField(max_length=10, choices=Group.choices)
    seats = models.PositiveSmallIntegerField()

    class Privacy:
        personal: ClassVar[set[str]] = set()
        open: ClassVar = {"id", "calendar", "group", "seats"}

    class Meta:
        ordering: ClassVar = ["calendar", "group"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["calendar", "group"], name="one_quota_of_a_group_in_a_calendar")
        ]

    def __str__(self) -> str:
        return f"Quota {self.pk}"


class Closure(models.Model):
    """Days on which an office, or one calendar of it, receives nobody."""

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="closures")
    calendar = models.ForeignKey(Calendar, on_delete=models.CASCADE, null=True, blank=True, related_name="closures")
    """None: the whole office."""
    first_day = models.DateField()
    last_day = models.DateField()
    reason = models.CharField(max_length=160)
    """In words that people read."""
    declared_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", db_index=False)
    declared_at = models.DateTimeField()

    objects = Reached.as_manager()

    class Privacy:
        personal: ClassVar[set[str]] = set()
        open: ClassVar = {
            "id", "office", "calendar", "first_day", "last_day", "reason", "declared_by", "declared_at",
        }  # fmt: skip

    class Meta:
        ordering: ClassVar = ["first_day", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(last_day__gte=F("first_day")), name="a_closure_ends_after_it_begins")
        ]

    def __str__(self) -> str:
        return f"Closure {self.pk}"


class Release(models.Model):
    """A batch of days that can be booked from an announced moment on."""

    calendar = models.ForeignKey(Calendar, on_delete=models.CASCADE, related_name="releases")
    first_day = models.DateField()
    last_day = models.DateField()
    opens_at = models.DateTimeField()
    announced_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    announced_at = models.DateTimeField()
    seats = models.PositiveIntegerField(default=0)
    """How many it came to when it was announced."""

    class Privacy:
        personal: ClassVar[set[str]] = set()
        open: ClassVar = {
            "id", "calendar", "first_day", "last_day", "opens_at", "announced_by", "announced_at", "seats",
        }  # fmt: skip

    class Meta:
        ordering: ClassVar = ["first_day", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(last_day__gte=F("first_day")), name="a_release_has_a_day")
        ]

    def __str__(self) -> str:
        return f"Release {self.pk}"


class Slot(models.Model):
    """A moment at which so many people are received."""

    calendar = models.ForeignKey(Calendar, on_delete=models.PROTECT, related_name="slots", db_index=False)
    starts_at = models.DateTimeField()
    opens_at = models.DateTimeField()
    """From when on it can be booked by anybody."""
    returns_at = models.DateTimeField()
    """From when on the seats that were kept are for everybody."""
    is_closed = models.BooleanField(default=False)
    """Of a holiday or closure that was declared after it was made."""

    class Privacy:
        personal: ClassVar[set[str]] = set()
        open: ClassVar = {"id", "calendar", "starts_at", "opens_at", "returns_at", "is_closed"}

    class Meta:
        ordering: ClassVar = ["starts_at", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["calendar", "starts_at"], name="a_calendar_has_one_slot_at_a_moment")
        ]

    def __str__(self) -> str:
        return f"Slot {self.pk}"


class Seat(models.Model):
    """One person's place in a slot."""

    slot = models.ForeignKey(Slot, on_delete=models.CASCADE, related_name="seats", db_index=False)
    number = models.PositiveSmallIntegerField()
    kept_for = models.CharField(max_length=10, choices=Group.choices, blank=True)
    is_extra = models.BooleanField(default=False)
    """Added because so many, as measured, do not come."""
    is_free = models.BooleanField(default=True)
    """Nobody has it: neither by appointment, nor while they wait for their code or think about an offer."""

    class Privacy:
        personal: ClassVar[set[str]] = set()
        open: ClassVar = {"id", "slot", "number", "kept_for", "is_extra", "is_free"}

    class Meta:
        ordering: ClassVar = ["slot", "number"]
        indexes: ClassVar = [
            models.Index(fields=["slot", "kept_for", "number"], condition=Q(is_free=True), name="free_seats")
        ]
        constraints: ClassVar = [models.UniqueConstraint(fields=["slot", "number"], name="a_seat_has_its_number")]

    def __str__(self) -> str:
        return f"Seat {self.pk}"
