"""Who may be meant: people by the search keys that they share with what is sought."""

import math
from collections import defaultdict
from collections.abc import Collection, Container, Iterable
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
from .scan import NAMES

MOST_PER_KEY = 1000
"""A key that more people have than this says too little by itself."""
MOST_OF_ONE_WORD = 150
MOST_NEAR = 2000
MOST_NEAR_KEYS = 900
"""SQLite may be built to take no more than 999 values in a statement."""
OWN_FIRST, ANYWHERE = 80, 60
"""How many are read: of the user's own offices, and of all."""

_ONE_KEY = (
    "SELECT * FROM (SELECT key, person_id, office_id FROM people_searchkey WHERE key = %s "
    "ORDER BY person_id DESC LIMIT %s) AS k"
)
_ANY_KEY = "SELECT key, person_id, office_id FROM people_searchkey WHERE key IN ({}) LIMIT %s"


class Asked(NamedTuple):
    """What a key that is asked for says about whoever has it."""

    trust: float = 1.0
    via: Via | None = None
    most: int = MOST_PER_KEY


ANY_NAMES = Asked()
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


def candidates(sought: Sought, offices: Collection[int]) -> Candidates:
    """By what they share with it. A single word is looked for in these offices only."""
    asked: dict[int, Asked] = {}
    codes = list(dict.fromkeys(keys.code(word) for word in sought.words))
    asked |= dict.fromkeys((keys.pair_key(a, b) for a, b in combinations(codes, 2)), ANY_NAMES)
    if len(codes) == 1:
        asked |= dict.fromkeys((keys.office_key(office, codes[0]) for office in offices), ONE_WORD)
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


def add_near(sought: Sought, found: Candidates, offices: Collection[int]) -> None:
    """People whom keys find past an error: of one word alone, or of a number. The scan is for names of more words."""
    asked: dict[int, Asked] = {}
    if len(sought.words) == 1:
        [word] = sought.words
        near = {code for rough in NAMES.alike(word) for code in keys.codes_of_rough(rough)}
        asked |= dict.fromkeys((keys.office_key(office, one) for office in offices for one in near), NEAR_NAMES)
        two = keys.parted(word)
        asked |= dict.fromkeys((keys.pair_key(keys.code(a), keys.code(b)) for a, b in two), NEAR_NAMES)
    for number in sought.numbers:
        asked |= dict.fromkeys((keys.number_key(near) for near in keys.near_numbers(number)), NEAR_NUMBER)
    asked = dict(islice(asked.items(), MOST_NEAR_KEYS))
    found.add(asked, reading.rows(_ANY_KEY, asked, after=[MOST_NEAR]))
