"""A sheet of who came: read and kept for a look, decided about line by line, taken in as a whole, taken back."""

import hashlib
from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.timezone import localdate, localtime
from django.utils.translation import gettext as _

from ayni.access.models import User
from ayni.audit import actions as audit
from ayni.people.models import Consent, Person, Purpose
from ayni.people.queries.looking import parts
from ayni.referrals.queries import token_hash

from ..models import Attendance, Certificate, RowState, Session, Sheet, SheetRow, SheetState, Way
from ..queries import sheets as queries
from ..rules import attending
from ..rules import sheets as rules
from .attending import lock

AT_ONCE = 1_000
STANDS: dict[str, Any] = dict.fromkeys(("withdrawn_at__isnull", "superseded_by__isnull", "organisation__isnull"), True)
"""Of a consent: it was neither taken back nor replaced, and is the unit's own."""


def read_sheet(*, session: Session, content: bytes, by: User, at: datetime) -> Sheet:
    """Understand a file, and find out who of it has a file: outside of the transaction, which is short."""
    attending.check_may_note(state=session.state, day=localdate(session.starts_at), today=localdate(at))
    digest = token_hash("attendance-sheet", hashlib.sha256(content).hexdigest())
    reading = queries.read(content, session=session, user=by, at=at)
    return _keep(session, digest, reading, by=by, at=at)


@transaction.atomic
def _keep(session: Session, digest: str, reading: queries.Reading, *, by: User, at: datetime) -> Sheet:
    notices = list(reading.notices)
    if before := queries.same_before(session, digest):
        notices.append(
            _("This very file was read already, on %(day)s.") % {"day": f"{localtime(before.read_at):%d/%m/%Y %H:%M}"}
        )
    sheet = Sheet.objects.create(
        session=session, digest=digest, notices=notices, columns=reading.columns, read_by=by, read_at=at
    )
    for row in reading.rows:
        row.sheet = sheet
    SheetRow.objects.bulk_create(reading.rows, batch_size=AT_ONCE)
    counts: dict[str, Any] = dict(Counter(str(row.state) for row in reading.rows))
    audit.record("sheet.read", subject=sheet, by=by, at=at, rows=len(reading.rows), **counts)
    return sheet


@transaction.atomic
def decide_row(*, row: SheetRow, state: RowState, by: User, at: datetime) -> None:
    """Somebody looked: it is the person of the file, or the line is only counted, or left out as written twice."""
    sheet = Sheet.objects.select_for_update(of=("self",)).get(pk=row.sheet_id)
    rules.check_may_become(sheet.state, SheetState.TAKEN)
    row.state = state if state != RowState.KNOWN or row.match_id else RowState.COUNTED
    row.save(update_fields=["state"])
    audit.record("sheet.decided", subject=sheet, by=by, at=at, row=row.number, state=row.state)


@transaction.atomic
def count_the_doubtful(*, sheet: Sheet, by: User, at: datetime) -> int:
    """Of none of them it is said whether they have a file."""
    sheet = Sheet.objects.select_for_update(of=("self",)).get(pk=sheet.pk)
    rules.check_may_become(sheet.state, SheetState.TAKEN)
    rows = sheet.rows.filter(state=RowState.DOUBTFUL).update(state=RowState.COUNTED)
    audit.record("sheet.counted_doubtful", subject=sheet, by=by, at=at, rows=rows)
    return rows


@transaction.atomic
def take_in(*, sheet: Sheet, by: User, at: datetime) -> int:
    """Everybody of it came. What the lines say is forgotten: who has a file is linked, the others are numbers."""
    session, sheet = _locked(sheet)
    attending.check_may_note(state=session.state, day=localdate(session.starts_at), today=localdate(at))
    rules.check_may_become(sheet.state, SheetState.TAKEN)
    before = queries.taken_before(session, sheet.digest)
    rules.check_not_taken_before(f"{localtime(before.ended_at):%d/%m/%Y %H:%M}" if before and before.ended_at else "")
    rules.check_nothing_doubtful(sheet.rows.filter(state=RowState.DOUBTFUL).count())
    rows = list(sheet.rows.filter(state__in=[RowState.KNOWN, RowState.COUNTED]).order_by("number", "pk"))
    made = _linked(sheet, session, rows, by=by, at=at)
    Attendance.objects.bulk_create(made, batch_size=AT_ONCE)
    _forget(sheet, SheetState.TAKEN, at)
    audit.record("sheet.taken_in", subject=sheet, by=by, at=at, people=len(made))
    return len(made)


