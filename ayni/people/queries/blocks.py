"""Lines of names in arrays of small numbers, in the order of birth: a country fits into a process, and those of about
an age stand together."""

from array import array
from collections.abc import Iterable, Sequence
from itertools import chain
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ayni.people.rules.asking import Sought
from ayni.people.rules.keys import days_of

_WIDE = 4
"""Words of a name that every line has a place for; the few with more have them apart."""
MOST_WORDS_KEPT = 6
"""Words of a line that are told when it is asked for by its number."""
_AT_ONCE = 65_536
"""Lines that are counted together, so that they stay near the processor."""
_GOOD_SHARE = 0.6
"""Of the points of the best: below it nobody is looked at."""
_WEAKEST = 60
_SAME_DAY, _SAME_YEAR = 110, 16
"""Points for a birth date that is the same, and for one of the same year: what somebody estimates is seldom right, so
that it sets namesakes apart and outweighs no letter."""
_UNSAID = 4
"""Points that a further word of the name takes away: most people say nearly all their names."""
_YEARS = 4 * 365

Ints = NDArray[np.unsignedinteger]
Points = NDArray[np.uint8]
"""Of each sound and each word that was asked for: what the one counts for the other."""
Span = tuple[int, int]
"""Days of birth, from the first to the last."""


_More = tuple[Ints, Ints]


class Best(NamedTuple):
    points: NDArray[np.float32]
    ids: Ints


class Block(NamedTuple):
    born: NDArray[np.uint16]
    """Days since 1900, in order; 0 where nothing is known."""
    ids: Ints
    offices: Ints
    sounds: tuple[Ints, ...]
    """The first words of each line, a column each; 0 is none."""
    more: tuple[_More, ...]
    """Further words: places of lines, in order, and their sounds."""
    first: int
    """The smallest number of a line."""
    at: NDArray[np.uint32]
    """By the number of a line, counted from the first: its place, counted from 1; 0 where there is none."""

    def best(
        self, points: Points, sought: Sought, most: int, spans: Sequence[Span] = (), allowed: Points | None = None
    ) -> Best:
        """The lines that collect most, of those who were born then, in the offices that are `allowed`."""
        parts = [self._part(points, first, last) for first, last in self._places(spans)]
        places = np.concatenate([np.arange(a, b) for a, b in self._places(spans)] or [np.zeros(0, dtype=np.int64)])
        total = np.concatenate(parts or [np.zeros(0, dtype=np.uint16)])
        if allowed is not None:
            total = total * allowed[self.offices[places]]
        good = np.flatnonzero(total >= max(_WEAKEST, _GOOD_SHARE * total.max(initial=0)))
        places = places[good]
        found = total[good] + _birth_points(self.born[places], sought) - self._unsaid(places, len(sought.words))
        if len(places) > most:
            top = np.argpartition(found, -most)[-most:]
            places, found = places[top], found[top]
        return Best(found.astype(np.float32), self.ids[places])

    def _places(self, spans: Sequence[Span]) -> list[Span]:
        """Where those who were born then stand, in parts."""
        if not spans:
            return [(0, len(self.ids))]
        ends = [between(self.born, first, last + 1) for first, last in spans]
        return [(first, last) for first, last in ends if first < last]

    def _part(self, points: Points, first: int, last: int) -> NDArray[np.uint16]:
        parts = [self._sum(points, a, min(a + _AT_ONCE, last)) for a in range(first, last, _AT_ONCE)]
        return np.concatenate(parts or [np.zeros(0, dtype=np.uint16)])

    def put_sounds(self, lines: NDArray[np.int64], found: NDArray[np.int64]) -> None:
        """Into `found`, in the rows of those of these lines that are here: their sounds, a column each."""
        numbers = lines - self.first
        rows = np.flatnonzero((numbers >= 0) & (numbers < len(self.at)))
        places = self.at[numbers[rows]].astype(np.int64) - 1
        rows, places = rows[places >= 0], places[places >= 0]
        for n, column in enumerate(self.sounds):
            found[rows, n] = column[places]
        for n, (ordered, sounds) in enumerate(self.more[: MOST_WORDS_KEPT - _WIDE], start=_WIDE):
            at = np.minimum(np.searchsorted(ordered, places.astype(ordered.dtype)), len(ordered) - 1)
            found[rows, n] = np.where(ordered[at] == places, sounds[at], 0)

    def _unsaid(self, places: NDArray[np.int64], asked: int) -> NDArray[np.int64]:
        words = np.zeros(len(places), dtype=np.int64)
        for column in self.sounds:
            words += column[places] > 0
        return _UNSAID * np.maximum(0, words - asked)

    def _sum(self, points: Points, first: int, last: int) -> NDArray[np.uint16]:
        """Of each line between these places: for each word that was asked for the points of its best sound, together.

        All words of a sound are one number, so that they are looked up at once.
        """
        width = points.shape[1]
        at_once = points.view(_AS_ONE[width]).ravel()
        best = at_once.take(self.sounds[0][first:last]).view(np.uint8)
        for column in self.sounds[1:]:
            np.maximum(best, at_once.take(column[first:last]).view(np.uint8), out=best)
        by_word = best.reshape(-1, width)
        for places, sounds in self.more:
            a, b = between(places, first, last)
            rows = places[a:b] - first
            by_word[rows] = np.maximum(by_word[rows], points[sounds[a:b]])
        # Adding column by column: numpy is slow along rows as short as these.
        total = by_word[:, 0].astype(np.uint16)
        for n in range(1, width):
            total += by_word[:, n]
        return total


