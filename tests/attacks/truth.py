"""What is true of each published figure: only those who score an attack look here.

Sets of people are told apart by the sum of a random number of each of them, so that two cells of the same people are
known to be so, whatever they are called."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from ayni.observatory.published import TOTAL, Rule, Structure

from .country import Country, Snapshot, period
from .public import OTHERS, Table

Kinds = Mapping[str, tuple[str, Mapping[str, tuple[str, ...]]]]
"""Of each dimension the column that it is made from, and for each published code what is in it."""


Counted = Callable[[Structure, Snapshot], np.ndarray]
"""Who of a month is counted in a table."""


def everybody(_said: Structure, now: Snapshot) -> np.ndarray:
    return np.ones(len(now), bool)


@dataclass(frozen=True, eq=False)
class True_:
    """Row by row of a table: how many people, and which."""

    count: np.ndarray
    people: np.ndarray


class Truth:
    """Of a country, for tables whose dimensions mean `kinds`."""

    def __init__(self, country: Country, kinds: Kinds, months: int, counted: Counted = everybody) -> None:
        self.country, self.kinds, self.counted = country, kinds, counted
        self.months = {period(month): month for month in range(months)}
        drawn = np.random.default_rng(97).integers(0, 2**63, len(country), dtype=np.uint64)
        self.lots = drawn * np.uint64(2) + np.uint64(1)
        self._snapshots: dict[str, Snapshot] = {}
        self._kept: dict[tuple[str, str], True_] = {}
        self._of_month: dict[tuple[str, str], tuple[np.ndarray, np.ndarray]] = {}
        self._held: dict[tuple[str, ...], list[list[int]]] = {}

    def snapshot(self, when: str) -> Snapshot:
        if when not in self._snapshots:
            self._snapshots[when] = self.country.at(self.months[when])
        return self._snapshots[when]

    def of(self, table: Table) -> True_:
        """What is true of each row in the period that its figure is of."""
        where = (table.release, table.name)
        if where not in self._kept:
            count, people = np.zeros(len(table.value), np.int64), np.zeros(len(table.value), np.uint64)
            for when in np.unique(table.period):
                rows = np.flatnonzero(table.period == when)
                counts, lots = self.dense(str(when) or table.release.partition(".")[0], table)
                count[rows], people[rows] = counts[table.flat[rows]], lots[table.flat[rows]]
            self._kept[where] = True_(*_with_others(table, count, people))
        return self._kept[where]

    def dense(self, when: str, table: Table) -> tuple[np.ndarray, np.ndarray]:
        """How many, and which, by place and category: as wide as the dense array of the table."""
        if (table.name, when) in self._of_month:
            return self._of_month[table.name, when]
        now = self.snapshot(when)
        inside, leaves = self.counted(table.structure, now), []
        for one in table.order:
            leaf, members = self.leaves(now, table, one)
            inside &= leaf >= 0
            leaves.append((leaf, members))
        shape = tuple(max((max(m, default=-1) for m in members), default=-1) + 1 for _leaf, members in leaves)
        at = np.ravel_multi_index(tuple(leaf[inside] for leaf, _m in leaves), shape)
        counts = np.bincount(at, minlength=int(np.prod(shape))).reshape(shape)
        lots = np.zeros(counts.size, np.uint64)
        np.add.at(lots, at, self.lots[now.who[inside]])
        lots = lots.reshape(shape)
        for axis, (_leaf, members) in enumerate(leaves):
            counts, lots = _gathered(counts, axis, members), _gathered(lots, axis, members)
        self._of_month[table.name, when] = counts.ravel(), lots.ravel()
        return self._of_month[table.name, when]

    def leaves(self, now: Snapshot, table: Table, dimension: str) -> tuple[np.ndarray, list[list[int]]]:
        """For each person a number, -1 outside of the cube; for each published code the numbers that are in it."""
        if not dimension:
            return np.zeros(len(now), int), [[0]]
        column, codes = ("district", {}) if dimension == table.place else self.kinds[dimension]
        names, labels = table.names(dimension), list(self.country.labels(column))
        if (column, *names) not in self._held:
            self._held[column, *names] = [
                [n for n, one in enumerate(labels) if _is_in(one, name, codes if codes else None)] for name in names
            ]
        return now.columns[column].astype(int), self._held[column, *names]


def _is_in(label: str, name: str, codes: Mapping[str, tuple[str, ...]] | None) -> bool:
    return name == TOTAL or (label.startswith(name) if codes is None else label in codes.get(name, ()))


def _gathered(array: np.ndarray, axis: int, members: list[list[int]]) -> np.ndarray:
    """Along an axis, the sums of what is in each code."""
    moved = np.moveaxis(array, axis, 0)
    many = np.array([len(m) for m in members])
    found = np.zeros((len(members), *moved.shape[1:]), array.dtype)
    first = (np.cumsum(many) - many)[many > 0]
    if len(first):
        found[many > 0] = np.add.reduceat(moved[np.concatenate([np.asarray(m, int) for m in members])], first, axis=0)
    return np.moveaxis(found, 0, axis)


UNKNOWN = -9
"""Of how many people an `_O` is where it cannot be told from outside which categories are counted in it."""
RARE, SURE = 10, 16
"""A category of fewer is counted under the others; from how many on it is not, is between the two."""


def _with_others(table: Table, count: np.ndarray, people: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The others of a place are whoever is in no category that has a figure of its own there."""
    for dimension in [one for one in table.others if OTHERS in table.names(one)]:
        names, axis = table.names(dimension), table.order.index(dimension)
        n, lots, rule = (np.zeros(table.shape, kind) for kind in (np.int64, np.uint64, object))
        n.ravel()[table.flat], lots.ravel()[table.flat], rule.ravel()[table.flat] = count, people, table.rule
        n, lots, rule = (np.moveaxis(one, axis, -1) for one in (n, lots, rule))
        named = [k for k, name in enumerate(names) if name not in (TOTAL, OTHERS) and table.is_leaf(dimension)[k]]
        whole, others = names.index(TOTAL), names.index(OTHERS)
        # Whether a category is folded is decided for a place as a whole: its row of totals says so.
        first = tuple(slice(None) if n == 0 else slice(0, 1) for n in range(n.ndim - 1))
        folded = rule[first][..., named] == Rule.CATEGORY
        if table.structure.is_sensitive:
            folded = n[first][..., named] < RARE
            unsure = (n[first][..., named] >= RARE) & (n[first][..., named] < SURE)
        else:
            unsure = np.zeros_like(folded)
        own = np.broadcast_to(~folded, n[..., named].shape)
        n[..., others] = n[..., whole] - (n[..., named] * own).sum(axis=-1)
        gone = np.where(own, lots[..., named], np.uint64(0)).sum(axis=-1, dtype=np.uint64)
        lots[..., others] = lots[..., whole] - gone
        n[..., others] = np.where(np.broadcast_to(unsure.any(axis=-1), n.shape[:-1]), UNKNOWN, n[..., others])
        count, people = (np.moveaxis(one, -1, axis).ravel()[table.flat] for one in (n, lots))
    return count, people