def _locked(sheet: Sheet) -> tuple[Session, Sheet]:
    session = lock(sheet.session)
    return session, Sheet.objects.select_for_update(of=("self",)).get(pk=sheet.pk)


def _linked(sheet: Sheet, session: Session, rows: Sequence[SheetRow], *, by: User, at: datetime) -> list[Attendance]:
    """One attendance a line, but for somebody who is noted already. Whose file may not be added to, or is not seen any
    more, is counted like everybody else."""
    may = _may_be_linked({row.match_id for row in rows if row.state == RowState.KNOWN and row.match_id}, by)
    there = set(Attendance.objects.filter(session=session, person__isnull=False).values_list("person_id", flat=True))
    traits = queries.traits_of_many(sorted(may), session.starts_at)
    made = []
    for row in rows:
        one = Attendance(session=session, way=Way.SHEET, sheet=sheet, noted_by=by, noted_at=at, **row.codes)
        if row.state == RowState.KNOWN and row.match_id in may:
            if row.match_id in there:
                continue
            there.add(row.match_id)
            of_file = traits[row.match_id]
            one.person_id = row.match_id
            one.sex, one.age_band, one.nationality = of_file.sex, of_file.age_band, of_file.nationality
        made.append(one)
    return made


def _may_be_linked(ids: set[UUID], by: User) -> set[UUID]:
    """Those whom the user sees, and whose consent to keep a file stands."""
    found: set[UUID] = set()
    for part in parts(sorted(ids)):
        agreed = Consent.objects.filter(person__in=part, purpose=Purpose.REGISTER, **STANDS)
        seen = Person.objects.visible_to(by).filter(pk__in=agreed.values("person"))
        found |= set(seen.order_by().values_list("pk", flat=True))
    return found


def _forget(sheet: Sheet, state: SheetState, at: datetime) -> None:
    sheet.counts = dict(Counter(sheet.rows.order_by().values_list("state", flat=True)))
    sheet.state, sheet.ended_at = state, at
    sheet.save(update_fields=["counts", "state", "ended_at"])
    sheet.rows.all().delete()


@transaction.atomic
def drop_sheet(*, sheet: Sheet, by: User | str, at: datetime) -> None:
    """It was the wrong one: nothing of it is kept."""
    _session, sheet = _locked(sheet)
    rules.check_may_become(sheet.state, SheetState.DROPPED)
    _forget(sheet, SheetState.DROPPED, at)
    audit.record("sheet.dropped", subject=sheet, by=by, at=at)


@transaction.atomic
def undo_sheet(*, sheet: Sheet, by: User, at: datetime) -> int:
    """Whoever came in by it goes out again. Those who were noted at the door stay."""
    session, sheet = _locked(sheet)
    rules.check_may_become(sheet.state, SheetState.UNDONE)
    attending.check_may_take_back(state=session.state, has_certificate=False)
    rows = Attendance.objects.filter(sheet=sheet)
    issued = Certificate.objects.filter(attendance__in=rows)
    rules.check_no_certificates(issued.filter(withdrawn_at__isnull=True).count())
    issued.delete()
    gone = rows.delete()[1].get(Attendance._meta.label, 0)
    sheet.state, sheet.ended_at = SheetState.UNDONE, at
    sheet.save(update_fields=["state", "ended_at"])
    audit.record("sheet.undone", subject=sheet, by=by, at=at, people=gone)
    return gone
