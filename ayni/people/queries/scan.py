"""Everybody's name in memory: who has one that sounds somewhat like what was typed, however many errors are in it.

A process keeps in memory which sounds there are in names, and which lines (`NameLine`, one a person) have which of
them: some 25 bytes a person. What was typed is compared with each different sound that may be like it, and only the
lines that have such a sound are looked at; they collect points, for rare ones more than for common ones. Lines stand
in the order of birth, so that for a birth date that is known, or nearly, only those of about that age are counted,
unless none of them fits. The best are then compared in full, as in any search.

The first look makes up for two errors in a word, and for one in a name that many have; the second for three.

A change empties a line and writes a new one, with a higher number. So a process reads what is new since it last looked,
and a line that it knows but that was emptied answers to nobody.
"""

from collections.abc import Callable, Sequence
from datetime import date
from operator import itemgetter
from threading import Lock, Thread
from time import monotonic, sleep
from typing import NamedTuple

import numpy as np
import structlog
from django.db import DatabaseError, connection
from numpy.typing import NDArray

from ayni.lib.names import rough
from ayni.people.rules.asking import Sought
from ayni.people.rules.keys import days_of

from .blocks import MOST_WORDS, MOST_WORDS_KEPT, Block, Lines, Points, Span, Wanted, counts_of, joined
from .reading import RawId
from .vocabulary import MANY_ERRORS, Vocabulary

_POINTS = 200
"""For a rare sound that is the same. They fit into a byte."""
_OF_COMMON = 0.5
"""What the commonest sound counts, as a share of what the rarest does."""
_MANY = 1_000
"""A name that so many have was most likely typed as it is meant: of such a word the first look makes up for one error.
"""
_AT_ONCE = 50_000
"""Lines that are read in one statement."""
_SMALL = 20_000
"""So many new lines are kept apart before all are sorted anew."""
_UNSETTLED = 1_000
"""Among the newest numbers, one that is missing may still come: two may write at once and the second be done first."""
_LONGEST_WRITE = 600
"""Seconds. A number that has not come by then was never kept."""
_LONGEST_KEPT = 12 * 3600
"""Seconds after which a process reads all names anew: it knows the sounds of those that others erased no longer."""
_LOOK_EVERY = 600
_YEARS = 3
"""So many before and after the year of birth are looked at first: an age that somebody estimates is seldom further off
(`likeness`)."""

_OWN_SHARE = 0.75
"""Of what the best collects: whoever has less is not read only because their file is of the own office."""
_MOST_ANSWERS = 16
_PATIENCE = 0.1
"""Seconds that somebody waits who has no names yet, while another thread reads them."""

_SINCE = (
    "SELECT * FROM (SELECT id, person_id, words, born, office_id FROM people_nameline "
    "WHERE id >= %s ORDER BY id LIMIT %s) since"
)
_THESE = "SELECT id, person_id, words, born, office_id FROM people_nameline WHERE id IN ({}) UNION ALL "

log = structlog.get_logger(__name__)

Line = tuple[int, RawId | None, str, int, int | None]


class Asked(NamedTuple):
    """Whom to look for, how many are wanted, and among whom."""

    sought: Sought
    most: int
    offices: frozenset[int] | None = None
    of_all_ages: bool = False
    errors: int = MANY_ERRORS
    """In a word, at most."""
    own: frozenset[int] = frozenset()
    """Offices of which `most_own` more are wanted."""
    most_own: int = 0


class Ready(NamedTuple):
    """What belongs together: a search takes all of it at once, whatever is read meanwhile."""

    vocabulary: Vocabulary
    """It may have grown since: the blocks know the first sounds, as many as `rare` has."""
    rare: NDArray[np.float32]
    """Of each sound, how much it counts: 1 for the rarest in the register, `_OF_COMMON` for the commonest."""
    common: NDArray[np.bool_]
    """Whether many have it."""
    blocks: tuple[Block, ...]
    lately: dict[Asked, list[int]]
    """Answers. Whoever registers somebody asks thrice for the same: for the page, and before the verb and in it."""


