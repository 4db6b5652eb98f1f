"""Lines of names in arrays of small numbers: a country fits into a process.

Lines stand in the order of birth, so that those of about an age stand together, in parts of `_PART`. Of each part it is
known which of its lines have a sound (`Where`): whoever asks looks only at the lines that have a sound like what was
typed. By its number is known what sounds a line has.
"""

import math
from array import array
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import chain
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ayni.people.rules.asking import Sought
from ayni.people.rules.keys import days_of, near_births

_WIDE = 4
"""Words of a name that every line has a place for; the few with more have them apart."""
MOST_WORDS_KEPT = 6
"""Words of a line that are told when it is asked for by its number."""
_PART = 65_536
"""Lines that are counted together, so that they stay near the processor and their places fit into two bytes."""
_DAYS = 65_536
_GOOD_SHARE = 0.6
"""Of the points of the best: below it nobody is looked at."""
_WEAKEST = 60
_SAME_DAY, _NEAR_DAY, _SAME_YEAR = 110, 90, 16
"""Points for a birth date that is the same, for one with one error in it, and for one of the same year: what somebody
estimates is seldom right, so that it sets namesakes apart and outweighs no letter."""
_UNSAID = 4
"""Points that a further word of the name takes away: most people say nearly all their names."""
_YEARS = 4 * 365

Ints = NDArray[np.unsignedinteger]
Span = tuple[int, int]
"""Days of birth, from the first to the last."""
_More = tuple[Ints, Ints]
_Part = tuple[int, NDArray[np.uint16]]
"""Where some lines begin, and what each of them collects."""
MOST_WORDS = 8


class Points(NamedTuple):
    """What sounds count for words that were asked for: a row for each pair. Of a word those that count most come
    last."""

    words: int
    """How many were asked for."""
    sounds: NDArray[np.int64]
    word: NDArray[np.int64]
    points: NDArray[np.uint8]


class Best(NamedTuple):
    points: NDArray[np.float32]
    ids: Ints
    own: NDArray[np.bool_]


class Wanted(NamedTuple):
    """How many lines, and which."""

    most: int
    spans: Sequence[Span] = ()
    """When they were born."""
    only: Collection[int] | None = None
    """Of these offices."""
    own: Collection[int] = ()
    """Of these offices so many more, if they are not among the best of all."""
    most_own: int = 0


class Where(NamedTuple):
    """Of a part of the lines: which of them have a sound, one sound after the other."""

    starts: NDArray[np.uint32]
    """By sound, where its lines begin."""
    lines: NDArray[np.uint16]
    """Counted from the first of the part."""

    def total(self, points: Points) -> NDArray[np.uint16]:
        """Of each line: for each word that was asked for the points of its best sound, together."""
        # Sounds that came later are not of this part.
        known = points.sounds < len(self.starts) - 1
        sounds = points.sounds[known]
        starts, ends = self.starts[sounds].astype(np.int64), self.starts[sounds + 1].astype(np.int64)
        counts = ends - starts
        places = np.repeat(starts - np.cumsum(counts) + counts, counts)
        places += np.arange(len(places))
        best = np.zeros((points.words, _PART), dtype=np.uint8)
        cells = np.repeat(points.word[known] * _PART, counts)
        cells += self.lines[places]
        # Of one cell the last that is put there stays, and that is the best.
        best.ravel()[cells] = np.repeat(points.points[known], counts)
        total: NDArray[np.uint16] = best[0].astype(np.uint16)
        for row in best[1:]:
            total += row
        return total


