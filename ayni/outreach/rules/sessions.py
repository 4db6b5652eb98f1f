"""What may happen to a session, and who may sign up for it."""

from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from ayni.lib.errors import RuleBroken

from ..models import OVER, SignUpState, State

NEXT = {
    # By invitation: a session need not be in the calendar to be held.
    State.PLANNED: {State.OPEN, State.HELD, State.CLOSED, State.CANCELLED},
    State.OPEN: {State.HELD, State.CLOSED, State.CANCELLED},
    State.HELD: {State.CLOSED},
    State.CLOSED: set[State](),
    State.CANCELLED: set[State](),
}
MOST_SEATS = 5000
LONGEST = timedelta(hours=14)
FARTHEST = timedelta(days=2 * 366)
"""A year typed wrong is more likely than a session that far ahead, and a calendar has an end."""
MOST_TRIES = {"most": 10, "seconds": 3600}
"""At a number, with whatever code."""


class CannotChange(RuleBroken):
    pass


class CannotSignUp(RuleBroken):
    pass


def check_step(state: str, to: State) -> None:
    if to not in NEXT[State(state)]:
        raise CannotChange(_("This session is not in a state for that any more. Look at it again."))


def check_hours(*, starts_at: datetime, ends_at: datetime) -> None:
    if ends_at <= starts_at:
        raise CannotChange(_("It has to end after it begins. Mend the hours."))
    if ends_at - starts_at > LONGEST:
        raise CannotChange(_("A session lasts 14 hours at most. For several days, plan one for each."))


def check_is_to_come(starts_at: datetime, at: datetime) -> None:
    if starts_at <= at:
        raise CannotChange(_("It begins in the past. Choose a day that is still to come."))
    if starts_at > at + FARTHEST:
        raise CannotChange(_("That is more than two years ahead. Look at the year, and type a nearer day."))


def check_may_change(state: str) -> None:
    if state not in {State.PLANNED, State.OPEN}:
        raise CannotChange(_("A session that was held or cancelled is not changed any more."))


def check_seats(*, seats: int, taken: int) -> None:
    if seats < taken:
        raise CannotChange(
            _("%(taken)s people have a seat already: there cannot be fewer than that.") % {"taken": taken}
        )


def check_was_held(starts_at: datetime, at: datetime) -> None:
    if at < starts_at:
        raise CannotChange(_("It has not begun yet. Say that it was held when it was."))


def check_may_close(*, state: str, starts_at: datetime, at: datetime, closed: str = "") -> None:
    """`closed`: by whom and when, if a colleague was quicker."""
    if state == State.CLOSED:
        raise CannotChange(
            _("%(closed)s closed it already. What you typed is not kept: look at what is there.") % {"closed": closed}
        )
    check_step(state, State.CLOSED)
    check_was_held(starts_at, at)


def check_is_past(*, ends_at: datetime, at: datetime) -> None:
    if ends_at > at:
        raise CannotChange(_("It has not ended yet. Plan it instead, or mend the day and the hours."))
    if ends_at < at - FARTHEST:
        raise CannotChange(_("That is more than two years ago. Look at the year, and type a nearer day."))


MOST_REPEATS = 60


def check_repeats(days: int) -> None:
    if not 1 <= days <= MOST_REPEATS:
        raise CannotChange(_("It can be repeated from 1 to %(most)d times at once.") % {"most": MOST_REPEATS})


def check_may_sign_up(*, state: str, starts_at: datetime, at: datetime) -> None:
    if state == State.CANCELLED:
        raise CannotSignUp(_("This session was cancelled. Look for another one in the calendar."))
    if state in OVER or starts_at <= at:
        raise CannotSignUp(_("This session has begun or is over. Look for the next one in the calendar."))
    if state != State.OPEN:
        raise CannotSignUp(_("One cannot sign up for this session."))


def lets_in(*, state: str, starts_at: datetime, at: datetime) -> bool:
    """Whether a seat that is free is of use to whoever waits."""
    return state == State.OPEN and starts_at > at


def sent_elsewhere() -> CannotSignUp:
    return CannotSignUp(_("This form does not count any more. Open the page of the session again, and sign up there."))


def check_may_withdraw(*, state: str, of_session: str, starts_at: datetime, at: datetime) -> None:
    if state == SignUpState.WITHDRAWN:
        raise CannotSignUp(_("You were taken off the list already."))
    if of_session == State.CANCELLED:
        raise CannotSignUp(_("This session was cancelled: there is no seat left to give back."))
    if not lets_in(state=of_session, starts_at=starts_at, at=at):
        raise CannotSignUp(_("The session has begun or is over: there is nothing left to cancel."))
