"""Openings for the apps above, which add themselves in their `ready()`."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from ayni.access.models import User

from .models import Consent


@dataclass(frozen=True)
class Finding:
    """Something with a number of its own, such as a case, that this user may open."""

    title: str
    url: str


NUMBER_FINDERS: list[Callable[[str, User], Finding | None]] = []
"""Asked with what was typed into the search box, if it is short: a number may be all letters. Must cost one statement
at most, and none for what is no number."""

WITHDRAWAL_EFFECTS: list[Callable[[Consent], list[str]]] = []
"""What withdrawing this consent would stop, in sentences for the person at the screen."""

WITHDRAWN: list[Callable[[Consent, User, datetime], None]] = []
"""Called inside the transaction in which a consent was withdrawn."""
