"""What is used and what nobody opens."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Sum

from ..models import DailyUse, Kind, Purpose, PurposeKind


@dataclass(frozen=True)
class Line:
    code: str
    many: int
    by_detail: dict[str, int]


def used(since: date, until: date) -> dict[str, list[Line]]:
    """Kind → what was opened, the most first."""
    rows = (
        DailyUse.objects.filter(day__gte=since, day__lte=until)
        .values_list("kind", "code", "detail")
        .annotate(Sum("many"))
        .order_by("kind", "code", "detail")
    )
    found: dict[str, dict[str, dict[str, int]]] = {}
    for kind, code, detail, many in rows:
        found.setdefault(kind, {}).setdefault(code, {})[detail] = many
    return {
        kind: sorted(
            (Line(code, sum(by.values()), {name: n for name, n in by.items() if name}) for code, by in codes.items()),
            key=lambda one: (-one.many, one.code),
        )
        for kind, codes in found.items()
    }


def never_opened(codes: Sequence[str], since: date, until: date) -> list[str]:
    """Of these tables, those that nobody opened in any way."""
    kinds = [Kind.TABLE, Kind.EMBED, Kind.DOWNLOAD]
    rows = DailyUse.objects.filter(day__gte=since, day__lte=until, kind__in=kinds, code__in=codes)
    opened = set(rows.values_list("code", flat=True))
    return [one for one in codes if one not in opened]


def purposes(since: date, until: date, most: int = 200) -> list[Purpose]:
    rows = Purpose.objects.filter(told_on__gte=since, told_on__lte=until)
    return list(rows.order_by("-told_on", "-pk")[:most])


def purposes_by_kind(since: date, until: date) -> list[tuple[str, int]]:
    rows = Purpose.objects.filter(told_on__gte=since, told_on__lte=until).values_list("kind", flat=True)
    counts = dict.fromkeys(PurposeKind.values, 0)
    for kind in rows:
        counts[kind] += 1
    return [(str(PurposeKind(kind).label), many) for kind, many in counts.items() if many]
