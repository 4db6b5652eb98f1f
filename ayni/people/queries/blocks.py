"""Lines of names, sorted by the sounds in them: arrays of small numbers, so that a country fits into a process."""

from array import array
from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ayni.people.rules.asking import Sought
from ayni.people.rules.keys import days_of

_GOOD_SHARE = 0.7
"""Of the points of the best: below it nobody is looked at."""
_WEAKEST = 60
_BIRTH = 110
"""Points for a birth date that is the same. They set apart people of one name, and never outweigh a name."""
_YEAR = 365


class Block(NamedTuple):
    ids: NDArray[np.uint32]
    born: NDArray[np.uint16]
    """Days since 1900; 0 where nothing is known."""
    starts: NDArray[np.int64]
    """Where the lines of each sound begin in `lines`, and where the last ones end."""
    lines: NDArray[np.uint32]

    def best(
        self, points: Iterable[Iterable[tuple[int, int]]], sought: Sought, most: int
    ) -> tuple[NDArray[np.float32], NDArray[np.uint32]]:
        """Points and numbers of the lines that collect most. `points`: of each word, sounds with what they count."""
        total = np.zeros(len(self.ids), dtype=np.uint16)
        of_word = np.empty(len(self.ids), dtype=np.uint8)
        for sounds in points:
            of_word.fill(0)
            # The fewest points first, so that the best sound of a line is what stays.
            for number, count in sounds:
                # A sound may be newer than this block.
                if number < len(self.starts) - 1:
                    of_word[self.lines[self.starts[number] : self.starts[number + 1]]] = count
            total += of_word
        good = np.flatnonzero(total >= max(_WEAKEST, _GOOD_SHARE * total.max(initial=0)))
        found = total[good] + _birth_points(self.born[good], sought)
        if len(good) > most:
            top = np.argpartition(found, -most)[-most:]
            good, found = good[top], found[top]
        return found, self.ids[good]


def _birth_points(born: NDArray[np.uint16], sought: Sought) -> NDArray[np.float32]:
    """Most for the same day, a part for the same year or nearly, none for another one; half where it is not known."""
    if sought.born is None:
        return np.zeros(len(born), dtype=np.float32)
    apart = np.abs(born.astype(np.int32) - days_of(sought.born)).astype(np.float32)
    points = np.where(apart == 0, _BIRTH, np.maximum(0, 0.8 * _BIRTH * (1 - apart / (4 * _YEAR)))).astype(np.float32)
    return np.where(born == 0, np.float32(_BIRTH / 2), points)


class Lines:
    """What a block is made of."""

    def __init__(self) -> None:
        self.ids, self.born = array("I"), array("H")
        self.sounds, self.counts = array("I"), array("B")

    def __len__(self) -> int:
        return len(self.ids)

    def add(self, number: int, born: int, sounds: set[int]) -> None:
        self.ids.append(number)
        self.born.append(born)
        self.sounds.extend(sounds)
        self.counts.append(len(sounds))

    def block(self, sounds: int, after: Sequence[Block] = ()) -> Block:
        """These lines, and those of a block before them, sorted by sound. There are so many sounds."""
        flat, of = np.array(self.sounds, dtype=np.uint32), np.array(self.counts, dtype=np.uint8)
        lines = np.repeat(np.arange(len(self.ids), dtype=np.uint32), of)
        ids, born = np.array(self.ids, dtype=np.uint32), np.array(self.born, dtype=np.uint16)
        for old in after:
            of_old = np.repeat(np.arange(len(old.starts) - 1, dtype=np.uint32), np.diff(old.starts))
            flat, lines = np.concatenate([of_old, flat]), np.concatenate([old.lines, lines + np.uint32(len(old.ids))])
            ids, born = np.concatenate([old.ids, ids]), np.concatenate([old.born, born])
        starts = np.zeros(sounds + 1, dtype=np.int64)
        np.cumsum(np.bincount(flat, minlength=sounds), out=starts[1:])
        return Block(ids, born, starts, lines[np.argsort(flat, kind="stable")])
