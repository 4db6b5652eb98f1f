from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

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
        personal: ClassVar = {"to", "subject", "text"}
        open: ClassVar = {
            "id", "channel", "about", "state", "attempts", "queued_at", "not_before", "sent_at", "failure",
        }  # fmt: skip

    class Meta:
        indexes: ClassVar = [models.Index(fields=["state", "not_before"], name="message_to_send")]

    def __str__(self) -> str:
        return f"Message {self.pk}"
