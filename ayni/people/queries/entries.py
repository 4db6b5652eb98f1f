"""What of people goes into the search index."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from operator import attrgetter
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from ayni.people.models import ContactPoint, IdentityDocument, Person
from ayni.people.rules.documents import phone_tail
from ayni.people.rules.keys import Indexed

from .candidates import blind_phone

BY_PHONE = (ContactPoint.Kind.PHONE, ContactPoint.Kind.WHATSAPP, ContactPoint.Kind.SMS, ContactPoint.Kind.THROUGH)
COLUMNS = (
    "pk", "office_id", "given_name_1", "given_name_2", "surname_1", "surname_2", "known_as", "birth_date",
    "birth_precision",
)  # fmt: skip
_values = attrgetter(*COLUMNS)


def entries_of(persons: Sequence[Person]) -> Iterator[Indexed]:
    """Two statements, however many they are."""
    yield from _entries([_values(person) for person in persons], {"person__in": [person.pk for person in persons]})


def all_entries(at_once: int) -> Iterator[Indexed]:
    """Of everybody, as plain values: making somebody of each row would take longer than everything else together."""
    last = UUID(int=0)
    people = Person.objects.order_by("pk").values_list(*COLUMNS)
    while rows := list(people.filter(pk__gt=last)[:at_once]):
        first, last = rows[0][0], rows[-1][0]
        yield from _entries(rows, {"person__gte": first, "person__lte": last})


def _entries(rows: Iterable[Sequence[Any]], whose: dict[str, Any]) -> Iterator[Indexed]:
    numbers = _grouped(IdentityDocument.objects.filter(**whose).exclude(number="").order_by(), "number")
    phones: dict[UUID, list[bytes]] = defaultdict(list)
    contacts = ContactPoint.objects.filter(ended_at__isnull=True, kind__in=BY_PHONE, **whose).order_by()
    for pk, values in _grouped(contacts, "value").items():
        phones[pk] = [blind_phone(tail) for tail in map(phone_tail, values) if tail]
    for row in rows:
        yield Indexed._make((*row, numbers.get(row[0], ()), phones.get(row[0], ())))


def _grouped(rows: "QuerySet[Any]", column: str) -> dict[UUID, list[str]]:
    found: dict[UUID, list[str]] = defaultdict(list)
    for pk, value in rows.values_list("person_id", column):
        found[pk].append(value)
    return found
