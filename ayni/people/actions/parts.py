"""The parts of a file, as they are first written. Only for the verbs of this package."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from ayni.access.models import User
from ayni.codelists.models import Country
from ayni.people.models import ContactPoint, IdentityDocument, Nationality, Person, Relationship
from ayni.people.rules import documents
from ayni.people.rules.registering import NewContact, NewDocument, NewRelative


def create_nationalities(person: Person, countries: Iterable[Country]) -> None:
    """These and no others, in this order."""
    person.nationalities.all().delete()
    for order, country in enumerate(countries, 1):
        Nationality.objects.create(person=person, country=country, order=order)


def create_document(person: Person, new: NewDocument) -> IdentityDocument:
    number = documents.written(new.number)
    return IdentityDocument.objects.create(
        person=person,
        type=new.type,
        number=number,
        issued_in=new.issued_in,
        expires_on=new.expires_on,
        is_verified=new.is_verified,
        unusual_shape=documents.looks_unusual(number, new.type.pattern),
    )


def create_contact(person: Person, new: NewContact, at: datetime) -> ContactPoint:
    return ContactPoint.objects.create(
        person=person,
        kind=new.kind,
        value=new.value,
        is_safe=new.is_safe,
        may_call=new.may_call,
        may_leave_content=new.may_leave_content,
        instructions=new.instructions,
        since=at,
    )


def create_relative(
    person: Person, new: NewRelative, *, by: User, at: datetime, link: UUID | None = None
) -> Relationship:
    """One row: what the relative is to this person."""
    return Relationship.objects.create(
        person=person,
        kind=new.kind,
        name=new.name,
        birth_year=new.birth_year,
        is_told=new.is_told,
        born_in_peru=new.born_in_peru,
        lives_together=new.lives_together,
        relative=new.relative,
        link=link,
        since=new.since,
        since_known=new.since_known,
        source=new.source.source,
        confidence=new.source.confidence,
        reference=new.source.reference,
        recorded_by=by,
        recorded_at=at,
    )
