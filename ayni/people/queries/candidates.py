"""Who may be meant: people by the search keys that they share with what is sought."""

import math
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import reduce
from itertools import combinations
from operator import or_
from typing import NamedTuple

from django.conf import settings
from django.db import connection
from django.db.models import Q

from ayni.access.models import Office, User
from ayni.access.scope import scope_of
from ayni.lib.keys import keyring
from ayni.people.models import Birth
from ayni.people.rules import keys
from ayni.people.rules.asking import Sought
from ayni.people.rules.likeness import Via

from . import reading

MOST_PER_KEY = 1000
"""Of a key that more people have, the newest are read, unless the birth date says which."""
MOST_OF_AN_AGE = 3000
MOST_OF_ANY_AGE = 60
"""Of a pair of names whatever the birth date: all that have a rare one."""
MOST_NEAR = 2000
MOST_NEAR_KEYS = 900
"""SQLite may be built to take no more than 999 values in a statement."""
_SAME_DAY, _NEAR_DAY = 1.0, 0.8
"""What a birth date says that is the same, or has one error: as much as all the words of a name that is not rare."""
LAST_DAY = 65_535

_ROWS = (
    "SELECT * FROM (SELECT {}, line, office, born FROM people_searchkey "
    "WHERE key = {} AND born BETWEEN {} AND {}{} LIMIT {}) AS k"
)
_ANY_KEY = "SELECT key, line, office, born FROM people_searchkey WHERE key IN ({}) LIMIT %s"

_ASKED = "WITH asked(n, key, first, last) AS (VALUES {}) SELECT n, line, office, k.born FROM asked CROSS JOIN {}"
_OF_ONE = "people_searchkey k WHERE k.key = asked.key AND k.born BETWEEN first AND last"
_LOOK = {
    # The order of a cross join is kept: for each that is asked for, a look into the tree.
    "sqlite": _OF_ONE,
    "postgresql": f"LATERAL (SELECT line, office, born FROM {_OF_ONE} LIMIT {MOST_OF_AN_AGE}) AS k",  # noqa: S608
}
MOST_AT_ONCE, MOST_PARTS = 20_000, 400
MOST_OF_MANY = 200

Row = tuple[int, int, int, int]
"""Which key was asked for, line, office, day of birth."""


class Asked(NamedTuple):
    """A key that is asked for, the days of birth, and what it says about whoever has it."""

    key: int
    first: int = 0
    last: int = LAST_DAY
    trust: float = 1.0
    via: Via | None = None
    most: int = MOST_PER_KEY
    newest: bool = True


_BY_NAME: frozenset[Via] = frozenset()


@dataclass
class Candidates:
    """People by the numbers of their lines."""

    weight: dict[int, float] = field(default_factory=lambda: defaultdict(float))
    office: dict[int, int] = field(default_factory=dict)
    birth: dict[int, float] = field(default_factory=dict)
    """What the birth date says for each of them."""
    via: dict[int, set[Via]] = field(default_factory=lambda: defaultdict(set))

    def best(self, offices: Collection[int], most: int, most_own: int) -> list[int]:
        """The lines of those who share most with what is sought: at most so many, and more of the own offices."""
        ranked = sorted(self.weight, key=lambda line: (self.weight[line], line), reverse=True)
        own = [line for line in ranked[most:] if self.office[line] in offices][:most_own] if offices else []
        return ranked[:most] + own

    def via_of(self, line: int) -> frozenset[Via]:
        """By which numbers this one was found."""
        return frozenset(self.via[line]) if line in self.via else _BY_NAME

    def add(self, asked: Sequence[Asked], rows: Iterable[Row], births: Mapping[int, float]) -> None:
        rows = list(rows)
        people = Counter([row[0] for row in rows])
        # A rare key says more than a common one.
        weights = {n: asked[n].trust / math.log(3 + count) for n, count in people.items()}
        weight = self.weight
        for n, line, office, born in rows:
            if line not in weight:
                self.office[line] = office
                weight[line] = self.birth[line] = births.get(born, 0.0)
            weight[line] += weights[n]
            if via := asked[n].via:
                self.via[line].add(via)


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


def candidates(sought: Sought) -> Candidates:
    """By what they share with it: two words of the name and about the age, the birth date, a number."""
    asked = _asked(sought)
    found = Candidates()
    found.add(asked, reading.plain_rows(" UNION ALL ".join(map(_statement, range(len(asked)), asked))), births(sought))
    return found


def by_number(sought: Sought) -> Candidates:
    """By a document or a telephone alone."""
    asked, found = of_numbers(sought), Candidates()
    rows = reading.plain_rows(" UNION ALL ".join(map(_statement, range(len(asked)), asked)))
    found.add(asked, rows, births(sought))
    return found


def _asked(sought: Sought) -> list[Asked]:
    return of_names(sought) + of_births(sought) + of_numbers(sought)


