"""What may become of a report, who it goes to and within which time. Plain functions over plain values."""

from collections.abc import Collection, Set
from datetime import date, datetime, timedelta

from django.utils.translation import gettext as _

from ayni.governance.rules import due_at
from ayni.lib.errors import RuleBroken

from ..models import Category, DiscardReason, Kind, Route, Satisfied, State

LONGEST = 4000
DRAFT_LASTS = timedelta(hours=24)
SAME_WITHIN = timedelta(days=30)
"""The same words about the same office within this are the same report."""
MOST_TRIES = {"most": 10, "seconds": 3600}
"""At the code of one number."""
LEAST_LETTERS = 40
"""Of fewer, two people may say the same and mean something else: they are taken for one only when many do."""
SHORT_ALIKE = 5
"""Of short ones so many stand on their own, of the same words in a day. What comes after them is told with the last."""
SHORT_WITHIN = timedelta(days=1)
SILENCE = timedelta(days=15)
"""After an answer to which nobody said anything, the report is closed."""
REOPENS_WITHIN = timedelta(days=60)
KIOSK_IDLE = 180
"""Seconds after which a kiosk forgets who stood before it."""

NEXT: dict[str, frozenset[State]] = {
    State.RECEIVED: frozenset({State.RECEIVED, State.TAKEN, State.DISCARDED}),
    State.TAKEN: frozenset({State.RECEIVED, State.TAKEN, State.ANSWERED, State.DISCARDED}),
    State.ANSWERED: frozenset({State.CLOSED, State.REOPENED}),
    State.REOPENED: frozenset({State.RECEIVED, State.TAKEN, State.DISCARDED}),
    State.CLOSED: frozenset({State.REOPENED}),
    State.DISCARDED: frozenset(),
}
"""Back to received when it is sorted anew or sent on: whoever sees to it now has not taken it yet."""


class CannotTell(RuleBroken):
    """For whoever tells us something."""


class CannotSeeTo(RuleBroken):
    """For whoever sees to it."""


def check_told(*, kind: str, fits: bool, has_words: bool, text: str) -> None:
    if kind not in Kind.values or not fits:
        raise CannotTell(_("Choose what it is about."))
    if not has_words:
        raise CannotTell(_("Write what happened, or send a voice note. A picture alone says too little."))
    if len(text) > LONGEST:
        raise CannotTell(_("That is too long: at most 4000 letters. Tell the most important, and the rest afterwards."))


def check_can_be_received(*, has_office: bool) -> None:
    if not has_office:
        raise CannotTell(_("Nobody can receive this here at the moment. Call the nearest office."))


def clock(category: Category, *, start: datetime, holidays: Set[date]) -> tuple[datetime, datetime]:
    """When somebody has to have answered, and when it has to be closed."""
    answer = due_at(start=start, amount=category.answer_amount, unit=category.answer_unit, holidays=holidays)
    close = due_at(start=start, amount=category.close_amount, unit=category.close_unit, holidays=holidays)
    return answer, max(answer, close)


def check_change(now: str, to: State) -> None:
    if to not in NEXT[now]:
        raise CannotSeeTo(_("A colleague was quicker: this report is in another state by now. Look at it again."))


def check_is_mine(*, is_mine: bool) -> None:
    if not is_mine:
        raise CannotSeeTo(_("Take the report first, so that nobody else does the same."))


def check_words(text: str) -> None:
    if not text.strip():
        raise CannotSeeTo(_("Write what you want to say."))
    if len(text) > LONGEST:
        raise CannotSeeTo(_("That is too long: at most 4000 letters."))


def check_discard(reason: str, *, is_sensitive: bool) -> None:
    if is_sensitive and reason == DiscardReason.TEST:
        raise CannotSeeTo(
            _("A report of misconduct is not set aside as a test. Answer it, or say that it was sent twice.")
        )  # noqa: E501
    if reason not in DiscardReason.values:
        raise CannotSeeTo(_("Choose why it is set aside."))


def check_fits_kind(*, fits: bool) -> None:
    if not fits:
        raise CannotSeeTo(_("Choose a category of the list."))


def check_may_lower(*, now: str, to: str, is_named: bool) -> None:
    """What went to named people leaves them by their own hand only."""
    if now == Route.NAMED and to != Route.NAMED and not is_named:
        raise CannotSeeTo(_("Only whoever is named for this report may say that it is not sensitive."))


def check_has_somebody(*, left: int) -> None:
    if not left:
        raise CannotSeeTo(_("Nobody would be left to see to this report. Name somebody else first."))


def check_may_name(*, is_confidant: bool, is_concerned: bool, works_there: bool) -> None:
    if not is_confidant:
        raise CannotSeeTo(_("Choose somebody who receives sensitive reports."))
    if is_concerned or works_there:
        raise CannotSeeTo(_("That person works in the office that it is about, or it is about them. Choose another."))


def check_may_join(*, agrees: bool, is_joined: bool) -> None:
    if not agrees:
        raise CannotSeeTo(_("The person did not agree that it is joined to their case. Ask them in your answer."))
    if is_joined:
        raise CannotSeeTo(_("It is joined to a case already."))


def check_may_say(state: str, satisfied: str) -> None:
    if satisfied not in Satisfied.values:
        raise CannotTell(_("Say whether the answer is good for you."))
    if state not in {State.ANSWERED, State.CLOSED}:
        raise CannotTell(_("There is no answer yet. You will see it here."))


def check_may_reopen(*, answered_at: datetime, at: datetime) -> None:
    if at > answered_at + REOPENS_WITHIN:
        raise CannotTell(_("This was closed more than two months ago. Tell it anew, and say this number."))


def check_may_add(state: str) -> None:
    if state == State.DISCARDED:
        raise CannotTell(_("This was set aside. Tell it anew, with more detail."))


def eligible(
    confidants: Collection[tuple[int, Collection[int]]], *, about_office: int | None, concerned: Collection[int]
) -> list[int]:
    """Of (user, offices that they work in): who may receive a sensitive report about this office and these people."""
    return [
        user
        for user, offices in confidants
        if user not in concerned and (not about_office or about_office not in offices)
    ]
