"""Times in words, as people at a desk say them. Plain functions: now is handed in.

The words carry a context for translators: all apps share one catalogue, and the desk says "due today" of many things.
"""

from datetime import date, datetime, timedelta
from enum import StrEnum

from django.utils.dateformat import format as write
from django.utils.timezone import localtime
from django.utils.translation import get_language, npgettext, pgettext

HOUR = timedelta(hours=1)
COUNT_HOURS_BELOW = timedelta(hours=12)
SOON_BELOW = timedelta(hours=24)
COUNT_DAYS_BELOW = 31


class Urgency(StrEnum):
    """How near a deadline is. Always shown with words and a sign, never by colour alone."""

    CALM = "calm"
    SOON = "soon"
    LATE = "late"


def day(value: date | datetime) -> str:
    """21 nov 2026"""
    if isinstance(value, datetime):
        value = localtime(value).date()
    return _written(value, "j b Y")


def _written(value: date | datetime, order: str) -> str:
    """English alone writes its months with a capital."""
    return write(value, order.replace("b", "M") if (get_language() or "").startswith("en") else order)


def short_day(value: date, today: date) -> str:
    """25 nov; with its year when that is another one."""
    return _written(value, "j b" if value.year == today.year else "j b Y")


def moment(value: datetime) -> str:
    """21 nov 2026, 10:42"""
    return _written(localtime(value), "j b Y, H:i")


def ago(at: datetime, now: datetime) -> str:
    """ahora mismo, hace 5 min, hace 2 h, ayer, hace 3 días, el 2 oct"""
    past = now - at
    if past < timedelta(minutes=1):
        return pgettext("time", "just now")
    if past < HOUR:
        return pgettext("time", "%(minutes)s min ago") % {"minutes": past // timedelta(minutes=1)}
    days = (localtime(now).date() - localtime(at).date()).days
    if days == 0 or past < COUNT_HOURS_BELOW:
        return pgettext("time", "%(hours)s h ago") % {"hours": past // HOUR}
    if days == 1:
        return pgettext("time", "yesterday")
    if days < COUNT_DAYS_BELOW:
        return npgettext("time", "%(days)s day ago", "%(days)s days ago", days) % {"days": days}
    return pgettext("time", "on %(day)s") % {"day": short_day(localtime(at).date(), localtime(now).date())}


def urgency(at: datetime, now: datetime) -> Urgency:
    if at < now:
        return Urgency.LATE
    return Urgency.SOON if at - now < SOON_BELOW else Urgency.CALM


def deadline(at: datetime, now: datetime) -> str:
    """vence en 3 h, vence hoy, vence mañana, vence el 25 nov, venció hace 2 días

    A deadline in days ends with its last day: it is told in days, for "vence en 13 h" would be true and of no use.
    """
    return _overdue(at, now) if at < now else _ahead(at, now)


def _ahead(at: datetime, now: datetime) -> str:
    left = at - now
    days = (localtime(at).date() - localtime(now).date()).days
    if not _lasts_all_day(at):
        if left < HOUR:
            return pgettext("time", "due in %(minutes)s min") % {"minutes": max(1, left // timedelta(minutes=1))}
        if left < COUNT_HOURS_BELOW:
            return pgettext("time", "due in %(hours)s h") % {"hours": left // HOUR}
    if days == 0:
        return pgettext("time", "due today")
    if days == 1:
        return pgettext("time", "due tomorrow")
    return pgettext("time", "due on %(day)s") % {"day": short_day(localtime(at).date(), localtime(now).date())}


def _overdue(at: datetime, now: datetime) -> str:
    past = now - at
    days = (localtime(now).date() - localtime(at).date()).days
    if not _lasts_all_day(at):
        if past < HOUR:
            return pgettext("time", "%(minutes)s min overdue") % {"minutes": max(1, past // timedelta(minutes=1))}
        if past < SOON_BELOW:
            return pgettext("time", "%(hours)s h overdue") % {"hours": past // HOUR}
    if days <= 1:
        return pgettext("time", "was due yesterday") if days == 1 else pgettext("time", "was due today")
    if days < COUNT_DAYS_BELOW:
        return npgettext("time", "%(days)s day overdue", "%(days)s days overdue", days) % {"days": days}
    return pgettext("time", "was due on %(day)s") % {"day": short_day(localtime(at).date(), localtime(now).date())}


def _lasts_all_day(at: datetime) -> bool:
    local = localtime(at)
    return (local.hour, local.minute) == (23, 59)


def years_between(born: date, today: date) -> int:
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day))


def age(born: date, today: date) -> str:
    """34 años; below two years, in months."""
    years = years_between(born, today)
    if years >= 2:
        return npgettext("time", "%(years)s year", "%(years)s years", years) % {"years": years}
    months = (today.year - born.year) * 12 + today.month - born.month - (today.day < born.day)
    months = max(0, months)
    return npgettext("time", "%(months)s month", "%(months)s months", months) % {"months": months}
