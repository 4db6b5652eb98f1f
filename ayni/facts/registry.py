"""What may be counted. Each app declares its tables in its `facts.py`, which is found by its name when Django starts.

There is no kind of column for a name, a number of a document or a text: such a value has no way out. A code must be in
the code list that its column names, or the build stops.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from django.db.models import Choices, Model, Q, QuerySet


class Kind(StrEnum):
    """What a column is, and so how it is written."""

    CODE = "code"
    """A dimension: a code of the column's code list."""
    MONTH = "month"
    """A dimension: the first day of a month in Peru."""
    DAY = "day"
    MOMENT = "moment"
    COUNT = "count"
    HOURS = "hours"
    FLAG = "flag"
    PERSON = "person"
    """The person's id, which leaves only as 64 bits of an HMAC under the secret `facts`, the same in every build."""
    ROW = "row"
    """The row's own id, sealed: only this installation can open it again, and the desk does so through `visible_to`."""


@dataclass(frozen=True)
class CodeList:
    """The codes that a column may hold, with their words."""

    name: str
    labels: Callable[[], Mapping[str, str]]


@dataclass(frozen=True)
class Column:
    name: str
    kind: Kind
    sources: tuple[str, ...]
    """Paths of values in the queryset, such as `office__code`; several when `derive` makes one of them."""
    about: str
    """One sentence: what it is, in which unit. Printed in the page that says what leaves each app."""
    codes: CodeList | None = None
    derive: Callable[..., Any] | None = None
    """A plain function of the values of `sources`, such as an age band of a birth date."""
    keyed_as: str = "person"
    """For PERSON: two tables that must not be joined key their people differently."""


@dataclass(frozen=True)
class Follow:
    """Which rows of a table change when a row of another one does."""

    model: str
    """`app.Model` of that other one."""
    columns: tuple[str, ...]
    """Columns of it: what they held before the change, and what they hold after it, is remembered."""
    lookup: str
    """A path from the counted row that is compared with what was remembered, such as `case_id`."""


def _nothing(_since: datetime, _at: datetime) -> Q | None:
    return None


@dataclass(frozen=True)
class Following:
    """How a table is brought up to date without being read whole.

    The counted row's own changes are followed anyway. A change of anything else that the querysets read, and that is
    not in `follows`, makes the table be read whole: nothing is missed, and code lists change seldom.
    """

    follows: tuple[Follow, ...] = ()
    moved: Callable[[datetime, datetime], Q | None] = _nothing
    """The rows that enter the table or change in it from the first moment to the second because time passes, although
    nobody writes them. None: there are none."""


@dataclass(frozen=True)
class FactTable:
    name: str
    about: str
    model: str
    """`app.Model` of the row ids, so that the desk can resolve them; of the rows, when they carry none."""
    rows: Callable[[datetime], Iterable[QuerySet[Any]]]
    """The querysets whose rows are counted, as things stand at that moment. Each knows every source."""
    columns: tuple[Column, ...]
    following: Following | None = None
    """None: it is read whole by every build."""

    @property
    def is_apart(self) -> bool:
        """Its people must not be joined to those of other tables: no order and no part of its file may tell who."""
        return any(column.kind is Kind.PERSON and column.keyed_as != "person" for column in self.columns)

    @property
    def sources(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(source for column in self.columns for source in column.sources))


class NotCountable(ValueError):
    """A declaration that does not hold together. For whoever writes a `facts.py`."""


REGISTRY: dict[str, FactTable] = {}


def tables() -> list[FactTable]:
    """Every table, in an order that does not hang on which app was imported first."""
    return [REGISTRY[name] for name in sorted(REGISTRY)]


def register(table: FactTable) -> FactTable:
    if table.name in REGISTRY:
        raise NotCountable(f"There are two fact tables called {table.name}.")
    names = [column.name for column in table.columns]
    if len(set(names)) != len(names):
        raise NotCountable(f"Two columns of {table.name} have one name.")
    for column in table.columns:
        if (column.kind is Kind.CODE) != (column.codes is not None):
            raise NotCountable(f"{table.name}.{column.name}: a code has a code list, and nothing else has one.")
        if column.derive is None and len(column.sources) != 1:
            raise NotCountable(f"{table.name}.{column.name}: several sources need a function that makes one of them.")
    REGISTRY[table.name] = table
    return table


def of_choices(name: str, choices: type[Choices]) -> CodeList:
    """The code list of an enumeration."""
    return CodeList(name, lambda: {str(value): str(label) for value, label in choices.choices})


def of_table(name: str, model: type[Model], label: str = "label_es", code: str = "code") -> CodeList:
    """The code list of a table: every version of every code, the newest word for each."""
    return CodeList(
        name,
        lambda: {str(key): str(word) for key, word in model._default_manager.order_by("pk").values_list(code, label)},
    )
