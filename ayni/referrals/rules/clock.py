"""The clock: what it strikes, and when. Plain values in, so that the demo world and the worker agree."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from ayni.governance.models import DeadlineUnit, Urgency
from ayni.lib.errors import RuleBroken
from ayni.lib.written import mark_of

from ..models import ClockEvent, Status

Kind = ClockEvent.Kind
STEPS = {Kind.ESCALATED_RECEIPT: 1, Kind.ESCALATED_ANSWER: 2, Kind.ESCALATED_FURTHER: 3}
"""How far along the chain of who answers each goes: service point, institution, region, country."""
ESCALATIONS = frozenset(STEPS)
MIDDLE = 0.5
"""A reminder goes out at half of the time: late enough not to nag, early enough to act."""


@dataclass(frozen=True)
class Allowance:
    """Within what time an institution acknowledges, and within what time it answers."""

    acknowledge: tuple[int, str]
    answer: tuple[int, str]
    expire_days: int = 30
    """So many days after an answer was due, what nobody answered ends of itself."""


def mark_of_allowance(times: Allowance) -> str:
    """Of what the page about the clock shows, whoever wrote it: the code or somebody by hand."""
    numbers = [times.acknowledge[0], times.answer[0], times.expire_days]
    return mark_of({"numbers": numbers, "units": [str(times.acknowledge[1]), str(times.answer[1])]})


DEFAULT_CLOCK: dict[str, Allowance] = {
    Urgency.IMMEDIATE: Allowance((1, DeadlineUnit.HOURS), (4, DeadlineUnit.HOURS), 7),
    Urgency.WITHIN_24H: Allowance((4, DeadlineUnit.HOURS), (24, DeadlineUnit.HOURS), 14),
    Urgency.WITHIN_72H: Allowance((24, DeadlineUnit.HOURS), (72, DeadlineUnit.HOURS), 21),
    Urgency.ORDINARY: Allowance((3, DeadlineUnit.WORKING_DAYS), (10, DeadlineUnit.WORKING_DAYS)),
}

_HOURS = {DeadlineUnit.HOURS: 1, DeadlineUnit.DAYS: 24, DeadlineUnit.WORKING_DAYS: 24}


class CannotSetClock(RuleBroken):
    pass


@dataclass(frozen=True)
class Strike:
    kind: ClockEvent.Kind
    at: datetime


@dataclass(frozen=True)
class Timed:
    """Of a referral, what its clock depends on."""

    status: str
    sent_at: datetime
    acknowledge_by: datetime
    answer_by: datetime


def check_allowance(allowance: Allowance) -> None:
    """Receipt comes no later than the answer. A working day lasts at least as long as a day."""
    acknowledge, answer = allowance.acknowledge, allowance.answer
    if acknowledge[0] < 1 or answer[0] < 1 or allowance.expire_days < 1:
        raise CannotSetClock(_("Every time has to be 1 or more."))
    if acknowledge[0] * _HOURS[DeadlineUnit(acknowledge[1])] > answer[0] * _HOURS[DeadlineUnit(answer[1])]:
        raise CannotSetClock(_("The time to acknowledge cannot be longer than the time to answer."))


def expires_at(answer_by: datetime, expire_days: int) -> datetime:
    """When what nobody answered ends of itself."""
    return answer_by + timedelta(days=expire_days)


def strikes(timed: Timed) -> list[Strike]:
    """All that the clock would strike for a referral in this status, in order of time."""
    receipt = [
        Strike(Kind.REMINDED_TO_ACKNOWLEDGE, _between(timed.sent_at, timed.acknowledge_by)),
        Strike(Kind.ESCALATED_RECEIPT, timed.acknowledge_by),
    ]
    answer = [
        Strike(Kind.REMINDED_TO_ANSWER, _between(timed.sent_at, timed.answer_by)),
        Strike(Kind.ESCALATED_ANSWER, timed.answer_by),
        Strike(Kind.ESCALATED_FURTHER, timed.answer_by + (timed.answer_by - timed.sent_at) * MIDDLE),
    ]
    if timed.status == Status.SENT:
        return sorted(receipt + answer, key=lambda strike: strike.at)
    # What was asked of us is ours to say: meanwhile the institution owes nothing.
    return answer if timed.status == Status.ACKNOWLEDGED else []


def loudest(due: list[Strike]) -> Strike | None:
    """Of all that is due at once, the one that is told: the last escalation, else the last reminder."""
    escalations = [s for s in due if s.kind in ESCALATIONS]
    return (escalations or due)[-1] if due else None


def next_strike(timed: Timed, *, struck: Collection[str] = (), after: datetime | None = None) -> datetime | None:
    """When the clock strikes next. What lies before `after` has been overtaken and is not made up for."""
    coming = strikes(timed)
    return next((s.at for s in coming if s.kind not in struck and (after is None or s.at > after)), None)


def _between(start: datetime, end: datetime) -> datetime:
    return start + (end - start) * MIDDLE


def rung_to_ask(length: int, step: int) -> int | None:
    """Which of so many who answer is asked at this step: the first was told when it was sent. Where the chain is
    shorter, its last; where nobody else answers, none."""
    return min(step, length - 1) if length > 1 else None
