"""Who can respond, and where (R91): in each department, which institutions took up what was referred to them, which
declined, and which the directory knows there. Counted as the scorecard, from the same facts and hidden as there."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from ayni.codelists import queries as codelists
from ayni.codelists.rules import fold
from ayni.facts.builds import Build

from . import queries
from .rules import Choice, Reach
from .scorecard import Card, scorecard

Known = Mapping[str, frozenset[str]]
"""Department → the codes of institutions that the directory names there; under "", for the whole country."""
HERE, NATIONAL, NOBODY = "here", "national", "nobody"


@dataclass(frozen=True)
class Place:
    """A department: what was referred from it, and who took it up there."""

    code: str
    name: str
    card: Card
    accepting: Sequence[str]
    """Codes of the institutions that accepted something."""
    known: frozenset[str]

    @property
    def nobody_accepted(self) -> bool:
        return self.card.sent > 0 and not self.card.accepted

    @property
    def nobody_known(self) -> bool:
        return not self.known


@dataclass(frozen=True)
class Answerer:
    """An institution in one department."""

    code: str
    name: str
    card: Card
    known: str
    """Whether the directory names it there: with a point that takes referrals, or somebody who answers."""


@dataclass(frozen=True)
class Capacity:
    places: Sequence[Place]
    apart: Card | None
    """Restricted cases that cannot be broken down by department."""


def capacity(build: Build, reach: Reach, choice: Choice, known: Known) -> Capacity:
    """By department. Whoever counts the country sees every department, also those in which there was nothing."""
    found = scorecard(build, reach, replace(choice, by="department", department=""))
    cards = {card.group: card for card in found.cards}
    return Capacity([_place(build, reach, choice, code, cards, known) for code in _codes(reach, cards)], found.apart)


def _codes(reach: Reach, cards: Mapping[str, Card]) -> list[str]:
    places = {d.code: d.label_es for d in codelists.departments()}
    of_all = any(not area.department and not area.office for area in reach.areas)
    return sorted((code for code in places if of_all or code in cards), key=lambda code: fold(places[code]))


def _place(
    build: Build, reach: Reach, choice: Choice, code: str, cards: Mapping[str, Card], known: Known
) -> Place:  # fmt: skip
    there = scorecard(build, reach, replace(choice, by="institution", department=code)).cards if code in cards else []
    accepting = [card.group for card in there if card.accepted]
    name = queries.label(build, "department", code)
    return Place(code, name, cards.get(code, Card(code)), accepting, known.get(code, frozenset()))


def answerers(build: Build, reach: Reach, choice: Choice, known: Known) -> tuple[list[Answerer], Card | None]:
    """The institutions of the department that was chosen: first whoever accepted most; then whom the directory names
    there and nobody asked."""
    found = scorecard(build, reach, replace(choice, by="institution"))
    there = known.get(choice.department, frozenset())
    cards = {card.group: card for card in found.cards}
    rows = [_answerer(build, code, cards.get(code, Card(code)), choice.department, known) for code in {*cards, *there}]
    return sorted(rows, key=lambda row: (-row.card.accepted, -row.card.sent, fold(row.name))), found.apart


def _answerer(build: Build, code: str, card: Card, department: str, known: Known) -> Answerer:
    national = NATIONAL if code in known.get("", frozenset()) else NOBODY
    where = HERE if code in known.get(department, frozenset()) else national
    return Answerer(code, queries.label(build, "institution", code), card, where)
