"""Who was attended (R78, R79, R109): cases that were opened, services that the unit gave, and referrals that an
institution served, by profile, sex, age and nationality.

Counted from the facts, and hidden as in *Cumplimiento*: restricted cases of other teams only in blocks of ten people,
made of people of one profile who are alike in sex, age and nationality before any others.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from ibis import _ as row_

from ayni.facts.builds import Build
from ayni.facts.periods import AgeBand

from . import queries, words
from .rules import APART, Choice, Reach
from .warehouse import Warehouse, warehouse

CASES, SERVICES, SERVED = "cases", "services", "served"
_OF_SERVICES = ("category", "institution", "profile", "sex", "age_band", "nationality", "department", "office", "month")
BY = {
    CASES: ("profile", "sex", "age_band", "nationality", "department", "office", "month"),
    SERVICES: _OF_SERVICES,
    SERVED: ("institution", *(by for by in _OF_SERVICES if by != "institution")),
}
FILTERS = ("profile", "category", "institution", "sex", "age_group", "nationality", "department", "office")
ONLY_OF_SERVICES = ("category", "institution")
MINORS = (AgeBand.EARLY_CHILDHOOD.value[0], AgeBand.CHILDHOOD.value[0], AgeBand.ADOLESCENCE.value[0])
AS_THEY_COME = frozenset({"age_band", "month"})
"""Groups that have an order of their own; of the others, the most come first."""


@dataclass(frozen=True)
class Group:
    code: str
    rows: int = 0
    """Cases, services or referrals."""
    people: int = 0


@dataclass(frozen=True)
class Attended:
    groups: Sequence[Group]
    apart: Group | None
    """Restricted cases of other teams that cannot be broken down this way."""
    total: Group

    @property
    def minors(self) -> Group:
        """Those of the groups of age under 18."""
        found = [group for group in self.groups if group.code in MINORS]
        return Group("", sum(group.rows for group in found), sum(group.people for group in found))


def is_counted(build: Build) -> bool:
    """Builds that were made before it was known of whom a case is have no such column."""
    return all(_knows_of_whom(build, name) for name in BY)


def _knows_of_whom(build: Build, name: str) -> bool:
    house = warehouse(build)
    return name in house.tables and "age_group" in house.table(name).columns


def attended(build: Build, reach: Reach, choice: Choice, what: str) -> Attended:
    """What was chosen of `cases`, of `services` or of `served` referrals."""
    house = warehouse(build)
    return house.remember(("attended", what, reach, choice), lambda: _attended(house, reach, choice, what))


def _attended(house: Warehouse, reach: Reach, choice: Choice, what: str) -> Attended:
    of_each = queries.grouped(house, what, reach, choice, "person")
    counted = {"rows": row_.count(), "people": row_.person.nunique()}
    found = {row["group"]: _group(row) for row in house.ask(of_each.group_by("group").aggregate(**counted))}
    apart = found.pop(APART, None)
    groups = [found[code] for code in queries.in_order(house, choice.by, found)]
    if choice.by not in AS_THEY_COME:
        groups.sort(key=lambda group: -group.rows)
    [total] = house.ask(of_each.aggregate(**counted))
    return Attended(groups, apart, _group({"group": "", **total}))


def _group(row: dict[str, Any]) -> Group:
    return Group(row["group"], row["rows"], row["people"])


def options(build: Build, reach: Reach) -> dict[str, list[tuple[str, Any]]]:
    """From which groups and months the reader may choose: those that they are told of, in either table."""
    found: dict[str, list[tuple[str, Any]]] = {}
    for by in (*FILTERS, "month"):
        tables = (SERVICES, SERVED) if by in ONLY_OF_SERVICES else tuple(BY)
        codes = {group.code for what in tables for group in attended(build, reach, Choice(by=by), what).groups} - {""}
        named = [(code, code if by == "month" else name_of(build, by, code)) for code in codes]
        ordered = queries.in_order(warehouse(build), by, codes) if by in {"month", "age_group"} else []
        found[by] = sorted(named, key=lambda one: ordered.index(one[0]) if ordered else one[1])
    return found


def name_of(build: Build, by: str, code: str) -> str:
    """As `words.group`; the category is that of a service."""
    if by == "category" and code not in {"", APART}:
        return warehouse(build).label("service_category", code)
    return words.group(build, by, code)
