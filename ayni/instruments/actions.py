from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from django.db import transaction

from ayni.access.models import User
from ayni.audit import actions as audit
from ayni.codelists.models import Profile

from . import rules, source
from .models import AnswerSet, Instrument, ProfileForm, Question


@dataclass(frozen=True)
class Loaded:
    """What a load did, by code of the form."""

    new: list[str]
    changed: list[str]
    closed: list[str]
    same: int


@dataclass(frozen=True)
class Times:
    """When a form should be answered: days after opening, and days after which it should be answered anew."""

    due: int | None = None
    again: int | None = None


def load(folder: Path, on: date) -> Loaded:
    """Bring the forms in line with the folder. The same folder changes nothing; a changed form is a new version.

    All files are read before anything is written, so that nothing is ever half loaded.
    """
    profiles = set(Profile.objects.current().values_list("code", flat=True))
    forms = source.read(folder, profiles=profiles)
    alone = {form.code for form in forms if not form.series}
    assigned = source.read_profile_forms(folder, profiles=profiles, forms=alone, every=ProfileForm.EVERY)
    return _write(forms, assigned, on)


@transaction.atomic
def _write(forms: list[source.FormRow], assigned: list[source.RuleRow], on: date) -> Loaded:
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
    for form in forms:
        if (same := now.get(form.code)) and same.digest == form.digest and same.translations != form.translations:
            Instrument.objects.filter(pk=same.pk).update(translations=form.translations)
    _assign(assigned)
    return Loaded([f.code for f in new], [f.code for f in changed], gone, len(forms) - len(new) - len(changed))


def _assign(rows: list[source.RuleRow]) -> None:
    """The forms of every profile, as the data say; those of a profile that somebody wrote by hand stay."""
    there = list(ProfileForm.objects.order_by("pk"))
    ours = {form.profile for form in there if form.by_hand}
    said = {
        (row.profile, row.instrument): ProfileForm(**asdict(row)) for row in rows if row.profile not in ours
    }  # fmt: skip
    known = {(f.profile, f.instrument): f for f in there if f.profile not in ours}
    same = {key for key, form in said.items() if key in known and _times(known[key]) == _times(form)}
    if gone := [form.pk for key, form in known.items() if key not in same]:
        ProfileForm.objects.filter(pk__in=gone).delete()
    ProfileForm.objects.bulk_create(form for key, form in said.items() if key not in same)


def _times(form: ProfileForm) -> tuple[int | None, int | None]:
    return form.due_days, form.again_days


@transaction.atomic
def assign_forms(*, profile: Profile | None, forms: Mapping[str, Times], by: User, at: datetime) -> None:
    """Say which forms the cases of a profile have, by the code of the form; without a profile, those of every case.
    From then on a load of the data leaves them alone."""
    code = profile.code if profile else ProfileForm.EVERY
    known = set(Instrument.objects.filter(valid_to__isnull=True, series="").values_list("code", flat=True))
    rules.check_forms_are_known(set(forms) - known)
    ProfileForm.objects.select_for_update().filter(profile=code).delete()
    rows = [
        ProfileForm(profile=code, instrument=form, due_days=times.due, again_days=times.again, by_hand=True)
        for form, times in forms.items()
    ]
    ProfileForm.objects.bulk_create(rows)
    head = profile or Instrument.objects.filter(code__in=forms or known).order_by("pk").first()
    if head is not None:
        audit.record("forms.assigned", subject=head, by=by, at=at, profile=code, forms=sorted(forms))


def _last_version(code: str) -> int:
    """A form that comes back after it was taken out goes on counting."""
    last = Instrument.objects.filter(code=code).order_by("-version").values_list("version", flat=True).first()
    return last or 0


def _add(form: source.FormRow, *, version: int, on: date) -> None:
    instrument = Instrument.objects.create(
        code=form.code, version=version, valid_from=on, series=form.series, order=form.order, title_es=form.title_es,
        guidance_es=form.guidance_es, opened_by=form.opened_by, source=form.source, digest=form.digest,
        translations=form.translations,
    )  # fmt: skip
    Question.objects.bulk_create(
        Question(
            instrument=instrument, key=q.key, order=q.order, kind=q.kind, text_es=q.text_es, hint_es=q.hint_es,
            choices=q.choices, shown_if=q.shown_if, signals=q.signals, code_list=q.code_list,
            section_es=q.section_es, sensitivity=q.sensitivity,
        )
        for q in form.questions
    )  # fmt: skip


def keep_answers(
    *,
    instrument: Instrument,
    about: UUID,
    answers: Mapping[str, Any],
    by: User,
    at: datetime,
    facts: Mapping[str, Any] = rules.NOTHING_KNOWN,
) -> AnswerSet:
    """Keep what was answered to a form on an occasion, in place of what was there. No answers at all: it was skipped.
    `facts`: what is known of the person, for the conditions that ask for it.

    Inside the caller's transaction, which locks the occasion and writes the line of the trail.
    """
    questions = instrument.questions.all()
    kept = rules.kept(questions, answers, facts) if answers else {}
    # One version of a form per occasion: who goes on tomorrow answers the form that was begun today.
    AnswerSet.objects.filter(about=about, instrument__code=instrument.code).exclude(instrument=instrument).delete()
    given, _created = AnswerSet.objects.update_or_create(
        about=about, instrument=instrument, defaults={"answers": kept, "answered_at": at, "recorded_by": by}
    )
    return given
