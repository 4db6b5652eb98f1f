"""Who may be meant, of everybody: for duplicates, imports and lists, which no single user's reach limits.

Whoever shows the answers to somebody asks `visible_to` first.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

from ayni.people.rules.asking import Sought


@dataclass(frozen=True)
class Match:
    """Somebody who may be who is sought."""

    person: UUID
    score: float
    """From 0 to 1."""
    is_strong: bool
    """It would be careless to register somebody without asking."""
    reasons: tuple[str, ...]
    """In words, in the language in force."""


def match_many(sought: Sequence[Sought], *, most: int = 10, look_twice: bool = True) -> Iterator[list[Match]]:
    """For each, in order: whoever may be meant, the best first, at most so many.

    `look_twice`: also past several errors, where the first look found nobody who fits well.
    """
    raise NotImplementedError
