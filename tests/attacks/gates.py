"""What the gates promise, held against the truth: a figure that should not be there is found by whoever knows it."""

from collections.abc import Iterator

import numpy as np

from ayni.observatory.published import Level

from .public import OTHERS, Table
from .world import Verdict, World

INSIDE, AREA, RARE, ROW, SHARE = 10, 50, 10, 30, 0.9
MOST = {Level.NATIONAL: 4, Level.DEPARTMENT: 4, Level.PROVINCE: 3, Level.DISTRICT: 3}
COARSE = {"SEX": {"F", "M"}, "AGE": {"Y0T17", "Y18T999"}}
ATTRIBUTES = {"REGULARITY", "STATUS", "EDUCATION", "PROFILE", "OCCUPATION", "HOUSEHOLD_SIZE", "STAGE", "PROTECTION"}


def kept(world: World) -> Verdict:
    """No figure stands where a gate should have closed; nothing is crossed by more than is allowed."""
    said = [one for table in world.last.tables.values() for one in _broken(world, table)]
    return Verdict(not said, "; ".join(said[:6]) or "every figure is behind its gates")


def _broken(world: World, table: Table) -> Iterator[str]:
    shown, true = ~np.isnan(table.dense()), table.dense(world.truth.of(table).count)
    true = np.nan_to_num(true, nan=0)
    whole = _totals(true)
    crossed = len(table.others) + bool(table.place)
    if crossed > MOST[table.structure.level]:
        yield f"{table.name} crosses {crossed} at {table.structure.level}"
    district = np.array([len(name) == 6 for name in table.names(table.place)])
    if (shown & _wide(district & (whole < INSIDE), shown)).any():
        yield f"{table.name}: figures of districts under {INSIDE}"
    fine = np.ones(shown.shape[1:], bool) & ~_coarse(table)
    if (shown & _wide(district & (whole < AREA), shown) & fine[None]).any():
        yield f"{table.name}: detail of districts under {AREA}"
    for axis, name in enumerate(table.others, 1):
        yield from _categories(table, axis, name, shown, true)
        yield from _rows(table, axis, name, shown, true)


def _totals(dense: np.ndarray) -> np.ndarray:
    found: np.ndarray = dense.reshape(len(dense), -1)[:, 0]
    return found


def _wide(places: np.ndarray, like: np.ndarray) -> np.ndarray:
    return np.broadcast_to(places.reshape(-1, *[1] * (like.ndim - 1)), like.shape)


def _coarse(table: Table) -> np.ndarray:
    """What a place of few people gives."""
    found = np.ones(table.shape[1:], bool)
    for axis, name in enumerate(table.others):
        codes = table.names(name)
        good = np.array([n == 0 or code in COARSE.get(name, set()) for n, code in enumerate(codes)])
        found &= good.reshape([-1 if n == axis else 1 for n in range(found.ndim)])
    return found


def _categories(table: Table, axis: int, name: str, shown: np.ndarray, true: np.ndarray) -> Iterator[str]:
    """A category that can be counted under the others is, where it is rare."""
    codes = table.names(name)
    if OTHERS not in codes or name == "SEX":
        return
    way = tuple(slice(None) if n in (0, axis) else 0 for n in range(true.ndim))
    rare = true[way] < RARE
    rare[:, [0, codes.index(OTHERS)]] = False
    rare = np.expand_dims(rare, [n for n in range(1, true.ndim) if n != axis])
    if (shown & rare).any():
        yield f"{table.name}: {(shown & rare).sum()} figures of categories of {name} under {RARE}"


def _rows(table: Table, axis: int, name: str, shown: np.ndarray, true: np.ndarray) -> Iterator[str]:
    """Where one category holds nearly all of a small row, none is shown."""
    leaves = table.is_leaf(name)
    many, there = np.moveaxis(true, axis, -1), np.moveaxis(shown, axis, -1)
    total = many[..., 0]
    small = (total > 0) & (total < ROW)
    told = small & (many[..., leaves].max(axis=-1) >= SHARE * total) & there[..., leaves].any(axis=-1)
    # What a place of few people gives, by the design, is sex and two ages: they hurt nobody.
    if name not in COARSE and told.any():
        yield f"{table.name}: {told.sum()} rows of {name} under {ROW} are of one category"
