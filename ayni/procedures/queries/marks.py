"""Short marks of what a page showed: of two who write the same thing, or of two windows of one, the second is told."""

from collections.abc import Iterable
from typing import Any

from ayni.lib.written import mark_of, mark_of_row

from ..models import Calendar, Campaign, Item, Series, Window


def of_calendar(calendar: Calendar) -> str:
    own = ("name", "minutes", "returns_hours", "overbooks", "is_open")
    openings = calendar.openings.order_by("weekday", "begins").values_list("weekday", "begins", "ends", "seats")
    quotas = calendar.quotas.order_by("group").values_list("group", "seats")
    return mark_of(
        {name: getattr(calendar, name) for name in own}
        | {"procedures": _keys(calendar.procedures), "openings": list(openings), "quotas": list(quotas)}
    )


def of_window(window: Window) -> str:
    own = ("number", "name", "is_open")
    return mark_of({name: getattr(window, name) for name in own} | {"procedures": _keys(window.procedures)})


def of_letters(rows: Iterable[Series]) -> str:
    """What each letter of an office means."""
    return mark_of({one.letter: (one.name, sorted(procedure.pk for procedure in one.procedures.all())) for one in rows})


def of_results(campaign: Campaign) -> str:
    return mark_of_row(campaign, ("results",))


def of_item(item: Item) -> str:
    """The paper, and what was said of it last."""
    return mark_of_row(item, ("attachment", "state", "looked_at"))


def of_verdicts(items: Iterable[Item]) -> str:
    return mark_of({str(item.pk): of_item(item) for item in items})


def _keys(rows: Any) -> list[int]:
    return sorted(rows.order_by().values_list("pk", flat=True))
