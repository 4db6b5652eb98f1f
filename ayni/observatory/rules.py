"""What may be done with a release: plain values in, nothing or a refusal out."""

from collections.abc import Collection, Iterable
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from ayni.lib.errors import RuleBroken

from .models import State

LIMA = ZoneInfo("America/Lima")
NEXT: dict[State, set[State]] = {
    State.PREPARING: {State.PREPARED, State.REFUSED},
    State.REFUSED: set(),
    State.PREPARED: {State.SIGNED_ONCE, State.WITHDRAWN},
    State.SIGNED_ONCE: {State.SIGNED, State.WITHDRAWN},
    State.SIGNED: {State.PUBLISHED, State.WITHDRAWN},
    State.PUBLISHED: {State.WITHDRAWN},
    State.WITHDRAWN: set(),
}
SIGN = {State.PREPARED: State.SIGNED_ONCE, State.SIGNED_ONCE: State.SIGNED}


class CannotRelease(RuleBroken):
    """Something that may not be done with a release now. The message says what to do."""


def embargo(day: date) -> datetime:
    """The first moment of a day in Lima."""
    return datetime.combine(day, time(), LIMA)


def today(at: datetime) -> date:
    return at.astimezone(LIMA).date()


def month_of(day: date) -> str:
    return f"{day:%Y-%m}"


def last_months(at: datetime, many: int) -> list[str]:
    """The months that are over, the newest first."""
    first, found = today(at).replace(day=1), []
    for _month in range(many):
        first = (first - timedelta(days=1)).replace(day=1)
        found.append(month_of(first))
    return found


def in_words(months: Iterable[str]) -> list[tuple[str, str]]:
    """Each month with its words: October 2026."""
    return [(month, date_format(date.fromisoformat(f"{month}-01"), "F Y")) for month in months]


def check_month_is_over(period: str, at: datetime) -> None:
    if period >= month_of(today(at)):
        raise CannotRelease(_("This month is not over yet. Its figures can be released when it is."))


def check_day(day: date, period: str, at: datetime, *, was: date | None) -> None:
    """A day is announced before it comes, and after its month; what was announced is moved back and not forward."""
    if month_of(day) <= period:
        raise CannotRelease(_("The day comes before the month is over. Choose a later one."))
    if day < today(at):
        raise CannotRelease(_("This day is past. Choose today or a later one."))
    if was is not None and day < was:
        raise CannotRelease(
            _("It was announced for a later day. Readers rely on it: it may be put off, and not brought forward.")
        )


def check_moves(state: str, to: State) -> None:
    if to not in NEXT[State(state)]:
        raise CannotRelease(
            _("A release that is “%(state)s” cannot become “%(to)s”. Open its page again: a colleague was faster.")
            % {"state": State(state).label, "to": to.label}
        )


def check_may_sign(by: Any, *, asked_by: Any, signers: Collection[Any]) -> None:
    """Two different people sign, and neither of them prepared it."""
    if by == asked_by:
        raise CannotRelease(_("You prepared this release. Two colleagues sign it."))
    if by in signers:
        raise CannotRelease(_("You signed it already. A colleague signs next."))


def check_unchanged(seen: str, checksum: str) -> None:
    if seen != checksum:
        raise CannotRelease(_("The release was prepared again since you opened its page. Look at it again, then sign."))
