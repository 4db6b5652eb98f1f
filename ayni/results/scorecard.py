"""How each institution answers, counted from the facts that *Cumplimiento* counts, and hidden as there."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ibis import _

from ayni.access.models import User
from ayni.access.permissions import Permission
from ayni.facts.builds import Build

from . import queries
from .rules import APART, THRESHOLD, Area, Choice, Reach
from .warehouse import Warehouse, warehouse

BY = ("institution", "department", "month")
ON_TIME, DUE = ("ON_TIME",), ("ON_TIME", "LATE", "OVERDUE")
SERVED = ("SERVED", "PARTLY")
NO_SERVICE = ("NO_SERVICE",)

ANSWERED = "answered"
"""Where those stand that were accepted or declined, whatever became of them afterwards."""
COUNTED = ("receipt", "answer", "status", "result", "decline_reason")
MEDIANS = ("hours_to_acknowledge", "hours_to_answer")


@dataclass(frozen=True)
class Card:
    """What was counted of one group: how many rows hold each value of each column, and medians."""

    group: str
    counts: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    hours: Mapping[str, float] = field(default_factory=dict)

    def count(self, column: str, values: Sequence[str]) -> int:
        return sum(self.counts.get(column, {}).get(value, 0) for value in values)

    @property
    def sent(self) -> int:
        return sum(self.counts.get("status", {}).values())

    @property
    def received_in_time(self) -> float | None:
        return self._share("receipt", ON_TIME, DUE)

    @property
    def answered_in_time(self) -> float | None:
        return self._share("answer", ON_TIME, DUE)

    @property
    def accepted(self) -> int:
        """Also what we withdrew afterwards: the institution had said yes."""
        return sum(self.counts.get(ANSWERED, {}).values()) - self.count(ANSWERED, ("DECLINED",))

    @property
    def declined(self) -> int:
        return self.count("status", ("DECLINED",))

    @property
    def no_service(self) -> int:
        return self.count("decline_reason", NO_SERVICE)

    @property
    def expired(self) -> int:
        return self.count("status", ("EXPIRED",))

    @property
    def served(self) -> int:
        return self.count("result", SERVED)

    @property
    def share_accepted(self) -> float | None:
        answered = self.accepted + self.declined
        return self.accepted / answered if answered else None

    @property
    def hours_to_acknowledge(self) -> float | None:
        return self.hours.get("hours_to_acknowledge")

    @property
    def hours_to_answer(self) -> float | None:
        return self.hours.get("hours_to_answer")

    def _share(self, column: str, part: Sequence[str], whole: Sequence[str]) -> float | None:
        due = self.count(column, whole)
        return self.count(column, part) / due if due else None


@dataclass(frozen=True)
class Scorecard:
    cards: Sequence[Card]
    apart: Card | None
    """Restricted cases that cannot be broken down this way."""
    untold: int | None = 0
    """Referrals of restricted cases in no line at all, of what the reader may count without any filter; None: of too
    few people to say how many."""

    @property
    def told(self) -> int:
        """What the lines add up to."""
        return sum(card.sent for card in [*self.cards, *([self.apart] if self.apart else [])])


def reach_and_own(user: User) -> tuple[Reach, str]:
    """What the user may count, and the one institution it is narrowed to: a partner sees how its own answers, counted
    over the country with what is restricted in blocks."""
    if user.may(Permission.COMPLIANCE_VIEW):
        return queries.reach_of(user), ""
    return Reach(areas=(Area(),)), user.organisation.code if user.organisation else "-"


def scorecard(build: Build, reach: Reach, choice: Choice) -> Scorecard:
    house = warehouse(build)
    return house.remember(("scorecard", reach, choice), lambda: _scorecard(house, reach, choice))


def _scorecard(house: Warehouse, reach: Reach, choice: Choice) -> Scorecard:
    counts: dict[str, dict[str, dict[str, int]]] = {}
    for column in COUNTED:
        grouped = queries.grouped(house, "referrals", reach, choice, column).group_by("group", column)
        for row in house.ask(grouped.aggregate(number=_.count())):
            of_group = counts.setdefault(row["group"], {})
            of_group.setdefault(column, {})[row[column] or ""] = row["number"]
    for row in house.ask(_answered(house, reach, choice)):
        counts[row["group"]].setdefault(ANSWERED, {})[row["status"]] = row["number"]
    hours: dict[str, dict[str, float]] = {}
    for column in MEDIANS:
        answered = queries.grouped(house, "referrals", reach, choice, column).filter(_[column].notnull())
        for row in house.ask(answered.group_by("group").aggregate(hours=_[column].median())):
            hours.setdefault(row["group"], {})[column] = row["hours"]
    groups = queries.in_order(house, choice.by, counts.keys() - {APART})
    cards = [Card(group, counts[group], hours.get(group, {})) for group in groups]
    apart = Card(APART, counts[APART], hours.get(APART, {})) if APART in counts else None
    rows, people = queries.in_no_block(house, "referrals", reach)
    return Scorecard(cards, apart, rows if rows == 0 or people >= THRESHOLD else None)


def _answered(house: Warehouse, reach: Reach, choice: Choice) -> Any:
    rows = queries.grouped(house, "referrals", reach, choice, "status", "answered_at")
    return rows.filter(_["answered_at"].notnull()).group_by("group", "status").aggregate(number=_.count())


def options(build: Build, reach: Reach) -> dict[str, list[tuple[str, str]]]:
    """From which institutions, departments and months the reader may choose: those that they are told of."""
    found: dict[str, list[tuple[str, str]]] = {}
    for by in BY:
        groups = [card.group for card in scorecard(build, reach, Choice(by=by)).cards]
        found[by] = [(group, name_of(build, by, group)) for group in groups]
    return found


def name_of(build: Build, by: str, group: str) -> Any:
    return group if by == "month" else queries.label(build, by, group)
