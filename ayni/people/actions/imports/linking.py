"""Rows of people who have a file: what the file does not know yet is added, and nothing that it knows is changed."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from django.db.models import Model

from ayni.audit import actions as audit
from ayni.people.actions.indexing import reindex
from ayni.people.models import (
    Birth,
    Consent,
    ContactPoint,
    IdentityChange,
    IdentityDocument,
    MigratorySituation,
    Nationality,
    Person,
    Purpose,
    Residence,
    RowState,
    StagedRow,
)
from ayni.people.rules.documents import compared, phone_tail
from ayni.people.rules.imports.codes import NO_DOCUMENT, UNKNOWN_COUNTRY, UNKNOWN_SEX
from ayni.people.rules.imports.judging import Judged

from . import writing as make
from .writing import Writing

COLUMN = "column"
"""In `StagedRow.added`: a column of the person that was empty."""


class _Held:
    """What the files of these people know already: a statement for each table, however many they are."""

    def __init__(self, ids: Sequence[UUID]) -> None:
        people = Person.objects.select_for_update(of=("self",)).select_related("sex").order_by("pk")
        self.people = {p.pk: p for p in people.filter(pk__in=ids)}
        self.documents = _by_person(IdentityDocument.objects.filter(ended_at=None).select_related("type"), ids)
        self.contacts = _by_person(ContactPoint.objects.filter(ended_at=None), ids)
        self.nationalities = _by_person(Nationality.objects.filter(ended_at=None).select_related("country"), ids)
        self.situations = _by_person(MigratorySituation.objects.filter(is_current=True), ids)
        self.residences = _by_person(Residence.objects.filter(ended_at=None), ids)
        standing = Consent.objects.filter(purpose=Purpose.REGISTER, withdrawn_at=None, person__in=ids).order_by()
        self.kept = set(standing.values_list("person_id", flat=True))


def _by_person(rows: Any, ids: Sequence[UUID]) -> dict[UUID, list[Any]]:
    found: dict[UUID, list[Any]] = defaultdict(list)
    for row in rows.filter(person__in=ids).order_by("pk"):
        found[row.person_id].append(row)
    return found


def link_people(writing: Writing, rows: Sequence[tuple[StagedRow, Judged, UUID]]) -> None:
    """Add to each file what it lacks. The rows say afterwards what was added; the caller saves them."""
    held = _Held([pk for _row, _judged, pk in rows])
    writing.look_at_origins(judged for _row, judged, _pk in rows)
    for row, judged, pk in rows:
        person = held.people[pk]
        row.person, row.match, row.state = person, person, RowState.LINKED
        # To a file that nobody agreed to any more, nothing is added.
        row.added = _add(writing, row, judged, person, held) if pk in held.kept else []
    audit.record_many(_line(writing, row) for row, _judged, _pk in rows)
    make.take_the_rest(writing, [(row, judged) for row, judged, _pk in rows])


def _line(writing: Writing, row: StagedRow) -> audit.Line:
    details = {
        "batch": str(writing.batch.pk),
        "row": row.number,
        "added": sorted({str(what) for what, *_pk in row.added}),
    }
    return audit.Line("person.linked", "people.Person", str(row.person_id), str(writing.by.pk), writing.at,
                      row.person_id, details=details)  # fmt: skip


def _add(writing: Writing, row: StagedRow, judged: Judged, person: Person, held: _Held) -> list[list[Any]]:
    added: list[list[Any]] = []
    for part in _missing(writing, row, judged, person, held):
        part.save(force_insert=True)
        added.append([part._meta.label, part.pk])
        _remember(held, part, person)
    filled = _fill(writing, judged, person)
    if filled:
        person.save(update_fields=list(filled))
        change = IdentityChange.objects.create(
            person=person, columns=list(filled), before=filled, **writing.noted(row).columns
        )
        added += [[change._meta.label, change.pk], *([COLUMN, name] for name in filled)]
    if added:
        reindex(person)
    return added


def _missing(writing: Writing, row: StagedRow, judged: Judged, person: Person, held: _Held) -> Iterable[Model]:
    pk, typed = person.pk, judged.typed
    tails = {phone_tail(contact.value) for contact in held.contacts[pk]}
    lacks = (
        (_lacks_document(judged, held.documents[pk]), make.document),
        (phone_tail(typed.get("phone", "")) not in tails, make.phone),
        (typed.get("email") not in {contact.value for contact in held.contacts[pk]}, make.email),
        (not held.nationalities[pk] and judged.codes["nationality"] != UNKNOWN_COUNTRY, make.nationality),
        (not held.situations[pk], make.situation),
        (not held.residences[pk] and not person.in_transit, make.residence),
        (True, make.origin),
    )
    made = (part(writing, row, judged, person) for is_lacking, part in lacks if is_lacking)
    return [part for part in made if part is not None]


def _lacks_document(judged: Judged, held: Sequence[IdentityDocument]) -> bool:
    """That somebody has no document is said only of whoever has none in the file."""
    if judged.codes.get("document_type") == NO_DOCUMENT:
        return not held
    return compared(judged.number) not in {compared(document.number) for document in held}


def _remember(held: _Held, part: Model, person: Person) -> None:
    """So that a second row of the same person does not add the same again."""
    tables: dict[type[Model], dict[UUID, list[Any]]] = {
        IdentityDocument: held.documents, ContactPoint: held.contacts, Nationality: held.nationalities,
        MigratorySituation: held.situations, Residence: held.residences,
    }  # fmt: skip
    if type(part) in tables:
        tables[type(part)][person.pk].append(part)


def _fill(writing: Writing, judged: Judged, person: Person) -> dict[str, Any]:
    """Write columns that are empty; gives them with what they said before."""
    new = make.person_of(writing, judged)
    before: dict[str, Any] = {}
    if person.birth_precision == Birth.UNKNOWN and new.birth_date:
        before |= {"birth_date": None, "birth_precision": Birth.UNKNOWN.value}
    if person.sex.code == UNKNOWN_SEX and judged.codes["sex"] != UNKNOWN_SEX:
        before["sex"] = UNKNOWN_SEX
    for name in ("language", "education", "district"):
        if getattr(person, f"{name}_id") is None and getattr(new, f"{name}_id") and not person.in_transit:
            before[name] = None
    if person.surname_1 and not person.surname_2 and new.surname_2 and new.surname_1 == person.surname_1:
        before["surname_2"] = ""
    if not person.known_as and new.known_as:
        before["known_as"] = ""
    for name in before:
        setattr(person, name, getattr(new, name))
    return before
