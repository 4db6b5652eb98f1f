"""Of a place that somebody follows: what comes next, and how often its feeds were fetched."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db.models import Max, Sum
from django.utils.timezone import localdate

from ..models import DailyUse, Kind, Planned
from ..published import Release
from .calendar import ahead


def coming(releases: Sequence[Release], at: datetime) -> list[Planned]:
    """What was announced and is not out."""
    return ahead([one.period for one in releases], localdate(at))


def fetched(place: str, since: date) -> dict[str, tuple[date, int]]:
    """Format → the last day on which somebody fetched it, and how often since a day."""
    rows = DailyUse.objects.filter(kind=Kind.FEED, code=place)
    last = dict(rows.values_list("detail").annotate(Max("day")).order_by("detail"))
    many = dict(rows.filter(day__gte=since).values_list("detail").annotate(Sum("many")).order_by("detail"))
    return {detail: (day, many.get(detail, 0)) for detail, day in last.items()}
