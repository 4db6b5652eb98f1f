"""Who may count what. Plain functions over plain values.

A restricted case is counted outside its team only in blocks of at least ten people, at department or national level. A
block is counted whole or not at all, so that no two numbers that a reader can ask for differ by fewer than ten people.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from operator import attrgetter, itemgetter
from typing import Any

THRESHOLD = 10
RESTRICTED = "RESTRICTED"
PROTECTED = "PROTECTED"

DIMENSIONS = ("protocol", "step", "institution", "office", "department", "month")
"""What the reader may group by."""

LEVELS = (
    ("protocol", "step", "institution", "family", "department"),
    ("protocol", "step", "institution", "family"),
    ("protocol",),
    (),
)
"""From the finest to the coarsest: what finds too few people at one level is pooled at the next."""
WHO = ("sex", "age_band", "nationality")
OF_PEOPLE = (
    ("profile", "institution", "category", "department", *WHO),
    ("profile", "institution", "category", *WHO),
    ("profile", *WHO),
    ("profile", "sex", "nationality"),
    ("profile", "sex"),
    ("profile",),
    (),
)
"""The same, of whom was attended: by profile, then by who they are."""
POOLED = tuple(dict.fromkeys((*LEVELS[0], *OF_PEOPLE[0])))


OWN_TIME = {"cases": "month_opened", "situations": "since"}
"""The column that says when, of tables of facts where it is not called `month`."""


@dataclass(frozen=True)
class Role:
    """A membership that counts, as plain values. `width`: OFFICE, DEPARTMENT or NATIONAL."""

    opens_rows: bool
    width: str
    office: str = ""
    department: str = ""
    organisation: str = ""


@dataclass(frozen=True)
class Area:
    """Offices whose rows are counted. Empty says any: an area of three empty codes is the country."""

    organisation: str = ""
    department: str = ""
    office: str = ""

    @property
    def is_wide(self) -> bool:
        return not self.office


@dataclass(frozen=True)
class Reach:
    """What one reader may count, and which of it they may open."""

    areas: tuple[Area, ...] = ()
    openable: tuple[Area, ...] = ()
    """Where the rows of ordinary cases open."""
    offices: frozenset[str] = frozenset()
    """Where the rows of protected cases open, too: the offices that the reader supervises."""
    teams: frozenset[str] = frozenset()
    """Whose restricted cases the reader sees."""

    @property
    def opens_rows(self) -> bool:
        return bool(self.openable)

    @property
    def wide(self) -> tuple[Area, ...]:
        """Departments or more: where restricted cases of other teams may be counted in blocks."""
        return tuple(area for area in self.areas if area.is_wide)


def area_of(role: Role) -> Area:
    if role.width == "NATIONAL":
        return Area(organisation=role.organisation)
    if role.width == "DEPARTMENT" and role.department:
        return Area(organisation=role.organisation, department=role.department)
    return Area(office=role.office)


def reach_of(roles: Iterable[Role], teams: Iterable[str] = ()) -> Reach:
    """What all active roles of a reader reach together. An analyst counts the country and opens nothing."""
    areas: list[Area] = []
    openable: list[Area] = []
    offices: set[str] = set()
    for role in roles:
        if not role.opens_rows:
            areas.append(Area())
        elif role.office:
            areas.append(area_of(role))
            openable.append(area_of(role))
            offices.add(role.office)
    ordered = tuple(sorted(set(areas), key=str))
    return Reach(ordered, tuple(sorted(set(openable), key=str)), frozenset(offices), frozenset(teams))


@dataclass(frozen=True)
class Cell:
    """The restricted rows, of other teams, that agree in everything that a reader can filter or group by."""

    id: int
    values: Mapping[str, str]
    """Code per dimension: protocol, step, institution, family, department; empty where its table has no such thing."""
    month: date
    people: frozenset[int]


@dataclass(frozen=True)
class Block:
    """Cells that are counted together or not at all."""

    cells: tuple[Cell, ...]

    @property
    def people(self) -> frozenset[int]:
        return frozenset().union(*(cell.people for cell in self.cells))


def blocks(
    cells: Iterable[Cell], *, threshold: int = THRESHOLD, levels: Sequence[tuple[str, ...]] = LEVELS
) -> list[Block]:
    """Pool cells, oldest first, until each block holds enough people; pool what is left over at the next level.

    Oldest first, so that a block that is full stays the same when new cases come.
    """
    made: list[Block] = []
    left: list[Placed] = list(enumerate(sorted(cells, key=attrgetter("month", "id"))))
    for level in levels:
        alike = _values_of(level)
        groups: dict[Any, list[Placed]] = {}
        for placed in left:
            groups.setdefault(alike(placed[1].values), []).append(placed)
        left = []
        for group in groups.values():
            full, rest = _filled(group, threshold)
            made += full
            left += rest
        # By their places alone, of which no two are the same.
        left.sort()
    return made


Placed = tuple[int, Cell]
"""A cell, and which of all it is."""


def _values_of(level: tuple[str, ...]) -> Callable[[Mapping[str, str]], Any]:
    return itemgetter(*level) if level else lambda _values: ()


def _filled(cells: Sequence[Placed], threshold: int) -> tuple[list[Block], list[Placed]]:
    full: list[Block] = []
    pool: list[Placed] = []
    people: set[int] = set()
    for placed in cells:
        pool.append(placed)
        people |= placed[1].people
        if len(people) >= threshold:
            full.append(Block(tuple([cell for _place, cell in pool])))
            pool, people = [], set()
    return full, pool


@dataclass(frozen=True)
class Choice:
    """What the reader chose to see. Empty says all."""

    by: str = "protocol"
    protocol: str = ""
    step: str = ""
    institution: str = ""
    family: str = ""
    department: str = ""
    office: str = ""
    procedure: str = ""
    requirement: str = ""
    profile: str = ""
    category: str = ""
    sex: str = ""
    age_group: str = ""
    nationality: str = ""
    since: date | None = None
    until: date | None = None
    """Both are first days of months; the month of `until` counts."""

    @property
    def codes(self) -> dict[str, str]:
        names = (
            *("protocol", "step", "institution", "family", "department", "office", "procedure", "requirement"),
            *("profile", "category", "sex", "age_group", "nationality"),
        )
        return {name: value for name in names if (value := getattr(self, name))}

    def within(self, group: str) -> "Choice":
        """The same choice, of one of its groups only."""
        if self.by == "month":
            month = date.fromisoformat(group)
            return replace(self, since=month, until=month)
        return replace(self, **{self.by: group})  # type: ignore[arg-type]

    def holds(self, cell: Cell) -> bool:
        """Whether every row of the cell is among what was chosen. Nothing restricted is counted for one office."""
        if self.office or not all(cell.values.get(name) == code for name, code in self.codes.items()):
            return False
        return (self.since is None or cell.month >= self.since) and (self.until is None or cell.month <= self.until)


APART = "\N{EM DASH}"
"""The line of restricted cases that cannot be broken down: it belongs to no group."""


def placed(pools: Iterable[Block], choice: Choice) -> dict[int, str]:
    """Cell → group, for the cells that are counted. A block of several groups is counted in the line apart."""
    places: dict[int, str] = {}
    for block in pools:
        if not all(choice.holds(cell) for cell in block.cells):
            continue
        groups = {group_of(cell, choice.by) for cell in block.cells}
        group = groups.pop() if len(groups) == 1 else APART
        places.update((cell.id, group) for cell in block.cells)
    return places


def group_of(cell: Cell, by: str) -> str:
    if by == "month":
        return cell.month.isoformat()
    return APART if by == "office" else cell.values[by]
