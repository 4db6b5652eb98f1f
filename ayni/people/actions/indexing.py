"""The search index: keys and lines of names, written in the transaction of whoever changed what they are made of."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from itertools import chain

import numpy as np
from django.db import connection, transaction

from ayni.access.models import User
from ayni.audit import actions as audit
from ayni.people.models import NameLine, Person
from ayni.people.queries.entries import all_entries, entries_of
from ayni.people.queries.identities import other_entries
from ayni.people.rules import keys
from ayni.people.rules.keys import Indexed

from .bulk import batches, reserve_lines, write_keys, write_lines
from .preparing import Keys, Prepared, prepare

PEOPLE_AT_ONCE = 20_000
MOST_KEYS_KEPT = 6_000_000
"""Keys are sorted before they are written, as many as fit into some 300 MB: the table is a tree, written in order."""


def index(persons: Iterable[Person]) -> int:
    """Write the search keys of people who have none yet. Inside the transaction of whoever made them."""
    return index_rows(chain.from_iterable(_entries(batch) for batch in batches(persons, PEOPLE_AT_ONCE)))


def _entries(persons: Sequence[Person]) -> Iterator[Indexed]:
    """As the files say, and a line more for each other name under which somebody was registered."""
    yield from entries_of(persons)
    yield from other_entries([person.pk for person in persons])


def index_rows(people: Iterable[Indexed]) -> int:
    """The same, of people given as plain values: for imports and registers, as many as there are."""
    return write_prepared(prepare(batch) for batch in batches(people, PEOPLE_AT_ONCE))


def write_prepared(prepared: Iterable[Prepared]) -> int:
    """The rows that `prepare` has worked out, perhaps in another process."""
    kept: list[Keys] = []
    written = waiting = 0
    for batch in prepared:
        numbers = reserve_lines(len(batch.lines))
        write_lines(numbers, batch.lines)
        found = batch.keys._replace(line=numbers[batch.keys.line])
        kept.append(found)
        waiting += len(found.key)
        if waiting >= MOST_KEYS_KEPT:
            written += _write_keys(kept)
            waiting = 0
    return written + _write_keys(kept)


def _write_keys(kept: list[Keys]) -> int:
    if not kept:
        return 0
    columns = [np.concatenate(column) for column in zip(*kept, strict=True)]
    kept.clear()
    order = np.argsort(columns[0], kind="stable")
    write_keys(*(column[order] for column in columns))
    return len(order)


def unindex(person: Person) -> None:
    """Nobody finds this person any longer: their keys go, and the lines of their name are emptied."""
    lines = NameLine.objects.filter(person=person).values_list("pk", "born", "keys")
    rows = [
        (key, born, pk)
        for pk, born, own in lines
        for key in (keys.BIRTH, *np.frombuffer(bytes(own), dtype=np.int64).tolist())
    ]
    with connection.cursor() as cursor:
        cursor.executemany("DELETE FROM people_searchkey WHERE key = %s AND born = %s AND line = %s", rows)
    NameLine.objects.filter(person=person).update(person=None, words="", born=0, office=None, keys=b"")


def reindex(person: Person) -> None:
    """Write the keys of a person anew, after something that they are made of has changed."""
    unindex(person)
    index([Person.objects.get(pk=person.pk)])


@transaction.atomic
def rebuild_index(*, by: User | str, at: datetime, progress: Callable[[int], None] | None = None) -> int:
    """Throw all search keys away and write them again, for instance after the rules of sound changed."""
    with connection.cursor() as cursor:
        # Through the ORM every row would be read first, because its id is of several columns.
        cursor.execute("DELETE FROM people_searchkey")
        cursor.execute("DELETE FROM people_nameline")
    people = _Counted(all_entries(PEOPLE_AT_ONCE), progress)
    written = index_rows(chain(people, other_entries()))
    audit.record("people.index_rebuilt", subject=NameLine(), by=by, at=at, people=people.done, keys=written)
    return written


class _Counted:
    """The same, telling now and then how many there were so far."""

    def __init__(self, people: Iterable[Indexed], tell: Callable[[int], None] | None) -> None:
        self.people, self.tell, self.done = people, tell, 0

    def __iter__(self) -> Iterator[Indexed]:
        for person in self.people:
            yield person
            self.done += 1
            if self.tell and not self.done % PEOPLE_AT_ONCE:
                self.tell(self.done)
        if self.tell:
            self.tell(self.done)
