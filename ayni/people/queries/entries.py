"""What of people goes into the search index."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from operator import attrgetter
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from ayni.people.models import ContactPoint, IdentityDocument, Person
from ayni.people.rules.documents import phone_tail
from ayni.people.rules.keys import Indexed

from .candidates import blind_phone
from .reading import RawId, as_date, as_raw, as_uuid, part_of

BY_PHONE = (ContactPoint.Kind.PHONE, ContactPoint.Kind.WHATSAPP, ContactPoint.Kind.SMS, ContactPoint.Kind.THROUGH)
COLUMNS = (
    "pk", "office_id", "given_name_1", "given_name_2", "surname_1", "surname_2", "known_as", "birth_date",
    "birth_precision",
)  # fmt: skip
_values = attrgetter(*COLUMNS)
_EVERYBODY = """
SELECT id, office_id, given_name_1, given_name_2, surname_1, surname_2, known_as, CAST(birth_date AS varchar(10)),
       birth_precision
FROM people_person WHERE erased_at IS NULL AND id > %s ORDER BY id LIMIT %s
"""
"""Dates as text: the same few are made into dates once."""
_NUMBERS = "SELECT person_id, number FROM people_identitydocument WHERE number <> '' AND person_id BETWEEN %s AND %s"
_day = lru_cache(maxsize=65_536)(as_date)


def entries_of(persons: Sequence[Person]) -> Iterator[Indexed]:
    """Two statements, however many they are."""
    yield from _entries([_values(person) for person in persons], {"person__in": [person.pk for person in persons]})


def all_entries(at_once: int) -> Iterator[Indexed]:
    """Of all who were not erased, as plain values: making somebody of each row would take longer than all the rest."""
    last = as_raw(UUID(int=0))
    while rows := part_of(_EVERYBODY, [last, at_once]):
        first, last = rows[0][0], rows[-1][0]
        numbers: dict[RawId, list[str]] = defaultdict(list)
        for pk, number in part_of(_NUMBERS, [first, last]):
            numbers[pk].append(number)
        whose = {"person__gte": as_uuid(first), "person__lte": as_uuid(last)}
        phones = {as_raw(pk): blind for pk, blind in _phones(whose).items()}
        for pk, office, *names, born, precision in rows:
            day = _day(born) if born else None
            yield Indexed._make((pk, office, *names, day, precision, numbers.get(pk, ()), phones.get(pk, ())))


def _entries(rows: Iterable[Sequence[Any]], whose: dict[str, Any]) -> Iterator[Indexed]:
    numbers = _grouped(IdentityDocument.objects.filter(**whose).exclude(number="").order_by(), "number")
    phones = _phones(whose)
    for row in rows:
        yield Indexed._make((*row, numbers.get(row[0], ()), phones.get(row[0], ())))


def _phones(whose: dict[str, Any]) -> dict[UUID, list[bytes]]:
    contacts = ContactPoint.objects.filter(ended_at__isnull=True, kind__in=BY_PHONE, **whose).order_by()
    return {
        pk: [blind_phone(tail) for tail in map(phone_tail, values) if tail]
        for pk, values in _grouped(contacts, "value").items()
    }


def _grouped(rows: "QuerySet[Any]", column: str) -> dict[UUID, list[str]]:
    found: dict[UUID, list[str]] = defaultdict(list)
    for pk, value in rows.values_list("person_id", column):
        found[pk].append(value)
    return found
