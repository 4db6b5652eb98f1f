"""A large world: pieces of it are made by other processes while this one writes them into the database."""

import gc
import os
import pickle
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import numpy as np
from django.db import connections

from ayni.audit import actions as audit
from ayni.audit.models import Event
from ayni.audit.rules import Chain
from ayni.people.actions.indexing import write_prepared
from ayni.people.actions.preparing import Prepared, prepare
from ayni.people.models import NameLine, SearchKey
from ayni.people.rules.keys import Indexed

from .chaining import chained, put_aside, times
from .chance import Chance
from .echoes import Original
from .indexed import Entries
from .makers import MAKERS
from .making import FRESH_PEOPLE, Making, Stage
from .numbering import Numbers
from .sinks import sink
from .stores import Store
from .tables import Tables
from .tally import Tally
from .writing import Rows

ALL_IN_FULL = 100_000
"""Up to so many people everybody is drawn in full; above it, a part of them, and the others are their echoes."""
DRAWN_AT_ONCE = 500
AHEAD = 6
"""Pieces that wait to be written, at most: a disk that is slower than we are must not fill up."""

Tell = Callable[[str, int, int], None]


@dataclass(frozen=True)
class Piece:
    """A number, the moments at which those drawn in full were received, and how many each of them stands for."""

    number: int
    moments: tuple[datetime, ...]
    alike: int


@dataclass(frozen=True)
class Made:
    number: int
    path: Path
    cases: int
    rows: int
    events: int
    tally: Tally


@dataclass
class Filled:
    tally: Tally
    cases: int = 0
    rows: int = 0
    events: int = 0


class Factory:
    """What each process needs in order to make a piece; it comes to them by fork, not by pickle."""

    def __init__(self, stage: Stage, seed: int, folder: Path) -> None:
        self.stage, self.seed, self.folder = stage, seed, folder
        self.lines, self.index = folder / "lines", folder / "index"
        self.lines.mkdir()
        self.index.mkdir()

    def make(self, piece: Piece) -> Made:
        own = Chance(self.seed, f"piece {piece.number}")
        own.numbers = Numbers(piece.number, 0, own.getrandbits)
        making = Making(self.stage, own)
        if piece.moments:
            making.receive(piece.moments)
        else:
            making.fill_desks()
        original, cases = Original(making), making.cases
        tally = Tally(self.stage.figures)
        for drawn in making.drawn:
            tally.count(drawn, piece.alike)
        path = self.folder / f"piece-{piece.number}"
        rows = events = 0
        written, chance = sink(path), np.random.default_rng([self.seed, piece.number])
        entries = Entries(original)
        indexed: list[Indexed] = []
        for n, echo in enumerate(original.echoes(piece.alike, chance, piece.number)):
            rows += written.add(echo)
            indexed += entries.of(echo)
            events += put_aside(self.lines, piece.number * 1000 + n, echo.lines())
        written.close()
        self._prepare(piece, indexed)
        del making, original, echo, entries, indexed
        gc.collect()
        return Made(piece.number, path, cases * piece.alike, rows, events, tally)

    def _prepare(self, piece: Piece, indexed: list[Indexed]) -> None:
        with (self.index / f"{piece.number:06}").open("wb") as file:
            pickle.dump(prepare(indexed), file, protocol=pickle.HIGHEST_PROTOCOL)

    def prepared(self, number: int) -> Prepared:
        """What the search index will hold of a piece, which is then forgotten."""
        path = self.index / f"{number:06}"
        found: Prepared = pickle.loads(path.read_bytes())  # noqa: S301 (written above, in this run, in a folder of ours)
        path.unlink()
        return found

    def chain(self, end: Chain) -> tuple[list[Path], Chain]:
        """Everything that was put aside, in files of about ten days, and the end of the trail after it."""
        paths = []
        for days in times(self.lines):
            paths.append(self.folder / f"events-{days}")
            written = sink(paths[-1])
            written.add_events(chained(self.lines, days, end))
            written.close()
            for done in self.lines.glob(f"{days}.*"):
                done.unlink()
        return paths, end


_factory: list[Factory] = []
"""Of this process: set before the others were forked from it."""
_inherited: list[Any] = []
"""Connections of the process that we were forked from. To close them would close them for it too."""


