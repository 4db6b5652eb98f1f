"""Who may be meant: people by the search keys that they share with what is sought."""

import math
from collections import defaultdict
from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass, field
from functools import reduce
from itertools import combinations, islice
from operator import or_
from typing import NamedTuple

from django.conf import settings
from django.db.models import Q

from ayni.access.models import Office, User
from ayni.access.scope import scope_of
from ayni.lib.keys import keyring
from ayni.people.rules import keys
from ayni.people.rules.asking import Sought
from ayni.people.rules.likeness import Via

from . import reading
from .reading import RawId

MOST_PER_KEY = 1000
"""A key that more people have than this says too little by itself."""
MOST_OF_ONE_WORD = 150
MOST_NEAR = 2000
MOST_NEAR_KEYS = 900
"""SQLite may be built to take no more than 999 values in a statement."""
MOST_WORDS_WITH_ERRORS = 3
OWN_FIRST, ANYWHERE = 80, 60
"""How many are read: of the user's own offices, and of all."""

_ONE_KEY = (
    "SELECT * FROM (SELECT key, person_id, office_id FROM people_searchkey WHERE key = %s "
    "ORDER BY person_id DESC LIMIT %s) AS k"
)
_ANY_KEY = "SELECT key, person_id, office_id FROM people_searchkey WHERE key IN ({}) LIMIT %s"

_CODES = "SELECT code FROM people_namecode WHERE code IN ({})"


class Asked(NamedTuple):
    """What a key that is asked for says about whoever has it."""

    trust: float = 1.0
    via: Via | None = None
    most: int = MOST_PER_KEY


NAMES = Asked()
ONE_WORD = Asked(most=MOST_OF_ONE_WORD)
NEAR_NAMES = Asked(trust=0.5)
BIRTH = Asked(trust=2.0)
NUMBER = Asked(trust=9.0, via=Via.NUMBER)
NEAR_NUMBER = Asked(trust=9.0, via=Via.NEAR_NUMBER)
PHONE = Asked(trust=9.0, via=Via.PHONE)


@dataclass
class Candidates:
    weight: dict[RawId, float] = field(default_factory=lambda: defaultdict(float))
    office: dict[RawId, int] = field(default_factory=dict)
    via: dict[RawId, set[Via]] = field(default_factory=lambda: defaultdict(set))

    def best(self, offices: set[int], without: Container[RawId] = ()) -> list[RawId]:
        """The ids to read: those who share most with what is sought, of the own offices and of all."""
        ranked = sorted(self.weight, key=lambda pk: (self.weight[pk], pk), reverse=True)
        chosen = dict.fromkeys([pk for pk in ranked if self.office[pk] in offices][:OWN_FIRST] + ranked[:ANYWHERE])
        return [pk for pk in chosen if pk not in without]

    def add(self, asked: dict[int, Asked], rows: Iterable[tuple[int, RawId, int]]) -> None:
        by_key: dict[int, list[RawId]] = defaultdict(list)
        for key, pk, office in rows:
            by_key[key].append(pk)
            self.office[pk] = office
        for key, people in by_key.items():
            trust, via, _most = asked[key]
            # A rare key says more than a common one.
            weight = trust / math.log(3 + len(people))
            for pk in people:
                self.weight[pk] += weight
                if via:
                    self.via[pk].add(via)


def blind_phone(tail: str) -> bytes:
    """The keyed digest of the last digits: telephones are stored encrypted, and this finds them."""
    return keyring(settings.AYNI_HOME).digest("search", tail)


def own_offices(user: User) -> set[int]:
    return {m.office_id for m in user.active_memberships if m.office_id}


def offices_in_reach(user: User) -> set[int]:
    """The user's own offices, and those of a supervisor's wider reach."""
    scope = scope_of(user)
    wider = [Q(organisation=organisation, department=department) for organisation, department in scope.departments]
    if scope.organisations:
        wider.append(Q(organisation__in=scope.organisations))
    if not wider:
        return own_offices(user)
    return own_offices(user) | set(Office.objects.filter(reduce(or_, wider)).order_by().values_list("pk", flat=True))


def candidates(sought: Sought, user: User) -> Candidates:
    asked: dict[int, Asked] = {}
    codes = list(dict.fromkeys(keys.code(word) for word in sought.words))
    asked |= dict.fromkeys((keys.pair_key(a, b) for a, b in combinations(codes, 2)), NAMES)
    if len(codes) == 1:
        asked |= dict.fromkeys((keys.office_key(office, codes[0]) for office in offices_in_reach(user)), ONE_WORD)
    if sought.day:
        days = [sought.day, *keys.near_births(sought.day)]
        asked |= dict.fromkeys((keys.birth_key(day) for day in days), BIRTH)
    asked |= dict.fromkeys((keys.number_key(number) for number in sought.numbers), NUMBER)
    asked |= dict.fromkeys((keys.phone_key(blind_phone(tail)) for tail in sought.phones), PHONE)
    found = Candidates()
    if asked:
        # The ORM cannot limit each part of a union.
        union = " UNION ALL ".join([_ONE_KEY] * len(asked))
        found.add(asked, reading.rows(union, [value for key in asked for value in (key, asked[key].most)]))
    return found


def add_near(sought: Sought, found: Candidates, user: User) -> None:
    """People one typing error away: asked for only when nobody fits well."""
    asked: dict[int, Asked] = {}
    first = sought.words[:MOST_WORDS_WITH_ERRORS]
    near = _near_codes(first)
    if len(first) == 1:
        asked |= dict.fromkeys(
            (keys.office_key(office, one) for office in own_offices(user) for one in near[first[0]]), NEAR_NAMES
        )
        two = keys.parted(first[0])
        asked |= dict.fromkeys((keys.pair_key(keys.code(a), keys.code(b)) for a, b in two), NEAR_NAMES)
    # Each word once as typed beside the next one mended: whoever has one word right and one nearly right is found.
    for one, other in zip(first, first[1:] + first[:1], strict=True):
        if one != other:
            asked |= dict.fromkeys((keys.pair_key(keys.code(one), code) for code in near[other]), NEAR_NAMES)
    for number in sought.numbers:
        asked |= dict.fromkeys((keys.number_key(near_number) for near_number in keys.near_numbers(number)), NEAR_NUMBER)
    asked = dict(islice(asked.items(), MOST_NEAR_KEYS))
    found.add(asked, reading.rows(_ANY_KEY, asked, after=[MOST_NEAR]))


def _near_codes(words: Sequence[str]) -> dict[str, list[str]]:
    """Word → the codes one typing error away that begin somebody's name."""
    near = {word: keys.near_codes(word) for word in words}
    codes = list(dict.fromkeys(code for codes in near.values() for code in sorted(codes)))[:MOST_NEAR_KEYS]
    there = {code for (code,) in reading.rows(_CODES, codes)}
    return {word: sorted(codes & there) for word, codes in near.items()}
