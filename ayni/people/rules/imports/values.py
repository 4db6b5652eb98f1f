"""Values as lists write them: dates in any order, names in one cell, ages, telephones. Plain values, no code lists."""

import re
from collections.abc import Iterable
from datetime import date, timedelta
from typing import NamedTuple

from ayni.lib.names import PARTICLES, plain, tidy
from ayni.people.models import Birth

DAY_FIRST, MONTH_FIRST = "DMY", "MDY"
ORDERS = (DAY_FIRST, MONTH_FIRST)
EARLIEST = date(1900, 1, 1)
_EXCEL_ZERO = date(1899, 12, 30)
_MONTHS = {
    month: number
    for number, names in enumerate(
        ("ene jan", "feb fev", "mar", "abr apr", "may mai", "jun", "jul", "ago aug", "set sep", "oct out", "nov",
         "dic dec dez"), 1)
    for month in names.split()
}  # fmt: skip
_ISO = re.compile(r"^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ].*)?$")
_NUMBERS = re.compile(r"^(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4}|\d{2})(?:[T ].*)?$")
_WORDS = re.compile(r"^(?:(\d{1,2})[-/. ]+(?:de )?)?([a-z]{3,10})[-/., ]+(?:del? )?(\d{4}|\d{2})$")
_MONTH_YEAR = re.compile(r"^(\d{1,2})[-/.](\d{4})$")
_YEAR = re.compile(r"^(19\d\d|20\d\d)$")
_SERIAL = re.compile(r"^\d{1,5}(?:\.\d+)?$")
SCIENTIFIC = re.compile(r"^\d(?:[.,]\d+)?[eE]\+?\d+$")
"""A long number that Excel has shortened: its last digits are lost."""
LOST = "\ufffd"


class Day(NamedTuple):
    day: date
    precision: str


class BadDate(ValueError):
    """Not a date. The argument is the code of what is wrong."""


def read_day(text: str, order: str, today: date) -> Day:
    """Raises BadDate with NOT_A_DATE, NO_SUCH_DAY, TOO_EARLY or IN_FUTURE."""
    found = _parsed(" ".join(plain_date(text).split()), order, today)
    if found.day > today:
        raise BadDate("IN_FUTURE")
    if found.day < EARLIEST:
        raise BadDate("TOO_EARLY")
    return found


def plain_date(text: str) -> str:
    return tidy(text).lower()


def _parsed(text: str, order: str, today: date) -> Day:
    if match := _ISO.match(text):
        return _day(int(match[1]), int(match[2]), int(match[3]))
    if match := _NUMBERS.match(text):
        first, second = int(match[1]), int(match[2])
        month, dom = (first, second) if order == MONTH_FIRST else (second, first)
        if month > 12 >= dom:
            month, dom = dom, month
        return _day(_year(match[3], today), month, dom)
    if (match := _WORDS.match(text)) and (number := _MONTHS.get(match[2][:3])):
        year = _year(match[3], today)
        return _day(year, number, int(match[1])) if match[1] else Day(_day(year, number, 1).day, Birth.MONTH)
    if match := _MONTH_YEAR.match(text):
        return Day(_day(int(match[2]), int(match[1]), 1).day, Birth.MONTH)
    if match := _YEAR.match(text):
        return Day(date(int(match[1]), 1, 1), Birth.YEAR)
    if _SERIAL.match(text):
        return Day(_from_excel(int(float(text))), Birth.EXACT)
    raise BadDate("NOT_A_DATE")


def _day(year: int, month: int, dom: int) -> Day:
    try:
        return Day(date(year, month, dom), Birth.EXACT)
    except ValueError:
        raise BadDate("NO_SUCH_DAY") from None


def _from_excel(serial: int) -> date:
    """Days since 1900, as a spreadsheet counts them: it believes that 1900 had a 29 February."""
    if serial < 1:
        raise BadDate("NOT_A_DATE")
    return _EXCEL_ZERO + timedelta(days=serial + (1 if serial < 60 else 0))


def _year(text: str, today: date) -> int:
    year = int(text)
    if len(text) == 4:
        return year
    year += today.year // 100 * 100
    return year if year <= today.year else year - 100


def order_of_dates(texts: Iterable[str]) -> str | None:
    """Whether day or month comes first; "" if the dates do not tell, None if there is none where it matters."""
    seen = False
    for text in texts:
        if match := _NUMBERS.match(plain_date(text)):
            first, second = int(match[1]), int(match[2])
            if first > 12 >= second:
                return DAY_FIRST
            if second > 12 >= first:
                return MONTH_FIRST
            seen = seen or first != second
    return "" if seen else None


def born_by_age(text: str, on: date) -> Day:
    """Somebody of that many years on that day: an estimate, to the year. Raises BadDate."""
    match = re.match(r"^(\d{1,3})(?:[.,]0+)?(?:\s*(?:a|años?|anos?|years?|y))?$", plain_date(text))
    if not match or int(match[1]) > 120:
        raise BadDate("NOT_AN_AGE")
    return Day(max(EARLIEST, date(on.year - int(match[1]), 1, 1)), Birth.ESTIMATED)


class Names(NamedTuple):
    given_1: str = ""
    given_2: str = ""
    surname_1: str = ""
    surname_2: str = ""


def names_of(typed: dict[str, str]) -> Names:
    """The four parts of a name, from whatever columns the list has."""
    get = {name: tidy(text) for name, text in typed.items()}.get
    if get("given_names") or get("surnames") or get("surname_1"):
        one, two = in_two(get("given_names", ""))
        if second := get("given_name_2"):
            one, two = " ".join(filter(None, (one, two))), second
        first, last = get("surname_1", ""), get("surname_2", "")
        if not first and get("surnames"):
            first, rest = surnames_in_two(get("surnames", ""))
            last = last or rest
        return Names(one, two, first, last) if one or two else Names(first, "", last, "")
    return _from_full(get("full_name", ""))


def in_two(text: str) -> tuple[str, str]:
    first, _space, rest = text.partition(" ")
    return first, rest


def surnames_in_two(text: str) -> tuple[str, str]:
    """“De la Cruz Pérez” as “De la Cruz”, “Pérez”: particles belong to the word behind them."""
    groups = _groups(text.split())
    return (groups[0], " ".join(groups[1:])) if groups else ("", "")


def _groups(words: list[str]) -> list[str]:
    groups: list[str] = []
    held: list[str] = []
    for word in words:
        held.append(word)
        if plain(word) not in PARTICLES:
            groups.append(" ".join(held))
            held = []
    if held:
        groups.append(" ".join(held))
    return groups


def _from_full(text: str) -> Names:
    """Surnames stand before a comma, or last: two of them where there are three words or more."""
    if "," in text:
        surnames, _comma, given = text.partition(",")
        return (
            Names(*in_two(given.strip()), *surnames_in_two(surnames.strip())) if given.strip() else _from_full(surnames)
        )
    groups = _groups(text.split())
    if len(groups) <= 1:
        return Names(text)
    if len(groups) == 2:
        return Names(groups[0], "", groups[1], "")
    first, *others = groups[:-2]
    return Names(first, " ".join(others), groups[-2], groups[-1])


_YES = frozenset({"si", "s", "yes", "y", "sim", "1", "true", "x", "acepta", "ok", "verdadero"})
_NO = frozenset({"no", "n", "nao", "0", "false", "falso", "rechaza"})


def yes_or_no(text: str) -> bool | None:
    """None for what is neither."""
    word = plain(text)
    return True if word in _YES else False if word in _NO else None
