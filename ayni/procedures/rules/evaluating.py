"""What an evaluator may say of a paper, and when an evaluation is done. The clock of a correction."""

from collections.abc import Set
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ayni.lib.periods import add_working_days, working_days_between

from ..models import ItemState
from .applications import PRESENTED_BY_THE_PERSON, CannotChange

VERDICTS = (ItemState.ACCEPTED, ItemState.OBSERVED, ItemState.REJECTED, ItemState.EXEMPT)
NEEDS_REASON = frozenset({ItemState.OBSERVED, ItemState.REJECTED, ItemState.EXEMPT})
SETTLED = frozenset({ItemState.ACCEPTED, ItemState.REJECTED, ItemState.EXEMPT})
MOST_IN_HAND = 20
"""Applications that one evaluator holds at a time: what they hold, nobody else takes."""
CORRECTION_DAYS = (2, 5, 10, 15, 30)
"""Working days to choose from."""
ABANDONED_AFTER = 30
"""Working days after a correction was asked for, and never before its own time is over (TUO of Ley 27444, art. 202)."""
LEFT_LYING = 180
"""Days after which what was never handed in ends of itself."""


class CannotEvaluate(CannotChange):
    pass


def check_in_hand(count: int) -> None:
    if count >= MOST_IN_HAND:
        raise CannotEvaluate(
            _("You hold %(count)s applications. Finish one, or put one back, before you take another.")
            % {"count": count}
        )


def check_is_evaluator(*, evaluator_id: int | None, by: int) -> None:
    if evaluator_id != by:
        raise CannotEvaluate(_("A colleague evaluates this application. Take another one from the queue."))


def check_may_take(*, evaluator_id: int | None, by: int) -> None:
    if evaluator_id not in {None, by}:
        raise CannotEvaluate(_("A colleague was quicker: this application is theirs. Take the next one."))


def check_is_no_party(*, by: int, begun_by: int | None) -> None:
    """Whoever put an application together with the person does not judge it."""
    if by == begun_by:
        raise CannotEvaluate(_("You put this application together with the person. Somebody else has to judge it."))


def check_verdict(*, verdict: str, now: str, kind: str, reason: str) -> None:
    if verdict not in VERDICTS:
        raise CannotEvaluate(_("Choose what you find: accepted, to be corrected, rejected or exempt."))
    if verdict in NEEDS_REASON and not reason.strip():
        raise CannotEvaluate(_("Write why, in plain words: the person reads it."))
    if verdict == ItemState.ACCEPTED and now == ItemState.MISSING and kind in PRESENTED_BY_THE_PERSON:
        raise CannotEvaluate(_("There is nothing to accept: it was not presented. Ask for it to be corrected."))


def check_asks_for_something(observed: int) -> None:
    if not observed:
        raise CannotEvaluate(_("Mark first what has to be corrected, with the reason."))


def check_days(days: int) -> None:
    if days not in CORRECTION_DAYS:
        raise CannotEvaluate(_("Choose how many working days the person has."))


def check_all_corrected(left: int) -> None:
    if left:
        raise CannotEvaluate(
            ngettext(
                "%(count)s paper is still to be corrected. Add it before the correction goes in.",
                "%(count)s papers are still to be corrected. Add them before the correction goes in.",
                left,
            )
            % {"count": left}
        )


def check_evaluated(open_items: int) -> None:
    if open_items:
        raise CannotEvaluate(
            ngettext(
                "%(count)s requirement has not been settled. Accept or reject it, or ask for a correction.",
                "%(count)s requirements have not been settled. Accept or reject them, or ask for a correction.",
                open_items,
            )
            % {"count": open_items}
        )


def is_settled(*, state: str, mandatory: bool) -> bool:
    """What is not mandatory and was not presented asks for no verdict."""
    return state in SETTLED or (state == ItemState.MISSING and not mandatory)


def days_left(*, today: date, due: date, holidays: Set[date]) -> int:
    """Working days of the statutory time after today: what a correction stops. None is left of what is late."""
    return working_days_between(today, due, holidays)


def goes_on(*, today: date, left: int, former: date, holidays: Set[date]) -> date:
    """The last day once the person has corrected. A correction never makes it earlier than it was."""
    return max(former, add_working_days(today, left, holidays))


def abandoned_on(*, asked_on: date, due: date, holidays: Set[date]) -> date:
    """The last day on which a correction still comes in time."""
    return max(due, add_working_days(asked_on, ABANDONED_AFTER, holidays))


def moved_by_holidays(*, start: date, days: int, former: date, holidays: Set[date]) -> date | None:
    """A later last day, because a holiday was declared inside of the time. Never an earlier one: what was promised to
    the person stays, even if a holiday is taken back."""
    due = add_working_days(start, days, holidays)
    return due if due > former else None
