"""What a supervisor decides of a row, or of a whole list, that is not accepted."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from ayni.access.models import User
from ayni.audit import actions as audit
from ayni.lib.names import tidy
from ayni.people.models import BatchState, ImportBatch, RowState, StagedRow
from ayni.people.queries import imports as queries
from ayni.people.rules.imports.fields import FIELDS
from ayni.people.rules.imports.states import WAITING, check_may_become, check_row_may_become

from .accepting import settle
from .receiving import forget_file, lock
from .rows import count
from .staging import stage


@transaction.atomic
def fix_row(*, row: StagedRow, typed: Mapping[str, str], by: User, at: datetime) -> StagedRow:
    """Write what the row should say. It is judged and compared anew."""
    batch, row = _locked(row)
    check_row_may_become(row.state, RowState.NEW)
    before = row.state
    row.typed = {name: tidy(text) for name, text in typed.items() if name in FIELDS and tidy(text)}
    row.match, row.score, row.reasons, row.like_row = None, None, [], None
    stage(batch, row, queries.codes(), at, by)
    row.save()
    count(batch, gone=[before], come=[row.state])
    batch.save(update_fields=["counts"])
    audit.record("import.row_fixed", subject=row, by=by, at=at, thread=batch.pk, row=row.number, state=row.state)
    return row


@transaction.atomic
def reject_row(*, row: StagedRow, by: User, at: datetime) -> StagedRow:
    """Nobody is registered or linked because of it."""
    batch, row = _locked(row)
    check_row_may_become(row.state, RowState.REJECTED)
    count(batch, gone=[row.state], come=[RowState.REJECTED])
    row.state = RowState.REJECTED
    row.save(update_fields=["state"])
    settle(batch, BatchState.STAGED, at)
    audit.record("import.row_decided", subject=row, by=by, at=at, thread=batch.pk, row=row.number, state=row.state)
    return row


@transaction.atomic
def reject_list(*, batch: ImportBatch, by: User, at: datetime) -> ImportBatch:
    """Nothing more of this list comes in. What was accepted before stays: that is undone, not rejected."""
    batch = lock(batch)
    check_may_become(batch.state, BatchState.REJECTED)
    left = batch.staged.filter(state__in=[*WAITING, RowState.REPEATED])
    if batch.count(RowState.ACCEPTED, RowState.LINKED):
        count(batch, gone=left.order_by().values_list("state", flat=True), come=[RowState.REJECTED] * left.count())
        left.update(state=RowState.REJECTED)
        batch.state = BatchState.ACCEPTED
    else:
        # Nobody of the list is known to us: its rows are nothing that we may keep.
        batch.staged.all().delete()
        batch.state = BatchState.REJECTED
    batch.changed_at = at
    batch.save(update_fields=["state", "changed_at", "counts"])
    audit.record("import.rejected", subject=batch, by=by, at=at, thread=batch.pk, **batch.counts)
    transaction.on_commit(lambda: forget_file(batch))
    return batch


def _locked(row: StagedRow) -> tuple[ImportBatch, StagedRow]:
    batch = lock(row.batch)
    if batch.state != BatchState.STAGED:
        check_may_become(batch.state, BatchState.ACCEPTING)
    return batch, StagedRow.objects.select_for_update(of=("self",)).get(pk=row.pk)
