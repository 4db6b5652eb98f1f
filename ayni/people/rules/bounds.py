"""How much many people may look like whoever is sought, at most: worked out for all pairs at once, by letters alone.

`likeness.may_reach` rules out at a fraction of the cost of `likeness.compare`, and this at a fraction of that of
`may_reach`. It never rules out whom `compare` would give so much: a test holds the two together.
"""

from array import array
from collections.abc import Callable, Sequence
from datetime import date
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ayni.lib.names import sound
from ayni.people.models import Birth

from . import likeness
from .keys import SHORTEST_OF_TWO

MOST_WORDS = 8
"""Of a name. Whoever has more is never ruled out here."""
_LONGEST = 255
_AT_ONCE = 20_000
"""Pairs that are worked out together, so that they stay near the processor."""

Numbers = NDArray[np.integer]
Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]


class _Letters(NamedTuple):
    """Of each word: which letters are in it, as bits, how many there are, and which sound it has."""

    written: NDArray[np.uint64]
    heard: NDArray[np.uint64]
    length: NDArray[np.int16]
    heard_length: NDArray[np.int16]
    sound: NDArray[np.int32]


class Words:
    """Words by number, from 1; 0 is none. They only grow."""

    def __init__(self) -> None:
        self._numbers, self._sounds = {"": 0}, {"": 0}
        self._written, self._heard = array("Q", [0]), array("Q", [0])
        self._length, self._heard_length, self._sound = array("H", [0]), array("H", [0]), array("I", [0])
        self._spelt = [""]
        self._last: _Letters | None = None

    def number(self, word: str) -> int:
        number = self._numbers.get(word)
        if number is None:
            number = self._numbers[word] = len(self._written)
            heard = sound(word)
            self._written.append(_letters(word))
            self._heard.append(_letters(heard))
            self._length.append(min(len(word), _LONGEST))
            self._heard_length.append(min(len(heard), _LONGEST))
            self._sound.append(self._sounds.setdefault(heard, len(self._sounds)))
            self._spelt.append(word)
        return number

    def spelt(self, number: int) -> str:
        return self._spelt[number]

    @property
    def letters(self) -> _Letters:
        if self._last is None or len(self._last.written) != len(self._written):
            # Copies: an array that is looked at cannot grow.
            columns = (self._written, self._heard, self._length, self._heard_length, self._sound)
            kinds = (np.uint64, np.uint64, np.int16, np.int16, np.int32)
            self._last = _Letters(*(np.array(c, dtype=k) for c, k in zip(columns, kinds, strict=True)))
        return self._last


def _letters(word: str) -> int:
    """Which letters are in it, and which of them twice, as bits. An error changes one of them, at most, each way."""
    found = 0
    for letter in word:
        bit = 1 << (ord(letter) & 31)
        found |= bit << 32 if found & bit else bit
    return found


class Names(NamedTuple):
    """Of each person: the numbers of the words of the name, and the birth."""

    words: NDArray[np.int32]
    born: NDArray[np.int16]
    """Year, month and day, a column each; 0 where nothing is known."""
    precision: NDArray[np.int8]
    is_whole: Bools
    """False: there is more to it than stands here, so that nobody may be ruled out."""

    def of(self, places: Numbers | slice) -> "Names":
        return Names(self.words[places], self.born[places], self.precision[places], self.is_whole[places])


_PRECISIONS: dict[str, int] = {Birth.EXACT: 1, Birth.ESTIMATED: 2}
_NAMED: dict[int, str] = {0: Birth.YEAR, 1: Birth.EXACT, 2: Birth.ESTIMATED}
"""What is known of a birth: a month is as good as a year where likeness is concerned."""
_NOBODY = Names(
    np.zeros((0, MOST_WORDS), np.int32), np.zeros((0, 3), np.int16), np.zeros(0, np.int8), np.zeros(0, bool)
)


