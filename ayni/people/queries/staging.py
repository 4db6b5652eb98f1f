"""Whom the rows of a list may be: asked for many rows at once."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TypeVar
from uuid import UUID

from ayni.access.models import User
from ayni.people.models import Birth, ExternalId, ImportBatch, Person
from ayni.people.rules import keys, likeness
from ayni.people.rules.asking import Sought
from ayni.people.rules.imports.states import Likely
from ayni.people.rules.likeness import Known

from .beside import matches
from .matching import Match

T = TypeVar("T")
LOOK_AGAIN_FROM = 0.75
AT_ONCE = 900
"""SQLite may be built to take no more than 999 values in a statement."""


@dataclass(frozen=True)
class Compared:
    """Somebody who may be the person of a row."""

    match: Match
    likely: Likely


def earlier_twins(batch: ImportBatch, twins: Collection[int]) -> dict[int, tuple[int, int]]:
    """Twin → number and identity of the first row of the list that has it."""
    found: dict[int, tuple[int, int]] = {}
    for part in _parts(sorted(twins)):
        rows = batch.staged.filter(twin__in=part).order_by("-number").values_list("twin", "number", "identity")
        found |= {twin: (number, identity) for twin, number, identity in rows}
    return found


def people_of_origin(system: str, values: Collection[str]) -> dict[str, UUID]:
    """Number of origin → the person who has it in that system."""
    found: dict[str, UUID] = {}
    for part in _parts(sorted(values)):
        rows = ExternalId.objects.filter(system=system, value__in=part).order_by()
        found |= dict(rows.values_list("value", "person_id"))
    return found


def whom(
    sought: Sequence[Sought], origins: Sequence[UUID | None], user: User, *, look_twice: bool = True
) -> list[list[Compared]]:
    """For each, in order: whoever it may be, the best first. `origins`: who has the row's number of origin.

    All rows get the first look. The second, past several errors, costs ten times as much: only those get it for whom
    the first found somebody who is neither clearly the person nor clearly somebody else. Whoever fits less than that
    changes no row's state (`state_of`).
    """
    first = matches(sought, most=5, look_twice=False, least=LOOK_AGAIN_FROM)
    unsure = [place for place, found in enumerate(first) if look_twice and _is_unsure(found)]
    again = matches([sought[place] for place in unsure], most=5, look_twice=True, least=LOOK_AGAIN_FROM)
    for place, found in zip(unsure, again, strict=True):
        first[place] = found
    both = [
        ([Match(origin, 1.0, True, ())] if origin else []) + [m for m in found if m.person != origin]
        for origin, found in zip(origins, first, strict=True)
    ]
    ids = {match.person for found in both for match in found}
    known, seen = _known(ids), visible(ids, user)
    return [
        [_compared(one, match, known, seen) for match in found if match.person in known]
        for one, found in zip(sought, both, strict=True)
    ]


def _is_unsure(found: Sequence[Match]) -> bool:
    return bool(found) and not found[0].is_strong and found[0].score >= LOOK_AGAIN_FROM


def _compared(sought: Sought, match: Match, known: dict[UUID, Known], seen: set[UUID]) -> Compared:
    """By name and birth alone, too: a number that two people share does not make them one."""
    bare = replace(sought, numbers=(), phones=())
    names = likeness.compare(bare, known[match.person]).score
    return Compared(match, Likely(match.score, match.is_strong, names, match.person in seen))


def visible(ids: Collection[UUID], user: User) -> set[UUID]:
    people = Person.objects.visible_to(user).order_by()
    return {pk for part in _parts(sorted(ids)) for pk in people.filter(pk__in=part).values_list("pk", flat=True)}


_NAMES = ("given_name_1", "given_name_2", "surname_1", "surname_2", "known_as", "birth_date", "birth_precision")


def _known(ids: Collection[UUID]) -> dict[UUID, Known]:
    people = Person.objects.order_by().values_list("pk", *_NAMES)
    rows = [row for part in _parts(sorted(ids)) for row in people.filter(pk__in=part)]
    return {pk: _plain(names, born, precision) for pk, *names, born, precision in rows}


def _plain(names: Sequence[str], born: date | None, precision: str) -> Known:
    given_1, given_2, surname_1, surname_2, known_as = names
    words = keys.name_words
    return Known(
        words(given_1, given_2), words(surname_1), words(surname_2), words(known_as),
        born, precision or Birth.UNKNOWN,
    )  # fmt: skip


def _parts(values: Sequence[T]) -> list[Sequence[T]]:
    return [values[i : i + AT_ONCE] for i in range(0, len(values), AT_ONCE)]
