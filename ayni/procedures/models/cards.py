"""What an approval is printed on: series of numbers, batches, cards and certificates, the keys that sign them."""

from typing import ClassVar, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ayni.access.models import Office, User
from ayni.access.scope import counter_scope_of
from ayni.lib.fields import EncryptedJSONField, EncryptedTextField
from ayni.lib.ids import uuid7
from ayni.people.models import Attachment, Compartment, Person, Sensitivity
from ayni.people.models.people import is_within_reach

from .applications import Application


class CardSeries(models.Model):
    """The cards of one kind of document: how they are printed, and the counter of their numbers. By data."""

    class Form(models.TextChoices):
        ID1 = "ID1", _("Card (ID-1)")
        A4 = "A4", _("Certificate (A4)")

    code = models.CharField(max_length=24, unique=True)
    """What `Procedure.result` says: a code of `DocumentType` where there is one."""
    title = models.CharField(max_length=120)
    form = models.CharField(max_length=3, choices=Form.choices, default=Form.ID1)
    mrz_code = models.CharField(max_length=2, blank=True)
    """The letters that open the machine-readable zone."""
    issuer = models.CharField(max_length=3, default="PER")
    digits = models.PositiveSmallIntegerField(default=9)
    last = models.PositiveBigIntegerField(default=0)
    """The last number given. It only grows; whoever gives numbers holds this row."""
    confidence = models.CharField(max_length=60, default="unknown")

    class Privacy:
        personal: ClassVar[set[str]] = set()
        open: ClassVar = {"id", "code", "title", "form", "mrz_code", "issuer", "digits", "last", "confidence"}

    class Meta:
        ordering: ClassVar = ["code"]

    def __str__(self) -> str:
        return self.title


class CardKey(models.Model):
    """A key that signs what is printed. The public half is published; the private one is encrypted like a note."""

    class Standing(models.TextChoices):
        SIGNS = "SIGNS", _("Signs now")
        RETIRED = "RETIRED", _("Signs no more: what it signed counts")
        WITHDRAWN = "WITHDRAWN", _("Withdrawn: what it signed does not count")

    id = models.PositiveSmallIntegerField(primary_key=True)
    """Printed with every signature: from 1, up to 255."""
    public = models.CharField(max_length=64, unique=True)
    private = EncryptedTextField()
    standing = models.CharField(max_length=9, choices=Standing.choices, default=Standing.SIGNS)
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Privacy:
        # A secret, but of nobody.
        personal: ClassVar[set[str]] = set()
        open: ClassVar = {"id", "public", "private", "standing", "made_at", "ended_at"}

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["standing"], condition=Q(standing="SIGNS"), name="one_card_key_signs"),
            models.CheckConstraint(condition=Q(id__gte=1, id__lte=255), name="the_id_of_a_card_key_is_a_byte"),
        ]

    def __str__(self) -> str:
        return f"Card key {self.pk}"


def _is_hidden(person: str = "person") -> Exists:
    compartments = Compartment.objects.filter(person=OuterRef(person))
    return Exists(compartments.exclude(sensitivity=Sensitivity.ORDINARY))


class BatchQuerySet(models.QuerySet["Batch"]):
    def visible_to(self, user: User) -> Self:
        """Those made at the offices that the user reaches. One for people whose files are hidden is seen by whoever was
        named for each of them, and by nobody else."""
        named = Exists(NamedKeeper.objects.filter(application=OuterRef("application"), user=user.pk))
        hidden = Card.objects.filter(batch=OuterRef("pk")).filter(_is_hidden()).exclude(named)
        return self.filter(is_within_reach(counter_scope_of(user), "office")).exclude(Exists(hidden))


