from typing import ClassVar, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ayni.access.models import User
from ayni.governance.models import Urgency
from ayni.lib.fields import EncryptedJSONField, EncryptedTextField
from ayni.lib.ids import uuid7
from ayni.people.models import Basis, Consent, Person, Relationship

from .cases import Case


class Wish(models.TextChoices):
    """What the child, or whoever is looked for by a child, wants of it."""

    FOUND = "FOUND", _("Wants their family to be looked for")
    NOT_YET = "NOT_YET", _("Not now: ask again")
    NO = "NO", _("Does not want it")
    NOT_ASKED = "NOT_ASKED", _("Nobody has asked yet")


class TracingState(models.TextChoices):
    OPEN = "OPEN", pgettext_lazy("family tracing", "Being looked for")
    FOUND = "FOUND", _("Somebody was found; it is being verified")
    VERIFIED = "VERIFIED", _("Verified: the risks are being weighed")
    ENDED = "ENDED", pgettext_lazy("family tracing", "Ended")


class TracingOutcome(models.TextChoices):
    REUNIFIED = "REUNIFIED", _("Reunified")
    CONTACT_ONLY = "CONTACT_ONLY", _("In contact, without living together")
    NOT_IN_INTEREST = "NOT_IN_INTEREST", _("Found; reunification is not in the child's interest")
    NOT_FOUND = "NOT_FOUND", _("Not found")
    STOPPED = "STOPPED", _("Stopped: the person does not want it, or it is not safe")


class Risk(models.TextChoices):
    LOW = "LOW", pgettext_lazy("risk", "Low")
    MEDIUM = "MEDIUM", pgettext_lazy("risk", "Medium")
    HIGH = "HIGH", pgettext_lazy("risk", "High")


class TracingQuerySet(models.QuerySet["Tracing"]):
    def visible_to(self, user: User) -> Self:
        """Those of cases whose file this user may open."""
        return self.filter(Exists(Case.objects.visible_to(user).filter(pk=OuterRef("case"))))


class Tracing(models.Model):
    """Somebody of a case and a relative who lost each other: looked for, verified, weighed, ended."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="tracings")
    sought_as = models.CharField(max_length=20, choices=Relationship.Kind.choices)
    """What whoever is looked for is to the person of the case."""
    known = EncryptedJSONField(default=dict)
    """What is known of them: name, year of birth, where they were last."""
    wish = models.CharField(max_length=10, choices=Wish.choices, default=Wish.NOT_ASKED)
    wish_words = EncryptedTextField(default="")
    """In the child's own words."""
    basis = models.CharField(max_length=16, choices=Basis.choices)
    consent = models.ForeignKey(
        Consent, on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    safety = EncryptedTextField(default="")
    """Who must not learn of it, and why."""
    urgency = models.CharField(max_length=12, choices=Urgency.choices)
    state = models.CharField(max_length=8, choices=TracingState.choices, default=TracingState.OPEN)
    risk = models.CharField(max_length=6, choices=Risk.choices, blank=True)
    risk_words = EncryptedTextField(default="")
    """What speaks for and against bringing them together."""
    outcome = models.CharField(max_length=16, choices=TracingOutcome.choices, blank=True)
    outcome_words = EncryptedTextField(default="")
    begun_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", db_index=False)
    begun_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = TracingQuerySet.as_manager()

    class Privacy:
        personal: ClassVar = {"known", "wish_words", "safety", "risk_words", "outcome_words"}
        open: ClassVar = {
            "id", "case", "sought_as", "wish", "basis", "consent", "urgency", "state", "risk", "outcome", "begun_by",
            "begun_at", "ended_at",
        }  # fmt: skip

    class Meta:
        indexes: ClassVar = [models.Index(fields=["-begun_at", "-id"], name="tracing_by_beginning")]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(state="ENDED", ended_at__isnull=False) & ~Q(outcome="")
                | ~Q(state="ENDED") & Q(ended_at__isnull=True, outcome=""),
                name="a_tracing_ends_with_an_outcome",
            ),
        ]

    def __str__(self) -> str:
        return f"Tracing {self.pk}"


class Match(models.Model):
    """A file that may be of whom is looked for. Only whoever may open that file is shown it."""

    class Verdict(models.TextChoices):
        POSSIBLE = "POSSIBLE", _("May be")
        CONFIRMED = "CONFIRMED", _("It is they")
        RULED_OUT = "RULED_OUT", _("It is somebody else")

    tracing = models.ForeignKey(Tracing, on_delete=models.CASCADE, related_name="matches", db_index=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    verdict = models.CharField(max_length=9, choices=Verdict.choices, default=Verdict.POSSIBLE)
    noted_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", db_index=False)
    noted_at = models.DateTimeField()

    class Privacy:
        personal: ClassVar[set[str]] = set()
        open: ClassVar = {"id", "tracing", "person", "verdict", "noted_by", "noted_at"}

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["tracing", "person"], name="a_file_is_a_match_once"),
            models.UniqueConstraint(
                fields=["tracing"], condition=Q(verdict="CONFIRMED"), name="a_tracing_finds_one_person"
            ),
        ]

    def __str__(self) -> str:
        return f"Match {self.pk}"


class Verification(models.Model):
    """What one source says of whether they are family."""

    class Source(models.TextChoices):
        DOCUMENT = "DOCUMENT", _("A document: birth record, identity document, passport")
        CONSULATE = "CONSULATE", _("The consulate or an authority of the country")
        CHILD = "CHILD", _("The child, asked by themselves")
        RELATIVE = "RELATIVE", _("The relative, asked by themselves")
        THIRD_PARTY = "THIRD_PARTY", _("Somebody else who knows both")
        PICTURES = "PICTURES", _("Photographs or messages of before")
        DNA = "DNA", _("A genetic test ordered by an authority")
        ORGANISATION = "ORGANISATION", _("An organisation that traces families, such as the Red Cross")

    tracing = models.ForeignKey(Tracing, on_delete=models.CASCADE, related_name="verifications")
    source = models.CharField(max_length=12, choices=Source.choices)
    agrees = models.BooleanField()
    said = EncryptedTextField()
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", db_index=False)
    recorded_at = models.DateTimeField()

    class Privacy:
        personal: ClassVar = {"said"}
        open: ClassVar = {"id", "tracing", "source", "agrees", "recorded_by", "recorded_at"}

    def __str__(self) -> str:
        return f"Verification {self.pk}"
