"""Who had which card when: boxes, their counts, moves, alerts, and the hand-over to the holder or their proxy."""

from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ayni.access.models import Office, User
from ayni.access.scope import counter_scope_of
from ayni.lib.fields import EncryptedTextField
from ayni.lib.ids import uuid7
from ayni.people.models import Attachment, Person
from ayni.people.models.people import is_within_reach

from .cards import Card, Place


class BoxState(models.TextChoices):
    OPEN = "OPEN", pgettext_lazy("box", "Open, being filled")
    PACKED = "PACKED", _("Counted and closed")
    SENT = "SENT", pgettext_lazy("box", "On its way")
    RECEIVED = "RECEIVED", pgettext_lazy("box", "Received")
    UNPACKED = "UNPACKED", _("Taken apart before it left")


class BoxQuerySet(models.QuerySet["Box"]):
    def visible_to(self, user: User) -> Self:
        """From or to an office that the user reaches."""
        scope = counter_scope_of(user)
        return self.filter(is_within_reach(scope, "origin") | is_within_reach(scope, "destination"))


class Box(models.Model):
    """Cards that travel together. It is counted against its list when it is closed and when it is opened."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    number = models.CharField(max_length=20, unique=True)
    origin = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+")
    destination = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+")
    """An office or a mobile unit."""
    is_return = models.BooleanField(default=False)
    """It brings back what nobody came for."""
    state = models.CharField(max_length=8, choices=BoxState.choices, default=BoxState.OPEN)
    since = models.DateTimeField()
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", db_index=False)
    made_at = models.DateTimeField()

    objects = BoxQuerySet.as_manager()

    class Privacy:
        personal: ClassVar[set[str]] = set()
        open: ClassVar = {
            "id", "number", "origin", "destination", "is_return", "state", "since", "made_by", "made_at",
        }  # fmt: skip

    class Meta:
        indexes: ClassVar = [models.Index(fields=["state", "since", "id"], name="box_by_state")]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(origin=models.F("destination")), name="a_box_goes_somewhere_else")
        ]

    def __str__(self) -> str:
        return f"Box {self.number}"


class BoxCount(models.Model):
    """Somebody counted the box with their hands, and what the list says."""

    class Moment(models.TextChoices):
        PACKED = "PACKED", _("When it was closed")
        RECEIVED = "RECEIVED", _("When it was opened")

    box = models.ForeignKey(Box, on_delete=models.PROTECT, related_name="counts")
    moment = models.CharField(max_length=8, choices=Moment.choices)
    listed = models.PositiveIntegerField()
    counted = models.PositiveIntegerField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()

    class Privacy:
        personal: ClassVar[set[str]] = set()
        open: ClassVar = {"id", "box", "moment", "listed", "counted", "by", "at"}

    class Meta:
        ordering: ClassVar = ["at", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["box"], condition=Q(moment="RECEIVED"), name="a_box_is_opened_once")
        ]

    def __str__(self) -> str:
        return f"Count #{self.pk}"


class Move(models.Model):
    """A line of the chain of custody: a card came somewhere, in or out of which box, where, when, by whom."""

    card = models.ForeignKey(Card, on_delete=models.CASCADE, related_name="moves")
    place = models.CharField(max_length=11, choices=Place.choices)
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+", db_index=False)
    box = models.ForeignKey(Box, on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    at = models.DateTimeField()

    class Privacy:
        personal: ClassVar[set[str]] = set()
        open: ClassVar = {"id", "card", "place", "office", "box", "by", "at"}

    class Meta:
        ordering: ClassVar = ["at", "pk"]

    def __str__(self) -> str:
        return f"Move #{self.pk}"


class AlertKind(models.TextChoices):
    BOX_LATE = "BOX_LATE", _("A box did not arrive in time")
    COUNT_DIFFERS = "COUNT_DIFFERS", _("A count differs from its list")
    STRANGE_CARD = "STRANGE_CARD", _("A card was in a box that does not list it")
    NOWHERE = "NOWHERE", _("A card is nowhere")


class CardAlert(models.Model):
    """Something about a card or a box that somebody has to explain."""

    kind = models.CharField(max_length=13, choices=AlertKind.choices)
    box = models.ForeignKey(Box, on_delete=models.PROTECT, null=True, blank=True, related_name="alerts")
    card = models.ForeignKey(Card, on_delete=models.PROTECT, null=True, blank=True, related_name="alerts")
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+", db_index=False)
    """Who has to find it."""
    raised_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    explanation = EncryptedTextField(default="")

    class Privacy:
        personal: ClassVar = {"explanation"}
        open: ClassVar = {"id", "kind", "box", "card", "office", "raised_at", "settled_at", "settled_by"}

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["raised_at", "id"], condition=Q(settled_at__isnull=True), name="card_alert_unsettled")
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["kind", "card"],
                condition=Q(settled_at__isnull=True, card__isnull=False),
                name="a_card_is_missed_once",
            ),
            models.UniqueConstraint(
                fields=["kind", "box"],
                condition=Q(settled_at__isnull=True, card__isnull=True),
                name="a_box_is_missed_once",
            ),
        ]

    def __str__(self) -> str:
        return f"Card alert #{self.pk}"


class WhyUnscanned(models.TextChoices):
    """Why a power of attorney is not among the person's papers."""

    NO_DEVICE = "NO_DEVICE", _("There is no scanner and no camera here")
    UNREADABLE = "UNREADABLE", _("The scan of it cannot be read")
    ON_PAPER = "ON_PAPER", _("A copy of it is kept on paper")


