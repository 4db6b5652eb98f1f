"""What people tell the unit, in numbers: how soon they are answered, about what, and whether the answer was good.

Counted from the facts, and hidden as in *Cumplimiento*. What went to named people is in no fact.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from ibis import _ as row_

from ayni.facts.builds import Build
from ayni.lib.shares import wilson

from . import opinions, queries
from .rules import APART, THRESHOLD, Choice, Reach
from .warehouse import Warehouse, warehouse

BY = ("category", "office", "department", "month")
FILTERS = ("department", "office")
COUNTED = ("state", "answer", "satisfied")
MEDIANS = ("hours_to_answer", "hours_to_close")
DUE = ("ON_TIME", "LATE", "OVERDUE")
OPEN = ("RECEIVED", "TAKEN", "REOPENED")
FEWEST_JUDGED = 5
"""Of fewer who said whether the answer is good no share is told: it would be what one of them said."""


@dataclass(frozen=True)
class Voice:
    """What was counted of one group of reports."""

    group: str
    counts: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    hours: Mapping[str, float] = field(default_factory=dict)

    def count(self, column: str, *values: str) -> int:
        return sum(self.counts.get(column, {}).get(value, 0) for value in values)

    @property
    def told(self) -> int:
        return sum(self.counts.get("state", {}).values())

    @property
    def open(self) -> int:
        return self.count("state", *OPEN)

    @property
    def overdue(self) -> int:
        return self.count("answer", "OVERDUE")

    @property
    def share_in_time(self) -> float | None:
        due = self.count("answer", *DUE)
        return self.count("answer", "ON_TIME") / due if due else None

    @property
    def judged(self) -> int:
        return self.count("satisfied", "YES", "NO")

    @property
    def share_satisfied(self) -> float | None:
        return self.count("satisfied", "YES") / self.judged if self.judged >= FEWEST_JUDGED else None

    @property
    def margin(self) -> tuple[float, float] | None:
        """Between what the share lies, with 95 of 100 (`lib.shares.wilson`)."""
        return wilson(self.count("satisfied", "YES"), self.judged) if self.judged >= FEWEST_JUDGED else None

    @property
    def hours_to_answer(self) -> float | None:
        return self.hours.get("hours_to_answer")

    @property
    def days_to_close(self) -> float | None:
        hours = self.hours.get("hours_to_close")
        return None if hours is None else hours / 24


def is_counted(build: Build) -> bool:
    """Builds that were made before this fact existed have none of it."""
    return build.has("feedback")


def voices(build: Build, reach: Reach, choice: Choice) -> Sequence[Voice]:
    """One for each group; the restricted of other teams, if any may be counted, apart at the end."""
    house = warehouse(build)
    return house.remember(("voices", reach, choice), lambda: _voices(house, reach, choice))


def _voices(house: Warehouse, reach: Reach, choice: Choice) -> Sequence[Voice]:
    counts: dict[str, dict[str, dict[str, int]]] = {}
    for column in COUNTED:
        grouped = queries.grouped(house, "feedback", reach, choice, column).group_by("group", column)
        for row in house.ask(grouped.aggregate(number=row_.count())):
            counts.setdefault(row["group"], {}).setdefault(column, {})[row[column] or ""] = row["number"]
    hours: dict[str, dict[str, float]] = {}
    for column in MEDIANS:
        grouped = queries.grouped(house, "feedback", reach, choice, column)
        known = grouped.filter(grouped[column].notnull()).group_by("group")
        for row in house.ask(known.aggregate(of=row_.count(), hours=row_[column].median())):
            # Of few restricted people the middle one would be the time of one of them.
            if row["group"] != APART or row["of"] >= THRESHOLD:
                hours.setdefault(row["group"], {})[column] = row["hours"]
    groups = queries.in_order(house, choice.by, counts.keys() - {APART})
    return [
        Voice(group, counts[group], hours.get(group, {})) for group in [*groups, *([APART] if APART in counts else [])]
    ]


def options(build: Build, reach: Reach) -> dict[str, list[tuple[str, str]]]:
    """From which places and months the reader may choose: those that they are told of."""
    found: dict[str, list[tuple[str, str]]] = {}
    for by in (*FILTERS, "month"):
        groups = {one.group for one in voices(build, reach, Choice(by=by))} - {"", APART}
        if opinions.is_counted(build):
            groups |= {one.group for one in opinions.opinions(build, reach, Choice(by=by))} - {""}
        ordered = queries.in_order(warehouse(build), by, groups)
        found[by] = [(group, group if by == "month" else queries.label(build, by, group)) for group in ordered]
    return found
