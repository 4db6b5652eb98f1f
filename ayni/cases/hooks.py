"""Openings for the apps above. `referrals` adds itself in its `ready()`."""

from collections.abc import Callable
from dataclasses import dataclass

from .models import Case


@dataclass(frozen=True)
class Blocker:
    """Something that is still waiting, in words for the person at the screen."""

    text: str
    url: str


closing_blockers: list[Callable[[Case], list[Blocker]]] = []
"""What must be settled before a case may be closed."""


def blockers(case: Case) -> list[Blocker]:
    """All that the apps above still wait for."""
    return [blocker for ask in closing_blockers for blocker in ask(case)]
