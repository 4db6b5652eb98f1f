"""Working days and deadlines. Plain functions over plain values: the holidays are handed in."""

from collections.abc import Set
from datetime import date, datetime, timedelta

SATURDAY = 5


def is_working_day(day: date, holidays: Set[date]) -> bool:
    return day.weekday() < SATURDAY and day not in holidays


def add_working_days(start: date, days: int, holidays: Set[date]) -> date:
    """The `days`-th working day after `start`, whose own day does not count (TUO of Ley 27444, art. 144)."""
    day, left = start, days
    while left > 0:
        day += timedelta(days=1)
        left -= is_working_day(day, holidays)
    return day


def working_days_between(start: date, end: date, holidays: Set[date]) -> int:
    """How many working days lie after `start` up to and including `end`; 0 if `end` is not after `start`."""
    span = (start + timedelta(days=n) for n in range(1, (end - start).days + 1))
    return sum(is_working_day(day, holidays) for day in span)


def end_of_day(day: date, like: datetime) -> datetime:
    """The last second of `day` in the time zone of `like`: a deadline in days lasts until its last day ends."""
    return datetime(day.year, day.month, day.day, 23, 59, 59, tzinfo=like.tzinfo)
