"""Who may ask how an application stands, how often, and what a page without an account may say of it."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ayni.lib.errors import RuleBroken
from ayni.people.models import Birth

from ..models import ItemState, State
from .applications import OPEN_TO_PAPERS, PRESENTED_BY_THE_PERSON, RESERVED

OPEN_FOR = timedelta(minutes=15)
"""From the code on, however busy somebody is: the screen may be one that others use."""
MOST_AN_HOUR = 5
"""Codes for one application. A stranger who knows number and birth uses them up for an hour; who comes back from other
places each hour, in three hours also those of a day to one telephone (`rules/codes.py`). What is booked to that
telephone counts there not at all."""
FROM_ONE_PLACE = {"most": 3, "seconds": 3600}
"""Times that one network address may ask for one number: so one stranger does not use up what the person needs."""
REMEMBERED = timedelta(days=2)
"""Who asked is of no use after a day has been counted."""
NEAR = 1
"""Years by which a birth may differ that was reckoned from an age."""


class CannotHandIn(RuleBroken):
    pass


def birth_fits(*, known: date | None, precision: str, typed: date, typed_precision: str) -> bool:
    """As exactly as the file knows it. Of whom nothing is known, the number alone has to do: the code still goes to
    nobody but them."""
    if known is None or precision == Birth.UNKNOWN:
        return True
    if precision == Birth.ESTIMATED:
        return abs(known.year - typed.year) <= NEAR
    if precision == Birth.YEAR:
        return known.year == typed.year
    if precision == Birth.MONTH:
        return typed_precision != "year" and (known.year, known.month) == (typed.year, typed.month)
    return typed_precision == "day" and known == typed


def is_open(*, opened_at: datetime | None, ended_at: datetime | None, at: datetime) -> bool:
    return opened_at is not None and ended_at is None and at < opened_at + OPEN_FOR


def check_was_looked_at(*, state: str, is_received: bool) -> None:
    """From home only what the office took as incomplete is handed in: nobody has looked at the rest."""
    if state == State.GATHERING and not is_received:
        raise CannotHandIn(gettext("The office has to look at your papers first. Go there with what you have."))


@dataclass(frozen=True)
class Stand:
    """A state, for whoever waits."""

    title: str | Promise
    next: str | Promise
    """What happens now, or what to do."""


STANDS: dict[str, Stand] = {
    State.GATHERING: Stand(
        _("It is not handed in yet"),
        _("What is missing has to come first. Then the office hands it in with you."),
    ),
    State.SUBMITTED: Stand(_("It is handed in"), _("Somebody will look at your papers. You need do nothing now.")),
    State.EVALUATING: Stand(
        _("Somebody is looking at your papers"),
        _("You need do nothing now. If something is missing, we tell you."),
    ),
    State.OBSERVED: Stand(
        _("Something has to be corrected"),
        _("Send what is asked for, or bring it to the office. Meanwhile the time to answer you stands still."),
    ),
    State.EVALUATED: Stand(_("Your papers were looked at"), _("Now a second person decides. You need do nothing now.")),
    State.APPROVED: Stand(
        _("It was approved"), _("Go to the office with your document: they tell you what comes now.")
    ),
    State.REJECTED: Stand(
        _("It was not approved"),
        # What one can do about it depends on what was filed: the page says it below.
        _("Read why in the resolution."),
    ),
    State.WITHDRAWN: Stand(_("You took it back"), _("Nothing is open. You may apply again whenever you want.")),
    State.ABANDONED: Stand(
        _("It ended without a decision"),
        _("What was asked for did not come in time. You may apply again: ask at the office what to bring."),
    ),
}

CLOCK_RUNS = frozenset({State.SUBMITTED, State.EVALUATING, State.EVALUATED})
TO_SEND = frozenset({ItemState.MISSING, ItemState.OBSERVED})


def may_send(*, state: str, item_state: str, kind: str, applies: str) -> bool:
    """Whether the person may send this paper from home: what is missing or has to be corrected, while that is open, and
    nothing that only a case knows of."""
    is_asked = item_state in TO_SEND or item_state == ItemState.PRESENTED
    return state in OPEN_TO_PAPERS and is_asked and kind in PRESENTED_BY_THE_PERSON and applies not in RESERVED
