"""When the next figures come: what was announced, and is not out."""

from collections.abc import Collection
from datetime import date

from ..models import Planned


def ahead(published: Collection[str], on: date) -> list[Planned]:
    """By day. `published`: the months that are out."""
    rows = Planned.objects.filter(day__gte=on).exclude(period__in=list(published))
    return list(rows.order_by("day", "period"))
