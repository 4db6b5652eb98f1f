"""What the search index will hold of people. Asks the database nothing.

What a name sounds like is worked out once for each different one, and then put together for everybody at once.
"""

from collections.abc import Callable, Iterator, Sequence
from functools import reduce
from itertools import combinations
from operator import add
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ayni.people.models import Birth
from ayni.people.rules import keys
from ayni.people.rules.keys import Indexed

from .bulk import NewLine

Numbers = NDArray[np.int64]


class Keys(NamedTuple):
    key: Numbers
    born: NDArray[np.uint16]
    line: Numbers
    office: NDArray[np.int32]


class Prepared(NamedTuple):
    """What the index will hold of some people. Instead of numbers of lines, `keys` has their places in `lines`."""

    keys: Keys
    lines: list[NewLine]


class _Names(NamedTuple):
    """Different names: a row each. What is shorter than the longest is filled up with 0."""

    hashes: NDArray[np.uint64]
    counts: NDArray[np.int8]
    sounds: NDArray[np.int32]
    """By number."""
    texts: list[str]
    """The sounds with a space before each."""


def prepare(people: Sequence[Indexed]) -> Prepared:
    """Keys and lines of these people."""
    if not people:
        nothing = np.zeros(0, dtype=np.int64)
        return Prepared(Keys(nothing, nothing.astype(np.uint16), nothing, nothing.astype(np.int32)), [])
    whose, offices, *columns, born, precision, numbers, phones = zip(*people, strict=True)
    names, parts = _numbered(columns)
    days = list(map(keys.days_of, born))
    own: list[bytes] = [b""] * len(people)
    found = list(_of_pairs(names, parts, own))
    for place, (of_documents, of_phones) in enumerate(zip(numbers, phones, strict=True)):
        if of_documents or of_phones:
            its = np.unique(np.array(keys.of_numbers(people[place]), dtype=np.int64))
            own[place] += its.tobytes()
            found.append((its, np.full(len(its), place)))
    dated = [n for n, (how, day) in enumerate(zip(precision, born, strict=True)) if day and how == Birth.EXACT]
    found.append((np.full(len(dated), keys.BIRTH), np.array(dated, dtype=np.int64)))
    key, line = (np.concatenate([part[n] for part in found]) for n in (0, 1))
    on, at = np.array(days, dtype=np.uint16), np.array(offices, dtype=np.int32)
    lines = list(zip(whose, _sounds(names, parts), days, offices, own, strict=True))
    return Prepared(Keys(key, on[line], line, at[line]), lines)


def _numbered(columns: Sequence[Sequence[str]]) -> tuple[_Names, list[Numbers]]:
    """The different names, and of each part of the name which of them people have."""
    distinct = dict.fromkeys(columns[0])
    for column in columns[1:]:
        distinct |= dict.fromkeys(column)
    number: Callable[[str], int] = {name: n for n, name in enumerate(distinct)}.__getitem__
    parts = [np.fromiter(map(number, column), dtype=np.int64, count=len(column)) for column in columns]
    heard = [keys.heard(name) if name else keys.UNHEARD for name in distinct]
    sounds = {sound: n for n, sound in enumerate(dict.fromkeys(s for one in heard for s in one.sounds), start=1)}
    names = _Names(
        _filled([one.hashes for one in heard]).astype(np.uint64),
        np.array([len(one.hashes) for one in heard], dtype=np.int8),
        _filled([[sounds[s] for s in one.sounds] for one in heard]).astype(np.int32),
        ["".join(f" {s}" for s in one.sounds) for one in heard],
    )
    return names, parts


def _filled(rows: Sequence[Sequence[int]]) -> Numbers:
    """Hashes have 63 bits."""
    width = max(1, max(map(len, rows)))
    return np.array([[*row, *[0] * (width - len(row))] for row in rows], dtype=np.int64)


# Keys of two words.


def _of_pairs(names: _Names, parts: Sequence[Numbers], own: list[bytes]) -> Iterator[tuple[Numbers, Numbers]]:
    """Keys and places, of all people with as many words in each part of their name at once."""
    shapes = reduce(lambda shape, part: shape * 64 + names.counts[part], parts, np.zeros(len(parts[0]), dtype=np.int64))
    order = np.argsort(shapes, kind="stable")
    for places in np.split(order, np.flatnonzero(np.diff(shapes[order])) + 1):
        first, second, surname, other, known_as = (
            [names.hashes[part[places], n] for n in range(int(names.counts[part[places[0]]]))] for part in parts
        )
        given, surnames = (first + second)[: keys.MOST_GIVEN], (surname + other)[: keys.MOST_SURNAMES]
        known_as = known_as[: keys.MOST_KNOWN_AS]
        if pairs := keys.pairs_of(len(given), len(surnames), len(known_as)):
            hashes = np.stack(given + known_as + surnames, axis=1)
            yield _once(keys.pair_keys(hashes, pairs), places, own)


def _once(found: Numbers, places: Numbers, own: list[bytes]) -> tuple[Numbers, Numbers]:
    """Keys and places, each key of a person once; their bytes are noted under `own`."""
    found = np.sort(found, axis=1)
    is_new = np.ones(found.shape, dtype=bool)
    is_new[:, 1:] = found[:, 1:] != found[:, :-1]
    all_bytes, width = found.tobytes(), found.itemsize * found.shape[1]
    for n, place in enumerate(places.tolist()):
        own[place] = all_bytes[n * width : (n + 1) * width]
    for n in np.flatnonzero(~is_new.all(axis=1)).tolist():
        own[int(places[n])] = np.unique(found[n]).tobytes()
    return found[is_new], np.broadcast_to(places[:, None], found.shape)[is_new]


# Lines of names.


def _sounds(names: _Names, parts: Sequence[Numbers]) -> list[str]:
    """Of each person how all the words of the name roughly sound, each once, in one line."""
    used = [part for part in parts if names.counts[part].any()] or [parts[0]]
    lines = [""] * len(used[0])
    for part in used:
        lines = list(map(add, lines, map(names.texts.__getitem__, part.tolist())))
    lines = [line[1:] for line in lines]
    columns = [names.sounds[part, n] for part in used for n in range(names.sounds.shape[1])]
    again = np.zeros(len(lines), dtype=bool)
    for one, other in combinations([column for column in columns if column.any()], 2):
        again |= (one == other) & (one > 0)
    for n in np.flatnonzero(again).tolist():
        lines[n] = " ".join(dict.fromkeys(lines[n].split(" ")))
    return lines
