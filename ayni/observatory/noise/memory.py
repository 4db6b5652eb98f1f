"""What the time gate must remember from release to release, and nobody may read: who was counted where.

For each population and level of places: a line per person and place, with a digest of everything that its cubes say of
them there. It is of the release by which the place got the figures that stand. The keys are those of the facts: they
open nothing by themselves, and are in the backups of the installation, while the secret of the noise is not.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np

Array: TypeAlias = "np.ndarray[Any, Any]"
_ODD = np.uint64(0x9E3779B97F4A7C15)


@dataclass(frozen=True, eq=False)
class Lines:
    """Sorted by `ids`, of which each stands for a person in a place."""

    ids: Array
    places: Array
    """The number of the place: of its ubigeo; 0 is the country."""
    digests: Array
    asked: Array = field(default_factory=lambda: np.zeros(1, np.uint64))
    """Of which variables the digests are: those of others cannot be compared."""

    def only(self, kept: Array) -> "Lines":
        return Lines(self.ids[kept], self.places[kept], self.digests[kept], self.asked)


def number_of(code: str) -> int:
    """A place as a number: ubigeos are digits, the country is not."""
    return int(code) if code.isdigit() else 0


def mixed(values: Array) -> Array:
    """Spreads 64 bits over all of them (the end of MurmurHash3), so that sums of them do not meet by chance."""
    for shift, factor in ((33, 0xFF51AFD7ED558CCD), (33, 0xC4CEB9FE1A85EC53)):
        values = (values ^ (values >> np.uint64(shift))) * np.uint64(factor)
    spread: Array = values ^ (values >> np.uint64(33))
    return spread


def lines(people: Array, places: Array, digests: Array, asked: int = 0) -> Lines:
    """A line per person and place of these rows: of several rows, their digests together, in whatever order."""
    ids = people ^ mixed(places.astype(np.uint64) * _ODD + np.uint64(1))
    order = np.argsort(ids, kind="stable")
    ids = ids[order]
    first = np.flatnonzero(np.concatenate([np.ones(min(len(ids), 1), bool), ids[1:] != ids[:-1]]))
    together = np.add.reduceat(mixed(digests[order]), first) if len(first) else digests
    short = (together ^ (together >> np.uint64(32))).astype(np.uint32)
    return Lines(ids[first], places[order][first].astype(np.int32), short, np.array([asked], np.uint64))


def changed(before: Lines, now: Lines, places: Array) -> Array:
    """How many people entered each of these places, left it, or changed in it. Where other variables were asked about
    than now, nobody counts as changed: else one cube more would open every place at once."""
    _same, old, new = np.intersect1d(before.ids, now.ids, assume_unique=True, return_indices=True)
    left, entered = np.ones(len(before.ids), bool), np.ones(len(now.ids), bool)
    left[old], entered[new] = False, False
    is_alike = (before.digests[old] == now.digests[new]) | (before.asked[0] != now.asked[0])
    otherwise = now.places[new][~is_alike]
    who = np.concatenate([before.places[left], now.places[entered], otherwise])
    known, many = np.unique(who, return_counts=True)
    if not len(known):
        return np.zeros(len(places), np.int64)
    at = np.minimum(np.searchsorted(known, places), len(known) - 1)
    return np.where(known[at] == places, many[at], 0)


def carried(before: Lines, now: Lines, reissued: Array) -> Lines:
    """What is remembered next: the new lines of places that got new figures, the old ones of those whose stand."""
    fresh, stands = now.only(np.isin(now.places, reissued)), before.only(~np.isin(before.places, reissued))
    digests = stands.digests.copy()
    if before.asked[0] != now.asked[0]:
        _same, old, new = np.intersect1d(stands.ids, now.ids, assume_unique=True, return_indices=True)
        digests[old] = now.digests[new]
    ids, places = np.concatenate([fresh.ids, stands.ids]), np.concatenate([fresh.places, stands.places])
    order = np.argsort(ids, kind="stable")
    return Lines(ids[order], places[order], np.concatenate([fresh.digests, digests])[order], now.asked)


def write(path: Path, held: Mapping[str, Lines], sums: Mapping[str, Array]) -> None:
    """The memory of a release: the lines of its populations, and the sums of keys of its cubes' cells."""
    named = {f"lines/{name}/{part}": getattr(one, part) for name, one in held.items() for part in _PARTS}
    np.savez(path, allow_pickle=False, **named, **{f"sums/{code}": each for code, each in sums.items()})


_PARTS = ("ids", "places", "digests", "asked")


@dataclass(frozen=True, eq=False)
class Memory:
    held: Mapping[str, Lines]
    sums: Mapping[str, Array]


NOTHING = Memory({}, {})


def read(path: Path) -> Memory:
    with np.load(path, allow_pickle=False) as file:
        names: Iterable[str] = file.files
        populations = {name.split("/", 1)[1].rpartition("/")[0] for name in names if name.startswith("lines/")}
        held = {name: Lines(*(file[f"lines/{name}/{part}"] for part in _PARTS)) for name in populations}
        return Memory(held, {name.removeprefix("sums/"): file[name] for name in names if name.startswith("sums/")})
