"""The audit trail of a large world: lines are put aside by their time as they are made up, and chained in its order."""

import marshal
import os
from collections.abc import Iterable, Iterator
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Any

from ayni.audit.rules import Chain, Written

TEN_DAYS = 9
"""The moment up to the first digit of the day: lines of about ten days are sorted together."""
_at = itemgetter(0)


def put_aside(folder: Path, piece: int, lines: Iterable[tuple[Any, ...]]) -> int:
    """Append the lines of a piece of the world to the files of their time. Each process has files of its own."""
    ordered = sorted(lines, key=_at)
    for days, group in groupby(ordered, key=lambda line: line[0][:TEN_DAYS]):
        with (folder / f"{days}.{os.getpid()}").open("ab") as file:
            marshal.dump((piece, [tuple(line) for line in group]), file)
    return len(ordered)


def times(folder: Path) -> list[str]:
    return sorted({path.name[:TEN_DAYS] for path in folder.iterdir()})


def chained(folder: Path, days: str, chain: Chain) -> Iterator[tuple[Any, ...]]:
    """The lines of these days in order, as the trail stores them. Moves the chain on."""
    pieces = sorted(_pieces(folder, days), key=itemgetter(0))
    lines = [line for _piece, held in pieces for line in held]
    del pieces
    lines.sort(key=_at)
    for line in lines:
        seq, previous, digest = chain.add(Written._make(line))
        yield seq, *line, previous, digest


def _pieces(folder: Path, days: str) -> Iterator[tuple[int, list[tuple[Any, ...]]]]:
    """What we ourselves have just put aside."""
    for path in sorted(folder.glob(f"{days}.*")):
        with path.open("rb") as file:
            while file.peek(1):
                yield marshal.load(file)  # noqa: S302 (written by `put_aside` in this run)
