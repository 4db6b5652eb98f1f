"""Regularisation in numbers: throughput and backlog, the statutory clock, which requirement fails, who does not come.

Counted from the facts, and hidden as in *Cumplimiento*: people of restricted cases of other teams only in blocks.
"""

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

import ibis
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from ibis import _ as row_

from ayni.facts.builds import Build

from . import queries
from .queries import Rows
from .rules import APART, Choice, Reach
from .warehouse import Warehouse, warehouse

BY = ("office", "department", "month", "procedure")
FILTERS = ("procedure", "department", "office")
UNDECIDED = ("SUBMITTED", "EVALUATING", "OBSERVED", "EVALUATED")
DECIDED = ("APPROVED", "REJECTED")
ENDED = ("WITHDRAWN", "ABANDONED")
MOST_REQUIREMENTS = 15


@dataclass(frozen=True)
class Counted:
    """A number of applications: those whose `column` holds one of `values`."""

    name: str | Promise
    about: str | Promise
    column: str
    values: tuple[str, ...]


NUMBERS: Mapping[str, Counted] = {
    "submitted": Counted(
        pgettext_lazy("applications", "Submitted"),
        _("Applications that were handed in, whatever became of them since."),
        "state",
        (*UNDECIDED, *DECIDED, *ENDED),
    ),
    "decided": Counted(pgettext_lazy("applications", "Decided"), _("Approved or rejected."), "state", DECIDED),
    "approved": Counted(
        pgettext_lazy("applications", "Approved"), _("What was applied for was granted."), "state", ("APPROVED",)
    ),
    "waiting": Counted(
        pgettext_lazy("applications", "Waiting"), _("Handed in and not decided: the backlog."), "state", UNDECIDED
    ),
    "overdue": Counted(
        pgettext_lazy("applications", "Overdue"),
        _("Not decided, and the statutory time has passed."),
        "decision",
        ("OVERDUE",),
    ),
    "late": Counted(
        pgettext_lazy("applications", "Late"), _("Decided after the statutory time."), "decision", ("LATE",)
    ),
    "on_time": Counted(
        pgettext_lazy("applications", "On time"), _("Decided within the statutory time."), "decision", ("ON_TIME",)
    ),
}
"""The numbers of the page, each of which may be opened. An application counts in the month of its submission."""


@dataclass(frozen=True)
class Flow:
    """What was counted of one group of applications."""

    group: str
    counts: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    """By column and value."""
    days: float | None = None
    """Median of the calendar days from submission to decision."""

    def count(self, code: str) -> int:
        what = NUMBERS[code]
        return sum(self.counts.get(what.column, {}).get(value, 0) for value in what.values)

    @property
    def share_on_time(self) -> float | None:
        """Of those decided or overdue, those decided in time."""
        due = sum(self.count(code) for code in ("on_time", "late", "overdue"))
        return self.count("on_time") / due if due else None


@dataclass(frozen=True)
class Share:
    """A part of a whole, of one group."""

    group: str
    part: int
    whole: int
    times: int = 0
    """Of a requirement: how often it was observed or rejected, also more than once for one application."""

    @property
    def share(self) -> float | None:
        return self.part / self.whole if self.whole else None


@dataclass(frozen=True)
class Shares:
    lines: Sequence[Share]
    apart: Share | None


@dataclass(frozen=True)
class Regularisation:
    flows: Sequence[Flow]
    apart: Flow | None
    failing: Shares
    """By requirement: how many of its lines were ever observed or rejected."""
    absent: Shares
    """By group: how many of whom it is known did not come to their appointment."""


def is_counted(build: Build) -> bool:
    """Builds that were made before these facts existed have none of them."""
    has_tables = all(build.has(table) for table in ("applications", "checklist", "appointments"))
    return has_tables and "failures" in warehouse(build).table("checklist").columns


def regularisation(build: Build, reach: Reach, choice: Choice) -> Regularisation:
    house = warehouse(build)
    return house.remember(("regularisation", reach, choice), lambda: _regularisation(house, reach, choice))


def _regularisation(house: Warehouse, reach: Reach, choice: Choice) -> Regularisation:
    counts: dict[str, dict[str, dict[str, int]]] = {}
    for column in ("state", "decision"):
        grouped = queries.grouped(house, "applications", reach, choice, column).group_by("group", column)
        for row in house.ask(grouped.aggregate(number=row_.count())):
            counts.setdefault(row["group"], {}).setdefault(column, {})[row[column] or ""] = row["number"]
    decided = queries.grouped(house, "applications", reach, choice, "days_to_decision")
    decided = decided.filter(row_.days_to_decision.notnull()).group_by("group")
    days = {row["group"]: row["days"] for row in house.ask(decided.aggregate(days=row_.days_to_decision.median()))}
    groups = queries.in_order(house, choice.by, counts.keys() - {APART})
    return Regularisation(
        [Flow(group, counts[group], days.get(group)) for group in groups],
        Flow(APART, counts[APART], days.get(APART)) if APART in counts else None,
        _failing(house, reach, choice),
        _absent(house, reach, choice),
    )