class Proxy(models.Model):
    """Somebody with a power of attorney: may fetch the person's cards until a day."""

    class Scope(models.TextChoices):
        ONE = "ONE", _("Only this card")
        ANY = "ANY", _("Any card of the person")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="card_proxies")
    scope = models.CharField(max_length=3, choices=Scope.choices)
    card = models.ForeignKey(Card, on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    name = EncryptedTextField()
    document = EncryptedTextField()
    """Kind and number of the document by which their identity was checked."""
    power = EncryptedTextField()
    """Which paper gives the power: notary, number, date."""
    scan = models.ForeignKey(
        Attachment, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", db_index=False
    )
    """Of that paper, among those of the person. Nothing: `why_unscanned`, or it was taken out of the file since."""
    why_unscanned = models.CharField(max_length=10, choices=WhyUnscanned.choices, blank=True)
    valid_from = models.DateField()
    valid_to = models.DateField()
    checked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", db_index=False)
    checked_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    forgotten_at = models.DateTimeField(null=True, blank=True)
    """When what it said of somebody was emptied, because its time was over."""

    class Privacy:
        personal: ClassVar = {"name", "document", "power"}
        open: ClassVar = {
            "id", "person", "scope", "card", "scan", "why_unscanned", "valid_from", "valid_to", "checked_by",
            "checked_at", "ended_at", "forgotten_at",
        }  # fmt: skip

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(scan__isnull=True) | Q(why_unscanned=""), name="a_power_that_is_scanned_needs_no_reason"
            ),
            models.CheckConstraint(
                condition=Q(valid_to__gte=models.F("valid_from")), name="a_power_ends_after_it_begins"
            ),
            models.CheckConstraint(
                condition=Q(scope="ONE", card__isnull=False) | Q(scope="ANY", card__isnull=True),
                name="a_power_for_one_card_says_which",
            ),
        ]

    def __str__(self) -> str:
        return f"Proxy {self.pk}"


class IdentityCheck(models.TextChoices):
    """How it was made sure that this is the holder, or the proxy."""

    DOCUMENT = "DOCUMENT", _("Their document was seen")
    PHOTO = "PHOTO", _("They look like the photo on the card")
    FINGERPRINT = "FINGERPRINT", _("Their finger was compared")


class HandOver(models.Model):
    """A card came into the hands of its holder or of their proxy: when, where, from whom (R43)."""

    card = models.OneToOneField(Card, on_delete=models.PROTECT, related_name="hand_over")
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+", db_index=False)
    proxy = models.ForeignKey(Proxy, on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    """Nobody: the holder came."""
    check_kind = models.CharField(max_length=11, choices=IdentityCheck.choices)
    signed = models.BooleanField()
    """The receipt was signed; else the finger was compared."""
    photo = models.ForeignKey(
        Attachment, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", db_index=False
    )
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()

    class Privacy:
        personal: ClassVar[set[str]] = set()
        open: ClassVar = {"id", "card", "office", "proxy", "check_kind", "signed", "photo", "by", "at"}

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(signed=True) | Q(check_kind="FINGERPRINT"), name="a_hand_over_is_signed_or_compared"
            )
        ]

    def __str__(self) -> str:
        return f"Hand-over #{self.pk}"
