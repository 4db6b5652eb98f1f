from typing import ClassVar

from django.db import models

from ayni.lib.fields import EncryptedJSONField
from ayni.lib.ids import uuid7

from .applications import Application
from .codes import OneTimeCode


class Look(OneTimeCode):
    """Somebody asked, without an account, how an application stands. Whether what they typed is true of anything is
    found by the worker and not while they wait: to them it is the same in every case."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    asked = EncryptedJSONField(default=dict)
    """`number`, `birth`, `precision` as they were typed; empty once the worker has looked."""
    language = models.CharField(max_length=2, default="es")
    application = models.ForeignKey(Application, on_delete=models.CASCADE, null=True, blank=True, related_name="looks")
    """None: nothing was found, or nothing that may be told this way."""
    may_say_all = models.BooleanField(default=False)
    """Whether the page may say what it is about: as the person wanted messages to be."""
    looked_at = models.DateTimeField(null=True, blank=True)
    """When the worker looked."""
    opened_at = models.DateTimeField(null=True, blank=True)
    """When the code came back."""
    ended_at = models.DateTimeField(null=True, blank=True)
    """When the person left."""

    class Privacy:
        personal: ClassVar = {"asked", "reach", "code"}
        open: ClassVar = {
            "id", "language", "application", "may_say_all", "tries", "begun_at", "ends_at", "looked_at", "opened_at",
            "ended_at",
        }  # fmt: skip

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["begun_at"], condition=models.Q(looked_at__isnull=True), name="look_to_answer"),
        ]

    def __str__(self) -> str:
        return f"Look {self.pk}"
