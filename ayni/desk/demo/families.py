"""Families of the demo world: people of one nationality who were received at one office, one soon after the other.

Assumptions, not figures: how many children come with a grown-up of their own nationality who has a file too, how many
pairs come together, with whom the other children are.
"""

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from ayni.facts.periods import PERU

from .crowd import Drawn
from .hands import Hands

TOGETHER = timedelta(days=120)
"""Between the registrations of two of a family. In a large world the last grown-up came minutes before."""
WITH_A_PARENT, WITH_A_PARTNER = 0.6, 0.12
WITH_A_RELATIVE, SEPARATED = 0.3, 0.1
"""Of children whose parent has no file."""
YOUNGEST_PARENT, OLDEST_PARENT, OF_ONE_AGE = 16, 46, 12


class Group:
    """A grown-up, and the household that begins when somebody is of their family."""

    __slots__ = ("first", "household", "paired")

    def __init__(self, first: Drawn) -> None:
        self.first = first
        self.household: UUID | None = None
        self.paired = False


def make(hands: Hands, drawn: Sequence[Drawn]) -> None:
    """Links and households among these people, in the order in which they were received."""
    last: dict[tuple[str, str], Group] = {}
    for person in drawn:
        place = person.office, person.nationality
        group = last.get(place)
        near = group is not None and _came_together(group.first, person)
        if person.is_child:
            if (
                group is not None
                and near
                and _may_be_parent(group.first, person)
                and hands.chance.happens(WITH_A_PARENT)
            ):
                kind = "MOTHER" if group.first.is_woman else "FATHER"
                _link(hands, group.first, person, ("CHILD", kind), is_home=True)
                _at_home(hands, group, person, "CHILD")
            else:
                _alone(hands, person)
        elif group is not None and near and _may_be_pair(group, person) and hands.chance.happens(WITH_A_PARTNER):
            _link(hands, group.first, person, ("PARTNER", "PARTNER"), is_home=True)
            _at_home(hands, group, person, "PARTNER")
            group.paired = True
        else:
            last[place] = Group(person)


def _came_together(first: Drawn, other: Drawn) -> bool:
    return other.registered_at - first.registered_at < TOGETHER


def _may_be_parent(parent: Drawn, child: Drawn) -> bool:
    return YOUNGEST_PARENT <= parent.age - child.age <= OLDEST_PARENT


def _may_be_pair(group: Group, other: Drawn) -> bool:
    one = group.first
    return not group.paired and one.is_woman != other.is_woman and abs(one.age - other.age) <= OF_ONE_AGE


def _link(hands: Hands, one: Drawn, other: Drawn, kinds: tuple[str, str], *, is_home: bool) -> None:
    """Both rows. Whoever came later lends the link their id: each comes with one link between files at most."""
    rows, at = hands.tables.relationships, other.registered_at
    for person, relative, kind in ((one, other, kinds[0]), (other, one, kinds[1])):
        rows.add(
            person_id=person.id, relative_id=relative.id, kind=kind, link=other.id, is_told=False,
            lives_together=is_home, recorded_at=at,
        )  # fmt: skip


def _at_home(hands: Hands, group: Group, other: Drawn, role: str) -> None:
    at = other.registered_at
    if group.household is None:
        group.household = hands.chance.uuid(at)
        number = hands.chance.public_number("H")
        office = hands.staff.desks[other.office].office.pk
        hands.tables.households.add(id=group.household, number=number, office_id=office, begun_at=at)
        _member(hands, group, group.first, "HEAD", other)
    _member(hands, group, other, role, other)


def _member(hands: Hands, group: Group, person: Drawn, role: str, last: Drawn) -> None:
    at = last.registered_at
    hands.tables.household_members.add(
        household_id=group.household, person_id=person.id, role=role, since=at.astimezone(PERU).date(),
        until=None, recorded_at=at,
    )  # fmt: skip


def _alone(hands: Hands, child: Drawn) -> None:
    """With whom a child is whose parents have no file, as the child told it; of many nothing is told."""
    roll, add = hands.chance.random(), hands.tables.relationships.add
    told = {"person_id": child.id, "recorded_at": child.registered_at}
    if roll < SEPARATED:
        add(kind="MOTHER", name="Mamá", **told)
        add(kind="SEPARATED_FROM", name="Mamá", **told)
    elif roll < SEPARATED + WITH_A_RELATIVE:
        kind = hands.chance.choice(("AUNT_UNCLE", "GRANDPARENT", "SIBLING"))
        years = {"SIBLING": 20, "AUNT_UNCLE": 35, "GRANDPARENT": 60}[kind]
        add(kind=kind, birth_year=child.registered_at.year - years, lives_together=True, **told)
    elif roll < 0.85:
        add(kind="MOTHER", birth_year=child.registered_at.year - child.age - 26, lives_together=True, **told)
