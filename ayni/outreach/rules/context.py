"""Days that cannot be: what happened began before today, and ended after it began."""

from datetime import date

from django.utils.translation import gettext as _

from ayni.lib.errors import RuleBroken

FARTHEST = 30
"""Years. What is older is history, or a year typed wrong."""


class CannotNoteContext(RuleBroken):
    pass


def check_days(*, began_on: date, ended_on: date | None, today: date) -> None:
    check_past(began_on, today=today)
    if ended_on is not None and ended_on < began_on:
        raise CannotNoteContext(_("It ended before it began. Mend one of the two days."))
    if ended_on is not None and ended_on > today:
        raise CannotNoteContext(_("Its end has not come yet: leave it empty until it has."))


def check_past(day: date, *, today: date) -> None:
    if day > today:
        raise CannotNoteContext(_("That day has not come yet. Look at the year."))
    if day.year < today.year - FARTHEST:
        raise CannotNoteContext(
            _("That is more than %(years)d years ago. Look at the year, and type a nearer day.") % {"years": FARTHEST}
        )
