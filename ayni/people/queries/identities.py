"""As whom else people were registered, before two files became one."""

from collections import defaultdict
from collections.abc import Collection, Iterator
from typing import Any
from uuid import UUID

from ayni.people.models import OtherIdentity, Person
from ayni.people.rules import keys, snapshots
from ayni.people.rules.keys import Indexed
from ayni.people.rules.likeness import Known


def other_entries(people: Collection[UUID] | None = None) -> Iterator[Indexed]:
    """What goes into the search index under other names and births: of these people, or of everybody. Few rows."""
    for p in _others(people):
        names = (p.given_name_1, p.given_name_2, p.surname_1, p.surname_2, p.known_as)
        yield Indexed(p.pk, p.office_id, *names, p.birth_date, p.birth_precision)


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


def _others(people: Collection[UUID] | None) -> list[Person]:
    rows = OtherIdentity.objects.order_by("pk")
    if people is not None:
        rows = rows.filter(person__in=people)
    values = rows.values_list("person", "person__office", "values")
    return [_as(*row) for row in values] if people is None or people else []


def _as(pk: UUID, office: int, values: dict[str, Any]) -> Person:
    """What the person was registered as, under the id that they have now."""
    person: Person = snapshots.read(Person, values)
    person.pk, person.office_id = pk, office
    return person


def also_registered_as(person: Person) -> list[tuple[OtherIdentity, Person]]:
    """For the pages of a file, the latest first. Asks for none where `whole` has said that there is no merge."""
    if not getattr(person, "has_merges", True):
        return []
    rows = person.other_identities.select_related("merge", "recorded_by").order_by("-pk")
    return [(row, registered_as(row)) for row in rows]


def registered_as(row: OtherIdentity) -> Person:
    """As whom it was, not stored."""
    person: Person = snapshots.read(Person, row.values)
    return person
