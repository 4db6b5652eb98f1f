"""Openings of the front desk, for its own parts to meet."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from ayni.access.models import User
from ayni.people.models import Person


class Comparer(Protocol):
    """What comparing a finger of somebody with the one that was enrolled said, at the hand-over that is under way. Yes,
    no, or nothing if none was compared."""

    def __call__(self, person: Person, *, by: User, at: datetime) -> bool | None: ...


FINGER: list[Comparer] = []
"""The one way of this installation to compare a finger, if it has one."""


@dataclass(frozen=True)
class GuideLink:
    """A guide of the public site on some procedures."""

    procedures: frozenset[str]
    title: str
    address: str
    language: str


@dataclass(frozen=True)
class Call:
    """A telephone number for whoever is in danger."""

    number: str
    dialled: str
    label: str
    is_sure: bool


class PublicSite(Protocol):
    """What the public site has for whoever looks alone for what is possible."""

    def guides(self, language: str, on: date) -> list[GuideLink]: ...

    def calls(self, language: str) -> list[Call]: ...

    def start(self, language: str) -> str:
        """Address of its first page."""

    def where_to_go(self, language: str) -> str:
        """Address of the page that says where to go. Empty: there is none."""


PUBLIC_SITE: list[PublicSite] = []
"""The one public site of this installation, if it has one."""
