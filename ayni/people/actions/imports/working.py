"""What the worker does of all this: a little at a time, so that nothing else waits."""

import time
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from ayni.audit import actions as audit
from ayni.people.hooks import Sweeper
from ayni.people.models import BatchState, ImportBatch, StagedRow
from ayni.people.queries import imports as queries

from .accepting import accept_some
from .receiving import forget_file
from .staging import Source, stage_some
from .undoing import undo_some

SLICE = 3.0
"""Seconds, after which other duties have their turn."""
_ROWS = StagedRow.objects.filter(batch=OuterRef("pk"))

_OPEN: dict[UUID, Source] = {}
"""Lists that this process is reading. Without one, the file is opened again: nothing depends on it."""


def work_on_lists(*, at: datetime, seconds: float = SLICE) -> int:
    """Go on with what is under way, the oldest first. Gives how many steps were done."""
    until, steps = time.monotonic() + seconds, 0
    for batch in queries.under_way():
        while time.monotonic() < until and step(batch, at):
            steps += 1
        if time.monotonic() >= until:
            break
    return steps


def step(batch: ImportBatch, at: datetime) -> bool:
    """One transaction's worth. False when there is no more to do."""
    if batch.state == BatchState.ACCEPTING:
        return accept_some(batch=batch, at=at)
    if batch.state == BatchState.UNDOING:
        return undo_some(batch=batch, at=at)
    source = stage_some(batch=batch, source=_OPEN.pop(batch.pk, None), at=at)
    if source is not None:
        _OPEN[batch.pk] = source
    return source is not None


def _ended(before: datetime) -> QuerySet[ImportBatch]:
    """Until then they can be undone."""
    states = [BatchState.ACCEPTED, BatchState.UNDONE]
    return ImportBatch.objects.filter(Exists(_ROWS), state__in=states, changed_at__lt=before)


def _left(before: datetime) -> QuerySet[ImportBatch]:
    return ImportBatch.objects.filter(state__in=[BatchState.RECEIVED, BatchState.STAGED], changed_at__lt=before)


@transaction.atomic
def forget_list(batch: ImportBatch, at: datetime, rule: str) -> None:
    """Its rows are kept no longer; a list that nobody went on with ends."""
    gone, _tables = batch.staged.all().delete()
    if batch.state in {BatchState.RECEIVED, BatchState.STAGED}:
        batch.state = BatchState.ACCEPTED if batch.count("ACCEPTED", "LINKED") else BatchState.REJECTED
    batch.changed_at = at
    batch.save(update_fields=["state", "changed_at"])
    if gone:
        audit.record("import.forgotten", subject=batch, by=audit.SYSTEM, at=at, thread=batch.pk, rows=gone, rule=rule)
    transaction.on_commit(lambda: forget_file(batch))


SWEEPERS = [Sweeper("IMPORT_ROW", _ended, forget_list), Sweeper("IMPORT_LEFT", _left, forget_list)]
