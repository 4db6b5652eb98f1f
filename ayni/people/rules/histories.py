"""When something was so, and when we knew it: plain functions over days.

A value is so from the day it begins until the day on which it is so no more, that day not included. Where nobody said
when it began, it began no later than when it was written down.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from .editing import CannotChange


@dataclass(frozen=True)
class Times:
    """Of one value: when it was so, and when that was written down."""

    recorded_on: date
    since: date | None = None
    until: date | None = None
    ended_on: date | None = None
    """On which day we wrote that it is over, or a mistake."""
    is_mistake: bool = False

    @property
    def begins(self) -> date:
        return self.since or self.recorded_on

    @property
    def ends(self) -> date | None:
        """The first day on which it is so no more; None for what is so now."""
        return self.until or self.ended_on

    def held(self, day: date, *, known_on: date) -> bool:
        """Whether it was so on `day`, by what was written down until the end of `known_on`."""
        if self.recorded_on > known_on or self.begins > day:
            return False
        if self.ended_on is None or self.ended_on > known_on:
            return True
        return not self.is_mistake and self.ends is not None and day < self.ends


def check_days(*, since: date | None, until: date | None, today: date) -> None:
    """Raises CannotChange, with a sentence, unless these days can be of something that was."""
    if since and since > today:
        raise CannotChange(_("That day has not come yet. Type since when it is so."))
    if until and until > today:
        raise CannotChange(_("The day on which it ended has not come yet. Leave it empty while it is so."))
    if until and not since:
        raise CannotChange(_("Type since when it was so, too. If it is still so, leave the end empty."))
    if since and until and until < since:
        raise CannotChange(_("It ends before it begins. Check the two dates."))


def check_follows(*, begins: date, stands_since: date | None) -> None:
    """A new value takes the place of the one that stands, not of one that came later."""
    if stands_since and begins < stands_since:
        raise CannotChange(
            _("What the file says is so since a later day. Check since when the new one is so; if the old one was "
              "never right, say that it was a mistake.")
        )  # fmt: skip


def check_apart(*, begins: date, ends: date | None, others: Iterable[Times]) -> None:
    """Raises CannotChange if something else of the same kind was so on one of these days: only one can be."""
    for other in others:
        if other.is_mistake or (other.ends is not None and other.ends <= other.begins):
            continue
        if (other.ends is None or begins < other.ends) and (ends is None or other.begins < ends):
            raise CannotChange(
                _("The file already says something else for those days. Check the dates, or say first that the other "
                  "was a mistake.")
            )  # fmt: skip


def check_not_the_same(*, same: bool, is_surer: bool) -> None:
    """The same value again is worth writing only when it comes from somewhere stronger."""
    if same and not is_surer:
        raise CannotChange(_("That is what the file says already."))
