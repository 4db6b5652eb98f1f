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
_BEGINS = 0.93
"""How like a sound is that begins with what was typed so far."""
_SHORT, _BEGUN = 4, 5
_MOST_KEPT = 2_000


class Near(NamedTuple):
    sounds: NDArray[np.int64]
    likeness: NDArray[np.float32]


class Vocabulary:
    """Sounds by number, from 1; 0 is none. It only grows."""

    def __init__(self, sounds: Iterable[str] = ()) -> None:
        self.sounds = [""]
        self._numbers = {"": 0}
        self._letters, self._lengths = array("I", [0]), array("B", [0])
        self._kept: dict[tuple[str, int], Near] = {}
        for sound in sounds:
            self.number(sound)

    def __len__(self) -> int:
        return len(self.sounds)

    def number(self, sound: str) -> int:
        """Of this sound, which is known from now on."""
        number = self._numbers.setdefault(sound, len(self.sounds))
        if number == len(self.sounds):
            self.sounds.append(sound)
            self._letters.append(_letters(sound))
            self._lengths.append(min(255, len(sound)))
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

    def _near(self, word: str, among: int) -> Near:
        likeness = np.zeros(among, dtype=np.float32)
        # Of a short word an error may leave too little of its sound: “Aa” sounds like “A”.
        as_heard = rough(word)
        for asked in {as_heard, word} if len(word) <= _SHORT else {as_heard}:
            places = self._may_be_near(asked, among)
            found = _compared(asked, [self.sounds[i] for i in places])
            likeness[places] = np.maximum(likeness[places], found)
        if len(word) <= _BEGUN and as_heard:
            begin = [i for i in self._with_letters(as_heard, among) if self.sounds[i].startswith(as_heard)]
            likeness[begin] = np.maximum(likeness[begin], np.float32(_BEGINS))
        near = np.flatnonzero(likeness)
        return Near(near, likeness[near])

    def _may_be_near(self, word: str, among: int) -> list[int]:
        """By letters that one has and the other has not: each takes an error."""
        letters, lengths = self._arrays(among)
        own = np.uint32(_letters(word))
        errors = np.maximum(np.bitwise_count(letters & ~own), np.bitwise_count(~letters & own)).astype(np.int16)
        np.maximum(errors, np.abs(lengths - len(word)), out=errors)
        may: list[int] = np.flatnonzero(errors <= (1 - LIKE_FROM) * np.maximum(lengths, len(word)) + 1e-6).tolist()
        return may

    def _with_letters(self, word: str, among: int) -> list[int]:
        letters, _lengths = self._arrays(among)
        own = np.uint32(_letters(word))
        found: list[int] = np.flatnonzero((letters & own) == own).tolist()
        return found

    def _arrays(self, among: int) -> tuple[NDArray[np.uint32], NDArray[np.int16]]:
        # Copies: an array that is looked at cannot grow, and others may add to it meanwhile.
        letters, lengths = np.array(self._letters[:among]), np.array(self._lengths[:among])
        return letters, lengths.astype(np.int16)


def _letters(word: str) -> int:
    """Which letters are in it, as bits."""
    found = 0
    for letter in word:
        found |= 1 << (ord(letter) & 31)
    return found


def _compared(word: str, sounds: Sequence[str]) -> NDArray[np.float32]:
    found: NDArray[np.float32] = process.cdist(
        [word], sounds, scorer=OSA.normalized_similarity, score_cutoff=LIKE_FROM, dtype=np.float32
    )[0]
    return found
