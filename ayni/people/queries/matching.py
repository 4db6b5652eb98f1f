"""Who may be meant, of everybody: for duplicates, imports and lists, which no single user's reach limits.

Whoever shows the answers to somebody asks `visible_to` first.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import chain
from uuid import UUID

from ayni.people.rules import likeness
from ayni.people.rules.asking import Sought

from . import reading
from .candidates import Candidates, candidates_of
from .comparing import Compared, alike, compared_with, in_order, is_weak, past_errors, read
from .reading import RawId
from .register import Register
from .screening import worth_reading

AT_ONCE = 2_000
MOST_READ = 8
"""Of each, how many are compared in full."""


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


def match_many(
    sought: Sequence[Sought], *, most: int = 10, look_twice: bool = True, least: float | None = None
) -> Iterator[list[Match]]:
    """For each, in order: whoever may be meant, the best first, at most so many.

    `look_twice`: also past several errors, where the first look found nobody who fits well. `least`: whoever has less
    does not matter, and is not compared to the end; by default those are given whom a search would show.
    """
    for first in range(0, len(sought), AT_ONCE):
        yield from _matches(sought[first : first + AT_ONCE], most, look_twice, least)


def match_in(
    register: Register, sought: Sequence[Sought], *, most: int, least: float, look_twice: bool = False
) -> Iterator[list[Match]]:
    """The same of very many, with the keys of all people in memory."""
    for first in range(0, len(sought), AT_ONCE):
        some = sought[first : first + AT_ONCE]
        if look_twice:
            yield from _matches(some, most, look_twice, least, register)
        else:
            yield from _matches_in(register, some, most, least)


def _matches_in(register: Register, sought: Sequence[Sought], most: int, least: float) -> Iterator[list[Match]]:
    dated = [one for one in sought if one.born]
    others = _matches([one for one in sought if not one.born], most, look_twice=False, least=least)
    near = register.near(dated, most=2 * MOST_READ, least=least)
    people = read(set(chain.from_iterable(near.lines)))
    among = zip(near.lines, near.by_number, strict=True)
    for one in sought:
        if one.born is None:
            yield next(others)
            continue
        lines, shared = next(among)
        compared = compared_with(one, {line: people[line] for line in lines if line in people}, shared, least)
        yield _best(one, compared, alike(compared, least), shared, most)


def _matches(
    sought: Sequence[Sought], most: int, look_twice: bool, least: float | None, register: Register | None = None
) -> Iterator[list[Match]]:
    """A few statements for all of them, and more for those who are looked for twice."""
    maybe = candidates_of(sought)
    lines = [worth_reading(one, shared, (), most=MOST_READ) for one, shared in zip(sought, maybe, strict=True)]
    people = read(set(chain.from_iterable(lines)))
    for one, shared, own in zip(sought, maybe, lines, strict=True):
        compared = compared_with(one, {line: people[line] for line in own if line in people}, shared, least)
        good = alike(compared, least or likeness.SHOWN_FROM)
        if look_twice and is_weak(one, compared.values()):
            worth = partial(register.worth_reading, one, shared, least) if register and least else list
            more = past_errors(one, shared, (), compared, least, worth)
            good += alike(more, least or likeness.FAINT_FROM)
            compared |= more
        yield _best(one, compared, good, shared, most)


def _best(
    sought: Sought, compared: Mapping[RawId, Compared], good: Sequence[RawId], shared: Candidates, most: int
) -> list[Match]:
    best = sorted((compared[pk] for pk in good), key=in_order, reverse=True)[:most]
    held = reading.documents_of([found.values[0] for found in best]) if sought.numbers and best else {}
    return [_told(sought, found, shared.via_of(found.line), held.get(found.values[0], ())) for found in best]


def _told(sought: Sought, one: Compared, via: frozenset[likeness.Via], held: Sequence[tuple[str, str]]) -> Match:
    reasons = likeness.reasons(sought, one.known, via, [number for _kind, number in held])
    return Match(reading.as_uuid(one.values[0]), one.likeness.score, one.likeness.is_strong, reasons)
