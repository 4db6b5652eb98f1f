"""S1: all that is published of a place as one integer programme. What it allows is what may be true; where it allows
one number only, and that is 1 or 2, somebody was found."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_matrix

from ayni.observatory.published import TOTAL, Rule

from .averaging import seems_exact
from .public import OTHERS, Edition, Table
from .world import Verdict, World

FEW, RARE = 10, 10
"""The thresholds are said openly: a category that is shown is of ten people at least."""
COARSE = {"F", "M", "Y0T17", "Y18T999", OTHERS}
"""What a place of few people gives, too, however few they are."""
SMALL = 200
IMPOSSIBLE = 2
"""What HiGHS says of a programme without a solution."""


@dataclass
class Programme:
    """Unknown whole numbers, and between what sums of them lie."""

    largest: int = 5
    """How much is added at most: whoever reads the code knows it."""
    believes: bool = True
    size: int = 0
    low: dict[frozenset[int], float] = field(default_factory=dict)
    high: dict[frozenset[int], float] = field(default_factory=dict)
    same: list[tuple[frozenset[int], frozenset[int]]] = field(default_factory=list)
    cells: dict[object, frozenset[int]] = field(default_factory=dict)

    def more(self, many: int) -> np.ndarray:
        self.size += many
        return np.arange(self.size - many, self.size)

    def between(self, what: frozenset[int], low: float, high: float) -> None:
        self.low[what] = max(low, self.low.get(what, 0))
        self.high[what] = min(high, self.high.get(what, np.inf))

    def named(self, name: object, what: frozenset[int]) -> None:
        """The same cell of another table is the same sum."""
        if name in self.cells and self.cells[name] != what:
            self.same.append((self.cells[name], what))
        self.cells.setdefault(name, what)

    def constraints(self) -> LinearConstraint:
        rows = [(set(), what, self.low[what], self.high[what]) for what in self.low]
        rows += [(one, other, 0.0, 0.0) for one, other in self.same]
        entries = [(n, k, -1.0) for n, (minus, _p, _l, _h) in enumerate(rows) for k in minus]
        entries += [(n, k, 1.0) for n, (_m, plus, _l, _h) in enumerate(rows) for k in plus]
        row, column, value = (np.array(one) for one in zip(*entries, strict=True))
        matrix = csr_matrix((value, (row.astype(int), column.astype(int))), (len(rows), self.size))
        return LinearConstraint(matrix, [r[2] for r in rows], [r[3] for r in rows])


def programme(edition: Edition, place: str, *, believes: bool = True) -> Programme:
    """`believes`: that the thresholds are kept, as it is said openly."""
    found = Programme(0 if seems_exact(edition) else Programme.largest, believes)
    for table in edition.tables.values():
        if table.place and place in table.names(table.place):
            _add(found, table, table.names(table.place).index(place))
    return found


def _add(found: Programme, table: Table, place: int) -> None:
    value = table.dense()[place]
    rule = np.full(int(np.prod(table.shape)), "", object)
    rule[table.flat] = table.rule
    rule = rule.reshape(table.shape)[place]
    if np.isnan(value).all():
        return
    universe = _universe(table, place)
    inside = []
    for axis, name in enumerate(table.others):
        codes, parents, leaf = table.names(name), table.parents(name), table.is_leaf(name)
        # A category that is counted under the others here is not a kind of its own.
        way = tuple(slice(None) if n == axis else 0 for n in range(len(table.others)))
        folded = (rule[way] == Rule.CATEGORY) & (OTHERS in codes) & (np.array(codes) != OTHERS)
        kinds = np.flatnonzero(leaf & ~folded)
        # Whose value of it is not known is in the total alone.
        held = {k: [n for n, kind in enumerate(kinds) if _is_in(int(kind), k, parents)] for k in range(len(codes))}
        inside.append((held, len(kinds) + 1))
        held[0] = list(range(len(kinds) + 1))
    shape = tuple(many for _held, many in inside)
    grid = found.more(int(np.prod(shape))).reshape(shape)
    for where in np.ndindex(*value.shape):
        members = [held[k] for (held, _many), k in zip(inside, where, strict=True)]
        if not all(members):
            continue
        what = frozenset(grid[np.ix_(*members)].ravel().tolist())
        pairs = [(n, c) for n, c in zip(table.others, _names(table, where), strict=True) if c != TOTAL]
        name = (universe, frozenset(pairs))
        if OTHERS not in dict(pairs).values():
            found.named(name, what)
        _bound(found, what, value[where], _least(table, pairs) if found.believes else 0)


def _universe(table: Table, place: int) -> tuple[str, ...]:
    """What is counted there, and when: the same cell of another month is another sum."""
    when = table.period[table.codes[table.place] == place][0]
    return table.structure.unit, table.structure.measure["es"], str(when)


def _least(table: Table, pairs: Sequence[tuple[str, str]]) -> int:
    """A place, or a category that could have been counted under the others, is of so many people where it is shown."""
    if not pairs:
        return FEW
    folds = len(pairs) == 1 and OTHERS in table.names(pairs[0][0]) and pairs[0][1] not in COARSE
    return RARE if folds else 0


def _bound(found: Programme, what: frozenset[int], value: float, least: int) -> None:
    if np.isnan(value):
        return
    # Where nothing is added, one and two are nothing.
    high = value + found.largest if value else max(found.largest, 2)
    found.between(what, max(value - found.largest, min(value, 1), min(least, high)), high)


def _is_in(code: int, whole: int, parents: np.ndarray) -> bool:
    while code >= 0:
        if code == whole:
            return True
        code = int(parents[code])
    return False


def _names(table: Table, where: Sequence[int]) -> list[str]:
    return [table.names(name)[k] for name, k in zip(table.others, where, strict=True)]


def found_in(edition: Edition, place: str, hidden: dict[object, int]) -> tuple[int, int]:
    """How many of the cells that are 1 or 2 in truth have one possible number; and how many there are.

    `hidden` is the truth of the cells: it only says which cells are worth the work."""
    asked = programme(edition, place)
    if not _is_possible(asked):
        asked = programme(edition, place, believes=False)
    open_ = {name for name, true in hidden.items() if true in (1, 2) and name in asked.cells}
    many = len(open_)
    if not open_:
        return 0, 0
    limits = asked.constraints()
    rng = np.random.default_rng(7)
    for turn in range(2 * len(open_) + 6):
        if not open_:
            break
        # A few solutions at random show most cells to be open; each of the rest is asked for its least and its most.
        one = None if turn < 6 else sorted(open_, key=repr)[0]
        weights = rng.normal(size=asked.size) if one is None else np.zeros(asked.size)
        if one is not None:
            weights[list(asked.cells[one])] = 1
        for solution in (_solved(weights * sign, limits) for sign in (1, -1)):
            if solution is not None:
                open_ = {n for n in open_ if round(solution[list(asked.cells[n])].sum()) == hidden[n]}
        if one is not None and one in open_:
            return sum(1 for _n in open_), many
    return len(open_), many


def _is_possible(asked: Programme) -> bool:
    answer = milp(np.zeros(asked.size), constraints=asked.constraints(), integrality=np.ones(asked.size))
    return bool(answer.status != IMPOSSIBLE)


def _solved(weights: np.ndarray, limits: LinearConstraint) -> np.ndarray | None:
    bounds = Bounds(0, np.inf)
    answer = milp(weights, constraints=limits, bounds=bounds, integrality=np.ones(len(weights)),
                  options={"time_limit": 5})  # fmt: skip
    if answer.status == IMPOSSIBLE:
        raise ValueError("What the adversary believes of a place cannot be true: the programme is wrong.")
    found: np.ndarray | None = answer.x
    return found


def s01(world: World, most: int = 40) -> Verdict:
    """Subtraction and integer programming over all tables of a small place determine nobody."""
    places, edition = small_places(world), world.last
    rng = np.random.default_rng(5)
    chosen = rng.permutation(sorted(places))[:most].tolist()
    determined, tried, where = 0, 0, []
    for place in chosen:
        found, many = found_in(edition, place, places[place])
        determined, tried = determined + found, tried + many
        where += [place] * bool(found)
    said = f"{determined} of {tried} cells of 1 or 2 determined, in {len(chosen)} places: {where[:5]}"
    return Verdict(determined == 0 and tried > 0, said, {"determined": determined, "tried": tried})


def small_places(world: World) -> dict[str, dict[object, int]]:
    """Places of under 200 people that anything is published of, with the truth of each cell."""
    found: dict[str, dict[object, int]] = {}
    for table in world.last.tables.values():
        if not table.place:
            continue
        true = table.dense(world.truth.of(table).count)
        shown = ~np.isnan(table.dense())
        whole = true.reshape(len(true), -1)[:, 0]
        for place in np.flatnonzero((whole > 0) & (whole < SMALL) & shown.reshape(len(shown), -1).any(axis=1)):
            name = table.names(table.place)[place]
            here = found.setdefault(name, {})
            for where in zip(*np.nonzero((true[place] > 0) & (true[place] <= 2)), strict=True):
                pairs = zip(table.others, _names(table, where), strict=True)
                here[_universe(table, place), frozenset((n, c) for n, c in pairs if c != TOTAL)] = int(
                    true[place][where]
                )
    large = {name for table in world.last.tables.values() for name in _large(table, world)}
    return {name: cells for name, cells in found.items() if cells and name not in large}


def _large(table: Table, world: World) -> list[str]:
    if not table.place:
        return []
    whole = table.dense(world.truth.of(table).count).reshape(table.shape[0], -1)[:, 0]
    return [name for name, many in zip(table.names(table.place), whole, strict=True) if many >= SMALL]
