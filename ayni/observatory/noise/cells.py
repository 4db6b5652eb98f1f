"""Counts people cell by cell, with the key of each cell, and protects the counts.

A person has one key of 64 bits in all facts. The key of a cell is the sum, modulo 2^64, of the keys of the people in
it; so the same people have the same cell key however one comes to them: as a total, as a category of another cube, in
another release, in another process. A keyed block cipher makes of it the slot of the table of perturbation (`Secret`).

Where each person has one row, cells are added up from the finest ones. Where people have several rows, each cell of
each level is counted anew over distinct people: a person in two categories counts once in their total.
"""

import string
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import product
from math import prod
from typing import Any, TypeAlias

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from .keys import Secret
from .tables import Table, table

Array: TypeAlias = "np.ndarray[Any, Any]"
CHUNK = 1 << 20
"""So many halves of 32 bits add up exactly in a float of 53 bits."""
LETTERS = 11
OF_LETTER = np.zeros(256, np.uint64)
OF_LETTER[np.frombuffer(string.ascii_letters.encode(), np.uint8)] = [*range(26, 52), *range(26)]
OF_LETTER[np.frombuffer(b"0123456789-_", np.uint8)] = np.arange(52, 64)
MARGINS = 6
"""A threshold is raised by 0 to 5, drawn from the cell's key: whether a gate is open does not tell the count by one."""


@dataclass(frozen=True, eq=False)
class Axis:
    """The codes of a dimension over its finest values: code i holds those from `starts[i]` up to `ends[i]`."""

    starts: Array
    ends: Array
    parents: Array
    """The place of the code around each; of the total, -1."""
    finest: int
    """How many finest values there are, what is not known among them."""

    @property
    def size(self) -> int:
        return len(self.starts)

    @property
    def depths(self) -> Array:
        depths = np.zeros(self.size, np.int64)
        for place, parent in enumerate(self.parents):
            depths[place] = 0 if parent < 0 else depths[parent] + 1
        return depths

    def levels(self) -> list[Array]:
        """For each depth, which code of it each finest value is in; -1: in none."""
        depths, found = self.depths, []
        for depth in range(int(depths.max(initial=0)) + 1):
            code_of = np.full(self.finest, -1, np.int64)
            for place in np.flatnonzero(depths == depth):
                code_of[self.starts[place] : self.ends[place]] = place
            found.append(code_of)
        return found


ONE = Axis(np.array([0]), np.array([1]), np.array([-1]), 1)
"""A dimension that there is not: everything is its total."""


@dataclass(frozen=True, eq=False)
class Rows:
    """What is counted: for each axis the finest value of each row; keys of the rows' units, and of their people."""

    values: tuple[Array, ...]
    keys: Array
    people: Array
    is_once: bool
    """Each person has one row."""
    counts_people: bool
    """The unit is the person; else the row."""


@dataclass(frozen=True, eq=False)
class Counted:
    """By code of each axis: how many units and people, and the sums of their keys."""

    units: Array
    sums: Array
    people: Array
    people_sums: Array


@dataclass(frozen=True, eq=False)
class Folded:
    """Which codes of an axis are counted under its others, by code of the first axis (the places)."""

    axis: int
    others: int
    folds: Array = field(repr=False)
    """places x codes."""


def added(at: Array, keys: Array, size: int) -> tuple[Array, Array]:
    """How many rows there are at each place, and the sum of their keys modulo 2^64."""
    counts, sums = np.zeros(size, np.int64), np.zeros(size, np.uint64)
    for begin in range(0, len(at), CHUNK):
        here, part = at[begin : begin + CHUNK], keys[begin : begin + CHUNK]
        counts += np.bincount(here, minlength=size)
        low = np.bincount(here, (part & np.uint64(0xFFFFFFFF)).astype(np.float64), size)
        high = np.bincount(here, (part >> np.uint64(32)).astype(np.float64), size)
        sums += low.astype(np.uint64) + (high.astype(np.uint64) << np.uint64(32))
    return counts, sums


def count(rows: Rows, axes: Sequence[Axis], folded: Sequence[Folded] = ()) -> Counted:
    """All cells of these axes. What is folded is counted under the others of its place, and no more under its code."""
    if rows.is_once:
        return _once(rows, axes, folded)
    people = _distinct(rows, axes, folded)
    if rows.counts_people:
        return Counted(*people, *people)
    return Counted(*_of_rows(rows, axes, folded), *people)


