"""A register as large as a country's, drawn at once: only what a search reads.

Frequent names are those of the demo world, rarer the further down their list (a power law, as names have everywhere).
A register of a country holds tens of thousands of names that hardly anybody else has: those are made by a model of
letters that learnt from the frequent ones, so that they look like names of the region and belong to nobody.
"""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, timedelta
from typing import NamedTuple

import numpy as np

from ayni.desk.demo.names import BY_COUNTRY

RARE_GIVEN, RARE_SURNAMES = 22_000, 45_000
"""How many rare names there are to draw from. With two million people about 57 000 different words come up."""
OF_RARE = 0.18
"""The share of names that are of the rare ones."""
SECOND_GIVEN, SECOND_SURNAME = 0.62, 0.9
FIRST_DAY, LAST_DAY = date(1936, 1, 1), date(2024, 12, 31)
ESTIMATED, YEAR_ONLY = 0.06, 0.02
"""Of the people in the register."""
EXPONENT = 0.9


class Drawn(NamedTuple):
    given_1: str
    given_2: str
    surname_1: str
    surname_2: str
    born: date
    precision: str


class Letters:
    """Words in the manner of those that it has read: each letter by the two before it."""

    def __init__(self, words: Sequence[str]) -> None:
        self.next: dict[str, list[str]] = defaultdict(list)
        for word in words:
            text = f"^^{word.lower()}$"
            for i in range(len(text) - 2):
                self.next[text[i : i + 2]].append(text[i + 2])

    def words(self, count: int, chance: np.random.Generator) -> list[str]:
        found: dict[str, None] = {}
        while len(found) < count:
            word = self._word(chance)
            if 4 <= len(word) <= 12:
                found[word.capitalize()] = None
        return list(found)

    def _word(self, chance: np.random.Generator) -> str:
        text = "^^"
        while not text.endswith("$") and len(text) < 16:
            follows = self.next[text[-2:]]
            text += follows[int(chance.integers(len(follows)))]
        return text[2:].rstrip("$")


class Pool:
    """Names to draw from: frequent ones, then rare ones."""

    def __init__(self, frequent: Sequence[str], rare: int, chance: np.random.Generator) -> None:
        frequent = list(dict.fromkeys(frequent))
        self.names = np.array(frequent + Letters(frequent).words(rare, chance), dtype=object)
        shares = [_falling(len(frequent)) * (1 - OF_RARE), _falling(rare) * OF_RARE]
        self.shares = np.concatenate(shares)

    def draw(self, count: int, chance: np.random.Generator) -> np.ndarray:
        return self.names[chance.choice(len(self.names), size=count, p=self.shares)]


def _falling(count: int) -> np.ndarray:
    weights = 1 / np.arange(2, count + 2) ** EXPONENT
    return weights / weights.sum()


def draw(count: int, seed: int) -> list[Drawn]:
    """People of these names; the same for the same seed."""
    chance = np.random.default_rng(seed)
    of_all = list(BY_COUNTRY.values())
    women = Pool([n for names in of_all for n in names.women], RARE_GIVEN // 2, chance)
    men = Pool([n for names in of_all for n in names.men], RARE_GIVEN // 2, chance)
    surnames = Pool([n for names in of_all for n in names.surnames], RARE_SURNAMES, chance)
    is_woman = chance.random(count) < 0.5
    given = [np.where(is_woman, women.draw(count, chance), men.draw(count, chance)) for _n in range(2)]
    given[1][chance.random(count) >= SECOND_GIVEN] = ""
    family = [surnames.draw(count, chance) for _n in range(2)]
    family[1][chance.random(count) >= SECOND_SURNAME] = ""
    days = chance.integers(0, (LAST_DAY - FIRST_DAY).days, size=count)
    how = chance.choice(["EXACT", "ESTIMATED", "YEAR"], size=count, p=[1 - ESTIMATED - YEAR_ONLY, ESTIMATED, YEAR_ONLY])
    rows = zip(*given, *family, days.tolist(), how.tolist(), strict=True)
    return [Drawn(*names, *_known(day, precision)) for *names, day, precision in rows]


def _known(day: int, precision: str) -> tuple[date, str]:
    born = FIRST_DAY + timedelta(days=day)
    return (born if precision == "EXACT" else date(born.year, 1, 1)), precision
