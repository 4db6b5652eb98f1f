"""When a service is open: rules of repetition, closures, holidays, and a moment. Plain values, no clock."""

from calendar import monthrange
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Protocol, TypeVar

from .hsds import WEEKDAYS

LOOK_AHEAD = 31
"""Days in which the next opening is sought."""


class Hours(Protocol):
    """What is asked of a schedule: the columns of RFC 5545 that HSDS has, and ours."""

    is_closure: bool
    on_holidays: bool
    freq: str
    byday: str
    bymonthday: str
    byweekno: str
    byyearday: str
    interval: int | None
    count: int | None
    dtstart: date | None
    until: date | None
    valid_from: date | None
    valid_to: date | None
    opens_at: time | None
    closes_at: time | None


HOURS = tuple(Hours.__annotations__)
Said = TypeVar("Said", bound=Hours)


class State(StrEnum):
    OPEN = "open"
    CLOSED = "closed"
    UNKNOWN = "unknown"
    """Nobody wrote down its hours."""


@dataclass(frozen=True)
class Opening:
    state: State
    until: datetime | None = None
    """When it closes, while it is open."""
    opens: datetime | None = None
    """When it opens next, while it is closed."""


def opening(schedules: Collection[Hours], at: datetime, holidays: Collection[date]) -> Opening:
    """Whether it is open at a moment (in local time), until when or from when."""
    regular = [hours for hours in schedules if not hours.is_closure and hours.opens_at and hours.closes_at]
    if not regular:
        return Opening(State.UNKNOWN)
    closures = [hours for hours in schedules if hours.is_closure]
    now = at.replace(tzinfo=None)
    # Hours that began yesterday evening may go on into this night.
    spans = _spans(regular, closures, now.date() - timedelta(1), 2, holidays)
    for begins, ends in sorted(spans):
        if begins <= now < ends:
            return Opening(State.OPEN, until=_joined(ends, spans).replace(tzinfo=at.tzinfo))
    for ahead in range(LOOK_AHEAD):
        later = _spans(regular, closures, now.date() + timedelta(ahead), 1, holidays)
        coming = [begins for begins, _ends in later if begins > now]
        if coming:
            return Opening(State.CLOSED, opens=min(coming).replace(tzinfo=at.tzinfo))
    return Opening(State.CLOSED)


def hours_there(at_point: Collection[Said], own: Collection[Said], of_point: Collection[Said]) -> list[Said]:
    """The hours of a service at a point: those said of it there, else the service's, else the point's; and every
    closure of any of them."""
    levels = (at_point, own, of_point)
    closures = [hours for some in levels for hours in some if hours.is_closure]
    regular = next((found for some in levels if (found := [h for h in some if not h.is_closure])), [])
    return closures + regular


def is_open(schedules: Collection[Hours], at: datetime, holidays: Collection[date]) -> bool:
    return opening(schedules, at, holidays).state == State.OPEN


def _spans(
    regular: Iterable[Hours], closures: Collection[Hours], first: date, days: int, holidays: Collection[date]
) -> list[tuple[datetime, datetime]]:
    found = []
    for day in (first + timedelta(n) for n in range(days)):
        if any(_covers(closure, day) for closure in closures):
            continue
        for hours in regular:
            if (day not in holidays or hours.on_holidays) and occurs(hours, day):
                found.append(_span(hours, day))
    return found


def _span(hours: Hours, day: date) -> tuple[datetime, datetime]:
    assert hours.opens_at is not None  # noqa: S101 - only regular hours come here
    assert hours.closes_at is not None  # noqa: S101
    begins, ends = datetime.combine(day, hours.opens_at), datetime.combine(day, hours.closes_at)
    return begins, ends if ends > begins else ends + timedelta(1)


def _joined(ends: datetime, spans: Iterable[tuple[datetime, datetime]]) -> datetime:
    for begins, later in sorted(spans):
        if begins <= ends < later:
            ends = later
    return ends


def _covers(closure: Hours, day: date) -> bool:
    return (closure.valid_from is None or closure.valid_from <= day) and (
        closure.valid_to is None or day <= closure.valid_to
    )


def occurs(hours: Hours, day: date) -> bool:
    """Whether these hours are kept on that day, holidays aside."""
    if not _covers(hours, day) or (hours.until and day > hours.until) or (hours.dtstart and day < hours.dtstart):
        return False
    if not _fits(hours, day):
        return False
    if hours.count is None or hours.dtstart is None:
        return True
    before = sum(_fits(hours, hours.dtstart + timedelta(n)) for n in range((day - hours.dtstart).days))
    return before < hours.count


def _fits(hours: Hours, day: date) -> bool:
    if hours.byyearday and not _in_year(hours.byyearday, day):
        return False
    if hours.byweekno and not _in_weeks(hours.byweekno, day):
        return False
    if hours.bymonthday and not _in_month(hours.bymonthday, day):
        return False
    if hours.byday and not _on_weekday(hours.byday, day, monthly=hours.freq == "MONTHLY"):
        return False
    if hours.dtstart and not (hours.byday or hours.bymonthday or hours.byyearday) and hours.freq:
        same = hours.dtstart.weekday() == day.weekday() if hours.freq == "WEEKLY" else hours.dtstart.day == day.day
        if not same:
            return False
    return _in_interval(hours, day)


def _in_interval(hours: Hours, day: date) -> bool:
    if not hours.dtstart or not hours.interval or hours.interval == 1:
        return True
    if hours.freq == "MONTHLY":
        months = (day.year - hours.dtstart.year) * 12 + day.month - hours.dtstart.month
        return months % hours.interval == 0
    monday = hours.dtstart - timedelta(hours.dtstart.weekday())
    return (day - monday).days // 7 % hours.interval == 0


def _numbers(text: str) -> list[int]:
    return [int(part) for part in text.replace(" ", "").split(",") if part.lstrip("+-").isdigit()]


def _in_year(text: str, day: date) -> bool:
    last = date(day.year, 12, 31).timetuple().tm_yday
    return day.timetuple().tm_yday in {n if n > 0 else last + 1 + n for n in _numbers(text)}


def _in_weeks(text: str, day: date) -> bool:
    last = date(day.year, 12, 28).isocalendar().week
    return day.isocalendar().week in {n if n > 0 else last + 1 + n for n in _numbers(text)}


def _in_month(text: str, day: date) -> bool:
    last = monthrange(day.year, day.month)[1]
    return day.day in {n if n > 0 else last + 1 + n for n in _numbers(text)}


def _on_weekday(text: str, day: date, *, monthly: bool) -> bool:
    name, last = WEEKDAYS[day.weekday()], monthrange(day.year, day.month)[1]
    nth, nth_last = (day.day - 1) // 7 + 1, -((last - day.day) // 7 + 1)
    for part in text.replace(" ", "").upper().split(","):
        which = part[:-2]
        if part[-2:] == name and (not which or not monthly or int(which) in {nth, nth_last}):
            return True
    return False


def byday_is_right(text: str) -> bool:
    """`MO,WE,FR`, or with the place in the month `1MO,-1FR`."""
    parts = text.replace(" ", "").upper().split(",")
    return all(p[-2:] in WEEKDAYS and (not p[:-2] or p[:-2].lstrip("+-").isdigit()) for p in parts)
