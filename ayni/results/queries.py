from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import reduce
from operator import or_

import ibis
import pyarrow as pa
from ibis import _
from ibis.expr.types import BooleanValue, Table

from ayni.access.models import Office, User
from ayni.access.permissions import ROLES, Permission
from ayni.access.permissions import Role as AccessRole
from ayni.facts.builds import Build
from ayni.facts.periods import AGE_GROUPS, AgeBand
from ayni.lib.collecting import without_collecting

from . import rules
from .indicators import HOURS_TO_ANSWER, MEASURES
from .rules import APART, OWN_TIME, POOLED, PROTECTED, RESTRICTED, Area, Block, Cell, Choice, Reach, Role
from .warehouse import TABLES, USUAL, Warehouse, warehouse

CODE_LISTS = {
    "protocol": "protocol",
    "step": "step",
    "institution": "organisation",
    "office": "office",
    "department": "department",
    "family": "family",
    "procedure": "procedure",
    "requirement": "requirement",
    "category": "feedback_category",
    "profile": "profile",
    "sex": "sex_gender",
    "age_band": "age_band",
    "age_group": "age_band",
    "nationality": "country",
}
"""The code list that names the values of a dimension."""
OFFERED = ("protocol", "step", "institution", "office", "department", "family")
"""What compliance can be narrowed to."""
AGES = (*(band.value[0] for band in AgeBand), *AGE_GROUPS)
"""From the youngest."""
OF_PEOPLE = ("cases", "services", "served")
"""The tables of which it is told who they are of."""


@dataclass(frozen=True)
class Line:
    """What was counted of one group."""

    group: str
    counts: Mapping[str, int]
    """By `timeliness`."""
    hours: float | None = None

    def count(self, measure: str) -> int:
        return sum(self.counts.get(value, 0) for value in MEASURES[measure].values)

    @property
    def share_on_time(self) -> float | None:
        due = self.count("due")
        return self.count("on_time") / due if due else None


@dataclass(frozen=True)
class Compliance:
    """The lines of the page, and their total: the lines, with the one apart, add up to it."""

    lines: Sequence[Line]
    apart: Line | None
    """Restricted cases of other teams that cannot be broken down this way."""
    total: Line


@dataclass(frozen=True)
class Rows:
    """The rows behind a number: sealed ids, each with the step that it stands for."""

    counted: int
    """The number that was shown."""
    openable: int
    """How many of them the reader's roles let them open."""
    page: Sequence[tuple[str, str]] = field(default_factory=list)


def reach_of(user: User) -> Reach:
    """What the user's active roles let them count and open."""
    held = [m for m in user.active_memberships if Permission.COMPLIANCE_VIEW in ROLES[AccessRole(m.role)]]
    offices = Office.objects.filter(pk__in={m.office_id for m in held if m.office_id}).order_by("pk")
    codes = {pk: row for pk, *row in offices.values_list("pk", "code", "department__code", "organisation__code")}
    roles = []
    for m in held:
        office, department, organisation = codes.get(m.office_id or 0, ("", "", ""))
        opens = Permission.COMPLIANCE_ROWS in ROLES[AccessRole(m.role)]
        roles.append(Role(opens, m.reach, office, department or "", organisation))
    return rules.reach_of(roles, (str(pk) for pk in user.team_ids))


def compliance(build: Build, reach: Reach, choice: Choice) -> Compliance:
    """What the reader may count of what they chose."""
    house = warehouse(build)
    return house.remember(("compliance", reach, choice), lambda: _compliance(house, reach, choice))


def rows(build: Build, reach: Reach, choice: Choice, measure: str, *, skip: int = 0, take: int = 50) -> Rows:
    """The rows behind a number, newest first. Nothing that the reader's roles do not open leaves as an id."""
    house = warehouse(build)
    counted = compliance(build, reach, choice).total.count(measure)
    what = MEASURES[measure]
    facts = house.table(what.table)
    found = facts.filter(chosen(facts, choice), openable(facts, reach), facts[what.column].isin(what.values))
    [number] = house.ask(found.aggregate(openable=_.count()))
    page = found.order_by(ibis.desc("month"), "row", "step").select("row", "step").limit(take, offset=skip)
    return Rows(counted, number["openable"], [(row["row"], row["step"]) for row in house.ask(page)])


