"""The second look: whoever has a name that sounds somewhat like what was typed, however many errors are in it.

A process keeps in memory which sounds there are in names, and which lines (`NameLine`, one a person) have each: some 25
bytes a person. What was typed is compared with each different sound once, tens of thousands of short words; whoever has
sounds like it collects points, rare ones more than common ones. The best are then compared in full, as in any search.

A change empties a line and writes a new one, with a higher number. So a process reads what is new since it last looked,
and a line that it knows but that was emptied answers to nobody.
"""

from collections.abc import Sequence
from threading import Lock, Thread
from time import monotonic
from typing import Any, NamedTuple

import numpy as np
import structlog
from django.db import DatabaseError, connection
from numpy.typing import NDArray
from rapidfuzz import process
from rapidfuzz.distance import OSA

from ayni.lib.names import rough
from ayni.people.rules.asking import Sought

from .blocks import Block, Lines
from .reading import RawId

LIKE_FROM = 0.55
"""How like a sound has to be to one that was asked for, from 0 to 1."""
_POINTS = 200
"""For a rare sound that is the same. They fit into a byte."""
_OF_COMMON = 0.5
"""What the commonest sound counts, as a share of what the rarest does."""
_SHORT = 4
_AT_ONCE = 50_000
"""Lines that are read in one statement."""
_SMALL = 20_000
"""So many new lines are kept apart before all are sorted anew."""
_UNSETTLED = 1_000
"""Among the newest numbers, one that is missing may still come: two may write at once and the second be done first."""

_LONGEST_WRITE = 600
"""Seconds. A number that has not come by then was never kept."""

_SINCE = "SELECT id, person_id, words, born FROM people_nameline WHERE id >= %s ORDER BY id LIMIT %s"
_THESE = "SELECT id, person_id, words, born FROM people_nameline WHERE id IN ({}) ORDER BY id"

log = structlog.get_logger(__name__)

Line = tuple[int, RawId | None, str, int]


class Ready(NamedTuple):
    """What belongs together: a search takes all of it at once, whatever is read meanwhile."""

    sounds: list[str]
    """It may have grown since: the blocks know the first ones, as many as `rare` has."""
    rare: NDArray[np.float64]
    """Of each sound, how much it counts: 1 for the rarest in the register, `_OF_COMMON` for the commonest."""
    blocks: tuple[Block, ...]


