"""Somebody asked to be called: kept, told to named people, called in the safe hours, closed with what came of it."""

import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeVar
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from ayni.access.models import User
from ayni.audit import actions as audit
from ayni.cases.models import Case
from ayni.lib.tongues import in_spanish
from ayni.notices import actions as notices
from ayni.notices.actions import Notice
from ayni.people.models import Person

from ..models import CallAttempt, CallNamed, CallRequest, IfOther
from ..queries import calls as queries
from ..rules import calls as rules

logger = logging.getLogger(__name__)
Done = TypeVar("Done")


@dataclass(frozen=True, kw_only=True)
class CallAsked:
    """What somebody asks for: where to call, when, and how."""

    phone: str
    safe: rules.Safe
    if_other: str = IfOther.HANG_UP
    say: str = ""
    may_leave_message: bool = False
    language: str = "es"
    about: str = ""
    name: str = ""


@dataclass(frozen=True, kw_only=True)
class Ending:
    """How it ended. `person`, `case`: the file that it belongs to, if the person agreed."""

    outcome: str
    note: str = ""
    agrees: bool = False
    person: Person | None = None
    case: Case | None = field(default=None)


@transaction.atomic
def ask_for_call(*, asked: CallAsked, submission: UUID | None, at: datetime) -> CallRequest:
    """Keep it, and tell whoever is named. The same form sent twice, or twice at once, is one request."""
    if (known := _known(submission)) is not None:
        return known
    phone = rules.written_phone(asked.phone)
    rules.check_safe(asked.safe, at)
    if asked.if_other == IfOther.SAY:
        rules.check_say(asked.say)
    named = queries.who_calls()
    rules.check_can_be_received(has_somebody=bool(named))
    call = _row_for(queries.phone_mark(phone))
    if submission and call.submission == submission:
        return call
    call.phone, call.submission, call.asked_at = phone, submission, at
    _write(call, asked)
    _set_clock(call, rules.clock(asked.safe, at))
    try:
        with transaction.atomic():
            call.save()
    except IntegrityError:
        # The same form, by another request at this moment: what that one kept is the answer.
        if (known := _known(submission)) is None:
            raise
        return known
    audit.record("call.asked", subject=call, by=audit.SYSTEM, at=at)
    _tell(_named_also(call, named, at=at), at=at)
    return call


def _known(submission: UUID | None) -> CallRequest | None:
    return CallRequest.objects.filter(submission=submission).first() if submission else None


def _row_for(mark: str) -> CallRequest:
    """Where a request for this telephone is kept. The two oldest and the newest stand; one that somebody began with, or
    that nobody is left to see, is replaced by none."""
    before = _lock_phone(mark)
    newest = max(before, key=lambda one: (one.asked_at, one.pk), default=None)
    if newest is None or len(before) < rules.MOST_OPEN or newest.caller_id or newest.called_at:
        return CallRequest(phone_mark=mark)
    if not queries.named_for(newest):
        return CallRequest(phone_mark=mark)
    if newest.late_told_at is not None:
        newest.was_in_time = False
    newest.times, newest.late_told_at = newest.times + 1, None
    return newest


def _write(call: CallRequest, asked: CallAsked) -> None:
    call.name, call.language, call.about = asked.name, asked.language, asked.about
    call.if_other, call.may_leave_message = asked.if_other, asked.may_leave_message
    call.say = asked.say if asked.if_other == IfOther.SAY else ""
    call.day, call.weekdays = asked.safe.day, asked.safe.weekdays
    call.opens, call.closes = asked.safe.opens, asked.safe.closes


def _named_also(call: CallRequest, users: list[User], *, at: datetime) -> list[User]:
    """Name those who are not yet; who stepped back stays away. Whoever is to be told."""
    asked = dict(call.named.order_by().values_list("user", "ended_at"))
    new = [user for user in users if user.pk not in asked]
    CallNamed.objects.bulk_create([CallNamed(call=call, user=user, at=at) for user in new])
    return [user for user in users if asked.get(user.pk) is None]


