from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from itertools import islice
from uuid import UUID

from django.db import connection, transaction

from ayni.access.models import User
from ayni.audit import actions as audit
from ayni.people.models import NameLine, Person, SearchKey
from ayni.people.queries.identities import other_facts
from ayni.people.queries.search import facts_of
from ayni.people.rules import keys

PEOPLE_AT_ONCE = 5000


def index(persons: Iterable[Person]) -> int:
    """Write the search keys of people who have none yet. Inside the transaction of whoever made them."""
    written = 0
    for batch in _batches(persons, PEOPLE_AT_ONCE):
        known = facts_of(batch)
        others = other_facts([person.pk for person in batch])
        rows = [
            (key, person.pk, person.office_id)
            for person, facts in zip(batch, known, strict=True)
            for key in keys.of_person(facts).union(*map(keys.of_person, others.get(person.pk, ())))
        ]
        _insert(rows)
        _write_lines([(p, facts, others.get(p.pk, [])) for p, facts in zip(batch, known, strict=True)])
        written += len(rows)
    return written


def _write_lines(persons: list[tuple[Person, keys.Facts, list[keys.Facts]]]) -> None:
    stored = NameLine._meta.get_field("person").get_db_prep_save
    rows = [
        (stored(person.pk, connection), _sounds(facts, others), keys.days_of(person.birth_date))
        for person, facts, others in persons
    ]
    with connection.cursor() as cursor:
        cursor.executemany("INSERT INTO people_nameline (person_id, words, born) VALUES (%s, %s, %s)", rows)


def _sounds(facts: keys.Facts, others: list[keys.Facts]) -> str:
    if not others:
        return facts.sounds
    return " ".join(dict.fromkeys(word for one in (facts, *others) for word in one.sounds.split()))


def _insert(rows: list[tuple[int, UUID, int]]) -> None:
    """Ten rows a person: making a model instance of each would take longer than everything else together."""
    stored = SearchKey._meta.get_field("person").get_db_prep_save
    by_key = sorted((key, stored(pk, connection), office) for key, pk, office in rows)
    with connection.cursor() as cursor:
        cursor.executemany("INSERT INTO people_searchkey (key, person_id, office_id) VALUES (%s, %s, %s)", by_key)


def reindex(person: Person) -> None:
    """Write the keys of a person anew, after something that they are made of has changed."""
    unindex(person)
    index([Person.objects.get(pk=person.pk)])


def unindex(person: Person) -> None:
    """Nobody finds this person any more."""
    SearchKey.objects.filter(person=person).delete()
    NameLine.objects.filter(person=person).update(person=None, words="", born=0)


@transaction.atomic
def rebuild_index(*, by: User | str, at: datetime, progress: Callable[[int], None] | None = None) -> int:
    """Throw all search keys away and write them again, for instance after the rules of sound changed."""
    SearchKey.objects.all().delete()
    NameLine.objects.all().delete()
    written = done = 0
    for batch in _batches(Person.objects.order_by("pk").iterator(chunk_size=PEOPLE_AT_ONCE), PEOPLE_AT_ONCE):
        written += index(batch)
        done += len(batch)
        if progress:
            progress(done)
    audit.record("people.index_rebuilt", subject=SearchKey(), by=by, at=at, people=done, keys=written)
    return written


def _batches(persons: Iterable[Person], size: int) -> Iterator[list[Person]]:
    rest = iter(persons)
    while batch := list(islice(rest, size)):
        yield batch
