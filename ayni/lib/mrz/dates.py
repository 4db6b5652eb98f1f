"""Dates of the zone: two digits for the year, and fillers for what is not known."""

import calendar
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

_WRITTEN = re.compile(r"(\d\d|<<)(\d\d|<<)(\d\d|<<)")
CENTURY = 100
OLDEST = 120
"""Nobody is older: what two digits could mean beyond it, they do not."""
LONG_AGO = 50
"""A document that ended is still brought for years; none is made to last as long as this."""


@dataclass(frozen=True)
class PartialDate:
    """A date of which the day, or day and month, or everything may be unknown."""

    year: int | None = None
    month: int | None = None
    day: int | None = None
    other_year: int | None = None
    """What the two digits could also mean; None if there is no other sense."""

    def __str__(self) -> str:
        """As ISO 8601 writes it with less precision: 1974-08-12, 1974-08, 1974, or nothing."""
        if self.year is None:
            return ""
        parts = [f"{self.year:04}"] + [f"{part:02}" for part in (self.month, self.day) if part is not None]
        return "-".join(parts)

    @property
    def is_whole(self) -> bool:
        return None not in (self.year, self.month, self.day)

    def first(self) -> date | None:
        """The earliest day that it may be."""
        return date(self.year, self.month or 1, self.day or 1) if self.year else None

    def last(self) -> date | None:
        if not self.year:
            return None
        month = self.month or 12
        return date(self.year, month, self.day or calendar.monthrange(self.year, month)[1])

    def is_before(self, day: date) -> bool:
        """Whether it was before this day, however it is meant."""
        last = self.last()
        return last is not None and last < day


class NoDate(ValueError):
    """Six characters that are no date, not even a partly known one."""


def birth_of(text: str, *, today: date, expiry: PartialDate) -> PartialDate:
    """The latest such day that is past, and not after the document ended. Raises NoDate."""
    limit = min(today, expiry.last() or today)
    years = range(limit.year // CENTURY * CENTURY, 0, -CENTURY)
    found = _sense(text, years, lambda day: day <= limit)
    return _with_other(found, text, today)


def expiry_of(text: str, *, today: date) -> PartialDate:
    """The year within half a century of today. Raises NoDate."""
    base = today.year // CENTURY * CENTURY
    years = (base - CENTURY, base, base + CENTURY)
    return _sense(text, years, lambda day: -LONG_AGO <= day.year - today.year < LONG_AGO)


def written(day: PartialDate) -> str:
    """Six characters. Raises NoDate for a day without its month."""
    if day.year is None or (day.month is None and day.day is not None):
        if day.month is None and day.day is None:
            return "<<<<<<"
        raise NoDate
    return f"{day.year % CENTURY:02}" + "".join("<<" if part is None else f"{part:02}" for part in (day.month, day.day))


def _sense(text: str, centuries: Iterable[int], allowed: Callable[[date], bool]) -> PartialDate:
    year, month, day = _parts(text)
    if year is None:
        return PartialDate()
    for base in centuries:
        found = _made(base + year, month, day)
        if found and allowed(found.first() or date.max):
            return found
    raise NoDate


def _parts(text: str) -> tuple[int | None, int | None, int | None]:
    matched = _WRITTEN.fullmatch(text)
    if matched is None:
        raise NoDate
    year, month, day = (None if part == "<<" else int(part) for part in matched.groups())
    if (month is None and day is not None) or (year is None and month is not None):
        raise NoDate
    return year, month, day


def _made(year: int, month: int | None, day: int | None) -> PartialDate | None:
    try:
        date(year, 1 if month is None else month, 1 if day is None else day)
    except ValueError:
        return None
    return PartialDate(year, month, day)


def _with_other(found: PartialDate, text: str, today: date) -> PartialDate:
    if found.year is None or today.year - (found.year - CENTURY) > OLDEST:
        return found
    _year, month, day = _parts(text)
    other = _made(found.year - CENTURY, month, day)
    return PartialDate(found.year, month, day, other_year=other.year if other else None)
