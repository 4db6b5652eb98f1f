"""S2, S12 and S14: what is said beside the figures, and what is nowhere said."""

import base64
import re

import numpy as np

from ayni.observatory.published import Level

from .public import Table, files
from .world import Verdict, World

SPARSE = 10


def s02(world: World) -> Verdict:
    """Nobody finds a 1 or a 2 in a file."""
    found = [
        f"{edition.id} {table.name}: {np.isin(table.value, (1, 2)).sum()}"
        for edition in world.editions
        for table in edition.tables.values()
        if np.isin(table.value, (1, 2)).any()
    ]
    return Verdict(not found, "; ".join(found[:5]) or "none")


def s12(world: World) -> Verdict:
    """What is said of an empty district is what is said of one where somebody lives: rows, rules, periods, order."""
    said, looked = [], 0
    for edition in world.editions:
        for table in edition.tables.values():
            if table.structure.level is not Level.DISTRICT:
                continue
            whole = np.nan_to_num(table.dense(world.truth.of(table).count), nan=0).reshape(table.shape[0], -1)[:, 0]
            names = table.names(table.place)
            sparse = [n for n, name in enumerate(names) if len(name) == 6 and whole[n] < SPARSE]
            kinds = {_said(table, n) for n in sparse}
            looked += len(sparse)
            said += [f"{edition.id} {table.name}: {len(kinds)} ways"] * (len(kinds) > 1)
            said += _misses(table, world)
    return Verdict(not said and looked > 0, "; ".join(said[:5]) or f"{looked} sparse districts look alike")


def _said(table: Table, place: int) -> tuple[object, ...]:
    here = np.flatnonzero(table.codes[table.place] == place)
    inner = table.flat[here] % int(np.prod(table.shape[1:]))
    return tuple(map(tuple, (inner.tolist(), table.value[here].tolist(), table.rule[here].tolist(),
                             table.period[here].tolist())))  # fmt: skip


def _misses(table: Table, world: World) -> list[str]:
    """Each district is there, in the order of its code, with each combination of codes."""
    listed = [name for name in table.names(table.place) if len(name) == 6]
    found = []
    if listed != sorted(world.country.places):
        found.append(f"{table.name} lists {len(listed)} districts, or in another order")
    if len(np.unique(table.flat)) != int(np.prod(table.shape)) or len(table.flat) != int(np.prod(table.shape)):
        found.append(f"{table.name} leaves rows out")
    if (np.diff(table.flat) < 0).any() and (np.diff(table.codes[table.place]) < 0).any():
        found.append(f"{table.name} has places in another order")
    return found


def spellings(secret: bytes) -> list[bytes]:
    """How bytes may be written somewhere."""
    plain = [secret, secret.hex().encode(), base64.b64encode(secret), base64.urlsafe_b64encode(secret)]
    return [*plain, secret.hex().upper().encode(), *(one.rstrip(b"=") for one in plain[2:])]


def s14_nowhere(world: World) -> Verdict:
    """The secret is in no published file and no line of a log, however it is written."""
    where = [path.name for path in files(world.home) if _holds(path.read_bytes(), world.secret)]
    where += ["the log"] * _holds(world.log.encode(), world.secret)
    return Verdict(bool(world.secret) and not where, f"in {where}" if where else "nowhere")


def _holds(content: bytes, secret: bytes) -> bool:
    return any(one in content for one in spellings(secret))


NUMBER = re.compile(r"(?<![\w.,-])\d{1,3}(?:[.,   ]?\d{3})*(?![\w.,])")


def numbers(text: str) -> set[int]:
    """The whole numbers in a text that people read."""
    return {int(re.sub(r"\D", "", one)) for one in NUMBER.findall(text)}
