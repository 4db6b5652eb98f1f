"""Which slots a day has, who their seats are kept for, and what may be released. Plain functions over plain values."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from django.utils.timezone import make_aware
from django.utils.translation import gettext as _

from ayni.lib.errors import RuleBroken

MOST_DAYS_AT_ONCE = 92
"""Of a release: three months."""
MOST_KEPT = 0.5
"""Of the seats of a day: what is kept for groups leaves at least as much for everybody."""


class CannotKeep(RuleBroken):
    pass


class Hours(NamedTuple):
    """As `Opening` has them."""

    weekday: int
    begins: time
    ends: time
    seats: int


class Closed(NamedTuple):
    """As `Closure` has it."""

    first_day: date
    last_day: date


def slots_of_day(hours: Iterable[Hours], day: date, minutes: int) -> list[tuple[datetime, int]]:
    """When the slots of this day begin, in Lima, and how many seats each has. One that would end after closing time is
    none."""
    found: dict[datetime, int] = {}
    for opening in hours:
        if opening.weekday != day.weekday():
            continue
        begins, ends = (make_aware(datetime.combine(day, hour)) for hour in (opening.begins, opening.ends))
        while begins + timedelta(minutes=minutes) <= ends:
            found[begins] = found.get(begins, 0) + opening.seats
            begins += timedelta(minutes=minutes)
    return sorted(found.items())


def is_working(day: date, holidays: Collection[date], closures: Iterable[Closed]) -> bool:
    return day not in holidays and not any(c.first_day <= day <= c.last_day for c in closures)


def working_days(first: date, last: date, holidays: Collection[date], closures: Sequence[Closed]) -> list[date]:
    days = (first + timedelta(days=n) for n in range((last - first).days + 1))
    return [day for day in days if is_working(day, holidays, closures)]


def kept_seats(seats: Sequence[int], quotas: Mapping[str, int]) -> list[list[str]]:
    """For each slot of a day, whom its seats are kept for, "" for everybody: spread over the day, as one of a group may
    come at any hour. Beyond half of the day nothing is kept; the groups give way in turn."""
    total = sum(seats)
    wanted = _within_half(quotas, int(total * MOST_KEPT))
    plan: list[list[str]] = [[] for _each in seats]
    for group, count in wanted.items():
        for nth in range(count):
            # The middle of the nth of so many equal parts of the day, or the next slot that still has room.
            start = int((nth + 0.5) * len(seats) / count)
            for step in range(len(seats)):
                at = (start + step) % len(seats)
                if len(plan[at]) < seats[at]:
                    plan[at].append(group)
                    break
    return [kept + [""] * (most - len(kept)) for kept, most in zip(plan, seats, strict=True)]


def _within_half(quotas: Mapping[str, int], most: int) -> dict[str, int]:
    """One after the other gets a seat of its quota, until the half is used up."""
    given = dict.fromkeys(quotas, 0)
    while most > 0 and any(given[group] < quota for group, quota in quotas.items()):
        for group, quota in quotas.items():
            if given[group] < quota and most > 0:
                given[group] += 1
                most -= 1
    return given


def check_release(*, first: date, last: date, opens_at: datetime, at: datetime, today: date) -> None:
    if last < first:
        raise CannotKeep(_("The last day is before the first one. Change one of them."))
    if first < today:
        raise CannotKeep(_("These days have passed. Choose days from today on."))
    if (last - first).days >= MOST_DAYS_AT_ONCE:
        raise CannotKeep(_("Release three months at most. Choose an earlier last day."))
    if opens_at > make_aware(datetime.combine(last, time.max)):
        raise CannotKeep(_("It would open for booking after its last day. Choose an earlier moment."))


def check_made(seats: int) -> None:
    if not seats:
        raise CannotKeep(
            _("Between these days there is no hour to release: the calendar is closed, or they are released already.")
        )


def check_hours(hours: Sequence[Hours], minutes: int) -> None:
    """Hours of a weekday do not overlap, and a slot fits into each."""
    for one in hours:
        length = datetime.combine(date.min, one.ends) - datetime.combine(date.min, one.begins)
        if length < timedelta(minutes=minutes):
            raise CannotKeep(_("In one of the openings no slot fits. Make it longer, or the slots shorter."))
    ordered = sorted(hours)
    for one, following in zip(ordered, ordered[1:], strict=False):
        if one.weekday == following.weekday and following.begins < one.ends:
            raise CannotKeep(_("Two openings of a weekday overlap. Change the hours of one of them."))


def check_closure(*, first: date, last: date, today: date) -> None:
    if last < first:
        raise CannotKeep(_("The last day is before the first one. Change one of them."))
    if first < today:
        raise CannotKeep(_("These days have passed. Choose days from today on."))
