"""Whose turn it is, and what may happen to a ticket. No database, no clock.

**The rule of turns.** Everybody waits in one of three lanes: preferential (Ley 28683, and whoever the unit refers),
with an appointment that has come, without an appointment. Within a lane, who has the earlier place comes first. When a
window is free, only the first of each lane that this window may serve is looked at. A lane has patience: so many times
another lane may be preferred while somebody stands first in it. The lane whose patience is most exceeded goes next; of
equals, the one that was passed over more often, then the higher lane. So preferential tickets usually go first, an
appointment is passed over at most 4 times, a walk-in at most 6, and nobody starves: `test_queue_rules.py` proves it on
arbitrary days.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _

from ayni.lib.errors import RuleBroken

from ..models import Lane, TicketState

PATIENCE = {Lane.FIRST: 0, Lane.APPOINTED: 2, Lane.WALK_IN: 4}
MOST_PASSED_OVER = {lane: patience + len(PATIENCE) - 1 for lane, patience in PATIENCE.items()}
"""While each other lane goes once at most before one whose patience is over."""
LATE_AFTER = timedelta(minutes=15)
"""So long after its time an appointment is kept."""
EARLY_BY = timedelta(minutes=10)
"""So long before its time an appointment counts as one that has come."""
CALLS_BEFORE_ABSENT = 3
MOST_NUMBERS = 9_999
"""Of a letter in a day. A counter that attends 1 500 people may have one letter for all of them."""

NEXT: dict[str, frozenset[str]] = {
    TicketState.WAITING: frozenset({TicketState.CALLED, TicketState.LEFT}),
    TicketState.CALLED: frozenset(
        {TicketState.SERVING, TicketState.DONE, TicketState.ABSENT, TicketState.WAITING, TicketState.LEFT}
    ),
    TicketState.SERVING: frozenset({TicketState.DONE, TicketState.WAITING}),
    TicketState.ABSENT: frozenset({TicketState.WAITING, TicketState.LEFT}),
    TicketState.DONE: frozenset(),
    TicketState.LEFT: frozenset(),
}


class CannotQueue(RuleBroken):
    pass


@dataclass(frozen=True)
class Head:
    """The first of a lane, among those that a window may serve."""

    lane: Lane
    passed_over: int
    ticket: Any

    @property
    def urgency(self) -> tuple[int, int, int]:
        return (self.passed_over - PATIENCE[self.lane], self.passed_over, -self.lane)


def serves(window: Collection[str], wanted: Collection[str]) -> bool:
    """Whether a window that serves these procedures may call somebody who comes for one of those. A window that names
    none serves everything; whoever names none may be found out about anywhere."""
    return not window or not wanted or not set(window).isdisjoint(wanted)


def whose_turn(heads: Iterable[Head]) -> Head | None:
    return max(heads, key=lambda head: head.urgency, default=None)


def lane_of(*, group: str, starts_at: datetime | None, at: datetime) -> tuple[Lane, datetime]:
    """In which lane somebody waits who arrives now, and with which place. Who comes early keeps their hour, who comes
    late waits as if without an appointment."""
    is_late = starts_at is not None and at > starts_at + LATE_AFTER
    place = at if starts_at is None or is_late else starts_at
    if group:
        return Lane.FIRST, min(place, at)
    if starts_at is None or is_late:
        return Lane.WALK_IN, at
    return Lane.APPOINTED, place


def lane_now(lane: int, place: datetime, at: datetime) -> Lane:
    """An appointment whose hour has not come yet is preferred to nobody."""
    return Lane.WALK_IN if lane == Lane.APPOINTED and place > at + EARLY_BY else Lane(lane)


def check_move(before: str, after: str) -> None:
    if after not in NEXT[before]:
        raise CannotQueue(_("Somebody was faster: this ticket has gone on meanwhile. Look at how it stands now."))


def check_day_is_open(*, is_closed: bool) -> None:
    if is_closed:
        raise CannotQueue(_("The queue of today is over. Tickets are given again tomorrow."))


def check_number(number: int) -> None:
    if number > MOST_NUMBERS:
        raise CannotQueue(_("All 9999 numbers of this letter are given. Use another letter today."))


def check_appointment(*, is_here: bool, is_live: bool, is_today: bool, has_ticket: bool, by_staff: bool = True) -> None:
    """Whether somebody with this appointment may be received here today. At the kiosk they read it themselves."""
    refusals = (
        (
            not is_here,
            _("This appointment is at another office. Say to the person which one the slip names."),
            _("Your appointment is at another office. Your slip says which one."),
        ),
        (
            not is_today,
            _("This appointment is for another day. Offer another one, or a ticket without appointment."),
            _("Your appointment is for another day. Take a ticket without appointment, or ask at the counter."),
        ),
        (
            has_ticket,
            _("This appointment has its ticket already. Search for the ticket and print it again."),
            _("Your appointment has its ticket already. Ask at the counter."),
        ),
        (
            not is_live,
            _("This appointment does not stand any more. Give a ticket without appointment."),
            _("Your appointment does not stand any more. Take a ticket without appointment, or ask at the counter."),
        ),
    )
    for is_refused, to_staff, to_person in refusals:
        if is_refused:
            raise CannotQueue(to_staff if by_staff else to_person)


def check_sits(*, attends: bool) -> None:
    if not attends:
        raise CannotQueue(_("You do not attend at this window. Sit down at it first."))


def check_not_paused(*, is_paused: bool) -> None:
    if is_paused:
        raise CannotQueue(_("This window is paused. End the pause before you call."))


def check_is_free(*, is_free: bool) -> None:
    if not is_free:
        raise CannotQueue(_("Somebody is at this window. End the attention, send them on or mark them absent first."))


def check_seen(*, is_seen: bool) -> None:
    if not is_seen:
        raise CannotQueue(_("Somebody else came to this window since. Look at how it stands now."))


def check_window(*, is_open: bool, is_here: bool) -> None:
    if not is_open or not is_here:
        raise CannotQueue(_("This window does not attend in this office. Choose another one."))


def check_another_window(*, is_another: bool) -> None:
    if not is_another:
        raise CannotQueue(_("The ticket is at this window already. Choose another one."))


def check_absent(calls: int) -> None:
    if calls < CALLS_BEFORE_ABSENT:
        missing = CALLS_BEFORE_ABSENT - calls
        raise CannotQueue(
            _("Call again before you mark somebody absent. Calls that are missing: %(calls)s.") % {"calls": missing}
        )


def check_letter(letter: str) -> None:
    if len(letter) != 1 or not "A" <= letter <= "Z":
        raise CannotQueue(_("Choose one letter from A to Z."))


def check_may_say(*, is_over: bool, was_attended: bool, was_asked: bool) -> None:
    """Whether the question of how they were treated still takes an answer."""
    if not is_over or not was_attended:
        raise CannotQueue(_("This is asked once the attention has ended."))
    if was_asked:
        raise CannotQueue(_("You have answered already. Thank you."))
