"""Rows of a list are judged, compared with everybody and with one another, and laid down. Nobody is registered here."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from uuid import UUID

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from ayni.access.models import User
from ayni.audit import actions as audit
from ayni.people import hooks
from ayni.people.models import Basis, BatchState, ImportBatch, RowState, StagedRow
from ayni.people.queries import imports as queries
from ayni.people.queries import staging as asking
from ayni.people.queries.beside import Answer, begin_to_look, has_second_process
from ayni.people.queries.looking import Fitting, Looker, look
from ayni.people.queries.staging import Compared
from ayni.people.rules.ages import may_be_minor
from ayni.people.rules.imports.alike import Alike
from ayni.people.rules.imports.codes import Codes
from ayni.people.rules.imports.judging import Fault, Judged, identity, judge, sought, twin, typed_of
from ayni.people.rules.imports.mapping import Plan, from_json
from ayni.people.rules.imports.states import state_of
from ayni.people.rules.imports.tables import CannotRead, Row

from .receiving import forget_file, lock
from .rows import count, insert

CHUNK = 2000


@dataclass
class Chunk:
    """Rows that are read and judged, and whoever they may be, once that is asked for."""

    rows: list[StagedRow]
    whole: list[tuple[StagedRow, Judged]]
    found: Answer


@dataclass
class Source:
    """A list that is being read, in one process, from where it was left."""

    batch: UUID
    headers: tuple[str, ...]
    rows: Iterator[Row]
    plan: Plan
    codes: Codes = field(repr=False)
    cursor: int
    looker: Looker = field(default_factory=Looker)
    ahead: Chunk | None = None
    before: Alike | None = None
    """The rows that were laid down."""


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
        chunk = source.ahead or _next(batch, source, at)
        # While a second process looks for these, the following are read and judged.
        source.ahead = _next(batch, source, at) if has_second_process() else None
    except CannotRead as broken:
        _give_up(batch, str(broken), at)
        return None
    # Before the transaction, which keeps others from writing.
    found = chunk.found()
    return _lay_down(batch, source, chunk, found, at)


def _next(batch: ImportBatch, source: Source, at: datetime) -> Chunk:
    rows = [_of_list(source, row) for row in islice(source.rows, CHUNK)]
    whole = _judge(batch, rows, source.codes, at)
    return Chunk(rows, whole, begin_to_look(source.looker, [sought(judged) for _row, judged in whole]))


@transaction.atomic
def _lay_down(
    batch: ImportBatch, source: Source, chunk: Chunk, found: Sequence[Sequence[Fitting]], at: datetime
) -> Source | None:
    batch, rows = lock(batch), chunk.rows
    if batch.state != BatchState.STAGING:
        return None
    if batch.cursor != source.cursor:
        # Another process laid these rows down while this one read them.
        return open_source(batch)
    if not rows:
        if batch.rows:
            _end(batch, at)
        else:
            # Headers, and nobody below them: nothing to decide, so nobody is left waiting for a decision.
            _give_up(batch, _("The list has headers and no row of data below them. Check that it was saved whole."), at)
        return None
    _find_repeated(batch, chunk.whole)
    compare(batch, chunk.whole, found, batch.by)
    _find_alike(batch, source, chunk, at)
    insert(rows)
    count(batch, come=[row.state for row in rows])
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


def stage(batch: ImportBatch, row: StagedRow, codes: Codes, at: datetime, user: User) -> None:
    """Give one row its state. Its number and what was typed are there; nothing is written."""
    whole = _judge(batch, [row], codes, at)
    _find_repeated(batch, whole)
    compare(batch, whole, look([sought(judged) for _row, judged in whole]), user)


def _judge(batch: ImportBatch, rows: Sequence[StagedRow], codes: Codes, at: datetime) -> list[tuple[StagedRow, Judged]]:
    """Those without a fault, with what they say."""
    judged = [(row, judge_row(batch, row, codes, at)) for row in rows]
    return [(row, one) for row, one in judged if not row.faults]


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


def _find_alike(batch: ImportBatch, source: Source, chunk: Chunk, at: datetime) -> None:
    """Rows of people whom nobody knows, and who are nearly an earlier row: neither of them is found in the register."""
    if source.before is None:
        source.before = _staged_before(batch, source.codes, at)
    rows = [(row, sought(judged)) for row, judged in chunk.whole if row.state != RowState.REPEATED]
    source.before.add([(row.number, who) for row, who in rows])
    found = source.before.earlier([(row.number, who) for row, who in rows if row.state == RowState.NEW])
    for row, _who in rows:
        if row.number in found:
            row.state, row.like_row = RowState.DOUBTFUL, found[row.number]


def _staged_before(batch: ImportBatch, codes: Codes, at: datetime) -> Alike:
    """Of a list that another process began."""
    rows = asking.whole_rows(batch).iterator(chunk_size=CHUNK)
    before, order, today = Alike(), batch.plan.get("dates", "DMY"), localdate(at)
    while some := list(islice(rows, CHUNK)):
        judged = [(row.number, judge(row.typed, order=order, codes=codes, today=today)) for row in some]
        before.add([(number, sought(one)) for number, one in judged])
    return before


def compare(
    batch: ImportBatch, rows: Sequence[tuple[StagedRow, Judged]], found: Sequence[Sequence[Fitting]], user: User
) -> None:
    """Say of each row whom it may be, as far as this user may know. A row that is like an earlier one stays doubtful if
    nobody else is found, and one that repeats an earlier one says no more than that."""
    typed = [judged.typed.get("external_id", "") for _row, judged in rows]
    origins = asking.people_of_origin(batch.system, set(filter(None, typed)))
    people = asking.whom([sought(judged) for _row, judged in rows], found, [origins.get(text) for text in typed], user)
    for (row, _judged), likely in zip(rows, people, strict=True):
        if row.state != RowState.REPEATED:
            _say(row, likely)


def _say(row: StagedRow, people: list[Compared]) -> None:
    state = state_of([one.likely for one in people])
    if state == RowState.NEW:
        return
    shown = people[0] if state == RowState.HELD else next(one for one in people if one.likely.is_visible)
    row.state = state
    row.match_id, row.score, row.reasons = shown.match.person, shown.match.score, list(shown.match.reasons)
