"""The register of devices: kept, paired, taken out of service."""

from datetime import datetime

from django.db import transaction

from ayni.access.models import Office, User
from ayni.audit import actions as audit
from ayni.lib import pairing

from ..models import Device
from ..rules import devices as rules


@transaction.atomic
def register_device(*, code: str, kind: str, name: str, office: Office, by: User, at: datetime) -> Device:
    rules.check_code(is_taken=Device.objects.filter(code=code).exists())
    device = Device.objects.create(
        code=code, kind=kind, name=name, office=office, registered_by=by, registered_at=at
    )  # fmt: skip
    audit.record("device.registered", subject=device, by=by, at=at, kind=kind, office=office.pk)
    return device


@transaction.atomic
def retire_device(*, device: Device, by: User, at: datetime) -> Device:
    device = _locked(device)
    rules.check_in_service(is_retired=device.retired_at is not None)
    device.retired_at, device.secret = at, ""
    device.save(update_fields=["retired_at", "secret"])
    audit.record("device.retired", subject=device, by=by, at=at)
    return device


@transaction.atomic
def pair_device(*, device: Device, by: User, at: datetime) -> str:
    """A new secret for the bridge of this reader: shown once. The one before opens nothing any more."""
    device = _locked(device)
    rules.check_in_service(is_retired=device.retired_at is not None)
    rules.check_may_pair(kind=device.kind)
    secret = pairing.new_secret()
    device.secret = secret
    device.save(update_fields=["secret"])
    audit.record("device.paired", subject=device, by=by, at=at)
    return secret


def _locked(device: Device) -> Device:
    return Device.objects.select_for_update(of=("self",)).get(pk=device.pk)
