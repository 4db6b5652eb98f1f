"""Whom the rows of a list may be, as far as nobody's reach limits it: reading only, in whichever process."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from typing import TypeVar
from uuid import UUID

from django.db import connection

from ayni.people.models import Birth, IdentityDocument, Person
from ayni.people.rules import keys, likeness
from ayni.people.rules.asking import Sought
from ayni.people.rules.documents import compared
from ayni.people.rules.imports.states import NAMES_AGREE_FROM
from ayni.people.rules.likeness import Known

from .matching import Match, match_in, match_many
from .register import Register
from .scan import NAMES

T = TypeVar("T")
LOOK_AGAIN_FROM = 0.75
MOST = 5
AT_ONCE = 900
"""SQLite may be built to take no more than 999 values in a statement."""
_WORTH = 50
"""Reading the keys of so many people costs as much as looking for one row without."""


@dataclass(frozen=True)
class Fitting:
    """Somebody who may be the person of a row."""

    match: Match
    names: float
    """How well names and birth date agree by themselves: a number that two people share does not make them one."""
    has_number: bool
    """The number of the row is that of a document of theirs."""


class Looker:
    """Looks for the people of one list, chunk after chunk. Once it was asked for so many that it is worth it, it keeps
    the keys of everybody in memory: what is found is the same."""

    def __init__(self) -> None:
        self._asked, self._register = 0, None  # type: int, Register | None

    def __call__(self, sought: Sequence[Sought]) -> list[list[Fitting]]:
        # Which names are rare is known from the first row on: a score must not depend on who compared.
        NAMES.refresh()
        self._asked += len(sought)
        if self._register is None and self._asked * _WORTH > _lines():
            self._register = Register()
        return look(sought, self._register)


def _lines() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT COALESCE(MAX(id), 0) FROM people_nameline")
        return int(cursor.fetchone()[0])


def look(sought: Sequence[Sought], register: Register | None = None, *, look_twice: bool = True) -> list[list[Fitting]]:
    """For each, in order: whoever it may be, the best first. The same one twice is looked for once.

    All get the first look. The second, past several errors, costs much more: only those get it for whom the first
    found somebody who is neither clearly the person nor clearly somebody else. Whoever fits less than that changes no
    row's state (`state_of`).
    """
    each = list(dict.fromkeys(sought))
    match = partial(match_many if register is None else partial(match_in, register), most=MOST, least=LOOK_AGAIN_FROM)
    first = list(match(each, look_twice=False))
    unsure = [place for place, found in enumerate(first) if look_twice and _is_unsure(found)]
    again = match([each[place] for place in unsure], look_twice=True)
    for place, found in zip(unsure, again, strict=True):
        first[place] = found
    answers = dict(zip(each, fitting(each, first), strict=True))
    return [answers[one] for one in sought]


def _is_unsure(found: Sequence[Match]) -> bool:
    return bool(found) and not found[0].is_strong and found[0].score >= LOOK_AGAIN_FROM


def fitting(sought: Sequence[Sought], matches: Sequence[Sequence[Match]]) -> list[list[Fitting]]:
    """Whoever has the number and the name comes first, then by the score. Without those who are gone meanwhile."""
    known = _known({match.person for found in matches for match in found})
    numbers = _numbers({m.person for one, found in zip(sought, matches, strict=True) for m in found if one.numbers})
    return [
        sorted((_fitting(one, match, known, numbers) for match in found if match.person in known), key=_in_order)
        for one, found in zip(sought, matches, strict=True)
    ]


def _fitting(sought: Sought, match: Match, known: dict[UUID, Known], numbers: dict[UUID, set[str]]) -> Fitting:
    bare = replace(sought, numbers=(), phones=()) if sought.numbers or sought.phones else sought
    has_number = not numbers[match.person].isdisjoint(map(compared, sought.numbers)) if sought.numbers else False
    return Fitting(match, likeness.compare(bare, known[match.person]).score, has_number)


def _in_order(one: Fitting) -> tuple[bool, float]:
    return not (one.has_number and one.names >= NAMES_AGREE_FROM), -one.match.score


def _numbers(ids: Collection[UUID]) -> dict[UUID, set[str]]:
    found: dict[UUID, set[str]] = defaultdict(set)
    for part in parts(sorted(ids)):
        rows = IdentityDocument.objects.filter(person__in=part).exclude(number="").order_by()
        for person, number in rows.values_list("person_id", "number"):
            found[person].add(compared(number))
    return found


_NAMES = ("given_name_1", "given_name_2", "surname_1", "surname_2", "known_as", "birth_date", "birth_precision")


def _known(ids: Collection[UUID]) -> dict[UUID, Known]:
    people = Person.objects.order_by().values_list("pk", *_NAMES)
    rows = [row for part in parts(sorted(ids)) for row in people.filter(pk__in=part)]
    return {pk: _plain(names, born, precision) for pk, *names, born, precision in rows}


def _plain(names: Sequence[str], born: date | None, precision: str) -> Known:
    given_1, given_2, surname_1, surname_2, known_as = names
    words = keys.name_words
    return Known(
        words(given_1, given_2), words(surname_1), words(surname_2), words(known_as),
        born, precision or Birth.UNKNOWN,
    )  # fmt: skip


def parts(values: Sequence[T]) -> list[Sequence[T]]:
    return [values[i : i + AT_ONCE] for i in range(0, len(values), AT_ONCE)]
