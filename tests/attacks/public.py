"""What anybody may read, as arrays. Nothing here knows a person, a key or a gate: an adversary wrote it.

A channel is a way to come by figures: the files, the pages, the API, a PDF. Each gives the same `Table`s, or at least
the numbers that it shows (`CHANNELS`, and README.md for how one is added)."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path

import numpy as np
import pyarrow as pa

from ayni.observatory import published
from ayni.observatory.published import TOTAL, Code, Structure

LATER = datetime(2100, 1, 1, tzinfo=UTC)
OTHERS = "_O"
NOTHING = -1


@dataclass(frozen=True, eq=False)
class Table:
    """A cube as it was published in one release."""

    release: str
    structure: Structure
    codes: dict[str, np.ndarray]
    """For each dimension, the place of each row's code in the list of codes."""
    value: np.ndarray
    """-1 where there is none."""
    rule: np.ndarray
    period: np.ndarray

    @property
    def name(self) -> str:
        return self.structure.code

    def _codes(self, dimension: str) -> tuple[Code, ...]:
        said = self.structure.dimension(dimension)
        return said.codes if said is not None else (Code(TOTAL, {}),)

    def names(self, dimension: str) -> list[str]:
        return [one.code for one in self._codes(dimension)]

    @property
    def place(self) -> str:
        return self.structure.place.code if self.structure.place else ""

    @property
    def others(self) -> list[str]:
        """Dimensions that are not the place."""
        return [one.code for one in self.structure.dimensions if not one.is_place]

    @property
    def order(self) -> list[str]:
        """All dimensions, the place first. What has no places is of one that has no name."""
        return [self.place, *self.others]

    def is_leaf(self, dimension: str) -> np.ndarray:
        """Which codes hold no other. The others of a category are a leaf."""
        said = self._codes(dimension)
        above = {one.parent for one in said} | {TOTAL}
        return np.array([one.code not in above for one in said])

    def parents(self, dimension: str) -> np.ndarray:
        """For each code the place of the one around it; of the total -1."""
        said = self._codes(dimension)
        at = {one.code: n for n, one in enumerate(said)}
        return np.array([-1 if one.code == TOTAL else at.get(one.parent or TOTAL, at[TOTAL]) for one in said])

    @cached_property
    def shape(self) -> tuple[int, ...]:
        return tuple(len(self.names(one)) for one in self.order)

    @cached_property
    def flat(self) -> np.ndarray:
        """Where each row stands in the dense array."""
        return np.ravel_multi_index(tuple(self.codes[one] for one in self.order), self.shape)

    def dense(self, column: np.ndarray | None = None) -> np.ndarray:
        """Values by place and category; not a number where nothing is published."""
        given = self.value if column is None else column
        found = np.full(int(np.prod(self.shape)), np.nan)
        found[self.flat] = np.where(given == NOTHING, np.nan, given) if column is None else given
        return found.reshape(self.shape)

    @cached_property
    def ids(self) -> np.ndarray:
        """A number for what each row is about: the same for the same cell in whatever cube it stands."""
        found = np.full(len(self.value), _number(f"{self.structure.unit}|{self.structure.measure['es']}"), np.uint64)
        for one in self.order:
            each = [0 if c == TOTAL else _number(f"{one}={c}") for c in self.names(one)]
            found += np.array(each, np.uint64)[self.codes[one]]
        return found


def _number(text: str) -> int:
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:8])


@dataclass(frozen=True, eq=False)
class Edition:
    """One release."""

    id: str
    tables: dict[str, Table]

    @property
    def period(self) -> str:
        return self.id.partition(".")[0]


def editions(home: Path) -> list[Edition]:
    """All releases, the oldest first."""
    found = []
    for one in reversed(published.releases(home, LATER)):
        cubes = published.cubes(home, one)
        found.append(Edition(one.id, {cube.structure.code: table(one.id, cube) for cube in cubes}))
    return found


def table(release: str, cube: published.Cube) -> Table:
    rows = cube.rows
    codes = {"": np.zeros(len(rows), np.int64)}
    for one in cube.structure.dimensions:
        codes[one.code] = _places(rows[one.code], [each.code for each in one.codes])
    value = rows["value"].combine_chunks().fill_null(NOTHING).to_numpy(zero_copy_only=False).astype(np.int64)
    return Table(release, cube.structure, codes, value, _words(rows["rule"]), _words(rows["period"]))


def _places(column: pa.ChunkedArray, names: list[str]) -> np.ndarray:
    coded = column.combine_chunks()
    if not pa.types.is_dictionary(coded.type):
        coded = coded.dictionary_encode()
    at = {name: n for n, name in enumerate(names)}
    known = np.array([at[name] for name in coded.dictionary.to_pylist()], np.int64)
    return known[coded.indices.to_numpy(zero_copy_only=False)]


def _words(column: pa.ChunkedArray) -> np.ndarray:
    coded = column.combine_chunks()
    if not pa.types.is_dictionary(coded.type):
        coded = coded.dictionary_encode()
    return np.array(coded.dictionary.to_pylist(), object)[coded.indices.to_numpy(zero_copy_only=False)].astype(str)


def files(home: Path) -> Iterator[Path]:
    """Every file that is published, whatever it is."""
    yield from sorted(path for path in published.root(home).rglob("*") if path.is_file())
