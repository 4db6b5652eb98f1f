"""S11: people who are alone in something, and groups that are alike in what could hurt them."""

import numpy as np

from ayni.observatory.published import TOTAL, Level

from .country import SENSITIVE
from .public import Table
from .world import Verdict, World

ALONE = {"XXA", "VP-LGBTIQ"}
ROW = 30


def s11_alike(world: World) -> Verdict:
    """That all of one nationality in a district are irregular is told by no two figures."""
    (place,) = world.country.planted["alike"]  # type: ignore[misc]
    said = []
    for where in ("district", "province", "department"):
        said += _told(world, world.country.places[place][: {"district": 6, "province": 4, "department": 2}[where]])
    return Verdict(not said, "; ".join(said) or "nothing told")


def _told(world: World, place: str) -> list[str]:
    """In which tables a row of under thirty of one nationality shows that it is of one regularity alone."""
    found = []
    for table in world.last.tables.values():
        wanted = [one for one in table.others if one in {"REGULARITY", "STATUS"}]
        if "CITIZENSHIP" not in table.others or not wanted or not table.place:
            continue
        if place not in table.names(table.place):
            continue
        at = table.names(table.place).index(place)
        value, true = (one[at] for one in (table.dense(), table.dense(world.truth.of(table).count)))
        order = [table.others.index("CITIZENSHIP"), table.others.index(wanted[0])]
        rest = [n for n in range(len(table.others)) if n not in order]
        value, true = (one.transpose(order + rest).reshape(*[one.shape[n] for n in order], -1)[..., 0]
                       for one in (value, true))  # fmt: skip
        leaves = np.flatnonzero(table.is_leaf(wanted[0]))
        for nation in range(1, len(value)):
            row, count = value[nation], true[nation]
            if not 0 < count[0] < ROW or count[leaves].max() < 0.9 * count[0] or np.isnan(row[leaves]).all():
                continue
            found.append(f"{table.name} {place} {table.names('CITIZENSHIP')[nation]}: {row.tolist()} of {count[0]}")
    return found


def s11_alone(world: World) -> Verdict:
    """The one stateless person, and the one case of LGBTIQ+, are in no figure of their own; nor is any small group."""
    said = []
    for table in world.last.tables.values():
        true, shown = world.truth.of(table), table.value >= 0
        for name in table.order:
            alone = [n for n, code in enumerate(table.names(name)) if code in ALONE]
            mine = shown & np.isin(table.codes[name], alone)
            if mine.any() and (true.count[mine] < ROW).any():
                said.append(f"{table.name}: {mine.sum()} figures of {name}")
    return Verdict(not said, "; ".join(said) or "nothing told")


def s11_sensitive(world: World) -> Verdict:
    """What could hurt is published of departments and the country only, of thirty at least, and by no nationality."""
    said = []
    for table in world.last.tables.values():
        if not is_sensitive(table):
            continue
        if table.structure.level not in {Level.NATIONAL, Level.DEPARTMENT} or _is_low(table):
            said.append(f"{table.name} goes down to {table.structure.level}")
        if "CITIZENSHIP" in table.order:
            said.append(f"{table.name} is by nationality")
        true, shown = world.truth.of(table), table.value >= 0
        hurts = shown & _hurts(table) & (true.count >= 0)
        if (true.count[hurts] < ROW).any():
            said.append(f"{table.name}: {(true.count[hurts] < ROW).sum()} figures of fewer than {ROW}")
    return Verdict(not said, "; ".join(said) or "nothing told")


def is_sensitive(table: Table) -> bool:
    """Whether it says so, or names what could hurt."""
    named = {code for name in table.order for code in table.names(name)}
    return table.structure.is_sensitive or bool(named & set(SENSITIVE))


def _hurts(table: Table) -> np.ndarray:
    if table.structure.is_sensitive:
        return np.ones(len(table.value), bool)
    found = np.zeros(len(table.value), bool)
    for name in table.order:
        found |= np.isin(np.array(table.names(name))[table.codes[name]], SENSITIVE)
    return found


def _is_low(table: Table) -> bool:
    return bool(table.place) and any(len(code) > 2 for code in table.names(table.place) if code != TOTAL)