class Names:
    """What one process knows. Threads share it: blocks are never changed, only replaced."""

    def __init__(self) -> None:
        self._lock = Lock()
        self.forget()

    def forget(self) -> None:
        self._began = monotonic()
        self._vocabulary = Vocabulary()
        self._blocks: tuple[Block, ...] = ()
        self._ready = Ready(self._vocabulary, _rarity(np.zeros(1)), np.zeros(1, dtype=bool), (), {})
        self._counted: tuple[Block | None, NDArray[np.float64]] = None, np.zeros(0)
        self._new = Lines()
        self._newest: tuple[int, RawId | None] | None = None
        self._missing: dict[int, float] = {}
        """Number → until when it is looked for, by the clock of this process."""

    def refresh(self) -> None:
        """Read what was written since the last time: one statement, nearly always without an answer.

        Reading everybody for the first time takes a new server some seconds for each million (`warm_up`). Whoever
        searches or registers meanwhile does not wait for it and has the first look alone: that misses only names with
        more than one error, and what it misses the nightly review of pairs finds.
        """
        if not self._lock.acquire(timeout=-1 if self.is_read else _PATIENCE):
            return
        try:
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
        finally:
            self._lock.release()

    def _read(self) -> list[Line] | None:
        """New lines, not all at once. None if the newest known one is gone: it was read before it was certain to
        stay."""
        number, person = self._newest or (0, None)
        self._missing = {n: until for n, until in self._missing.items() if until > monotonic()}
        these = _THESE.format(", ".join(["%s"] * len(self._missing))) if self._missing else ""
        with connection.cursor() as cursor:
            cursor.execute(these + _SINCE, [*sorted(self._missing), number, _AT_ONCE + 1])
            lines: list[Line] = sorted(cursor.fetchall(), key=itemgetter(0))
        if self._newest is None:
            return lines
        late = [line for line in lines if line[0] < number]
        since = lines[len(late) :]
        if not since or since[0][0] != number or since[0][1] not in {person, None}:
            return None
        return [*late, *since[1:]]

    def _take(self, lines: list[Line]) -> None:
        newest = max(lines, key=lambda line: line[0])
        self._note_missing({line[0] for line in lines}, newest[0])
        if self._newest is None or newest[0] > self._newest[0]:
            self._newest = newest[:2]
        number = self._vocabulary.number
        for line, _person, words, born, office in lines:
            self._new.add(line, born, office or 0, map(number, words.split()))

    def _sort(self) -> None:
        if not self._blocks or len(self._new) > _SMALL:
            self._blocks = (joined([*self._blocks[:1], self._new.block()]),)
            self._new = Lines()
        else:
            self._blocks = (self._blocks[0], self._new.block())
        counts = self._counts()
        self._ready = Ready(self._vocabulary, _rarity(counts), counts >= _MANY, self._blocks, {})

    def _counts(self) -> NDArray[np.float64]:
        """In how many lines each sound is. Everybody is counted when they are sorted, which takes as long as a search,
        and not again whenever somebody new comes."""
        large, *rest = self._blocks
        sounds = len(self._vocabulary)
        if self._counted[0] is not large:
            self._counted = large, counts_of([large], sounds)
        counts = counts_of(rest, sounds)
        counts[: len(self._counted[1])] += self._counted[1]
        return counts

    def _note_missing(self, came: set[int], newest: int) -> None:
        first = max(newest - _UNSETTLED, self._newest[0] if self._newest else 0)
        until = monotonic() + _LONGEST_WRITE
        missing = dict.fromkeys(range(first + 1, newest), until) | self._missing
        self._missing = {n: t for n, t in missing.items() if n not in came and n > newest - _UNSETTLED}

    @property
    def is_old(self) -> bool:
        return monotonic() - self._began > _LONGEST_KEPT

    def renew(self) -> None:
        """Read all anew, while searches go on with what is known."""
        fresh = Names()
        fresh.refresh()
        with self._lock:
            self.__dict__.update({name: value for name, value in vars(fresh).items() if name != "_lock"})

    # Asking.

    @property
    def is_read(self) -> bool:
        return bool(self._ready.blocks)

    def rarity(self, word: str) -> float:
        """How much a word of a name says, from `_OF_COMMON` to 1; 1 for all before the register is read."""
        vocabulary, rare = self._ready[:2]
        number = vocabulary.known(rough(word))
        return float(rare[number]) if 0 < number < len(rare) else 1.0

    def best(self, asked: Asked) -> list[int]:
        """The numbers of the lines that fit best, at most so many: of those who were born about then, if that is
        known and not `of_all_ages`, in these offices."""
        ready = self._ready
        if not ready.blocks or not asked.sought.words:
            return []
        answer = ready.lately.get(asked)
        if answer is None:
            if len(ready.lately) >= _MOST_ANSWERS:
                ready.lately.clear()
            answer = ready.lately[asked] = _best(ready, asked)
        return list(answer)

    def answers(self, words: Sequence[str], lines: Sequence[int]) -> NDArray[np.float32] | None:
        """For each line: how well its sounds answer these words, from 0 to 1. 1 for a line that is not known here yet,
        None if none is."""
        vocabulary, rare, blocks = self._ready.vocabulary, self._ready.rare, self._ready.blocks
        if not blocks:
            return None
        asked = np.array(lines, dtype=np.int64)
        found = np.zeros((len(lines), MOST_WORDS_KEPT), dtype=np.int64)
        for block in blocks:
            block.put_sounds(asked, found)
        sounds, places = np.unique(found, return_inverse=True)
        alike = vocabulary.alike(words, sounds, len(rare))
        best: NDArray[np.float32] = alike[:, places.reshape(found.shape)].max(axis=2).mean(axis=0)
        best[found[:, 0] == 0] = 1
        return best


