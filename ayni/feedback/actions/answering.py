"""The answer, and what whoever told it says of it."""

from datetime import datetime

from django.db import transaction

from ayni.access.models import User
from ayni.audit import actions as audit
from ayni.codelists import queries as codelists

from .. import rules
from ..models import Receipt, Report, Satisfied, Side, State, Step
from .telling import tell_of_report, tell_whoever_told
from .triage import lock, note


@transaction.atomic
def answer(*, report: Report, text: str, by: User, at: datetime) -> Report:
    """To everybody who told it, once."""
    report = lock(report)
    rules.check_words(text)
    rules.check_change(report.state, State.ANSWERED)
    rules.check_is_mine(is_mine=report.taken_by_id == by.pk)
    report.state, report.answered_at = State.ANSWERED, at
    report.first_answered_at = report.first_answered_at or at
    report.save(update_fields=["state", "answered_at", "first_answered_at"])
    note(report, Step.ANSWERED, by=by, at=at, text=text)
    told = tell_whoever_told(report, at=at)
    audit.record("report.answered", subject=report, by=by, at=at, told=told)
    return report


@transaction.atomic
def say(*, receipt: Receipt, satisfied: str, text: str, at: datetime) -> Report:
    """Whether the answer is good for whoever told it. If not, it is open again, with its time from now."""
    report = lock(receipt.report)
    rules.check_may_say(report.state, satisfied)
    assert report.answered_at is not None  # noqa: S101
    if satisfied == Satisfied.NO:
        rules.check_may_reopen(answered_at=report.answered_at, at=at)
        _reopen(report, at)
    else:
        _close(report, at)
    report.satisfied = satisfied
    report.save(update_fields=["satisfied"])
    Receipt.objects.filter(pk=receipt.pk).update(satisfied=satisfied)
    step = Step.SATISFIED if satisfied == Satisfied.YES else Step.REOPENED
    note(report, step, by=None, at=at, text=text)
    audit.record("report.judged", subject=report, by=audit.SYSTEM, at=at, satisfied=satisfied)
    if satisfied == Satisfied.NO:
        tell_of_report(report, at=at)
    return report


def _reopen(report: Report, at: datetime) -> None:
    answer_by, close_by = rules.clock(report.category, start=at, holidays=codelists.holidays())
    report.state, report.ended_at, report.taken_by, report.taken_at = State.REOPENED, None, None, None
    report.answer_by, report.close_by, report.escalated_at = answer_by, close_by, None
    report.reopened += 1
    report.save(
        update_fields=[
            "state", "ended_at", "taken_by", "taken_at", "answer_by", "close_by", "escalated_at", "reopened",
        ]
    )  # fmt: skip


def _close(report: Report, at: datetime) -> None:
    if report.state == State.ANSWERED:
        report.state, report.ended_at = State.CLOSED, at
        report.save(update_fields=["state", "ended_at"])


@transaction.atomic
def add(*, receipt: Receipt, text: str, at: datetime) -> Report:
    """Something that whoever told it forgot, or that happened since."""
    report = lock(receipt.report)
    rules.check_words(text)
    rules.check_may_add(report.state)
    last = report.entries.filter(side=Side.PERSON).order_by("at", "id").last()
    if last is not None and (last.step, last.text) == (Step.ADDED, text):
        # Pressed twice on a slow line.
        return report
    note(report, Step.ADDED, by=None, at=at, text=text)
    audit.record("report.added_to", subject=report, by=audit.SYSTEM, at=at)
    return report


@transaction.atomic
def take_to_ombudsman(*, receipt: Receipt, at: datetime) -> Report:
    """The person takes it there, with a letter. It stays with us all the same."""
    report = lock(receipt.report)
    if report.ombudsman_at is None:
        report.ombudsman_at = at
        report.save(update_fields=["ombudsman_at"])
        note(report, Step.OMBUDSMAN, by=None, at=at)
        audit.record("report.taken_to_ombudsman", subject=report, by=audit.SYSTEM, at=at)
    return report


@transaction.atomic
def lapse(*, report: Report, at: datetime) -> bool:
    """Nobody said anything of the answer: it is closed."""
    report = lock(report)
    if report.state != State.ANSWERED or report.answered_at is None or at < report.answered_at + rules.SILENCE:
        return False
    _close(report, at)
    note(report, Step.CLOSED, by=None, at=at, side=Side.CLOCK)
    audit.record("report.closed", subject=report, by=audit.SYSTEM, at=at)
    return True
