"""The counter in numbers: how long people wait and are attended, a month beside the one before, and what became of the
cards.

Counted from the facts, and hidden as in *Cumplimiento*: people of restricted cases of other teams only in blocks.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from ibis import _ as row_

from ayni.facts.builds import Build
from ayni.facts.periods import day_of

from . import queries
from .rules import APART, THRESHOLD, Choice, Reach
from .warehouse import Warehouse, warehouse

FILTERS = ("procedure", "department", "office")
AGES = ("TO_30", "TO_60", "TO_90", "OVER_90", "ELSEWHERE")
MONTHS = 12
"""Of deliveries, up to the month that was chosen."""


@dataclass(frozen=True)
class Median:
    """The middle one of the minutes of so many tickets."""

    of: int = 0
    minutes: float | None = None


@dataclass(frozen=True)
class Served:
    """The tickets of one group in one month."""

    arrived: int = 0
    left: int = 0
    """Whom the day ended before they were attended."""
    waiting: Median = Median()
    attention: Median = Median()


@dataclass(frozen=True)
class Compared:
    group: str
    now: Served
    before: Served


@dataclass(frozen=True)
class Stock:
    """The cards of one group that count and that nobody has, by how long they wait."""

    group: str
    ages: Mapping[str, int] = field(default_factory=dict)

    @property
    def total(self) -> int:
        return sum(self.ages.values())


@dataclass(frozen=True)
class Attention:
    month: date
    before: date
    served: Sequence[Compared]
    stocks: Sequence[Stock]
    """In both, the restricted of other teams are the last line, apart."""
    delivered: Mapping[str, int]
    """Month, or the line apart → cards that were handed over."""


def is_counted(build: Build) -> bool:
    """Builds that were made before these facts existed have none of them."""
    return all(build.has(table) for table in ("tickets", "cards"))


def month_before(month: date, back: int = 1) -> date:
    for _step in range(back):
        month = (month.replace(day=1) - timedelta(days=1)).replace(day=1)
    return month


def last_month(build: Build) -> date:
    """The month in which the build was made, which may not be over."""
    day = day_of(build.as_of)
    return (day or build.as_of.date()).replace(day=1)


def attention(build: Build, reach: Reach, choice: Choice) -> Attention:
    """Of what was chosen, in the month of `until` and the one before."""
    house = warehouse(build)
    return house.remember(("attention", reach, choice), lambda: _attention(house, reach, choice))


def _attention(house: Warehouse, reach: Reach, choice: Choice) -> Attention:
    month = choice.until or last_month(house.build)
    before = month_before(month)
    here = replace(choice, by="office", since=None, until=None)
    now, then = (_served(house, reach, replace(here, since=one, until=one)) for one in (month, before))
    compared = [
        Compared(group, now.get(group, Served()), then.get(group, Served()))
        for group in _in_order(house, now.keys() | then.keys())
    ]
    year = replace(here, by="month", since=month_before(month, MONTHS - 1), until=month)
    return Attention(month, before, compared, _stocks(house, reach, here), _delivered(house, reach, year))


def _in_order(house: Warehouse, groups: set[str]) -> list[str]:
    return queries.in_order(house, "office", groups - {APART}) + ([APART] if APART in groups else [])


def _served(house: Warehouse, reach: Reach, choice: Choice) -> dict[str, Served]:
    states: dict[str, dict[str, int]] = {}
    grouped = queries.grouped(house, "tickets", reach, choice, "state").group_by("group", "state")
    for row in house.ask(grouped.aggregate(number=row_.count())):
        states.setdefault(row["group"], {})[row["state"] or ""] = row["number"]
    waiting, attended = (_medians(house, reach, choice, name) for name in ("minutes_waiting", "minutes_attended"))
    return {
        group: Served(
            sum(found.values()), found.get("LEFT", 0), waiting.get(group, Median()), attended.get(group, Median())
        )
        for group, found in states.items()
    }


def _medians(house: Warehouse, reach: Reach, choice: Choice, column: str) -> dict[str, Median]:
    """Of fewer than ten restricted people, the middle one would be the minutes of one of them: it is not told."""
    grouped = queries.grouped(house, "tickets", reach, choice, column)
    known = grouped.filter(grouped[column].notnull()).group_by("group")
    asked = known.aggregate(of=row_.count(), minutes=row_[column].median())
    found = {row["group"]: Median(row["of"], row["minutes"]) for row in house.ask(asked)}
    if (apart := found.get(APART)) and apart.of < THRESHOLD:
        found[APART] = Median()
    return found


def _stocks(house: Warehouse, reach: Reach, choice: Choice) -> list[Stock]:
    grouped = queries.grouped(house, "cards", reach, choice, "age")
    asked = grouped.filter(grouped["age"].cast("string").isin(AGES)).group_by("group", "age")
    ages: dict[str, dict[str, int]] = {}
    for row in house.ask(asked.aggregate(number=row_.count())):
        ages.setdefault(row["group"], {})[row["age"]] = row["number"]
    return [Stock(group, ages[group]) for group in _in_order(house, set(ages))]


def _delivered(house: Warehouse, reach: Reach, choice: Choice) -> dict[str, int]:
    """Oldest first, from the first month in which one was handed over; the line apart is the last."""
    grouped = queries.grouped(house, "cards", reach, choice, "handed_over_on")
    asked = grouped.filter(grouped["handed_over_on"].notnull()).group_by("group")
    found = {row["group"]: row["number"] for row in house.ask(asked.aggregate(number=row_.count()))}
    apart = {APART: found.pop(APART)} if APART in found else {}
    if not found or choice.until is None:
        return apart
    months = [month_before(choice.until, back).isoformat() for back in reversed(range(MONTHS))]
    return {month: found.get(month, 0) for month in months if month >= min(found)} | apart


def options(build: Build, reach: Reach) -> dict[str, list[tuple[str, str]]]:
    """From which procedures, places and months the reader may choose: those that they are told of."""
    house = warehouse(build)
    return house.remember(("attention options", reach), lambda: _options(house, reach))


def _options(house: Warehouse, reach: Reach) -> dict[str, list[tuple[str, str]]]:
    listed = {}
    for by in (*FILTERS, "month"):
        groups: set[str] = {last_month(house.build).isoformat()} if by == "month" else set()
        for table, column in (("tickets", "state"), ("cards", "place")):
            grouped = queries.grouped(house, table, reach, Choice(by=by), column)
            groups |= {row["group"] for row in house.ask(grouped[["group"]].distinct())}
        found = queries.in_order(house, by, groups - {APART, ""})
        listed[by] = [(code, code if by == "month" else queries.label(house.build, by, code)) for code in found]
    return listed