def safe_of(call: CallRequest) -> rules.Safe:
    return rules.Safe(day=call.day, weekdays=call.weekdays, opens=call.opens, closes=call.closes)


def _set_clock(call: CallRequest, clock: rules.Clock | None, *, spoke: bool = False) -> None:
    call.call_from = clock.call_from if clock else None
    call.call_by = clock.call_by if clock and not spoke else None
    call.call_until = clock.call_until if clock else None


CLOCK = ["call_from", "call_by", "call_until"]


def _tell(users: Iterable[User], *, at: datetime) -> None:
    """That there is a request, and where the list is. Nothing of it, nor which."""
    with in_spanish():
        subject = _("There is a request for a call")
        text = _("Read it here: %(url)s") % {"url": settings.PUBLIC_URL + reverse("feedback:calls")}
    for user in users:
        if user.email:
            notices.tell(user=user, notice=Notice(subject=subject, text=text, is_urgent=True), at=at)


@transaction.atomic
def show_number(*, call: CallRequest, by: User, at: datetime) -> CallRequest:
    """Whoever read the instruction gets the number: in the safe hours, and if no colleague has it before them or has
    just called it, be it for this request or for another one for the same telephone."""
    rows = _lock_phone(call.phone_mark)
    call = next((row for row in rows if row.pk == call.pk), None) or lock(call)
    in_hand = any(rules.is_in_hand(caller=row.caller_id, since=row.caller_since, by=by.pk, at=at) for row in rows)
    is_safe = rules.is_safe_now(call_from=call.call_from, call_until=call.call_until, at=at)
    rules.check_may_see_number(
        is_open=call.is_open, is_safe=is_safe, is_in_hand=in_hand, is_called=queries.was_just_called(call, at)
    )
    call.caller, call.caller_since = by, at
    call.save(update_fields=["caller", "caller_since"])
    audit.record("call.number_shown", subject=call, by=by, at=at)
    return call


@transaction.atomic
def note_attempt(*, call: CallRequest, answered: str, note: str, by: User, at: datetime) -> CallAttempt:
    """What happened. If it was not the person, the clock goes to the next safe time, and not at once; if it was, nobody
    has to call by any hour."""
    call = lock(call)
    rules.check_attempt(is_open=call.is_open, is_mine=call.caller_id == by.pk, answered=answered)
    attempt = CallAttempt.objects.create(call=call, by=by, at=at, answered=answered, note=note.strip())
    if call.was_in_time is None:
        call.was_in_time = call.call_by is not None and at <= call.call_by
    call.called_at = call.called_at or at
    _set_clock(call, rules.clock_after(safe_of(call), at), spoke=queries.spoke(call))
    call.caller, call.caller_since, call.late_told_at = None, None, None
    call.save(update_fields=["called_at", "was_in_time", "caller", "caller_since", "late_told_at", *CLOCK])
    audit.record("call.attempted", subject=call, by=by, at=at, answered=answered)
    return attempt


@transaction.atomic
def close_call(*, call: CallRequest, ending: Ending, by: User, at: datetime) -> CallRequest:
    """With what came of it. Of a file only the link is kept here: nothing is copied there."""
    call = lock(call)
    answers = set(call.attempts.order_by().values_list("answered", flat=True))
    rules.check_may_close(
        is_open=call.is_open, outcome=ending.outcome, spoke="PERSON" in answers, tried=bool(answers), note=ending.note
    )
    person = ending.case.person if ending.case else ending.person
    rules.check_may_join(agrees=ending.agrees, has_file=person is not None, outcome=ending.outcome)
    call.outcome, call.note, call.agrees = ending.outcome, ending.note.strip(), ending.agrees
    call.person, call.case, call.closed_at, call.closed_by = person, ending.case, at, by
    call.caller, call.caller_since = None, None
    call.save(update_fields=[
        "outcome", "note", "agrees", "person", "case", "closed_at", "closed_by", "caller", "caller_since",
    ])  # fmt: skip
    # No thread: that somebody asked for help here is not for everybody who reads the file.
    audit.record("call.closed", subject=call, by=by, at=at, outcome=ending.outcome, joined=person is not None)
    return call


