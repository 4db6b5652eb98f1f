"""What comes back: what was done about it, what people think of how they were attended, what they say of a draft."""

from datetime import datetime
from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import pgettext_lazy

from ayni.access.models import Office, User
from ayni.directory.models import Service
from ayni.governance.models import Protocol
from ayni.lib.fields import EncryptedTextField
from ayni.lib.ids import uuid7
from ayni.lib.tongues import Tongue as Language
from ayni.people.models import Person

from .categories import Category
from .reports import Report


class PublicationState(models.TextChoices):
    DRAFT = "DRAFT", pgettext_lazy("publication", "Being written")
    PUBLISHED = "PUBLISHED", pgettext_lazy("publication", "Published")
    WITHDRAWN = "WITHDRAWN", pgettext_lazy("publication", "Withdrawn")


class Publication(models.Model):
    """«Ustedes dijeron, hicimos»: what people said in general words, and what was done."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    month = models.DateField()
    office = models.ForeignKey(
        Office, on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    """Nothing: the whole unit."""
    category = models.ForeignKey(Category, on_delete=models.PROTECT, related_name="+", db_index=False)
    said = models.TextField()
    done = models.TextField()
    state = models.CharField(max_length=10, choices=PublicationState.choices, default=PublicationState.DRAFT)
    reports = models.ManyToManyField(Report, related_name="+", blank=True)
    """What led to it. Never shown to the public."""
    written_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", db_index=False)
    written_at = models.DateTimeField()
    approved_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    published_at = models.DateTimeField(null=True, blank=True)

    class Privacy:
        personal: ClassVar[set[str]] = set()
        open: ClassVar = {
            "id", "month", "office", "category", "said", "done", "state", "reports", "written_by", "written_at",
            "approved_by", "published_at",
        }  # fmt: skip

    class Meta:
        indexes: ClassVar = [models.Index(fields=["state", "-month", "-published_at"], name="publication_by_month")]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True) | ~Q(approved_by=F("written_by")),
                name="nobody_approves_what_they_wrote_for_the_public",
            ),
            models.CheckConstraint(
                condition=~Q(state="PUBLISHED") | Q(approved_by__isnull=False, published_at__isnull=False),
                name="what_is_published_was_approved",
            ),
        ]

    def __str__(self) -> str:
        return f"Publication {self.pk}"


class Attention(models.TextChoices):
    """After what somebody is asked how it was."""

    TICKET = "TICKET", pgettext_lazy("attention", "At a window")
    CASE = "CASE", pgettext_lazy("attention", "Accompaniment that ended")


class Invitation(models.Model):
    """Somebody was asked how they were attended, by a page that opens once. It names nobody."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+", db_index=False)
    attention = models.CharField(max_length=6, choices=Attention.choices)
    token_hash = models.CharField(max_length=64, unique=True)
    asked_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)

    class Privacy:
        personal: ClassVar[set[str]] = set()
        open: ClassVar = {"id", "person", "office", "attention", "token_hash", "asked_at", "expires_at", "used_at"}

    class Meta:
        indexes: ClassVar = [models.Index(fields=["person", "-asked_at"], name="invitation_by_person")]

    def __str__(self) -> str:
        return f"Survey invitation {self.pk}"

    def is_open(self, at: datetime) -> bool:
        return self.used_at is None and at < self.expires_at


class Mark(models.TextChoices):
    WELL = "WELL", pgettext_lazy("opinion", "Well")
    SO_SO = "SO_SO", pgettext_lazy("opinion", "So so")
    BADLY = "BADLY", pgettext_lazy("opinion", "Badly")


class Opinion(models.Model):
    """What somebody said of how they were attended. Nothing leads back to whoever it was."""

    id = models.BigAutoField(primary_key=True)
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+", db_index=False)
    attention = models.CharField(max_length=6, choices=Attention.choices)
    mark = models.CharField(max_length=5, choices=Mark.choices)
    why = EncryptedTextField(default="")
    month = models.DateField()
    """The day would tell who of the few it was."""

    class Privacy:
        personal: ClassVar = {"why"}
        open: ClassVar = {"id", "office", "attention", "mark", "month"}

    class Meta:
        indexes: ClassVar = [models.Index(fields=["office", "-month", "-id"], name="opinion_by_office")]

    def __str__(self) -> str:
        return f"Opinion #{self.pk}"


