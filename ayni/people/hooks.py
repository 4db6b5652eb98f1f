"""Openings for the apps above, which add themselves in their `ready()`."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.functional import Promise

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
    change it makes is inside the snapshot, because the rows of both are kept whole before it runs. It is called again
    when a merge is undone, for what was added meanwhile.
    """

    model: str
    """Label, such as "cases.Case"."""
    field: str
    settle: Callable[[Person, Person, datetime], None] | None = None
    moves: bool = True
    """False: `settle` moves the rows itself, or, without one, they are made anew from the rest, such as search keys."""
    name: str | Promise = ""
    """What such rows are called, in the plural, for whoever decides: "cases". Empty: they are not spoken of."""
    describe: Callable[[Any], str] | None = None
    """One row in words, for whoever decides to which of two people it belongs. It may name what the file names."""
    asks: bool = True
    """False: what was added after a merge stays, unasked, with the file that was kept."""
    follows: Callable[[Any], str] | None = None
    """The id of another row on whose side this one stands, such as the case of a compartment."""
    restore: Callable[[Person, Person, Sequence[KeptRow]], None] | None = None
    """How rows that do not go back column by column go back: called with (kept, absorbed, rows) before the others."""


@dataclass(frozen=True)
class KeptRow:
    """A row of the snapshot of a merge: all its columns before, and those that the merge changed."""

    before: Mapping[str, Any]
    after: Mapping[str, Any] | None
    """None: the merge took the row away."""


REPOINTERS: list[Repointer] = []
"""One for every foreign key to a person, whichever app it is in; a test compares."""

UNMERGED: list[Callable[[Person, Person, User, datetime], None]] = []
"""Called inside the transaction that made one file two again, with both."""


@dataclass(frozen=True)
class Eraser:
    """What becomes of the rows of one table when a person is erased."""

    model: str
    """Label, such as "cases.Note"."""
    erase: Callable[[Person, datetime], int]
    """Called inside the transaction; returns how many rows it deleted or emptied."""
    keeps: str | Promise = ""
    """What must stay, without the person in it, and why: shown before and after. Empty if nothing stays."""


ERASERS: list[Eraser] = []
"""One for every table with a person in reach, whichever app it is in; a test compares."""
