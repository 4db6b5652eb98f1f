"""When an institution reads what it is sent. Plain values."""

from collections.abc import Collection
from datetime import date, datetime, time

from django.utils.translation import gettext as _

from ayni.governance.rules import LIMA
from ayni.lib.errors import RuleBroken
from ayni.lib.written import mark_of, mark_of_row

from ..models import OfficeHours
from .opening import Hours, opening


class CannotSetHours(RuleBroken):
    pass


def mark_of_hours(hours: OfficeHours | None) -> str:
    """Of what the page about them shows."""
    return mark_of_row(hours, ("days", "opens", "closes")) if hours else mark_of({"hours": None})


def check_office_hours(*, days: Collection[int], opens: time, closes: time) -> None:
    if not days:
        raise CannotSetHours(_("Choose at least one day of the week."))
    if closes <= opens:
        raise CannotSetHours(_("It closes before it opens. Look at both hours."))


def next_open(at: datetime, hours: Hours | None, holidays: Collection[date]) -> datetime:
    """The moment itself while it is open or nothing is known of its hours; else when it opens next."""
    return (opening([hours], at.astimezone(LIMA), holidays).opens if hours else None) or at
