"""How people say they were attended, in numbers: one question after an attention, answered by nobody who is known.

Counted from the facts. Nobody with a restricted case is asked, so that there is nothing to hide in blocks; of few
answers nothing is told, for one of them could be guessed.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from ibis import _ as row_

from ayni.facts.builds import Build
from ayni.lib.shares import wilson

from . import queries
from .rules import Choice, Reach
from .warehouse import Warehouse, warehouse

BY = ("office", "department", "month")
WELL = "WELL"
FEWEST = 5
"""Of fewer answers neither the number nor the share is told."""


@dataclass(frozen=True)
class Opinions:
    """What one group answered."""

    group: str
    well: int
    answers: int

    @property
    def is_few(self) -> bool:
        return self.answers < FEWEST

    @property
    def share(self) -> float | None:
        """Of those who answered, who was attended well."""
        return None if self.is_few else self.well / self.answers

    @property
    def margin(self) -> tuple[float, float] | None:
        """Between what the share lies, with 95 of 100 (`lib.shares.wilson`)."""
        return None if self.is_few else wilson(self.well, self.answers)


def is_counted(build: Build) -> bool:
    """Builds that were made before this fact existed have none of it."""
    return build.has("opinions")


def by_of(choice: Choice) -> str:
    """An opinion has no theme: where reports are grouped by theirs, opinions are by office."""
    return choice.by if choice.by in BY else "office"


def opinions(build: Build, reach: Reach, choice: Choice) -> Sequence[Opinions]:
    house = warehouse(build)
    return house.remember(("opinions", reach, choice), lambda: _opinions(house, reach, choice))


def _opinions(house: Warehouse, reach: Reach, choice: Choice) -> Sequence[Opinions]:
    facts, by = house.table("opinions"), by_of(choice)
    found = facts.filter(queries.of_nobody(facts, reach, choice))
    counted = found.group_by(facts[by].cast("string").name("group")).aggregate(
        well=(row_.mark == WELL).sum(), answers=row_.count()
    )
    rows = {row["group"]: row for row in house.ask(counted)}
    return [Opinions(group, rows[group]["well"], rows[group]["answers"]) for group in queries.in_order(house, by, rows)]


def office_of(choice: Choice, reach: Reach, group: str) -> str:
    """Whose answers a number of this group opens: one office that the reader answers for, else nothing."""
    office = group if by_of(choice) == "office" else choice.office
    return office if office in reach.offices else ""


def months_of(choice: Choice, group: str) -> tuple[date | None, date | None]:
    if by_of(choice) == "month":
        return date.fromisoformat(group), date.fromisoformat(group)
    return choice.since, choice.until