def _best(ready: Ready, asked: Asked) -> list[int]:
    spans = () if asked.of_all_ages else about(asked.sought.born)
    wanted = Wanted(asked.most, spans, asked.offices, asked.own, asked.most_own)
    points = _points(asked.sought.words, ready, asked.errors)
    found = [block.best(points, asked.sought, wanted) for block in ready.blocks]
    collected = np.concatenate([f.points for f in found])
    ids = np.concatenate([f.ids for f in found])
    # Of those that fit as well, the newest first.
    order = np.lexsort((-ids.astype(np.int64), -collected))
    best, rest = order[: asked.most], order[asked.most :]
    is_own = np.concatenate([f.own for f in found])
    own = rest[is_own[rest] & (collected[rest] >= _OWN_SHARE * collected.max(initial=0))][: asked.most_own]
    return [int(number) for number in ids[np.concatenate([best, own])]]


def about(born: date | None) -> tuple[Span, ...]:
    """The days on which somebody may have been born who is said to be born then; also those of whom it is not known."""
    if born is None:
        return ()
    return (0, 0), (
        max(1, days_of(date(max(1900, born.year - _YEARS), 1, 1))),
        days_of(date(born.year + _YEARS, 12, 31)),
    )


def _rarity(counts: NDArray[np.float64]) -> NDArray[np.float32]:
    counts[0] = 0
    share = np.log1p(counts) / np.log1p(max(1, counts.max(initial=0)))
    rare: NDArray[np.float32] = (1 - (1 - _OF_COMMON) * share).astype(np.float32)
    return rare


def _points(words: Sequence[str], ready: Ready, errors: int) -> Points:
    """A word counts as much as the sound is rare that was most likely meant by it: one that is merely like it and rarer
    still speaks for nobody more."""
    sounds, points = [], []
    for word in words[:MOST_WORDS]:
        is_sure = errors < MANY_ERRORS and _is_common(word, ready)
        near, likeness = ready.vocabulary.near(word, len(ready.rare), 1 if is_sure else errors)
        rare = ready.rare[near]
        meant = rare[np.argmax(likeness - _OF_COMMON * rare)] if len(near) else 0.0
        its = np.rint(_POINTS * likeness * meant).astype(np.uint8)
        order = np.argsort(its, kind="stable")
        sounds.append(near[order].astype(np.int64))
        points.append(its[order])
    of_word = np.repeat(np.arange(len(sounds)), [len(its) for its in sounds])
    return Points(len(sounds), np.concatenate(sounds), of_word, np.concatenate(points))


def _is_common(word: str, ready: Ready) -> bool:
    """Whether it sounds like a name that many have: then it was most likely not typed wrong."""
    number = ready.vocabulary.known(rough(word))
    return 0 < number < len(ready.common) and bool(ready.common[number])


NAMES = Names()


def warm_up() -> None:
    """Read everybody's names beside whatever else a new process does, so that no search waits for it; then again twice
    a day."""
    Thread(target=_keep_warm, name="names", daemon=True).start()


def _keep_warm() -> None:
    _read_names(NAMES.refresh)
    while True:
        sleep(_LOOK_EVERY)
        if NAMES.is_old:
            _read_names(NAMES.renew)


def _read_names(read: Callable[[], None]) -> None:
    try:
        read()
    except DatabaseError:
        log.warning("names_not_read")
    finally:
        connection.close()
