"""A year of sessions: the list with its filters, its numbers, and the attendance of series."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils.timezone import get_current_timezone, localtime

from ayni.access.models import User

from ..models import OVER, Attendance, Series, Session, SignUp, SignUpState, State, with_came
from .calendar import sessions

HEADER = (
    "fecha", "inicio", "fin", "tipo", "titulo", "estado", "oficina", "departamento", "lugar", "publico", "tema",
    "sector", "objetivo", "resultado_unidad", "institucion", "serie", "asistentes", "horas_personal",
    "costo_soles", "resultado",
)  # fmt: skip
BY = {
    "kind": "kind__code", "state": "state", "department": "department__code", "audience_kind": "audience_kind",
    "topic": "topic", "sector": "sector__code", "aim": "aim", "outcome": "outcome", "office": "office__code",
}  # fmt: skip


def year_of(typed: str, today: date) -> int:
    """As the address says it; else this one."""
    year = int(typed) if typed.isascii() and typed.isdecimal() and len(typed) == 4 else today.year
    return year if 2000 <= year <= today.year + 2 else today.year


def of_year(user: User, year: int, said: Mapping[str, str]) -> QuerySet[Any]:
    """Those of a year that the user sees, narrowed by what the address says; each with `came`."""
    # PostgreSQL keeps no NUL, and nobody's title has one.
    said = {name: value.replace("\0", "") for name, value in said.items()}
    zone = get_current_timezone()
    begins, ends = datetime(year, 1, 1, tzinfo=zone), datetime(year + 1, 1, 1, tzinfo=zone)
    rows = with_came(sessions()).filter(pk__in=Session.objects.visible_to(user), starts_at__gte=begins)
    rows = rows.filter(starts_at__lt=ends).select_related("sector", "institution", "series")
    for name, path in BY.items():
        if value := said.get(name, ""):
            rows = rows.filter(**{path: value})
    if words := said.get("q", "").strip():
        rows = rows.filter(Q(title__icontains=words) | Q(place__icontains=words))
    return rows


@dataclass(frozen=True)
class Year:
    """What a filtered year comes to."""

    sessions: int
    held: int
    people: int
    hours: Decimal | None
    cost: Decimal | None

    @property
    def per_hundred(self) -> Decimal | None:
        """Hours of staff for a hundred people reached: effort per result."""
        return round(self.hours * 100 / self.people, 1) if self.hours and self.people else None


def summed(rows: QuerySet[Any]) -> Year:
    held = rows.filter(state__in=OVER).order_by()
    numbers = list(held.values_list("came", "staff_hours", "cost"))
    hours = [one for _came, one, _cost in numbers if one is not None]
    costs = [one for _came, _hours, one in numbers if one is not None]
    return Year(
        sessions=rows.order_by().exclude(state=State.CANCELLED).count(), held=len(numbers),
        people=sum(came for came, _hours, _cost in numbers), hours=sum(hours, Decimal(0)) if hours else None,
        cost=sum(costs, Decimal(0)) if costs else None,
    )  # fmt: skip


def lines(rows: QuerySet[Any]) -> Iterator[list[str]]:
    """For a spreadsheet: a header, then a line each, the oldest first."""
    yield list(HEADER)
    for one in rows.order_by("starts_at", "pk").iterator(chunk_size=500):
        yield [str(value) if value is not None else "" for value in _line(one)]


def _line(one: Any) -> tuple[Any, ...]:
    begins, ends = localtime(one.starts_at), localtime(one.ends_at)
    return (
        f"{begins:%Y-%m-%d}", f"{begins:%H:%M}", f"{ends:%H:%M}", one.kind.label_es, one.title, one.get_state_display(),
        one.office.name, one.department.label_es if one.department else "", one.place,
        one.get_audience_kind_display(), one.get_topic_display(), one.sector.label_es if one.sector else "", one.aim,
        one.outcome, one.institution.name if one.institution else "", one.series.name if one.series else "",
        one.came, one.staff_hours, one.cost, one.result,
    )  # fmt: skip


@dataclass(frozen=True)
class Rate:
    """Of those who had a seat, how many came: over all sessions of a series that took place. Numbers are summed before
    they are divided."""

    sessions: int
    held: int
    seats: int
    came: int
    people: int
    """Everybody who came, with those who just walked in."""

    @property
    def percent(self) -> int | None:
        return round(100 * self.came / self.seats) if self.seats else None


def rate(series: Series) -> Rate:
    rows = with_came(Session.objects.filter(series=series))
    held = rows.filter(state__in=OVER).order_by()
    came = Exists(Attendance.objects.filter(sign_up=OuterRef("pk")))
    seats = SignUp.objects.filter(session__in=held.values("pk"), state=SignUpState.SIGNED)
    return Rate(
        sessions=rows.exclude(state=State.CANCELLED).count(), held=held.count(), seats=seats.count(),
        came=seats.filter(came).count(), people=sum(held.values_list("came", flat=True)),
    )  # fmt: skip


def series_of(user: User) -> QuerySet[Series]:
    return Series.objects.visible_to(user).select_related("office").annotate(n=Count("sessions"))


def of_series(series: Series) -> QuerySet[Any]:
    return with_came(sessions()).filter(series=series).order_by("starts_at", "pk")
