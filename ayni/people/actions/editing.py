"""Verbs that change one part of a file. What was so before is kept: a row ends, another begins."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate

from ayni.access.models import User
from ayni.audit import actions as audit
from ayni.codelists.models import Country, MigratoryStatus, Territory
from ayni.people import queries
from ayni.people.models import (
    ContactPoint,
    IdentityDocument,
    MigratorySituation,
    Person,
    Purpose,
    Residence,
    Sourced,
)
from ayni.people.rules import consents, contacts, registering
from ayni.people.rules import editing as rules
from ayni.people.rules.registering import NewContact, NewDocument
from ayni.people.rules.sources import Noted, Provenance

from .indexing import reindex
from .parts import create_contact, create_document, create_nationalities


@transaction.atomic
def correct_identity(
    *, person: Person, nationalities: Sequence[Country], by: User, at: datetime, **values: Any
) -> Person:
    """Write names, birth, sex, gender, nationalities, language and education as they are now known.

    `values`: the columns of `rules.IDENTITY`. The trail keeps which of them changed, not what they said.
    """
    person = _open(person)
    rules.check_columns(set(values))
    merged = {name: values.get(name, getattr(person, name)) for name in rules.IDENTITY}
    others = [merged[name] for name in rules.OTHER_NAMES]
    registering.check_name(given_name_1=merged["given_name_1"], others=others)
    registering.check_birth(born=merged["birth_date"], precision=merged["birth_precision"], today=localdate(at))
    registering.check_nationalities(codes=[country.code for country in nationalities])
    changed = [name for name in rules.IDENTITY if getattr(person, name) != merged[name]]
    for name in changed:
        setattr(person, name, merged[name])
    person.save(update_fields=changed)
    standing = person.nationalities.filter(ended_at=None).values_list("country__code", flat=True)
    if set(standing) != {country.code for country in nationalities}:
        create_nationalities(person, nationalities, Noted(by, at))
        changed.append("nationalities")
    reindex(person)
    _record("person.corrected", person, person, by, at, changed=changed)
    return person


@transaction.atomic
def add_document(*, person: Person, document: NewDocument, by: User, at: datetime) -> IdentityDocument:
    person = _open(person)
    held = person.documents.filter(ended_at__isnull=True)
    rules.check_new_document(
        code=document.type.code,
        is_there=held.filter(type__code=document.type.code, number=document.number).exists(),
        has_others=held.exclude(type__code=document.type.code).exists(),
    )
    if document.number:
        # Somebody who had no document has one now.
        held.filter(number="", type__code=rules.NO_DOCUMENT).update(ended_at=at)
    added = create_document(person, document, Noted(by, at))
    reindex(person)
    _record("document.added", added, person, by, at, type=document.type.code, unusual=added.unusual_shape)
    return added


@transaction.atomic
def verify_document(*, document: IdentityDocument, by: User, at: datetime) -> IdentityDocument:
    """Somebody of ours saw the original."""
    person = _open(document.person)
    document.is_verified = True
    for name, value in Noted(by, at, _said(document)).seen().columns.items():
        setattr(document, name, value)
    document.save(update_fields=["is_verified", *Sourced.SOURCED])
    _record("document.verified", document, person, by, at)
    return document


@transaction.atomic
def end_document(*, document: IdentityDocument, by: User, at: datetime) -> IdentityDocument:
    """The person has it no longer, or it was recorded by mistake."""
    person = _open(document.person)
    document = IdentityDocument.objects.select_for_update(of=("self",)).get(pk=document.pk)
    rules.check_not_ended(has_ended=document.ended_at is not None)
    document.ended_at = at
    document.save(update_fields=["ended_at"])
    reindex(person)
    _record("document.ended", document, person, by, at)
    return document


@transaction.atomic
def record_situation(
    *, person: Person, status: MigratoryStatus, status_since: date | None, by: User, at: datetime
) -> MigratorySituation:
    """The person's status from now on. The one before ends when this one begins."""
    person = _open(person)
    now = person.situations.filter(is_current=True).select_related("status").first()
    rules.check_situation_changes(same=now is not None and now.status.code == status.code and now.since == status_since)
    rules.check_since(since=status_since, today=localdate(at))
    if now:
        now.is_current, now.until, now.ended_at = False, now.until or status_since or localdate(at), at
        now.save(update_fields=["is_current", "until", "ended_at"])
    new = MigratorySituation.objects.create(person=person, status=status, since=status_since, **Noted(by, at).columns)
    _record("situation.recorded", new, person, by, at, status=status.code, regularity=status.regularity)
    return new


@transaction.atomic
def add_contact(*, person: Person, contact: NewContact, by: User, at: datetime) -> ContactPoint:
    person = _open(person)
    contacts.check_contact(kind=contact.kind, value=contact.value)
    added = create_contact(person, contact, Noted(by, at))
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


@transaction.atomic
def move(
    *, person: Person, district: Territory | None, in_transit: bool, address: str, since: date, by: User, at: datetime
) -> Residence:
    """The person lives elsewhere now. Where they lived before is kept, until that day."""
    person = _open(person)
    registering.check_place(has_district=district is not None, in_transit=in_transit)
    rules.check_since(since=since, today=localdate(at))
    now = person.residences.filter(ended_at__isnull=True).order_by("-since", "-pk").first()
    rules.check_moves_on(since=since, lives_since=now.since if now else None)
    person.residences.filter(ended_at__isnull=True).update(until=since, ended_at=at)
    new = Residence.objects.create(
        person=person,
        district=district,
        in_transit=in_transit,
        address=address,
        since=since,
        **Noted(by, at).columns,
    )
    person.district, person.in_transit = district, in_transit
    person.save(update_fields=["district", "in_transit"])
    _record("person.moved", new, person, by, at, since=since.isoformat())
    return new


def _open(person: Person) -> Person:
    """Under a lock, if something may be added to this file at all."""
    person = Person.objects.select_for_update(of=("self",)).get(pk=person.pk)
    check_may_keep(person)
    return person


def check_may_keep(person: Person) -> None:
    """Raises CannotKeep, with a sentence, if nothing may be added to what is known of this person."""
    consents.check_may_keep(stands=queries.standing(person, Purpose.REGISTER) is not None)


def _said(row: Sourced) -> Provenance:
    return Provenance(row.source, row.confidence, row.reference)


def _record(verb: str, subject: Any, person: Person, by: User, at: datetime, **details: Any) -> None:
    audit.record(verb, subject=subject, by=by, at=at, thread=person.pk, **details)
