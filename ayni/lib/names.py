"""Names as people have them and as people type them: cleaned for keeping, folded for finding.

Forms of a name, each coarser than the one before:
`tidy` is what we keep; `words` are its plain words without particles; `sound` is how Spanish would say a word; `rough`
is its sound with one more distinction left out.
"""

import re
import unicodedata
from functools import lru_cache

_PARTICLES = "de del la las lo los el y e i da do das dos di du des van von der den ter zu"
PARTICLES = frozenset(_PARTICLES.split())
"""Dropped, so that “De la Cruz” and “Cruz” are found by one another."""

_WRITTEN_SHORT = {"ma": "maria", "fco": "francisco", "sta": "santa", "sto": "santo"}

_FIRST_OF_TWO = ("maria", "ana", "rosa", "luz", "jose", "juan", "luis", "carlos", "marco", "flor")
_SECONDS = """
    alejandra alberto alexander angel angela angelica antonia antonio armando beatriz belen bella camila carlos carmen
    carolina cecilia cristina daniel daniela david eduardo elena elisa enrique ester eugenia fernanda fernando
    francisco gabriel gabriela gloria gregorio guadalupe ignacio ines isabel jesus joaquin jose josefa julia karina
    laura leticia linda lourdes lucia luis luisa luz magdalena manuel margarita maria mariela marina mercedes miguel
    milagros monica natalia pablo paola patricia paula pedro raquel rebeca ricardo roberto rosa rosario sofia soledad
    teresa valentina vanessa veronica victor victoria virginia vicente yolanda
"""
_SECOND_OF_TWO = frozenset(_SECONDS.split())


_APOSTROPHES = "'’‘ʼʻ`´ʹ′"
_NOT_JOINED = re.compile(rf"[{_APOSTROPHES}]")
_SPACES = re.compile(r"\s+")


def tidy(text: str) -> str:
    """What was typed, as we keep it: composed, without characters that nobody sees, single spaces.

    Marks of writing direction and zero-width characters make two equal names look different to a machine, or hide
    text from a reader: they go. Emoji stay: whoever typed them sees them.
    """
    composed = unicodedata.normalize("NFC", text)
    if composed.isprintable():
        # Nothing hidden, and no space but the common one: nearly all that is ever typed.
        return " ".join(composed.split())
    visible = "".join(" " if c in "\t\n\r\v\f" else c for c in composed if c in "\t\n\r\v\f" or not _is_hidden(c))
    return _SPACES.sub(" ", visible).strip()


def _is_hidden(c: str) -> bool:
    return unicodedata.category(c) in {"Cc", "Cf", "Co", "Cs", "Cn"}


_PLAIN_OF_ASCII = {n: chr(n).lower() if chr(n).isalnum() else " " for n in range(128)} | {
    ord("'"): None,
    ord("`"): None,
}


def plain(text: str) -> str:
    """Lower case, without accents; apostrophes close up, every other sign parts."""
    if text.isascii() and text.isprintable():
        return " ".join(text.translate(_PLAIN_OF_ASCII).split())
    if _WESTERN.fullmatch(text):
        return " ".join(text.translate(_PLAIN_OF_WESTERN).split())
    return " ".join(_letter_by_letter(_NOT_JOINED.sub("", tidy(text))).split())


def _letter_by_letter(text: str) -> str:
    bare = unicodedata.normalize("NFKD", text.casefold())
    return "".join(c if c.isalnum() else " " for c in bare if not unicodedata.combining(c))


_WESTERN = re.compile("[ -~À-ÖØ-öø-ÿ]*")
"""What nearly all names are written with."""
_PLAIN_OF_WESTERN = _PLAIN_OF_ASCII | {n: _letter_by_letter(chr(n)) for n in (*range(0xC0, 0xD7), *range(0xD8, 0xF7))}
_PLAIN_OF_WESTERN |= {n: _letter_by_letter(chr(n)) for n in range(0xF8, 0x100)}


