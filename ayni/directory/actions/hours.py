from collections.abc import Collection
from datetime import datetime, time

from django.db import transaction

from ayni.access.models import Organisation, User
from ayni.audit import actions as audit

from .. import rules
from ..models import OfficeHours


@transaction.atomic
def set_office_hours(
    *, organisation: Organisation, days: Collection[int], opens: time, closes: time, by: User, at: datetime
) -> OfficeHours:
    """When the institution reads what it is sent."""
    rules.check_office_hours(days=days, opens=opens, closes=closes)
    said = {"days": sorted(days), "opens": opens, "closes": closes}
    row, _made = OfficeHours.objects.update_or_create(organisation=organisation, defaults=said)
    audit.record(
        "hours.set", subject=row, by=by, at=at, organisation=organisation.code, days=sorted(days),
        opens=opens.isoformat("minutes"), closes=closes.isoformat("minutes"),
    )  # fmt: skip
    return row
