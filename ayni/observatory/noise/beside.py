"""The last gate: what is shown alone among things that are closed, and so gives these away by subtraction.

The same people have the same figure. Where a province shows one district only, and beside it live three people in
districts that are closed, every figure of the province is that of the district, but where the three are: which ages,
which sex. With nobody beside it all figures are equal, and say so. Noise does not help, for it is the same on both.

So the only open one among the parts of a whole closes, too, where the others are fewer than the threshold of the rare,
nobody among them or some: a place with all that is said of it, a category of a place, or a row of details. Where two
or more parts are open, the noise of each hides who is left over.
"""

from collections.abc import Iterator
from itertools import permutations
from typing import Any, TypeAlias

import numpy as np

from .cells import Axis

Array: TypeAlias = "np.ndarray[Any, Any]"
ROUNDS = 8
"""What closes may leave another one alone. It ends long before."""


def beside(people: Array, margins: Array, closed: Array, axes: tuple[Axis, ...], least: int) -> Array:
    """What closes besides what is closed already. The places are the first axis, place 0 of each axis its total."""
    before = closed
    few = people, least + margins
    closed = _places(few, closed, axes[0])
    for _round in range(ROUNDS):
        then = closed
        for place in range(1, people.ndim):
            closed = _categories(few, closed, axes[place], place)
        for row, along in permutations(range(people.ndim), 2):
            if row:
                closed = _rows(few, closed, (axes[along], along), (axes[row], row))
        if (then == closed).all():
            break
    found: Array = closed & ~before
    return found


def _parts(axis: Axis) -> Iterator[tuple[int, Array]]:
    """Each code that has parts, the finest ones first, and its parts."""
    parents = np.unique(axis.parents[axis.parents >= 0])
    for parent in sorted(parents.tolist(), key=lambda one: -axis.depths[one]):
        yield parent, np.flatnonzero(axis.parents == parent)


def _alone(people: Array, most: Array, is_open: Array, parent: int, parts: Array) -> Array:
    """Of these parts, along the first axis, which are the only open one, beside fewer than `most` of the parent."""
    here = is_open[parts]
    is_only = (here.sum(axis=0) == 1) & (len(parts) > 1) & is_open[parent]
    left = people[parent] - np.where(here, people[parts], 0).sum(axis=0)
    found: Array = here & (is_only & (left < most[parent]))[None]
    return found


def _places(few: tuple[Array, Array], closed: Array, axis: Axis) -> Array:
    total: tuple[Any, ...] = (slice(None), *([0] * (closed.ndim - 1)))
    people, most = few[0][total], few[1][total]
    closed = closed.copy()
    for parent, parts in _parts(axis):
        closed[parts[_alone(people, most, ~closed[total], parent, parts)]] = True
    return closed


def _categories(few: tuple[Array, Array], closed: Array, axis: Axis, place: int) -> Array:
    """A category of a place, with its parts and all that it is crossed with."""
    total = tuple(slice(None) if each in {0, place} else 0 for each in range(closed.ndim))
    people, most, is_open = few[0][total].T, few[1][total].T, ~closed[total].T
    shut = np.zeros(is_open.shape, bool)
    for parent, parts in _parts(axis):
        shut[parts] |= _alone(people, most, is_open, parent, parts)
    for code, parent in enumerate(axis.parents):
        if parent > 0:
            shut[code] |= shut[parent]
    others = tuple(each for each in range(1, closed.ndim) if each != place)
    found: Array = closed | np.expand_dims(shut.T, others)
    return found


def _rows(few: tuple[Array, Array], closed: Array, along: tuple[Axis, int], row: tuple[Axis, int]) -> Array:
    """The details of one part, where it is the only one along an axis that gives details."""
    people, most, shut = (np.moveaxis(each, (along[1], row[1]), (0, 1)) for each in (*few, closed))
    shut = shut.copy()
    for whole, details in _parts(row[0]):
        is_open: Array = np.asarray((~shut[:, details]).any(axis=1))
        for parent, parts in _parts(along[0]):
            alone = _alone(people[:, whole], most[:, whole], is_open, parent, parts)
            for detail in details:
                shut[parts, detail] |= alone
    for code, parent in enumerate(row[0].parents):
        if parent > 0:
            # Details of what has just closed; what was closed for itself alone may have open parts.
            shut[:, code] |= shut[:, parent] & ~np.moveaxis(closed, (along[1], row[1]), (0, 1))[:, parent]
    return np.moveaxis(shut, (0, 1), (along[1], row[1]))
