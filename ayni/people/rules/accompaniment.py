"""With whom a child is: accompanied, separated or unaccompanied. It follows from the links, and is stored nowhere.

The words are those of General Comment 6 of the Committee on the Rights of the Child (CRC/GC/2005/6, paragraphs 7 and 8)
and of the Inter-agency Guiding Principles on Unaccompanied and Separated Children (ICRC, IRC, Save the Children UK,
UNICEF, UNHCR, World Vision, 2004), which say the same:

- unaccompanied: separated from both parents and other relatives, and not cared for by an adult who, by law or custom,
  is responsible for doing so;
- separated: separated from both parents, or from their previous legal or customary primary caregiver, but not
  necessarily from other relatives.

Whoever is with a parent, or with the guardian that the law gave them, is accompanied. In doubt a child is given the
more protective of two words: a caregiver by custom, or a relative, makes a child separated, not accompanied.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from .families import KIN, PARENTS, Kind


class Accompaniment(StrEnum):
    ACCOMPANIED = "accompanied"
    SEPARATED = "separated"
    UNACCOMPANIED = "unaccompanied"
    UNKNOWN = "unknown"
    """Nothing that was recorded says with whom the child is: to be asked."""


@dataclass(frozen=True)
class Companion:
    """One link of a child that stands. `who`: which relative, so that several links to one are read together."""

    kind: str
    who: UUID | str
    lives_together: bool = False
    may_be_minor: bool = False
    """Or it is not known how old they are, and nothing says that they are grown up."""


@dataclass(frozen=True)
class Company:
    state: Accompaniment
    with_parent: bool = False
    from_parent: bool = False
    """Separated from a mother, a father or a guardian, wherever else the child is: there is somebody to be traced."""


def company(companions: Iterable[Companion]) -> Company:
    """With whom a child is, of whom these links tell."""
    links = list(companions)
    lost = {link.who for link in links if link.kind == Kind.SEPARATED_FROM}
    near = {link.who for link in links if link.kind == Kind.TRAVELS_WITH or link.lives_together} - lost
    near |= {link.who for link in links if link.kind in {Kind.GUARDIAN, Kind.CAREGIVER}} - lost
    from_parent = any(link.who in lost and link.kind in PARENTS | {Kind.GUARDIAN} for link in links)
    here = [link for link in links if link.who in near]
    if any(link.kind in PARENTS for link in here):
        return Company(Accompaniment.ACCOMPANIED, with_parent=True, from_parent=from_parent)
    if any(link.kind == Kind.GUARDIAN for link in here):
        return Company(Accompaniment.ACCOMPANIED, from_parent=from_parent)
    if any(link.kind in _OTHERS and not link.may_be_minor for link in here):
        return Company(Accompaniment.SEPARATED, from_parent=from_parent)
    if here or lost:
        return Company(Accompaniment.UNACCOMPANIED, from_parent=from_parent)
    return Company(Accompaniment.UNKNOWN)


_OTHERS = (KIN - PARENTS - {Kind.CHILD, Kind.GRANDCHILD, Kind.PARTNER, Kind.FORMER_PARTNER}) | {Kind.CAREGIVER}
"""Grown-ups who may care for a child without being their parent or guardian. A partner of a child is none."""
