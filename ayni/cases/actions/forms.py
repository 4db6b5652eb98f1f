"""Forms of a case: begun, saved, completed, thrown away."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.timezone import localtime

from ayni.access.models import User
from ayni.audit import actions as audit
from ayni.instruments import actions as instruments
from ayni.instruments.models import AnswerSet, Instrument
from ayni.people import actions as people

from ..models import Case, CaseForm, FormState
from ..queries import forms as queries
from ..rules import cases as case_rules
from ..rules import forms as rules
from .locking import lock


@dataclass(frozen=True)
class Page:
    """The page that answers come back from. `seen`: when the form was last saved, as the page knew it; `id`: its own,
    so that what a page saved by itself a moment ago is not taken for another one's."""

    seen: datetime | None = None
    id: UUID | None = None


NO_PAGE = Page()


@transaction.atomic
def begin_form(*, case: Case, instrument: Instrument, by: User, at: datetime) -> CaseForm:
    """Begin to answer a form. One that was begun before goes on, in the version in which it was begun."""
    case = lock(case)
    case_rules.check_is_open(case.status)
    people.check_may_keep(case.person)
    begun = CaseForm.objects.filter(case=case, instrument__code=instrument.code, state=FormState.DRAFT).first()
    if begun is not None:
        return begun
    form = CaseForm.objects.create(
        case=case, instrument=instrument, started_by=by, started_at=at, saved_by=by, saved_at=at
    )
    _record("form.begun", form, by=by, at=at)
    return form


@transaction.atomic
def save_form(
    *, form: CaseForm, answers: Mapping[str, Any], page: Page = NO_PAGE, by: User, at: datetime, quietly: bool = False
) -> CaseForm:
    """Keep what was answered so far, beside what others answered and this user does not read. `quietly`: it saved
    itself, and the trail need not say so."""
    form = _lock(form)
    _keep(form, answers, page=page, by=by, at=at)
    if not quietly:
        _record("form.saved", form, by=by, at=at)
    return form


@transaction.atomic
def complete_form(
    *, form: CaseForm, answers: Mapping[str, Any], page: Page = NO_PAGE, by: User, at: datetime
) -> CaseForm:
    """Nothing more will be asked. What was left open says so."""
    form = _lock(form)
    _keep(form, answers, page=page, by=by, at=at)
    form.state, form.completed_at = FormState.COMPLETE, at
    form.save(update_fields=["state", "completed_at"])
    _record("form.completed", form, by=by, at=at)
    return form


@transaction.atomic
def discard_form(*, form: CaseForm, by: User, at: datetime) -> None:
    """A form that was begun by mistake goes, with its answers."""
    form = _lock(form)
    AnswerSet.objects.filter(about=form.pk).delete()
    _record("form.discarded", form, by=by, at=at)
    form.delete()


def _keep(form: CaseForm, answers: Mapping[str, Any], *, page: Page, by: User, at: datetime) -> None:
    # What this very page saved by itself while it was on its way is no surprise to whoever looks at it.
    if page.id is None or form.saved_by_id != by.pk or form.saved_from != page.id:
        who = "" if form.saved_by_id == by.pk else form.saved_by.display_name
        when = localtime(form.saved_at).strftime("%H:%M")
        rules.check_nobody_saved_meanwhile(seen=page.seen, saved_at=form.saved_at, who=who, when=when)
    before = AnswerSet.objects.filter(about=form.pk).first()
    instruments.keep_answers(
        instrument=form.instrument, about=form.pk, answers={**(before.answers if before else {}), **answers}, by=by,
        at=at, facts=queries.facts_of(form.case, at),
    )  # fmt: skip
    form.saved_by, form.saved_at, form.saved_from = by, at, page.id
    form.save(update_fields=["saved_by", "saved_at", "saved_from"])


def _lock(form: CaseForm) -> CaseForm:
    case = lock(form.case)
    case_rules.check_is_open(case.status)
    people.check_may_keep(case.person)
    # Read again under a lock: of two who save at once, the second is told.
    rows = CaseForm.objects.select_for_update(of=("self",)).select_related("instrument", "saved_by")
    locked = rows.filter(pk=form.pk).first()
    rules.check_is_draft(is_draft=locked is not None and locked.is_draft)
    assert locked is not None  # noqa: S101 - the rule says so
    locked.case = case
    return locked


def _record(verb: str, form: CaseForm, *, by: User, at: datetime) -> None:
    # Not which form: what was talked about is itself a secret of the person.
    audit.record(verb, subject=form, by=by, at=at, thread=form.case_id)
