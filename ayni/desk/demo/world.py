"""The demo world: people, and two years of work with them."""

import shutil
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction
from django.utils import translation
from django.utils.translation import gettext as _

from ayni.audit import actions as audit
from ayni.facts import actions as facts
from ayni.lib.collecting import without_collecting
from ayni.lib.errors import RuleBroken
from ayni.people.actions import index_rows
from ayni.people.models import Person
from ayni.people.queries.entries import all_entries
from ayni.people.rules.keys import Indexed

from . import (
    announced,
    answering,
    applied,
    appointments,
    carded,
    doubles,
    enrolled,
    followed,
    governed,
    invited,
    pictures,
    pointed,
    queueing,
    released,
    reported,
    stopped,
    supervised,
    territorial,
    trained,
    voiced,
)
from . import figures as published
from .chance import Calendar, Chance
from .filling import ALL_IN_FULL, Factory, Filling
from .making import FRESH_PEOPLE, Making, Stage
from .reference import Reference
from .staff import CAST, PASSWORD, Hiring, SignIn
from .stores import STORES, mend_unfinished
from .tables import Tables
from .tally import Share, Tally
from .trail import Trail

__all__ = ["PASSWORD", "Share", "World", "make_world"]

MONTHS = 24
AT_ONCE = 10_000
"""People written at a time, so that a world does not stand in memory."""
LARGE = 50_000
"""From so many people on, other processes help, and the database is filled without its indexes."""
FACTS_AT_ONCE = 500_000
"""Up to so many people the figures for Compliance are made too. In a larger world it takes longer than everything else:
it is left to `ayni facts build`, or to the worker, which does so daily."""

Progress = Callable[[str, int, int], None]
"""Told what is being made, how much of it is done, and of how much."""


class CannotMakeWorld(RuleBroken):
    pass


@dataclass
class World:
    """What was made."""

    people: int
    cases: int
    sign_ins: Sequence[SignIn] = CAST
    password: str = PASSWORD
    rows: int = 0
    events: int = 0
    shares: Sequence[Share] = ()
    facts: str = ""
    """The id of the build of facts; empty if none was asked for."""


def make_world(
    *,
    people: int = 20_000,
    seed: int = 1,
    at: datetime,
    data: Path = settings.BASE_DIR / "data",
    progress: Progress | None = None,
    build_facts: bool = True,
) -> World:
    """Fill an empty installation. The same seed, size and moment make the same world, ids included."""
    tell = progress or (lambda _what, _done, _of: None)
    mend_unfinished()
    check_is_empty()
    figures = published.read(data)
    # A transaction of the caller's cannot be left, so everything is then made in it.
    make = _large if people >= LARGE and not connection.in_atomic_block else _small
    with translation.override(settings.LANGUAGE_CODE), without_collecting():
        made = make(figures, people=people, seed=seed, at=at, tell=tell)
    audit.sign_head(at=at)
    if build_facts and people <= FACTS_AT_ONCE:
        built = facts.build(home=settings.AYNI_HOME, at=at, progress=tell_as(tell, "figures for Compliance"))
        made.facts = built.id
        tell("reports of results", reported.report(built, at), reported.REPORTS)
        tell("releases of the observatory", released.release(at), released.MONTHS)
    return made


@transaction.atomic
def _small(figures: published.Figures, *, people: int, seed: int, at: datetime, tell: Progress) -> World:
    """Everybody in full, in one transaction of this process."""
    chance = Chance(seed)
    stage = _stage(figures, chance, at)
    making, tally, rows = Making(stage, chance), Tally(figures), 0
    received = max(0, people - FRESH_PEOPLE - doubles.how_many(people))
    moments = iter(sorted(stage.calendar.moment(chance) for _n in range(received)))
    while batch := list(islice(moments, AT_ONCE)):
        making.receive(batch)
        tally.add(making.forget())
        rows += making.tables.write()
        tell("people and cases", tally.people, people)
    making.fill_desks()
    tally.add(making.forget())
    rows += making.tables.write()
    rows += _hang_pictures(stage, chance, making.tables, making.trail)
    followed.Followed(stage, chance.of("followed"), making.tables, making.trail).make()
    twice = doubles.Doubles(stage, chance.of("doubles"), making.tables, making.trail).make(people)
    rows += making.tables.write()
    tell("people and cases", people, people)
    _index(people, tell)
    events = making.trail.write(lambda done, of: tell("audit trail", done, of))
    tell("audit trail", events, events)
    doubles.decide(twice, stage, chance.of("decided"))
    supervised.work(stage)
    governed.work(stage)
    territorial.work(stage)
    reported.work(stage)
    appointments.keep(stage)
    queueing.work(stage)
    applied.work(stage, pictures.card("FRONT"))
    carded.work(stage, chance.of("cards"))
    enrolled.work(stage, chance.of("enrolments"))
    for piece in (voiced, invited, trained, announced, pointed, stopped, answering):
        piece.work(stage)
    everybody = tally.people + doubles.how_many(people)
    return World(everybody, making.cases, rows=rows, events=events, shares=tally.shares())


def _large(figures: published.Figures, *, people: int, seed: int, at: datetime, tell: Progress) -> World:
    """With the help of other processes, into a database without its indexes."""
    with STORES[connection.vendor]() as store, _folder() as folder:
        with transaction.atomic():
            stage = _stage(figures, Chance(seed), at)
        stage.reference.read_all()
        alike = -(-people // ALL_IN_FULL)
        filled = Filling(Factory(stage, seed, folder), store, tell).fill(people, alike)
    trail = Trail(at)
    with transaction.atomic():
        rows = filled.rows + _hang_pictures(stage, Chance(seed), Tables(), trail)
        events = filled.events + trail.write(lambda _done, _of: None)
    return World(filled.tally.people, filled.cases, rows=rows, events=events, shares=filled.tally.shares())


def _hang_pictures(stage: Stage, chance: Chance, tables: Tables, trail: Trail) -> int:
    """A few, once everybody's rows are written. How many rows they are."""
    pictures.hang(tables=tables, trail=trail, chance=chance, by=stage.staff.users["rosa"], at=stage.at)
    return tables.write()


def _stage(figures: published.Figures, chance: Chance, at: datetime) -> Stage:
    reference = Reference(at)
    staff = Hiring(reference, chance, at).staff()
    calendar = Calendar(at=at, months=MONTHS, holidays=frozenset(reference.holidays))
    return Stage(reference, staff, figures, calendar, at)


@contextmanager
def _folder() -> Iterator[Path]:
    """Beside the data, where there is room for them: /tmp may be memory."""
    settings.AYNI_HOME.mkdir(parents=True, exist_ok=True)
    for left in settings.AYNI_HOME.glob("filling-*"):
        shutil.rmtree(left)
    folder = Path(tempfile.mkdtemp(prefix="filling-", dir=settings.AYNI_HOME))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def check_is_empty() -> None:
    """A demo never mixes with people who exist, nor with another demo."""
    if Person.objects.filter(is_fictitious=False).exists():
        raise CannotMakeWorld(_("There are real people here. Make the demo in another AYNI_HOME."))
    if Person.objects.exists():
        raise CannotMakeWorld(_("There is a demo here already. Make another one in an empty AYNI_HOME."))


def tell_as(tell: Progress, what: str) -> Progress:
    return lambda _table, done, of: tell(what, done, of)


def _index(people: int, tell: Progress) -> None:
    def told() -> Iterator[Indexed]:
        for done, entry in enumerate(all_entries(AT_ONCE), start=1):
            if done % AT_ONCE == 0 or done == people:
                tell("search index", done, people)
            yield entry

    index_rows(told())
