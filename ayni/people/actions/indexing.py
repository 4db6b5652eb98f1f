"""The search index: keys and lines of names, written in the transaction of whoever changed what they are made of."""

from array import array
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from itertools import chain
from typing import NamedTuple

import numpy as np
from django.db import connection, transaction
from numpy.typing import NDArray

from ayni.access.models import User
from ayni.audit import actions as audit
from ayni.people.models import Birth, NameLine, Person
from ayni.people.queries.entries import all_entries, entries_of
from ayni.people.queries.identities import other_entries
from ayni.people.rules import keys
from ayni.people.rules.keys import Indexed

from .bulk import NewLine, batches, reserve_lines, sounds, write_keys, write_lines

PEOPLE_AT_ONCE = 20_000
MOST_KEYS_KEPT = 6_000_000
"""Keys are sorted before they are written, as many as fit into some 300 MB: the table is a tree, written in order."""


class _Keys(NamedTuple):
    key: NDArray[np.int64]
    born: NDArray[np.uint16]
    line: NDArray[np.int64]
    office: NDArray[np.int32]


class Prepared(NamedTuple):
    """What the index will hold of some people. Instead of numbers of lines, `keys` has their places in `lines`."""

    keys: _Keys
    lines: list[NewLine]


class _Alike(NamedTuple):
    """People with as many words in each part of their name."""

    places: "array[int]"
    hashes: "array[int]"
    """Of all their words."""


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
    kept: list[_Keys] = []
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


def prepare(people: list[Indexed]) -> Prepared:
    """Keys and lines of these people. Asks the database nothing."""
    of_shape = _by_shape(people)
    own: list[bytes] = [b""] * len(people)
    parts: list[tuple[NDArray[np.int64], NDArray[np.int64]]] = []
    for shape, (places, hashes) in of_shape.items():
        pairs = keys.pairs_of(*shape)
        rows = np.array(hashes, dtype=np.uint64).reshape(len(places), -1)
        if pairs:
            parts.append(_of_pairs(keys.pair_keys(rows, pairs), np.array(places, dtype=np.int64), own))
    for place, person in enumerate(people):
        if person.numbers or person.phones:
            numbers = np.unique(np.array(keys.of_numbers(person), dtype=np.int64))
            own[place] += numbers.tobytes()
            parts.append((numbers, np.full(len(numbers), place)))
    dated = [place for place, person in enumerate(people) if person.precision == Birth.EXACT and person.born]
    parts.append((np.full(len(dated), keys.BIRTH), np.array(dated, dtype=np.int64)))
    born = np.array([keys.days_of(person.born) for person in people], dtype=np.uint16)
    office = np.array([person.office for person in people], dtype=np.int32)
    key, whose = (np.concatenate([part[n] for part in parts]) for n in (0, 1))
    lines = [
        (person.person, sounds(person), day, person.office, its)
        for person, day, its in zip(people, born.tolist(), own, strict=True)
    ]
    return Prepared(_Keys(key, born[whose], whose, office[whose]), lines)


def _by_shape(people: Iterable[Indexed]) -> dict[tuple[int, int, int], _Alike]:
    """People by how many words each part of their name has: their places, and the hashes of all their words."""
    of_shape: dict[tuple[int, int, int], _Alike] = defaultdict(lambda: _Alike(array("q"), array("Q")))
    heard = keys.heard
    for place, person in enumerate(people):
        given = heard(person.given_name_1).hashes
        if person.given_name_2:
            given += heard(person.given_name_2).hashes
        known_as = heard(person.known_as).hashes[: keys.MOST_KNOWN_AS] if person.known_as else ()
        surnames = heard(person.surname_1).hashes
        if person.surname_2:
            surnames += heard(person.surname_2).hashes
        given, surnames = given[: keys.MOST_GIVEN], surnames[: keys.MOST_SURNAMES]
        places, hashes = of_shape[len(given), len(surnames), len(known_as)]
        places.append(place)
        hashes.extend(given + known_as + surnames)
    return of_shape


def _of_pairs(
    found: NDArray[np.int64], places: NDArray[np.int64], own: list[bytes]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Keys and places, each key of a person once; their bytes are noted under `own`."""
    found = np.sort(found, axis=1)
    is_new = np.ones(found.shape, dtype=bool)
    is_new[:, 1:] = found[:, 1:] != found[:, :-1]
    differ: list[bool] = np.all(is_new, axis=1).tolist()
    for place, row, all_new in zip(places.tolist(), found, differ, strict=True):
        own[place] = row.tobytes() if all_new else np.unique(row).tobytes()
    return found[is_new], np.broadcast_to(places[:, None], found.shape)[is_new]


def _write_keys(kept: list[_Keys]) -> int:
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
