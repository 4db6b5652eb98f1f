"""What is asked before and after a session. Nobody is named: an answer is paired by a word of one's own."""

from typing import ClassVar

from django.db import models
from django.utils.translation import pgettext_lazy

from ayni.access.models import User
from ayni.instruments.models import Instrument
from ayni.lib.fields import EncryptedJSONField
from ayni.lib.ids import uuid7

from .sessions import Session, Tongue


class ProbeKind(models.TextChoices):
    PRE = "PRE", pgettext_lazy("probe", "Test before")
    POST = "POST", pgettext_lazy("probe", "Test after")
    VIEW = "VIEW", pgettext_lazy("probe", "How it was")


class Probe(models.Model):
    """A short form that whoever came fills in on their own telephone, without an account."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="probes", db_index=False)
    kind = models.CharField(max_length=4, choices=ProbeKind.choices)
    instrument = models.ForeignKey(Instrument, on_delete=models.PROTECT, related_name="+", db_index=False)
    right = models.JSONField(default=dict, blank=True)
    """Question key → the answer that is right. Of a form about how it was: nothing."""
    token = models.CharField(max_length=20, unique=True)
    """In the address that the QR opens. It says nothing, and opens nothing but the form."""
    is_open = models.BooleanField(default=True)
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", db_index=False)
    made_at = models.DateTimeField()

    class Privacy:
        personal: ClassVar[set[str]] = set()
        open: ClassVar = {
            "id", "session", "kind", "instrument", "right", "token", "is_open", "made_by", "made_at",
        }  # fmt: skip

    class Meta:
        ordering: ClassVar = ["session", "kind"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["session", "kind"], name="a_session_asks_each_once")
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"Probe {self.pk}"


class Reply(models.Model):
    """What somebody answered. Nothing leads back to whoever it was."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    probe = models.ForeignKey(Probe, on_delete=models.PROTECT, related_name="replies", db_index=False)
    pair = models.CharField(max_length=64, blank=True)
    """Keyed digest of the word that goes with the test before and the one after; of another session, another one."""
    answers = EncryptedJSONField()
    right = models.PositiveSmallIntegerField(null=True, blank=True)
    asked = models.PositiveSmallIntegerField(null=True, blank=True)
    """How many answers were right, of how many questions that have a right one."""
    language = models.CharField(max_length=2, choices=Tongue.choices, default=Tongue.ES)
    submission = models.UUIDField(unique=True)
    on = models.DateField()

    class Privacy:
        personal: ClassVar = {"answers", "pair", "submission"}
        open: ClassVar = {"id", "probe", "right", "asked", "language", "on"}

    class Meta:
        ordering: ClassVar = ["id"]
        indexes: ClassVar = [models.Index(fields=["probe", "pair"], name="reply_by_pair")]

    def __str__(self) -> str:
        return f"Reply {self.pk}"
