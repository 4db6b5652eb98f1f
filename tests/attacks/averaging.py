"""S5, S6, S10 and S13: what many figures say together, and how near they are to the truth."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from ayni.observatory.published import Rule

from .public import OTHERS, Edition, Table
from .world import Verdict, World

MOST = 64
LARGE = 5_000
"""National totals from here on are to be within a thousandth: below, the noise of one cell may be more than that."""


@dataclass(frozen=True, eq=False)
class Estimate:
    """Of each place and kind, by one way of adding up: its value, and how many cells were added."""

    value: np.ndarray
    cells: np.ndarray
    is_direct: bool


def cut(table: Table, dense: np.ndarray, kept: tuple[str, ...], summed: tuple[str, ...]) -> np.ndarray:
    """By place and the finest kinds of what is kept; what is summed is added up; of the rest the total is taken."""
    for axis in range(len(table.others), 0, -1):
        name = table.others[axis - 1]
        if name not in kept + summed:
            dense = dense.take(0, axis)
            continue
        dense = dense.take(np.flatnonzero(table.is_leaf(name)), axis)
        if name in summed:
            dense = dense.sum(axis)
    return dense


def addable(table: Table, dense: np.ndarray | None = None) -> np.ndarray:
    """What is published; a category that is counted under the others adds nothing."""
    dense = table.dense() if dense is None else dense
    rule = np.full(dense.size, "", object)
    rule[table.flat] = table.rule
    rule = rule.reshape(dense.shape)
    for axis, name in enumerate(table.others, 1):
        names = np.array(table.names(name))
        if OTHERS in names:
            way = tuple(slice(None) if n in (0, axis) else 0 for n in range(dense.ndim))
            folded = (rule[way] == Rule.CATEGORY) & (names != OTHERS)[None, :]
            dense = np.where(np.expand_dims(folded, [n for n in range(1, dense.ndim) if n != axis]), 0, dense)
    return dense


def estimates(table: Table, kept: tuple[str, ...]) -> Iterator[Estimate]:
    """All ways in which this table says how many there are, kind by kind."""
    value, shown = addable(table), table.dense()
    # A zero has no noise of its own most of the time.
    weight = np.where(value > 0, 1.0, 0.3)
    others = [one for one in table.others if one not in kept]
    for many in range(len(others) + 1):
        for summed in combinations(others, many):
            here = cut(table, value if summed else shown, kept, summed)
            cells = cut(table, weight, kept, summed)
            yield Estimate(here, cells, not summed)
            for name in kept:
                # The whole without all the siblings.
                axis = 1 + [one for one in table.others if one in kept].index(name)
                whole = np.expand_dims(cut(table, value, tuple(k for k in kept if k != name), summed), axis)
                of_whole = np.expand_dims(cut(table, weight, tuple(k for k in kept if k != name), summed), axis)
                siblings = here if summed else cut(table, value, kept, ())
                left = whole - (siblings.sum(axis, keepdims=True) - siblings)
                yield Estimate(left, of_whole + cells.sum(axis, keepdims=True) - cells, False)


@dataclass
class Pooled:
    total: np.ndarray
    weight: np.ndarray
    ways: np.ndarray
    true: np.ndarray
    has_direct: np.ndarray


def pooled(world: World, edition: Edition) -> dict[tuple[object, ...], Pooled]:
    """For each kind of cell the average over all ways, the surest ones weighing most."""
    names = sorted({name for t in edition.tables.values() for name in t.names(t.place)})
    at = {name: n for n, name in enumerate(names)}
    found: dict[tuple[object, ...], Pooled] = {}
    for table in edition.tables.values():
        rows = [at[name] for name in table.names(table.place)]
        true = table.dense(world.truth.of(table).count)
        for size in (0, 1, 2):
            for kept in combinations(table.others, size):
                leaves = tuple(tuple(np.array(table.names(one))[table.is_leaf(one)]) for one in kept)
                universe = (table.structure.unit, table.structure.measure["es"], table.structure.is_sensitive)
                shape = (len(names), *map(len, leaves))
                one = found.setdefault(
                    (universe, kept, leaves),
                    Pooled(np.zeros(shape), np.zeros(shape), np.zeros(shape, int), np.full(shape, np.nan),
                           np.zeros(shape, bool)),
                )  # fmt: skip
                here = cut(table, true, kept, ())
                one.true[rows] = np.where(np.isnan(one.true[rows]), here, one.true[rows])
                for way in estimates(table, kept):
                    _pool(one, rows, way)
    return found


def _pool(one: Pooled, rows: list[int], way: Estimate) -> None:
    weight = np.broadcast_to(1 / way.cells, way.value.shape)
    good = ~np.isnan(way.value) & (one.ways[rows] < MOST)
    if way.is_direct:
        good &= ~one.has_direct[rows]
        one.has_direct[rows] |= good
    one.total[rows] += np.where(good, way.value * weight, 0)
    one.weight[rows] += np.where(good, weight, 0)
    one.ways[rows] += good


def s06(world: World) -> Verdict:
    """Averaging up to 64 decompositions gives back few of the small cells, and not half of the totals."""
    small, totals = [], []
    for (_universe, kept, _leaves), one in pooled(world, world.last).items():
        known = (one.ways > 0) & ~np.isnan(one.true)
        guess = np.round(one.total[known] / one.weight[known])
        right, true = guess == one.true[known], one.true[known]
        if kept:
            small.append(right[(true >= 1) & (true <= 2)])
        else:
            totals.append(right[true >= 1])
    of_small, of_totals = np.concatenate(small), np.concatenate(totals)
    share, whole = _share(of_small), _share(of_totals)
    said = f"{share:.1%} of {len(of_small)} small cells, {whole:.1%} of {len(of_totals)} totals"
    return Verdict(share <= 0.2 and whole <= 0.45, said, {"small": share, "totals": whole})


def seems_exact(edition: Edition) -> bool:
    """Whether figures add up wherever none of them is nothing: then they are plainly true, whatever is said."""
    gaps = []
    for table in edition.tables.values():
        value = table.dense()
        for axis, name in enumerate(table.others, 1):
            parts = value.take(np.flatnonzero(table.is_leaf(name)), axis)
            gap = value.take(0, axis) - parts.sum(axis)
            gaps.append(gap[~np.isnan(gap) & (parts > 0).all(axis)])
    every = np.concatenate(gaps)
    return len(every) > 0 and bool((every == 0).mean() > 0.9)


def _share(right: np.ndarray) -> float:
    return float(right.mean()) if len(right) else 0.0


def s05(world: World) -> Verdict:
    """Totals are not made to add up, and are not off to one side."""
    found: dict[tuple[int, str], float] = {}
    for table in world.last.tables.values():
        true, value = addable(table, table.dense(world.truth.of(table).count)), addable(table)
        people = np.zeros(value.size, np.uint64)
        people[table.flat] = world.truth.of(table).people
        for axis, name in enumerate(table.order):
            if not axis:
                continue
            leaves = np.flatnonzero(table.is_leaf(name))
            gap = value.take(0, axis) - value.take(leaves, axis).sum(axis)
            full = (true.take(leaves, axis) > 0).sum(axis) >= 3
            key = people.reshape(value.shape).take(0, axis)
            good = full & ~np.isnan(gap)
            found |= {(int(k), name): float(g) for k, g in zip(key[good], gap[good], strict=True)}
    gaps = np.array(list(found.values()))
    if len(gaps) < 100:
        return Verdict(False, f"Only {len(gaps)} rows could be compared.")
    error = gaps.std() / np.sqrt(len(gaps))
    forced = float((gaps == 0).mean())
    said = f"{len(gaps)} rows: mean {gaps.mean():.3f}, standard error {error:.3f}; {forced:.0%} add up exactly"
    return Verdict(bool(abs(gaps.mean()) <= 3 * error and forced < 0.3), said, {"mean": gaps.mean(), "forced": forced})


def _distinct(world: World) -> tuple[np.ndarray, np.ndarray]:
    """Value and truth of each set of people once, of the last release."""
    values, counts, people = [], [], []
    for table in world.last.tables.values():
        true, shown = world.truth.of(table), table.value >= 0
        shown = shown & (true.count >= 0)
        values.append(table.value[shown])
        counts.append(true.count[shown])
        people.append(true.people[shown])
    _kinds, first = np.unique(np.concatenate(people), return_index=True)
    return np.concatenate(values)[first], np.concatenate(counts)[first]


def s10(world: World) -> Verdict:
    """One or two people are often published as nobody."""
    value, count = _distinct(world)
    small = value[(count >= 1) & (count <= 2)]
    share = float((small == 0).mean()) if len(small) else 1.0
    return Verdict(share >= 0.3, f"{share:.1%} of {len(small)} small cells became 0", {"zero": share})


def s13(world: World) -> Verdict:
    """Figures are near the truth, on average on it, and those of the country hardly off."""
    value, count = _distinct(world)
    off = (value - count)[count > 0]
    mean, size = float(off.mean()), float(np.abs(off).mean())
    far = 0.0
    for table in world.last.tables.values():
        true = world.truth.of(table).count[table.flat.argmin()]
        if true >= LARGE:
            far = max(far, abs(table.value[table.flat.argmin()] - true) / true)
    said = f"{len(off)} cells: mean error {mean:.3f}, mean absolute error {size:.2f}, national totals off by {far:.3%}"
    return Verdict(
        bool(abs(mean) < 0.05 and size <= 1.5 and far <= 0.001), said, {"mean": mean, "size": size, "far": far}
    )
