"""Conversations by telephone: of nobody, for minutes; and how often what was asked, as a number of a day."""

from typing import ClassVar

from django.db import models
from django.utils.translation import pgettext_lazy

from ayni.lib.fields import EncryptedJSONField


class Way(models.TextChoices):
    """How somebody talks to the site without a browser."""

    SMS = "sms", pgettext_lazy("channel", "SMS")
    USSD = "ussd", pgettext_lazy("channel", "USSD menu")
    CHAT = "chat", pgettext_lazy("channel", "WhatsApp")


class Conversation(models.Model):
    """Where somebody is in the menus. Found by a keyed digest of number and day; erased minutes after."""

    digest = models.CharField(max_length=64, unique=True)
    way = models.CharField(max_length=4, choices=Way.choices)
    talk = EncryptedJSONField(default=dict)
    ends_at = models.DateTimeField(db_index=True)

    class Privacy:
        personal: ClassVar = {"talk"}
        open: ClassVar = {"id", "digest", "way", "ends_at"}

    def __str__(self) -> str:
        return f"Conversation {self.pk}"


class Answered(models.Model):
    """A message that was answered, and with what: sent to us twice, it is answered once, and the same."""

    digest = models.CharField(max_length=64, unique=True)
    said = EncryptedJSONField(default=dict)
    is_sent = models.BooleanField(default=False)
    """By ways on which an answer is a message of its own."""
    ends_at = models.DateTimeField(db_index=True)

    class Privacy:
        personal: ClassVar = {"said"}
        open: ClassVar = {"id", "digest", "is_sent", "ends_at"}

    def __str__(self) -> str:
        return f"Answered message {self.pk}"


class MenuCount(models.Model):
    """How often an entry of the menu was told on a day. Of whom nobody knows."""

    day = models.DateField()
    way = models.CharField(max_length=4, choices=Way.choices)
    entry = models.CharField(max_length=40)
    times = models.PositiveIntegerField(default=0)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["day", "way", "entry"], name="an_entry_is_counted_once_a_day_and_way")
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.way} {self.entry}"
