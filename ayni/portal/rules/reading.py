"""How easy a Spanish text is to read: its syllables, its place on the INFLESZ scale, its sentences that are too long.

Syllables follow the *Ortografía de la lengua española* (RAE and ASALE, 2010), chapter II, 3.3. Two different closed
vowels, or an open and a closed one without accent, are one syllable; two open ones, two equal ones, or an open and an
accented closed one are two. The h between them is not heard. The `y` is a vowel alone and at the end of a word; the
`u` of `que`, `gui` is silent, that of `güe` is not. Divided by line breaks (what textstat and pyphen do) a word has
fewer syllables than are spoken: `aé-reo` for `a-é-re-o`. Held against `silabeador` 1.2.4 (LGPL) on 5 481 words of this
project: 64 differ, English ones and those that the *Ortografía* writes as a diphthong although many say two
(`en-viar`, `e-va-luar`).

The score is Szigriszt-Pazos' (1993), read on the INFLESZ scale (Barrio-Cantalejo and others, 2008): from 65 on, quite
easy.
"""

import re
from itertools import pairwise

EASY_ENOUGH = 65.0
LONGEST_SENTENCE = 20
LONGEST_SHARE = 160

OPEN = frozenset("aeoáéó")
ACCENTED = frozenset("íú")
VOWELS = OPEN | ACCENTED | frozenset("iuü")
UNACCENTED = str.maketrans("íúü", "iuu")
# What may begin a Spanish word. Capitals that begin otherwise (DNI, PTP) are read letter by letter.
ONSET = re.compile(r"(?:[bcdfgkpt][lr]|ch|ll|[^aeiouáéíóúü])?[aeiouáéíóúüy]", re.IGNORECASE)
NAME_OF_TWO_SYLLABLES = frozenset("fhjlmnñrsxz")

WORD = re.compile(r"[^\W\d_]+")
WORD_OR_NUMBER = re.compile(r"[^\W\d_]+|\d+(?:[.,]\d+)*")
MARKS = (
    (re.compile(r"\{url\}"), ""),
    (re.compile(r"\{[a-z]+:[^{}]*\}"), "dato"),
    (re.compile(r"\[\[[^\[\]]*\]\]"), "guía"),
)
ABBREVIATION = re.compile(r"\b(?:art|arts|av|dr|dra|sr|sra|núm|p|ej)\.$", re.IGNORECASE)
AFTER_A_SENTENCE = re.compile(r"(?<=[.!?…])[»”\")]*\s+")


def syllables(word: str) -> int:
    """How many syllables a Spanish word has when it is said aloud; at least one."""
    if word.isupper() and len(word) > 1 and not ONSET.match(word):
        return sum(2 if letter in NAME_OF_TWO_SYLLABLES else 1 for letter in word.lower())
    heard = _heard(word.lower())
    runs = re.findall(f"[{''.join(sorted(VOWELS))}]+", heard)
    return max(1, sum(_nuclei(run) for run in runs))


def score(text: str) -> float:
    """The Szigriszt-Pazos score: the higher, the easier. A text without words has none to give: 0."""
    plain = without_marks(text)
    words = WORD.findall(plain)
    if not words:
        return 0.0
    phrases = [phrase for phrase in sentences(plain) if WORD.search(phrase)]
    return 206.835 - 62.3 * sum(map(syllables, words)) / len(words) - len(words) / len(phrases)


def sentences(text: str) -> list[str]:
    """The sentences of a text, in order. A line that ends without a full stop (a title, a point of a list) is one."""
    found: list[str] = []
    for line in text.splitlines():
        begun = ""
        for part in AFTER_A_SENTENCE.split(line.strip()):
            begun = f"{begun} {part}".strip()
            if not ABBREVIATION.search(begun):
                found.append(begun)
                begun = ""
        found.append(begun)
    return [sentence for sentence in found if sentence]


def long_sentences(text: str) -> list[str]:
    """The sentences with more words and numbers than a person reads in one breath."""
    return [each for each in sentences(without_marks(text)) if len(WORD_OR_NUMBER.findall(each)) > LONGEST_SENTENCE]


def share_length(text: str, address: str) -> int:
    """How many characters the text that people send to each other has, with the address in it."""
    return len(text.replace("{url}", address))


def without_marks(text: str) -> str:
    """The text as it is read: a figure from the data and a link to another guide count as one word each."""
    for mark, word in MARKS:
        text = mark.sub(word, text)
    return text.replace("**", "")


def _heard(word: str) -> str:
    word = word.replace("h", "").replace("qu", "q")
    word = re.sub(r"gu(?=[eéií])", "g", word)
    return re.sub(r"y$", "i", word)


def _nuclei(vowels: str) -> int:
    """How many syllables a run of vowels is spoken as."""
    breaks = sum(_parted(first, second) for first, second in pairwise(vowels))
    # A closed vowel between two open ones goes with the second: pa-ra-no-ia, a-hue-car.
    glides = sum(
        before in OPEN and after in OPEN and middle not in OPEN | ACCENTED
        for before, middle, after in zip(vowels, vowels[1:], vowels[2:], strict=False)
    )
    return 1 + breaks + glides


def _parted(first: str, second: str) -> bool:
    if first in OPEN and second in OPEN:
        return True
    if first in OPEN or second in OPEN:
        return first in ACCENTED or second in ACCENTED
    return first.translate(UNACCENTED) == second.translate(UNACCENTED)
