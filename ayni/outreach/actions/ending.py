"""How what sessions keep of somebody ends: what they are called, how they are reached, what a sheet says of them."""

from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from ayni.audit import actions as audit
from ayni.people.hooks import Sweeper

from ..models import AnswerFile, Invited, Response, Sheet, SheetState, SignUp
from .answers import end_file
from .sheets import drop_sheet


def _over(before: datetime) -> QuerySet[Any]:
    return SignUp.objects.filter(session__ends_at__lt=before, forgotten_at__isnull=True)


def _forget(one: SignUp, at: datetime, rule: str) -> None:
    """That somebody signed up stays countable."""
    one.name, one.contact, one.forgotten_at = "", "", at
    one.save(update_fields=["name", "contact", "forgotten_at"])
    audit.record("session.forgotten", subject=one, by=audit.SYSTEM, at=at, rule=rule)


def _invited(before: datetime) -> QuerySet[Any]:
    return Invited.objects.filter(session__ends_at__lt=before, forgotten_at__isnull=True)


def _forget_invited(one: Invited, at: datetime, rule: str) -> None:
    """That an institution was invited stays countable."""
    one.address, one.forgotten_at = "", at
    one.save(update_fields=["address", "forgotten_at"])
    audit.record("invitation.forgotten", subject=one, by=audit.SYSTEM, at=at, rule=rule)


def _left(before: datetime) -> QuerySet[Any]:
    """Sheets that somebody read and nobody took in."""
    return Sheet.objects.filter(state=SheetState.READ, read_at__lt=before)


def _forget_sheet(one: Sheet, at: datetime, rule: str) -> None:
    drop_sheet(sheet=one, by=audit.SYSTEM, at=at)
    audit.record("sheet.forgotten", subject=one, by=audit.SYSTEM, at=at, rule=rule)


def _unsent(before: datetime) -> QuerySet[Any]:
    return Response.objects.filter(sent_on__isnull=True, saved_at__lt=before)


def _forget_unsent(one: Response, at: datetime, rule: str) -> None:
    audit.record("study.draft_forgotten", subject=one, by=audit.SYSTEM, at=at, rule=rule)
    one.delete()


def _files(before: datetime) -> QuerySet[Any]:
    """Whose rows nobody took in, or mended, in time."""
    return AnswerFile.objects.filter(read_at__lt=before, rows__isnull=False).distinct()


def _forget_file(one: AnswerFile, at: datetime, rule: str) -> None:
    end_file(file=one, at=at)
    audit.record("study.file_forgotten", subject=one, by=audit.SYSTEM, at=at, rule=rule)


SWEEPERS = [
    Sweeper("SIGN_UP", _over, _forget), Sweeper("SESSION_INVITED", _invited, _forget_invited),
    Sweeper("ATTENDANCE_SHEET", _left, _forget_sheet),
    Sweeper("STUDY_DRAFT", _unsent, _forget_unsent), Sweeper("STUDY_FILE", _files, _forget_file),
]  # fmt: skip