def _alone() -> None:
    """In a process that makes pieces: it asks the database nothing, and what it came with is no garbage. What it
    makes is looked through after each piece, not while it is made."""
    gc.disable()
    gc.freeze()
    for wrapper in connections.all(initialized_only=True):
        _inherited.append(wrapper.connection)
        wrapper.connection = None
        wrapper.connect = _must_not_ask  # type: ignore[method-assign]


def _must_not_ask() -> None:
    raise AssertionError("A process that makes a piece of the demo asked the database. Read it in Reference.read_all.")


def _make(piece: Piece) -> Made:
    return _factory[0].make(piece)


def _chain(end: Chain) -> tuple[list[Path], Chain]:
    return _factory[0].chain(end)


class Filling:
    def __init__(self, factory: Factory, store: Store, tell: Tell) -> None:
        self.factory, self.store, self.tell = factory, store, tell
        self.filled = Filled(Tally(factory.stage.figures))
        self.tables = [rows.model._meta.db_table for rows in tables()]
        self.tables += [model._meta.db_table for model in (NameLine, SearchKey)]

    def fill(self, people: int, alike: int) -> Filled:
        """Write a world of so many people, of whom each that is drawn in full stands for `alike`."""
        _factory[:] = [self.factory]
        event = Event._meta.db_table
        self.store.strip([*self.tables, event])
        with _processes(os.cpu_count() or 1) as pool:
            made = _in_order(pool, pieces(self.factory.stage, self.factory.seed, people, alike))
            with self.store.writing():
                write_prepared(self._taken(made, people))
        with _processes(1) as pool:
            chaining = pool.submit(_chain, audit.end_of_trail())
            self.store.dress(self.tables, lambda done, of: self.tell("indexes", done, of))
            paths, end = chaining.result()
        for done, path in enumerate(paths):
            self.tell("audit trail", done, len(paths) + 1)
            self.store.take(path)
        self.store.dress([event], lambda _done, _of: None)
        audit.move_head(end)
        self.tell("audit trail", 1, 1)
        return self.filled

    def _taken(self, making: Iterable[Made], people: int) -> Iterator[Prepared]:
        """The rows of each piece are taken in, and then what the search index holds of it is given to be written, while
        the other processes make the next ones."""
        for made in making:
            self._take(made, people)
            yield self.factory.prepared(made.number)

    def _take(self, made: Made, people: int) -> None:
        self.store.take(made.path)
        filled = self.filled
        filled.tally.add(made.tally)
        filled.cases, filled.rows, filled.events = (
            filled.cases + made.cases, filled.rows + made.rows, filled.events + made.events,
        )  # fmt: skip
        self.tell("people and cases", filled.tally.people, people)


def pieces(stage: Stage, seed: int, people: int, alike: int) -> Iterator[Piece]:
    """Number 0 fills the desks of the cast; the others come in the order of time, and the last takes what is left."""
    yield Piece(0, (), 1)
    chance, others = Chance(seed, "moments"), people - FRESH_PEOPLE
    moments = sorted(stage.calendar.moment(chance) for _n in range(others // alike))
    rest, number = iter(moments), 0
    while batch := tuple(islice(rest, DRAWN_AT_ONCE)):
        number += 1
        yield Piece(number, batch, alike)
    if left := others % alike:
        yield Piece(number + 1, tuple(moments[-left:]), 1)


def tables() -> list[Any]:
    """All that a world fills, further ones of makers included."""
    return [*Tables(), *(Rows(model) for maker in MAKERS for model in maker.models)]


def _processes(count: int) -> ProcessPoolExecutor:
    return ProcessPoolExecutor(count, mp_context=get_context("fork"), initializer=_alone)


def _in_order(pool: ProcessPoolExecutor, wanted: Iterable[Piece]) -> Iterator[Made]:
    """What was made of these, in their order; only a few are made ahead."""
    waiting: deque[Future[Made]] = deque()
    for piece in wanted:
        waiting.append(pool.submit(_make, piece))
        if len(waiting) >= AHEAD:
            yield waiting.popleft().result()
    while waiting:
        yield waiting.popleft().result()