def options(build: Build, reach: Reach) -> dict[str, list[tuple[str, str]]]:
    """Per dimension, the codes that the reader can choose from, with their words; the months, newest first."""
    house = warehouse(build)
    return house.remember(("options", reach), lambda: _options(house, reach))


def label(build: Build, dimension: str, code: str) -> str:
    return warehouse(build).label(CODE_LISTS[dimension], code)


def _compliance(house: Warehouse, reach: Reach, choice: Choice) -> Compliance:
    counts = _counts(house, reach, choice)
    by_group, overall = _hours(house, reach, choice)
    groups = in_order(house, choice.by, counts.keys() - {APART})
    lines = [Line(group, counts[group], by_group.get(group)) for group in groups]
    apart = Line(APART, counts[APART], by_group.get(APART)) if APART in counts else None
    total: dict[str, int] = {}
    for part in counts.values():
        for value, number in part.items():
            total[value] = total.get(value, 0) + number
    return Compliance(lines, apart, Line("", total, overall))


def _counts(house: Warehouse, reach: Reach, choice: Choice) -> dict[str, dict[str, int]]:
    """Group → timeliness → how many rows."""
    by_group = grouped(house, "steps", reach, choice, "timeliness").group_by("group", "timeliness")
    counts: dict[str, dict[str, int]] = {}
    for row in house.ask(by_group.aggregate(number=_.count())):
        counts.setdefault(row["group"], {})[row["timeliness"]] = row["number"]
    return counts


def _hours(house: Warehouse, reach: Reach, choice: Choice) -> tuple[dict[str, float], float | None]:
    """The median by group, and over all of them."""
    what = HOURS_TO_ANSWER
    answered = grouped(house, what.table, reach, choice, what.column).filter(_[what.column].notnull())
    by_group = house.ask(answered.group_by("group").aggregate(hours=_[what.column].median()))
    [overall] = house.ask(answered.aggregate(hours=_[what.column].median()))
    return {row["group"]: row["hours"] for row in by_group}, overall["hours"]


def grouped(house: Warehouse, name: str, reach: Reach, choice: Choice, *columns: str) -> Table:
    """The rows that are counted, each with its group: those of the reader's own, and restricted ones in blocks."""
    facts = house.table(name)
    group = facts[choice.by].cast("string")
    own = facts.filter(chosen(facts, choice), _in(facts, reach.areas), _own(facts, reach))
    counted = own.select(group.name("group"), *(facts[column] for column in columns))
    places = rules.placed(blocks(house, name, reach), choice)
    if not places:
        return counted
    cells = pa.table({"cell": pa.array(places, pa.int64()), "group": pa.array(places.values(), pa.string())})
    # Only what is asked for: a table may have a column of its own that is called `group`.
    in_blocks = facts.filter(_guarded(facts, reach)).select("cell", *columns).join(ibis.memtable(cells), "cell")
    return counted.union(in_blocks.select("group", *columns))


def blocks(house: Warehouse, name: str, reach: Reach) -> list[Block]:
    """The blocks of restricted cases of other teams, in the departments that the reader reaches."""
    return house.remember(("blocks", name, reach), lambda: _blocks(house, name, reach))


def _blocks(house: Warehouse, name: str, reach: Reach) -> list[Block]:
    levels = rules.OF_PEOPLE if name in OF_PEOPLE else rules.LEVELS
    with without_collecting():
        return rules.blocks(_cells(house, name, reach), levels=levels)


def _cells(house: Warehouse, name: str, reach: Reach) -> Iterable[Cell]:
    if not reach.wide:
        return
    facts, month = house.table(name), OWN_TIME.get(name, "month")
    of = (column for column in TABLES.get(name, USUAL) if column in facts.columns)
    names = [column for column in of if column not in {"organisation", month}]
    found = facts.filter(_guarded(facts, reach)).group_by("cell", *names, month)
    nothing = dict.fromkeys(POOLED, "")
    for row in house.ask(found.aggregate(people=_.person.collect())):
        cell, when, people = row.pop("cell"), row.pop(month), frozenset(row.pop("people"))
        yield Cell(cell, nothing | row, when, people)


