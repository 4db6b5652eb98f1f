from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ayni.access.models import Organisation, User
from ayni.access.permissions import Permission
from ayni.codelists.models import LegalNorm, NeedSector, Profile, Territory


class GapKind(models.TextChoices):
    """What fails: the norm, or what was to follow from it."""

    NO_NORM = "NO_NORM", _("No norm covers the situation")
    NORM_CONTRADICTS = "NORM_CONTRADICTS", _("Two norms contradict each other, or one excludes people it should not")
    NORM_UNKNOWN = "NORM_UNKNOWN", _("There is a norm, and whoever attends does not know it")
    NORM_IGNORED = "NORM_IGNORED", _("There is a norm, it is known, and it is not followed")
    NO_PROTOCOL = "NO_PROTOCOL", _("The protocol lacks a step, or a step cannot be done as it stands")
    NO_SERVICE = "NO_SERVICE", _("There is no service, or no place in it")


class GapState(models.TextChoices):
    OPEN = "OPEN", _("Open")
    STUDIED = "STUDIED", _("Being studied")
    PROPOSED = "PROPOSED", _("A change is proposed")
    CLOSED = "CLOSED", _("Closed")


class GapClosing(models.TextChoices):
    """How a gap was closed."""

    NORM = "NORM", _("A norm was approved")
    PROTOCOL = "PROTOCOL", _("The protocol was changed")
    PRACTICE = "PRACTICE", _("The institution changed what it does")
    NOT_A_GAP = "NOT_A_GAP", _("It turned out to be no gap")
    DUPLICATE = "DUPLICATE", _("It is registered under another code")


class GapQuerySet(models.QuerySet["Gap"]):
    def visible_to(self, user: User) -> Self:
        """A gap speaks of rules and institutions, never of a person: whoever reads the register reads all of it. What
        it rests on is another matter: see `governance.hooks`."""
        return self if user.may(Permission.GAP_VIEW) else self.none()

    def open(self) -> Self:
        return self.exclude(state=GapState.CLOSED)


class Gap(models.Model):
    """Something that the norms, the protocols or the institutions do not do for people who need it (R180)."""

    code = models.CharField(max_length=16, unique=True)
    """BR-2026-0007: the year it was opened in, and which of that year."""
    title = models.CharField(max_length=160)
    kind = models.CharField(max_length=16, choices=GapKind.choices)
    what_fails = models.TextField(max_length=4000)
    profile = models.ForeignKey(Profile, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    """Whom it hits; empty: anybody."""
    territory = models.ForeignKey(Territory, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    """Where; empty: in the whole country."""
    institution = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    need = models.ForeignKey(NeedSector, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    right = models.CharField(max_length=120, blank=True)
    """The human right that is not made real."""
    norm = models.ForeignKey(LegalNorm, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    """The norm that fails or is not followed; empty when there is none."""
    missing_norm = models.CharField(max_length=300, blank=True)
    """What a norm would have to say."""
    state = models.CharField(max_length=8, choices=GapState.choices, default=GapState.OPEN)
    owner = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    """Who sees to it that something comes of it."""
    opened_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    closing = models.CharField(max_length=12, choices=GapClosing.choices, blank=True)
    closing_note = models.TextField(max_length=2000, blank=True)
    same_as = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    """Of a duplicate: the gap that counts."""
    closed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    closed_at = models.DateTimeField(null=True, blank=True)

    objects = GapQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-opened_at", "-pk"]
        indexes: ClassVar = [
            models.Index(fields=["state", "-opened_at", "-id"], name="gap_by_state"),
            models.Index(fields=["-opened_at", "-id"], name="gap_by_opening"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(state="CLOSED", closed_at__isnull=False, closed_by__isnull=False) & ~Q(closing="")
                | ~Q(state="CLOSED") & Q(closed_at__isnull=True, closed_by__isnull=True, closing=""),
                name="a_closed_gap_says_when_by_whom_and_how",
            ),
            models.CheckConstraint(
                condition=~Q(closing="DUPLICATE") | Q(same_as__isnull=False), name="a_duplicate_gap_names_the_other"
            ),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def is_open(self) -> bool:
        return self.state != GapState.CLOSED

    @property
    def is_local(self) -> bool:
        """Of a place smaller than a department."""
        return self.territory is not None and self.territory.level != Territory.Level.DEPARTMENT
