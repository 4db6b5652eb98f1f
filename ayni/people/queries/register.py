"""Everybody's search keys in the memory of a process that compares a long list: what a database finds key by key is
found here for thousands of rows at once.

It is what was committed when it was read. Whoever was registered, changed or erased since is seen when rows are
accepted: whoever is found is read from the database, and compared in full, as in any search.
"""

from array import array
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from functools import lru_cache
from itertools import chain, combinations, pairwise
from typing import Any, NamedTuple

import numpy as np
from django.db import connection
from numpy.typing import NDArray

from ayni.people.models import Birth
from ayni.people.rules import bounds, keys
from ayni.people.rules.asking import Sought
from ayni.people.rules.likeness import Via

from . import candidates as asking
from . import reading

Longs = NDArray[np.int64]
Floats = NDArray[np.float64]
_PIECE = 50_000
_MOST, _FAR_BEHIND = 150, 0.15
"""So many of those who share most with what is sought are told apart by their letters, and none who shares less than
that of what the first does."""
_BORN = (1 << 16) - 1
"""The last bits of a key give way to the birth date: one number says both, and a key is told from others by 47 bits."""
_LINES = """
SELECT line.id, line.born, line.keys, given_name_1, given_name_2, surname_1, surname_2, known_as, birth_date,
       birth_precision, EXISTS (SELECT 1 FROM people_otheridentity other WHERE other.person_id = person.id)
FROM people_nameline line JOIN people_person person ON person.id = line.person_id
WHERE line.id > %s ORDER BY line.id LIMIT %s
"""


class Found(NamedTuple):
    """Of each who is sought, the lines of those who may be meant, and by which numbers some of them were found."""

    lines: list[list[int]]
    by_number: list[asking.Candidates]


class _Keys(NamedTuple):
    """Keys that are asked for, each with a birth: whose, from which to which, how much they say, and what kind."""

    whose: Longs
    first: Longs
    last: Longs
    trust: Floats
    via: NDArray[np.int8]


class _Pairs(NamedTuple):
    """Who of those asked for, and who in the register, by their places."""

    asked: Longs
    known: Longs
    weight: Floats
    via: NDArray[np.int8]

    def at(self, places: NDArray[Any]) -> "_Pairs":
        return _Pairs(self.asked[places], self.known[places], self.weight[places], self.via[places])


