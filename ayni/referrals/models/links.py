from datetime import datetime
from typing import ClassVar

from django.db import models

from ayni.access.models import User
from ayni.directory.models import FocalPoint
from ayni.lib.ids import uuid7

from .referrals import Referral


class OpenPage(models.Model):
    """A page that its address opens to whoever holds it, once, without a code. Only the hash of the address is kept."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    token_hash = models.CharField(max_length=64, unique=True)
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", db_index=False)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True

    def is_open(self, at: datetime) -> bool:
        return self.used_at is None and at < self.expires_at


class AccessLink(models.Model):
    """A one-time, expiring link to one referral, for an institution without users. Only hashes are kept."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    referral = models.ForeignKey(Referral, on_delete=models.CASCADE, related_name="links")
    focal_point = models.ForeignKey(FocalPoint, on_delete=models.PROTECT, related_name="+", db_index=False)
    token_hash = models.CharField(max_length=64, unique=True)
    code_hash = models.CharField(max_length=64, blank=True)
    """Of the code that was sent apart, by SMS, when the link was opened."""
    code_sent_at = models.DateTimeField(null=True, blank=True)
    codes_sent = models.PositiveSmallIntegerField(default=0)
    wrong_codes = models.PositiveSmallIntegerField(default=0)
    session_hash = models.CharField(max_length=64, blank=True)
    """Of the secret that the browser holds in which the right code was typed. Another browser needs another code."""
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    """When an answer that ends the matter was given through it."""
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Privacy:
        personal: ClassVar[set[str]] = set()
        open: ClassVar = {
            "id", "referral", "focal_point", "token_hash", "code_hash", "code_sent_at", "codes_sent", "wrong_codes",
            "session_hash", "made_at", "expires_at", "used_at", "revoked_at",
        }  # fmt: skip

    def __str__(self) -> str:
        return f"Link {self.pk}"

    def is_open(self, at: datetime) -> bool:
        return self.used_at is None and self.revoked_at is None and at < self.expires_at


class LinkOpening(models.Model):
    """Every time a link was opened, and with what success."""

    class Event(models.TextChoices):
        OPENED = "OPENED"
        CODE_SENT = "CODE_SENT"
        CODE_WRONG = "CODE_WRONG"
        CODE_RIGHT = "CODE_RIGHT"
        ANSWERED = "ANSWERED"
        REFUSED = "REFUSED"

    link = models.ForeignKey(AccessLink, on_delete=models.CASCADE, related_name="openings")
    event = models.CharField(max_length=10, choices=Event.choices)
    at = models.DateTimeField()
    address_digest = models.CharField(max_length=16, blank=True)
    """Of the network address, keyed: tells two addresses apart without keeping them."""

    class Privacy:
        personal: ClassVar = {"address_digest"}
        open: ClassVar = {"id", "link", "event", "at"}

    class Meta:
        ordering: ClassVar = ["at", "id"]

    def __str__(self) -> str:
        return f"Opening {self.pk}"
