from collections.abc import Collection
from datetime import datetime, time

from django.db import transaction

from ayni.access.models import Organisation, User
from ayni.audit import actions as audit
from ayni.lib.written import check_as_seen

from .. import rules
from ..models import OfficeHours


@transaction.atomic
def set_office_hours(
    *,
    organisation: Organisation,
    days: Collection[int],
    opens: time,
    closes: time,
    by: User,
    at: datetime,
    seen: str = "",
) -> OfficeHours:
    """When the institution reads what it is sent. `seen`: the mark of what the page showed."""
    stands = OfficeHours.objects.select_for_update().filter(organisation=organisation).first()
    check_as_seen(seen=seen, mark=rules.mark_of_hours(stands))
    rules.check_office_hours(days=days, opens=opens, closes=closes)
    said = {"days": sorted(days), "opens": opens, "closes": closes}
    row, _made = OfficeHours.objects.update_or_create(organisation=organisation, defaults=said)
    audit.record(
        "hours.set", subject=row, by=by, at=at, organisation=organisation.code, days=sorted(days),
        opens=opens.isoformat("minutes"), closes=closes.isoformat("minutes"),
    )  # fmt: skip
    return row
