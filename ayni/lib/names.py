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
    bare = unicodedata.normalize("NFKD", _NOT_JOINED.sub("", tidy(text)).casefold())
    letters = (c for c in bare if not unicodedata.combining(c))
    return " ".join("".join(c if c.isalnum() else " " for c in letters).split())


def has_letter(text: str) -> bool:
    """Whether there is a letter of any script: what has none is found by no word."""
    return any(c.isalpha() for c in plain(text))


@lru_cache(maxsize=65_536)
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
    found = re.findall(rf"\w[{_APOSTROPHES}](\w{{3,}})", tidy(name))
    return tuple(word for part in found for word in words(part))


_DOUBLED = r"(.)\1+"
_FOLDS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), by)
    for pattern, by in (
        (r"ph", "f"),
        (r"th", "t"),
        (r"ll(?=y$)", "l"),
        (r"ll", "y"),
        (r"sch|sh", "s"),
        (r"tch|ch", "4"),  # a sign of its own: the h of ch is not silent
        (r"h", ""),
        (r"qu(?=[ei])|q|ck|k", "k"),
        (r"sc(?=[eiy])|c(?=[eiy])|z|ç|ß", "s"),
        (r"^x(?=[aeiou])", "j"),
        (r"x", "s"),
        (r"c", "k"),
        (r"gu(?=[eiy])", "9"),  # the hard g of Guerrero
        (r"g(?=[eiy])", "j"),
        (r"9", "g"),
        (r"^(?:j|i(?=[aeou]))", "y"),  # Jenny, Yeni; Iasmin, Yasmin
        (r"v", "b"),
        (r"w", "u"),
        (r"n(?=[bp])", "m"),
        (r"y(?![aeou])", "i"),
        (_DOUBLED, r"\1"),
    )
)


@lru_cache(maxsize=65_536)
def sound(word: str) -> str:
    """How Spanish says a plain word: b/v, s/z/c, h, ll/y, qu/k/c, g/j, x folded. Words that sound alike are equal."""
    for pattern, by in _FOLDS:
        word = pattern.sub(by, word)
    return word


_LIKE_I = str.maketrans("jy", "ii")


@lru_cache(maxsize=65_536)
def rough(word: str) -> str:
    """Coarser than `sound`: i, j and y alike wherever they stand, because an error beside one changes which it is."""
    return re.sub(_DOUBLED, r"\1", sound(word).translate(_LIKE_I))
