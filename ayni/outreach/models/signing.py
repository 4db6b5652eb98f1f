from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import pgettext_lazy

from ayni.lib.fields import EncryptedTextField
from ayni.lib.ids import uuid7

from .sessions import Session, Tongue


class SignUpState(models.TextChoices):
    SIGNED = "SIGNED", pgettext_lazy("sign-up", "Has a seat")
    WAITING = "WAITING", pgettext_lazy("sign-up", "On the waiting list")
    WITHDRAWN = "WITHDRAWN", pgettext_lazy("sign-up", "Withdrawn")


class SignUp(models.Model):
    """Somebody who wants to come. Of no file: whoever comes to a talk did not ask for a case."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="sign_ups", db_index=False)
    number = models.CharField(max_length=20, unique=True)
    """`S-7K3M-Q2X9-H`. It says nothing about whoever has it."""
    code_hash = models.CharField(max_length=64)
    """Keyed digest of the code that goes with the number."""
    submission = models.UUIDField(unique=True)
    """Of the form that was sent: sent twice, it is one sign-up."""
    name = EncryptedTextField(blank=True)
    """What to call them; not more than they want to say."""
    contact = EncryptedTextField(blank=True)
    language = models.CharField(max_length=2, choices=Tongue.choices, default=Tongue.ES)
    """That of the page: we write to them in it."""
    state = models.CharField(max_length=9, choices=SignUpState.choices)
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    forgotten_at = models.DateTimeField(null=True, blank=True)
    """When name and contact were emptied."""

    class Privacy:
        personal: ClassVar = {"name", "contact", "code_hash", "submission"}
        open: ClassVar = {"id", "session", "number", "language", "state", "made_at", "ended_at", "forgotten_at"}

    class Meta:
        ordering: ClassVar = ["made_at", "id"]
        indexes: ClassVar = [models.Index(fields=["session", "state", "made_at", "id"], name="sign_up_in_line")]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(state="WITHDRAWN", ended_at__isnull=False)
                | ~Q(state="WITHDRAWN") & Q(ended_at__isnull=True),
                name="a_withdrawn_sign_up_has_a_time",
            ),
        ]

    def __str__(self) -> str:
        return f"Sign-up {self.pk}"
