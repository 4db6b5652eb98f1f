"""What may be done with a release: plain values in, nothing or a refusal out."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from ayni.lib.errors import RuleBroken

from .models import Reading, State

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


READ_OVER: dict[Reading, set[Reading]] = {
    Reading.WAITING: {Reading.PUBLISHED, Reading.RETURNED, Reading.REWRITTEN},
    Reading.RETURNED: set(),
    Reading.REWRITTEN: set(),
    Reading.PUBLISHED: {Reading.REPLACED},
    Reading.REPLACED: set(),
}
OLDEST = 1800


class CannotKeep(RuleBroken):
    """Something that may not be done in the library. The message says what to do."""


def check_study(
    *, year: int | None, themes: Collection[str], known_themes: Collection[str], linked: Mapping[str, Collection[str]],
    known: Mapping[str, Collection[str]], at: datetime,
) -> None:  # fmt: skip
    """`linked`, `known`: codes by what they name."""
    if year is not None and not OLDEST <= year <= today(at).year:
        raise CannotKeep(_("%(year)s is no year in which it can have come out. Look at its cover.") % {"year": year})
    if not themes or not set(themes) <= set(known_themes):
        raise CannotKeep(_("Choose at least one theme of the list."))
    for what, codes in linked.items():
        gone = sorted(set(codes) - set(known[what]))
        if gone:
            raise CannotKeep(
                _("There is nothing with the code %(codes)s. Look it up in the observatory, or take it out.")
                % {"codes": ", ".join(one[:60] for one in gone[:5])}
            )


def check_reading_goes_on(state: str, to: Reading) -> None:
    if to not in READ_OVER[Reading(state)]:
        raise CannotKeep(_("A colleague was faster: this version waits no more. Open the page of the study again."))


def check_was_seen(*, found: bool) -> None:
    if not found:
        raise CannotKeep(_("A colleague was faster: this version waits no more. Open the page of the study again."))


def check_may_read_over(by: Any, *, authors: Collection[Any]) -> None:
    """Whoever wrote any of it since it was published last is no second reader."""
    if by in authors:
        raise CannotKeep(_("You wrote in it. A colleague reads it over and publishes it."))


def check_is_there(*, withdrawn: bool) -> None:
    if withdrawn:
        raise CannotKeep(_("This study is withdrawn. Bring it back first."))


def check_may_withdraw(*, withdrawn: bool, published: bool) -> None:
    if withdrawn or not published:
        raise CannotKeep(_("Nobody reads this study: there is nothing to withdraw. Open its page again."))


def check_may_bring_back(*, withdrawn: bool) -> None:
    if not withdrawn:
        raise CannotKeep(_("This study is not withdrawn. Open its page again."))
