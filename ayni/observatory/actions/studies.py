"""How a study comes into the library: written, read over by a second person, corrected, withdrawn, brought back."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction

from ayni.access.models import User
from ayni.audit import actions as audit
from ayni.lib.ids import unused_number

from .. import rules, series, turned
from ..models import Linked, Reading, Study, StudyLink, StudyVersion
from ..queries import studies as queries

TEXTS = (
    "title_es", "title_en", "authors", "year", "kind", "themes", "summary_es", "summary_en", "address", "licence",
    "language",
)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class WrittenStudy:
    """What is said of a study, and what it is linked to."""

    title_es: str
    title_en: str
    authors: str
    year: int | None = None
    kind: str
    themes: Collection[str]
    summary_es: str
    summary_en: str
    address: str = ""
    licence: str = ""
    language: str = ""
    figures: Collection[str] = ()
    tables: Collection[str] = ()
    reason: str = ""


@transaction.atomic
def write_study(*, written: WrittenStudy, tables: Collection[str], by: User, at: datetime) -> Study:
    """One that the library does not have. It waits for a second reader. `tables`: codes of those that are published."""
    _check(written, tables, at)
    code = unused_number("E", lambda drawn: Study.objects.filter(code=drawn).exists())
    study = Study.objects.create(code=code)
    _put(study, written, by=by, at=at)
    return study


@transaction.atomic
def correct_study(
    *, study: Study, written: WrittenStudy, tables: Collection[str], by: User, at: datetime
) -> StudyVersion:
    """What it should say from now on. Readers read what they read before until a colleague has read this over."""
    study = _held(study)
    before = queries.newest(study)
    stays = before.linked(Linked.TABLE) if before else []
    # A table that is gone may stay linked: it was there when somebody linked it, and readers are told.
    _check(written, {*tables, *stays}, at)
    for waits in study.versions.filter(state=Reading.WAITING):
        rules.check_reading_goes_on(waits.state, Reading.REWRITTEN)
        waits.state = Reading.REWRITTEN
        waits.save(update_fields=["state"])
    return _put(study, written, by=by, at=at)


def _check(written: WrittenStudy, tables: Collection[str], at: datetime) -> None:
    rules.check_study(
        year=written.year, themes=written.themes, known_themes=[one.code for one in series.themes()],
        linked={Linked.FIGURE: written.figures, Linked.TABLE: written.tables},
        known={Linked.FIGURE: series.by_code(), Linked.TABLE: tables}, at=at,
    )  # fmt: skip


def _held(study: Study) -> Study:
    held = Study.objects.select_for_update(of=("self",)).get(pk=study.pk)
    rules.check_is_there(withdrawn=held.withdrawn_at is not None)
    return held


def _put(study: Study, written: WrittenStudy, *, by: User | None, at: datetime, **more: Any) -> StudyVersion:
    last = queries.newest(study)
    said: Mapping[str, Any] = {name: getattr(written, name) for name in TEXTS} | {"themes": sorted(written.themes)}
    version = StudyVersion.objects.create(
        study=study, number=last.number + 1 if last else 1, reason=written.reason, written_by=by, written_at=at, **said,
        **more,
    )  # fmt: skip
    codes = [(Linked.FIGURE, code) for code in written.figures] + [(Linked.TABLE, code) for code in written.tables]
    StudyLink.objects.bulk_create(StudyLink(version=version, what=what, code=code) for what, code in sorted(set(codes)))
    _record("library.written", study, by=by, at=at, version=version.number)
    return version


@transaction.atomic
def publish_study(*, version: StudyVersion, by: User, at: datetime) -> StudyVersion:
    """The second reader publishes the very words that they read."""
    study, held = _read_over(version, to=Reading.PUBLISHED, by=by)
    for before in study.versions.filter(state=Reading.PUBLISHED):
        before.state = Reading.REPLACED
        before.save(update_fields=["state"])
    held.state, held.read_by, held.read_at = Reading.PUBLISHED, by, at
    held.save()
    _record("library.published", study, by=by, at=at, version=held.number)
    _tell_readers()
    return held


@transaction.atomic
def return_study(*, version: StudyVersion, note: str, by: User, at: datetime) -> StudyVersion:
    """Back to whoever wrote it, with what should change."""
    study, held = _read_over(version, to=Reading.RETURNED, by=by)
    held.state, held.read_by, held.read_at, held.returned_note = Reading.RETURNED, by, at, note
    held.save()
    _record("library.returned", study, by=by, at=at, version=held.number)
    return held


def _read_over(version: StudyVersion, *, to: Reading, by: User) -> tuple[Study, StudyVersion]:
    study = _held(version.study)
    held = StudyVersion.objects.select_for_update(of=("self",)).get(pk=version.pk)
    rules.check_reading_goes_on(held.state, to)
    rules.check_may_read_over(by, authors=queries.authors(study))
    return study, held


@transaction.atomic
def withdraw_study(*, study: Study, why: str, by: User, at: datetime) -> Study:
    """Nobody reads it any more. Whoever comes with its address is told so, and why."""
    held = Study.objects.select_for_update(of=("self",)).get(pk=study.pk)
    published = held.versions.filter(state=Reading.PUBLISHED).exists()
    rules.check_may_withdraw(withdrawn=held.withdrawn_at is not None, published=published)
    held.withdrawn_at, held.withdrawn_by, held.withdrawn_why = at, by, why
    held.save()
    _record("library.withdrawn", held, by=by, at=at)
    _tell_readers()
    return held


@transaction.atomic
def bring_study_back(*, study: Study, by: User, at: datetime) -> Study:
    held = Study.objects.select_for_update(of=("self",)).get(pk=study.pk)
    rules.check_may_bring_back(withdrawn=held.withdrawn_at is not None)
    held.withdrawn_at, held.withdrawn_by, held.withdrawn_why = None, None, ""
    held.save()
    _record("library.brought_back", held, by=by, at=at)
    _tell_readers()
    return held


@transaction.atomic
def bring_in_study(*, code: str, written: WrittenStudy, at: datetime) -> bool:
    """One of the reference data, which is published as it is. One that was brought in before is left alone: what
    somebody wrote of it since stays. Whether it was made."""
    if Study.objects.filter(code=code).exists():
        return False
    _check(written, (), at)
    study = Study.objects.create(code=code)
    _put(study, written, by=None, at=at, state=Reading.PUBLISHED, read_at=at)
    _tell_readers()
    return True


def _record(verb: str, study: Study, *, by: User | None, at: datetime, **details: Any) -> None:
    audit.record(verb, subject=study, by=by or audit.SYSTEM, at=at, code=study.code, **details)


def _tell_readers() -> None:
    """Once what is being written stands, pages that were made before are made anew."""
    transaction.on_commit(lambda: turned.turn(settings.AYNI_HOME))
