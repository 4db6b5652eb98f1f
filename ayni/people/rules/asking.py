"""What was asked for: one line of text, or a form half filled, as the words, dates and numbers in it."""

import re
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from ayni.lib.errors import RuleBroken
from ayni.lib.names import plain, tidy
from ayni.people.models import Birth

from .documents import compared, phone_tail
from .keys import name_words

LONGEST = 200
MOST_WORDS = 6
SHORTEST_NUMBER, LONGEST_NUMBER = 4, 13

_MONTHS = ("ene", "feb", "mar", "abr", "may", "jun", "jul", "ago", "set", "oct", "nov", "dic")
_MONTH_WORD = (
    r"(?:ene(?:ro)?|feb(?:rero)?|mar(?:zo)?|abr(?:il)?|may(?:o)?|jun(?:io)?|jul(?:io)?|ago(?:sto)?|se[pt](?:t?iembre)?"
    r"|oct(?:ubre)?|nov(?:iembre)?|dic(?:iembre)?)\b\.?"
)
_NAMES_TOO = frozenset({"julio", "abril"})
"""Months that are also given names: “julio 1990” may be a Julio who was born in 1990."""
_DATES = (
    (re.compile(r"\b(?P<y>(?:19|20)\d\d)[-/.](?P<m>\d{1,2})[-/.](?P<d>\d{1,2})\b"), Birth.EXACT),
    (re.compile(r"\b(?P<d>\d{1,2})[-/.](?P<m>\d{1,2})[-/.](?P<y>\d{4}|\d\d)(?!\d)"), Birth.EXACT),
    (
        re.compile(rf"\b(?P<d>\d{{1,2}})[ -]+(?:de )?(?P<w>{_MONTH_WORD})[ -]+(?:del? )?(?P<y>\d{{4}}|\d\d)\b", re.I),
        Birth.EXACT,
    ),
    (re.compile(rf"\b(?P<w>{_MONTH_WORD})[ -]+(?:del? )?(?P<y>(?:19|20)\d\d)\b", re.I), Birth.MONTH),
    (re.compile(r"\b(?P<m>\d{1,2})[-/.](?P<y>(?:19|20)\d\d)\b"), Birth.MONTH),
    (re.compile(r"(?<![\w.-])(?P<y>(?:19|20)\d\d)(?![\w-])"), Birth.YEAR),
)
_NUMBER = re.compile(
    r"(?<!\w)\+?[A-Za-z]{0,3}-?\d(?:[ .\-]?\d)*(?:-?[A-Za-z0-9]{1,3})?(?!\w)|(?<!\w)(?=\w*\d)\w{5,20}(?!\w)"
)
_KINDS = "dni ce cpp ptp csr ruc pas pasaporte cedula carne carnet documento doc tel telefono cel"
_KINDS_OF_NUMBER = frozenset(_KINDS.split())


class NothingToSearch(RuleBroken):
    pass


@dataclass(frozen=True)
class Sought:
    """What somebody looks for."""

    words: tuple[str, ...] = ()
    born: date | None = None
    precision: str = Birth.UNKNOWN
    numbers: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    """Last digits only."""

    @property
    def day(self) -> date | None:
        return self.born if self.precision == Birth.EXACT else None

    @property
    def is_empty(self) -> bool:
        return not (self.words or self.numbers or self.phones or self.born)


def read(text: str, today: date) -> Sought:
    """The words, dates and numbers in a line, in any order. Raises NothingToSearch with a sentence."""
    rest = tidy(text)[:LONGEST]
    born, precision, rest, exists = take_date(rest, today)
    found = [number for match in _NUMBER.findall(rest) for number in _apart(match)]
    numbers = tuple(dict.fromkeys(n for n in found if len(compared(n)) >= SHORTEST_NUMBER))
    for number in found:
        rest = rest.replace(number, " ", 1)
    names = tuple(word for word in name_words(rest) if not (numbers and word in _KINDS_OF_NUMBER))
    sought = Sought(
        words=_worth_asking(names),
        born=born,
        precision=precision,
        numbers=numbers,
        phones=tuple(filter(None, (phone_tail(n) for n in numbers))),
    )
    check_enough(sought, typed=plain(text), date_exists=exists)
    return sought


def _apart(text: str) -> list[str]:
    """Digits in groups are one number, unless together they are longer than any."""
    return [text] if sum(c.isdigit() for c in text) <= LONGEST_NUMBER else text.split()


def _worth_asking(names: tuple[str, ...]) -> tuple[str, ...]:
    """Initials say little, and part of “D Angelo” is typed apart. A name in another script may be one sign long."""
    return tuple(word for word in names if len(word) > 1 or not word.isascii())[:MOST_WORDS]


def check_enough(sought: Sought, *, typed: str, date_exists: bool = True) -> None:
    if not typed:
        raise NothingToSearch(_("Type a name, a document, a telephone, a birth date or a case number."))
    if sought.is_empty and not date_exists:
        raise NothingToSearch(_("Nobody was born on that date: it does not exist, or is still to come."))
    if sought.is_empty:
        raise NothingToSearch(
            _("That is too little to search. Type at least two letters of a name, or a whole number.")
        )
    if sought.words or sought.numbers or sought.phones or sought.day:
        return
    if not date_exists:
        raise NothingToSearch(_("That date does not exist. Check the day and the month, or add a name."))
    raise NothingToSearch(_("Many people were born in that year. Add a name, or the day and the month."))


def take_date(text: str, today: date) -> tuple[date | None, str, str, bool]:
    """The first date in the text, how much of it is known, the text without it, and whether there is such a day."""
    for pattern, precision in _DATES:
        if not (match := pattern.search(text)):
            continue
        parts = match.groupdict()
        born, known = _date_of(parts, precision, today)
        if born is None and precision == Birth.YEAR:
            continue
        word = (parts.get("w") or "").lower()
        kept = word if known == Birth.MONTH and word in _NAMES_TOO else ""
        rest = f"{text[: match.start()]} {kept} {text[match.end() :]}"
        return born, known, rest, born is not None and known == precision
    return None, Birth.UNKNOWN, text, True


def _date_of(parts: dict[str, str | None], precision: str, today: date) -> tuple[date | None, str]:
    year = _full_year(parts["y"] or "", today)
    month = _month_of(parts)
    if not 1900 <= year <= today.year:
        return None, Birth.UNKNOWN
    if precision == Birth.YEAR or month is None:
        return date(year, 1, 1), Birth.YEAR
    dom = int(parts.get("d") or 1)
    if month > 12 and dom <= 12 and precision == Birth.EXACT:
        # Written the other way round, as in the United States.
        month, dom = dom, month
    try:
        born = date(year, month, dom)
    except ValueError:
        # A day that does not exist still tells the year.
        return date(year, 1, 1), Birth.YEAR
    return (born, precision) if born <= today else (None, Birth.UNKNOWN)


def _month_of(parts: dict[str, str | None]) -> int | None:
    if word := parts.get("w"):
        start = word[:3].lower().replace("sep", "set")
        return _MONTHS.index(start) + 1
    number = parts.get("m")
    return int(number) if number else None


def _full_year(text: str, today: date) -> int:
    if len(text) == 4:
        return int(text)
    century = today.year // 100 * 100
    year = century + int(text)
    return year if year <= today.year else year - 100
