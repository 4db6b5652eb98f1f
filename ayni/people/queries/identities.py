"""As whom else people were registered, before two files became one."""

from collections import defaultdict
from collections.abc import Collection
from typing import Any
from uuid import UUID

from ayni.people.models import Birth, OtherIdentity, Person
from ayni.people.rules import keys, snapshots
from ayni.people.rules.likeness import Known


def other_facts(people: Collection[UUID]) -> dict[UUID, list[keys.Facts]]:
    """Under which other names and births these people are to be found. One statement, and few rows."""
    found: dict[UUID, list[keys.Facts]] = defaultdict(list)
    for person in _others(people):
        found[person.pk].append(
            keys.Facts(
                office_id=person.office_id,
                given=keys.name_words(person.given_name_1, person.given_name_2),
                surnames=keys.name_words(person.surname_1, person.surname_2),
                known_as=keys.name_words(person.known_as),
                born=person.birth_date if person.birth_precision == Birth.EXACT else None,
            )
        )
    return found


def other_known(people: Collection[UUID]) -> dict[UUID, list[Known]]:
    """The same, to be compared with what is sought."""
    found: dict[UUID, list[Known]] = defaultdict(list)
    for person in _others(people):
        found[person.pk].append(known(person))
    return found


def known(person: Person) -> Known:
    words = keys.name_words
    return Known(
        words(person.given_name_1, person.given_name_2),
        words(person.surname_1),
        words(person.surname_2),
        words(person.known_as),
        person.birth_date,
        person.birth_precision,
    )


def _others(people: Collection[UUID]) -> list[Person]:
    rows = (
        OtherIdentity.objects.filter(person__in=people).order_by("pk").values_list("person", "person__office", "values")
    )
    return [_as(pk, office, values) for pk, office, values in rows] if people else []


def _as(pk: UUID, office: int, values: dict[str, Any]) -> Person:
    """What the person was registered as, under the id that they have now."""
    person: Person = snapshots.read(Person, values)
    person.pk, person.office_id = pk, office
    return person


def also_registered_as(person: Person) -> list[tuple[OtherIdentity, Person]]:
    """For the pages of a file, the latest first."""
    rows = person.other_identities.select_related("merge", "recorded_by").order_by("-pk")
    return [(row, snapshots.read(Person, row.values)) for row in rows]
