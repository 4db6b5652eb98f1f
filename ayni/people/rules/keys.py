"""Blocking keys: what is stored about a person so that they are found, and what is asked for to find them.

A key is a 63-bit hash of a small fact: two words of the name in any order, a birth date, a number of a document, the
end of a telephone number. Words go in as the first letters of how they sound, so that most typing errors and the
letters not yet typed do not matter. Errors in numbers are made up for on the asking side (`variants`), those in
names by the scan (`queries.scan`).
"""

import hashlib
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from itertools import chain, combinations, product

from ayni.lib.names import endings, rough, sound, words

from .documents import compared

CODE_LENGTH = 4
SHORTEST_OF_TWO = 3
"""Letters of a name that somebody types together with another."""
_SIGNS = "0123456789"


def hashed(fact: str) -> int:
    return int.from_bytes(hashlib.blake2b(fact.encode(), digest_size=8).digest(), "big") >> 1


def code(word: str) -> str:
    return sound(word)[:CODE_LENGTH]


def pair_key(one: str, other: str) -> int:
    """Of two codes, in any order."""
    first, second = sorted((one, other))
    return hashed(f"p|{first}|{second}")


def office_key(office_id: int, one: str) -> int:
    """Of one code, in one office: a single word is too common to look for it in the whole country."""
    return hashed(f"o|{office_id}|{one}")


def birth_key(day: date) -> int:
    return hashed(f"b|{day.isoformat()}")


def number_key(number: str) -> int:
    return hashed(f"d|{compared(number)}")


def phone_key(blind: bytes) -> int:
    """Of the keyed digest of a telephone's last digits, because the number itself is stored encrypted."""
    return hashed(f"t|{blind.hex()}")


@dataclass(frozen=True)
class Facts:
    """What of a person goes into keys."""

    office_id: int
    given: tuple[str, ...]
    surnames: tuple[str, ...]
    known_as: tuple[str, ...] = ()
    born: date | None = None
    """Only if the whole date is known: half of the people with an estimated one were born on a first of January."""
    numbers: tuple[str, ...] = ()
    phones: tuple[bytes, ...] = field(default=(), repr=False)

    @property
    def sounds(self) -> str:
        """How all the words of the name roughly sound, in one line."""
        words = dict.fromkeys(rough(word) for word in self.given + self.surnames + self.known_as)
        return " ".join(filter(None, words))


def name_words(*names: str) -> tuple[str, ...]:
    """The words of names in their order, each with what follows an apostrophe in it."""
    given = [_words_of(name) for name in names if name]
    return given[0] if len(given) == 1 else tuple(dict.fromkeys(chain.from_iterable(given)))


@lru_cache(maxsize=65_536)
def _words_of(name: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(words(name) + endings(name)))


def of_person(facts: Facts) -> set[int]:
    """All keys of a person: about ten."""
    given = [code(word) for word in facts.given[:3]]
    surnames = [code(word) for word in facts.surnames[:4]]
    known = [code(word) for word in facts.known_as[:2]]
    keys = {pair_key(a, b) for a in given + known for b in surnames}
    keys |= {pair_key(a, b) for a, b in combinations(surnames, 2)}
    keys |= {pair_key(a, b) for a, b in combinations(known, 2)}
    if len(surnames) < 2:
        keys |= {pair_key(a, b) for a, b in combinations(given, 2)}
    keys |= {office_key(facts.office_id, one) for one in given[:1] + surnames[:2] + known[:1]}
    if facts.born:
        keys.add(birth_key(facts.born))
    keys |= {number_key(number) for number in facts.numbers if compared(number)}
    keys |= {phone_key(blind) for blind in facts.phones}
    return keys


def days_of(born: date | None) -> int:
    """Days since 1900, in two bytes; 0 where nothing is known."""
    return max(0, min(65_535, (born - date(1899, 12, 31)).days)) if born else 0


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


def codes_of_rough(rough: str) -> Iterable[str]:
    """The codes that words of this rough sound may have."""
    return map("".join, product(*("ijy" if letter == "i" else letter for letter in rough[:CODE_LENGTH])))


def parted(word: str) -> Iterable[tuple[str, str]]:
    """The two names that may have been typed as one."""
    return ((word[:n], word[n:]) for n in range(SHORTEST_OF_TWO, len(word) - SHORTEST_OF_TWO + 1))


def near_numbers(number: str) -> set[str]:
    return variants(compared(number), _SIGNS)
