"""When somebody may be called, by when, and what may be done about it. Plain functions over plain values."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils.timezone import localtime, make_aware
from django.utils.translation import gettext as _

from ayni.lib.errors import RuleBroken

from ..models import Answered, CallOutcome

WITHIN = timedelta(minutes=30)
"""From when it is safe: so soon somebody has to have tried. Never beyond the end of the safe time."""
AGAIN_AFTER = timedelta(minutes=20)
"""Between two attempts at one number: a telephone that rings without end betrays somebody."""
NOW_LASTS = timedelta(hours=1)
AHEAD = 14
"""Days ahead that are looked at for a safe time."""
IN_HAND = timedelta(minutes=15)
"""So long a number that one colleague sees is seen by no other."""
FEWEST_DIGITS, MOST_DIGITS = 7, 15
MOST_OPEN = 3
"""Open requests for one telephone that are kept apart: of several, one may be from whoever is to be feared. The last of
them is the newest; it gives way to the next, unless somebody has begun with it."""
LONGEST_SAY = 300


class CannotAsk(RuleBroken):
    """For whoever asks to be called."""


class CannotCall(RuleBroken):
    """For whoever is to call."""


@dataclass(frozen=True)
class Safe:
    """When it is safe: one day, days of the week (1 to 7, as figures), or every day; hours, or every hour."""

    day: date | None = None
    weekdays: str = ""
    opens: time | None = None
    closes: time | None = None


@dataclass(frozen=True)
class Clock:
    """The next safe time, and by when somebody has to have tried in it."""

    call_from: datetime
    call_by: datetime
    call_until: datetime


def written_phone(typed: str) -> str:
    """As it is dialled: figures of any script, and the + of a country. What is no telephone is refused."""
    said = typed.strip()
    if any(c.isalpha() for c in said):
        raise CannotAsk(_("Type the telephone with figures only, such as 987654321 or +58 412 1234567."))
    digits = "".join(str(int(c)) for c in said if c.isdecimal())
    if len(digits) < FEWEST_DIGITS:
        raise CannotAsk(_("That number has too few figures. Type all of them, such as 987654321."))
    if len(digits) > MOST_DIGITS:
        raise CannotAsk(_("That number has too many figures. Type one telephone only."))
    return f"+{digits}" if said.startswith(("+", "00")) else digits


def windows(safe: Safe, at: datetime) -> Iterator[tuple[datetime, datetime]]:
    """The safe times that are not over, in their order."""
    today = localtime(at).date()
    first = safe.day or today - timedelta(days=1)
    for n in range(1 if safe.day else AHEAD + 2):
        day = first + timedelta(days=n)
        if safe.weekdays and str(day.isoweekday()) not in safe.weekdays:
            continue
        begins = make_aware(datetime.combine(day, safe.opens or time()))
        is_next_day = safe.closes is None or (safe.opens is not None and safe.closes <= safe.opens)
        ends = make_aware(datetime.combine(day + timedelta(days=is_next_day), safe.closes or time()))
        if ends > at:
            yield begins, ends


def clock(safe: Safe, at: datetime) -> Clock | None:
    """From this moment on; none: no safe time is left."""
    begins, ends = next(windows(safe, at), (None, None))
    if begins is None or ends is None:
        return None
    call_from = max(begins, at)
    return Clock(call_from, min(call_from + WITHIN, ends), ends)


def clock_after(safe: Safe, attempted_at: datetime) -> Clock | None:
    """After an attempt that did not reach the person: not at once."""
    return clock(safe, attempted_at + AGAIN_AFTER)


def check_safe(safe: Safe, at: datetime) -> None:
    if safe.opens is not None and safe.opens == safe.closes:
        raise CannotAsk(_("Both hours are the same. Choose until when it is safe, or leave both empty for any hour."))
    if (safe.opens is None) != (safe.closes is None):
        raise CannotAsk(_("Choose from which hour and until which hour, or leave both empty for any hour."))
    if next(windows(safe, at), None) is None:
        raise CannotAsk(_("That hour has passed today. Choose a later one, or another day."))


def check_say(text: str) -> None:
    if not text.strip():
        raise CannotAsk(_("Write what we should say if somebody else answers, or choose that we hang up."))


def check_can_be_received(*, has_somebody: bool) -> None:
    if not has_somebody:
        raise CannotAsk(_("Nobody can call you back at the moment. Call 100 (violence), 1818 (trafficking) or 105."))


def is_safe_now(*, call_from: datetime | None, call_until: datetime | None, at: datetime) -> bool:
    return call_from is not None and call_until is not None and call_from <= at < call_until


def check_may_see_number(*, is_open: bool, is_safe: bool, is_in_hand: bool, is_called: bool) -> None:
    if not is_open:
        raise CannotCall(_("This request is closed."))
    if is_in_hand:
        raise CannotCall(_("A colleague has the number before them now. Two calls at once may betray the person."))
    if is_called:
        minutes = AGAIN_AFTER // timedelta(minutes=1)
        raise CannotCall(
            _("This telephone was called less than %(minutes)s minutes ago. Wait: one that rings again may betray.")
            % {"minutes": minutes}
        )
    if not is_safe:
        raise CannotCall(_("It is not safe to call now. Look at the hours that the person gave, and come back then."))


def is_in_hand(*, caller: int | None, since: datetime | None, by: int, at: datetime) -> bool:
    return caller not in {None, by} and holds(since=since, at=at)


def holds(*, since: datetime | None, at: datetime) -> bool:
    """Whether the number that was looked at then is still before them."""
    return since is not None and at < since + IN_HAND


def check_attempt(*, is_open: bool, is_mine: bool, answered: str) -> None:
    if not is_open:
        raise CannotCall(_("This request is closed."))
    if not is_mine:
        raise CannotCall(_("Look at the instruction and the number first: then write down what happened."))
    if answered not in Answered.values:
        raise CannotCall(_("Choose what happened."))


SPOKE = frozenset({CallOutcome.ADVISED, CallOutcome.ACCOMPANIED, CallOutcome.DECLINED})
"""Outcomes that need that somebody spoke with the person."""


def check_may_close(*, is_open: bool, outcome: str, spoke: bool, tried: bool, note: str) -> None:
    if not is_open:
        raise CannotCall(_("A colleague closed this request meanwhile."))
    if outcome not in CallOutcome.values:
        raise CannotCall(_("Choose how it ended."))
    if outcome in SPOKE and not spoke:
        raise CannotCall(_("Nobody has written down that the person answered. Write down the call first."))
    if outcome == CallOutcome.NOT_REACHED and not tried:
        raise CannotCall(_("Nobody has tried to call yet. Try first, at an hour that is safe."))
    if outcome == CallOutcome.RESCUED and not note.strip():
        raise CannotCall(_("Write whom you called, and when."))


def check_may_join(*, agrees: bool, has_file: bool, outcome: str) -> None:
    if has_file and not agrees:
        raise CannotCall(_("Join it to a file only if the person agreed. Mark that they did."))
    if outcome == CallOutcome.ACCOMPANIED and not has_file:
        raise CannotCall(_("Say which file it is: the number of the case, or the person whom you registered."))


def check_somebody_is_left(left: int) -> None:
    if not left:
        raise CannotCall(_("Nobody would be left to call. Ask that somebody else is named for such requests first."))
