from typing import ClassVar

from django.db import models


class Event(models.Model):
    """Something a person did or read. Never updated, never deleted: each row carries the hash of the one before."""

    seq = models.BigIntegerField(unique=True)
    at = models.DateTimeField()
    by = models.CharField(max_length=60)
    """A plain id, not a key: the trail outlives accounts. `system` and `link:<id>` are not users."""
    verb = models.CharField(max_length=60)
    subject_type = models.CharField(max_length=60)
    subject_id = models.CharField(max_length=40)
    thread = models.UUIDField(null=True)
    """The case or person whose timeline this belongs to."""
    purpose = models.CharField(max_length=60, blank=True)
    """Why something was read."""
    details = models.JSONField(default=dict)
    """Ids, codes, counts and dates. Never a name, never free text."""
    previous = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["thread", "-seq"], name="event_by_thread"),
            models.Index(fields=["subject_type", "subject_id", "-seq"], name="event_by_subject"),
            models.Index(fields=["by", "-seq"], name="event_by_doer"),
        ]

    def __str__(self) -> str:
        return f"Event {self.seq}"


class Head(models.Model):
    """The end of the chain: one row, locked while a line is added, so that two lines cannot follow the same one."""

    seq = models.BigIntegerField(default=0)
    hash = models.CharField(max_length=64, default="0" * 64)

    def __str__(self) -> str:
        return f"Head at {self.seq}"


class Checkpoint(models.Model):
    """The head of the chain, signed on a day. A copy is anchored outside the database."""

    made_at = models.DateTimeField()
    seq = models.BigIntegerField()
    hash = models.CharField(max_length=64)
    signature = models.CharField(max_length=128)

    def __str__(self) -> str:
        return f"Checkpoint at {self.seq}"
