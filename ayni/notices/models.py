from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ayni.access.models import Organisation, User
from ayni.lib.fields import EncryptedTextField
from ayni.lib.ids import uuid7


class Message(models.Model):
    """An e-mail or SMS in the outbox. Written in the verb's transaction, sent by the worker after it committed."""

    class Channel(models.TextChoices):
        EMAIL = "EMAIL", _("E-mail")
        SMS = "SMS", _("SMS")

    class State(models.TextChoices):
        QUEUED = "QUEUED", _("Waiting")
        SENT = "SENT", _("Sent")
        FAILED = "FAILED", _("Could not be sent")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    channel = models.CharField(max_length=5, choices=Channel.choices)
    to = EncryptedTextField()
    subject = EncryptedTextField(default="")
    text = EncryptedTextField()
    ends_at = EncryptedTextField(default="")
    """Of a letter to a subscriber: the address at which one press ends it, for the button of their mail program."""
    about = models.UUIDField(null=True, db_index=True)
    """The referral or case that this is about: a plain id."""
    state = models.CharField(max_length=6, choices=State.choices, default=State.QUEUED)
    attempts = models.PositiveSmallIntegerField(default=0)
    queued_at = models.DateTimeField()
    not_before = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)
    failure = models.CharField(max_length=80, blank=True)
    """The kind of error, never its text: servers repeat addresses in it."""

    class Privacy:
        personal: ClassVar = {"to", "subject", "text", "ends_at"}
        open: ClassVar = {
            "id", "channel", "about", "state", "attempts", "queued_at", "not_before", "sent_at", "failure",
        }  # fmt: skip

    class Meta:
        indexes: ClassVar = [models.Index(fields=["state", "not_before"], name="message_to_send")]

    def __str__(self) -> str:
        return f"Message {self.pk}"


class Habit(models.Model):
    """How somebody, or everybody of an institution who says nothing else, wants to be told: at once or once a day."""

    user = models.OneToOneField(User, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    organisation = models.OneToOneField(Organisation, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    is_daily = models.BooleanField(default=False)
    hour = models.PositiveSmallIntegerField(default=8)
    """Of the day, in Lima, at which the digest goes out."""

    class Privacy:
        personal: ClassVar[set[str]] = set()
        open: ClassVar = {"id", "user", "organisation", "is_daily", "hour"}

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(user__isnull=True, organisation__isnull=False)
                | Q(user__isnull=False, organisation__isnull=True),
                name="a_habit_is_of_a_user_or_an_institution",
            ),
            models.CheckConstraint(condition=Q(hour__lt=24), name="a_digest_goes_out_at_an_hour_of_the_day"),
        ]

    def __str__(self) -> str:
        return f"Habit {self.pk}"


class DigestLine(models.Model):
    """One thing of a digest that has not gone out yet."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    subject = EncryptedTextField()
    text = EncryptedTextField()
    queued_at = models.DateTimeField()
    due_at = models.DateTimeField(db_index=True)

    class Privacy:
        # A number and where to read it: of nobody. It is encrypted all the same, and gone within a day.
        personal: ClassVar[set[str]] = set()
        open: ClassVar = {"id", "user", "subject", "text", "queued_at", "due_at"}

    def __str__(self) -> str:
        return f"Digest line {self.pk}"


class Subscription(models.Model):
    """Somebody wants to be told by e-mail when something new comes out. It counts once they confirmed it from their own
    mail; whoever ends it leaves nothing behind."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    topic = models.CharField(max_length=60)
    """Of what: `bulletin:150101`."""
    email = EncryptedTextField()
    digest = models.CharField(max_length=64)
    """Of the address, under a key: the same one asks once for the same topic."""
    language = models.CharField(max_length=2, default="es")
    asked_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True, blank=True)
    told = models.CharField(max_length=20, blank=True)
    """The last issue that was sent: the next one follows it."""

    class Privacy:
        personal: ClassVar = {"email", "digest"}
        open: ClassVar = {"id", "topic", "language", "asked_at", "confirmed_at", "told"}

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["topic", "digest"], name="one_asks_once_for_a_topic"),
        ]
        indexes: ClassVar = [models.Index(fields=["topic", "told"], name="subscription_to_tell")]

    def __str__(self) -> str:
        return f"Subscription {self.pk}"
