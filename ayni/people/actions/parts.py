"""The parts of a file, as they are first written. Only for the verbs of this package."""

from collections.abc import Sequence
from uuid import UUID

from django.utils.timezone import localdate

from ayni.codelists.models import Country
from ayni.people.models import ContactPoint, IdentityDocument, Nationality, Person, Relationship
from ayni.people.rules import documents
from ayni.people.rules.registering import NewContact, NewDocument, NewRelative
from ayni.people.rules.sources import Noted


def create_nationalities(person: Person, countries: Sequence[Country], noted: Noted) -> None:
    """These and no others, in this order. Those that are no longer said end; those that stay keep their source."""
    codes = {country.code: order for order, country in enumerate(countries, 1)}
    standing = {n.country.code: n for n in person.nationalities.filter(ended_at=None).select_related("country")}
    for code, nationality in standing.items():
        if code in codes:
            nationality.order = codes[code]
        else:
            nationality.ended_at, nationality.until = noted.at, localdate(noted.at)
        nationality.save(update_fields=["order", "ended_at", "until"])
    for country in countries:
        if country.code not in standing:
            Nationality.objects.create(person=person, country=country, order=codes[country.code], **noted.columns)


def create_document(person: Person, new: NewDocument, noted: Noted) -> IdentityDocument:
    number = documents.written(new.number)
    return IdentityDocument.objects.create(
        person=person,
        type=new.type,
        number=number,
        issued_in=new.issued_in,
        issued_on=new.issued_on,
        expires_on=new.expires_on,
        is_verified=new.is_verified,
        unusual_shape=documents.looks_unusual(number, new.type.pattern),
        office_id=person.office_id,
        **(noted.seen() if new.is_verified else noted).columns,
    )


def create_contact(person: Person, new: NewContact, noted: Noted) -> ContactPoint:
    return ContactPoint.objects.create(
        person=person,
        kind=new.kind,
        value=new.value,
        is_safe=new.is_safe,
        may_call=new.may_call,
        may_leave_content=new.may_leave_content,
        instructions=new.instructions,
        since=noted.at,
        **noted.columns,
    )


def create_relative(person: Person, new: NewRelative, noted: Noted, link: UUID | None = None) -> Relationship:
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
        **noted.columns,
    )
