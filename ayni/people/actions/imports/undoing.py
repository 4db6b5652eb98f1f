"""A whole import is taken back, until something was built on it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.apps import apps
from django.db import transaction
from django.db.models import Q

from ayni.access.models import User
from ayni.audit import actions as audit
from ayni.codelists.models import SexGender
from ayni.codelists.queries import by_code
from ayni.people import hooks
from ayni.people.actions.indexing import reindex, unindex
from ayni.people.models import BatchState, Birth, ImportBatch, Person, RowState, StagedRow
from ayni.people.queries import imports as queries
from ayni.people.queries.built import CASE, counted, in_the_way, taken_of
from ayni.people.queries.staging import visible
from ayni.people.rules.imports.codes import UNKNOWN_SEX
from ayni.people.rules.imports.judging import judge
from ayni.people.rules.imports.states import check_may_become, check_nothing_in_the_way

from .linking import COLUMN
from .receiving import lock
from .rows import count
from .writing import begin, person_of

CHUNK = 500


def standing_in_the_way(batch: ImportBatch, user: User) -> tuple[int, dict[str, int]]:
    """On how many of the people of this import something was built, and what: kind → people. Of a file that this user
    may not open, no more is told than that there is something."""
    made = Q(state=RowState.ACCEPTED, person__isnull=False) | (Q(state=RowState.LINKED) & ~Q(added=[]))
    rows = batch.staged.filter(made).only("pk", "state", "person", "added").order_by("number", "pk")
    found = in_the_way(rows.iterator(chunk_size=CHUNK))
    whose = dict(rows.filter(pk__in=list(found)).values_list("pk", "person_id")) if found else {}
    seen = visible(set(filter(None, whose.values())), user)
    return len(found), counted({pk: kinds if whose[pk] in seen else {CASE} for pk, kinds in found.items()})


@transaction.atomic
def undo_list(*, batch: ImportBatch, rest: bool = False, by: User, at: datetime) -> ImportBatch:
    """Begin to take back what came in. `rest`: all but the people on whom something was built."""
    batch = lock(batch)
    check_may_become(batch.state, BatchState.UNDOING)
    people, kinds = standing_in_the_way(batch, by)
    check_nothing_in_the_way(people=people, rest=rest)
    batch.state, batch.changed_at, batch.cursor, batch.asked_by = BatchState.UNDOING, at, 0, by
    batch.save(update_fields=["state", "changed_at", "cursor", "asked_by"])
    audit.record("import.undone", subject=batch, by=by, at=at, thread=batch.pk, left=people, kinds=kinds)
    return batch


@transaction.atomic
def undo_some(*, batch: ImportBatch, at: datetime) -> bool:
    """The next rows. False when there are no more."""
    batch = lock(batch)
    if batch.state != BatchState.UNDOING or batch.asked_by is None:
        return False
    taken = batch.staged.select_related("person").filter(
        state__in=[RowState.ACCEPTED, RowState.LINKED], number__gt=batch.cursor
    )
    rows = list(taken.order_by("number").select_for_update(of=("self",))[:CHUNK])
    if not rows:
        left = batch.count(RowState.ACCEPTED, RowState.LINKED)
        batch.state, batch.changed_at = (BatchState.ACCEPTED if left else BatchState.UNDONE), at
        batch.save(update_fields=["state", "changed_at"])
        return False
    stays = in_the_way(rows)
    gone = [row for row in rows if row.pk not in stays]
    _take_out(batch.asked_by, gone, at)
    for row in gone:
        if row.state == RowState.LINKED:
            _take_back(batch, row, at)
    _tell(batch, gone, at)
    count(batch, gone=[row.state for row in gone], come=[RowState.UNDONE] * len(gone))
    StagedRow.objects.filter(pk__in=[row.pk for row in gone]).update(state=RowState.UNDONE, person=None, added=[])
    batch.cursor = rows[-1].number
    batch.save(update_fields=["cursor", "counts"])
    return True


def _tell(batch: ImportBatch, rows: Sequence[StagedRow], at: datetime) -> None:
    by, details = str(batch.asked_by_id), {"batch": str(batch.pk)}
    audit.record_many(
        audit.Line("person.import_undone", "people.Person", str(row.person_id), by, at, row.person_id,
                   details={**details, "row": row.number})
        for row in rows
    )  # fmt: skip


def _take_out(by: User, rows: Sequence[StagedRow], at: datetime) -> None:
    """What came with the rows, and then people who are here only because of this list."""
    for taker in hooks.TAKERS:
        if made := [(one.label, one.pk) for row in rows for one in taken_of(row)]:
            taker.undo(made, by, at)
    ids = [row.person_id for row in rows if row.state == RowState.ACCEPTED and row.person_id]
    people = Person.objects.filter(pk__in=ids).order_by("pk")
    for person in people:
        unindex(person)
    people.delete()


def _take_back(batch: ImportBatch, row: StagedRow, at: datetime) -> None:
    """Exactly what this row added to a file that was there, as far as nobody changed it since."""
    own = [one for one in row.added if len(one) == len((COLUMN, ""))]
    if row.person is None or not own:
        return
    columns = [name for what, name in own if what == COLUMN]
    for label, pk in own:
        if label != COLUMN:
            apps.get_model(label).objects.filter(pk=pk).delete()
    if columns:
        _empty(batch, row, row.person, columns, at)
    reindex(row.person)


_EMPTY: dict[str, Any] = {"birth_date": None, "birth_precision": Birth.UNKNOWN, "language": None, "education": None,
                          "district": None, "surname_2": "", "known_as": ""}  # fmt: skip


def _empty(batch: ImportBatch, row: StagedRow, person: Person, columns: Sequence[str], at: datetime) -> None:
    codes = queries.codes()
    judged = judge(row.typed, order=batch.plan.get("dates", "DMY"), codes=codes, today=at.date())
    written = person_of(begin(batch, batch.by, at), judged)
    same = [name for name in columns if getattr(person, name) == getattr(written, name)]
    if ("birth_date" in columns) and not {"birth_date", "birth_precision"} <= set(same):
        same = [name for name in same if not name.startswith("birth_")]
    for name in same:
        setattr(person, name, by_code(SexGender, UNKNOWN_SEX) if name == "sex" else _EMPTY[name])
    person.save(update_fields=same)
