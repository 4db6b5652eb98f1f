"""Deadlines. Plain functions over plain values; the holidays are handed in."""

from collections.abc import Set
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from ayni.lib.periods import add_working_days, end_of_day

from .models import DeadlineUnit

LIMA = ZoneInfo("America/Lima")


def due_at(*, start: datetime, amount: int, unit: str, holidays: Set[date]) -> datetime:
    """When a step that starts at `start` is due.

    Hours are elapsed hours, nights and Sundays included. Days end with their last day in Lima; the day of the start
    does not count. Working days follow Peru's calendar (TUO of Ley 27444, art. 145); calendar days count every day.
    """
    if unit == DeadlineUnit.HOURS:
        return start + timedelta(hours=amount)
    here = start.astimezone(LIMA)
    if unit == DeadlineUnit.WORKING_DAYS:
        last = add_working_days(here.date(), amount, holidays)
    elif unit == DeadlineUnit.DAYS:
        last = here.date() + timedelta(days=amount)
    else:
        raise ValueError(f"{unit!r} is not a unit of deadlines. Use one of {DeadlineUnit.values}.")
    return end_of_day(last, like=here).astimezone(UTC)
