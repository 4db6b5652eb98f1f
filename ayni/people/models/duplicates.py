"""Two files that may be of one person, what was decided about them, and what became one."""

from functools import reduce
from operator import and_
from typing import ClassVar, Self

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from ayni.access.models import User
from ayni.access.scope import Scope, scope_of
from ayni.lib.fields import EncryptedJSONField, EncryptedTextField
from ayni.lib.ids import uuid7

from .compartments import Compartment
from .people import Person
from .sources import Sourced


class FoundBy(models.TextChoices):
    """What came upon a pair."""

    REGISTER = "REGISTER", _("When somebody was registered")
    IMPORT = "IMPORT", _("In a list that was imported")
    SYNC = "SYNC", _("In what a device sent")
    NIGHTLY = "NIGHTLY", _("By the nightly review")
    HAND = "HAND", _("By a colleague who compared two files")


class PairStatus(models.TextChoices):
    """That two files are of one person is not written here: then there is one file, and a `Merge`."""

    OPEN = "OPEN", _("To decide")
    UNSURE = "UNSURE", _("Somebody is finding out")
    DIFFERENT = "DIFFERENT", _("Two different people")


def wholly_within(scope: Scope, *columns: str) -> Q:
    """Whoever may see the people in these columns, and no compartment of theirs is closed to them.

    More than `visible_to` asks: to decide about two files one must know all there is of both.
    """
    # What is open for a while, because somebody broke the glass, is enough to help and not to decide whose file it is.
    scope = scope._replace(opened=())
    # Asked of each compartment: the list of all that a large office may see is long.
    is_open = Exists(Compartment.objects.within(scope).filter(pk=OuterRef("pk")))
    parts = []
    for column in columns:
        closed = Compartment.objects.filter(~is_open, person=OuterRef(column))
        parts.append(Exists(Person.objects.within(scope).filter(pk=OuterRef(column))) & ~Exists(closed))
    return reduce(and_, parts)


class PossibleDuplicateQuerySet(models.QuerySet["PossibleDuplicate"]):
    def visible_to(self, user: User) -> Self:
        """The pairs both of whose files this user may see, with every compartment of both."""
        return self.filter(wholly_within(scope_of(user), "one", "other"))


class PossibleDuplicate(models.Model):
    """Two files that may be of one person, until somebody says so, or says that they are not."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    one = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    other = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    score = models.PositiveSmallIntegerField()
    """From 0 to 100."""
    reasons = EncryptedJSONField(default=list)
    """Why, in words: they may name names."""
    found_by = models.CharField(max_length=8, choices=FoundBy.choices)
    found_at = models.DateTimeField()
    status = models.CharField(max_length=9, choices=PairStatus.choices, default=PairStatus.OPEN)
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    note = EncryptedTextField(default="")
    promised_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    """Who finds out."""
    due_on = models.DateField(null=True, blank=True)
    """By when. On that day the pair is to be decided again."""
    seen = models.CharField(max_length=64, blank=True)
    """Keyed digest of what was compared of both files: "different" holds for as long as it is the same."""

    objects = PossibleDuplicateQuerySet.as_manager()

    class Privacy:
        personal: ClassVar = {"reasons", "note"}
        open: ClassVar = {
            "id", "one", "other", "score", "found_by", "found_at", "status", "decided_by", "decided_at", "promised_by",
            "due_on", "seen",
        }  # fmt: skip

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["status", "-score", "-id"], name="duplicate_by_likeness"),
            models.Index(fields=["promised_by", "due_on"], name="duplicate_by_promise"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["one", "other"], name="two_files_are_compared_once"),
            models.CheckConstraint(condition=Q(one__lt=F("other")), name="of_two_files_the_earlier_stands_first"),
            models.CheckConstraint(
                condition=(Q(status="UNSURE") & Q(promised_by__isnull=False, due_on__isnull=False))
                | (~Q(status="UNSURE") & Q(promised_by__isnull=True, due_on__isnull=True)),
                name="whoever_finds_out_says_by_when",
            ),
            models.CheckConstraint(
                condition=Q(status="OPEN") | Q(decided_at__isnull=False), name="a_decision_about_two_files_has_a_time"
            ),
        ]

    def __str__(self) -> str:
        return f"Pair {self.pk}"


class MergeQuerySet(models.QuerySet["Merge"]):
    def visible_to(self, user: User) -> Self:
        return self.filter(wholly_within(scope_of(user), "kept"))

    def standing(self) -> Self:
        return self.filter(undone_at__isnull=True)


class Merge(models.Model):
    """Two files became one: what both were, so that it can be undone."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    kept = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="merges")
    """Empty once the person was erased."""
    absorbed = models.UUIDField()
    """The id of the file that is no more: a plain id. Its old address leads to the one that was kept."""
    pair = models.UUIDField(null=True, blank=True)
    """The id of the pair that was decided by it, if there was one: its address leads to what became of it."""
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    snapshot = EncryptedJSONField(default=dict)
    """Every row of both as it was, and what the merge changed in it (`rules.snapshots`). Emptied when it was undone,
    or when the person was erased."""
    undone_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    undone_at = models.DateTimeField(null=True, blank=True)

    objects = MergeQuerySet.as_manager()

    class Privacy:
        personal: ClassVar = {"snapshot"}
        open: ClassVar = {"id", "kept", "absorbed", "pair", "by", "at", "undone_by", "undone_at"}

    class Meta:
        indexes: ClassVar = [models.Index(fields=["pair"], name="merge_by_pair")]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["absorbed"], condition=Q(undone_at__isnull=True), name="a_file_is_absorbed_once"
            )
        ]

    def __str__(self) -> str:
        return f"Merge {self.pk}"


class OtherIdentity(Sourced):
    """As whom else a person was registered: found by it, and shown as "also registered as"."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="other_identities")
    merge = models.ForeignKey(Merge, on_delete=models.CASCADE, related_name="identities")
    values = EncryptedJSONField()
    """The columns of the file as they were, as `rules.snapshots` writes them."""

    class Privacy:
        personal: ClassVar = {"values"}
        open: ClassVar = {"id", "person", "merge"} | Sourced.SOURCED

    def __str__(self) -> str:
        return f"Other identity {self.pk}"


class Sweep(models.Model):
    """A look through what was registered or changed since the last one."""

    class State(models.TextChoices):
        DONE = "DONE", _("Done")
        STOPPED = "STOPPED", _("Stopped: too many are doubtful")
        RELEASED = "RELEASED", _("Went on")
        DISCARDED = "DISCARDED", _("Discarded")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    at = models.DateTimeField()
    upto = models.BigIntegerField()
    """The line of the trail up to which everything was looked at."""
    files = models.PositiveIntegerField()
    doubtful = models.PositiveIntegerField()
    state = models.CharField(max_length=9, choices=State.choices, default=State.DONE)
    held = EncryptedJSONField(default=list)
    """Of one that stopped: the pairs that wait, as [person, other, score, strong, reasons]."""
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)

    class Privacy:
        personal: ClassVar = {"held"}
        open: ClassVar = {"id", "at", "upto", "files", "doubtful", "state", "decided_by", "decided_at"}

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["state"], condition=Q(state="STOPPED"), name="one_sweep_waits_at_a_time")
        ]

    def __str__(self) -> str:
        return f"Sweep {self.pk}"
