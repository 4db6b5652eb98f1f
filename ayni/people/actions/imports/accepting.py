"""Somebody accepts: those who are new get a file, those who are known are linked to theirs."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from django.db import connection, transaction
from django.utils.translation import gettext as _

from ayni.access.models import User
from ayni.audit import actions as audit
from ayni.people.actions.duplicates import decide_different, note_duplicates
from ayni.people.models import BatchState, FoundBy, ImportBatch, Person, RowState, StagedRow
from ayni.people.queries import imports as queries
from ayni.people.queries import staging as asking
from ayni.people.queries.looking import look
from ayni.people.queries.matching import Match
from ayni.people.rules.imports.judging import Judged, sought
from ayni.people.rules.imports.states import (
    AT_ONCE,
    CannotImport,
    check_may_become,
    check_not_too_doubtful,
    check_row_may_become,
)

from .linking import link_people
from .receiving import lock
from .rows import count
from .staging import compare, judge_row
from .writing import begin, write_people

CHUNK = 500


@transaction.atomic
def accept_list(
    *, batch: ImportBatch, states: Iterable[str], confirmed: bool = False, by: User, at: datetime
) -> ImportBatch:
    """Take in all rows that are new, or known, in the background. Stops and asks if too many are doubtful."""
    batch = lock(batch)
    check_may_become(batch.state, BatchState.ACCEPTING)
    chosen = [state for state in AT_ONCE if state in set(states)]
    if not batch.count(*chosen):
        raise CannotImport(_("There is no row of that kind that waits to be accepted."))
    doubtful = batch.count(RowState.DOUBTFUL, RowState.HELD)
    check_not_too_doubtful(doubtful=doubtful, rows=batch.rows, confirmed=confirmed)
    batch.state, batch.changed_at, batch.cursor = BatchState.ACCEPTING, at, 0
    batch.states, batch.asked_by = [str(state) for state in chosen], by
    batch.save(update_fields=["state", "changed_at", "cursor", "states", "asked_by"])
    audit.record("import.accepted", subject=batch, by=by, at=at, thread=batch.pk, states=batch.states,
                 rows=batch.count(*chosen), confirmed=confirmed)  # fmt: skip
    return batch


@transaction.atomic
def accept_some(*, batch: ImportBatch, at: datetime) -> bool:
    """The next rows. False when there are no more."""
    batch = lock(batch)
    if batch.state != BatchState.ACCEPTING or batch.asked_by is None:
        return False
    waiting = batch.staged.filter(state__in=batch.states, number__gt=batch.cursor).order_by("number")
    rows = list(waiting.select_for_update(of=("self",))[:CHUNK])
    if not rows:
        _end(batch, at)
        return False
    before = [row.state for row in rows]
    _accept(batch, rows, batch.asked_by, at)
    _save(rows)
    count(batch, gone=before, come=[row.state for row in rows])
    batch.cursor = rows[-1].number
    batch.save(update_fields=["cursor", "counts"])
    return True


def _accept(batch: ImportBatch, rows: Sequence[StagedRow], by: User, at: datetime) -> None:
    """Compared once more, because somebody may have been registered since, by hand or from this very list."""
    codes = queries.codes()
    was_known = {row.pk for row in rows if row.state == RowState.KNOWN and row.match_id}
    whole = [(row, judged) for row in rows for judged in [judge_row(batch, row, codes, at)] if not row.faults]
    waiting = [(row, judged) for row, judged in whole if row.pk not in was_known]
    compare(batch, waiting, look([sought(judged) for _row, judged in waiting], look_twice=False), by)
    seen = asking.visible({row.match_id for row in rows if row.pk in was_known and row.match_id}, by)
    known: list[tuple[StagedRow, Judged, UUID]] = []
    for row, judged in whole:
        if row.pk in was_known and row.match_id:
            row.state = RowState.KNOWN if row.match_id in seen else RowState.HELD
            if row.match_id in seen:
                known.append((row, judged, row.match_id))
    writing = begin(batch, by, at)
    write_people(writing, [(row, judged) for row, judged in whole if row.state == RowState.NEW])
    link_people(writing, known)


def _save(rows: Sequence[StagedRow]) -> None:
    """Those that became somebody, in one prepared statement; the few others one by one."""
    stored = StagedRow._meta.get_field("person").get_db_prep_save
    made = [row for row in rows if row.state == RowState.ACCEPTED and not row.added]
    values = [(row.state, stored(row.person_id, connection), row.pk) for row in made]
    with connection.cursor() as cursor:
        cursor.executemany("UPDATE people_stagedrow SET state = %s, person_id = %s WHERE id = %s", values)
    for row in rows:
        if row.state != RowState.ACCEPTED or row.added:
            row.save()


def _end(batch: ImportBatch, at: datetime) -> None:
    settle(batch, BatchState.STAGED, at)
    audit.record("import.taken_in", subject=batch, by=batch.asked_by or batch.by, at=at, thread=batch.pk,
                 **batch.counts)  # fmt: skip


def settle(batch: ImportBatch, otherwise: str, at: datetime) -> None:
    """Taken in once nobody has anything to decide any more."""
    batch.state, batch.changed_at = (otherwise if queries.waiting(batch) else BatchState.ACCEPTED), at
    batch.save(update_fields=["state", "changed_at", "counts"])


def take_as_new(*, row: StagedRow, by: User, at: datetime) -> StagedRow:
    """This person is nobody of those who are here."""
    return _take_one(row, None, RowState.ACCEPTED, by, at)


def take_as_same(*, row: StagedRow, person: Person, by: User, at: datetime) -> StagedRow:
    """This person is the one who has this file."""
    return _take_one(row, person, RowState.LINKED, by, at)


@transaction.atomic
def _take_one(row: StagedRow, person: Person | None, to: str, by: User, at: datetime) -> StagedRow:
    batch = lock(row.batch)
    row = StagedRow.objects.select_for_update(of=("self",)).get(pk=row.pk)
    if batch.state != BatchState.STAGED:
        check_may_become(batch.state, BatchState.ACCEPTING)
    check_row_may_become(row.state, to)
    before = row.state
    judged = judge_row(batch, row, queries.codes(), at)
    if row.faults:
        raise CannotImport(_("This row has an error. Mend it first."))
    writing = begin(batch, by, at)
    if person is None:
        write_people(writing, [(row, judged)])
        _remember_different(row, by, at)
    else:
        link_people(writing, [(row, judged, person.pk)])
    row.save()
    count(batch, gone=[before], come=[row.state])
    settle(batch, BatchState.STAGED, at)
    audit.record("import.row_decided", subject=row, by=by, at=at, thread=batch.pk, row=row.number, state=to)
    return row


def _remember_different(row: StagedRow, by: User, at: datetime) -> None:
    """Somebody looked at who it may be and said that it is not: nobody is asked again, unless something changes."""
    if row.match_id is None or row.person is None:
        return
    match = Match(row.match_id, row.score or 0.0, is_strong=False, reasons=tuple(row.reasons))
    for pair in note_duplicates(person=row.person, matches=[match], found_by=FoundBy.IMPORT, by=by, at=at):
        decide_different(pair=pair, note="", by=by, at=at)
