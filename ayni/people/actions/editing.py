"""Verbs that change one part of a file. What was so before is kept: a row ends, another begins."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate

from ayni.access.models import User
from ayni.audit import actions as audit
from ayni.codelists.models import Country
from ayni.people.models import (
    ContactPoint,
    IdentityChange,
    IdentityDocument,
    Person,
    Sourced,
)
from ayni.people.queries import histories as queries
from ayni.people.rules import contacts, registering
from ayni.people.rules import editing as rules
from ayni.people.rules.characteristics import MIRRORS
from ayni.people.rules.registering import NewContact, NewDocument
from ayni.people.rules.sources import SAID, Noted, Provenance, Told

from .characteristics import write_mirrored
from .indexing import reindex
from .keeping import held_open
from .parts import create_contact, create_document, create_nationalities


@transaction.atomic
def correct_identity(
    *, person: Person, nationalities: Sequence[Country], told: Told = SAID, by: User, at: datetime, **values: Any
) -> Person:
    """Write names, birth, sex, gender, nationalities, language and education as they are now known.

    `values`: the columns of `rules.IDENTITY`. The trail keeps which of them changed, not what they said.
    """
    person = held_open(person)
    rules.check_columns(set(values))
    merged = {name: values.get(name, getattr(person, name)) for name in rules.IDENTITY}
    others = [merged[name] for name in rules.OTHER_NAMES]
    registering.check_name(given_name_1=merged["given_name_1"], others=others)
    registering.check_birth(born=merged["birth_date"], precision=merged["birth_precision"], today=localdate(at))
    registering.check_nationalities(codes=[country.code for country in nationalities])
    changed = [name for name in rules.IDENTITY if getattr(person, name) != merged[name]]
    noted = Noted(by, at, told.provenance)
    _write_identity(person, {name: merged[name] for name in changed}, told, noted)
    standing = list(person.nationalities.filter(ended_at=None).select_related("country"))
    if {n.country.code for n in standing} != {country.code for country in nationalities}:
        for gone in standing:
            if gone.country not in nationalities:
                told.check_over(gone.source, gone.confidence)
        create_nationalities(person, nationalities, noted)
        changed.append("nationalities")
    reindex(person)
    _record("person.corrected", person, person, by, at, changed=changed)
    return person


def _write_identity(person: Person, new: dict[str, Any], told: Told, noted: Noted) -> None:
    """Into the columns, with what they said before and where what they say now comes from."""
    if not new:
        return
    changes = queries.changes_of(person)
    sources, before = queries.sources_of(changes), queries.identity_now(person)
    for column in new.keys() - MIRRORS.keys():
        standing = sources.get(column, Provenance())
        told.check_over(standing.source, standing.confidence)
    for column in new.keys() & MIRRORS.keys():
        write_mirrored(person, MIRRORS[column], new[column].code if new[column] else None, noted, told)
    for column, value in new.items():
        setattr(person, column, value)
    person.save(update_fields=list(new))
    columns = [column for column in new if column in before]
    if columns:
        IdentityChange.objects.create(
            person=person, columns=columns, before={column: before[column] for column in columns}, **noted.columns
        )


@transaction.atomic
def add_document(
    *, person: Person, document: NewDocument, told: Told = SAID, by: User, at: datetime
) -> IdentityDocument:
    person = held_open(person)
    held = person.documents.filter(ended_at__isnull=True)
    rules.check_new_document(
        code=document.type.code,
        is_there=held.filter(type__code=document.type.code, number=document.number).exists(),
        has_others=held.exclude(type__code=document.type.code).exists(),
    )
    if document.number:
        # Somebody who had no document has one now.
        held.filter(number="", type__code=rules.NO_DOCUMENT).update(ended_at=at)
    added = create_document(person, document, Noted(by, at, told.provenance))
    reindex(person)
    _record("document.added", added, person, by, at, type=document.type.code, unusual=added.unusual_shape)
    return added


@transaction.atomic
def verify_document(*, document: IdentityDocument, by: User, at: datetime) -> IdentityDocument:
    """Somebody of ours saw the original."""
    person = held_open(document.person)
    document.is_verified = True
    for name, value in Noted(by, at, queries.said(document)).seen().columns.items():
        setattr(document, name, value)
    document.save(update_fields=["is_verified", *Sourced.SOURCED])
    _record("document.verified", document, person, by, at)
    return document


@transaction.atomic
def end_document(*, document: IdentityDocument, by: User, at: datetime) -> IdentityDocument:
    """The person has it no longer, or it was recorded by mistake."""
    person = held_open(document.person)
    document = IdentityDocument.objects.select_for_update(of=("self",)).get(pk=document.pk)
    rules.check_not_ended(has_ended=document.ended_at is not None)
    document.ended_at = at
    document.save(update_fields=["ended_at"])
    reindex(person)
    _record("document.ended", document, person, by, at)
    return document


@transaction.atomic
def add_contact(*, person: Person, contact: NewContact, told: Told = SAID, by: User, at: datetime) -> ContactPoint:
    person = held_open(person)
    contacts.check_contact(kind=contact.kind, value=contact.value)
    added = create_contact(person, contact, Noted(by, at, told.provenance))
    reindex(person)
    _record("contact.added", added, person, by, at, kind=contact.kind, is_safe=contact.is_safe)
    return added


@transaction.atomic
def end_contact(*, contact: ContactPoint, by: User, at: datetime) -> ContactPoint:
    """It must not be used any more."""
    # No consent is asked for here: making a person safer never waits for paper.
    contact = ContactPoint.objects.select_for_update(of=("self",)).get(pk=contact.pk)
    rules.check_not_ended(has_ended=contact.ended_at is not None)
    contact.ended_at = at
    contact.save(update_fields=["ended_at"])
    reindex(contact.person)
    _record("contact.ended", contact, contact.person, by, at)
    return contact


def _record(verb: str, subject: Any, person: Person, by: User, at: datetime, **details: Any) -> None:
    audit.record(verb, subject=subject, by=by, at=at, thread=person.pk, **details)
