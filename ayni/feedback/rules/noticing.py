"""What looks as if it said who somebody is, in words that are to be anonymous. It warns, and never refuses: to miss
one is worse than to ask once in vain."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum, auto

from ayni.lib.names import plain


class Seems(StrEnum):
    EMAIL = auto()
    PHONE = auto()
    DOCUMENT = auto()
    NAME = auto()


@dataclass(frozen=True)
class Noticed:
    seems: Seems
    words: str
    """As they were typed."""


_EMAIL = re.compile(r"[\w.+-]+\s?@\s?[\w-]+(?:\.[\w-]+)+")
_DIGITS = re.compile(r"(?<!\w)\+?\d(?:[ .\-()]{0,2}\d){6,14}(?!\w)")
_PASSPORT = re.compile(r"(?<!\w)(?=[A-Za-z0-9]*\d{4})(?=[A-Za-z0-9]*[A-Za-z])[A-Za-z0-9]{7,12}(?!\w)")
_OWN_NAME = re.compile(
    r"(?i:\b(?:me llamo|mi nombre es|soy|my name is|my name['’]s|i am|i['’]m|je m['’]appelle|je suis|meu nome [ée]|me chamo|eu sou|mwen rele|m rele|non mwen se)\s+)"  # noqa: E501
    r"((?:[^\W\d_][\w'’-]+)(?:\s+[^\W\d_][\w'’-]+)?)"
)
_CALLED = re.compile(
    r"(?i:\b(?:señora|señorita|señor|sra|srta|sr|doctora|doctor|dra|dr|licenciada|licenciado|lic|don|doña|mrs|mr|ms|mme|madame|monsieur|senhora|senhor|madan|msye)\b\.?\s+)"  # noqa: E501
    r"([A-ZÁÉÍÓÚÑ][\w'’-]+(?:\s+[A-ZÁÉÍÓÚÑ][\w'’-]+)?)"
)
_CAPITALS = re.compile(
    r"(?<!\w)[A-ZÁÉÍÓÚÑ][a-záéíóúñü'’-]+(?:\s+(?:de|del|la|los)){0,2}(?:\s+[A-ZÁÉÍÓÚÑ][a-záéíóúñü'’-]+)+"
)
_INSTITUTIONS = """
    migraciones oficina jefatura zonal sede central unidad integracion migratoria estado ministerio defensoria pueblo
    policia nacional hospital centro emergencia mujer municipalidad naciones unidas acnur oim carne permiso temporal
    permanencia calidad especial residente residencia ventanilla
    peru venezuela colombia ecuador haiti lima tumbes tacna callao piura cusco arequipa trujillo direccion avenida plaza
    enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre
    lunes martes miercoles jueves viernes sabado domingo
"""
_NO_NAME = frozenset(_INSTITUTIONS.split())
_NO_OWN = frozenset({"de", "del", "una", "un", "el", "la", "migrante", "madre", "padre", "not", "a", "the"})
"""What may follow «soy» and is no name."""


def noticed(text: str) -> list[Noticed]:
    """Each once, in the order of the text."""
    found: dict[str, Noticed] = {}
    taken: list[tuple[int, int]] = []
    for seems, start, end, words in sorted(_all(text), key=lambda one: (list(Seems).index(one[0]), one[1])):
        if not any(start < other_end and other < end for other, other_end in taken):
            taken.append((start, end))
            found.setdefault(words, Noticed(seems, words))
    return sorted(found.values(), key=lambda one: text.index(one.words))


def _all(text: str) -> Iterator[tuple[Seems, int, int, str]]:
    for match in _EMAIL.finditer(text):
        yield Seems.EMAIL, *match.span(), match.group()
    for match in _DIGITS.finditer(text):
        yield _number(match.group()), *match.span(), match.group()
    for match in _PASSPORT.finditer(text):
        yield Seems.DOCUMENT, *match.span(), match.group()
    for match in _OWN_NAME.finditer(text):
        if _looks_named(match.group(1), _NO_OWN | _NO_NAME) and match.group(1)[0].isupper() or _is_sure(match.group()):
            yield Seems.NAME, *match.span(1), match.group(1)
    for match in _CALLED.finditer(text):
        yield Seems.NAME, *match.span(1), match.group(1)
    for match in _CAPITALS.finditer(text):
        if _looks_named(match.group(), _NO_NAME):
            yield Seems.NAME, *match.span(), match.group()


def _number(words: str) -> Seems:
    digits = re.sub(r"\D", "", words)
    # Mobile numbers of Peru have nine digits and begin with 9; the DNI has eight, the foreigner's card nine.
    is_phone = words.startswith("+") or (len(digits) == 9 and digits[0] == "9") or len(digits) not in {8, 9}
    return Seems.PHONE if is_phone else Seems.DOCUMENT


def _looks_named(words: str, but: frozenset[str]) -> bool:
    return not set(plain(words).split()) & but


def _is_sure(words: str) -> bool:
    """«Me llamo rosa» is a name however it is written."""
    return not re.match(r"(?i)(?:soy|i am|je suis|eu sou)\b", words)
