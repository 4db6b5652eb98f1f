"""The sounds of all names, and which of them are like a word: a few of tens of thousands, told apart by their letters
before they are compared."""

from array import array
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import process
from rapidfuzz.distance import OSA

from ayni.lib.names import rough

LIKE_FROM = 0.55
"""How like a sound has to be to one that was asked for, from 0 to 1."""
FEW_ERRORS, MANY_ERRORS = 2, 3
"""In one word, however long: at the first look, and at the second."""
_FAR = 0.5
"""Below it, one word says nothing for another."""
_BEGINS = 0.93
"""How like a sound is that begins with what was typed so far."""
_SHORT, _BEGUN = 4, 5
_LONGEST = 100
"""Letters of a sound that are counted."""
_MOST_KEPT = 2_000
_COUNTED = 33
"""Letters of a sound that are told apart by how many they are: longer ones are compared whatever they are."""

Heard = bytes | str
"""A sound as it is kept: in a byte a letter, which are compared twice as fast, unless it has signs of other scripts."""


def _kept_as(sound: str) -> Heard:
    try:
        return sound.encode("latin-1")
    except UnicodeEncodeError:
        return sound


class Near(NamedTuple):
    sounds: NDArray[np.uint32]
    likeness: NDArray[np.float32]


class Vocabulary:
    """Sounds by number, from 1; 0 is none. It only grows."""

    def __init__(self, sounds: Iterable[str] = ()) -> None:
        self._heard: list[Heard] = [b""]
        self._numbers: dict[Heard, int] = {b"": 0}
        self._heads, self._letters, self._lengths = array("Q", [0]), array("Q", [0]), array("B", [0])
        self._kept: dict[tuple[str, int, int], Near] = {}
        self._last_signs = _signs((), (), (), ())
        for sound in sounds:
            self.number(sound)

    def __len__(self) -> int:
        return len(self._heard)

    @property
    def sounds(self) -> list[str]:
        return [heard if isinstance(heard, str) else heard.decode("latin-1") for heard in self._heard]

    def number(self, sound: str) -> int:
        """Of this sound, which is known from now on."""
        heard = _kept_as(sound)
        number = self._numbers.setdefault(heard, len(self._heard))
        if number == len(self._heard):
            self._heard.append(heard)
            self._heads.append(_head(sound))
            self._letters.append(_letters(sound))
            self._lengths.append(min(_LONGEST, len(sound)))
        return number

    def known(self, sound: str) -> int:
        return self._numbers.get(_kept_as(sound), 0)

    def near(self, word: str, among: int, errors: int = MANY_ERRORS) -> Near:
        """Which of the first so many sounds are like this word, with at most so many errors, and how like, from
        LIKE_FROM to 1."""
        # Of a short word an error may leave too little of its sound: “Aa” sounds like “A”. And a vowel in the wrong
        # place changes how a g before it sounds: “Goés” is “José”.
        as_heard = rough(word)
        forms = {as_heard, rough(word.replace("g", "j"))} | ({word} if len(word) <= _SHORT else set())
        found = [self._kept_near(form, among, errors) for form in forms]
        if len(word) <= _BEGUN and as_heard:
            begins = self._signs(among).beginning(as_heard)
            found.append(Near(begins, np.full(len(begins), _BEGINS, dtype=np.float32)))
        return found[0] if len(found) == 1 else _best_of(found)

    def alike(self, words: Sequence[str], numbers: NDArray[np.int64], among: int) -> NDArray[np.float32]:
        """How like each of these words each of these sounds is, from 0 to 1. All of them are compared: they are few."""
        signs, heard = self._signs(among), [rough(word) for word in words]
        spelt = list(map(_kept_as, heard))
        likeness: NDArray[np.float32] = process.cdist(
            spelt, signs.heard[numbers].tolist(), scorer=OSA.normalized_similarity, score_cutoff=_FAR, dtype=np.float32
        )
        for n, one in enumerate(heard):
            if 1 < len(one) <= _BEGUN:
                begins = _begin(signs.heads[numbers], one)
                likeness[n, begins] = np.maximum(likeness[n, begins], np.float32(_BEGINS))
        likeness[:, numbers == 0] = 0
        return likeness

    def _kept_near(self, form: str, among: int, errors: int) -> Near:
        kept = self._kept.get((form, among, errors))
        if kept is None:
            kept = self._signs(among).near(form, errors)
            if len(self._kept) >= _MOST_KEPT:
                self._kept = {}
            self._kept[form, among, errors] = kept
        return kept

    def _signs(self, among: int) -> "_Signs":
        if len(self._last_signs.heads) != among:
            # Copies: an array that is looked at cannot grow, and others may add to it meanwhile.
            self._last_signs = _signs(
                self._heard[:among], self._heads[:among], self._letters[:among], self._lengths[:among]
            )
        return self._last_signs


