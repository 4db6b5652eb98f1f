import gc
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from ayni.audit import actions as audit
from ayni.facts import actions as facts
from ayni.lib.errors import RuleBroken
from ayni.people.actions.indexing import index
from ayni.people.models import Person

from . import families
from . import figures as published
from .caseload import Caseload, spread
from .chance import Calendar, Chance
from .crowd import Crowd, Drawn
from .exchange import Exchange
from .reference import Reference
from .screening import Screenings
from .staff import CAST, HEAD_OFFICE, PASSWORD, Hiring, SignIn, Staff
from .tables import Tables
from .trail import Trail

__all__ = ["PASSWORD", "World", "make_world"]

MONTHS = 24
PEOPLE_PER_CASE = 10
AT_ONCE = 5_000
"""People written at a time, so that a world of two million does not stand in memory."""


@dataclass(frozen=True)
class Fresh:
    """Cases of the last days, so that the desk of this user is full on the day of the run."""

    username: str
    cases: int
    profiles: tuple[str, ...] = ()


FRESH = (
    Fresh("rosa", 4, ("VP-TRATA",)),
    Fresh("rosa", 10),
    Fresh("julio", 10),
    Fresh("vera", 8),
    Fresh("smp", 3, ("VP-NNA-RD",)),
    Fresh("smp", 3),
    Fresh("car", 2, ("VP-NNA-RD",)),
    Fresh("car", 3),
    Fresh("sede-central.a", 8, ("VP-VBG",)),
    Fresh("sede-central.b", 4, ("VP-SOLREF",)),
    Fresh("jz-tum.a", 4),
)

UNFINISHED = ("rosa", "julio")
"""Who has a screening of this morning that was left unfinished."""

Progress = Callable[[str, int, int], None]
"""Told what is being made, how much of it is done, and of how much."""


class CannotMakeWorld(RuleBroken):
    pass


@dataclass(frozen=True)
class Share:
    """A share of the people that was published, and the one that was made."""

    name: str
    published: float
    made: float
    source: str
    """Codes of the figures."""


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
    check_is_empty()
    figures = published.read(data)
    with translation.override(settings.LANGUAGE_CODE), transaction.atomic(), without_collecting():
        made = _Making(figures, seed, people, at, tell).world()
    audit.sign_head(at=at)
    if build_facts:
        made.facts = facts.build(home=settings.AYNI_HOME, at=at, progress=tell_as(tell, "figures for Compliance")).id
    return made


