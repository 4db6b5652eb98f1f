"""Is this person already here? Few statements, whatever the number of people."""

import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import combinations
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import connection
from django.db.models import Q
from django.utils.timezone import localdate

from ayni.access.models import Office, Reach, User
from ayni.access.permissions import Role
from ayni.lib.keys import keyring
from ayni.people import hooks
from ayni.people.models import Birth, Person, SearchKey
from ayni.people.rules import asking, keys, likeness
from ayni.people.rules.asking import Sought
from ayni.people.rules.documents import phone_tail
from ayni.people.rules.likeness import Known, Likeness, Via

SHOWN = 10
MOST_PER_KEY = 1000
"""A key that more people have than this says too little by itself."""
MOST_COMPARED = 400
MOST_HIDDEN_COMPARED = 40
MOST_WORDS_WITH_ERRORS = 3
_LONGEST_CASE_NUMBER = 20


@dataclass(frozen=True)
class Hit:
    """Somebody whom the user may see, with the reasons why they may be who is sought."""

    person: Person
    score: float
    is_strong: bool
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class Found:
    hits: Sequence[Hit] = ()
    somebody_hidden: bool = False
    """Somebody looks very much like who is sought, and is none of this user's business: call the focal point."""
    finding: hooks.Finding | None = None
    """What has the number that was typed, such as a case."""
    more: bool = False
    """More people answer than are shown: add a name or a date."""


@dataclass
class _Candidates:
    """People by the keys they share with what is sought."""

    weight: dict[UUID, float] = field(default_factory=lambda: defaultdict(float))
    via: dict[UUID, set[Via]] = field(default_factory=lambda: defaultdict(set))

    def best(self, most: int, without: Iterable[UUID] = ()) -> list[UUID]:
        left = self.weight.keys() - set(without)
        return sorted(left, key=lambda pk: (self.weight[pk], pk), reverse=True)[:most]


def search(text: str, user: User, at: datetime) -> Found:
    """What one line of text may mean, of what this user may see. Raises NothingToSearch with a sentence."""
    if finding := find_number(text, user):
        return Found(finding=finding)
    return search_for(asking.read(text, localdate(at)), user)


def find_number(text: str, user: User) -> hooks.Finding | None:
    text = text.strip()
    if len(text) > _LONGEST_CASE_NUMBER or not any(c.isdigit() for c in text):
        return None
    return next(filter(None, (find(text, user) for find in hooks.NUMBER_FINDERS)), None)


def search_for(sought: Sought, user: User, shown: int = SHOWN) -> Found:
    candidates = _candidates(sought, user)
    ranked = _ranked(sought, candidates, user)
    if _is_weak(ranked):
        _add_near(sought, candidates, user)
        ranked = _ranked(sought, candidates, user)
    hidden = _somebody_hidden(sought, candidates, user)
    best = [(pk, like) for pk, like in ranked if like.score >= likeness.SHOWN_FROM]
    return Found(_hits(best[:shown]), hidden, more=len(best) > shown)


def strong_matches(sought: Sought, user: User) -> set[UUID]:
    """Those whom it would be careless not to look at before registering somebody."""
    return {hit.person.pk for hit in search_for(sought, user).hits if hit.is_strong}


def blind_phone(number: str) -> bytes:
    """The keyed digest of the last digits: telephones are stored encrypted, and this finds them."""
    return keyring(settings.AYNI_HOME).digest("search", number)


def _is_weak(ranked: list[tuple[UUID, Likeness]]) -> bool:
    return not ranked or ranked[0][1].score < likeness.WEAK_BELOW


def _candidates(sought: Sought, user: User) -> _Candidates:
    asked: dict[int, Via | None] = {}
    codes = list(dict.fromkeys(keys.code(word) for word in sought.words))
    asked |= dict.fromkeys((keys.pair_key(a, b) for a, b in combinations(codes, 2)), None)
    if len(codes) == 1:
        asked |= dict.fromkeys((keys.office_key(office, codes[0]) for office in _offices(user)), None)
    if sought.day:
        days = [sought.day] + [day for day, _kind in keys.near_births(sought.day)]
        asked |= dict.fromkeys((keys.birth_key(day) for day in days), None)
    asked |= dict.fromkeys((keys.number_key(number) for number in sought.numbers), Via.NUMBER)
    asked |= dict.fromkeys((keys.phone_key(blind_phone(tail)) for tail in sought.phones), Via.PHONE)
    candidates = _Candidates()
    _collect(candidates, asked, _rows_of_each(list(asked)))
    return candidates


def _offices(user: User) -> set[int]:
    """Offices among whose people one word is looked for: the user's own, and those of a supervisor's wider reach."""
    own = {m.office_id for m in user.active_memberships if m.office_id}
    wider = Q(pk__in=[])
    for m in user.active_memberships:
        if m.office and m.role == Role.SUPERVISOR and m.reach != Reach.OFFICE:
            whole = Q(organisation=m.office.organisation_id)
            wider |= whole & Q(department=m.office.department_id) if m.reach == Reach.DEPARTMENT else whole
    return own | set(Office.objects.filter(wider).values_list("pk", flat=True)) if wider != Q(pk__in=[]) else own


