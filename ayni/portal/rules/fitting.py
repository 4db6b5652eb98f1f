"""What fits into a part of an SMS, a screen of a USSD menu, a message of a chat. Plain functions over text.

An SMS holds 160 letters of GSM's own alphabet (3GPP TS 23.038), in which `{ } [ ] ~ \\ | ^ €` take two places, or 70 of
any other. Of the Spanish accents it has é, ñ and ü, ¿ and ¡, and not á, í, ó, ú: one of these would cost more than half
of the part, so they are written without it. Ñ is always written."""

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿"
    "abcdefghijklmnopqrstuvwxyzäöñüà"
)
EXTENDED = frozenset("^{}\\[~]|€")
WRITTEN_AS = str.maketrans({
    "‘": "'", "’": "'", "“": '"', "”": '"', "«": '"', "»": '"', "–": "-", "—": "-", "…": "...", "·": "-", "•": "-",
    "\u00a0": " ", "\u202f": " ", "\u2009": " ", "\u2011": "-", "ç": "c", "º": "o", "ª": "a", "²": "2", "→": ">",
})  # fmt: skip


def gsm(text: str) -> str:
    """In GSM's alphabet as far as it goes: quotation marks become simple ones, accents that it has not are left out."""
    return "".join(_letter(letter) for letter in unicodedata.normalize("NFC", text).translate(WRITTEN_AS))


def _letter(letter: str) -> str:
    if letter in BASIC or letter in EXTENDED:
        return letter
    bare = "".join(one for one in unicodedata.normalize("NFD", letter) if not unicodedata.combining(one))
    return bare if bare and BASIC.issuperset(bare) else letter


def is_gsm(text: str) -> bool:
    return (BASIC | EXTENDED).issuperset(text)


def septets(text: str) -> int:
    return sum(2 if letter in EXTENDED else 1 for letter in text)


def units(text: str) -> int:
    """Of UCS-2, as it is counted: a letter beyond the first plane is two."""
    return len(text.encode("utf-16-be")) // 2


@dataclass(frozen=True)
class Form:
    """What a way of talking can carry."""

    name: str
    letters: int
    """Of a message in GSM's alphabet, or of any where `other` is 0."""
    other: int
    """Of a message with letters that are not of it."""
    options: int
    """A list of more is told in pages."""
    written: Callable[[str], str]

    def holds(self, text: str) -> bool:
        if not self.other:
            return len(text) <= self.letters
        return septets(text) <= self.letters if is_gsm(text) else units(text) <= self.other


SMS = Form("sms", 160, 70, 8, gsm)
USSD = Form("ussd", 182, 80, 8, gsm)
CHAT = Form("chat", 1000, 0, 8, str)
FORMS = {one.name: one for one in (SMS, USSD, CHAT)}


def pieces_of(text: str, holds: Callable[[str], bool]) -> list[str]:
    """The text in pieces that fit, cut where a line or a word ends. A word longer than a piece is cut."""
    found: list[str] = []
    begun = ""
    for word in _words(text):
        if holds((begun + word).strip()):
            begun += word
            continue
        if begun.strip():
            found.append(begun.strip())
        begun = word.lstrip()
        while not holds(begun):
            most = next(n for n in range(len(begun) - 1, 0, -1) if holds(begun[:n]))
            found.append(begun[:most])
            begun = begun[most:]
    return [*found, begun.strip()] if begun.strip() or not found else found


def _words(text: str) -> list[str]:
    """With the space or the end of line that follows."""
    words, begun = [], ""
    for letter in text:
        begun += letter
        if letter in " \n":
            words.append(begun)
            begun = ""
    return [*words, begun] if begun else words
