"""How what case work writes ends when its time is over."""

from datetime import datetime
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from ayni.access.models import User
from ayni.instruments.models import AnswerSet
from ayni.people.actions.ending import delete_row, erase_person, quiet_since, visible_people
from ayni.people.hooks import Sweeper
from ayni.people.models import Person

from ..models import (
    Approval,
    Attempt,
    Case,
    CaseForm,
    Conference,
    Denial,
    GapEvidence,
    Goal,
    Need,
    Note,
    NoteDraft,
    ProtocolMove,
    RiskAssessment,
    Screening,
    ServiceGiven,
    Status,
    Task,
    Tracing,
    Transfer,
    Verification,
)


def _unfinished_screenings(before: datetime) -> QuerySet[Any]:
    """Begun, and nothing came of it: neither a case nor an orientation."""
    return Screening.objects.unfinished().filter(started_at__lt=before)


def _end_screening(screening: Screening, at: datetime, rule: str) -> None:
    AnswerSet.objects.filter(about=screening.pk).delete()
    screening.delete()


def _visible_screenings(rows: QuerySet[Any], user: User) -> QuerySet[Any]:
    return rows.filter(pk__in=Screening.objects.visible_to(user).order_by().values("pk"))


def _note_drafts(before: datetime) -> QuerySet[Any]:
    return NoteDraft.objects.filter(saved_at__lt=before)


def _closed_cases(before: datetime) -> QuerySet[Any]:
    """Closed long ago, with notes that were not taken out yet."""
    written = [model.objects.filter(case=OuterRef("pk")) for model in (Note, Conference)]
    left = reduce(or_, [Exists(rows) for rows in written])
    return Case.objects.filter(left, status=Status.CLOSED, closed_at__lt=before)


def _end_notes(case: Case, at: datetime, rule: str) -> None:
    Note.objects.filter(case=case).delete()
    NoteDraft.objects.filter(case=case).delete()
    AnswerSet.objects.filter(about__in=CaseForm.objects.filter(case=case).order_by().values("pk")).delete()
    Need.objects.filter(case=case).update(words="")
    Goal.objects.filter(case=case).update(words="", first_step="")
    ServiceGiven.objects.filter(case=case).update(remark="")
    RiskAssessment.objects.filter(case=case).update(reason="")
    Attempt.objects.filter(follow_up__case=case).update(note="")
    Denial.objects.filter(case=case).update(place="", words="", consequences="", done="")
    Task.objects.filter(case=case).update(own_title="", remark="")
    GapEvidence.objects.filter(case=case).update(text="")
    ProtocolMove.objects.filter(case=case).update(reason="")
    Conference.objects.filter(case=case).delete()
    Verification.objects.filter(tracing__case=case).delete()
    Tracing.objects.filter(case=case).update(known={}, wish_words="", safety="", risk_words="", outcome_words="")
    Approval.objects.filter(case=case).update(what={}, remark="")
    Transfer.objects.filter(case=case).update(reason="", summary="", answer="")
    Case.objects.filter(pk=case.pk).update(wishes="", closing_note="")


def _visible_cases(rows: QuerySet[Any], user: User) -> QuerySet[Any]:
    return rows.filter(pk__in=Case.objects.visible_to(user).order_by().values("pk"))


def _people_of_closed_cases(before: datetime) -> QuerySet[Any]:
    """All their cases were closed before, and nothing was done with them since."""
    cases = Case.objects.filter(person=OuterRef("pk"))
    later = cases.exclude(status=Status.CLOSED, closed_at__lt=before)
    rows = Person.objects.filter(registered_at__lt=before, erased_at__isnull=True)
    return rows.filter(Exists(cases), ~Exists(later), quiet_since(before))


SWEEPERS = [
    Sweeper("SCREENING", _unfinished_screenings, _end_screening, person="person", visible=_visible_screenings),
    Sweeper("NOTE_DRAFT", _note_drafts, delete_row, person="case__person"),
    Sweeper("CASE_TEXTS", _closed_cases, _end_notes, person="person", visible=_visible_cases),
    Sweeper("PERSON_OF_CLOSED_CASES", _people_of_closed_cases, erase_person, person="pk", visible=visible_people),
]
