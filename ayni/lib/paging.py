"""Pages of a list by key, not by number: the thousandth page costs as much as the first, and no row is shown twice.

The order must name columns that an index covers and end with a unique one. The place in the list travels in the address
as a signed cursor (`?after=…` or `?before=…`); one that was altered is ignored, and the list starts at its beginning.
Columns of an order may not be null.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Generic, TypeVar
from uuid import UUID

from django.core import signing
from django.db.models import Model, Q, QuerySet
from django.http import HttpRequest, QueryDict

Row = TypeVar("Row", bound=Model)

PAGE_SIZE = 25
MOST_COUNTED = 1000
_SALT = "ayni.paging"


@dataclass(frozen=True)
class Page(Generic[Row]):
    """The rows of one page, and the addresses of its neighbours ("" where there is none)."""

    rows: Sequence[Row]
    previous_url: str = ""
    next_url: str = ""

    @property
    def has_previous(self) -> bool:
        return bool(self.previous_url)

    @property
    def has_next(self) -> bool:
        return bool(self.next_url)

    def __iter__(self) -> Any:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)


def paginate(
    request: HttpRequest, rows: QuerySet[Row, Row], *, order: Sequence[str], size: int = PAGE_SIZE, prefix: str = ""
) -> Page[Row]:
    """One page of `rows` in `order`, which is such as `("-opened_at", "-pk")`. One statement.

    `prefix` keeps two lists on one page apart.
    """
    after = _read(request.GET.get(f"{prefix}after"), order)
    before = None if after else _read(request.GET.get(f"{prefix}before"), order)
    wanted = tuple(_turned(name) for name in order) if before else tuple(order)
    query = rows.order_by(*wanted)
    if place := after or before:
        query = query.filter(_beyond(wanted, place))
    found = list(query[: size + 1])
    more, found = len(found) > size, found[:size]
    if before:
        found.reverse()
    has_previous, has_next = (more, True) if before else (bool(after), more)
    return Page(
        found,
        _address(request, prefix, "before", found[0], order) if has_previous and found else "",
        _address(request, prefix, "after", found[-1], order) if has_next and found else "",
    )


def count_up_to(rows: QuerySet[Any, Any], most: int = MOST_COUNTED) -> tuple[int, bool]:
    """(how many, whether that is all). Beyond `most` it stops counting: exact counts are what makes lists slow."""
    return told_up_to(rows.order_by()[: most + 1].values("pk").count(), most)


def told_up_to(found: int, most: int) -> tuple[int, bool]:
    return (most, False) if found > most else (found, True)


def _turned(name: str) -> str:
    return name[1:] if name.startswith("-") else f"-{name}"


def _beyond(order: Sequence[str], place: Sequence[Any]) -> Q:
    """a > x, or a = x and b > y, … The first column is also bounded by itself, so that the index is entered there."""
    beyond, same = Q(), Q()
    for name, value in zip(order, place, strict=True):
        column, side = name.removeprefix("-"), "lt" if name.startswith("-") else "gt"
        beyond |= same & Q(**{f"{column}__{side}": value})
        same &= Q(**{column: value})
    first = order[0]
    return Q(**{f"{first.removeprefix('-')}__{'lte' if first.startswith('-') else 'gte'}": place[0]}) & beyond


def _address(request: HttpRequest, prefix: str, side: str, row: Model, order: Sequence[str]) -> str:
    query: QueryDict = request.GET.copy()
    for old in ("after", "before"):
        query.pop(f"{prefix}{old}", None)
    place = [_written(_value(row, name.removeprefix("-"))) for name in order]
    query[f"{prefix}{side}"] = signing.dumps(place, salt=_SALT + "|" + "|".join(order), compress=True)
    return f"?{query.urlencode()}"


def _value(row: Any, column: str) -> Any:
    for step in column.split("__"):
        row = getattr(row, step)
    return row


def _written(value: Any) -> list[str | int]:
    """A value as JSON keeps it, with the name of its kind."""
    match value:
        case bool() | int():
            return ["i", int(value)]
        case str():
            return ["s", value]
        case datetime():
            return ["t", value.isoformat()]
        case date():
            return ["d", value.isoformat()]
        case UUID():
            return ["u", value.hex]
        case Decimal():
            return ["n", str(value)]
    raise TypeError(f"A list cannot be ordered by {type(value).__name__}: use a column that is never null.")


_READERS: dict[str, Callable[[Any], Any]] = {
    "i": int,
    "s": str,
    "t": datetime.fromisoformat,
    "d": date.fromisoformat,
    "u": lambda text: UUID(hex=text),
    "n": Decimal,
}


def _read(cursor: str | None, order: Sequence[str]) -> list[Any] | None:
    if not cursor:
        return None
    try:
        place = signing.loads(cursor, salt=_SALT + "|" + "|".join(order))
    except signing.BadSignature:
        return None
    return [_READERS[kind](value) for kind, value in place]
