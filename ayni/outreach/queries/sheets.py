"""What a sheet of who came says, compared with the register as far as its reader may see it."""

import io
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from ayni.access.models import User
from ayni.facts.periods import age_band
from ayni.people.models import Nationality, Person
from ayni.people.queries import staging
from ayni.people.queries.imports import codes as code_lists
from ayni.people.queries.looking import Looker, parts
from ayni.people.rules.imports.codes import UNKNOWN_COUNTRY, UNKNOWN_SEX
from ayni.people.rules.imports.fields import FIELDS
from ayni.people.rules.imports.judging import Judged, identity, judge, sought, twin, typed_of
from ayni.people.rules.imports.mapping import Plan, propose, with_words
from ayni.people.rules.imports.reading import read_table
from ayni.people.rules.imports.states import state_of as found_state
from ayni.people.rules.imports.tables import Row, Table

from ..models import Attendance, RowState, Session, Sheet, SheetRow, SheetState
from ..rules import sheets as rules
from ..rules.attending import Traits

Line = tuple[Row, dict[str, str], Judged]


@dataclass(frozen=True)
class Reading:
    """A sheet that was read, before anything is written."""

    notices: tuple[str, ...]
    columns: dict[str, str]
    rows: list[SheetRow]


def read(content: bytes, *, session: Session, user: User, at: datetime) -> Reading:
    """Raises CannotRead or CannotTakeIn, with a sentence."""
    table = read_table(lambda: io.BytesIO(content))
    lines = list(islice(table.rows(), rules.MOST_ROWS + 1))
    plan = _plan(table, lines)
    rules.check_names(list(plan.columns.values()))
    judged = list(_judged(table, lines, plan, at))
    named = [line for line in judged if rules.has_a_name(line[1])]
    rules.check_rows(len(lines) if len(lines) > rules.MOST_ROWS else len(named))
    rows = {line[0].number: _row(line, session) for line in judged}
    _compare(named, rows, user)
    _find_repeated(named, rows, session)
    columns = {header: str(FIELDS[name].label) for header, name in plan.columns.items() if name in rules.KEPT}
    return Reading((*table.notices, *_left_out(len(judged) - len(named))), columns, list(rows.values()))


def _plan(table: Table, lines: Sequence[Row]) -> Plan:
    samples: dict[str, dict[str, None]] = {header: {} for header in table.headers}
    for row in lines[:2000]:
        for header, cell in zip(table.headers, row.cells, strict=False):
            if cell:
                samples[header][cell] = None
    seen = {header: list(values) for header, values in samples.items()}
    return with_words(propose(table.headers, table.form.labels, seen), seen, table.form)


def _judged(table: Table, lines: Sequence[Row], plan: Plan, at: datetime) -> Iterator[Line]:
    known, today = code_lists(), localdate(at)
    for row in lines:
        typed = {n: text for n, text in typed_of(table.headers, row.cells, plan).items() if n in rules.KEPT}
        yield row, typed, judge(typed, order=plan.dates, codes=known, today=today)


def _left_out(empty: int) -> tuple[str, ...]:
    return (_("%(n)d lines have no name: they are left out.") % {"n": empty},) if empty else ()


def _row(line: Line, session: Session) -> SheetRow:
    row, typed, judged = line
    born = judged.birth.day if judged.birth else None
    said = {
        "sex": judged.codes["sex"] if judged.codes["sex"] != UNKNOWN_SEX else "",
        "nationality": judged.codes["nationality"] if judged.codes["nationality"] != UNKNOWN_COUNTRY else "",
        "age_band": age_band(born, session.starts_at) or "",
    }
    state = RowState.COUNTED if rules.has_a_name(typed) else RowState.EMPTY
    return SheetRow(number=row.number, typed=typed, codes=said, state=state)


