from typing import ClassVar

from django.db import models

from ayni.lib.fields import EncryptedTextField
from ayni.lib.ids import uuid7


class AnsweredForm(models.Model):
    """The page by which a form was answered, kept for the browser that sent it and for no other (see going_back.py)."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    session_key = models.CharField(max_length=40)
    """As the table of sessions keeps it: what is in the cookie opens it, what is in the table opens nothing."""
    path = models.CharField(max_length=300)
    status = models.PositiveSmallIntegerField()
    page = EncryptedTextField()
    once = models.JSONField(default=list)
    """Of the forms on it: whether one of them was sent since."""
    kept_at = models.DateTimeField()

    class Privacy:
        personal: ClassVar = {"page"}
        open: ClassVar = {"id", "session_key", "path", "status", "once", "kept_at"}

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["session_key", "-id"], name="answered_form_by_session"),
            models.Index(fields=["kept_at"], name="answered_form_by_age"),
        ]

    def __str__(self) -> str:
        return f"Answered form {self.pk}"