class Register:
    """`near` gives, for each who is sought, those who may be meant."""

    def __init__(self) -> None:
        self.words = bounds.Words()
        ids, born, lines = array("q"), array("q"), bounds.Lines(self.words)
        own = bytearray()
        counts = array("q")
        for row in _rows():
            line, day, its, *names, birth, precision, has_others = row
            its = bytes(its) + (_BIRTH if precision == Birth.EXACT and birth else b"")
            ids.append(line)
            born.append(day)
            own += its
            counts.append(len(its) // 8)
            said = tuple(chain.from_iterable(map(keys.name_words, names)))
            lines.add(said, reading.as_date(birth), precision, is_whole=not has_others)
        self.ids, self.born, self.names = np.array(ids), np.array(born), lines.names()
        places = np.repeat(np.arange(len(ids), dtype=np.uint32), np.array(counts, dtype=np.int64))
        both = _with_birth(np.frombuffer(bytes(own), dtype=np.int64), self.born[places])
        order = np.argsort(both, kind="stable")
        self._keys, self._places = both[order], places[order]

    def near(self, sought: Sequence[Sought], *, most: int, least: float) -> Found:
        """Of each, those who share most with it, at most so many, without those whom names and birth rule out. All of
        them have a birth date."""
        said = bounds.Lines(self.words)
        for one in sought:
            said.add(one.words, one.born, one.precision)
        asked = said.names()
        pairs = _first(_in_order(self._weighed(self._who_share(_keys_of(sought)), asked)), _MOST)
        may = bounds.may_reach(self.words, asked.of(pairs.asked), self.names.of(pairs.known), least)
        kept = _first(pairs.at(may | (pairs.via > 0)), most)
        ends = np.searchsorted(kept.asked, np.arange(len(sought) + 1)).tolist()
        lines = self.ids[kept.known].tolist()
        return Found([lines[a:b] for a, b in pairwise(ends)], _by_number(len(sought), kept, lines))

    def worth_reading(self, sought: Sought, shared: asking.Candidates, least: float, lines: list[int]) -> list[int]:
        """Of these lines, those that may reach `least`, that a number found, or that are newer than all here."""
        if not len(self.ids) or not lines:
            return lines
        said = bounds.Lines(self.words)
        said.add(sought.words, sought.born, sought.precision)
        places = np.searchsorted(self.ids, lines)
        here = np.flatnonzero(self.ids[np.minimum(places, len(self.ids) - 1)] == lines)
        one = said.at(np.zeros(len(here), dtype=np.int64))
        may = bounds.may_reach(self.words, one, self.names.of(places[here]), least)
        out = set(here[~may].tolist())
        return [line for n, line in enumerate(lines) if n not in out or shared.via_of(line)]

    def _who_share(self, asked: _Keys) -> _Pairs:
        """Everybody who has one of these keys, once for each."""
        first = np.searchsorted(self._keys, asked.first)
        counts = np.minimum(np.searchsorted(self._keys, asked.last, side="right") - first, asking.MOST_OF_AN_AGE)
        which = np.repeat(np.arange(len(counts)), counts)
        at = np.arange(len(which)) - np.repeat(np.cumsum(counts) - counts, counts) + first[which]
        # A rare key says more than a common one.
        weight = asked.trust / np.log(3 + counts)
        return _Pairs(asked.whose[which], self._places[at].astype(np.int64), weight[which], asked.via[which])

    def _weighed(self, pairs: _Pairs, asked: bounds.Names) -> _Pairs:
        """Each pair once, in order, with all that it shares; a birth date that is the same or nearly counts too."""
        both, which = np.unique(pairs.asked * len(self.ids) + pairs.known, return_inverse=True)
        whose, known = np.divmod(both, max(1, len(self.ids)))
        their = self.names.of(known)._replace(precision=np.ones(len(known), dtype=np.int8))
        birth = bounds.births(asked.of(whose), their)
        birth[asked.precision[whose] != 1] = 0
        speaks = np.where(birth == 1, asking._SAME_DAY, np.where(birth >= 0.88, asking._NEAR_DAY, 0.0))
        via = np.zeros(len(both), dtype=np.int8)
        np.bitwise_or.at(via, which[pairs.via > 0], pairs.via[pairs.via > 0])
        return _Pairs(whose, known, speaks + np.bincount(which, pairs.weight, len(both)), via)


def _in_order(pairs: _Pairs) -> _Pairs:
    """Of each who is asked for, those who share most with it first, the newest first of those who share as much."""
    pairs = pairs.at(np.lexsort((-pairs.known, -pairs.weight, pairs.asked)))
    is_first = np.diff(pairs.asked, prepend=-1) > 0
    highest = pairs.weight[is_first][np.cumsum(is_first) - 1]
    return pairs.at((pairs.weight >= _FAR_BEHIND * highest) | (pairs.via > 0))


def _first(pairs: _Pairs, most: int) -> _Pairs:
    """Of each who is asked for the first so many, and all who were found by a number."""
    starts = np.flatnonzero(np.diff(pairs.asked, prepend=-1))
    rank = np.arange(len(pairs.asked)) - np.repeat(starts, np.diff(starts, append=len(pairs.asked)))
    return pairs.at((rank < most) | (pairs.via > 0))


_VIA = {Via.NUMBER: 1, Via.PHONE: 2}
_BIRTH = np.int64(keys.BIRTH).tobytes()


def _by_number(many: int, pairs: _Pairs, lines: list[int]) -> list[asking.Candidates]:
    nobody = asking.Candidates()
    found = [nobody] * many
    for place in np.flatnonzero(pairs.via).tolist():
        whose = int(pairs.asked[place])
        if found[whose] is nobody:
            found[whose] = asking.Candidates()
        found[whose].via[lines[place]].update(via for via, bit in _VIA.items() if bit & pairs.via[place])
    return found


def _rows() -> Iterator[Any]:
    last = 0
    while rows := _piece(last):
        yield from rows
        last = rows[-1][0]


def _piece(last: int) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(_LINES, [last, _PIECE])
        return list(cursor.fetchall())


def _with_birth(key: Longs, born: Longs) -> Longs:
    return (key & ~_BORN) | born


def _keys_of(sought: Sequence[Sought]) -> _Keys:
    others = [(n, ask) for n, one in enumerate(sought) for ask in (*_births(one), *_numbers(one))]
    keys_of = np.array([ask.key & ~_BORN for _n, ask in others], dtype=np.int64)
    few = _Keys(
        np.array([n for n, _ask in others], dtype=np.int64),
        keys_of | np.array([ask.first for _n, ask in others], dtype=np.int64),
        keys_of | np.array([ask.last for _n, ask in others], dtype=np.int64),
        # Whoever a number finds is compared whatever else they share, and puts nobody else far behind.
        np.array([0.0 if ask.via else ask.trust for _n, ask in others]),
        np.array([_VIA.get(ask.via, 0) if ask.via else 0 for _n, ask in others], dtype=np.int8),
    )
    parts = [*_of_names(sought), few]
    return _Keys(
        np.concatenate([part.whose for part in parts]), np.concatenate([part.first for part in parts]),
        np.concatenate([part.last for part in parts]), np.concatenate([part.trust for part in parts]),
        np.concatenate([part.via for part in parts]),
    )  # fmt: skip


def _of_names(sought: Sequence[Sought]) -> Iterator[_Keys]:
    """Pairs of words and about the age, or whose birth is not known: as `candidates.of_names` asks."""
    by_count: dict[int, tuple[list[int], list[int], list[int]]] = defaultdict(lambda: ([], [], []))
    for n, one in enumerate(sought):
        hashes = dict.fromkeys(map(_hash_of, one.words))
        places, flat, spans = by_count[len(hashes)]
        places.append(n)
        flat.extend(hashes)
        spans.extend(_years_of(one.born, one.precision))
    for count, (places, flat, spans) in by_count.items():
        pairs = list(combinations(range(count), 2))
        if pairs:
            found = keys.pair_keys(np.array(flat, dtype=np.uint64).reshape(-1, count), pairs) & ~_BORN
            born = np.array(spans, dtype=np.int64).reshape(-1, 2)
            whose = np.repeat(np.array(places), len(pairs))
            key = found.ravel()
            ones = np.ones(len(key))
            none = np.zeros(len(key), dtype=np.int8)
            first, last = (np.repeat(born[:, n], len(pairs)) for n in (0, 1))
            yield _Keys(whose, key | first, key | last, ones, none)
            yield _Keys(whose, key, key, ones, none)


@lru_cache(maxsize=262_144)
def _hash_of(word: str) -> int:
    return keys.code_hash(keys.code(word))


@lru_cache(maxsize=65_536)
def _years_of(born: date, precision: str) -> tuple[int, int]:
    return asking.of_years(born, 1 if precision in asking._SURE_OF_YEAR else asking._LOOSE)


def _births(sought: Sought) -> Sequence[asking.Asked]:
    return _days(sought.day, len(sought.words) < 2) if sought.day else ()


@lru_cache(maxsize=65_536)
def _days(day: date, alone: bool) -> tuple[asking.Asked, ...]:
    return tuple(asking.of_births(Sought(words=("",) * (1 if alone else 2), born=day, precision=Birth.EXACT)))


def _numbers(sought: Sought) -> Sequence[asking.Asked]:
    return asking.of_numbers(sought) if sought.numbers or sought.phones else ()