FIRST_PICTURE = 0x2600
"""Below it stand signs that papers do print, such as ° and №."""
_DRAWN = {"So", "Sk", "Cn", "Co", "Cs"}


def on_paper(text: str) -> str:
    """Without pictures: no paper prints them, and where one was there would be an empty box."""
    kept = (c for c in text if ord(c) < FIRST_PICTURE or not (unicodedata.category(c) in _DRAWN or c == "\ufe0f"))
    return re.sub(r" {2,}", " ", "".join(kept)).strip()


def has_letter(text: str) -> bool:
    """Whether there is a letter of any script: what has none is found by no word."""
    return any(c.isalpha() for c in plain(text))


@lru_cache(maxsize=131_072)
def words(name: str) -> tuple[str, ...]:
    """The plain words of a name, in order, without particles (unless it has nothing else), compounds split."""
    all_words = [_WRITTEN_SHORT.get(word, word) for word in plain(name).split()]
    kept = [word for word in all_words if word not in PARTICLES] or all_words
    return tuple(part for word in kept for part in _parts(word))


def _parts(word: str) -> tuple[str, ...]:
    """“mariajose” as “maria”, “jose”."""
    for first in _FIRST_OF_TWO:
        if word.startswith(first) and word[len(first) :] in _SECOND_OF_TWO:
            return first, word[len(first) :]
    return (word,)


def endings(name: str) -> tuple[str, ...]:
    """What follows an apostrophe: “Angelo” of “D'Angelo”, because it is also typed alone."""
    if not _NOT_JOINED.search(name):
        return ()
    found = re.findall(rf"\w[{_APOSTROPHES}](\w{{3,}})", tidy(name))
    return tuple(word for part in found for word in words(part))


_DOUBLED = r"(.)\1+"
_FOLDS: tuple[tuple[str, re.Pattern[str], str], ...] = tuple(
    (where, re.compile(pattern), by)
    for where, pattern, by in (
        ("p", r"ph", "f"),
        ("t", r"th", "t"),
        ("l", r"ll(?=y$)", "l"),
        ("l", r"ll", "y"),
        ("h", r"sch|sh", "s"),
        ("h", r"tch|ch", "4"),  # a sign of its own: the h of ch is not silent
        ("h", r"h", ""),
        ("qk", r"qu(?=[ei])|q|ck|k", "k"),
        ("czçß", r"sc(?=[eiy])|c(?=[eiy])|z|ç|ß", "s"),
        ("x", r"^x(?=[aeiou])", "j"),
        ("x", r"x", "s"),
        ("c", r"c", "k"),
        ("g", r"gu(?=[eiy])", "9"),  # the hard g of Guerrero
        ("g", r"g(?=[eiy])", "j"),
        ("9", r"9", "g"),
        ("ji", r"^(?:j|i(?=[aeou]))", "y"),  # Jenny, Yeni; Iasmin, Yasmin
        ("v", r"v", "b"),
        ("w", r"w", "u"),
        ("n", r"n(?=[bp])", "m"),
        ("y", r"y(?![aeou])", "i"),
    )
)
"""Letters of which one is there, if the pattern is: looking for it costs less than the pattern."""
_DOUBLE = re.compile(_DOUBLED)


@lru_cache(maxsize=131_072)
def sound(word: str) -> str:
    """How Spanish says a plain word: b/v, s/z/c, h, ll/y, qu/k/c, g/j, x folded. Words that sound alike are equal."""
    for letters, pattern, by in _FOLDS:
        for letter in letters:
            if letter in word:
                word = pattern.sub(by, word)
                break
    return _DOUBLE.sub(r"\1", word)


_LIKE_I = str.maketrans("jy", "ii")


@lru_cache(maxsize=131_072)
def rough(word: str) -> str:
    """Coarser than `sound`: i, j and y alike wherever they stand, because an error beside one changes which it is."""
    return _DOUBLE.sub(r"\1", sound(word).translate(_LIKE_I))
