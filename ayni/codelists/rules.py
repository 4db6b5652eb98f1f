"""Two code systems share the name *ubigeo*: INEI's, which is ours, and RENIEC's, which numbers 18 of the 25 departments
differently. Plain functions over plain values."""

import unicodedata
from collections.abc import Iterable
from enum import StrEnum


class _Folded(dict[int, str]):
    """What a letter becomes, by its code point. Of those that are rare here nothing is remembered."""

    def __missing__(self, code: int) -> str:
        letter = chr(code)
        if unicodedata.combining(letter):
            return ""
        return letter if letter.isalnum() else " "


_FOLDED = _Folded()
_FOLDED.update({code: _FOLDED[code] for code in range(0x370)})


def fold(text: str) -> str:
    """Lower case, without accents or punctuation: "Áncash" and "ancash" are the same place."""
    return unicodedata.normalize("NFKD", text.lower()).translate(_FOLDED).strip()


class System(StrEnum):
    INEI = "INEI"
    RENIEC = "RENIEC"
    UNKNOWN = "UNKNOWN"


SEATS: dict[str, tuple[str, str, str]] = {
    "07": ("callao", "callao", "callao"),
    "08": ("cusco", "cusco", "cusco"),
    "09": ("huancavelica", "huancavelica", "huancavelica"),
    "10": ("huanuco", "huanuco", "huanuco"),
    "11": ("ica", "ica", "ica"),
    "12": ("junin", "huancayo", "huancayo"),
    "13": ("la libertad", "trujillo", "trujillo"),
    "14": ("lambayeque", "chiclayo", "chiclayo"),
    "15": ("lima", "lima", "lima"),
    "16": ("loreto", "maynas", "iquitos"),
    "17": ("madre de dios", "tambopata", "tambopata"),
    "18": ("moquegua", "mariscal nieto", "moquegua"),
    "19": ("pasco", "pasco", "chaupimarca"),
    "20": ("piura", "piura", "piura"),
    "21": ("puno", "puno", "puno"),
    "22": ("san martin", "moyobamba", "moyobamba"),
    "23": ("tacna", "tacna", "tacna"),
    "24": ("tumbes", "tumbes", "tumbes"),
}
"""By INEI's code of a department: its name, and the names of its first province and its first district. The departments
01 to 06 and 25 have the same number in both systems and tell nothing."""


def reniec_code(inei: str) -> str:
    """RENIEC puts Callao last before Ucayali, so that all the departments between stand one number earlier."""
    number = int(inei)
    return "24" if number == 7 else f"{number - 1:02}" if 7 < number < 25 else inei


def system_of(code: str, name: str) -> System:
    """Whose code this is, told by the name beside it. Only seats tell: a department, its province 01, its district
    0101."""
    place = {2: 0, 4: 1, 6: 2}.get(len(code))
    if place is None or code[2:] not in {"", "01", "0101"}:
        return System.UNKNOWN
    folded = fold(name)
    if code[:2] in SEATS and SEATS[code[:2]][place] == folded:
        return System.INEI
    if any(reniec_code(inei) == code[:2] and names[place] == folded for inei, names in SEATS.items()):
        return System.RENIEC
    return System.UNKNOWN


def system_of_all(places: Iterable[tuple[str, str]]) -> System:
    """Whose codes a whole list carries. Ask this of every list that comes from elsewhere."""
    found = {system_of(code, name) for code, name in places}
    if System.RENIEC in found:
        return System.RENIEC
    return System.INEI if System.INEI in found else System.UNKNOWN
