"""What higher apps may add to pages of the directory."""

from dataclasses import dataclass
from datetime import date
from typing import Protocol


@dataclass(frozen=True)
class Feed:
    """A way by which a local government follows what is published of its territory."""

    label: str
    address: str
    last_on: date | None
    """The day on which it was fetched last, by anybody; nobody is known."""
    fetched: int
    """How often in the last ninety days."""


class FeedsOf(Protocol):
    def __call__(self, ubigeo: str) -> list[Feed]: ...


FEEDS: list[FeedsOf] = []
"""Whoever publishes figures, if this installation does."""


def feeds_of(ubigeo: str) -> list[Feed]:
    return [one for each in FEEDS for one in each(ubigeo)]
