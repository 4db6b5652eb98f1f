"""What a cube of the closed list is: whom it counts, by which variables, how far down. `closed_list` holds them all."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from .published import Code, Level, Words

OTHERS, UNKNOWN = "_O", "_U"
MOST = {Level.NATIONAL: 4, Level.DEPARTMENT: 4, Level.PROVINCE: 3, Level.DISTRICT: 3}
"""So many variables are crossed at most, the place among them."""


class NotAllowed(ValueError):
    """A cube that the design does not allow. For whoever edits the list."""


def words(es: str, en: str) -> dict[str, str]:
    return {"es": es, "en": en}


class Test(StrEnum):
    """What a condition asks of a column."""

    UNTIL = "until"
    """The month is that of the release, or before."""
    IN = "in"
    """The month is that of the release."""
    STANDS = "stands"
    """It is empty, or a month after that of the release."""
    IS = "is"
    KNOWN = "known"
    TRUE = "true"


@dataclass(frozen=True)
class Condition:
    column: str
    test: Test
    value: str = ""


@dataclass(frozen=True, eq=False)
class Population:
    code: str
    table: str
    """Of the facts."""
    unit: str
    measure: Words
    keep: tuple[Condition, ...]
    is_stock: bool = True
    is_sensitive: bool = False
    """What could hurt: violence, trafficking, health, diversity, protection, children alone."""
    place: str = "department"
    """The column of the place; of a district, its department and province are read."""
    row: str = "row"
    """The column of the row's sealed id, of which its key is made. Not of people, who have a key of their own."""


@dataclass(frozen=True, eq=False)
class Variable:
    code: str
    title: Words
    codes: tuple[Code, ...] = ()
    """In the order of reading: after each its parts. The total is put before them."""
    code_list: str = ""
    """Where the codes are those of a code list of the facts."""
    recode: Callable[[str], str] = str
    """From a code of the facts to a code of the dimension; what it makes of it and is not in `codes` is `_O`, if there
    is one, else not known."""
    folds: bool = False
    """A category that is rare in a place is counted under `_O`."""
    is_attribute: bool = False
    """What is learnt of people who are known by the rest: rows of few people are withheld whatever is in them."""
    coarse: tuple[str, ...] = ()
    """The codes that a place of few people gives, too."""


@dataclass(frozen=True, eq=False)
class Listed:
    code: str
    title: Words
    population: Population
    variables: tuple[tuple[Variable, str], ...]
    """Each with the column of the facts that it reads."""
    level: Level
    theme: str


def check(cube: Listed) -> None:
    """Raises NotAllowed for a cube that crosses too much, goes too far down, or joins what must not be joined."""
    crossed = len(cube.variables) + (cube.level is not Level.NATIONAL)
    named = {variable.code for variable, _column in cube.variables}
    if crossed > MOST[cube.level]:
        raise NotAllowed(
            f"{cube.code}: {crossed} variables are crossed, and at {cube.level} {MOST[cube.level]} may be."
        )
    if cube.population.is_sensitive and cube.level not in {Level.NATIONAL, Level.DEPARTMENT}:
        raise NotAllowed(f"{cube.code}: what could hurt is published of departments and the country only.")
    if cube.population.is_sensitive and "CITIZENSHIP" in named:
        raise NotAllowed(f"{cube.code}: what could hurt is never crossed with nationality.")
    if not cube.population.is_stock and cube.level not in {Level.NATIONAL, Level.DEPARTMENT}:
        raise NotAllowed(f"{cube.code}: what happened in a month is published of departments and the country only.")
