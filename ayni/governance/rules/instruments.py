"""The states of a norm, policy, plan, space or recommendation, and what a change of state needs."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from ayni.lib.errors import RuleBroken

from ..models import FollowUpKind, InstrumentKind, InstrumentState, Track

S = InstrumentState

NEXT: dict[str, dict[str, frozenset[str]]] = {
    Track.PROPOSAL: {
        S.DRAFTED: frozenset({S.CONSULTED, S.LEGAL_OPINION, S.PRESENTED, S.WITHDRAWN}),
        S.CONSULTED: frozenset({S.DRAFTED, S.LEGAL_OPINION, S.PRESENTED, S.WITHDRAWN}),
        S.LEGAL_OPINION: frozenset({S.DRAFTED, S.CONSULTED, S.PRESENTED, S.REJECTED, S.WITHDRAWN}),
        S.PRESENTED: frozenset({S.DRAFTED, S.ENACTED, S.PUBLISHED, S.REJECTED, S.WITHDRAWN}),
        S.ENACTED: frozenset({S.PUBLISHED}),
        S.PUBLISHED: frozenset({S.ENDED}),
        # What was rejected or withdrawn may be written anew.
        S.REJECTED: frozenset({S.DRAFTED}),
        S.WITHDRAWN: frozenset({S.DRAFTED}),
        S.ENDED: frozenset(),
    },
    Track.EXISTING: {S.IN_FORCE: frozenset({S.ENDED}), S.ENDED: frozenset({S.IN_FORCE})},
    Track.ADVICE: {
        S.MADE: frozenset({S.TAKEN_UP, S.CARRIED_OUT, S.REJECTED}),
        S.TAKEN_UP: frozenset({S.CARRIED_OUT, S.REJECTED}),
        S.REJECTED: frozenset({S.TAKEN_UP}),
        S.CARRIED_OUT: frozenset(),
    },
}

START: dict[str, InstrumentState] = {Track.PROPOSAL: S.DRAFTED, Track.EXISTING: S.IN_FORCE, Track.ADVICE: S.MADE}

NEEDS_DOCUMENT = {S.PRESENTED, S.ENACTED, S.PUBLISHED, S.REJECTED, S.CARRIED_OUT}
"""Whoever says so names the paper that shows it."""

IS_APPROVED = {S.ENACTED, S.PUBLISHED}

AS_NORM: dict[str, str] = {
    InstrumentKind.LAW: "ley",
    InstrumentKind.DECREE: "ds",
    InstrumentKind.RESOLUTION: "rs",
    InstrumentKind.ORDINANCE: "ordenanza",
    InstrumentKind.DIRECTIVE: "directiva",
    InstrumentKind.GUIDELINE: "lineamiento",
    InstrumentKind.INSTRUCTION: "instructivo",
    InstrumentKind.PROTOCOL: "protocolo",
    InstrumentKind.PROCEDURE: "procedimiento",
    InstrumentKind.INTERNATIONAL: "internacional",
}
"""The kinds that are norms, and what the list of norms calls them."""


class CannotChangeInstrument(RuleBroken):
    pass


@dataclass(frozen=True)
class InstrumentFields:
    """What a person writes of an instrument."""

    kind: str
    title: str
    level: str
    summary: str = ""
    topic: str = ""
    territory: Any = None
    institution: Any = None
    version: str = ""
    covers_from: date | None = None
    covers_to: date | None = None
    reference: str = ""
    objectives: str = ""
    study: str = ""
    migration: str = "UNKNOWN"
    migration_note: str = ""
    gap: Any = None


@dataclass(frozen=True)
class Happened:
    """What a person writes of something that happened with an instrument or a norm."""

    kind: str
    on: date
    by_whom: str
    note: str = ""
    document: str = ""
    finding: str = ""
    approaches: str = ""
    next_on: date | None = None


@dataclass(frozen=True)
class NormFields:
    """How an approved instrument stands in the list of norms."""

    number: str
    year: int
    label_es: str
    topic: str


def instrument_code(year: int, used: int) -> str:
    """`used`: the highest number of that year."""
    return f"PN-{year}-{used + 1:04d}"


def check_track(*, kind: str, track: str) -> None:
    if (kind == InstrumentKind.RECOMMENDATION) != (track == Track.ADVICE):
        raise CannotChangeInstrument(
            _("A recommendation is followed as one, and nothing else is. Choose the other way for its states.")
        )
    if track == Track.PROPOSAL and kind in {InstrumentKind.SPACE}:
        raise CannotChangeInstrument(_("A coordination space is not approved as a norm is. Register it as existing."))


def check_period(*, covers_from: date | None, covers_to: date | None) -> None:
    if covers_from is not None and covers_to is not None and covers_to < covers_from:
        raise CannotChangeInstrument(_("It would end before it begins. Check the two days."))


def check_change(*, track: str, now: str, to: str, on: date, since: date, today: date, document: str) -> None:
    if to not in NEXT[track].get(now, frozenset()):
        raise CannotChangeInstrument(_("From its present state it does not go there. Look at it again."))
    check_day(on, today=today)
    if on < since:
        raise CannotChangeInstrument(
            _("That day is before the one of its present state. Check it against the document.")
        )
    if to in NEEDS_DOCUMENT and not document.strip():
        raise CannotChangeInstrument(_("Name the document that shows it: its number, or where it can be read."))


def check_day(on: date, *, today: date) -> None:
    if on > today:
        raise CannotChangeInstrument(_("That day has not come yet. Write what has happened."))


def check_happened(what: Happened, *, today: date) -> None:
    check_day(what.on, today=today)
    if (what.kind == FollowUpKind.REVIEW) != bool(what.finding):
        raise CannotChangeInstrument(_("A review says what it came to, and nothing else does."))
    if what.next_on is not None and what.next_on <= what.on:
        raise CannotChangeInstrument(_("The next look has to come after this one."))


def check_becomes_norm(*, kind: str, state: str, entered: bool) -> None:
    if kind not in AS_NORM:
        raise CannotChangeInstrument(
            _("Only norms stand in the list of norms: not a plan, a space or a recommendation.")
        )
    if state not in IS_APPROVED:
        raise CannotChangeInstrument(_("It is not approved yet. It enters the list of norms once it is."))
    if entered:
        raise CannotChangeInstrument(_("It stands in the list of norms already."))
