from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from ayni.access.models import User
from ayni.audit import actions as audit

from .. import rules
from ..models import Planned, Release, State


@transaction.atomic
def plan_release(*, period: str, day: date, by: User | None, at: datetime) -> Planned:
    """Announce the day of a month's release, or put it off."""
    planned = Planned.objects.select_for_update().filter(period=period).first()
    if Release.objects.filter(period=period, state=State.PUBLISHED).exists():
        raise rules.CannotRelease(
            _("This month was published already. What is corrected is published when it is signed.")
        )
    rules.check_day(day, period, at, was=planned.day if planned else None)
    planned = planned or Planned(period=period)
    planned.day, planned.by, planned.at = day, by, at
    planned.save()
    audit.record(
        "observatory.planned", subject=planned, by=by or audit.SYSTEM, at=at, period=period, day=day.isoformat()
    )
    return planned
