"""Who came with whom in the demo world: decided when a person is drawn, because it gives them their surnames.

Assumptions, not figures: how many children come with a grown-up of their own nationality who has a file too, how many
pairs come together.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from . import names
from .chance import Chance

TOGETHER = timedelta(days=120)
"""Between the registrations of two of a family. In a large world the last grown-up came minutes before."""
WITH_A_PARENT, WITH_A_PARTNER = 0.6, 0.12
YOUNGEST_PARENT, OLDEST_PARENT, OF_ONE_AGE = 16, 46, 12


@dataclass(slots=True)
class Arrived:
    """Somebody who was just drawn."""

    id: UUID
    office: str
    nationality: str
    is_woman: bool
    age: int
    registered_at: datetime
    surname: str
    """The first one."""


@dataclass(slots=True)
class Group:
    """A grown-up, the partner who came along, and the household that begins when somebody is of their family."""

    first: Arrived
    partner: Arrived | None = None
    household: UUID | None = None

    def parent(self, *, is_woman: bool) -> Arrived | None:
        return next((one for one in (self.first, self.partner) if one and one.is_woman == is_woman), None)


@dataclass(frozen=True, slots=True)
class Bond:
    """That somebody is of the family of a grown-up: their child, or their partner."""

    group: Group
    is_child: bool


class Kin:
    """The last grown-up of each office and nationality, with whom the next to come may be."""

    def __init__(self, chance: Chance) -> None:
        self.chance = chance
        self.last: dict[tuple[str, str], Group] = {}

    def forget(self) -> None:
        """Whoever comes from now on is of no family of before."""
        self.last = {}

    def meet(self, one: Arrived) -> Bond | None:
        place = one.office, one.nationality
        group = self.last.get(place)
        near = group if group and one.registered_at - group.first.registered_at < TOGETHER else None
        if one.age < 18:
            return Bond(near, is_child=True) if near and self._is_child(near, one) else None
        if near and self._is_partner(near, one):
            near.partner = one
            return Bond(near, is_child=False)
        self.last[place] = Group(one)
        return None

    def _is_child(self, group: Group, child: Arrived) -> bool:
        return YOUNGEST_PARENT <= group.first.age - child.age <= OLDEST_PARENT and self.chance.happens(WITH_A_PARENT)

    def _is_partner(self, group: Group, other: Arrived) -> bool:
        one = group.first
        may_be = group.partner is None and one.is_woman != other.is_woman and abs(one.age - other.age) <= OF_ONE_AGE
        return may_be and self.chance.happens(WITH_A_PARTNER)


def surnames_of_child(nationality: str, own: tuple[str, str], group: Group) -> tuple[str, str]:
    """The father's and the mother's first surname, in the order of their country; of a parent who did not come along,
    what was drawn (`own`)."""
    father, mother = group.parent(is_woman=False), group.parent(is_woman=True)
    if names.of_country(nationality).has_one_surname:
        only = father or mother
        return (only.surname if only else own[0]), ""
    first, second = father.surname if father else own[0], mother.surname if mother else own[1]
    return (second, first) if nationality == "BRA" else (first, second)


def called_child(nationality: str, given: str, other: str, parent: Arrived) -> str:
    """How a parent names a child who has no file. `other`: the surname of the other parent."""
    if names.of_country(nationality).has_one_surname:
        return f"{given} {other if parent.is_woman else parent.surname}"
    both = (other, parent.surname) if parent.is_woman else (parent.surname, other)
    return " ".join((given, *(reversed(both) if nationality == "BRA" else both)))
