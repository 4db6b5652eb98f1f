"""Opening for a while a case that no role of somebody opens: how long, and what is refused."""

from collections.abc import Mapping
from datetime import timedelta

from django.utils.translation import gettext as _

from ayni.lib.errors import RuleBroken
from ayni.people.models import Sensitivity

LASTS: Mapping[str, timedelta] = {
    Sensitivity.ORDINARY: timedelta(hours=8),
    Sensitivity.PROTECTED: timedelta(hours=8),
    Sensitivity.RESTRICTED: timedelta(hours=4),
}
"""Hours that it stays open: a turn at the desk; of what is restricted, half of one."""
MOST_TRIES, TRIES_IN = 5, 3600
"""Numbers that somebody may try in so many seconds. Nobody browses."""


class CannotOpenByGlass(RuleBroken):
    pass


def check_not_endless(*, is_within: bool) -> None:
    if not is_within:
        raise CannotOpenByGlass(_("There were several tries in a short time. Call the focal point."))


def check_is_there(*, is_there: bool) -> None:
    """The same words for a number that nobody has, and for a case of another institution."""
    if not is_there:
        raise CannotOpenByGlass(_("There is no case that you could open with this number. Check how it is written."))


def check_is_closed_to(*, is_open: bool) -> None:
    if is_open:
        raise CannotOpenByGlass(_("This case is open to you already. Look for its number."))