class Names:
    """What one process knows. Threads share it: blocks are never changed, only replaced."""

    def __init__(self) -> None:
        self._lock = Lock()
        self.forget()

    def forget(self) -> None:
        self._numbers: dict[str, int] = {}
        self._sounds: list[str] = []
        self._blocks: tuple[Block, ...] = ()
        self._ready = Ready(self._sounds, _rarity(()), ())
        self._new = Lines()
        self._newest: tuple[int, RawId | None] | None = None
        self._missing: dict[int, float] = {}
        """Number → until when it is looked for, by the clock of this process."""

    def refresh(self) -> None:
        """Read what was written since the last time: one statement, nearly always without an answer."""
        with self._lock:
            lines = self._read()
            if lines is None:
                self.forget()
                lines = self._read() or []
            read = len(lines)
            while lines:
                self._take(lines)
                lines = (self._read() or []) if len(lines) >= _AT_ONCE else []
            if read:
                self._sort()

    def _read(self) -> list[Line] | None:
        """New lines, not all at once. None if the newest known one is gone: it was read before it was certain to
        stay."""
        with connection.cursor() as cursor:
            cursor.execute(_SINCE, [self._newest[0] if self._newest else 0, _AT_ONCE + 1])
            lines: list[Line] = list(cursor.fetchall())
            if self._newest is None:
                return lines
            number, person = self._newest
            if not lines or lines[0][0] != number or lines[0][1] not in {person, None}:
                return None
            self._missing = {n: until for n, until in self._missing.items() if until > monotonic()}
            if not self._missing:
                return lines[1:]
            cursor.execute(_THESE.format(", ".join(["%s"] * len(self._missing))), sorted(self._missing))
            return [*cursor.fetchall(), *lines[1:]]

    def _take(self, lines: list[Line]) -> None:
        newest = max(lines, key=lambda line: line[0])
        self._note_missing({line[0] for line in lines}, newest[0])
        if self._newest is None or newest[0] > self._newest[0]:
            self._newest = newest[:2]
        for number, _person, words, born in lines:
            self._new.add(number, born, {self._number(word) for word in words.split()})

    def _sort(self) -> None:
        if not self._blocks or len(self._new) > _SMALL:
            self._blocks = (self._new.block(len(self._sounds), after=self._blocks[:1]),)
            self._new = Lines()
        else:
            self._blocks = (self._blocks[0], self._new.block(len(self._sounds)))
        self._ready = Ready(self._sounds, _rarity(self._blocks), self._blocks)

    def _note_missing(self, came: set[int], newest: int) -> None:
        first = max(newest - _UNSETTLED, self._newest[0] if self._newest else 0)
        until = monotonic() + _LONGEST_WRITE
        missing = dict.fromkeys(range(first + 1, newest), until) | self._missing
        self._missing = {n: t for n, t in missing.items() if n not in came and n > newest - _UNSETTLED}

    def _number(self, word: str) -> int:
        number = self._numbers.setdefault(word, len(self._sounds))
        if number == len(self._sounds):
            self._sounds.append(word)
        return number

    # Asking.

    def alike(self, word: str) -> set[str]:
        """The sounds of names that are somewhat like this word."""
        sounds = self._ready.sounds
        return {sounds[i] for i in np.flatnonzero(_likeness([word], sounds)[0])}

    def best(self, sought: Sought, most: int) -> list[int]:
        """The numbers of the lines that fit best, at most so many."""
        ready = self._ready
        if not ready.blocks:
            return []
        points = _points(sought.words, ready)
        found = [block.best(points, sought, most) for block in ready.blocks]
        collected, ids = (np.concatenate([f[n] for f in found]) for n in (0, 1))
        return [int(ids[i]) for i in np.argsort(-collected, kind="stable")[:most]]


def _rarity(blocks: Sequence[Block]) -> NDArray[np.float64]:
    counts = np.zeros(max((len(block.starts) - 1 for block in blocks), default=0))
    for block in blocks:
        counts[: len(block.starts) - 1] += np.diff(block.starts)
    rare: NDArray[np.float64] = 1 - (1 - _OF_COMMON) * np.log1p(counts) / np.log1p(max(1, counts.max(initial=0)))
    return rare


def _points(words: Sequence[str], ready: Ready) -> list[list[tuple[int, int]]]:
    """Of each word: the sounds that are like it, with what they count, the fewest points first."""
    found = []
    for likeness in _likeness(words, ready.sounds[: len(ready.rare)]):
        near = np.flatnonzero(likeness)
        points = np.rint(_POINTS * likeness[near] * ready.rare[near]).astype(int)
        order = np.argsort(points, kind="stable")
        found.append(list(zip(near[order].tolist(), points[order].tolist(), strict=True)))
    return found


NAMES = Names()


def warm_up() -> None:
    """Read everybody's names beside whatever else a new process does, so that no search waits for it."""
    Thread(target=_warm_up, name="names", daemon=True).start()


def _warm_up() -> None:
    try:
        NAMES.refresh()
    except DatabaseError:
        log.warning("names_not_read")
    finally:
        connection.close()


def _likeness(words: Sequence[str], sounds: Sequence[str]) -> NDArray[Any]:
    """Of each word and each sound, from 0 to 1; 0 for less than LIKE_FROM."""
    found = _compared([rough(word) for word in words], sounds)
    for i, word in enumerate(words):
        # Of a short word an error may leave too little of its sound: “Aa” sounds like “A”.
        if len(word) <= _SHORT and word != rough(word):
            np.maximum(found[i], _compared([word], sounds)[0], out=found[i])
    return found


def _compared(words: Sequence[str], sounds: Sequence[str]) -> NDArray[Any]:
    return process.cdist(words, sounds, scorer=OSA.normalized_similarity, score_cutoff=LIKE_FROM, dtype=np.float32)
