from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from django.db import transaction

from ayni.access.models import User
from ayni.codelists.models import Profile

from . import rules, source
from .models import AnswerSet, Instrument, Question


@dataclass(frozen=True)
class Loaded:
    """What a load did, by code of the form."""

    new: list[str]
    changed: list[str]
    closed: list[str]
    same: int


def load(folder: Path, on: date) -> Loaded:
    """Bring the forms in line with the folder. The same folder changes nothing; a changed form is a new version.

    All files are read before anything is written, so that nothing is ever half loaded.
    """
    profiles = set(Profile.objects.current().values_list("code", flat=True))
    forms = source.read(folder, profiles=profiles)
    return _write(forms, on)


@transaction.atomic
def _write(forms: list[source.FormRow], on: date) -> Loaded:
    now = {i.code: i for i in Instrument.objects.select_for_update().filter(valid_to__isnull=True)}
    new = [form for form in forms if form.code not in now]
    changed = [form for form in forms if form.code in now and now[form.code].digest != form.digest]
    gone = sorted(now.keys() - {form.code for form in forms})
    ending = [now[code].pk for code in [*gone, *(form.code for form in changed)]]
    if ending:
        Instrument.objects.filter(pk__in=ending).update(valid_to=on)
    for form in new:
        _add(form, version=_last_version(form.code) + 1, on=on)
    for form in changed:
        _add(form, version=now[form.code].version + 1, on=on)
    return Loaded([f.code for f in new], [f.code for f in changed], gone, len(forms) - len(new) - len(changed))


def _last_version(code: str) -> int:
    """A form that comes back after it was taken out goes on counting."""
    last = Instrument.objects.filter(code=code).order_by("-version").values_list("version", flat=True).first()
    return last or 0


def _add(form: source.FormRow, *, version: int, on: date) -> None:
    instrument = Instrument.objects.create(
        code=form.code, version=version, valid_from=on, series=form.series, order=form.order, title_es=form.title_es,
        guidance_es=form.guidance_es, opened_by=form.opened_by, source=form.source, digest=form.digest,
    )  # fmt: skip
    Question.objects.bulk_create(
        Question(
            instrument=instrument, key=q.key, order=q.order, kind=q.kind, text_es=q.text_es, hint_es=q.hint_es,
            choices=q.choices, shown_if=q.shown_if, signals=q.signals,
        )
        for q in form.questions
    )  # fmt: skip


def keep_answers(
    *, instrument: Instrument, about: UUID, answers: Mapping[str, Any], by: User, at: datetime
) -> AnswerSet:
    """Keep what was answered to a form on an occasion, in place of what was there. No answers at all: it was skipped.

    Inside the caller's transaction, which locks the occasion and writes the line of the trail.
    """
    questions = instrument.questions.all()
    kept = rules.kept(questions, answers) if answers else {}
    # One version of a form per occasion: who goes on tomorrow answers the form that was begun today.
    AnswerSet.objects.filter(about=about, instrument__code=instrument.code).exclude(instrument=instrument).delete()
    given, _created = AnswerSet.objects.update_or_create(
        about=about, instrument=instrument, defaults={"answers": kept, "answered_at": at, "recorded_by": by}
    )
    return given
