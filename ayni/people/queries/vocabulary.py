"""The sounds of all names, and which of them are like a word: a few of tens of thousands, told apart by their letters
before they are compared."""

from array import array
from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import process
from rapidfuzz.distance import OSA

from ayni.lib.names import rough

LIKE_FROM = 0.55
"""How like a sound has to be to one that was asked for, from 0 to 1."""
_MOST_ERRORS = 3
"""In one word, however long."""
_FAR = 0.5
"""Below it, one word says nothing for another."""
_BEGINS = 0.93
"""How like a sound is that begins with what was typed so far."""
_SHORT, _BEGUN = 4, 5
_LONGEST = 100
"""Letters of a sound that are counted."""
_MOST_KEPT = 500


class Near(NamedTuple):
    sounds: NDArray[np.int64]
    likeness: NDArray[np.float32]


class Vocabulary:
    """Sounds by number, from 1; 0 is none. It only grows."""

    def __init__(self, sounds: Iterable[str] = ()) -> None:
        self.sounds = [""]
        self._numbers = {"": 0}
        self._heads, self._letters, self._lengths = array("Q", [0]), array("Q", [0]), array("B", [0])
        self._kept: dict[tuple[str, int], Near] = {}
        nothing = np.zeros(0, dtype=np.uint64)
        self._last_signs = _Signs(nothing.astype(object), nothing, nothing, nothing.astype(np.int8))
        for sound in sounds:
            self.number(sound)

    def __len__(self) -> int:
        return len(self.sounds)

    def number(self, sound: str) -> int:
        """Of this sound, which is known from now on."""
        number = self._numbers.setdefault(sound, len(self.sounds))
        if number == len(self.sounds):
            self.sounds.append(sound)
            self._heads.append(_head(sound))
            self._letters.append(_letters(sound))
            self._lengths.append(min(_LONGEST, len(sound)))
        return number

    def known(self, sound: str) -> int:
        return self._numbers.get(sound, 0)

    def near(self, word: str, among: int) -> Near:
        """Which of the first so many sounds are like this word, and how like, from LIKE_FROM to 1."""
        kept = self._kept.get((word, among))
        if kept is None:
            kept = self._near(word, among)
            if len(self._kept) >= _MOST_KEPT:
                self._kept = {}
            self._kept[word, among] = kept
        return kept

    def alike(self, words: Sequence[str], numbers: NDArray[np.int64], among: int) -> NDArray[np.float32]:
        """How like each of these words each of these sounds is, from 0 to 1. All of them are compared: they are few."""
        signs, heard = self._signs(among), [rough(word) for word in words]
        likeness: NDArray[np.float32] = process.cdist(
            heard, signs.sounds[numbers].tolist(), scorer=OSA.normalized_similarity, score_cutoff=_FAR, dtype=np.float32
        )
        for n, one in enumerate(heard):
            if 1 < len(one) <= _BEGUN:
                begins = _begin(signs.heads[numbers], one)
                likeness[n, begins] = np.maximum(likeness[n, begins], np.float32(_BEGINS))
        likeness[:, numbers == 0] = 0
        return likeness

    def _near(self, word: str, among: int) -> Near:
        signs = self._signs(among)
        likeness = np.zeros(among, dtype=np.float32)
        # Of a short word an error may leave too little of its sound: “Aa” sounds like “A”. And a vowel in the wrong
        # place changes how a g before it sounds: “Goés” is “José”.
        as_heard = rough(word)
        forms = {as_heard, rough(word.replace("g", "j"))} | ({word} if len(word) <= _SHORT else set())
        for asked in forms:
            places = signs.may_be_near(asked)
            likeness[places] = np.maximum(likeness[places], _compared(asked, signs.sounds[places].tolist()))
        if len(word) <= _BEGUN and as_heard:
            places = signs.beginning(as_heard)
            likeness[places] = np.maximum(likeness[places], np.float32(_BEGINS))
        near = np.flatnonzero(likeness)
        return Near(near, likeness[near])

    def _signs(self, among: int) -> "_Signs":
        if len(self._last_signs.lengths) != among:
            # Copies: an array that is looked at cannot grow, and others may add to it meanwhile.
            letters, lengths = np.array(self._letters[:among]), np.array(self._lengths[:among])
            sounds, heads = np.array(self.sounds[:among], dtype=object), np.array(self._heads[:among])
            self._last_signs = _Signs(sounds, heads, letters, lengths.astype(np.int8))
        return self._last_signs


class _Signs(NamedTuple):
    """Of each sound, what can be looked at for all at once."""

    sounds: NDArray[np.object_]
    heads: NDArray[np.uint64]
    letters: NDArray[np.uint64]
    lengths: NDArray[np.int8]

    def may_be_near(self, word: str) -> NDArray[np.intp]:
        """By the letters that one has and the other has not: each takes an error."""
        own = np.uint64(_letters(word))
        errors = np.maximum(np.bitwise_count(self.letters & ~own), np.bitwise_count(~self.letters & own))
        length = min(_LONGEST, len(word))
        np.maximum(errors, np.abs(self.lengths - np.int8(length)).view(np.uint8), out=errors)
        most = np.floor((1 - LIKE_FROM) * np.maximum(np.arange(_LONGEST + 1), length) + 1e-6)
        most = np.minimum(most, _MOST_ERRORS).astype(np.uint8)
        return np.flatnonzero(errors <= most.take(self.lengths))

    def beginning(self, head: str) -> NDArray[np.intp]:
        return np.flatnonzero(_begin(self.heads, head))


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


def _compared(word: str, sounds: Sequence[str]) -> NDArray[np.float32]:
    found: NDArray[np.float32] = process.cdist(
        [word], sounds, scorer=OSA.normalized_similarity, score_cutoff=LIKE_FROM, dtype=np.float32
    )[0]
    return found
