"""What may be counted. Each app declares its tables in its `facts.py` and adds them here in its `ready()`."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class Kind(StrEnum):
    """What a column is. A name, a free number or a text of a person is none of these, so it cannot leave."""

    DIMENSION = "dimension"
    """A code of a code list or of an enumeration."""
    TIME = "time"
    MEASURE = "measure"
    """A count or a duration."""
    PERSON = "person"
    """The person's id, which leaves only as HMAC under the secret `facts`."""
    ROW = "row"
    """The row's own id, which leaves only as HMAC, and which a desk page resolves again."""


@dataclass(frozen=True)
class Column:
    name: str
    kind: Kind
    source: str
    """The path of the value in the queryset, such as `office__code`."""
    about: str
    """One sentence: what it is, in which unit. Printed in the page that says what leaves each app."""


@dataclass(frozen=True)
class FactTable:
    name: str
    about: str
    rows: Callable[[], Iterable[dict[str, Any]]]
    """Rows as dicts of every column's `source`, without loading them all at once."""
    columns: tuple[Column, ...]
    model: str
    """`app.Model` of the row ids, so that a desk page can resolve them."""


REGISTRY: dict[str, FactTable] = {}


def register(table: FactTable) -> None:
    if table.name in REGISTRY:
        raise ValueError(f"There are two fact tables called {table.name}.")
    REGISTRY[table.name] = table