class Lines:
    """What `Names` are made of, one person after the other."""

    def __init__(self, words: Words) -> None:
        self._number: Callable[[str], int] = words.number
        self._words, self._born = array("i"), array("h")
        self._precision, self._is_whole = array("b"), array("b")

    def add(self, words: Sequence[str], born: date | None, precision: str, *, is_whole: bool = True) -> None:
        fits = len(words) <= MOST_WORDS
        numbers = [self._number(word) for word in words[:MOST_WORDS]]
        self._words.extend(numbers + [0] * (MOST_WORDS - len(numbers)))
        self._born.extend((born.year, born.month, born.day) if born else (0, 0, 0))
        self._precision.append(_PRECISIONS.get(precision, 0) if born else 0)
        self._is_whole.append(is_whole and fits)

    def names(self) -> Names:
        return self.at(np.arange(len(self._precision)))

    def at(self, places: Numbers) -> Names:
        """Those at these places, copied: an array that is looked at cannot grow."""
        if not len(self._precision):
            return _NOBODY
        return Names(
            np.frombuffer(self._words, dtype=np.int32).reshape(-1, MOST_WORDS)[places],
            np.frombuffer(self._born, dtype=np.int16).reshape(-1, 3)[places],
            np.frombuffer(self._precision, dtype=np.int8)[places],
            np.frombuffer(self._is_whole, dtype=np.int8)[places].astype(bool),
        )

    def one(self, place: int) -> tuple[list[int], date | None, str]:
        """The numbers of the words, and the birth as far as it is known."""
        year, month, day = self._born[3 * place : 3 * place + 3]
        kept = self._words[MOST_WORDS * place : MOST_WORDS * (place + 1)]
        precision = _NAMED[self._precision[place]] if year else Birth.UNKNOWN
        return [number for number in kept if number], date(year, month, day) if year else None, precision


def may_reach(words: Words, asked: Names, known: Names, least: float) -> Bools:
    """Of each pair of who is sought and who is known, whether `likeness.compare` may give so much."""
    found = [
        _may_reach(words.letters, asked.of(part), known.of(part), least)
        for part in (slice(i, i + _AT_ONCE) for i in range(0, len(asked.words), _AT_ONCE))
    ]
    return np.concatenate(found or [np.zeros(0, dtype=bool)])


def _may_reach(letters: _Letters, asked: Names, known: Names, least: float) -> Bools:
    birth = births(asked, known)
    share = np.where(np.isnan(birth), 0.0, likeness._OF_BIRTH)
    needed = (least - share * np.nan_to_num(birth)) / (1 - share)
    wide, wide_known = _width(asked.words), _width(known.words)
    mine, theirs = asked.words[:, :wide], known.words[:, :wide_known]
    near = _similar(letters, mine[:, :, None], theirs[:, None, :])
    is_same = ((mine[:, :, None] == theirs[:, None, :]) & (mine[:, :, None] > 0)).any(axis=2)
    best = near.max(axis=2, initial=0.0)
    least_of_it = -needed[:, None] * np.minimum(likeness._UNANSWERED, letters.length[mine] / 4)
    over = best - needed[:, None]
    answered = np.where(best > 0, np.where(over > 0, over, over * likeness._LEAST_RARE), -1.0)
    each = np.where(is_same, 1 - needed[:, None], np.maximum(answered, least_of_it))
    spare = np.where(mine > 0, each, 0.0).sum(axis=1)
    open_to_all = ~(asked.is_whole & known.is_whole) | (mine[:, :1] == 0).ravel()
    reaches: Bools = (spare >= -likeness._ROUNDING - 1e-6) | open_to_all | _may_be_two(letters, mine, theirs)
    return reaches


def _width(words: NDArray[np.int32]) -> int:
    """How many columns have a word at all."""
    return max(1, int(np.flatnonzero(words.any(axis=0)).max(initial=0)) + 1)