class Block(NamedTuple):
    ids: Ints
    """The numbers of the lines."""
    offices: Ints
    days: NDArray[np.uint32]
    """By the day of birth since 1900, where its lines begin; 0 is those of whom nothing is known."""
    where: tuple[Where, ...]
    first: int
    """The smallest number of a line."""
    sounds: tuple[Ints, ...]
    """The first words of each line, a column each, by its number, counted from the first; 0 is none."""
    more: tuple[_More, ...]
    """Further words: numbers, counted so and in order, and sounds."""

    def best(self, points: Points, sought: Sought, wanted: Wanted) -> Best:
        """The lines that collect most."""
        places, total = self._good(list(self._parts(points, wanted)), sought)
        ids = self.ids[places]
        found = total + _birth_points(self.born(places), sought) - self._unsaid(ids, len(sought.words))
        own = self._is_of(wanted.own, places)
        if len(places) > wanted.most:
            its = np.flatnonzero(own)
            keep = np.zeros(len(places), dtype=bool)
            keep[_most(found, wanted.most)] = keep[its[_most(found[its], wanted.most_own)]] = True
            ids, found, own = ids[keep], found[keep], own[keep]
        return Best(found.astype(np.float32), ids, own)

    def _is_of(self, offices: Collection[int], places: NDArray[np.int64] | slice) -> NDArray[np.bool_]:
        return np.isin(self.offices[places], np.array(list(offices), dtype=np.int64).astype(self.offices.dtype))

    def _good(self, parts: Sequence[_Part], sought: Sought) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """The places of those who are worth a look, and what they collect. Of whoever was born that very day the names
        may be less alike."""
        # Whole numbers: beside any other numpy would copy what is compared.
        most = max((int(total.max()) for _first, total in parts), default=0)
        least = max(_WEAKEST, math.ceil(_GOOD_SHARE * most))
        of_day = max(_WEAKEST, least - _SAME_DAY)
        first, last = self.days[days_of(sought.day) : days_of(sought.day) + 2].tolist() if sought.day else (0, 0)
        places, totals = [_NO_PLACES], [_NO_PLACES]
        for start, total in parts:
            good = total >= least
            its = slice(max(0, first - start), max(0, last - start))
            good[its] = total[its] >= of_day
            found = np.flatnonzero(good)
            places.append(found + start)
            totals.append(total[found].astype(np.int64))
        return np.concatenate(places), np.concatenate(totals)

    def _parts(self, points: Points, wanted: Wanted) -> Iterator[_Part]:
        for first, last in self._places(wanted.spans):
            for part in range(first // _PART, -(-last // _PART)):
                start, end = max(first, part * _PART), min(last, (part + 1) * _PART)
                total = self.where[part].total(points)[start - part * _PART : end - part * _PART]
                if wanted.only is not None:
                    total *= self._is_of(wanted.only, slice(start, end))
                yield start, total

    def _places(self, spans: Sequence[Span]) -> list[Span]:
        """Where those who were born then stand."""
        if not spans:
            return [(0, len(self.ids))]
        ends = [(int(self.days[first]), int(self.days[min(last, _DAYS - 1) + 1])) for first, last in spans]
        return [(first, last) for first, last in ends if first < last]

    def born(self, places: NDArray[np.int64]) -> NDArray[np.int64]:
        """The days of birth of the lines at these places."""
        return np.searchsorted(self.days, places.astype(np.uint32), side="right") - 1

    def put_sounds(self, lines: NDArray[np.int64], found: NDArray[np.int64]) -> None:
        """Into `found`, in the rows of those of these lines that are here: their sounds, a column each."""
        numbers = lines - self.first
        rows = np.flatnonzero((numbers >= 0) & (numbers < len(self.sounds[0])))
        numbers = numbers[rows]
        rows, numbers = rows[self.sounds[0][numbers] > 0], numbers[self.sounds[0][numbers] > 0]
        for n, column in enumerate(self.sounds):
            found[rows, n] = column[numbers]
        for n, (ordered, sounds) in enumerate(self.more[: MOST_WORDS_KEPT - _WIDE], start=_WIDE):
            at = np.minimum(np.searchsorted(ordered, numbers.astype(ordered.dtype)), len(ordered) - 1)
            found[rows, n] = np.where(ordered[at] == numbers, sounds[at], 0)

    def _unsaid(self, ids: Ints, asked: int) -> NDArray[np.int64]:
        numbers = ids.astype(np.int64) - self.first
        words = np.zeros(len(ids), dtype=np.int64)
        for column in self.sounds:
            words += column[numbers] > 0
        return _UNSAID * np.maximum(0, words - asked)


_NO_PLACES = np.zeros(0, dtype=np.int64)


def _most(found: NDArray[np.floating], most: int) -> NDArray[np.int64]:
    """Where the largest are, so many."""
    return np.argpartition(found, -most)[-most:] if 0 < most < len(found) else np.arange(len(found) if most else 0)


def _birth_points(born: NDArray[np.int64], sought: Sought) -> NDArray[np.float32]:
    """Most for the same day, a little for about the same age, none for another one; half where it is not known."""
    if sought.born is None:
        return np.zeros(len(born), dtype=np.float32)
    apart = np.abs(born - days_of(sought.born)).astype(np.float32)
    points = np.maximum(0, _SAME_YEAR * (1 - apart / _YEARS)).astype(np.float32)
    if sought.day:
        near = np.array([days_of(day) for day in near_births(sought.day)], dtype=np.int64)
        points[np.isin(born, near)] = _NEAR_DAY
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
        ids = np.array(self.ids)
        first, numbers = _numbered(ids)
        columns = []
        for n in range(max(_WIDE, int(counts.max(initial=0)))):
            column = np.zeros(int(numbers.max(initial=-1)) + 1, dtype=flat.dtype)
            has = counts > n
            column[numbers[has]] = flat[starts[has] + n]
            columns.append(column)
        more = tuple((np.flatnonzero(c).astype(np.uint32), c[c > 0]) for c in columns[_WIDE:])
        return _in_order(np.array(self.born), ids, np.array(self.offices), first, columns[:_WIDE], more)


def joined(blocks: Sequence[Block]) -> Block:
    """All their lines in one."""
    born = np.concatenate([block.born(np.arange(len(block.ids))).astype(np.uint16) for block in blocks])
    ids = np.concatenate([block.ids for block in blocks]).astype(np.uint64)
    offices = np.concatenate([block.offices for block in blocks])
    first, numbers = _numbered(ids)
    length = int(numbers.max(initial=-1)) + 1
    columns = []
    for n in range(_WIDE):
        column = np.zeros(length, dtype=np.result_type(*(block.sounds[n] for block in blocks)))
        for block in blocks:
            own = block.sounds[n]
            has = np.flatnonzero(own)
            column[has + (block.first - first)] = own[has]
        columns.append(column)
    more = []
    for n in range(max(len(block.more) for block in blocks)):
        parts = [(block.more[n], block.first - first) for block in blocks if len(block.more) > n]
        places = np.concatenate([places + np.uint32(start) for (places, _sounds), start in parts])
        sounds = np.concatenate([sounds for (_places, sounds), _start in parts])
        order = np.argsort(places, kind="stable")
        more.append((places[order], sounds[order]))
    return _in_order(born, ids, offices, first, columns, more)


def _numbered(ids: NDArray[np.uint64]) -> tuple[int, NDArray[np.int64]]:
    """The smallest number, and all counted from it."""
    first = int(ids.min()) if len(ids) else 0
    return first, (ids - np.uint64(first)).astype(np.int64)


def _in_order(
    born: NDArray[np.uint16], ids: NDArray[np.uint64], offices: Ints, first: int, columns: Sequence[Ints],
    more: Sequence[_More],
) -> Block:  # fmt: skip
    """By birth; of one day the newest first."""
    order = np.lexsort((-ids.astype(np.int64), born))
    ids, sounds = _small(ids[order]), tuple(map(_small, columns))
    days = np.zeros(_DAYS + 1, dtype=np.uint32)
    np.cumsum(np.bincount(born, minlength=_DAYS), out=days[1:])
    block = Block(ids, _small(offices[order]), days, (), first, sounds, tuple(more))
    return block._replace(where=tuple(_where(block, part) for part in range(-(-len(ids) // _PART))))


def _where(block: Block, part: int) -> Where:
    numbers = block.ids[part * _PART : (part + 1) * _PART].astype(np.int64) - block.first
    columns = [column[numbers] for column in block.sounds]
    lines = [np.flatnonzero(column).astype(np.uint16) for column in columns]
    sounds = [column[its] for column, its in zip(columns, lines, strict=True)]
    for ordered, its in block.more:
        at = np.minimum(np.searchsorted(ordered, numbers.astype(ordered.dtype)), len(ordered) - 1)
        has = np.flatnonzero(ordered[at] == numbers)
        lines.append(has.astype(np.uint16))
        sounds.append(its[at[has]])
    together = np.concatenate(sounds)
    starts = np.zeros(int(together.max(initial=0)) + 2, dtype=np.uint32)
    np.cumsum(np.bincount(together, minlength=len(starts) - 1), out=starts[1:])
    return Where(starts, np.concatenate(lines)[np.argsort(together, kind="stable")])


def _small(numbers: Ints) -> Ints:
    """The same in as few bytes as they need."""
    return numbers.astype(np.min_scalar_type(int(numbers.max(initial=256))))


def counts_of(blocks: Sequence[Block], sounds: int) -> NDArray[np.float64]:
    """In how many lines each sound is."""
    counts = np.zeros(sounds)
    for column in chain.from_iterable((*b.sounds, *(s for _places, s in b.more)) for b in blocks):
        counts += np.bincount(column, minlength=sounds)
    return counts