def between(ordered: Ints, first: int, end: int) -> tuple[int, int]:
    """Where the numbers from `first` and before `end` stand. Asked for as numbers of the same kind: for any other numpy
    would copy the whole array first."""
    most = np.iinfo(ordered.dtype).max
    a = int(np.searchsorted(ordered, ordered.dtype.type(first)))
    return a, len(ordered) if end > most else int(np.searchsorted(ordered, ordered.dtype.type(end)))


_AS_ONE: dict[int, type[np.unsignedinteger]] = {1: np.uint8, 2: np.uint16, 4: np.uint32, 8: np.uint64}
MOST_WORDS = max(_AS_ONE)


def width_for(words: int) -> int:
    """How many columns points have for so many words."""
    return next(width for width in _AS_ONE if width >= words)


def _birth_points(born: NDArray[np.uint16], sought: Sought) -> NDArray[np.float32]:
    """Most for the same day, a little for about the same age, none for another one; half where it is not known."""
    if sought.born is None:
        return np.zeros(len(born), dtype=np.float32)
    apart = np.abs(born.astype(np.int32) - days_of(sought.born)).astype(np.float32)
    points = np.maximum(0, _SAME_YEAR * (1 - apart / _YEARS)).astype(np.float32)
    if sought.day:
        points[apart == 0] = _SAME_DAY
    return np.where(born == 0, np.float32(_SAME_YEAR / 2), points)


class Lines:
    """What a block is made of."""

    def __init__(self) -> None:
        self.ids, self.born, self.offices = array("Q"), array("H"), array("I")
        self.sounds, self.counts = array("I"), array("B")

    def __len__(self) -> int:
        return len(self.ids)

    def add(self, number: int, born: int, office: int, sounds: Iterable[int]) -> None:
        before = len(self.sounds)
        self.ids.append(number)
        self.born.append(born)
        self.offices.append(office)
        self.sounds.extend(sounds)
        self.counts.append(len(self.sounds) - before)

    def block(self) -> Block:
        counts, flat = np.array(self.counts), _small(np.array(self.sounds))
        starts = np.zeros(len(counts), dtype=np.int64)
        np.cumsum(counts[:-1], out=starts[1:])
        columns = []
        for n in range(max(_WIDE, int(counts.max(initial=0)))):
            column = np.zeros(len(counts), dtype=flat.dtype)
            has = counts > n
            column[has] = flat[starts[has] + n]
            columns.append(column)
        more = tuple((np.flatnonzero(c).astype(np.uint32), c[c > 0]) for c in columns[_WIDE:])
        born, ids, offices = np.array(self.born), _small(np.array(self.ids)), _small(np.array(self.offices))
        return _in_order(born, ids, offices, columns[:_WIDE], more)


def joined(blocks: Sequence[Block]) -> Block:
    """All their lines in one."""
    starts = np.cumsum([0, *(len(block.ids) for block in blocks)])
    columns = [_small(np.concatenate([block.sounds[n] for block in blocks])) for n in range(_WIDE)]
    more = []
    for n in range(max(len(block.more) for block in blocks)):
        parts = [(block.more[n], start) for block, start in zip(blocks, starts, strict=False) if len(block.more) > n]
        places = np.concatenate([places + np.uint32(start) for (places, _sounds), start in parts])
        more.append((places, np.concatenate([sounds for (_places, sounds), _start in parts])))
    born, ids, offices = (np.concatenate([block[n] for block in blocks]) for n in range(3))
    return _in_order(born, _small(ids), _small(offices), columns, more)


def _in_order(
    born: NDArray[np.uint16], ids: Ints, offices: Ints, sounds: Sequence[Ints], more: Sequence[_More]
) -> Block:
    """By birth; of one day the newest first."""
    order = np.lexsort((-ids.astype(np.int64), born))
    now_at = np.empty(len(order), dtype=np.uint32)
    now_at[order] = np.arange(len(order), dtype=np.uint32)
    moved = []
    for places, its in more:
        now = now_at[places]
        by_place = np.argsort(now, kind="stable")
        moved.append((now[by_place], its[by_place]))
    first = int(ids.min(initial=np.iinfo(ids.dtype).max))
    at = np.zeros(int(ids.max(initial=0)) - first + 1 if len(ids) else 0, dtype=np.uint32)
    at[ids - ids.dtype.type(first)] = now_at + 1
    columns = tuple(column[order] for column in sounds)
    return Block(born[order], ids[order], offices[order], columns, tuple(moved), first, at)


def _small(numbers: Ints) -> Ints:
    """The same in as few bytes as they need."""
    return numbers.astype(np.min_scalar_type(int(numbers.max(initial=256))))


def counts_of(blocks: Sequence[Block], sounds: int) -> NDArray[np.float64]:
    """In how many lines each sound is."""
    counts = np.zeros(sounds)
    for column in chain.from_iterable((*b.sounds, *(s for _places, s in b.more)) for b in blocks):
        counts += np.bincount(column, minlength=sounds)
    return counts
