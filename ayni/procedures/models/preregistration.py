"""What a person tells us before they come, without an account: sealed, short-lived, of nobody until staff say whose."""

from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import pgettext_lazy

from ayni.access.models import Office, User
from ayni.access.scope import counter_scope_of
from ayni.files.models import StoredFile
from ayni.lib.fields import EncryptedJSONField
from ayni.lib.ids import uuid7
from ayni.people.models.people import is_within_reach

from .applications import Application, Channel
from .catalogue import Procedure, Requirement


class PreregistrationState(models.TextChoices):
    DRAFT = "DRAFT", pgettext_lazy("preregistration", "Being filled in")
    SENT = "SENT", pgettext_lazy("preregistration", "Sent, waits for the office")
    TAKEN_OVER = "TAKEN_OVER", pgettext_lazy("preregistration", "Became an application")
    DISCARDED = "DISCARDED", pgettext_lazy("preregistration", "Set aside")


class Station(models.Model):
    """A kiosk of an office: what it sends comes from there, and it forgets who stood before it."""

    name = models.CharField(max_length=60)
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+", db_index=False)
    token_hash = models.CharField(max_length=64, unique=True)
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", db_index=False)
    made_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Privacy:
        personal: ClassVar[set[str]] = set()
        open: ClassVar = {"id", "name", "office", "token_hash", "made_by", "made_at", "revoked_at"}

    def __str__(self) -> str:
        return f"Station #{self.pk}"


class PreregistrationQuerySet(models.QuerySet["Preregistration"]):
    def visible_to(self, user: User) -> Self:
        """Those that were sent to the offices that the user reaches."""
        sent = self.exclude(state=PreregistrationState.DRAFT)
        return sent.filter(is_within_reach(counter_scope_of(user), "office"))


class Preregistration(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    number = models.CharField(max_length=20, unique=True)
    """`P-7K3M-Q2X9-H`."""
    state = models.CharField(max_length=10, choices=PreregistrationState.choices, default=PreregistrationState.DRAFT)
    channel = models.CharField(max_length=8, choices=Channel.choices, default=Channel.LINK)
    office = models.ForeignKey(
        Office, on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    """Where the person will go."""
    procedure = models.ForeignKey(
        Procedure, on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    answers = EncryptedJSONField(default=dict)
    token_hash = models.CharField(max_length=64, null=True, blank=True, unique=True)  # noqa: DJ001 - unique, or none
    """Of the link that staff sent, if they did. It opens once, with the code."""
    code_hash = models.CharField(max_length=64)
    """Of the code that the person keeps, with which they go on or look again."""
    wrong_codes = models.PositiveSmallIntegerField(default=0)
    browser_hash = models.CharField(max_length=64, blank=True)
    """Of the secret that the one browser holds in which it is filled in."""
    begun_at = models.DateTimeField()
    saved_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)
    invited_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    registration = models.UUIDField(null=True, blank=True)
    """Plain id of the registration that staff began from it: that is of a person before this is."""
    application = models.OneToOneField(
        Application, on_delete=models.CASCADE, null=True, blank=True, related_name="preregistration"
    )
    closed_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )

    objects = PreregistrationQuerySet.as_manager()

    class Privacy:
        personal: ClassVar = {"answers"}
        open: ClassVar = {
            "id", "number", "state", "channel", "office", "procedure", "token_hash", "code_hash", "wrong_codes",
            "browser_hash", "begun_at", "saved_at", "sent_at", "invited_by", "registration", "application", "closed_by",
        }  # fmt: skip

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["office", "state", "sent_at", "id"], name="preregistration_queue"),
            models.Index(fields=["state", "saved_at"], name="preregistration_by_age"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(state="SENT") | Q(sent_at__isnull=False, office__isnull=False, procedure__isnull=False),
                name="what_was_sent_says_where_and_what_for",
            )
        ]

    def __str__(self) -> str:
        return f"Preregistration {self.number}"


class PreregistrationPaper(models.Model):
    """A paper that came with it."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    preregistration = models.ForeignKey(Preregistration, on_delete=models.CASCADE, related_name="papers")
    requirement = models.ForeignKey(Requirement, on_delete=models.PROTECT, related_name="+", db_index=False)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()

    class Privacy:
        personal: ClassVar[set[str]] = set()
        # What it shows is in the file, which is sealed.
        open: ClassVar = {"id", "preregistration", "requirement", "file", "added_at"}

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["preregistration", "requirement"], name="one_paper_for_each_requirement")
        ]

    def __str__(self) -> str:
        return f"Preregistration paper {self.pk}"
