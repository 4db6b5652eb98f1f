"""What becomes of a name and a birth date between a border at night and a desk: the errors that queries are made with.

Written down before the search was measured with it, and not changed to suit it. Each kind has its source in
`bench/README.md`.
"""

import random
from collections.abc import Callable
from datetime import date
from typing import NamedTuple

from ayni.people.rules.asking import Sought
from ayni.people.rules.keys import name_words

from .crowd import Drawn

LETTERS = "abcdefghijklmnopqrstuvwxyz"
KEYS = ("qwertyuiop", "asdfghjklñ", "zxcvbnm")
SOUNDS = (
    ("v", "b"), ("b", "v"), ("z", "s"), ("s", "z"), ("c", "s"), ("h", ""), ("ll", "y"), ("y", "ll"), ("y", "i"),
    ("i", "y"), ("g", "j"), ("j", "g"), ("qu", "k"), ("k", "c"), ("c", "k"), ("x", "s"), ("n", "nn"), ("ss", "s"),
    ("w", "gu"), ("m", "n"),
)  # fmt: skip
"""Ways to write what sounds alike in Spanish."""
FIRST_LETTER = 0.05
"""How often a typing error falls on the first letter of a word."""


class Asked(NamedTuple):
    """What somebody types."""

    given: str
    surnames: str
    born: date | None
    precision: str

    @property
    def sought(self) -> Sought:
        """The same, as the search takes it."""
        return Sought(words=name_words(self.given, self.surnames), born=self.born, precision=self.precision)


def ordinary(person: Drawn, chance: random.Random) -> Asked:
    """One or two errors, parts of the name left out or the wrong way round, now and then a wrong birth date."""
    names = _as_told(person, chance, no_second_surname=0.3, no_second_given=0.45)
    for _n in range(chance.choices([0, 1, 2], [0.2, 0.5, 0.3])[0]):
        names = _one_error(names, chance)
    return Asked(*_in_order(names, chance, swapped=0.1), *_ordinary_birth(person, chance))


def hard(person: Drawn, chance: random.Random) -> Asked:
    """Two to four errors at once, and the birth date only estimated."""
    names = _as_told(person, chance, no_second_surname=0.15, no_second_given=0.25)
    for _n in range(chance.choice([2, 3, 4])):
        names = _one_error(names, chance)
    year = min(2024, person.born.year + chance.choice([-3, -2, -1, -1, 0, 0, 0, 1, 1, 2, 3]))
    return Asked(*_in_order(names, chance, swapped=0.15), date(year, 1, 1), "ESTIMATED")


def _as_told(person: Drawn, chance: random.Random, *, no_second_surname: float, no_second_given: float) -> list[str]:
    names = list(person[:4])
    if names[2] and chance.random() < no_second_surname:
        names[3] = ""
    if chance.random() < no_second_given:
        names[1] = ""
    return names


def _in_order(names: list[str], chance: random.Random, *, swapped: float) -> tuple[str, str]:
    given, surnames = [n for n in names[:2] if n], [n for n in names[2:] if n]
    if chance.random() < swapped:
        surnames.reverse()
    return " ".join(given), " ".join(surnames)


def _ordinary_birth(person: Drawn, chance: random.Random) -> tuple[date | None, str]:
    kind = chance.choices(["same", "swapped", "near"], [0.84, 0.06, 0.1])[0]
    if person.precision != "EXACT":
        return person.born, person.precision
    return (_WRONG[kind](person.born, chance) if kind in _WRONG else person.born), "EXACT"


def _swapped(born: date, _chance: random.Random) -> date:
    return date(born.year, born.day, born.month) if born.day <= 12 else born


def _near(born: date, chance: random.Random) -> date:
    part, by = chance.choice(["year", "month", "day"]), chance.choice([-1, 1])
    try:
        return born.replace(**{part: getattr(born, part) + by})
    except ValueError:
        return born


_WRONG: dict[str, Callable[[date, random.Random], date]] = {"swapped": _swapped, "near": _near}


def _one_error(names: list[str], chance: random.Random) -> list[str]:
    """One more error in one of the names: of typing, or of writing what was heard."""
    which = chance.choice([i for i, name in enumerate(names) if len(name) > 2])
    make = chance.choices([_typed, _heard], [0.6, 0.4])[0]
    return [make(name, chance) if i == which else name for i, name in enumerate(names)]


def _typed(name: str, chance: random.Random) -> str:
    """A letter left out, put in, changed, or two the other way round (Damerau's four)."""
    i = 0 if chance.random() < FIRST_LETTER else chance.randrange(1, len(name))
    kind = chance.choice(["out", "in", "changed", "swapped"])
    if kind == "out":
        return name[:i] + name[i + 1 :]
    if kind == "in":
        return name[:i] + chance.choice([name[i].lower(), _neighbour(name[i], chance)]) + name[i:]
    if kind == "changed":
        return name[:i] + _neighbour(name[i], chance) + name[i + 1 :]
    return name[:i] + name[i + 1 : i + 2] + name[i] + name[i + 2 :]


def _neighbour(letter: str, chance: random.Random) -> str:
    """A key beside it, seldom any other."""
    for row in KEYS:
        if (at := row.find(letter.lower())) >= 0 and chance.random() < 0.7:
            return chance.choice((row[max(0, at - 1)], row[min(len(row) - 1, at + 1)]))
    return chance.choice(LETTERS)


def _heard(name: str, chance: random.Random) -> str:
    may = [(old, new) for old, new in SOUNDS if old in name.lower()]
    if not may:
        return _typed(name, chance)
    old, new = chance.choice(may)
    at = name.lower().find(old)
    return name[:at] + new + name[at + len(old) :]