def _collect(candidates: _Candidates, asked: dict[int, Via | None], rows: Iterable[tuple[int, UUID]]) -> None:
    by_key: dict[int, list[UUID]] = defaultdict(list)
    for key, pk in rows:
        by_key[key].append(pk)
    for key, people in by_key.items():
        weight = 5.0 if asked[key] else 1 / math.log(3 + len(people))
        for pk in people:
            candidates.weight[pk] += weight
            if via := asked[key]:
                candidates.via[pk].add(via)


_ONE_KEY = (
    "SELECT * FROM (SELECT key, person_id FROM people_searchkey WHERE key = %s ORDER BY person_id DESC LIMIT %s) AS k"
)


def _rows_of_each(asked: list[int]) -> list[tuple[int, UUID]]:
    """The newest people of each key, in one statement that both databases understand."""
    if not asked:
        return []
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join([_ONE_KEY] * len(asked)), [v for key in asked for v in (key, MOST_PER_KEY)])
        return [(key, pk if isinstance(pk, UUID) else UUID(pk)) for key, pk in cursor.fetchall()]


def _add_near(sought: Sought, candidates: _Candidates, user: User) -> None:
    """People one typing error away: asked for only when nobody else fits."""
    asked: dict[int, Via | None] = {}
    first = sought.words[:MOST_WORDS_WITH_ERRORS]
    if len(first) == 1:
        near = keys.near_codes(first[0])
        asked |= dict.fromkeys(
            (keys.office_key(m.office_id, one) for m in user.active_memberships if m.office_id for one in near), None
        )
    for one, other in combinations(first, 2):
        asked |= dict.fromkeys((keys.pair_key(near, keys.code(other)) for near in keys.near_codes(one)), None)
        asked |= dict.fromkeys((keys.pair_key(keys.code(one), near) for near in keys.near_codes(other)), None)
    for number in sought.numbers:
        asked |= dict.fromkeys((keys.number_key(near) for near in keys.near_numbers(number)), Via.NEAR_NUMBER)
    rows = SearchKey.objects.filter(key__in=list(asked)).order_by("key", "-person").values_list("key", "person_id")
    _collect(candidates, asked, rows[: 2 * MOST_PER_KEY])


_COMPARED = (
    "pk",
    "given_name_1",
    "given_name_2",
    "surname_1",
    "surname_2",
    "known_as",
    "birth_date",
    "birth_precision",
)
Row = tuple[Any, ...]


def _ranked(sought: Sought, candidates: _Candidates, user: User) -> list[tuple[UUID, Likeness]]:
    """Visible candidates, the likeliest first."""
    rows = Person.objects.visible_to(user).filter(pk__in=candidates.best(MOST_COMPARED)).order_by()
    return _compared(sought, candidates, rows.values_list(*_COMPARED))


def _somebody_hidden(sought: Sought, candidates: _Candidates, user: User) -> bool:
    """The words on the page are the same whatever hides the person: another office, a protected or restricted case."""
    if not likeness.can_be_strong(sought):
        return False
    best = candidates.best(MOST_HIDDEN_COMPARED)
    seen = Person.objects.visible_to(user).filter(pk__in=best).values("pk")
    rows = Person.objects.filter(pk__in=best).exclude(pk__in=seen).order_by()
    return any(like.is_strong for _pk, like in _compared(sought, candidates, rows.values_list(*_COMPARED)))


def _compared(sought: Sought, candidates: _Candidates, rows: Iterable[Row]) -> list[tuple[UUID, Likeness]]:
    found = [(row[0], likeness.compare(sought, _known(row), frozenset(candidates.via.get(row[0], ())))) for row in rows]
    return sorted(found, key=lambda pair: (pair[1].score, pair[0]), reverse=True)


def _known(row: Row) -> Known:
    _pk, given_1, given_2, surname_1, surname_2, known_as, born, precision = row
    return Known(
        given=keys.name_words(given_1, given_2),
        surname_1=keys.name_words(surname_1),
        surname_2=keys.name_words(surname_2),
        known_as=keys.name_words(known_as),
        born=born,
        precision=precision,
    )


def _hits(ranked: list[tuple[UUID, Likeness]]) -> list[Hit]:
    """The people to show, with what a list shows of them."""
    people = Person.objects.select_related("office", "sex").prefetch_related(
        "nationalities__country", "documents__type"
    )
    by_pk = people.in_bulk([pk for pk, _like in ranked])
    return [Hit(by_pk[pk], like.score, like.is_strong, like.reasons) for pk, like in ranked if pk in by_pk]


def facts_of(person: Person) -> keys.Facts:
    """What of a person goes into search keys. Reads prefetched documents and contacts."""
    documents = [d.number for d in person.documents.all() if d.number]
    tails = [phone_tail(c.value) for c in person.contacts.all() if c.ended_at is None]
    return keys.Facts(
        office_id=person.office_id,
        given=keys.name_words(person.given_name_1, person.given_name_2),
        surnames=keys.name_words(person.surname_1, person.surname_2),
        known_as=keys.name_words(person.known_as),
        born=person.birth_date if person.birth_precision == Birth.EXACT else None,
        numbers=tuple(documents),
        phones=tuple(blind_phone(tail) for tail in tails if tail),
    )
