"""What may be said of goals, of services that were given, and of those that were denied."""

from datetime import date, timedelta
from decimal import Decimal

from django.utils.translation import gettext as _

from ayni.lib.errors import RuleBroken

from ..models import Complaint, DenialOutcome, GoalState

NEXT_GOAL: dict[str, frozenset[GoalState]] = {
    GoalState.OPEN: frozenset({GoalState.REACHED, GoalState.CHANGED}),
    GoalState.REACHED: frozenset({GoalState.OPEN}),
    GoalState.CHANGED: frozenset({GoalState.OPEN}),
}


class CannotNote(RuleBroken):
    pass


A_LIFE = timedelta(days=120 * 365)
"""For whoever does not know when they were born."""


def check_goal(words: str) -> None:
    if not words.strip():
        raise CannotNote(_("Write what the person wants to reach, in their own words."))


def check_goal_change(now: str, to: str) -> None:
    if to not in NEXT_GOAL[now]:
        raise CannotNote(_("This goal stands so already: a colleague was quicker. Look at it again."))


def check_day(day: date, today: date, *, born: date | None) -> None:
    if day > today:
        raise CannotNote(_("That day has not come yet. Type the day on which it happened."))
    if day < (born or today - A_LIFE):
        raise CannotNote(_("The person was not born yet on that day. Look at the year."))


def check_of_same_case(*, same: bool) -> None:
    if not same:
        raise CannotNote(_("That need is of another case. Choose one of this case."))


def check_measure(hours: Decimal | None, amount: Decimal | None) -> None:
    if (hours is not None and hours <= 0) or (amount is not None and amount <= 0):
        raise CannotNote(_("Hours and amounts are more than zero. Leave empty what was not counted."))


def check_denial(*, has_organisation: bool, place: str, words: str) -> None:
    if not has_organisation and not place.strip():
        raise CannotNote(_("Say who denied it: choose the institution, or write which place it was."))
    if not words.strip():
        raise CannotNote(_("Write what happened, as the person tells it."))


def check_outcome(*, outcome: str, complaint: str) -> None:
    if outcome == DenialOutcome.COMPLAINED and complaint not in {Complaint.YES, Complaint.ANONYMOUS}:
        raise CannotNote(_("A complaint is filed only if the person agrees. Ask, and note the answer here first."))