def _similar(letters: _Letters, one: Numbers, other: Numbers) -> Floats:
    """At least `likeness.similar`: by how many letters one has and the other has not, each of which takes an error."""
    mine, theirs = letters.written[one], letters.written[other]
    heard, theirs_heard = letters.heard[one], letters.heard[other]
    close = np.maximum(
        _close(mine, theirs, letters.length[one], letters.length[other]),
        _close(heard, theirs_heard, letters.heard_length[one], letters.heard_length[other]),
    )
    far, similar_from = likeness._FAR, likeness._SIMILAR_FROM
    near = np.where(close >= far - 1e-6, 0.95 * close - np.maximum(0.0, similar_from - close), 0.0)
    begins = (letters.length[one] > 2) & (((mine & ~theirs) == 0) | ((heard & ~theirs_heard) == 0))
    near = np.where(begins, np.maximum(near, likeness.BEGINS_THE_SAME), near)
    near = np.where(letters.sound[one] == letters.sound[other], likeness.SOUNDS_THE_SAME, near)
    return np.where(other > 0, near, 0.0)


def _close(one: NDArray[np.uint64], other: NDArray[np.uint64], long: Numbers, other_long: Numbers) -> Floats:
    errors = np.maximum(np.bitwise_count(one & ~other), np.bitwise_count(other & ~one)).astype(np.int16)
    errors = np.maximum(errors, np.abs(long - other_long))
    longest = np.maximum(1, np.maximum(long, other_long))
    close: Floats = 1 - errors / longest.astype(np.float32)
    return close


def _may_be_two(letters: _Letters, mine: Numbers, theirs: Numbers) -> Bools:
    """Whether a word may be two names that were typed as one: nobody is ruled out by their letters then."""
    # Where one word is long enough, all are taken apart.
    long = (letters.length[mine] >= 2 * SHORTEST_OF_TWO).any(axis=1)
    inside = (letters.written[theirs][:, None, :] & ~letters.written[mine][:, :, None]) == 0
    inside &= (theirs > 0)[:, None, :] & (theirs[:, None, :] != mine[:, :, None])
    two: Bools = long & (inside.sum(axis=2) > 1).any(axis=1)
    return two


def births(asked: Names, known: Names) -> Floats:
    """What `likeness` makes of the two births; nan where one of them is not known."""
    year, month, dom = (asked.born[:, n].astype(np.int32) for n in range(3))
    their_year, their_month, their_dom = (known.born[:, n].astype(np.int32) for n in range(3))
    years = np.abs(year - their_year)
    same_year, same_month, same_dom = years == 0, month == their_month, dom == their_dom
    is_near = (
        (same_year & same_month & (np.abs(dom - their_dom) == 1))
        | (same_year & same_dom & (np.abs(month - their_month) == 1))
        | (same_month & same_dom & (years == 1))
    )
    is_swapped = same_year & (month == their_dom) & (dom == their_month)
    to_the_day = np.where(years <= 1, 0.5, 0.15)
    to_the_day = np.where(is_near, 0.88, to_the_day)
    to_the_day = np.where(is_swapped, 0.92, to_the_day)
    to_the_day = np.where(same_year & same_month & same_dom, 1.0, to_the_day)
    loose = (asked.precision == _PRECISIONS[Birth.ESTIMATED]) | (known.precision == _PRECISIONS[Birth.ESTIMATED])
    table = np.array([likeness._YEARS_APART.get(n, 0.3) for n in range(max(likeness._YEARS_APART) + 2)])
    to_the_year = np.where(loose | same_year, table[np.minimum(years, len(table) - 1)], 0.3)
    exact = (asked.precision == _PRECISIONS[Birth.EXACT]) & (known.precision == _PRECISIONS[Birth.EXACT])
    found = np.where(exact, to_the_day, to_the_year)
    return np.where((year == 0) | (their_year == 0), np.nan, found)
