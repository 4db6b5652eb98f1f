"""How what people told us ends when its time is over."""

from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from ayni.audit import actions as audit
from ayni.files import actions as files
from ayni.people.hooks import Sweeper

from ..models import CallRequest, Draft, Report
from .drafts import forget


def _drafts(before: datetime) -> QuerySet[Any]:
    return Draft.objects.filter(saved_at__lt=before)


def _ended(before: datetime) -> QuerySet[Any]:
    return Report.objects.filter(ended_at__lt=before, forgotten_at__isnull=True)


def _forget_draft(draft: Draft, at: datetime, rule: str) -> None:
    forget(draft=draft)


def _forget_words(report: Report, at: datetime, rule: str) -> None:
    """That something was told, what it was about and how soon it was answered stays countable."""
    held = [file for file in (report.voice, report.picture) if file is not None]
    report.text, report.voice, report.picture, report.forgotten_at = "", None, None, at
    report.save(update_fields=["text", "voice", "picture", "forgotten_at"])
    report.entries.update(text="")
    report.named.update(why="")
    report.receipts.update(name="", contact="", way="")
    for file in held:
        files.let_go(file=file)
    audit.record("report.forgotten", subject=report, by=audit.SYSTEM, at=at, rule=rule)


def _calls(before: datetime) -> QuerySet[Any]:
    return CallRequest.objects.filter(closed_at__lt=before, forgotten_at__isnull=True)


def _forget_call(call: CallRequest, at: datetime, rule: str) -> None:
    """That somebody asked, and how soon somebody called, stays countable."""
    call.phone, call.phone_mark, call.name, call.say, call.about, call.note = ("",) * 6
    call.forgotten_at = at
    call.save(update_fields=["phone", "phone_mark", "name", "say", "about", "note", "forgotten_at"])
    call.attempts.update(note="")
    audit.record("call.forgotten", subject=call, by=audit.SYSTEM, at=at, rule=rule)


SWEEPERS = [
    Sweeper("FEEDBACK_DRAFT", _drafts, _forget_draft),
    Sweeper("FEEDBACK", _ended, _forget_words, person="case__person"),
    Sweeper("CALL_REQUEST", _calls, _forget_call, person="person"),
]