def _compare(named: Sequence[Line], rows: dict[int, SheetRow], user: User) -> None:
    """Of a line whose name cannot be read whole nobody is sought: it is counted."""
    whole = [line for line in named if line[2].names.given_1]
    asked = [sought(judged) for _row, _typed, judged in whole]
    found = Looker()(asked)
    for (row, _typed, judged), likely in zip(whole, staging.whom(asked, found, [None] * len(asked), user), strict=True):
        is_name_alone = not (judged.birth or judged.number)
        state = rules.state_of(found_state([one.likely for one in likely]), is_name_alone=is_name_alone)
        if state != RowState.COUNTED:
            best = next(one for one in likely if one.likely.is_visible)
            rows[row.number].state, rows[row.number].match_id = state, best.match.person


def _find_repeated(named: Sequence[Line], rows: dict[int, SheetRow], session: Session) -> None:
    """A line that says the same as an earlier one; and whoever was noted at the door already."""
    seen: set[int] = set()
    people = set(Attendance.objects.filter(session=session, person__isnull=False).values_list("person_id", flat=True))
    for row, _typed, judged in named:
        one = rows[row.number]
        mark = twin(judged) if judged.number or judged.birth else identity(judged)
        is_known = one.state == RowState.KNOWN
        if mark in seen or (is_known and one.match_id in people):
            one.state = RowState.REPEATED
        elif is_known and one.match_id:
            people.add(one.match_id)
        seen.add(mark)


def sheets(session: Session) -> QuerySet[Sheet]:
    return Sheet.objects.filter(session=session).select_related("read_by").order_by("-read_at", "-pk")


def same_before(session: Session, digest: str) -> Sheet | None:
    """The same file of the same session, read or taken in already."""
    alive = (SheetState.READ, SheetState.TAKEN)
    return Sheet.objects.filter(session=session, digest=digest, state__in=alive).order_by("pk").first()


def taken_before(session: Session, digest: str) -> Sheet | None:
    """Whose people are counted in this session already."""
    return Sheet.objects.filter(session=session, digest=digest, state=SheetState.TAKEN).order_by("pk").first()


def numbers(sheet: Sheet) -> list[tuple[RowState, int]]:
    """As the rows stand; once they are gone, as they stood."""
    if sheet.state == SheetState.READ:
        counts = Counter(sheet.rows.order_by().values_list("state", flat=True))
    else:
        counts = Counter(sheet.counts)
    return [(state, counts[state]) for state in RowState if counts[state]]


def rows_of(sheet: Sheet, state: str) -> QuerySet[SheetRow]:
    return sheet.rows.filter(state=state).order_by("number", "pk")


@dataclass(frozen=True)
class Shown:
    """A line as the page shows it: what was written, and who it may be if the reader may see them."""

    row: SheetRow
    words: str
    person: Person | None


def shown(rows: Sequence[SheetRow], user: User) -> list[Shown]:
    ids = {row.match_id for row in rows if row.match_id}
    seen = {one.pk: one for one in Person.objects.visible_to(user).filter(pk__in=ids).order_by("pk")}
    return [Shown(row, words_of(row.typed), seen.get(row.match_id) if row.match_id else None) for row in rows]


def words_of(typed: dict[str, Any]) -> str:
    names = " ".join(typed[name] for name in rules.NAMED if typed.get(name))
    return " · ".join(filter(None, (names, typed.get("birth_date", ""), typed.get("document_number", ""))))


def traits_of_many(people: Sequence[UUID], at: datetime) -> dict[UUID, Traits]:
    """In a few statements: sex, band of age and first nationality of each."""
    found: dict[UUID, Traits] = {}
    for part in parts(list(people)):
        first: dict[UUID, str] = {}
        held = Nationality.objects.filter(person__in=part, ended_at__isnull=True).order_by("order", "pk")
        for pk, code in held.values_list("person_id", "country__code"):
            first.setdefault(pk, code)
        rows = Person.objects.filter(pk__in=part).order_by().values_list("pk", "sex__code", "birth_date")
        found |= {pk: Traits(sex, age_band(born, at) or "", first.get(pk, "")) for pk, sex, born in rows}
    return found
