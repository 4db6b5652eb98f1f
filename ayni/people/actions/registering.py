from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate

from ayni.access.models import Office, User
from ayni.audit import actions as audit
from ayni.people import queries
from ayni.people.models import FoundBy, IdentityChange, MigratorySituation, Person, Residence
from ayni.people.queries import Found
from ayni.people.queries.matching import Match
from ayni.people.rules import contacts, registering
from ayni.people.rules.editing import IDENTITY
from ayni.people.rules.registering import NewPerson, Searched
from ayni.people.rules.sources import Noted, Provenance

from .characteristics import create_characteristics
from .consents import give_consent
from .duplicates import asked_about, note_duplicates
from .indexing import index
from .parts import create_contact, create_document, create_nationalities, create_relative


@transaction.atomic
def register(*, person: NewPerson, searched: Searched, by: User, at: datetime) -> Person:
    """Open a file for somebody who was looked for and not found."""
    office = registering.office_of(by)
    found = _check(person, searched, by, at)
    made = _create(person, office, by, at)
    _add_parts(made, person, Noted(by, at, person.provenance))
    index([made])
    audit.record(
        "person.registered",
        subject=made,
        by=by,
        at=at,
        thread=made.pk,
        office=made.office_id,
        dismissed=sorted(str(pk) for pk in searched.dismissed),
    )
    for consent in person.consents:
        give_consent(
            person=made,
            purpose=consent.purpose,
            organisation=consent.organisation,
            basis=consent.basis,
            text=consent.text,
            grounds=consent.grounds,
            by=by,
            at=at,
        )
    _note_duplicates(made, found, searched, by, at)
    return made


def _note_duplicates(made: Person, found: Found, searched: Searched, by: User, at: datetime) -> None:
    """Whoever was shown as very likely and said to be somebody else, and whoever could not be shown: a supervisor
    looks at both files."""
    shown = [
        Match(hit.person.pk, hit.score, hit.is_strong, hit.reasons)
        for hit in found.hits
        if hit.person.pk in searched.dismissed
    ]
    hidden = queries.liken(made, found.hidden) if found.hidden else []
    matches = [*asked_about(shown), *hidden]
    note_duplicates(person=made, matches=matches, found_by=FoundBy.REGISTER, by=by, at=at)


def _check(new: NewPerson, searched: Searched, by: User, at: datetime) -> Found:
    """Raises what stands against it. Returns who the person may already be."""
    registering.check_searched(searched_by=searched.by, searched_at=searched.at, by=by.pk, at=at)
    others = [new.given_name_2, new.surname_1, new.surname_2]
    registering.check_name(given_name_1=new.given_name_1, others=others)
    registering.check_birth(born=new.birth_date, precision=new.birth_precision, today=localdate(at))
    registering.check_nationalities(codes=[country.code for country in new.nationalities])
    registering.check_place(has_district=new.district is not None, in_transit=new.in_transit)
    registering.check_documents(documents=[(document.type.code, document.number) for document in new.documents])
    for contact in new.contacts:
        contacts.check_contact(kind=contact.kind, value=contact.value)
    registering.check_keeping(purposes=[consent.purpose for consent in new.consents])
    sought = registering.sought(new)
    found = Found() if sought.is_empty else queries.search_for(sought, by)
    strong = {hit.person.pk for hit in found.hits if hit.is_strong}
    registering.check_nobody_was_missed(strong=strong, dismissed=searched.dismissed)
    return found


def _create(new: NewPerson, office: Office, by: User, at: datetime) -> Person:
    return Person.objects.create(
        given_name_1=new.given_name_1,
        given_name_2=new.given_name_2,
        surname_1=new.surname_1,
        surname_2=new.surname_2,
        known_as=new.known_as,
        birth_date=new.birth_date,
        birth_precision=new.birth_precision,
        sex=new.sex,
        gender=new.gender,
        language=new.language,
        needs_interpreter=new.needs_interpreter,
        education=new.education,
        district=new.district,
        in_transit=new.in_transit,
        office=office,
        registered_by=by,
        registered_at=at,
        is_fictitious=new.is_fictitious,
    )


def _add_parts(person: Person, new: NewPerson, noted: Noted) -> None:
    if new.provenance != Provenance():
        IdentityChange.objects.create(person=person, columns=list(IDENTITY), **noted.columns)
    create_nationalities(person, new.nationalities, noted)
    for document in new.documents:
        create_document(person, document, noted)
    if new.status:
        MigratorySituation.objects.create(person=person, status=new.status, since=new.status_since, **noted.columns)
    for contact in new.contacts:
        create_contact(person, contact, noted)
    if new.district or new.in_transit:
        Residence.objects.create(
            person=person,
            district=new.district,
            in_transit=new.in_transit,
            address=new.address,
            since=localdate(noted.at),
            **noted.columns,
        )
    create_characteristics(person, new.characteristics, noted)
    for relative in new.relatives:
        create_relative(person, relative, noted)
