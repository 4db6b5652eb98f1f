"""What is worked out for all pairs at once never rules out whom the comparison would find."""

import random
from datetime import date

import numpy as np
import pytest

from ayni.people.models import Birth
from ayni.people.rules import bounds, likeness
from ayni.people.rules.asking import Sought
from ayni.people.rules.keys import near_births
from ayni.people.rules.likeness import Known

_TEXT = """
ana maria jose luis juan rosa quispe mamani rojas perez guerrero hernandez zevallos yeni jenny chavez wilmer victor
bictor ñahui gonzales gonzalez de li aa hh anamaria rosalinda rosa linda yusleidy rondon oswaldo muñoz ли
"""
NAMES = sorted(set(_TEXT.split()))
DAYS = [date(1990, 3, 12), date(1990, 12, 3), date(1990, 3, 13), date(1989, 3, 12), date(1950, 1, 1), date(1993, 7, 1)]
LETTERS = "abcdehilmnoqrstuvyz"


def misspelled(word: str, chance: random.Random) -> str:
    for _again in range(chance.randrange(4)):
        i = chance.randrange(len(word) + 1)
        word = chance.choice([word[:i] + word[i + 1 :], word[:i] + chance.choice(LETTERS) + word[i:],
                              word[:i] + chance.choice(LETTERS) + word[i + 1 :],
                              word[:i] + word[i : i + 2][::-1] + word[i + 2 :]]) or word  # fmt: skip
    return word


def birth(chance: random.Random) -> tuple[date | None, str]:
    if chance.random() < 0.1:
        return None, Birth.UNKNOWN
    day = chance.choice(DAYS)
    return chance.choice([day, *near_births(day)]), chance.choice(
        [Birth.EXACT, Birth.EXACT, Birth.YEAR, Birth.ESTIMATED]
    )


def pair(chance: random.Random) -> tuple[Sought, Known]:
    parts = [tuple(chance.sample(NAMES, n)) for n in (chance.randint(1, 3), chance.randint(0, 2), 1, 0)]
    known = Known(*parts, *birth(chance))
    said = [word for part in parts for word in part if chance.random() < 0.8]
    said = [misspelled(word, chance) for word in said] + chance.sample(NAMES, chance.randrange(2))
    if len(said) > 1 and chance.random() < 0.2:
        said[:2] = ["".join(said[:2])]
    chance.shuffle(said)
    born, precision = birth(chance)
    if chance.random() < 0.5:
        born, precision = known.born, known.precision
    return Sought(words=tuple(dict.fromkeys(said))[:6], born=born, precision=precision), known


def fitting(one: Sought, other: Known) -> float:
    """At most: whichever words are the rare ones."""
    rare = [
        likeness.all_alike,
        lambda word: 0.5 if hash(word) % 2 else 1.0,
        lambda word: 1.0 if hash(word) % 2 else 0.5,
    ]
    return max(likeness.compare(one, other, rarity=rarity).score for rarity in rare)


@pytest.mark.parametrize("least", [0.6, 0.75, 0.9])
def test_nobody_whom_the_comparison_may_find_is_ruled_out(least):
    chance = random.Random(3)  # noqa: S311
    pairs = [pair(chance) for _n in range(6_000)]
    words = bounds.Words()
    asked, known = bounds.Lines(words), bounds.Lines(words)
    for one, other in pairs:
        asked.add(one.words, one.born, one.precision)
        known.add([word for part in other[:4] for word in part], other.born, other.precision)
    may = bounds.may_reach(words, asked.names(), known.names(), least)
    fits = [fitting(one, other) >= least for one, other in pairs]
    assert [one for one, maybe, fit in zip(pairs, may, fits, strict=True) if fit and not maybe] == []
    found = sum(fits)
    assert found > 300
    assert found < may.sum() < len(pairs) * 0.95


def test_births_are_judged_as_the_comparison_judges_them():
    chance = random.Random(4)  # noqa: S311
    pairs = [pair(chance) for _n in range(3_000)]
    asked, known = bounds.Lines(bounds.Words()), bounds.Lines(bounds.Words())
    for one, other in pairs:
        asked.add((), one.born, one.precision)
        known.add((), other.born, other.precision)
    told = [likeness._of_birth(*one) for one in pairs]
    wanted = np.array([np.nan if one is None else one for one in told])
    assert np.array_equal(bounds.births(asked.names(), known.names()), wanted, equal_nan=True)
