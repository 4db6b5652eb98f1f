"""The engine with one gate weakened: what an attack must notice. Each takes something out of the engine while it lasts,
and its own audit with it, which would notice some."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from ayni.observatory import protecting, releasing
from ayni.observatory.noise import gates
from ayni.observatory.noise.cells import Protector
from ayni.observatory.noise.keys import Secret
from ayni.observatory.published import Cube

from .public import NOTHING, table

Patch = pytest.MonkeyPatch


def _open(people: np.ndarray, *_more: Any, **_named: Any) -> np.ndarray:
    return np.zeros(people.shape, bool)


def no_perturbation(patch: Patch) -> None:
    patch.setattr(Protector, "values", lambda _self, counts, _sums, _unit: np.where(np.isin(counts, (1, 2)), 0, counts))


def small_counts_kept(patch: Patch) -> None:
    plain = Protector.values
    patch.setattr(Protector, "values", lambda self, counts, sums, unit: np.where(
        np.isin(counts, (1, 2)), counts, plain(self, counts, sums, unit)))  # fmt: skip


def no_gate_of_very_small_places(patch: Patch) -> None:
    patch.setattr(gates, "few", _open)


def no_gate_of_small_places(patch: Patch) -> None:
    patch.setattr(gates, "small", _open)
    patch.setattr(gates, "thin", _open)


def no_gate_of_categories(patch: Patch) -> None:
    patch.setattr(gates, "category", _open)
    patch.setattr(gates, "rare", _open)


def no_gate_of_groups(patch: Patch) -> None:
    patch.setattr(gates, "group", _open)


def no_gate_of_what_is_left_over(patch: Patch) -> None:
    patch.setattr(gates, "beside", _open)


def no_gate_of_what_hurts(patch: Patch) -> None:
    patch.setattr(gates, "sensitive", _open)


def no_gate_of_time(patch: Patch) -> None:
    patch.setattr(gates, "reissued", lambda levels, _changed, **_more: np.ones(len(levels), bool))


def _another_each_time(patch: Patch, which: Callable[[str], str]) -> None:
    """Noise of another key, by what the release or the cube is called."""
    build, plain, now = releasing.protect, Secret.drawn, {"as": ""}

    def protect(cube: Any, counting: Any, protector: Any, *, period: str, **more: Any) -> Any:
        now["as"] = which(f"{period} {cube.code}")
        return build(cube, counting, protector, period=period, **more)

    patch.setattr(releasing, "protect", protect)
    patch.setattr(Secret, "drawn", lambda self, sums, purpose: plain(self, sums, purpose + now["as"]))


def a_key_for_each_release(patch: Patch) -> None:
    _another_each_time(patch, lambda name: name.split()[0])


def a_key_for_each_cube(patch: Patch) -> None:
    _another_each_time(patch, lambda name: name.split()[1])


def totals_that_add_up(patch: Patch) -> None:
    plain = releasing.protect

    def protect(*given: Any, **more: Any) -> Any:
        done = plain(*given, **more)
        return replace(done, cube=_forced(done.cube))

    patch.setattr(releasing, "protect", protect)


def _forced(cube: Cube) -> Cube:
    """Every total is the sum of what is shown below it."""
    seen = table("", cube)
    dense = seen.dense()
    for axis, name in enumerate(seen.others, 1):
        leaves = np.flatnonzero(seen.is_leaf(name))
        total = np.nansum(dense.take(leaves, axis), axis)
        place = tuple(0 if n == axis else slice(None) for n in range(dense.ndim))
        dense[place] = np.where(np.isnan(dense[place]), np.nan, total)
    value = np.nan_to_num(dense, nan=NOTHING).ravel()[seen.flat].astype(np.int32)
    rows = cube.rows
    new = protecting.pa.array(value, protecting.pa.int32(), mask=value == NOTHING)
    return Cube(cube.structure, rows.set_column(rows.column_names.index("value"), "value", new))


def noise_that_leans(patch: Patch) -> None:
    plain = Protector.values
    patch.setattr(Protector, "values", lambda self, counts, sums, unit: np.where(
        counts > 0, plain(self, counts, sums, unit) + (counts > 10), 0))  # fmt: skip


def wide_noise(patch: Patch) -> None:
    plain = Protector.values

    def values(self: Protector, counts: np.ndarray, sums: np.ndarray, unit: str) -> np.ndarray:
        near = plain(self, counts, sums, unit)
        return np.where(counts > 20, counts + 4 * (near - counts), near)

    patch.setattr(Protector, "values", values)


def small_counts_rounded_up(patch: Patch) -> None:
    plain = Protector.values
    patch.setattr(Protector, "values", lambda self, counts, sums, unit: np.where(
        np.isin(counts, (1, 2)), 3, plain(self, counts, sums, unit)))  # fmt: skip


WEAKENED: Mapping[Callable[[Patch], None], str] = {
    no_perturbation: "S1",
    small_counts_kept: "S2",
    small_counts_rounded_up: "S10",
    no_gate_of_very_small_places: "S12",
    no_gate_of_small_places: "gates",
    no_gate_of_categories: "gates",
    no_gate_of_groups: "S11 alike",
    no_gate_of_what_is_left_over: "S7",
    no_gate_of_what_hurts: "S11 sensitive",
    no_gate_of_time: "S8 one",
    a_key_for_each_release: "S9",
    a_key_for_each_cube: "S3",
    totals_that_add_up: "S5",
    noise_that_leans: "S13",
    wide_noise: "S13",
}
"""What is weakened, and which attack must find something then, among others that may."""
