"""A session: something that the unit invites to, at an hour, in a place or online."""

from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import pgettext_lazy

from ayni.access.models import Office, User
from ayni.access.scope import counter_scope_of
from ayni.codelists.models import Listed, Territory
from ayni.lib.ids import uuid7
from ayni.people.models.people import is_within_reach


class Tongue(models.TextChoices):
    """In which a session is held, by the name that its speakers give it. `ayni.lib.tongues` has those of the public
    site."""

    ES = "es", "Español"
    EN = "en", "English"
    PT = "pt", "Português"
    FR = "fr", "Français"
    HT = "ht", "Kreyòl ayisyen"
    QU = "qu", "Quechua"
    AY = "ay", "Aymara"


class State(models.TextChoices):
    PLANNED = "PLANNED", pgettext_lazy("session", "Planned")
    OPEN = "OPEN", pgettext_lazy("session", "Open to sign up")
    HELD = "HELD", pgettext_lazy("session", "Held")
    CANCELLED = "CANCELLED", pgettext_lazy("session", "Cancelled")


class Kind(Listed):
    """Session, talk, desayuno migratorio, training…"""

    def label(self, language: str) -> str:
        return self.label_en if language == Tongue.EN and self.label_en else self.label_es

    class Privacy:
        personal: ClassVar[set[str]] = set()
        open: ClassVar = {
            "id", "code", "version", "valid_from", "valid_to", "label_es", "label_en", "source", "confidence", "digest",
        }  # fmt: skip


class SessionQuerySet(models.QuerySet["Session"]):
    def visible_to(self, user: User) -> Self:
        """Those of the offices that the user works in or answers for: with them comes who signed up."""
        return self.filter(is_within_reach(counter_scope_of(user), "office"))

    def published(self) -> Self:
        """What anybody may read of: not what is only planned."""
        return self.exclude(state=State.PLANNED)


class Session(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    kind = models.ForeignKey(Kind, on_delete=models.PROTECT, related_name="+", db_index=False)
    title = models.CharField(max_length=120)
    objective = models.CharField(max_length=600)
    """What it is for, as whoever reads the calendar sees it."""
    audience = models.CharField(max_length=200, blank=True)
    language = models.CharField(max_length=2, choices=Tongue.choices, default=Tongue.ES)
    """In which it is held; title and objective are written in it, too."""
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+", db_index=False)
    """Which answers for it."""
    is_online = models.BooleanField(default=False)
    place = models.CharField(max_length=200, blank=True)
    """Where one goes. Online: nothing."""
    department = models.ForeignKey(
        Territory, on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    """Where it is. Online: nowhere."""
    link = models.URLField(max_length=300, blank=True)
    """Of the meeting. Only whoever signed up is told."""
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    seats = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=9, choices=State.choices, default=State.PLANNED)
    cancelled_reason = models.CharField(max_length=300, blank=True)
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", db_index=False)
    made_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    objects = SessionQuerySet.as_manager()

    class Privacy:
        personal: ClassVar[set[str]] = set()
        open: ClassVar = {
            "id", "kind", "title", "objective", "audience", "language", "office", "is_online", "place", "department",
            "link", "starts_at", "ends_at", "seats", "state", "cancelled_reason", "made_by", "made_at", "changed_at",
        }  # fmt: skip

    class Meta:
        ordering: ClassVar = ["starts_at", "id"]
        indexes: ClassVar = [
            models.Index(fields=["starts_at", "id"], name="session_by_day"),
            models.Index(fields=["office", "-starts_at", "-id"], name="session_of_office"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="a_session_ends_after_it_begins"),
            models.CheckConstraint(condition=Q(seats__gte=1), name="a_session_has_a_seat"),
            models.CheckConstraint(
                condition=Q(is_online=True, place="") | Q(is_online=False) & ~Q(place=""),
                name="a_session_is_online_or_in_a_place",
            ),
            models.CheckConstraint(
                condition=~Q(state="CANCELLED") | ~Q(cancelled_reason=""), name="a_cancelled_session_says_why"
            ),
        ]

    def __str__(self) -> str:
        return f"Session {self.pk}"
