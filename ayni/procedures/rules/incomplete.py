"""When a counter takes an application whose papers are not complete (TUO of Ley 27444, arts. 136 and 137)."""

from collections.abc import Set
from datetime import date

from django.utils.translation import gettext as _

from ayni.lib.periods import add_working_days

from .applications import CannotApply

COMPLETE_WITHIN = 2
"""Working days that the person has for the rest (art. 136.1)."""


def check_may_receive(*, missing: int, is_received: bool) -> None:
    if is_received:
        raise CannotApply(_("It was received as incomplete already. Add what is missing, then hand it in."))
    if not missing:
        raise CannotApply(_("Nothing is missing. Hand it in."))


def complete_until(received_on: date, holidays: Set[date]) -> date:
    return add_working_days(received_on, COMPLETE_WITHIN, holidays)


def is_in_time(*, today: date, due: date) -> bool:
    """What is completed in time counts as handed in on the day when it was first received (art. 137). After that it
    counts as not handed in then, and is handed in today."""
    return today <= due
