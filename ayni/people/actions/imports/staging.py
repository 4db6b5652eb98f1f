"""Rows of a list are judged, compared with everybody and with one another, and laid down. Nobody is registered here."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from uuid import UUID

from django.db import transaction
from django.utils.timezone import localdate

from ayni.access.models import User
from ayni.audit import actions as audit
from ayni.people import hooks
from ayni.people.models import Basis, BatchState, ImportBatch, RowState, StagedRow
from ayni.people.queries import imports as queries
from ayni.people.queries import staging as asking
from ayni.people.queries.staging import Compared
from ayni.people.rules.ages import may_be_minor
from ayni.people.rules.imports.codes import Codes
from ayni.people.rules.imports.judging import Fault, Judged, identity, judge, sought, twin, typed_of
from ayni.people.rules.imports.mapping import Plan, from_json
from ayni.people.rules.imports.states import state_of
from ayni.people.rules.imports.tables import CannotRead, Row

from .receiving import forget_file, lock
from .rows import count, insert

CHUNK = 2000


@dataclass
class Source:
    """A list that is being read, in one process, from where it was left."""

    batch: UUID
    headers: tuple[str, ...]
    rows: Iterator[Row]
    plan: Plan
    codes: Codes = field(repr=False)
    cursor: int


def open_source(batch: ImportBatch) -> Source:
    """Raises CannotRead with a sentence."""
    table = queries.table_of(batch)
    rows = (row for row in table.rows() if row.number > batch.cursor)
    return Source(batch.pk, table.headers, rows, from_json(batch.plan), queries.codes(), batch.cursor)


def stage_some(*, batch: ImportBatch, source: Source | None, at: datetime) -> Source | None:
    """The next rows, in one transaction. None when there are no more, or the list turned out not to be readable.

    `source`: what the last call gave. Without one, or if another process went on meanwhile, the file is opened again
    and read up to where the last transaction ended: so nothing is staged twice, whatever was killed.
    """
    try:
        if source is None or source.cursor != ImportBatch.objects.values_list("cursor", flat=True).get(pk=batch.pk):
            source = open_source(ImportBatch.objects.get(pk=batch.pk))
        rows = list(islice(source.rows, CHUNK))
    except CannotRead as broken:
        _give_up(batch, str(broken), at)
        return None
    return _lay_down(batch, source, rows, at)


@transaction.atomic
def _lay_down(batch: ImportBatch, source: Source, rows: list[Row], at: datetime) -> Source | None:
    batch = lock(batch)
    if batch.state != BatchState.STAGING:
        return None
    if batch.cursor != source.cursor:
        # Another process laid these rows down while this one read them.
        return open_source(batch)
    if not rows:
        _end(batch, at)
        return None
    staged = stage(batch, [_of_list(source, row) for row in rows], source.codes, at)
    insert(staged)
    count(batch, come=[row.state for row in staged])
    batch.cursor = source.cursor = rows[-1].number
    batch.save(update_fields=["cursor", "counts"])
    return source


def _of_list(source: Source, row: Row) -> StagedRow:
    return StagedRow(number=row.number, typed=typed_of(source.headers, row.cells, source.plan))


def _end(batch: ImportBatch, at: datetime) -> None:
    batch.state, batch.changed_at = BatchState.STAGED, at
    batch.save(update_fields=["state", "changed_at"])
    audit.record("import.staged", subject=batch, by=batch.by, at=at, thread=batch.pk, **batch.counts)
    # The rows hold what is needed from here on, encrypted as well.
    transaction.on_commit(lambda: forget_file(batch))


@transaction.atomic
def _give_up(batch: ImportBatch, sentence: str, at: datetime) -> None:
    batch = lock(batch)
    batch.staged.all().delete()
    batch.state, batch.changed_at, batch.fault, batch.counts = BatchState.BROKEN, at, sentence, {}
    batch.save(update_fields=["state", "changed_at", "fault", "counts"])
    audit.record("import.unreadable", subject=batch, by=batch.by, at=at, thread=batch.pk, row=batch.cursor)
    transaction.on_commit(lambda: forget_file(batch))


def stage(
    batch: ImportBatch, rows: Sequence[StagedRow], codes: Codes, at: datetime, user: User | None = None
) -> list[StagedRow]:
    """Give each row its state. Their numbers and what was typed are there; nothing is written."""
    judged = [judge_row(batch, row, codes, at) for row in rows]
    whole = [(row, one) for row, one in zip(rows, judged, strict=True) if not row.faults]
    _find_repeated(batch, whole)
    compare(batch, [(row, one) for row, one in whole if row.state != RowState.REPEATED], user or batch.by)
    return list(rows)


def judge_row(batch: ImportBatch, row: StagedRow, codes: Codes, at: datetime) -> Judged:
    order, today = batch.plan.get("dates", "DMY"), localdate(at)
    judged = judge(row.typed, order=order, codes=codes, today=today)
    faults = [*judged.faults, *_of_basis(batch, judged, at)]
    if judged.case:
        faults += [Fault(*fault) for taker in hooks.TAKERS for fault in taker.check(judged.case, batch.office)]
    row.batch, row.faults = batch, [list(fault) for fault in faults]
    row.state = RowState.BROKEN if faults else RowState.NEW
    row.identity, row.twin = (0, 0) if faults else (identity(judged), twin(judged))
    return judged


def _of_basis(batch: ImportBatch, judged: Judged, at: datetime) -> list[Fault]:
    born = judged.birth
    minor = may_be_minor(born.day, born.precision, localdate(at)) if born else False
    if batch.basis == Basis.CONSENT and minor:
        return [Fault("birth_date", "CHILD_CONSENTS")]
    if batch.basis == Basis.BEST_INTERESTS and not minor:
        return [Fault("birth_date", "NOT_A_CHILD")]
    return []


def _find_repeated(batch: ImportBatch, rows: Sequence[tuple[StagedRow, Judged]]) -> None:
    """Rows that say the same as an earlier one of the list, and rows that nearly do."""
    first = asking.earlier_twins(batch, {row.twin for row, _judged in rows})
    for row, _judged in rows:
        number, same = first.setdefault(row.twin, (row.number, row.identity))
        if number < row.number:
            row.like_row = number
            row.state = RowState.REPEATED if same == row.identity else RowState.DOUBTFUL


def compare(
    batch: ImportBatch, rows: Sequence[tuple[StagedRow, Judged]], user: User, *, look_twice: bool = True
) -> None:
    """Say of each row whom it may be, as far as this user may know. A row that is like an earlier one stays doubtful if
    nobody else is found."""
    typed = [judged.typed.get("external_id", "") for _row, judged in rows]
    origins = asking.people_of_origin(batch.system, set(filter(None, typed)))
    found = asking.whom(
        [sought(judged) for _row, judged in rows], [origins.get(text) for text in typed], user,
        look_twice=look_twice,
    )  # fmt: skip
    for (row, _judged), people in zip(rows, found, strict=True):
        _say(row, people)


def _say(row: StagedRow, people: list[Compared]) -> None:
    state = state_of([one.likely for one in people])
    if state == RowState.NEW:
        return
    shown = people[0] if state == RowState.HELD else next(one for one in people if one.likely.is_visible)
    row.state = state
    row.match_id, row.score, row.reasons = shown.match.person, shown.match.score, list(shown.match.reasons)
