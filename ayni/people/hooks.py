"""Openings for the apps above, which add themselves in their `ready()`."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum, auto
from typing import Any

from django.db.models import Model, QuerySet
from django.utils.functional import Promise

from ayni.access.models import Office, User

from .models import Consent, Person


@dataclass(frozen=True)
class Finding:
    """Something with a number of its own, such as a case, that this user may open."""

    title: str
    url: str


NUMBER_FINDERS: list[Callable[[str, User], Finding | None]] = []
"""Asked with what was typed into the search box, if it is short: a number may be all letters. Must cost one statement
at most, and none for what is no number."""


@dataclass(frozen=True)
class ToCall:
    """Somebody who answers for the unit. Without a telephone, only the name is said."""

    name: str
    phone: str = ""


WHOM_TO_CALL: list[Callable[[User], ToCall | None]] = []
"""Whom this user calls about a file that they may not open. Must follow from the user alone: that there is a file
elsewhere must not show in the answer. The first one counts."""

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
    told: Callable[[QuerySet[Any], User], QuerySet[Any]] | None = None
    """The rows that this user may be told about: others are neither counted nor asked about, because they tell of a
    file that is hidden from them. None: all."""
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


class Fate(StrEnum):
    """What becomes of the rows of a table when a person is erased."""

    DELETED = auto()
    EMPTIED = auto()
    KEPT = auto()


@dataclass(frozen=True)
class Eraser:
    """What becomes of the rows of one table when a person is erased. `actions.erasers` has the three usual kinds:
    `deletes`, `empties` and `stays`."""

    model: str
    """Label, such as "cases.Note"."""
    erase: Callable[[Person, datetime], int]
    """Called inside the transaction; returns how many rows it deleted or emptied."""
    keeps: str | Promise = ""
    """What must stay, without the person in it, and why: shown before and after. Empty if nothing stays."""
    fate: Fate = Fate.DELETED


ERASERS: list[Eraser] = []
"""One for every table with a person in reach, whichever app it is in; a test compares."""

NO_ERASER: dict[str, str] = {}
"""Label of a table with a person in reach that needs none, and why."""

ERASURE_BLOCKERS: list[Callable[[Person], list[str]]] = []
"""What must be settled before a file may be erased, in sentences for the person at the screen."""


@dataclass(frozen=True)
class Sweeper:
    """How the records of one kind end when their time is over. Which time is in `data/retention.csv`."""

    kind: str
    """As the rules name it, such as "DRAFT"."""
    due: Callable[[datetime], QuerySet[Any]]
    """The rows whose time began before this moment. Whoever has a hold on the person is left out by `person`."""
    sweep: Callable[[Any, datetime, str], None]
    """End one row, inside a transaction of its own; the last argument is the code of the rule. A RuleBroken leaves it
    for later."""
    person: str = ""
    """Path from a row to the person, such as "case__person"; "pk" for people; empty for what is of nobody in
    particular."""
    visible: Callable[[QuerySet[Any], User], QuerySet[Any]] | None = None
    """The rows that this user may see. None: only a total of the whole country is ever shown, and only from ten on."""


SWEEPERS: dict[str, Sweeper] = {}
"""By kind, whichever app it is in."""


@dataclass(frozen=True)
class OwnData:
    """What a copy of one's own data says of one table: its name in words, and what is not handed over, with why.

    A table that reaches a person by foreign keys is in the copy by itself; this adds words and reasons. `rows` is for a
    table that reaches the person some other way.
    """

    model: str
    title: str | Promise
    withheld: Mapping[str, str | Promise] = field(default_factory=dict)
    """Name of a field, or "*" for the whole table: why it is not handed over, for the person who reads it."""
    withheld_if: Callable[[Model], str] | None = None
    """Why this one row is not handed over; empty: it is."""
    rows: Callable[[Person, User], QuerySet[Any]] | None = None
    labels: Mapping[str, str | Promise] = field(default_factory=dict)
    """Name of a field: how the paper calls it. What has no label is in the file for machines only."""
    told: Mapping[str, Callable[[Any], list[tuple[str, str]]]] = field(default_factory=dict)
    """Name of a field whose value is a code of its own: what it says, as pairs of a label and a value."""


OWN_DATA: dict[str, OwnData] = {}
"""By label of the model; a test asks for one of every table with personal fields."""


def tell_own_data(*tables: OwnData) -> None:
    """For an app's `ready()`."""
    OWN_DATA.update({table.model: table for table in tables})


Made = tuple[str, str]
"""Label of a table, such as "cases.Case", and id."""


@dataclass(frozen=True)
class Taker:
    """What else a list says of a person, beside who they are: an app above takes it when the row is accepted."""

    check: Callable[[Mapping[str, str], Office], list[tuple[str, str]]]
    """Field and code of what is wrong (`rules.imports.judging.FAULTS`), before anybody accepts the row. Must not ask
    the database anew for every row."""
    take: Callable[[Person, Mapping[str, str], Office, User, datetime], Sequence[Made]]
    """Inside the transaction that accepts the row. May be called with nothing that concerns it. Gives what it made."""
    undo: Callable[[Sequence[Made], User, datetime], None]
    """Inside the transaction that takes rows back, before people go: takes out what `take` made, and leaves alone what
    another taker made. Called only if nothing was built on it since, as the trail tells by the id of what was made."""


TAKERS: list[Taker] = []
"""Asked only for rows that have columns of a case."""