def _failing(house: Warehouse, reach: Reach, choice: Choice) -> Shares:
    """The requirements that fail most often come first."""
    grouped = queries.grouped(house, "checklist", reach, replace(choice, by="requirement"), "failures")
    asked = grouped.group_by("group").aggregate(
        whole=row_.count(), part=(row_.failures > 0).sum(), times=row_.failures.sum()
    )
    found = {
        row["group"]: Share(row["group"], int(row["part"] or 0), row["whole"], int(row["times"] or 0))
        for row in house.ask(asked)
    }
    apart = found.pop(APART, None)
    lines = sorted((line for line in found.values() if line.part), key=lambda line: (-line.part, line.group))
    return Shares(lines[:MOST_REQUIREMENTS], apart)


def _absent(house: Warehouse, reach: Reach, choice: Choice) -> Shares:
    """Of the appointments of which it is known."""
    grouped = queries.grouped(house, "appointments", reach, choice, "came")
    known = grouped.filter(grouped.came.notnull()).group_by("group")
    asked = known.aggregate(whole=row_.count(), part=(~row_.came).sum())
    found = {row["group"]: Share(row["group"], int(row["part"] or 0), row["whole"]) for row in house.ask(asked)}
    groups = queries.in_order(house, choice.by, found.keys() - {APART})
    return Shares([found[group] for group in groups], found.get(APART))


def options(build: Build, reach: Reach) -> dict[str, list[tuple[str, str]]]:
    """From which procedures, places and months the reader may choose: those that they are told of."""
    found: dict[str, list[tuple[str, str]]] = {}
    for by in BY:
        groups = [flow.group for flow in regularisation(build, reach, Choice(by=by)).flows if flow.group]
        found[by] = [(group, name_of(build, by, group)) for group in groups]
    return found


def name_of(build: Build, by: str, group: str) -> str:
    return group if by == "month" else queries.label(build, by, group)


def rows(build: Build, reach: Reach, choice: Choice, code: str, *, skip: int = 0, take: int = 50) -> Rows:
    """The applications behind a number, newest first. Nothing that the reader's roles do not open leaves as an id."""
    house, what = warehouse(build), NUMBERS[code]
    found = regularisation(build, reach, choice)
    counted = sum(flow.count(code) for flow in (*found.flows, *([found.apart] if found.apart else [])))
    facts = house.table("applications")
    opened = facts.filter(queries.chosen(facts, choice), queries.openable(facts, reach))
    opened = opened.filter(opened[what.column].isin(what.values))
    [number] = house.ask(opened.aggregate(openable=row_.count()))
    page = opened.order_by(ibis.desc("month"), "row").select("row").limit(take, offset=skip)
    return Rows(counted, number["openable"], [(row["row"], "") for row in house.ask(page)])


# What was published of the strengthening of 2023 and 2024, told beside and never within what is counted here.

EVALUATED, DELIVERED = "FIG-020", "FIG-021"


@dataclass(frozen=True)
class Published:
    """A figure of somebody else, as they published it."""

    code: str
    value: int
    comparator: str
    """">": they say more than this."""
    what: str
    place: str
    since: date
    until: date
    """First days of months; both count."""
    source: str


def published(data: Path) -> dict[str, Published]:
    """The two totals of the press note, by code."""
    with (data / "map_words.csv").open(newline="") as file:
        spanish = {row["text"]: row["text_es"] for row in csv.DictReader(file)}
    with (data / "reference" / "published_figures.csv").open(newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["code"] in {EVALUATED, DELIVERED}]
    return {row["code"]: _published(row, spanish) for row in rows}


def _published(row: Mapping[str, Any], spanish: Mapping[str, str]) -> Published:
    since, until = (date.fromisoformat(f"{month}-01") for month in row["reference_date"].split("/"))
    return Published(
        row["code"], int(row["value"]), row["comparator"], row["indicator_es"], row["territory"], since, until,
        spanish.get(row["source"], row["source"]),
    )  # fmt: skip


def people_of_the_register(build: Build, reach: Reach, figure: Published) -> int:
    """How many people this register has that the figure would have counted, in its months and its place: of whom an
    application was evaluated, or to whom a card was handed. Nobody restricted is among them: so few are told in no
    total of this page."""
    house = warehouse(build)
    if figure.code == DELIVERED and not build.has("cards"):
        return 0
    facts = house.table("cards" if figure.code == DELIVERED else "applications")
    counts = {
        EVALUATED: lambda: facts.state.isin(("EVALUATED", *DECIDED)),
        DELIVERED: lambda: facts.handed_over_on.notnull(),
    }
    asked = facts.filter(
        queries.chosen(facts, Choice(since=figure.since, until=figure.until, department=_department(build, figure))),
        queries.within(facts, reach),
        facts.sensitivity != "RESTRICTED",
        counts[figure.code](),
    )
    [found] = house.ask(asked.aggregate(people=asked.person.nunique()))
    return int(found["people"])


def _department(build: Build, figure: Published) -> str:
    """The code of the place that a figure is of; empty if it is of the country."""
    names = build.manifest["labels"].get("department", {})
    return next((code for code, name in names.items() if name == figure.place), "")
