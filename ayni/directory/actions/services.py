from datetime import datetime

from django.db import transaction

from ayni.access.models import Organisation, User
from ayni.audit import actions as audit
from ayni.codelists.models import ServiceCategory
from ayni.lib.ids import uuid7

from ..models import Service


@transaction.atomic
def add_service(
    *, organisation: Organisation, name: str, category: ServiceCategory, note: str, by: User, at: datetime
) -> Service:
    """Something that the institution really offers, beside the generic service that stands for it."""
    service = Service.objects.create(
        code=f"{organisation.code}-{uuid7().hex[-12:]}",
        organisation=organisation,
        name=name,
        category=category,
        note=note,
    )
    audit.record("service.added", subject=service, by=by, at=at, organisation=organisation.code)
    return service


@transaction.atomic
def take_referrals(*, service: Service, accepts: bool, by: User, at: datetime) -> None:
    """Open a service for referrals, or stop it. What was sent before is still answered."""
    locked = Service.objects.select_for_update(of=("self",)).get(pk=service.pk)
    locked.accepts_referrals = accepts
    locked.save(update_fields=["accepts_referrals"])
    audit.record("service.opened" if accepts else "service.stopped", subject=locked, by=by, at=at, code=locked.code)
