"""A piece of the demo world: people who were received one after another, and the work with them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from . import network
from .caseload import Caseload, spread
from .chance import Calendar, Chance
from .crowd import Crowd, Drawn
from .exchange import Exchange
from .figures import Figures
from .hands import Hands
from .makers import MAKERS
from .reference import Reference
from .screening import Screenings
from .staff import HEAD_OFFICE, Staff
from .tables import Tables
from .tally import Tally
from .trail import Trail

PEOPLE_PER_CASE = 10
PEOPLE_PER_ORIENTATION = 60


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


FRESH_PEOPLE = sum(one.cases for one in FRESH) + len(UNFINISHED)


@dataclass(frozen=True)
class Stage:
    """What all pieces of a world have in common."""

    reference: Reference
    staff: Staff
    figures: Figures
    calendar: Calendar
    at: datetime


class Making:
    def __init__(self, stage: Stage, chance: Chance) -> None:
        self.stage, self.chance = stage, chance
        self.tables, self.trail = Tables(), Trail(stage.at)
        hands = (self.tables, self.trail, chance)
        reference, staff, figures = stage.reference, stage.staff, stage.figures
        self.hands = Hands(reference, staff, *hands)
        self.crowd = Crowd(reference, staff, figures, *hands)
        self.exchange = Exchange(reference, staff, self.crowd, *hands)
        self.screenings = Screenings(reference, *hands)
        self.caseload = Caseload(reference, staff, figures, self.exchange, self.screenings, *hands)
        self.drawn: list[Drawn] = []
        """Those whose rows are in the tables, in the order of those rows."""
        self.cases = 0

    def receive(self, moments: Iterable[datetime]) -> None:
        """Draw who came at these moments. One in ten comes with something that becomes a case; some of the others get
        an orientation."""
        drawn, chance = [self.crowd.person(moment) for moment in moments], self.chance
        for person in chance.sample(drawn, k=round(len(drawn) / PEOPLE_PER_CASE)):
            opened_at = spread(self.stage.calendar, chance, person, self.stage.at)
            self._open(person, opened_at)
            if chance.happens(0.04):
                self._open(person, chance.between(opened_at, self.stage.at))
        for person in chance.sample(drawn, k=round(len(drawn) / PEOPLE_PER_ORIENTATION)):
            desk = self.stage.staff.desks[person.office]
            by = chance.choice(desk.caseworkers)
            self.screenings.oriented(person, by, desk.office.pk, person.registered_at + timedelta(minutes=50))
        self._finish(drawn)

    def _open(self, person: Drawn, at: datetime) -> None:
        self.caseload.open(person, at)
        self.cases += 1

    def _finish(self, drawn: Sequence[Drawn]) -> None:
        self.drawn += drawn
        for maker in MAKERS:
            maker.make(self.hands, drawn)
        self.crowd.kin.forget()

    def fill_desks(self) -> None:
        """The cases of the last days, and the conversations of this morning."""
        wanted = [one for one in FRESH for _n in range(one.cases)]
        drawn = [self._fresh(n, one) for n, one in enumerate(wanted)]
        for username in UNFINISHED:
            user = self.stage.staff.users[username]
            person = self.crowd.person(self.stage.at - timedelta(hours=2), office=HEAD_OFFICE)
            office = self.stage.staff.desks[HEAD_OFFICE].office.pk
            self.screenings.left_unfinished(person, user, office, self.stage.at - timedelta(minutes=70))
            drawn.append(person)
        network.make(self.hands, self.stage.at)
        self._finish(drawn)

    def _fresh(self, n: int, one: Fresh) -> Drawn:
        user, chance, now = self.stage.staff.users[one.username], self.chance, self.stage.at
        received = now - chance.hours(3, 30 if n % 2 else 110)
        drawn = self.crowd.person(received, office=user.office.code if user.office else "")
        opened = received + timedelta(minutes=chance.randrange(65, 150))
        case = self.caseload.open(drawn, opened, caseworker=user, profiles=one.profiles, is_fresh=True)
        self.cases += 1
        if n == 0:
            self.caseload.draft(case, user, now - timedelta(minutes=25))
        return drawn

    def forget(self) -> Tally:
        """Who was drawn since it was last asked, counted."""
        tally = Tally(self.stage.figures)
        for drawn in self.drawn:
            tally.count(drawn)
        self.drawn = []
        return tally