def candidates_of(many: Sequence[Sought]) -> list[Candidates]:
    """The same of many, in a few statements. Of a pair of common names without a birth date fewer are read."""
    asked = [(n, ask) for n, sought in enumerate(many) for ask in _asked(sought)]
    rows: dict[int, list[Row]] = defaultdict(list)
    for row in _rows_of([ask for _n, ask in asked]):
        rows[asked[row[0]][0]].append(row)
    all_asked = [ask for _n, ask in asked]
    found = [Candidates() for _sought in many]
    for n, of_one in rows.items():
        found[n].add(all_asked, of_one, births(many[n]))
    return found


def _rows_of(asked: Sequence[Asked]) -> Iterator[Row]:
    few = [(n, ask) for n, ask in enumerate(asked) if not ask.newest]
    for first in range(0, len(few), MOST_AT_ONCE):
        values = ", ".join(f"({n}, {a.key}, {a.first}, {a.last})" for n, a in few[first : first + MOST_AT_ONCE])
        yield from reading.plain_rows(_ASKED.format(values, _LOOK[connection.vendor]))
    newest = [(n, ask._replace(most=MOST_OF_MANY)) for n, ask in enumerate(asked) if ask.newest]
    for first in range(0, len(newest), MOST_PARTS):
        parts = [_statement(n, ask) for n, ask in newest[first : first + MOST_PARTS]]
        yield from reading.plain_rows(" UNION ALL ".join(parts))


def _statement(n: int, asked: Asked) -> str:
    """All of it are numbers of ours: nothing that was typed stands in it."""
    order = " ORDER BY line DESC" if asked.newest else ""
    return _ROWS.format(n, asked.key, asked.first, asked.last, order, asked.most)


def of_names(sought: Sought) -> list[Asked]:
    codes = list(dict.fromkeys(keys.code(word) for word in sought.words))
    pairs = [keys.pair_key(a, b) for a, b in combinations(codes, 2)]
    if sought.born is None:
        return [Asked(key) for key in pairs]
    spans = ((0, 0), of_years(sought.born, 1 if sought.precision in _SURE_OF_YEAR else _LOOSE))
    return [Asked(key, *span, most=MOST_OF_AN_AGE, newest=False) for key in pairs for span in spans]


_SURE_OF_YEAR = frozenset({Birth.EXACT, Birth.MONTH})
_LOOSE = 3
"""Years by which an estimate may be wrong."""


def of_years(born: date, years: int) -> tuple[int, int]:
    first, last = date(max(1900, born.year - years), 1, 1), date(born.year + years, 12, 31)
    return max(1, keys.days_of(first)), keys.days_of(last)


def of_births(sought: Sought) -> list[Asked]:
    """The day, and day and month the other way round; days near it only if nothing else is asked for."""
    if not sought.day:
        return []
    near = keys.near_births(sought.day)
    days = [sought.day, *(day for day, kind in near.items() if kind == "swapped" or len(sought.words) < 2)]
    return [Asked(keys.BIRTH, keys.days_of(day), keys.days_of(day), trust=0.0, newest=False) for day in days]


def of_numbers(sought: Sought) -> list[Asked]:
    found = [(keys.number_key(number), Via.NUMBER) for number in sought.numbers]
    found += [(keys.phone_key(blind_phone(tail)), Via.PHONE) for tail in sought.phones]
    return [Asked(key, trust=9.0, via=via, newest=False) for key, via in found]


def births(sought: Sought) -> dict[int, float]:
    """Day → how much it says for somebody that they were born then."""
    if not sought.day:
        return {}
    near = {keys.days_of(day): _NEAR_DAY for day in keys.near_births(sought.day)}
    return near | {keys.days_of(sought.day): _SAME_DAY}


def add_near(sought: Sought, found: Candidates) -> None:
    """People whom keys find past an error: of a number, or in the birth date, or two names typed as one."""
    asked = []
    if len(sought.words) == 1:
        two = keys.parted(sought.words[0])
        asked = [Asked(keys.pair_key(keys.code(a), keys.code(b)), trust=0.5) for a, b in two]
    elif sought.born:
        asked = [ask._replace(first=0, last=LAST_DAY, most=MOST_OF_ANY_AGE) for ask in of_names(sought)[::2]]
    if asked:
        rows = reading.plain_rows(" UNION ALL ".join(map(_statement, range(len(asked)), asked)))
        found.add(asked, rows, births(sought))
    near = list({keys.number_key(near) for number in sought.numbers for near in keys.near_numbers(number)})
    near = near[:MOST_NEAR_KEYS]
    places = {key: n for n, key in enumerate(near)}
    rows = [(places[key], *rest) for key, *rest in reading.rows(_ANY_KEY, near, after=[MOST_NEAR])]
    found.add([Asked(key, trust=9.0, via=Via.NEAR_NUMBER) for key in near], rows, births(sought))
