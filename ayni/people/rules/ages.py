"""Ages of people whose birth date may be known only in part."""

from datetime import date, timedelta

from ayni.people.models import Birth

ADULT = 18


def years_between(born: date, today: date) -> int:
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day))


def latest_birth(born: date, precision: str) -> date:
    """The last day on which the person may have been born: of a month or a year, its last day."""
    if precision == Birth.MONTH:
        return (born.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
    if precision in {Birth.YEAR, Birth.ESTIMATED}:
        return date(born.year, 12, 31)
    return born


def youngest_age(born: date | None, precision: str, today: date) -> int | None:
    return None if born is None else max(0, years_between(latest_birth(born, precision), today))


def oldest_age(born: date | None, precision: str, today: date) -> int | None:
    return None if born is None else max(0, years_between(born, today))


def may_be_minor(born: date | None, precision: str, today: date) -> bool:
    """Whether the person is under 18, or may be: in doubt, a child is treated as a child. An unknown date is no
    reason for doubt by itself."""
    age = youngest_age(born, precision, today)
    return age is not None and age < ADULT


def born_about(age: int, today: date) -> date:
    """The first of the year in which somebody of that age was most likely born."""
    return date(max(1900, today.year - age), 1, 1)
