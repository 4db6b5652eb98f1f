"""A list matched against the register: whoever may be meant by each line, but nobody whose file is restricted."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import chain
from typing import NamedTuple
from uuid import UUID

from ayni.lib.names import plain
from ayni.people.models import Compartment, ExternalId, Nationality, Person, Sensitivity
from ayni.people.rules.lists import Asked, Registered, held_against

from .matching import AT_ONCE, match_many

_BESIDE = 10
"""So many more are looked at than are wanted: some may be restricted, or come before by sex and nationality."""


class Answer(NamedTuple):
    query_id: str
    rank: int
    person: UUID
    external_id: str
    score: float
    reasons: tuple[str, ...]


def answers(asked: Sequence[Asked], *, top: int) -> Iterator[list[Answer]]:
    """For each line, the best first, at most so many."""
    for first in range(0, len(asked), AT_ONCE):
        yield from _answers(asked[first : first + AT_ONCE], top)


def _answers(asked: Sequence[Asked], top: int) -> Iterator[list[Answer]]:
    found = list(match_many([one.sought for one in asked], most=top + _BESIDE))
    ids = {match.person for match in chain.from_iterable(found)}
    restricted, known, external = _restricted(ids), _registered(ids), external_ids_of(ids)
    for one, matches in zip(asked, found, strict=True):
        open_ones = [match for match in matches if match.person not in restricted]
        scored = [(max(0.0, m.score - held_against(one, known[m.person])), m) for m in open_ones]
        best = sorted(scored, key=lambda pair: pair[0], reverse=True)[:top]
        yield [
            Answer(one.query_id, rank, m.person, external.get(m.person, ""), score, m.reasons)
            for rank, (score, m) in enumerate(best, start=1)
        ]


def external_ids_of(people: Collection[UUID]) -> dict[UUID, str]:
    """What other registers call them, as imports kept it: REGISTER:NUMBER, the newest where there are several."""
    rows = ExternalId.objects.filter(person__in=list(people)).order_by("pk")
    return {pk: f"{system}:{value}" for pk, system, value in rows.values_list("person_id", "system", "value")}


def _restricted(people: Collection[UUID]) -> set[UUID]:
    rows = Compartment.objects.filter(person__in=list(people), sensitivity=Sensitivity.RESTRICTED)
    return set(rows.order_by().values_list("person_id", flat=True))


def _registered(people: Collection[UUID]) -> dict[UUID, Registered]:
    ids = list(people)
    sexes = Person.objects.filter(pk__in=ids).order_by().values_list("pk", "sex__code", "sex__label_es")
    countries: dict[UUID, set[str]] = {}
    columns = ("person_id", "country__code", "country__label_es")
    held = Nationality.objects.filter(person__in=ids, ended_at__isnull=True).order_by()
    for pk, *words in held.values_list(*columns):
        countries.setdefault(pk, set()).update(_plain(words))
    return {pk: Registered(frozenset(_plain(words)), frozenset(countries.get(pk, ()))) for pk, *words in sexes}


def _plain(words: Iterable[str]) -> set[str]:
    """Also the letter that a code ends with: F of SEX-F."""
    return {plain(word) for word in words} | {plain(word.rsplit("-", 1)[-1]) for word in words}
