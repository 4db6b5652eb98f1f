"""People of a list become files: many at once, each value with the row that it comes from."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Model
from django.utils.timezone import localdate

from ayni.access.models import User
from ayni.audit import actions as audit
from ayni.lib.ids import uuid7
from ayni.people import hooks
from ayni.people.actions.indexing import index
from ayni.people.models import (
    Birth,
    Consent,
    ConsentText,
    ContactPoint,
    ExternalId,
    IdentityChange,
    IdentityDocument,
    ImportBatch,
    MigratorySituation,
    Nationality,
    Person,
    Purpose,
    Residence,
    RowState,
    Source,
    StagedRow,
)
from ayni.people.models.sources import Confidence
from ayni.people.queries import consents
from ayni.people.queries import imports as queries
from ayni.people.queries.built import end_of_trail
from ayni.people.queries.staging import people_of_origin
from ayni.people.rules.consents import CONSENTS
from ayni.people.rules.documents import looks_unusual
from ayni.people.rules.editing import IDENTITY
from ayni.people.rules.imports.codes import NO_DOCUMENT
from ayni.people.rules.imports.judging import Judged
from ayni.people.rules.sources import Noted, Provenance

from .rows import insert


@dataclass(frozen=True)
class Writing:
    """What all rows of a batch share while they are written."""

    batch: ImportBatch
    by: User
    at: datetime
    ids: dict[str, dict[str, int]]
    patterns: dict[str, str]
    text: ConsentText | None
    taken: set[str] = field(default_factory=set)
    """Numbers of origin that somebody has already, of the rows that are written."""

    def look_at_origins(self, judged: Iterable[Judged]) -> None:
        values = {one.typed["external_id"] for one in judged if one.typed.get("external_id")}
        self.taken.update(people_of_origin(self.batch.system, values))

    def noted(self, row: StagedRow) -> Noted:
        reference = f"import:{self.batch.pk}:{row.number}"
        return Noted(self.by, self.at, Provenance(Source.LIST, Confidence.MEDIUM, reference))

    def pk(self, judged: Judged, field: str) -> int | None:
        code = judged.codes.get(field)
        return self.ids[field][code] if code else None

    def sure_pk(self, judged: Judged, field: str) -> int:
        """Of what every judged row has."""
        return self.ids[field][judged.codes[field]]


def begin(batch: ImportBatch, by: User, at: datetime) -> Writing:
    text = consents.text_in_force(Purpose.REGISTER, localdate(at)) if batch.basis in CONSENTS else None
    return Writing(batch, by, at, queries.ids_by_code(), dict(queries.codes().patterns), text)


def write_people(writing: Writing, rows: Sequence[tuple[StagedRow, Judged]]) -> None:
    """Open a file for each. The rows say afterwards who was made; the caller saves them."""
    people = [person_of(writing, judged) for _row, judged in rows]
    writing.look_at_origins(judged for _row, judged in rows)
    insert(people)
    together: dict[type[Model], list[Model]] = {}
    for person, (row, judged) in zip(people, rows, strict=True):
        row.person, row.state = person, RowState.ACCEPTED
        for part in _parts(writing, row, judged, person):
            together.setdefault(type(part), []).append(part)
    for parts in together.values():
        insert(parts)
    index(people)
    audit.record_many(_line(writing, row, person) for person, (row, _judged) in zip(people, rows, strict=True))
    take_the_rest(writing, rows)


def take_the_rest(writing: Writing, rows: Sequence[tuple[StagedRow, Judged]]) -> None:
    """What apps above make of the columns of a case. The rows say afterwards what that was."""
    for row, judged in rows:
        if judged.case and row.person is not None:
            batch = writing.batch
            made = [one for taker in hooks.TAKERS
                    for one in taker.take(row.person, judged.case, batch.office, writing.by, writing.at)]  # fmt: skip
            row.added = [*row.added, *([label, pk, end_of_trail()] for label, pk in made)]


def _line(writing: Writing, row: StagedRow, person: Person) -> audit.Line:
    batch = writing.batch
    details = {"batch": str(batch.pk), "row": row.number, "office": batch.office_id, "basis": batch.basis}
    return audit.Line(
        "person.imported", "people.Person", str(person.pk), str(writing.by.pk), writing.at, person.pk, details=details
    )


def person_of(writing: Writing, judged: Judged) -> Person:
    names, born = judged.names, judged.birth
    return Person(
        id=uuid7(), given_name_1=names.given_1, given_name_2=names.given_2, surname_1=names.surname_1,
        surname_2=names.surname_2, known_as=judged.typed.get("known_as", ""), birth_date=born.day if born else None,
        birth_precision=born.precision if born else Birth.UNKNOWN, sex_id=writing.sure_pk(judged, "sex"),
        language_id=writing.pk(judged, "language"), education_id=writing.pk(judged, "education"),
        district_id=writing.pk(judged, "district"), office=writing.batch.office, registered_by=writing.by,
        registered_at=writing.at,
    )  # fmt: skip


Make = Callable[[Writing, StagedRow, Judged, Person], Model | None]


def _parts(writing: Writing, row: StagedRow, judged: Judged, person: Person) -> list[Model]:
    made = [make(writing, row, judged, person) for make in (*PARTS, _identity, _consent)]
    return [part for part in made if part is not None]


def _identity(writing: Writing, row: StagedRow, judged: Judged, person: Person) -> Model:
    return IdentityChange(person=person, columns=list(IDENTITY), **writing.noted(row).columns)


def _consent(writing: Writing, row: StagedRow, judged: Judged, person: Person) -> Model:
    batch = writing.batch
    return Consent(
        person=person, purpose=Purpose.REGISTER, basis=batch.basis, text=writing.text, grounds=batch.grounds,
        taken_by=writing.by, given_at=writing.at,
    )  # fmt: skip


def nationality(writing: Writing, row: StagedRow, judged: Judged, person: Person) -> Model:
    return Nationality(person=person, country_id=writing.sure_pk(judged, "nationality"), **writing.noted(row).columns)


def document(writing: Writing, row: StagedRow, judged: Judged, person: Person) -> Model | None:
    code = judged.codes.get("document_type")
    if code is None or (code != NO_DOCUMENT and not judged.number):
        return None
    unusual = looks_unusual(judged.number, writing.patterns.get(code, ""))
    return IdentityDocument(
        person=person, type_id=writing.sure_pk(judged, "document_type"), number=judged.number, unusual_shape=unusual,
        office=person.office,
        **writing.noted(row).columns,
    )  # fmt: skip


def _contact(kind: str, field: str) -> Make:
    def make(writing: Writing, row: StagedRow, judged: Judged, person: Person) -> Model | None:
        value = judged.typed.get(field)
        columns: dict[str, Any] = writing.noted(row).columns
        # A list does not say whether it is safe to call: somebody asks the person first.
        return ContactPoint(person=person, kind=kind, value=value, since=writing.at, may_leave_content=False,
                            **columns) if value else None  # fmt: skip

    return make


phone, email = _contact(ContactPoint.Kind.PHONE, "phone"), _contact(ContactPoint.Kind.EMAIL, "email")


def residence(writing: Writing, row: StagedRow, judged: Judged, person: Person) -> Model | None:
    address = judged.typed.get("address", "")
    if not address and "district" not in judged.codes:
        return None
    since = judged.registered_on or localdate(writing.at)
    return Residence(person=person, district_id=writing.pk(judged, "district"), address=address, since=since,
                     **writing.noted(row).columns)  # fmt: skip


def situation(writing: Writing, row: StagedRow, judged: Judged, person: Person) -> Model | None:
    status = writing.pk(judged, "status")
    return MigratorySituation(person=person, status_id=status, **writing.noted(row).columns) if status else None


def origin(writing: Writing, row: StagedRow, judged: Judged, person: Person) -> Model | None:
    """Not where somebody else has the number: a list whose numbers repeat is no reason to stop."""
    value, batch = judged.typed.get("external_id"), writing.batch
    if not value or value in writing.taken:
        return None
    writing.taken.add(value)
    return ExternalId(person=person, system=batch.system, value=value, batch=batch)


PARTS: tuple[Make, ...] = (nationality, document, phone, email, residence, situation, origin)