@transaction.atomic
def leave_call(*, call: CallRequest, by: User, at: datetime) -> None:
    """Whoever is too near to the person, or to whom they fear, leaves it to the others and sees it no more."""
    call = lock(call)
    rules.check_somebody_is_left(sum(user.pk != by.pk for user in queries.named_for(call)))
    call.named.filter(user=by, ended_at__isnull=True).update(ended_at=at)
    if call.caller_id == by.pk:
        call.caller, call.caller_since = None, None
        call.save(update_fields=["caller", "caller_since"])
    audit.record("call.stepped_back", subject=call, by=by, at=at)


def lock(call: CallRequest) -> CallRequest:
    """As it is now, held until the verb ends."""
    return CallRequest.objects.select_for_update(of=("self",)).get(pk=call.pk)


def _lock_phone(mark: str) -> list[CallRequest]:
    """Every open request for one telephone, held until the verb ends; always in this order, so that none waits for
    another in a ring."""
    return list(CallRequest.objects.open().filter(phone_mark=mark).order_by("pk").select_for_update(of=("self",)))


def keep_calls(*, at: datetime, limit: int = 200) -> int:
    """A duty: tells of what nobody called in time, sets the clock of safe times that went by, reminds daily of what is
    open, everybody once of all theirs. How many were told of."""
    struck = _each(queries.late(at)[:limit], lambda pk: _strike(pk, at=at))
    _each(queries.passed(at)[:limit], lambda pk: _next_time(pk, at=at))
    reminded = _each(queries.to_remind(at)[:limit], lambda pk: _remind(pk, at=at))
    _tell({user.pk: user for users in reminded for user in users}.values(), at=at)
    return len(struck) + len(reminded)


def _each(rows: QuerySet[CallRequest], work: Callable[[UUID], Done]) -> list[Done]:
    """What was done with each row; one that breaks does not stop the others."""
    done = []
    for pk in list(rows.values_list("pk", flat=True)):
        try:
            done.append(work(pk))
        except Exception as error:  # noqa: BLE001 - somebody waits behind it
            # No trace: a frame may hold what somebody wrote.
            logger.error("call %s was not kept: %s", pk, type(error).__name__)  # noqa: TRY400
    return [one for one in done if one]


@transaction.atomic
def _strike(pk: UUID, *, at: datetime) -> bool:
    # One statement that only one worker wins: nobody is told twice.
    if not CallRequest.objects.filter(pk=pk, late_told_at__isnull=True, closed_at__isnull=True).update(late_told_at=at):
        return False
    call = CallRequest.objects.get(pk=pk)
    audit.record("call.late", subject=call, by=audit.SYSTEM, at=at)
    _tell(_asked_of(call, at), at=at)
    return True


@transaction.atomic
def _next_time(pk: UUID, *, at: datetime) -> None:
    call = lock(CallRequest(pk=pk))
    if call.is_open and call.call_until is not None and call.call_until <= at:
        if call.called_at is None:
            call.was_in_time = False
        _set_clock(call, rules.clock(safe_of(call), at), spoke=queries.spoke(call))
        call.late_told_at = None
        call.save(update_fields=["was_in_time", "late_told_at", *CLOCK])


@transaction.atomic
def _remind(pk: UUID, *, at: datetime) -> list[User]:
    """Whom to remind of it."""
    call, today = lock(CallRequest(pk=pk)), localdate(at)
    if not call.is_open or call.reminded_on == today:
        return []
    call.reminded_on = today
    call.save(update_fields=["reminded_on"])
    return _asked_of(call, at)


def _asked_of(call: CallRequest, at: datetime) -> list[User]:
    """Whoever is named; if nobody is left of them, whoever may be now."""
    if named := queries.named_for(call):
        return named
    return _named_also(call, queries.who_calls(), at=at)
