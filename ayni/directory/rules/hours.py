"""When an institution is open. Plain values."""

from collections.abc import Collection, Set
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils.translation import gettext as _

from ayni.governance.rules import LIMA
from ayni.lib.errors import RuleBroken


class CannotSetHours(RuleBroken):
    pass


@dataclass(frozen=True)
class Hours:
    days: frozenset[int]
    opens: time
    closes: time


def check_office_hours(*, days: Collection[int], opens: time, closes: time) -> None:
    if not days:
        raise CannotSetHours(_("Choose at least one day of the week."))
    if closes <= opens:
        raise CannotSetHours(_("It closes before it opens. Look at both hours."))


def next_open(at: datetime, hours: Hours | None, holidays: Set[date]) -> datetime:
    """The moment itself while it is open or nothing is known of its hours; else when it opens next."""
    if hours is None:
        return at
    here = at.astimezone(LIMA)
    for ahead in range(31):
        day = here.date() + timedelta(days=ahead)
        if day.weekday() not in hours.days or day in holidays:
            continue
        opens, closes = (datetime.combine(day, clock, LIMA) for clock in (hours.opens, hours.closes))
        if here < closes:
            return max(at, opens)
    return at
