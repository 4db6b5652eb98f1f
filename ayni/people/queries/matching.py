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
from .comparing import Compared, alike, compared_with, in_order, is_weak, past_errors


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
    maybe = candidates(sought)
    compared = compared_with(sought, maybe.best(()), maybe)
    good = alike(compared, likeness.SHOWN_FROM)
    if look_twice and is_weak(sought, compared.values()):
        more = past_errors(sought, maybe, (), compared)
        good += alike(more, likeness.FAINT_FROM)
        compared |= more
    best = sorted((compared[pk] for pk in good), key=in_order, reverse=True)[:most]
    held = reading.documents_of([one.values[0] for one in best]) if sought.numbers else {}
    return [_told(sought, one, maybe.via_of(one.line), held.get(one.values[0], ())) for one in best]


def _told(sought: Sought, one: Compared, via: frozenset[likeness.Via], held: Sequence[tuple[str, str]]) -> Match:
    reasons = likeness.reasons(sought, one.known, via, [number for _kind, number in held])
    return Match(reading.as_uuid(one.values[0]), one.likeness.score, one.likeness.is_strong, reasons)
