"""The gates: which figures are withheld, and by which rule. Plain functions over arrays of counts of people.

The first axis is of places, the others of the variables that are crossed; place 0 of each axis is its total. A
threshold is raised by the margin of the cell (0 to 5, drawn from its key), so that a gate never opens below its
threshold, and does not tell by opening that there is one person more. Each gate closes alike on the empty and the full:
it looks at how many people there are, and none of them are fewer than any threshold.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np

from ..published import Level, Rule
from .beside import beside
from .cells import Axis, Folded

Array: TypeAlias = "np.ndarray[Any, Any]"


@dataclass(frozen=True)
class Thresholds:
    """In people. Whoever changes one makes another method."""

    inside: int = 10
    area: int = 50
    category: int = 10
    mean_cell: int = 2
    row: int = 30
    share: float = 0.9
    sensitive: int = 30
    changed: int = 25
    changed_sensitive: int = 100


DESIGN = Thresholds()
OPEN = 0
RULES = ("", Rule.INSIDE, Rule.AREA, Rule.SENSITIVE, Rule.CATEGORY, Rule.GROUP, Rule.BESIDE)
"""By the number of each in the arrays. Where several close, the first one is said."""
INSIDE, AREA, SENSITIVE, CATEGORY, GROUP, BESIDE = range(1, 7)
MONTHS = {
    Level.NATIONAL: frozenset(range(1, 13)),
    Level.DEPARTMENT: frozenset(range(1, 13)),
    Level.PROVINCE: frozenset({3, 6, 9, 12}),
    Level.DISTRICT: frozenset({6, 12}),
}
"""Of which months a place of each level may get new figures."""


@dataclass(frozen=True, eq=False)
class Crossed:
    """What the gates must know of a cube: its axes, the places first; and of each variable, so without the places:"""

    axes: tuple[Axis, ...]
    coarse: tuple[Array, ...]
    """Which codes a place of few people gives: the total is one of them."""
    attributes: tuple[bool, ...]
    folded: tuple[Folded, ...] = ()
    is_sensitive: bool = False


def rules(people: Array, margins: Array, crossed: Crossed, at: Thresholds = DESIGN) -> Array:
    """The number of the rule that closes each cell; `OPEN` where none does."""
    closed = {
        INSIDE: few(people, margins, at.inside),
        AREA: small(people, margins, crossed, at) | thin(people, margins, crossed, at),
        SENSITIVE: sensitive(people, margins, crossed, at),
        CATEGORY: category(people, margins, crossed, at),
        GROUP: group(people, margins, crossed, at),
    }
    found = np.full(people.shape, OPEN, np.int8)
    for rule in sorted(closed, reverse=True):
        found = np.where(closed[rule], np.int8(rule), found)
    least = at.sensitive if crossed.is_sensitive else at.category
    return np.where(beside(people, margins, found != OPEN, crossed.axes, least), np.int8(BESIDE), found)


def _of_place(values: Array) -> Array:
    """The total of each place, to be compared with its cells."""
    return values[(slice(None), *([slice(0, 1)] * (values.ndim - 1)))]


def few(people: Array, margins: Array, least: int) -> Array:
    """A place with very few people: it gives nothing, and is counted inside the place around it."""
    return np.broadcast_to(_of_place(people) < least + _of_place(margins), people.shape)


def small(people: Array, margins: Array, crossed: Crossed, at: Thresholds) -> Array:
    """A place with few people gives its total, and sex by two groups of age: everything else is closed."""
    is_small = _of_place(people) < at.area + _of_place(margins)
    coarse: Array = np.ones((1,) * people.ndim, bool)
    for axis, codes in enumerate(crossed.coarse, start=1):
        coarse = coarse & _along(codes, axis, people.ndim)
    closed: Array = is_small & ~coarse
    return closed


def thin(people: Array, margins: Array, crossed: Crossed, at: Thresholds) -> Array:
    """A crossing with too many cells for the people of a place: fewer than two for each on average."""
    cells: Array = np.ones((1,) * people.ndim, np.int64)
    for place, axis in enumerate(crossed.axes[1:], start=1):
        depths = axis.depths
        cells = cells * _along(np.bincount(depths)[depths], place, people.ndim)
    coarse: Array = np.ones((1,) * people.ndim, bool)
    for place, codes in enumerate(crossed.coarse, start=1):
        coarse = coarse & _along(codes, place, people.ndim)
    closed: Array = (_of_place(people) - _of_place(margins) < at.mean_cell * cells) & ~coarse
    return closed


def sensitive(people: Array, margins: Array, crossed: Crossed, at: Thresholds) -> Array:
    """What could hurt is published of large groups only, totals included."""
    closed: Array = (people < at.sensitive + margins) & crossed.is_sensitive
    return closed


def rare(people: Array, margins: Array, axis: Axis, at: Thresholds = DESIGN) -> Array:
    """Of places by codes of one variable: which categories are rare in a place. The total is none."""
    found: Array = (people < at.category + margins) & (axis.parents >= 0)[None, :]
    return found


def category(people: Array, margins: Array, crossed: Crossed, at: Thresholds) -> Array:
    """A category that is rare in a place is not shown there, by nothing that it is crossed with; nor are its parts."""
    closed = np.zeros(people.shape, bool)
    folded = {one.axis: one.folds for one in crossed.folded}
    for place, axis in enumerate(crossed.axes[1:], start=1):
        one_way = tuple(slice(None) if each in {0, place} else 0 for each in range(people.ndim))
        here = rare(people[one_way], margins[one_way], axis, at) & ~crossed.coarse[place - 1][None, :]
        if place in folded:
            here = here | folded[place]
        closed |= np.expand_dims(
            _with_parts(here, axis), tuple(each for each in range(1, people.ndim) if each != place)
        )
    return closed


def _with_parts(closed: Array, axis: Axis) -> Array:
    """Codes come after the code around them."""
    closed = closed.copy()
    for code, parent in enumerate(axis.parents):
        if parent > 0:
            closed[:, code] |= closed[:, parent]
    return closed


def group(people: Array, margins: Array, crossed: Crossed, at: Thresholds) -> Array:
    """A row of few people of whom one category holds nearly all tells that category of each of them.

    A row of fewer than ten is closed whatever is in it, for its being open would tell that somebody is there. So is
    each row of fewer than thirty whose variable is an attribute, for its being closed would tell the attribute."""
    closed = np.zeros(people.shape, bool)
    for place, axis in enumerate(crossed.axes[1:], start=1):
        many, raised = np.moveaxis(people, place, 0), np.moveaxis(margins, place, 0)
        here = np.zeros(many.shape, bool)
        for parent in np.unique(axis.parents[axis.parents >= 0]):
            parts = np.flatnonzero(axis.parents == parent)
            total = many[parent]
            is_few = total < at.row + raised[parent]
            told = is_few & (many[parts].max(axis=0) >= at.share * total)
            shut = (is_few if crossed.attributes[place - 1] else told) | (total < at.category + raised[parent])
            here[parts] |= (shut | here[parent])[None]
        closed |= np.moveaxis(here, 0, place)
    return closed


def _along(values: Array, axis: int, dimensions: int) -> Array:
    return values.reshape([-1 if each == axis else 1 for each in range(dimensions)])


def is_due(level: Level, month: int) -> bool:
    """Whether places of this level may get new figures of this month (1 to 12)."""
    return month in MONTHS[level]


def reissued(levels: Sequence[Level], changed: Array, *, month: int, least: int) -> Array:
    """Which places get new figures: those that are due, and where enough people entered, left or changed."""
    due = np.array([is_due(level, month) for level in levels], bool)
    found: Array = due & (changed >= least)
    return found