class ConsultationState(models.TextChoices):
    DRAFT = "DRAFT", pgettext_lazy("consultation", "Being prepared")
    OPEN = "OPEN", pgettext_lazy("consultation", "Open to all")
    PUBLISHED = "PUBLISHED", pgettext_lazy("consultation", "Its result is published")


class Stage(models.TextChoices):
    """At which stage of the work people are asked."""

    PLANNED = "PLANNED", pgettext_lazy("stage", "Before it begins")
    DONE = "DONE", pgettext_lazy("stage", "While it is done")
    REVIEWED = "REVIEWED", pgettext_lazy("stage", "When it is looked back on")


class ConsultationQuerySet(models.QuerySet["Consultation"]):
    def public(self) -> Self:
        return self.exclude(state=ConsultationState.DRAFT)


class Consultation(models.Model):
    """People are asked before it is decided: about a draft of a protocol, or a service."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    title = models.CharField(max_length=160)
    text = models.TextField()
    protocol = models.ForeignKey(
        Protocol, on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    service = models.ForeignKey(
        Service, on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    stage = models.CharField(max_length=8, choices=Stage.choices, default=Stage.PLANNED)
    closes_on = models.DateField()
    """The last day."""
    state = models.CharField(max_length=10, choices=ConsultationState.choices, default=ConsultationState.DRAFT)
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", db_index=False)
    made_at = models.DateTimeField()
    opened_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    opened_at = models.DateTimeField(null=True, blank=True)
    result = models.TextField(blank=True)
    """What people said, in general words, and what was decided because of it."""
    published_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    published_at = models.DateTimeField(null=True, blank=True)

    objects = ConsultationQuerySet.as_manager()

    class Privacy:
        personal: ClassVar[set[str]] = set()
        open: ClassVar = {
            "id", "title", "text", "protocol", "service", "stage", "closes_on", "state", "made_by", "made_at",
            "opened_by", "opened_at", "result", "published_by", "published_at",
        }  # fmt: skip

    class Meta:
        ordering: ClassVar = ["-made_at", "-id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(opened_by__isnull=True) | ~Q(opened_by=F("made_by")),
                name="another_opens_a_consultation",
            ),
            models.CheckConstraint(
                condition=~Q(state="PUBLISHED") | (~Q(result="") & Q(published_at__isnull=False)),
                name="a_result_is_published_with_its_words",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Stance(models.TextChoices):
    AGREE = "AGREE", pgettext_lazy("stance", "It is good as it is")
    CHANGE = "CHANGE", pgettext_lazy("stance", "It needs a change")
    AGAINST = "AGAINST", pgettext_lazy("stance", "It should not be done")


class Speaks(models.TextChoices):
    """Whoever takes part."""

    MIGRANT = "MIGRANT", pgettext_lazy("speaks", "I came from another country")
    RETURNED = "RETURNED", pgettext_lazy("speaks", "I am Peruvian and came back")
    HOST = "HOST", pgettext_lazy("speaks", "I have always lived here")
    ORGANISATION = "ORGANISATION", pgettext_lazy("speaks", "I speak for an organisation")
    OTHER = "OTHER", pgettext_lazy("speaks", "I prefer not to say")


class Contribution(models.Model):
    """What somebody said of it. Nothing leads back to whoever it was."""

    id = models.BigAutoField(primary_key=True)
    consultation = models.ForeignKey(Consultation, on_delete=models.CASCADE, related_name="contributions")
    submission = models.UUIDField(null=True, unique=True)
    speaks = models.CharField(max_length=12, choices=Speaks.choices)
    stance = models.CharField(max_length=7, choices=Stance.choices)
    language = models.CharField(max_length=2, choices=Language.choices, default=Language.ES)
    text = EncryptedTextField(default="")
    on = models.DateField()

    class Privacy:
        personal: ClassVar = {"text"}
        open: ClassVar = {"id", "consultation", "submission", "speaks", "stance", "language", "on"}

    def __str__(self) -> str:
        return f"Contribution #{self.pk}"
