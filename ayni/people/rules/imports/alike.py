"""Rows of one list that may be the same person, though they are not written the same: an error of typing, a name left
out, a birth date with one difference. None of them has a file yet, so that nobody finds them in the register."""

from array import array
from collections.abc import Iterator, Sequence
from datetime import date
from functools import lru_cache
from itertools import combinations
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ayni.people.rules import bounds, keys, likeness
from ayni.people.rules.asking import Sought
from ayni.people.rules.likeness import Known

from .states import DOUBTFUL_FROM

LEAST = 0.78
"""Whoever is strong by name has more, as in `likeness.may_reach`."""
MOST_PER_KEY = 30
"""Rows before that share one key: of a list that is all of one surname and one day, not all are compared."""
_BORN, _63_BITS = (1 << 16) - 1, (1 << 63) - 1
Longs = NDArray[np.int64]


class _Block(NamedTuple):
    keys: Longs
    """In order, and of one key the rows in the order of the list."""
    places: NDArray[np.uint32]


class Alike:
    """What is remembered of the rows of a list: some hundred bytes each."""

    def __init__(self) -> None:
        self._words = bounds.Words()
        self._numbers = array("q")
        self._lines = bounds.Lines(self._words)
        self._blocks: list[_Block] = []

    def add(self, rows: Sequence[tuple[int, Sought]]) -> None:
        """Rows by their numbers, which are higher than all before."""
        found = array("q")
        places = array("q")
        for number, sought in rows:
            for own in _keys(sought):
                found.append(own)
                places.append(len(self._numbers))
            self._numbers.append(number)
            self._lines.add(sought.words, sought.born, sought.precision)
        key, place = np.array(found, dtype=np.int64), np.array(places, dtype=np.uint32)
        order = np.argsort(key, kind="stable")
        self._keep(_Block(key[order], place[order]))

    def _keep(self, block: _Block) -> None:
        """Blocks grow by joining equal ones, so that there are few."""
        while self._blocks and len(self._blocks[-1].keys) <= 2 * len(block.keys):
            before = self._blocks.pop()
            key = np.concatenate([before.keys, block.keys])
            order = np.argsort(key, kind="stable")
            block = _Block(key[order], np.concatenate([before.places, block.places])[order])
        self._blocks.append(block)

    def earlier(self, rows: Sequence[tuple[int, Sought]]) -> dict[int, int]:
        """Number of a row → of the first row before it that may be the same person. They were added already."""
        mine, before = self._who_share(rows)
        if not len(mine):
            return {}
        one, other = self._lines.at(mine), self._lines.at(before)
        # A name left out may be left out in either.
        may = bounds.may_reach(self._words, one, other, LEAST) | bounds.may_reach(self._words, other, one, LEAST)
        found: dict[int, int] = {}
        said = dict(rows)
        for place, earlier in zip(mine[may].tolist(), before[may].tolist(), strict=True):
            number = self._numbers[place]
            if number not in found and _may_be_one(said[number], self._said(earlier)):
                found[number] = self._numbers[earlier]
        return found

    def _who_share(self, rows: Sequence[tuple[int, Sought]]) -> tuple[Longs, Longs]:
        """Places of rows and of earlier ones that share a key, each pair once, in the order of the list."""
        found, places = array("q"), array("q")
        at = np.searchsorted(np.array(self._numbers), [number for number, _sought in rows]).tolist()
        for place, (_number, sought) in zip(at, rows, strict=True):
            for key in (*_keys(sought), *_other_keys(sought)):
                found.append(key)
                places.append(place)
        asked, whose = np.array(found, dtype=np.int64), np.array(places, dtype=np.int64)
        parts = [_in(block, asked, whose) for block in self._blocks]
        pairs = np.unique(np.concatenate(parts or [np.zeros((0, 2), dtype=np.int64)]), axis=0)
        pairs = pairs[pairs[:, 1] < pairs[:, 0]]
        return pairs[:, 0], pairs[:, 1]

    def _said(self, place: int) -> Sought:
        words, born, precision = self._lines.one(place)
        return Sought(tuple(self._words.spelt(number) for number in words if number), born, precision)


def _in(block: _Block, asked: Longs, whose: Longs) -> Longs:
    first = np.searchsorted(block.keys, asked)
    counts = np.minimum(np.searchsorted(block.keys, asked, side="right") - first, MOST_PER_KEY)
    which = np.repeat(np.arange(len(asked)), counts)
    at = np.arange(len(which)) - np.repeat(np.cumsum(counts) - counts, counts) + first[which]
    return np.stack([whose[which], block.places[at].astype(np.int64)], axis=1)


def _may_be_one(one: Sought, other: Sought) -> bool:
    both = likeness.compare(one, _as_known(other)), likeness.compare(other, _as_known(one))
    return any(found.is_strong or found.score >= DOUBTFUL_FROM for found in both)


def _as_known(sought: Sought) -> Known:
    return Known(sought.words, (), (), (), sought.born, sought.precision)


def _keys(sought: Sought) -> Iterator[int]:
    """A word and the whole birth date, or two words and what is known of it; and all the words, whatever the date."""
    hashes = dict.fromkeys(map(_hash_of, sought.words))
    day = keys.days_of(sought.born)
    if sought.day:
        yield from ((own & ~_BORN) | day for own in hashes)
    else:
        yield from (((a ^ b) & ~_BORN) | day for a, b in combinations(hashes, 2))
    if len(hashes) > 1:
        yield (sum(hashes) & _63_BITS) | _BORN


def _other_keys(sought: Sought) -> Iterator[int]:
    """The day and the month the other way round."""
    if sought.day:
        for day in _swapped(sought.day):
            yield from ((own & ~_BORN) | day for own in dict.fromkeys(map(_hash_of, sought.words)))


@lru_cache(maxsize=262_144)
def _hash_of(word: str) -> int:
    return keys.code_hash(keys.code(word))


@lru_cache(maxsize=65_536)
def _swapped(day: date) -> tuple[int, ...]:
    near = keys.near_births(day)
    return tuple(keys.days_of(other) for other, kind in near.items() if kind == "swapped")
