"""A file of answers to a study: read and kept for a look, then taken in as a whole."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localdate

from ayni.access.models import User
from ayni.audit import actions as audit

from ..models import AnswerFile, AnswerRow, FileState, LineState, Response, Study
from ..queries import answers as queries
from ..rules import answers as rules

AT_ONCE = 500


def read_file(*, study: Study, content: bytes, by: User, at: datetime) -> AnswerFile:
    """Understand a file outside of the transaction, which is short. Read twice, it is one."""
    return keep(study=study, reading=queries.read(content, study=study, today=localdate(at)), by=by, at=at)


@transaction.atomic
def keep(*, study: Study, reading: queries.Reading, by: User, at: datetime) -> AnswerFile:
    study = _lock(study)
    if (waiting := queries.waiting(study, reading.digest)) is not None:
        return waiting
    file = AnswerFile.objects.create(
        study=study, digest=reading.digest, notices=list(reading.notices), headers=list(reading.headers),
        counts=reading.counts, read_by=by, read_at=at,
    )  # fmt: skip
    for row in reading.rows:
        row.file = file
    AnswerRow.objects.bulk_create(reading.rows, batch_size=AT_ONCE)
    audit.record("study.file_read", subject=study, by=by, at=at, file=file.pk, rows=len(reading.rows), **reading.counts)
    return file


def _lock(study: Study) -> Study:
    """Two files of one study are taken in one after the other: an answer that is in both comes in once."""
    return Study.objects.select_for_update(of=("self",)).get(pk=study.pk)


@transaction.atomic
def take_in(*, file: AnswerFile, by: User, at: datetime) -> int:
    """All new rows, or none. What has to be mended stays out, and what came in meanwhile is not doubled."""
    study = _lock(file.study)
    file = AnswerFile.objects.select_for_update(of=("self",)).get(pk=file.pk)
    rules.check_waits(file.state)
    rules.check_takes_answers(study.state, len(study.definition["items"]))
    new = list(file.rows.filter(state=LineState.NEW).order_by("number").values_list("pk", flat=True))
    taken = sum(_take(file, new[start : start + AT_ONCE], at) for start in range(0, len(new), AT_ONCE))
    file.counts = {**file.counts, LineState.NEW: taken}
    file.rows.exclude(state=LineState.WRONG).delete()
    _end(file, FileState.TAKEN, at)
    audit.record("study.file_taken_in", subject=study, by=by, at=at, file=file.pk, rows=taken)
    return taken


def _take(file: AnswerFile, rows: Sequence[int], at: datetime) -> int:
    these = list(AnswerRow.objects.filter(pk__in=rows).order_by("number"))
    here = queries.known([row.digest for row in these])
    made = [
        Response(
            study_id=file.study_id, draft=row.digest, answers=row.said["answers"], language=row.said["language"],
            saved_at=at, sent_on=date.fromisoformat(row.said["sent_on"]), file=file,
        )
        for row in these if row.digest not in here
    ]  # fmt: skip
    return len(Response.objects.bulk_create(made))


def _end(file: AnswerFile, state: FileState, at: datetime) -> None:
    file.state, file.ended_at = state, at
    file.save(update_fields=["counts", "state", "ended_at"])


@transaction.atomic
def drop_file(*, file: AnswerFile, by: User, at: datetime) -> None:
    """It was the wrong one: no row of it is kept."""
    file = AnswerFile.objects.select_for_update(of=("self",)).get(pk=file.pk)
    rules.check_waits(file.state)
    end_file(file=file, at=at)
    audit.record("study.file_dropped", subject=file.study, by=by, at=at, file=file.pk)


@transaction.atomic
def end_file(*, file: AnswerFile, at: datetime) -> None:
    """Its rows go. One that waited for a look is not looked at any more."""
    file = AnswerFile.objects.select_for_update(of=("self",)).get(pk=file.pk)
    file.rows.all().delete()
    if file.state == FileState.READ:
        _end(file, FileState.DROPPED, at)
