"""The devices of a counter, and what each was used for."""

from typing import ClassVar, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from ayni.access.models import Office, User
from ayni.access.scope import counter_scope_of
from ayni.lib.fields import EncryptedTextField
from ayni.lib.ids import uuid7
from ayni.people.models.people import is_within_reach


class DeviceKind(models.TextChoices):
    """By the codes of the source (`data/reference/asset_types.csv`): what was donated, and what an enrolment needs."""

    COMPUTER = "AST-COMP", _("Computer")
    LAPTOP = "AST-LAP", _("Laptop")
    CAMERA = "AST-CAM", _("Camera")
    PRINTER = "AST-PRT", _("Printer")
    READER = "AST-HUE", _("Fingerprint reader")
    MODULE = "AST-ENR", _("Enrolment module")
    SIGNATURE_PAD = "AST-OTRO", _("Other: signature pad, reader of documents")


class DeviceQuerySet(models.QuerySet["Device"]):
    def visible_to(self, user: User) -> Self:
        return self.filter(is_within_reach(counter_scope_of(user), "office"))

    def in_service(self) -> Self:
        return self.filter(retired_at__isnull=True)


class Device(models.Model):
    """A device with its number of inventory, at the office where it stands."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    code = models.CharField(max_length=40, unique=True)
    """The number on its label."""
    kind = models.CharField(max_length=8, choices=DeviceKind.choices)
    name = models.CharField(max_length=80)
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+", db_index=False)
    registered_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", db_index=False)
    registered_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True, blank=True)
    secret = EncryptedTextField(default="")
    """Of a fingerprint reader: what its bridge and we seal by. Nobody sees it after it was paired."""

    objects = DeviceQuerySet.as_manager()

    class Privacy:
        personal: ClassVar[set[str]] = set()
        open: ClassVar = {
            "id", "code", "kind", "name", "office", "registered_by", "registered_at", "retired_at", "secret",
        }  # fmt: skip

    class Meta:
        indexes: ClassVar = [models.Index(fields=["office", "kind", "code"], name="device_by_office")]

    def __str__(self) -> str:
        return f"Device {self.pk}"


class DeviceUse(models.Model):
    """A line of the log: what it was used for, and whether it did it."""

    device = models.ForeignKey(Device, on_delete=models.PROTECT, related_name="uses", db_index=False)
    session = models.ForeignKey(
        "procedures.EnrolmentSession", on_delete=models.CASCADE, related_name="uses", null=True, blank=True
    )
    what = models.CharField(max_length=12)
    worked = models.BooleanField(default=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()

    class Privacy:
        personal: ClassVar[set[str]] = set()
        open: ClassVar = {"id", "device", "session", "what", "worked", "by", "at"}

    class Meta:
        indexes: ClassVar = [models.Index(fields=["device", "-at", "-id"], name="device_use_by_time")]

    def __str__(self) -> str:
        return f"Use #{self.pk}"
