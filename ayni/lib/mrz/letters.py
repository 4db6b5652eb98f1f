"""The alphabet of the zone, its check digit, and how other letters are spelled in it (Doc 9303-3, 4.9 and 6)."""

import unicodedata
from itertools import product

FILLER = "<"
DIGITS = "0123456789"
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
ALPHABET = DIGITS + LETTERS + FILLER
WEIGHTS = (7, 3, 1)
_VALUES = {character: value for value, character in enumerate(DIGITS + LETTERS)} | {FILLER: 0}


def check_digit(text: str) -> str:
    """Weighted 7-3-1, modulo 10. Raises KeyError for what is not in the alphabet."""
    return str(sum(_VALUES[character] * WEIGHTS[at % 3] for at, character in enumerate(text)) % 10)


def same_to_the_check(character: str) -> str:
    """The characters that may stand for this one without any check digit noticing: their values are equal modulo 10."""
    return "".join(c for c in ALPHABET if c != character and _VALUES[c] % 10 == _VALUES[character] % 10)


_CHOICES = {
    "Ä": ("AE", "A"), "Å": ("AA",), "Æ": ("AE",), "Ð": ("D",), "Đ": ("D",), "Ħ": ("H",), "ı": ("I",), "Ĳ": ("IJ",),
    "ĸ": ("Q",), "Ł": ("L",), "Ñ": ("N", "NXX"), "Ŋ": ("N",), "Ø": ("OE",), "Ö": ("OE", "O"), "Œ": ("OE",),
    "ẞ": ("SS",), "Þ": ("TH",), "Ŧ": ("T",), "Ü": ("U", "UE", "UXX"),
    "А": ("A",), "Б": ("B",), "В": ("V",), "Г": ("G", "H"), "Д": ("D",), "Е": ("E",), "Ё": ("E", "IO"), "Ж": ("ZH",),
    "З": ("Z",), "И": ("I", "Y"), "Й": ("I",), "К": ("K",), "Л": ("L",), "М": ("M",), "Н": ("N",), "О": ("O",),
    "П": ("P",), "Р": ("R",), "С": ("S",), "Т": ("T",), "У": ("U",), "Ф": ("F",), "Х": ("KH",), "Ц": ("TS",),
    "Ч": ("CH",), "Ш": ("SH",), "Щ": ("SHCH",), "Ъ": ("IE",), "Ы": ("Y",), "Ь": ("",), "Э": ("E",), "Ю": ("IU",),
    "Я": ("IA",), "І": ("I",), "Ї": ("I",), "Є": ("IE",), "Ґ": ("G",),
}  # fmt: skip
"""What the standard recommends, our own choice first: Ñ as N and Ü as U, as the countries that write Spanish do.
Where it offers more than one, all are understood when read."""

_GAPS = " -‐‑–—/\u00a0"
_DROPPED = "'’‘ʼʻʿʾ`´.,"
_MOST = 64


class NoSpelling(ValueError):
    """A letter that neither the standard's table nor its decomposition spells. Holds the letter, never the name."""

    def __init__(self, letter: str) -> None:
        super().__init__(f"{unicodedata.name(letter, 'a character without a name')} has no spelling in the zone.")
        self.letter = letter


def spelled(text: str) -> str:
    """Letters, digits and fillers: `Nuñez-O’Brien` → `NUNEZ<OBRIEN`. Raises NoSpelling."""
    return _tidied("".join(_choices(character)[0] for character in _upper(text)))


def spellings(text: str) -> frozenset[str]:
    """Every spelling that the standard allows of this text, as far as there are few. Raises NoSpelling."""
    choices = [_choices(character) for character in _upper(text)]
    if _count(choices) > _MOST:
        return frozenset({spelled(text)})
    return frozenset(_tidied("".join(each)) for each in product(*choices))


def _count(choices: list[tuple[str, ...]]) -> int:
    count = 1
    for each in choices:
        count *= len(each)
    return count


def _upper(text: str) -> str:
    # The sharp s would become two letters by itself; the dotless i has an entry of its own.
    return unicodedata.normalize("NFC", text.replace("ß", "ẞ")).upper()


def _choices(character: str) -> tuple[str, ...]:
    if character in DIGITS + LETTERS + FILLER:
        return (character,)
    if character in _GAPS:
        return (FILLER,)
    if character in _DROPPED:
        return ("",)
    if character in _CHOICES:
        return _CHOICES[character]
    plain = "".join(c for c in unicodedata.normalize("NFKD", character) if not unicodedata.combining(c)).upper()
    if plain and all(c in DIGITS + LETTERS for c in plain):
        return (plain,)
    if character.isspace() or not plain:
        return (FILLER if character.isspace() else "",)
    raise NoSpelling(character)


def _tidied(text: str) -> str:
    return FILLER.join(part for part in text.split(FILLER) if part)
