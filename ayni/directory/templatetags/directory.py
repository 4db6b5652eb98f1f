"""What the register's codes are called on a page, and hours in words."""

from django import template
from django.utils.formats import date_format
from django.utils.timezone import localdate, localtime
from django.utils.translation import gettext as _

from ayni.directory import queries
from ayni.directory.models import Kind, Level, Record, Schedule
from ayni.directory.rules.opening import Opening, State
from ayni.directory.words import DAYS, RECORDS

register = template.Library()
_NAMES = dict(DAYS)
_SHOWN = {
    "phone": ("number", "extension", "description"),
    "contact": ("title", "department", "email"),
    "language": ("name", "note"),
    "required_document": ("document", "uri"),
    "cost_option": ("option", "amount", "currency", "amount_description"),
    "accessibility": ("description", "details"),
    "service_area": ("name", "description"),
    "url": ("label", "url"),
}
"""Of each table, what a page shows."""


@register.filter
def kind_name(code: str) -> str:
    return str(Kind(code).label) if code in Kind.values else code


@register.filter
def level_name(code: str) -> str:
    return str(Level(code).label) if code in Level.values else code


@register.filter
def opening_words(opening: Opening) -> str:
    """Such as "open until 17:00", or when it opens next."""
    if opening.state == State.OPEN and opening.until:
        return _("Open until %(hour)s") % {"hour": f"{opening.until:%H:%M}"}
    if opening.state == State.CLOSED and opening.opens:
        if opening.opens.date() == localdate():
            return _("Closed; opens today at %(hour)s") % {"hour": f"{opening.opens:%H:%M}"}
        day = date_format(opening.opens, "j \\d\\e F")
        return _("Closed; opens on %(day)s at %(hour)s") % {"day": day, "hour": f"{opening.opens:%H:%M}"}
    return _("Hours not known") if opening.state == State.UNKNOWN else _("Closed")


@register.filter
def is_open_now(opening: Opening) -> bool:
    return opening.state == State.OPEN


@register.filter
def hours_words(hours: Schedule) -> str:
    """Such as "Monday, Friday: 08:00 to 17:00"."""
    if hours.is_closure:
        return _("Closed")
    days = ", ".join(_day(part) for part in hours.byday.split(",") if part) or _("Every day")
    if hours.is_round_the_clock:
        return _("%(days)s: day and night") % {"days": days}
    if hours.opens_at and hours.closes_at:
        said = {"days": days, "from": f"{hours.opens_at:%H:%M}", "to": f"{hours.closes_at:%H:%M}"}
        return _("%(days)s: %(from)s to %(to)s") % said
    return hours.description or days


def _day(part: str) -> str:
    name = str(_NAMES.get(part[-2:], part))
    which = part[:-2]
    if which == "-1":
        return _("the last %(day)s of the month") % {"day": name.lower()}
    return _("the %(n)sº %(day)s of the month") % {"n": which, "day": name.lower()} if which else name


@register.filter
def record_words(record: Record) -> str:
    """A row of HSDS in one line."""
    said = (record.data.get(name) for name in _SHOWN.get(record.table, ()))
    return " · ".join(str(part) for part in said if part not in (None, ""))


@register.filter
def record_name(table: str) -> str:
    """What a table of HSDS is called; nothing for one that no page shows."""
    return str(RECORDS.get(table, ""))


@register.filter
def stale(entry: object) -> bool:
    """Whether what an entry says was not verified for too long."""
    return queries.is_stale(entry, localtime())
