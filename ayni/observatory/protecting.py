"""One cube through the gates: counted, protected, and held against what stands from the release before."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, TypeAlias

import numpy as np
import pyarrow as pa

from .counting import Counting, dimension, level_of, places
from .listed import OTHERS, Listed
from .noise import gates
from .noise.cells import Axis, Counted, Folded, Protector, Rows, count
from .noise.gates import Crossed
from .published import TOTAL, Cube, Dimension, Level, Rule, Structure, Words

Array: TypeAlias = "np.ndarray[Any, Any]"
METHOD: Words = {
    "es": "Cada cifra se protege sola, con un ruido pequeño que no cambia mientras no cambien las personas contadas. "
    "Lo que podría señalar a alguien no se publica.",
    "en": "Each figure is protected on its own, by a small noise that stays the same while the people counted do. "
    "What could point at somebody is not published.",
}
ADD_UP: Words = {
    "es": "Las cifras pueden no sumar su total: cada una se protege por separado.",
    "en": "Figures may not add up to their total: each is protected on its own.",
}
SOURCE: Words = {
    "es": "Registro de la Unidad de Integración Migratoria",
    "en": "Register of the migrant integration unit",
}


@dataclass(frozen=True)
class Standing:
    """A cube of the release before, and the sums of keys of its cells, in the order of its rows."""

    cube: Cube
    sums: Array


@dataclass(frozen=True)
class Protected:
    cube: Cube
    sums: Array
    """Of each row, that by which its figure was made: private."""
    errors: Mapping[tuple[str, int], int]
    """What was added to each figure that is new, by its unit and the sum of keys: the same people, met in another cube,
    have the same error. Private."""
    new: Array
    """Of which rows the figure is of this release."""
    counts: Mapping[str, int]
    """How many cells each rule closes, how many are shown, how many stand from before: what the release page shows."""


def structure(cube: Listed, counting: Counting) -> Structure:
    variables = [dimension(variable, counting.lists) for variable, _column in cube.variables]
    place = [] if cube.level is Level.NATIONAL else [places(counting.lists["place"], cube.level)]
    return Structure(
        code=cube.code, title=cube.title, measure=cube.population.measure, unit=cube.population.unit, level=cube.level,
        theme=cube.theme, dimensions=(*place, *variables), method=METHOD, source=SOURCE, notes=(ADD_UP,),
        is_stock=cube.population.is_stock, is_sensitive=cube.population.is_sensitive,
        quality={code: share for code, _column, share in sorted(counting.unknown([cube]))},
    )  # fmt: skip


def crossed(cube: Listed, axes: tuple[Axis, ...], rows: Rows, protector: Protector, said: Structure) -> Crossed:
    """What the gates must know, with the categories that are rare in each place folded into its others."""
    variables = [one for one in said.dimensions if not one.is_place]
    folded: list[Folded] = []
    for at, (variable, _column) in enumerate(cube.variables, start=1):
        if not variable.folds:
            continue
        codes = [code.code for code in variables[at - 1].codes]
        margin = count(replace(rows, values=(rows.values[0], rows.values[at])), (axes[0], axes[at]))
        folds = gates.rare(margin.people, protector.margins(margin.people_sums), axes[at])
        others = codes.index(OTHERS)
        folds[:, others] = False
        folded.append(Folded(at, others, folds))
    return Crossed(
        axes=axes,
        coarse=tuple(
            np.array([code.code in {TOTAL, *variable.coarse} for code in one.codes])
            for one, (variable, _column) in zip(variables, cube.variables, strict=True)
        ),
        attributes=tuple(variable.is_attribute for variable, _column in cube.variables),
        folded=tuple(folded),
        is_sensitive=cube.population.is_sensitive,
    )


def protect(
    cube: Listed, counting: Counting, protector: Protector, *, period: str, reissued: Array, before: Standing | None
) -> Protected:
    """The cube of a release. `reissued`: which of its places get new figures; the others keep what stands."""
    said = structure(cube, counting)
    axes, rows = counting.rows(cube)
    shape = crossed(cube, axes, rows, protector, said)
    counted = count(rows, axes, shape.folded)
    closed = gates.rules(counted.people, protector.margins(counted.people_sums), shape)
    values = protector.values(counted.units, counted.sums, cube.population.unit)
    new = np.broadcast_to(reissued.reshape(-1, *([1] * (closed.ndim - 1))), closed.shape).reshape(-1)
    fresh = _Columns(
        values=np.where(closed == gates.OPEN, values, -1).reshape(-1),
        rules=closed.reshape(-1),
        periods=np.zeros(new.shape, np.int32),
        sums=counted.sums.reshape(-1),
        named=[period],
    )
    columns = fresh.where(new, _stands(said, before, new.shape))
    made = Cube(said, columns.rows(said.dimensions))
    errors = _errors(counted, fresh, new, cube.population.unit)
    return Protected(made, columns.sums, errors, new, _counted(columns, new))


def _errors(counted: Counted, fresh: "_Columns", new: Array, unit: str) -> dict[tuple[str, int], int]:
    """One for each set of people that is shown: a total of one category is the same set."""
    shown = new & (fresh.rules == gates.OPEN) & (counted.units.reshape(-1) > 0)
    sums, first = np.unique(fresh.sums[shown], return_index=True)
    errors = (fresh.values - counted.units.reshape(-1))[shown][first]
    return {(unit, key): error for key, error in zip(sums.tolist(), errors.tolist(), strict=True)}


def _counted(columns: "_Columns", new: Array) -> dict[str, int]:
    by_rule = Counter(columns.rules.tolist())
    told = {str(rule): by_rule.get(number, 0) for number, rule in enumerate(gates.RULES) if number}
    return {**told, "shown": by_rule.get(gates.OPEN, 0), "standing": int((~new).sum()), "cells": len(new)}


@dataclass(frozen=True, eq=False)
class _Columns:
    values: Array
    """-1: withheld."""
    rules: Array
    periods: Array
    """By place in `named`."""
    sums: Array
    named: list[str]

    def where(self, new: Array, other: "_Columns") -> "_Columns":
        return _Columns(
            np.where(new, self.values, other.values),
            np.where(new, self.rules, other.rules),
            np.where(new, self.periods, other.periods + len(self.named)),
            np.where(new, self.sums, other.sums),
            [*self.named, *other.named],
        )

    def rows(self, dimensions: tuple[Dimension, ...]) -> pa.Table:
        shape = tuple(len(one.codes) for one in dimensions)
        columns: dict[str, Any] = {}
        for at, one in zip(np.indices(shape, np.int32, sparse=True), dimensions, strict=True):
            indices = pa.array(np.broadcast_to(at, shape).reshape(-1))
            columns[one.code] = pa.DictionaryArray.from_arrays(indices, [code.code for code in one.codes])
        columns["value"] = pa.array(self.values.astype(np.int32), pa.int32(), mask=self.rules != gates.OPEN)
        columns["rule"] = pa.DictionaryArray.from_arrays(
            pa.array(self.rules.astype(np.int32)), [str(rule) for rule in gates.RULES]
        )
        names = list(dict.fromkeys(self.named))
        renamed = np.array([names.index(name) for name in self.named], np.int32)
        columns["period"] = pa.DictionaryArray.from_arrays(pa.array(renamed[self.periods]), names)
        return pa.table(columns)


def _stands(said: Structure, before: Standing | None, size: tuple[int, ...]) -> _Columns:
    """What the release before says of these rows. Of a row that it does not have nothing can be said before the time:
    closed as of a place with few people."""
    closed = np.full(size, gates.RULES.index(Rule.AREA), np.int8)
    nothing = _Columns(np.full(size, -1), closed, np.zeros(size, np.int32), np.zeros(size, np.uint64), [""])
    if before is None:
        return nothing
    at = _places_before(said, before.cube.structure)
    held = _read(before)
    found = at >= 0
    where = np.maximum(at, 0)
    there = _Columns(held.values[where], held.rules[where], held.periods[where], held.sums[where], held.named)
    return there.where(found, nothing)


def _places_before(said: Structure, before: Structure) -> Array:
    """Of each row, the row of the cube before that has the same codes; -1 if there is none."""
    shape = tuple(len(one.codes) for one in said.dimensions)
    if [one.code for one in said.dimensions] != [one.code for one in before.dimensions]:
        return np.full(int(np.prod(shape)), -1)
    at, known = np.zeros(shape, np.int64), np.ones(shape, bool)
    for place, (now, then) in enumerate(zip(said.dimensions, before.dimensions, strict=True)):
        old = {code.code: n for n, code in enumerate(then.codes)}
        moved = np.array([old.get(code.code, -1) for code in now.codes])
        moved = moved.reshape([-1 if each == place else 1 for each in range(len(shape))])
        at, known = at * len(then.codes) + moved, known & (moved >= 0)
    return np.where(known, at, -1).reshape(-1)


def _read(before: Standing) -> _Columns:
    rows = before.cube.rows
    number = {str(rule): n for n, rule in enumerate(gates.RULES)}
    rules = rows["rule"].combine_chunks()
    periods = rows["period"].combine_chunks()
    of_rule = np.array([number[name] for name in rules.dictionary.to_pylist()], np.int8)
    return _Columns(
        rows["value"].combine_chunks().fill_null(-1).to_numpy().astype(np.int64),
        of_rule[rules.indices.to_numpy()],
        periods.indices.to_numpy().astype(np.int32),
        before.sums,
        periods.dictionary.to_pylist(),
    )


def levels(said: Structure) -> list[Level]:
    """The level of each place of a cube; of a cube without places, of the country alone."""
    place = said.place
    return [level_of(code.code) for code in place.codes] if place else [Level.NATIONAL]
