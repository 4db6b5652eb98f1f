"""Blocking keys: what is stored about a person so that they are found, and what is asked for to find them.

A key is a 63-bit hash of a small fact: two words of the name in any order, a number of a document, the end of a
telephone number; that a whole birth date is known is one for everybody. Words go in as the first letters of how they
sound, so that most typing errors and the letters not yet typed do not matter. Beside each key stands the birth date, so
that of the people of a common pair of names those of about an age are read. Errors in numbers are made up for on the
asking side (`variants`), those in names by the scan (`queries.scan`).
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from datetime import date
from functools import lru_cache
from itertools import chain, combinations
from typing import NamedTuple
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from ayni.lib.names import endings, rough, sound, words
from ayni.people.models import Birth

from .documents import compared

CODE_LENGTH = 4
SHORTEST_OF_TWO = 3
"""Letters of a name that somebody types together with another."""
MOST_GIVEN, MOST_SURNAMES, MOST_KNOWN_AS = 3, 4, 2
"""Words of each part of a name that go into pairs."""
_SIGNS = "0123456789"
_64_BITS, _FIRST, _SECOND = 2**64 - 1, 0xBF58476D1CE4E5B9, 0x94D049BB133111EB
_FIRST_DAY = date(1899, 12, 31).toordinal()


class Indexed(NamedTuple):
    """What of a person goes into the index, as plain values."""

    person: UUID | str
    """As text, as the database keeps ids that are none of its kinds: 32 hexadecimal digits."""
    office: int
    given_name_1: str
    given_name_2: str = ""
    surname_1: str = ""
    surname_2: str = ""
    known_as: str = ""
    born: date | None = None
    precision: str = Birth.UNKNOWN
    numbers: Sequence[str] = ()
    """Of documents."""
    phones: Sequence[bytes] = ()
    """Keyed digests of the last digits."""


def hashed(fact: str) -> int:
    return int.from_bytes(hashlib.blake2b(fact.encode(), digest_size=8).digest(), "big") >> 1


BIRTH = hashed("b")
"""Of everybody whose whole birth date is known: half of the others were born on a first of January."""


def code(word: str) -> str:
    return sound(word)[:CODE_LENGTH]


@lru_cache(maxsize=262_144)
def code_hash(one: str) -> int:
    return hashed(f"c|{one}")


@lru_cache(maxsize=262_144)
def pair_key(one: str, other: str) -> int:
    """Of two codes, in any order. The same as `pair_keys`, for one pair."""
    total = (code_hash(one) + code_hash(other)) & _64_BITS
    total = (total ^ (total >> 30)) * _FIRST & _64_BITS
    total = (total ^ (total >> 27)) * _SECOND & _64_BITS
    return (total ^ (total >> 31)) >> 1


def pair_keys(hashes: NDArray[np.uint64], pairs: Sequence[tuple[int, int]]) -> NDArray[np.int64]:
    """Of each row of hashes of codes: the keys of these pairs of columns."""
    one, other = [a for a, _b in pairs], [b for _a, b in pairs]
    return _mixed(hashes[:, one] + hashes[:, other])


def _mixed(sums: NDArray[np.uint64]) -> NDArray[np.int64]:
    """The finalizer of splitmix64: every bit of a sum decides about every bit of a key."""
    sums = (sums ^ (sums >> np.uint64(30))) * np.uint64(_FIRST)
    sums = (sums ^ (sums >> np.uint64(27))) * np.uint64(_SECOND)
    return ((sums ^ (sums >> np.uint64(31))) >> np.uint64(1)).astype(np.int64)


def number_key(number: str) -> int:
    return hashed(f"d|{compared(number)}")


def phone_key(blind: bytes) -> int:
    """Of the keyed digest of a telephone's last digits, because the number itself is stored encrypted."""
    return hashed(f"t|{blind.hex()}")


def name_words(*names: str) -> tuple[str, ...]:
    """The words of names in their order, each with what follows an apostrophe in it."""
    if len(names) == 1:
        return _words_of(names[0]) if names[0] else ()
    given = [_words_of(name) for name in names if name]
    return given[0] if len(given) == 1 else tuple(dict.fromkeys(chain.from_iterable(given)))


@lru_cache(maxsize=262_144)
def _words_of(name: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(words(name) + endings(name)))


class Heard(NamedTuple):
    """What of a name goes into the index: the hashes of its codes, and its rough sounds."""

    hashes: tuple[int, ...]
    sounds: tuple[str, ...]


UNHEARD = Heard((), ())
"""Of no name."""


@lru_cache(maxsize=262_144)
def heard(name: str) -> Heard:
    found = _words_of(name)
    sounds = dict.fromkeys(filter(None, map(rough, found)))
    return Heard(tuple(dict.fromkeys(code_hash(code(word)) for word in found)), tuple(sounds))


@lru_cache(maxsize=256)
def pairs_of(given: int, surnames: int, known_as: int) -> tuple[tuple[int, int], ...]:
    """Which words of a name of so many are paired, by their places: about five pairs."""
    first = given + known_as
    pairs = [(a, b) for a in range(first) for b in range(first, first + surnames)]
    pairs += combinations(range(first, first + surnames), 2)
    pairs += combinations(range(given, first), 2)
    if surnames < 2:
        pairs += combinations(range(given), 2)
    return tuple(pairs)


def of_numbers(person: Indexed) -> list[int]:
    return [number_key(number) for number in person.numbers if compared(number)] + list(map(phone_key, person.phones))


@lru_cache(maxsize=65_536)
def days_of(born: date | None) -> int:
    """Days since 1900, in two bytes; 0 where nothing is known."""
    return max(0, min(65_535, born.toordinal() - _FIRST_DAY)) if born else 0


@lru_cache(maxsize=1024)
def near_births(day: date) -> Mapping[date, str]:
    """The date with day and month "swapped", and "near" ones with one part one off."""
    found: dict[date, str] = {}
    for year, month, dom in (
        (day.year, day.month, day.day - 1),
        (day.year, day.month, day.day + 1),
        (day.year, day.month - 1, day.day),
        (day.year, day.month + 1, day.day),
        (day.year - 1, day.month, day.day),
        (day.year + 1, day.month, day.day),
    ):
        with suppress(ValueError):
            found[date(year, month, dom)] = "near"
    if day.day <= 12 and day.day != day.month:
        found[date(day.year, day.day, day.month)] = "swapped"
    return found


def variants(text: str, letters: Iterable[str]) -> set[str]:
    """All texts that are one typing error away: a letter left out, added, changed, or two swapped."""
    letters = tuple(letters)
    splits = [(text[:i], text[i:]) for i in range(len(text) + 1)]
    out = {a + b[1:] for a, b in splits if b}
    out |= {a + b[1] + b[0] + b[2:] for a, b in splits if len(b) > 1}
    out |= {a + c + b[1:] for a, b in splits if b for c in letters}
    out |= {a + c + b for a, b in splits for c in letters}
    return out - {text, ""}


def parted(word: str) -> Iterable[tuple[str, str]]:
    """The two names that may have been typed as one."""
    return ((word[:n], word[n:]) for n in range(SHORTEST_OF_TWO, len(word) - SHORTEST_OF_TWO + 1))


def near_numbers(number: str) -> set[str]:
    return variants(compared(number), _SIGNS)