def in_no_block(house: Warehouse, name: str, reach: Reach) -> tuple[int, int]:
    """Rows of restricted cases that no line tells of, whatever is asked for, and of how many people they are."""
    told = {cell.id for block in blocks(house, name, reach) for cell in block.cells}
    facts = house.table(name)
    rows = facts.filter(_guarded(facts, reach)).group_by("cell").aggregate(number=_.count(), people=_.person.collect())
    left = [row for row in house.ask(rows) if row["cell"] not in told] if reach.wide else []
    return sum(row["number"] for row in left), len({person for row in left for person in row["people"]})


def _options(house: Warehouse, reach: Reach) -> dict[str, list[tuple[str, str]]]:
    facts = house.table("steps")
    own = facts.filter(_in(facts, reach.areas), _own(facts, reach))
    cells = [cell for block in blocks(house, "steps", reach) for cell in block.cells]
    listed = {}
    for name in OFFERED:
        codes = {row[name] for row in house.ask(own[[name]].distinct())}
        codes |= {cell.values[name] for cell in cells} if name != "office" else set()
        listed[name] = [(code, house.label(CODE_LISTS[name], code)) for code in in_order(house, name, codes - {""})]
    months = {row["month"] for row in house.ask(own[["month"]].distinct())} | {cell.month for cell in cells}
    listed["month"] = [(month.isoformat(), month.isoformat()) for month in sorted(months, reverse=True)]
    return listed


def in_order(house: Warehouse, dimension: str, codes: Iterable[str]) -> list[str]:
    """As the reader expects them: months and steps in theirs, the rest by their words."""
    if dimension == "month":
        return sorted(codes)
    if dimension in {"age_band", "age_group"}:
        return sorted(codes, key=lambda code: AGES.index(code) if code in AGES else len(AGES))
    if dimension == "step":
        return sorted(codes, key=lambda code: (code.rpartition("-")[0], len(code), code))
    return sorted(codes, key=lambda code: house.label(CODE_LISTS[dimension], code))


# Conditions, in Ibis. Each is the same for DuckDB, Spark and PostgreSQL.


def _any(conditions: Sequence[BooleanValue]) -> BooleanValue:
    return reduce(or_, conditions, ibis.literal(False))


def _in(facts: Table, areas: Iterable[Area]) -> BooleanValue:
    return _any([_area(facts, area) for area in areas])


def within(facts: Table, reach: Reach) -> BooleanValue:
    return _in(facts, reach.areas)


def of_nobody(facts: Table, reach: Reach, choice: Choice) -> BooleanValue:
    """What was chosen of rows that lead to nobody, where the reader counts: there is nobody to hide in them."""
    return chosen(facts, choice) & _in(facts, reach.areas)


def _area(facts: Table, area: Area) -> BooleanValue:
    inside: BooleanValue = ibis.literal(True)
    for name in ("organisation", "department", "office"):
        if code := getattr(area, name):
            inside = inside & (facts[name] == code)
    return inside


def _of_teams(facts: Table, reach: Reach) -> BooleanValue:
    return facts.team.isin(sorted(reach.teams)) if reach.teams else ibis.literal(False)


def _own(facts: Table, reach: Reach) -> BooleanValue:
    """Everything but the restricted cases of other teams."""
    return (facts.sensitivity != RESTRICTED) | _of_teams(facts, reach)


def _guarded(facts: Table, reach: Reach) -> BooleanValue:
    """The restricted cases of other teams, in the departments or the country that the reader reaches."""
    return _in(facts, reach.wide) & (facts.sensitivity == RESTRICTED) & ~_of_teams(facts, reach)


def openable(facts: Table, reach: Reach) -> BooleanValue:
    """As `Case.visible_to`: ordinary in reach, protected in the offices supervised, all of one's own teams."""
    ordinary = (facts.sensitivity != RESTRICTED) & (facts.sensitivity != PROTECTED) & _in(facts, reach.openable)
    protected = (facts.sensitivity == PROTECTED) & facts.office.isin(sorted(reach.offices) or [""])
    return (ordinary | protected | _of_teams(facts, reach)) & _in(facts, reach.areas)


def chosen(facts: Table, choice: Choice) -> BooleanValue:
    condition: BooleanValue = ibis.literal(True)
    for name, code in choice.codes.items():
        condition = condition & (facts[name] == code)
    if choice.since:
        condition = condition & (facts.month >= choice.since)
    if choice.until:
        condition = condition & (facts.month <= choice.until)
    return condition