class Batch(models.Model):
    """Cards of one series that are printed together."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    number = models.CharField(max_length=20, unique=True)
    series = models.ForeignKey(CardSeries, on_delete=models.PROTECT, related_name="+", db_index=False)
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+", db_index=False)
    """Where it is made."""
    size = models.PositiveIntegerField()
    first = models.CharField(max_length=20)
    last = models.CharField(max_length=20)
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", db_index=False)
    made_at = models.DateTimeField()

    objects = BatchQuerySet.as_manager()

    class Privacy:
        personal: ClassVar[set[str]] = set()
        open: ClassVar = {"id", "number", "series", "office", "size", "first", "last", "made_by", "made_at"}

    class Meta:
        indexes: ClassVar = [models.Index(fields=["office", "-made_at", "-id"], name="batch_by_office")]

    def __str__(self) -> str:
        return f"Batch {self.number}"


class Printing(models.Model):
    """A print file was made: of which part of a batch, by whom, and why again."""

    class Reason(models.TextChoices):
        FIRST = "FIRST", _("The first time")
        JAM = "JAM", _("The printer jammed")
        QUALITY = "QUALITY", _("It came out badly")
        LOST_FILE = "LOST_FILE", _("The file did not reach the printer")

    batch = models.ForeignKey(Batch, on_delete=models.PROTECT, related_name="printings")
    part = models.PositiveIntegerField()
    reason = models.CharField(max_length=9, choices=Reason.choices)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()

    class Privacy:
        personal: ClassVar[set[str]] = set()
        open: ClassVar = {"id", "batch", "part", "reason", "by", "at"}

    class Meta:
        ordering: ClassVar = ["at", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["batch", "part"], condition=Q(reason="FIRST"), name="a_part_is_printed_first_once"
            )
        ]

    def __str__(self) -> str:
        return f"Printing #{self.pk}"


class Place(models.TextChoices):
    """Where a card is in its life, as an object: whether it counts is another matter."""

    NUMBERED = "NUMBERED", _("Numbered, not printed")
    PRINTED = "PRINTED", pgettext_lazy("card", "Printed")
    CHECKED = "CHECKED", _("Checked, at the workshop")
    BOXED = "BOXED", _("In a box")
    SENT = "SENT", pgettext_lazy("card", "On its way")
    READY = "READY", _("At the office, waits for its holder")
    HANDED_OVER = "HANDED_OVER", _("Handed over")
    RETURNED = "RETURNED", pgettext_lazy("card", "Returned")
    LOST = "LOST", pgettext_lazy("card", "Lost")
    DESTROYED = "DESTROYED", _("Destroyed")
    NEVER_MADE = "NEVER_MADE", _("Never printed")


class RevokeReason(models.TextChoices):
    SPOILED = "SPOILED", _("It came out spoiled")
    ERROR = "ERROR", _("It holds an error")
    LOST = "LOST", pgettext_lazy("card", "It was lost")
    STOLEN = "STOLEN", _("It was stolen")
    REPLACED = "REPLACED", _("Another one took its place")
    UNFETCHED = "UNFETCHED", _("Nobody came for it")
    DECISION = "DECISION", _("A decision ended what it grants")


class CardQuerySet(models.QuerySet["Card"]):
    def at_hand_of(self, user: User) -> Self:
        """As objects with a number, for whoever makes, carries and counts them: those that were made at, are for, or
        are boxed from or to an office that the user reaches. Shows no person."""
        scope = counter_scope_of(user)
        near = is_within_reach(scope, "batch__office")
        for place in ("office", "box__origin", "box__destination"):
            near |= is_within_reach(scope, place)
        return self.filter(near)

    def in_house_of(self, user: User) -> Self:
        """Any card of the institution of this user's offices, to be recognised when it lies in their hands."""
        offices = Office.objects.filter(pk__in=counter_scope_of(user).offices)
        return self.filter(batch__office__organisation__in=offices.values("organisation"))

    def visible_to(self, user: User) -> Self:
        """With their holder, for whoever hands them over: at the office that has them, but for people with a protected
        or restricted case. Theirs are for whoever may see the person because of it, or was named."""
        scope = counter_scope_of(user)
        hidden = _is_hidden()
        through = Exists(Compartment.objects.filter(person=OuterRef("person")).within(scope))
        named = Exists(NamedKeeper.objects.filter(application=OuterRef("application"), user=user.pk))
        here = is_within_reach(scope, "office")
        return self.filter((here & ~hidden) | (hidden & (through | named)))