def _once(rows: Rows, axes: Sequence[Axis], folded: Sequence[Folded]) -> Counted:
    people = _of_rows(Rows(rows.values, rows.people, rows.people, True, True), axes, folded)
    if rows.counts_people:
        return Counted(*people, *people)
    return Counted(*_of_rows(rows, axes, folded), *people)


def _of_rows(rows: Rows, axes: Sequence[Axis], folded: Sequence[Folded]) -> tuple[Array, Array]:
    shape = tuple(axis.finest for axis in axes)
    at = np.ravel_multi_index(rows.values, shape) if rows.values else np.zeros(len(rows.keys), np.int64)
    counts, sums = (each.reshape(shape) for each in added(at, rows.keys, prod(shape)))
    for place, axis in enumerate(axes):
        counts, sums = _by_code(counts, axis, place), _by_code(sums, axis, place)
    for one in folded:
        counts, sums = _fold(counts, one), _fold(sums, one)
    return counts, sums


def _by_code(values: Array, axis: Axis, place: int) -> Array:
    """Finest values brought together to codes. Differences of running sums are right modulo 2^64."""
    moved = np.moveaxis(values, place, 0)
    running = np.zeros((len(moved) + 1, *moved.shape[1:]), values.dtype)
    np.cumsum(moved, axis=0, out=running[1:])
    return np.moveaxis(running[axis.ends] - running[axis.starts], 0, place)


def _fold(values: Array, one: Folded) -> Array:
    moved = np.moveaxis(values, one.axis, 1).copy()
    folds = one.folds.reshape(*one.folds.shape, *([1] * (moved.ndim - 2)))
    moved[:, one.others] += np.where(folds, moved, 0).sum(axis=1, dtype=values.dtype)
    moved[np.broadcast_to(folds, moved.shape)] = 0
    return np.moveaxis(moved, 1, one.axis)


def _distinct(rows: Rows, axes: Sequence[Axis], folded: Sequence[Folded]) -> tuple[Array, Array]:
    shape = tuple(axis.size for axis in axes)
    counts, sums = np.zeros(prod(shape), np.int64), np.zeros(prod(shape), np.uint64)
    keys, who = np.unique(rows.people, return_inverse=True)
    many = max(len(keys), 1)
    for levels in product(*[axis.levels() for axis in axes]):
        codes = [level[values] for level, values in zip(levels, rows.values, strict=True)]
        inside = np.logical_and.reduce([each >= 0 for each in codes])
        codes = [each[inside] for each in codes]
        for one in folded:
            codes[one.axis] = np.where(one.folds[codes[0], codes[one.axis]], one.others, codes[one.axis])
        pairs = np.unique(np.ravel_multi_index(codes, shape) * many + who[inside])
        more, of_keys = added(pairs // many, keys[pairs % many], prod(shape))
        counts, sums = counts + more, sums + of_keys
    return counts.reshape(shape), sums.reshape(shape)


@dataclass(frozen=True, eq=False)
class Protector:
    """Protects counts under a secret."""

    secret: Secret

    @property
    def table(self) -> Table:
        return table(self.secret.raw)

    def values(self, counts: Array, sums: Array, unit: str) -> Array:
        """What is published of these counts. The same unit and the same sum give the same noise."""
        return counts + self.table.added(counts, self.slots(sums, unit))

    def slots(self, sums: Array, unit: str) -> Array:
        return (self.secret.drawn(sums, f"cells/{unit}") >> np.uint64(52)).astype(np.int64)

    def margins(self, sums: Array) -> Array:
        """By how much a threshold is raised for these people. Of other bits than the noise: a gate selects none."""
        drawn = self.secret.drawn(sums, "margins") >> np.uint64(32)
        return ((drawn * np.uint64(MARGINS)) >> np.uint64(32)).astype(np.int64)


def key_of_rows(sealed: Any) -> Array:
    """A key of 64 bits for each sealed id of a row: its first letters are of a keyed digest, the same in each build."""
    first = pc.utf8_slice_codeunits(sealed, 0, LETTERS).cast(pa.binary(LETTERS))
    first = first.combine_chunks() if isinstance(first, pa.ChunkedArray) else first
    begun = first.offset * LETTERS
    letters = np.frombuffer(first.buffers()[1] or b"", np.uint8)[begun : begun + len(first) * LETTERS]
    six = OF_LETTER[letters.reshape(len(first), LETTERS)]
    keys = np.zeros(len(first), np.uint64)
    for place in range(LETTERS):
        keys = (keys << np.uint64(6)) | six[:, place]
    return keys