@contextmanager
def without_collecting() -> Iterator[None]:
    """Hundreds of thousands of rows stand in memory and none is garbage: looking for it took a quarter of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def check_is_empty() -> None:
    """A demo never mixes with people who exist, nor with another demo."""
    if Person.objects.filter(is_fictitious=False).exists():
        raise CannotMakeWorld(_("There are real people here. Make the demo in another AYNI_HOME."))
    if Person.objects.exists():
        raise CannotMakeWorld(_("There is a demo here already. Make another one in an empty AYNI_HOME."))


def tell_as(tell: Progress, what: str) -> Progress:
    return lambda _table, done, of: tell(what, done, of)


class _Making:
    def __init__(self, figures: published.Figures, seed: int, people: int, at: datetime, tell: Progress) -> None:
        self.figures, self.count, self.at, self.tell = figures, people, at, tell
        self.chance = Chance(seed)
        self.reference = Reference(at)
        self.staff: Staff = Hiring(self.reference, self.chance, at).staff()
        self.tables, self.trail = Tables(), Trail(at)
        self.calendar = Calendar(at=at, months=MONTHS, holidays=frozenset(self.reference.holidays))
        hands = (self.tables, self.trail, self.chance)
        self.crowd = Crowd(self.reference, self.staff, figures, *hands)
        self.exchange = Exchange(self.reference, self.staff, self.crowd, *hands)
        self.screenings = Screenings(self.reference, *hands)
        self.caseload = Caseload(self.reference, self.staff, figures, self.exchange, self.screenings, *hands)
        self.cases = 0
        self.tally = Tally(figures)
        self.rows = 0

    def world(self) -> World:
        fresh = [one for one in FRESH for _n in range(one.cases)]
        waiting: list[Drawn] = []
        others = max(0, self.count - len(fresh) - len(UNFINISHED))
        for done, drawn in enumerate(self.crowd.draw(others, self.calendar), start=1):
            self.tally.count(drawn)
            waiting.append(drawn)
            if done % AT_ONCE == 0:
                self._work_with(waiting)
                waiting = []
                self.tell("people and cases", done, self.count)
        self._work_with(waiting)
        self._fresh(fresh)
        self.tell("people and cases", self.count, self.count)
        self._index()
        events = self.trail.write(lambda done, of: self.tell("audit trail", done, of))
        self.tell("audit trail", events, events)
        return World(self.tally.people, self.cases, rows=self.rows, events=events, shares=self.tally.shares())

    def _work_with(self, drawn: list[Drawn]) -> None:
        """One in ten comes with something that becomes a case; some of the others get an orientation."""
        chance = self.chance
        families.make(self, drawn)
        for person in chance.sample(drawn, k=round(len(drawn) / PEOPLE_PER_CASE)):
            opened_at = spread(self.calendar, chance, person, self.at)
            self._open(person, opened_at)
            if chance.happens(0.04):
                self._open(person, chance.between(opened_at, self.at))
        for person in chance.sample(drawn, k=round(len(drawn) / 60)):
            desk = self.staff.desks[person.office]
            by = chance.choice(desk.caseworkers)
            self.screenings.oriented(person, by, desk.office.pk, person.registered_at + timedelta(minutes=50))
        self.rows += self.tables.write()

    def _open(self, person: Drawn, at: datetime) -> None:
        self.caseload.open(person, at)
        self.cases += 1

    def _fresh(self, wanted: list[Fresh]) -> None:
        for n, one in enumerate(wanted):
            user, chance = self.staff.users[one.username], self.chance
            received = self.at - chance.hours(3, 30 if n % 2 else 110)
            drawn = self.crowd.person(received, office=user.office.code if user.office else "")
            self.tally.count(drawn)
            opened = received + timedelta(minutes=chance.randrange(65, 150))
            case = self.caseload.open(drawn, opened, caseworker=user, profiles=one.profiles, is_fresh=True)
            self.cases += 1
            if n == 0:
                self.caseload.draft(case, user, self.at - timedelta(minutes=25))
        for username in UNFINISHED:
            user = self.staff.users[username]
            drawn = self.crowd.person(self.at - timedelta(hours=2), office=HEAD_OFFICE)
            self.tally.count(drawn)
            self.screenings.left_unfinished(
                drawn, user, self.staff.desks[HEAD_OFFICE].office.pk, self.at - timedelta(minutes=70)
            )
        self.rows += self.tables.write()

    def _index(self) -> None:
        rows, done = Person.objects.order_by("pk").defer("gender").iterator(chunk_size=AT_ONCE), 0
        while batch := list(islice(rows, AT_ONCE)):
            index(batch)
            done += len(batch)
            self.tell("search index", done, self.tally.people)


class Tally:
    """What was made, against what was published."""

    def __init__(self, figures: published.Figures) -> None:
        self.figures = figures
        self.people = 0
        self.counts: Counter[str] = Counter()

    def count(self, drawn: Drawn) -> None:
        self.people += 1
        foreign, venezuelan = drawn.nationality != "PER", drawn.nationality == "VEN"
        lima = drawn.department == "15"
        so = {
            "foreign": foreign,
            "venezuelan": venezuelan,
            "Venezuelans, of foreigners": venezuelan,
            "in transit, of foreigners": drawn.in_transit,
            "irregular, of Venezuelans": venezuelan and drawn.is_irregular,
            "women": drawn.is_woman,
            "under 18": drawn.is_child,
            "18 to 59": 18 <= drawn.age < 60,
            "60 and over": drawn.age >= 60,
            "in Lima": lima,
            published.region_of(drawn.department): True,
        }
        self.counts.update(name for name, holds in so.items() if holds)

    def shares(self) -> list[Share]:
        of = {"of foreigners": self.counts["foreign"], "of Venezuelans": self.counts["venezuelan"]}
        return [
            Share(
                t.name,
                t.share,
                self.counts[t.name] / (of.get(t.name.rpartition(", ")[2]) or self.people or 1),
                t.source,
            )
            for t in self.figures.targets
        ]
