from typing import ClassVar

from django.db import models

from ayni.access.models import User
from ayni.lib.fields import EncryptedTextField
from ayni.lib.ids import uuid7

from .cases import Case
from .plan import Task


class Conference(models.Model):
    """A meeting about one case: who was there, what was said, what was agreed. Never changed afterwards."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="conferences", db_index=False)
    held_at = models.DateTimeField()
    participants = models.ManyToManyField(User, related_name="+")
    """Colleagues who may open the case."""
    guests = EncryptedTextField(default="")
    """Others who were there: the person, family, institutions."""
    minutes = EncryptedTextField()
    written_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", db_index=False)
    written_at = models.DateTimeField()

    class Privacy:
        personal: ClassVar = {"guests", "minutes"}
        open: ClassVar = {"id", "case", "held_at", "participants", "written_by", "written_at"}

    class Meta:
        indexes: ClassVar = [models.Index(fields=["case", "-held_at", "-id"], name="conference_by_case")]

    def __str__(self) -> str:
        return f"Conference {self.pk}"


class Agreement(models.Model):
    """Something that a conference agreed on: a task, with somebody who does it by a day."""

    conference = models.ForeignKey(Conference, on_delete=models.CASCADE, related_name="agreements")
    task = models.OneToOneField(Task, on_delete=models.CASCADE, related_name="agreement")

    class Privacy:
        personal: ClassVar[set[str]] = set()
        open: ClassVar = {"id", "conference", "task"}

    def __str__(self) -> str:
        return f"Agreement {self.pk}"
