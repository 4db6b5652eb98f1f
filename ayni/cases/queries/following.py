"""The risk of a case, its contacts, and what closing it rests on."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import QuerySet

from ayni.access.models import User
from ayni.lib.together import count_together
from ayni.people.models import ContactPoint

from ..models import (
    Attempt,
    AttemptResult,
    Case,
    Channel,
    DenialOutcome,
    FollowUp,
    FormState,
    NeedState,
    RiskAssessment,
    Status,
)
from ..rules import closing
from ..rules import following as rules
from .lists import in_charge_of, supervised_offices

SHOWN = 20


@dataclass(frozen=True)
class Following:
    """All that the page about contacts shows."""

    risks: list[RiskAssessment]
    """The latest first."""
    ahead: FollowUp | None
    attempts: list[Attempt]
    contacts: list[ContactPoint]
    """Of the person, those that stand."""
    failed: list[str]
    """Results since the person was last reached, the latest first."""
    proposals: list[str]

    @property
    def current(self) -> RiskAssessment | None:
        return next((risk for risk in self.risks if risk.is_current), None)


def following(case: Case) -> Following:
    """Four statements."""
    risks = list(case.risks.select_related("level", "assessed_by").order_by("-assessed_at", "-pk")[:SHOWN])
    ahead = case.follow_ups.waiting().select_related("level").first()
    rows = Attempt.objects.filter(follow_up__case=case).select_related("made_by").order_by("-made_at", "-pk")
    attempts = list(rows[:SHOWN])
    contacts = list(
        ContactPoint.objects.filter(person=case.person_id, ended_at__isnull=True).order_by("-is_safe", "pk")
    )
    failed = in_vain(attempts)
    current = next((risk for risk in risks if risk.is_current), None)
    proposals = _proposals(case, current, failed, attempts, contacts)
    return Following(risks, ahead, attempts, contacts, failed, proposals)


def in_vain(attempts: Sequence[Attempt]) -> list[str]:
    """The results since the person was last reached or said no. `attempts`: the latest first."""
    failed = []
    for attempt in attempts:
        if attempt.result not in rules.IN_VAIN:
            break
        failed.append(attempt.result)
    return failed


def _proposals(
    case: Case,
    risk: RiskAssessment | None,
    failed: list[str],
    attempts: Sequence[Attempt],
    contacts: Sequence[ContactPoint],
) -> list[str]:
    if risk is None or not case.is_open:
        return []
    tried = {attempt.contact for attempt in attempts[: len(failed)]}
    left = any(contact.is_safe and contact.pk not in tried for contact in contacts)
    return rules.proposals(failed=failed, attempts=risk.level.attempts, level=risk.level.order, ways_left=left)


def usable(contacts: Sequence[ContactPoint], channel: str) -> list[ContactPoint]:
    """The contacts through which the person may be reached this way."""
    return [
        c for c in contacts if rules.may_carry(channel=channel, kind=c.kind, is_safe=c.is_safe, may_call=c.may_call)
    ]


def from_afar(contacts: Sequence[ContactPoint]) -> list[ContactPoint]:
    """Those that can be used in any way from afar."""
    ways = (Channel.CALL, Channel.MESSAGE, Channel.VIDEO)
    found = {contact.pk: contact for channel in ways for contact in usable(contacts, channel)}
    return list(found.values())


def _follow_ups(user: User) -> QuerySet[FollowUp]:
    # A case that ends drops its follow-up, and open cases are fewer.
    rows = FollowUp.objects.waiting().visible_to(user).filter(case__status=Status.OPEN)
    return rows.select_related("case__person", "level", "case__caseworker").defer("case__wishes", "case__closing_note")


def contacts_due(user: User, at: datetime) -> QuerySet[FollowUp]:
    """People of the cases that this user sees to who are to be contacted by the end of tomorrow, or should have been.
    Order: DUE."""
    mine = in_charge_of(user, assignee="case__caseworker", case="case__")
    return _follow_ups(user).filter(mine, due_at__lt=at + timedelta(days=1))


def office_contacts_overdue(user: User, at: datetime) -> QuerySet[FollowUp]:
    """Contacts that are overdue in the offices that this user supervises. Order: DUE."""
    return _follow_ups(user).filter(case__office__in=supervised_offices(user), due_at__lt=at)


def closing_facts(case: Case, at: datetime) -> closing.Facts:
    """What a decision on closing rests on. Three statements."""
    risk = case.risks.filter(is_current=True).select_related("level").first()
    attempts = list(Attempt.objects.filter(follow_up__case=case).order_by("-made_at", "-pk")[:SHOWN])
    reached = next((a.made_at for a in attempts if a.result == AttemptResult.REACHED), None)
    met = max(filter(None, [reached, risk.assessed_at if risk else None]), default=None)
    within = timedelta(days=risk.level.every_days + 1) if risk else timedelta()
    (needs, _all), (drafts, _all), (denials, _all) = count_together(
        case.needs.filter(state__in=[NeedState.OPEN, NeedState.PARTLY_MET]),
        case.forms.filter(state=FormState.DRAFT),
        case.denials.filter(outcome=DenialOutcome.OPEN),
    )
    return closing.Facts(
        open_needs=needs,
        assessed=risk is not None,
        risk_allows=risk is None or risk.level.may_close,
        contacted=risk is None or (met is not None and met >= at - within),
        drafts=drafts,
        open_denials=denials,
        failed=len(in_vain(attempts)),
        attempts=risk.level.attempts if risk else 0,
    )
