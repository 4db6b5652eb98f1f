"""S7: two figures whose people differ by one. Whatever else is published of both says how that one is."""

from collections.abc import Iterator

import numpy as np

from .public import Table
from .world import Verdict, World

SURE = 0.9


def _pairs(table: Table, dimension: str) -> Iterator[tuple[int, list[int]]]:
    """A code, and one or all of those in it."""
    parents = table.parents(dimension)
    for whole in np.unique(parents[parents >= 0]):
        inside = np.flatnonzero(parents == whole).tolist()
        yield from ((int(whole), [one]) for one in inside)
        if len(inside) > 1:
            yield int(whole), inside


def s12_left(world: World) -> Verdict:
    """That a place has the very figures of the one place in it that is shown would say that the others are empty."""
    found = []
    for table in world.last.tables.values():
        if not table.place:
            continue
        value, names = table.dense(), table.names(table.place)
        value = value.reshape(len(value), -1)
        closed = np.isnan(value[:, 0])
        for whole, inside in _pairs(table, table.place):
            shown = [one for one in inside if not closed[one]]
            if len(inside) < 2 or len(shown) != 1 or closed[whole]:
                continue
            both = ~np.isnan(value[whole]) & ~np.isnan(value[shown[0]])
            equal = value[whole][both] == value[shown[0]][both]
            if both.sum() >= 4 and equal.all():
                found.append(f"{table.name}: {names[whole]} is {names[shown[0]]}")
    return Verdict(not found, f"{len(found)} places: {found[:4]}")


class Score:
    """How often the guess was right, and how often it would have been without looking."""

    def __init__(self) -> None:
        self.tries = self.right = self.blind = 0


def s07(world: World) -> Verdict:
    """How the one is in whom two nested figures differ is not guessed better than by what is common."""
    score = Score()
    singles = set(world.truth.lots.tolist())
    for table in world.last.tables.values():
        true = world.truth.of(table)
        people = np.zeros(int(np.prod(table.shape)), np.uint64)
        people[table.flat] = true.people
        count = np.nan_to_num(table.dense(true.count), nan=0).astype(int)
        _look(table, table.dense(), count, people.reshape(table.shape), singles, score)
    gain = (score.right - score.blind) / max(score.tries, 1)
    said = f"{score.tries} people who make a difference: {score.right} guessed, {score.blind} blindly ({gain:+.1%})"
    return Verdict(gain <= 0.1, said, {"tries": score.tries, "gain": gain})


def _look(
    table: Table, value: np.ndarray, count: np.ndarray, people: np.ndarray, singles: set[int], score: Score
) -> None:
    for axis, nested in enumerate(table.order):
        values, counts, sets = (np.moveaxis(one, axis, 0) for one in (value, count, people))
        rest = [name for name in table.order if name != nested]
        for whole, inside in _pairs(table, nested):
            shown = [one for one in inside if not np.isnan(values[(one, *[0] * len(rest))]).all()]
            parts = shown if len(inside) > 1 else inside
            if not parts:
                continue
            left = values[whole] - values[parts].sum(axis=0)
            missing = counts[whole] - counts[parts].sum(axis=0)
            gone = np.subtract(sets[whole], sets[parts].sum(axis=0, dtype=np.uint64), dtype=np.uint64)
            for place, attribute in enumerate(rest):
                if attribute in table.others:
                    _guess(table, attribute, place, (left, missing, gone, values[whole]), singles, score)


def _guess(
    table: Table, attribute: str, axis: int, given: tuple[np.ndarray, ...], singles: set[int], score: Score
) -> None:
    leaves = np.flatnonzero(table.is_leaf(attribute))
    left, missing, gone, whole = (np.moveaxis(one, axis, -1) for one in given)
    ones = np.argwhere(missing[..., 0] == 1)
    for where in map(tuple, ones):
        here, true = left[where][leaves], missing[where][leaves]
        known = ~np.isnan(here)
        if int(gone[where][0]) not in singles or known.sum() < 2 or (true == 1).sum() != 1 or (true != 0).sum() != 1:
            continue
        if not known[true == 1].all():
            # The one is in what is withheld: that it is withheld is the same whoever they are.
            continue
        common = np.where(known, np.nan_to_num(whole[where][leaves], nan=-1), -1)
        if common.max() >= SURE * common[common > 0].sum():
            # Nearly all are alike there: nothing is learnt of the one by guessing that they are, too.
            continue
        moved = np.where(known, np.abs(here), -1)
        guess = int(moved.argmax()) if moved.max() > 0 else int(common.argmax())
        score.tries += 1
        score.right += bool(true[guess] == 1)
        score.blind += bool(true[int(common.argmax())] == 1)
