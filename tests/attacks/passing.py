"""S8 and S9: what two releases say together."""

from itertools import combinations

import numpy as np

from .averaging import cut
from .plants import CAME
from .public import Table
from .world import Verdict, World


def _row(table: Table, place: str) -> list[tuple[object, ...]]:
    """Everything that a table says of a place."""
    if not table.place or place not in table.names(table.place):
        return []
    here = np.flatnonzero(table.codes[table.place] == table.names(table.place).index(place))
    here = here[np.argsort(table.flat[here], kind="stable")]
    return list(zip(table.flat[here] % int(np.prod(table.shape[1:])), table.value[here], table.rule[here],
                    table.period[here], strict=True))  # fmt: skip


def s08_one(world: World) -> Verdict:
    """Where one person came, nothing that is published of the district changes."""
    places, changed = world.country.planted["one"], []
    for place in places:  # type: ignore[attr-defined]
        name = world.country.places[place]
        first = {one: _row(table, name) for one, table in world.editions[0].tables.items()}
        later = [{one: _row(table, name) for one, table in edition.tables.items()} for edition in world.editions[1:]]
        if any(one != first for one in later):
            changed.append(places[place])  # type: ignore[index]
    return Verdict(not changed, f"{len(changed)} districts changed, with before: {sorted(changed)}")


def s08_many(world: World) -> Verdict:
    """Of as many as open the gate of time, how each is cannot be guessed much better than blindly."""
    best, said = 0.0, "no district was published anew"
    for name, first in world.editions[0].tables.items():
        last = world.last.tables[name]
        for size in (1, 2):
            for kept in combinations(last.others, size):
                gain, tries = _newcomers(world, first, last, kept)
                if tries >= 200 and gain > best:
                    best, said = gain, f"{name} by {', '.join(kept)}: {tries} people, {gain:+.1%}"
    return Verdict(best <= 0.12, said, {"gain": best})


def _newcomers(world: World, first: Table, last: Table, kept: tuple[str, ...]) -> tuple[float, int]:
    moved = cut(last, last.dense(), kept, ()) - cut(first, first.dense(), kept, ())
    leaves = [np.array(last.names(one))[last.is_leaf(one)] for one in kept]
    gains, tries = [], 0
    names = last.names(last.place) if last.place else []
    planted = world.country.planted["many"]
    for place, who in planted.items():  # type: ignore[attr-defined]
        if world.country.places[place] not in names:
            continue
        change = moved[names.index(world.country.places[place])]
        if np.isnan(change).all() or not np.nan_to_num(change).any():
            continue
        kinds = np.zeros(change.shape)
        for one in who:
            where = tuple(
                [n for n, leaf in enumerate(leaf_names) if _is(world, one, dimension, leaf)]
                for dimension, leaf_names in zip(kept, leaves, strict=True)
            )
            if all(where):
                kinds[tuple(w[0] for w in where)] += 1
        guess = np.unravel_index(int(np.nan_to_num(change, nan=-99).argmax()), change.shape)
        gains.append((kinds[guess], kinds))
        tries += CAME
    if not gains:
        return 0.0, 0
    blind = np.mean([kinds for _right, kinds in gains], axis=0).max() / CAME
    return float(np.mean([right for right, _kinds in gains]) / CAME - blind), tries


def _is(world: World, who: int, dimension: str, leaf: str) -> bool:
    column, codes = world.truth.kinds[dimension]
    label = world.country.labels(column)[world.country.columns[column][who]]
    return label in codes.get(leaf, ())


def s09(world: World) -> Verdict:
    """The same people have the same figure, in whatever release, cube and cell they are counted (S3, S4 too)."""
    found: dict[tuple[str, int], int] = {}
    wrong = seen = 0
    for edition in world.editions:
        for table in edition.tables.values():
            true = world.truth.of(table)
            shown = (table.value >= 0) & (true.count >= 0)
            for people, value in set(zip(true.people[shown].tolist(), table.value[shown].tolist(), strict=True)):
                seen += 1
                wrong += found.setdefault((table.structure.unit, people), value) != value
    return Verdict(wrong == 0 and seen > 0, f"{wrong} of {seen} figures are others for the same people")


def s03(world: World) -> Verdict:
    """One cell of one period has one value, through whatever cube of a release it is asked for."""
    wrong = seen = 0
    for edition in world.editions:
        found: dict[tuple[int, str], int] = {}
        for table in edition.tables.values():
            shown = table.value >= 0
            for which, value, when in zip(
                table.ids[shown].tolist(), table.value[shown].tolist(), table.period[shown].tolist(), strict=True
            ):
                seen += 1
                wrong += found.setdefault((which, when), value) != value
    return Verdict(wrong == 0 and seen > 0, f"{wrong} of {seen} figures contradict another one of the same cell")


def seen(table: Table) -> list[tuple[object, ...]]:
    """Everything that a table says."""
    order = np.argsort(table.flat, kind="stable")
    return list(zip(table.flat[order].tolist(), table.value[order].tolist(), table.rule[order].tolist(),
                    table.period[order].tolist(), strict=True))  # fmt: skip
