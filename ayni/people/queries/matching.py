"""Who may be meant, of everybody: for duplicates, imports and lists, which no single user's reach limits.

Whoever shows the answers to somebody asks `visible_to` first.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

from ayni.people.rules import likeness
from ayni.people.rules.asking import Sought

from . import reading
from .candidates import candidates
from .search import Compared, compared_with, is_weak, past_errors


@dataclass(frozen=True)
class Match:
    """Somebody who may be who is sought."""

    person: UUID
    score: float
    """From 0 to 1."""
    is_strong: bool
    """It would be careless to register somebody without asking."""
    reasons: tuple[str, ...]
    """In words, in the language in force."""


def match_many(sought: Sequence[Sought], *, most: int = 10, look_twice: bool = True) -> Iterator[list[Match]]:
    """For each, in order: whoever may be meant, the best first, at most so many.

    `look_twice`: also past several errors, where the first look found nobody who fits well.
    """
    for one in sought:
        yield _match(one, most, look_twice)


def _match(sought: Sought, most: int, look_twice: bool) -> list[Match]:
    maybe = candidates(sought, ())
    compared = compared_with(sought, reading.names_of(maybe.best(set())), maybe)
    if look_twice and is_weak(sought, (c.likeness.score for c in compared.values())):
        compared |= past_errors(sought, maybe, set(), compared)
    least = likeness.FAINT_FROM if look_twice else likeness.SHOWN_FROM
    good = [c for c in compared.values() if c.likeness.is_strong or c.likeness.score >= least]
    best = sorted(good, key=lambda c: (c.likeness.score, str(c.values[0])), reverse=True)[:most]
    return [_told(sought, one, frozenset(maybe.via.get(one.values[0], ()))) for one in best]


def _told(sought: Sought, one: Compared, via: frozenset[likeness.Via]) -> Match:
    reasons = likeness.reasons(sought, one.known, via)
    return Match(reading.as_uuid(one.values[0]), one.likeness.score, one.likeness.is_strong, reasons)
