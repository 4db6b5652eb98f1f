from typing import ClassVar

from django.db import models

from ayni.access.models import User
from ayni.governance.models import Protocol
from ayni.lib.fields import EncryptedTextField

from .cases import Case


class ProtocolMove(models.Model):
    """A running case was put under a newer version of one of its protocols, for a reason."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="moves")
    before = models.ForeignKey(Protocol, on_delete=models.PROTECT, related_name="+")
    after = models.ForeignKey(Protocol, on_delete=models.PROTECT, related_name="+")
    reason = EncryptedTextField()
    starts_on = models.DateField()
    """From when the deadlines of the new steps count."""
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()

    class Privacy:
        personal: ClassVar = {"reason", "before", "after"}
        open: ClassVar = {"id", "case", "starts_on", "by", "at"}

    class Meta:
        ordering: ClassVar = ["case", "at", "id"]

    def __str__(self) -> str:
        return f"Protocol move {self.pk}"
