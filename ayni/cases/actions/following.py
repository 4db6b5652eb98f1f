"""The risk of a case, and the contacts that it asks for."""

from datetime import datetime, timedelta

from django.db import transaction

from ayni.access.models import User
from ayni.audit import actions as audit
from ayni.codelists.models import RiskLevel
from ayni.lib.written import check_as_seen
from ayni.people import actions as people
from ayni.people.models import ContactPoint

from ..models import Attempt, Case, FollowUp, FollowUpState, RiskAssessment
from ..rules import cases as case_rules
from ..rules import following as rules
from ..rules import seen as marks
from . import rhythm
from .locking import lock


@transaction.atomic
def assess_risk(*, case: Case, level: RiskLevel, reason: str, by: User, at: datetime, seen: str = "") -> RiskAssessment:
    """Say how much risk there is, and why. From now on it sets how often the person is contacted. `seen`: the mark of
    what the page showed, here and below."""
    case = _open(case)
    check_as_seen(seen=seen, mark=marks.of_risk(case.risks.filter(is_current=True).first()))
    rules.check_reason(reason)
    case.risks.filter(is_current=True).update(is_current=False)
    risk = RiskAssessment.objects.create(case=case, level=level, reason=reason, assessed_by=by, assessed_at=at)
    waiting = case.follow_ups.waiting().first()
    due = rules.next_due(at=at, every_days=level.every_days, waiting=waiting.due_at if waiting else None)
    rhythm.plan(case, level, due=rhythm.whole_day(due), channel=level.channel, at=at)
    audit.record("risk.assessed", subject=risk, by=by, at=at, thread=case.pk, level=level.code)
    return risk


@transaction.atomic
def plan_follow_up(*, case: Case, due_at: datetime, channel: str, by: User, at: datetime, seen: str = "") -> FollowUp:
    """Choose the day and the way of the next contact, within what the level of risk allows."""
    case = _open(case)
    check_as_seen(seen=seen, mark=marks.of_plan(case.follow_ups.waiting().first()))
    risk = _current(case)
    rules.check_plan(due_at=due_at, at=at, every_days=risk.level.every_days)
    follow_up = rhythm.plan(case, risk.level, due=due_at, channel=channel, at=at)
    audit.record("follow_up.planned", subject=follow_up, by=by, at=at, thread=case.pk, due=due_at.isoformat())
    return follow_up


@transaction.atomic
def note_attempt(
    *,
    follow_up: FollowUp,
    channel: str,
    contact: ContactPoint | None,
    result: str,
    note: str,
    by: User,
    at: datetime,
    tried_at: datetime | None = None,
) -> Attempt:
    """Somebody tried to reach the person: now, or at `tried_at`. Whoever was reached, or did not want to talk, is
    contacted next when the rhythm says so, counted from then: nobody is pressed."""
    case = _open(follow_up.case)
    follow_up = FollowUp.objects.select_for_update(of=("self",)).get(pk=follow_up.pk)
    rules.check_may_follow(is_waiting=follow_up.is_waiting)
    rules.check_contact(
        channel=channel,
        kind=contact.kind if contact else None,
        is_safe=contact.is_safe if contact else False,
        may_call=contact.may_call if contact else False,
    )
    when, ends = tried_at or at, result not in rules.IN_VAIN
    rules.check_when(when, at=at, opened_at=case.opened_at, reached_at=_last_contact(case) if ends else None)
    attempt = Attempt.objects.create(
        follow_up=follow_up, channel=channel, contact=contact.pk if contact else None, result=result, note=note,
        made_by=by, made_at=when,
    )  # fmt: skip
    if ends:
        rhythm.end(follow_up, FollowUpState.DONE, when)
        level = _current(case).level
        rhythm.plan(
            case, level, due=rhythm.whole_day(when + timedelta(days=level.every_days)), channel=level.channel, at=at
        )
    audit.record("person.contacted", subject=attempt, by=by, at=at, thread=case.pk, channel=channel, result=result)
    return attempt


def _last_contact(case: Case) -> datetime | None:
    made = Attempt.objects.filter(follow_up__case=case).exclude(result__in=rules.IN_VAIN)
    return made.order_by("-made_at").values_list("made_at", flat=True).first()


def _current(case: Case) -> RiskAssessment:
    risk = case.risks.filter(is_current=True).select_related("level").first()
    rules.check_is_assessed(assessed=risk is not None)
    assert risk is not None  # noqa: S101 - the rule says so
    return risk


def _open(case: Case) -> Case:
    case = lock(case)
    case_rules.check_is_open(case.status)
    people.check_may_keep(case.person)
    return case
