from typing import ClassVar

from django.db import models


class OutsideLink(models.Model):
    """An address of somebody else that a published guide names, and whether it still answers."""

    address = models.URLField(max_length=500, unique=True)
    checked_at = models.DateTimeField(null=True, blank=True)
    status = models.PositiveSmallIntegerField(null=True, blank=True)
    """What it answered; empty: nothing."""
    failing_since = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["address"]

    def __str__(self) -> str:
        return self.address
