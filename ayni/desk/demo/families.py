"""Families of the demo world: people of one nationality who were received at one office, one soon after the other.
Who came with whom is decided when they are drawn (`kin`); here are the rows of it.

Assumptions, not figures: with whom the other children are.
"""

from collections.abc import Sequence

from ayni.facts.periods import PERU

from .crowd import Drawn
from .hands import Hands
from .kin import Arrived, Group

WITH_A_RELATIVE, SEPARATED = 0.3, 0.1
"""Of children whose parent has no file."""


def make(hands: Hands, drawn: Sequence[Drawn]) -> None:
    """Links and households among these people, in the order in which they were received."""
    for person in drawn:
        if person.bond is None:
            if person.is_child:
                _alone(hands, person)
        elif person.bond.is_child:
            group = person.bond.group
            _link(hands, group.first, person, ("CHILD", "MOTHER" if group.first.is_woman else "FATHER"), is_home=True)
            _at_home(hands, group, person, "CHILD")
        else:
            _link(hands, person.bond.group.first, person, ("PARTNER", "PARTNER"), is_home=True)
            _at_home(hands, person.bond.group, person, "PARTNER")


def _link(hands: Hands, one: Arrived, other: Drawn, kinds: tuple[str, str], *, is_home: bool) -> None:
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


def _member(hands: Hands, group: Group, person: Arrived | Drawn, role: str, last: Drawn) -> None:
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
