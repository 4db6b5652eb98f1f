"""Openings for the apps above, which add themselves in their `ready()`."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from ayni.access.models import User

from .models import Consent, Person


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


@dataclass(frozen=True)
class Repointer:
    """How the rows of one table follow when two files become one, and go back when that is undone.

    A plain row moves: its `field` is set to the person who is kept. `settle` is for tables with constraints: called
    before the move with (kept, absorbed), it ends or changes rows so that both sets may stand in one file, and every
    change it makes is inside the snapshot, because the rows of both are kept whole before it runs.
    """

    model: str
    """Label, such as "cases.Case"."""
    field: str
    settle: Callable[[Person, Person, datetime], None] | None = None
    moves: bool = True
    """False for what is made anew from the rest, such as search keys."""


REPOINTERS: list[Repointer] = []
"""One for every foreign key to a person, whichever app it is in; a test compares."""


@dataclass(frozen=True)
class Eraser:
    """What becomes of the rows of one table when a person is erased."""

    model: str
    """Label, such as "cases.Note"."""
    erase: Callable[[Person, datetime], int]
    """Called inside the transaction; returns how many rows it deleted or emptied."""
    keeps: str = ""
    """What must stay, without the person in it, and why: shown before and after. Empty if nothing stays."""


ERASERS: list[Eraser] = []
"""One for every table with a person in reach, whichever app it is in; a test compares."""
