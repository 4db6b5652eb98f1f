"""The mark of what a page of a case shows, so that of two windows the older one is told before it saves."""

from ayni.instruments.models import AnswerSet
from ayni.lib.written import mark_of, mark_of_row

from ..models import Case, Denial, FollowUp, GapEvidence, Goal, Need, RiskAssessment, Tracing


def of_what_became(row: Goal | Need) -> str:
    return mark_of_row(row, ("state", "changed_at"))


def of_denial(denial: Denial) -> str:
    return mark_of_row(denial, ("outcome", "complaint", "done"))


def of_shown_gap(evidence: Denial | Need | GapEvidence) -> str:
    return mark_of_row(evidence, ("gap",))


def of_risk(current: RiskAssessment | None) -> str:
    return mark_of({"risk": current.pk if current else None})


def of_plan(ahead: FollowUp | None) -> str:
    """Of the contact ahead: its day and its way."""
    return mark_of_row(ahead, ("id", "due_at", "channel")) if ahead else mark_of({"ahead": None})


def of_wish(tracing: Tracing) -> str:
    return mark_of_row(tracing, ("wish", "wish_words"))


def of_weighing(tracing: Tracing) -> str:
    return mark_of_row(tracing, ("risk", "risk_words"))


def of_keeper(case: Case) -> str:
    return mark_of_row(case, ("caseworker", "team"))


def of_answers(given: AnswerSet | None) -> str:
    return mark_of(given.answers if given else {})