class Card(models.Model):
    """One card or certificate with a number of its own: where it is, and whether it counts."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    series = models.ForeignKey(CardSeries, on_delete=models.PROTECT, related_name="+", db_index=False)
    number = models.CharField(max_length=20)
    proof = models.CharField(max_length=32, unique=True)
    """Random: what the printed address of the page that verifies it ends with."""
    place = models.CharField(max_length=11, choices=Place.choices, default=Place.NUMBERED)
    since = models.DateTimeField()
    """When it came to where it is."""
    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="cards")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="cards")
    batch = models.ForeignKey(Batch, on_delete=models.PROTECT, related_name="cards", db_index=False)
    part = models.PositiveIntegerField(default=1)
    """Of the print files of its batch, the one that it is in."""
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+", db_index=False)
    """Where it is handed over."""
    box = models.ForeignKey("Box", on_delete=models.PROTECT, null=True, blank=True, related_name="cards")
    """The one that it is in, or was sent in and did not come out of."""
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)
    """The last day on which it counts."""
    face = EncryptedJSONField(default=dict)
    """What is printed on it, kept so that it can be printed again as it was."""
    photo = models.ForeignKey(
        Attachment, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", db_index=False
    )
    key = models.ForeignKey(CardKey, on_delete=models.PROTECT, related_name="+", db_index=False)
    replaces = models.OneToOneField("self", on_delete=models.PROTECT, null=True, blank=True, related_name="replaced_by")
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoked_for = models.CharField(max_length=9, choices=RevokeReason.choices, blank=True)
    told_at = models.DateTimeField(null=True, blank=True)
    """When the person was told, once, that it waits for them."""
    forgotten_at = models.DateTimeField(null=True, blank=True)
    """When what it said of somebody was emptied, because its time was over."""

    objects = CardQuerySet.as_manager()

    class Privacy:
        personal: ClassVar = {"face"}
        open: ClassVar = {
            "id", "series", "number", "proof", "place", "since", "application", "person", "batch", "part", "office",
            "box", "valid_from", "valid_to", "photo", "key", "replaces", "revoked_at", "revoked_for", "told_at",
            "forgotten_at",
        }  # fmt: skip

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["office", "place", "since", "id"], name="card_by_office"),
            models.Index(fields=["batch", "number"], name="card_by_batch"),
            models.Index(
                fields=["place", "since", "id"],
                condition=~Q(place__in=["HANDED_OVER", "DESTROYED", "NEVER_MADE"]),
                name="card_under_way",
            ),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["series", "number"], name="a_card_number_is_given_once"),
            models.UniqueConstraint(
                fields=["application"],
                condition=Q(revoked_at__isnull=True),
                name="an_application_has_one_card_that_counts",
            ),
            models.CheckConstraint(
                condition=Q(revoked_at__isnull=True, revoked_for="")
                | (Q(revoked_at__isnull=False) & ~Q(revoked_for="")),
                name="a_revoked_card_says_why",
            ),
            models.CheckConstraint(
                condition=~Q(place__in=["BOXED", "SENT"]) | Q(box__isnull=False), name="a_boxed_card_has_its_box"
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"Card {self.pk}"


class NamedKeeper(models.Model):
    """Whoever was named to print and hand over what somebody with a protected or restricted case applied for."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="named_keepers", db_index=False)
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()

    class Privacy:
        personal: ClassVar[set[str]] = set()
        open: ClassVar = {"id", "application", "user", "by", "at"}

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["application", "user"], name="a_keeper_is_named_once_per_application")
        ]

    def __str__(self) -> str:
        return f"Named keeper #{self.pk}"