def _best_of(found: Sequence[Near]) -> Near:
    """Each sound once, as like as it is to any."""
    sounds, places = np.unique(np.concatenate([near.sounds for near in found]), return_inverse=True)
    likeness = np.zeros(len(sounds), dtype=np.float32)
    np.maximum.at(likeness, places, np.concatenate([near.likeness for near in found]))
    return Near(sounds, likeness)


class _Signs(NamedTuple):
    """Of each sound, what can be looked at for all at once."""

    heard: NDArray[np.object_]
    heads: NDArray[np.uint64]
    by_shape: NDArray[np.uint32]
    """The numbers of the sounds by their shape: how long they are, then how many bits their letters are."""
    letters: NDArray[np.uint64]
    """In that order."""
    ends: NDArray[np.int64]
    """By shape, where its sounds end."""

    def near(self, asked: str, errors: int) -> Near:
        places = self.may_be_near(asked, errors)
        likeness = _compared(asked, self.heard[places].tolist())
        near = np.flatnonzero(likeness)
        return Near(places[near], likeness[near])

    def may_be_near(self, word: str, errors: int) -> NDArray[np.uint32]:
        """By the letters that one has and the other has not: each takes an error. So they must share so many."""
        own = _letters(word)
        shapes, least = _must_share(len(word), own.bit_count(), errors)
        ends = self.ends[shapes.start : shapes.stop + 1]
        shared = np.bitwise_count(self.letters[ends[0] : ends[-1]] & np.uint64(own))
        places = np.flatnonzero(shared >= np.repeat(least, np.diff(ends)))
        numbers: NDArray[np.uint32] = self.by_shape[places + ends[0]]
        return numbers

    def beginning(self, head: str) -> NDArray[np.uint32]:
        return np.flatnonzero(_begin(self.heads, head)).astype(np.uint32)


def _signs(heard: Sequence[Heard], heads: Sequence[int], letters: Sequence[int], lengths: Sequence[int]) -> _Signs:
    as_bits = np.array(letters, dtype=np.uint64)
    longs = np.minimum(np.array(lengths, dtype=np.int64), _COUNTED)
    shapes = longs * _BITS + np.minimum(np.bitwise_count(as_bits), _BITS - 1)
    order = np.argsort(shapes, kind="stable")
    ends = np.zeros((_COUNTED + 1) * _BITS + 1, dtype=np.int64)
    np.cumsum(np.bincount(shapes, minlength=len(ends) - 1), out=ends[1:])
    of_sounds = np.array([*heard, None], dtype=object)[:-1]
    return _Signs(of_sounds, np.array(heads, dtype=np.uint64), order.astype(np.uint32), as_bits[order], ends)


_BITS = 64
_NEVER = 255


@lru_cache(maxsize=1024)
def _must_share(length: int, bits: int, errors: int) -> tuple[slice, NDArray[np.uint8]]:
    """The shapes that a sound may have that is like a word of so many letters, and how many letters it shares with it,
    at least, for each of them."""
    lengths = np.arange(_COUNTED + 1)
    most = np.minimum(np.floor((1 - LIKE_FROM) * np.maximum(lengths, length) + 1e-6), errors).astype(np.int64)
    least = np.maximum(np.arange(_BITS)[None, :], bits) - most[:, None]
    fits = np.abs(lengths - length) <= most
    least[~fits] = _NEVER
    if length >= _COUNTED - errors:
        fits[_COUNTED], least[_COUNTED] = True, 0
    those = np.flatnonzero(fits)
    if not len(those):
        return slice(0, 0), np.zeros(0, dtype=np.uint8)
    shapes = slice(int(those[0]) * _BITS, int(those[-1] + 1) * _BITS)
    return shapes, np.clip(least, 0, _NEVER).astype(np.uint8).ravel()[shapes]


def _begin(heads: NDArray[np.uint64], head: str) -> NDArray[np.bool_]:
    same: NDArray[np.bool_] = (heads & np.uint64((1 << 12 * len(head)) - 1)) == np.uint64(_head(head))
    return same


def _head(sound: str) -> int:
    """The first letters in one number, the first of them last."""
    return sum((ord(letter) & 0xFFF) << 12 * n for n, letter in enumerate(sound[:_BEGUN]))


def _letters(word: str) -> int:
    """Which letters are in it, and which of them twice, as bits."""
    found = 0
    for letter in word:
        bit = 1 << (ord(letter) & 31)
        found |= bit << 32 if found & bit else bit
    return found


def _compared(word: str, sounds: Sequence[Heard]) -> NDArray[np.float32]:
    found: NDArray[np.float32] = process.cdist(
        [_kept_as(word)], sounds, scorer=OSA.normalized_similarity, score_cutoff=LIKE_FROM, dtype=np.float32
    )[0]
    return found
