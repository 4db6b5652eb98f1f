"""Commitments of institutions: which there are, and what waits."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum

from ayni.access.models import User

from ..models import OVER, Assistance, AssistanceState, Milestone, MilestoneState, Session, with_came


def assistances(user: User) -> QuerySet[Assistance]:
    """Each with how many of its steps are verified."""
    verified = Count("milestones", filter=Q(milestones__state=MilestoneState.VERIFIED))
    rows = Assistance.objects.visible_to(user).select_related("institution", "territory", "office", "service")
    return rows.annotate(steps=Count("milestones"), verified=verified)


BY = {
    "state": "state", "change": "change", "aim": "aim", "outcome": "outcome", "sector": "institution__sector",
    "department": "territory__code",
}  # fmt: skip


def narrowed(user: User, said: Mapping[str, str]) -> QuerySet[Assistance]:
    """As the address says."""
    said = {name: value.replace("\0", "") for name, value in said.items()}
    rows = assistances(user)
    for name, path in BY.items():
        if value := said.get(name, ""):
            rows = rows.filter(**{path: value})
    if words := said.get("q", "").strip():
        rows = rows.filter(Q(title__icontains=words) | Q(institution__name__icontains=words) | Q(code=words.upper()))
    return rows


def sectors_of_institutions(user: User) -> list[str]:
    rows = Assistance.objects.visible_to(user).exclude(institution__sector="").order_by("institution__sector")
    return list(rows.values_list("institution__sector", flat=True).distinct())


@dataclass
class Delivered:
    """What institutions of a sector asked for, and what became of it (R161)."""

    sector: str
    asked: int = 0
    agreed: int = 0
    done: int = 0
    dropped: int = 0


def by_sector(rows: QuerySet[Assistance]) -> list[Delivered]:
    """`asked` counts all of them: each began with somebody asking for it or being offered it."""
    found: dict[str, Delivered] = {}
    for sector, state in rows.order_by().values_list("institution__sector", "state"):
        line = found.setdefault(sector, Delivered(sector))
        line.asked += 1
        if name := STANDS.get(AssistanceState(state)):
            setattr(line, name, getattr(line, name) + 1)
    return sorted(found.values(), key=lambda line: (-line.asked, line.sector))


STANDS = {AssistanceState.AGREED: "agreed", AssistanceState.DONE: "done", AssistanceState.DROPPED: "dropped"}
HEADER = (
    "codigo", "compromiso", "cambio", "institucion", "sector", "departamento", "oficina", "objetivo",
    "resultado_unidad", "estado", "linea_base", "dia_linea_base", "acordado", "hitos", "verificados",
)  # fmt: skip


def lines(rows: QuerySet[Any]) -> Iterator[list[str]]:
    """For a spreadsheet: a header, then a line each."""
    yield list(HEADER)
    for one in rows.order_by("made_at", "pk"):
        yield [
            one.code, one.title, one.get_change_display(), one.institution.name, one.institution.sector,
            one.territory.label_es if one.territory else "", one.office.name, one.aim, one.outcome,
            one.get_state_display(), one.baseline, str(one.baseline_on), str(one.agreed_on or ""), str(one.steps),
            str(one.verified),
        ]  # fmt: skip


def to_verify(user: User) -> QuerySet[Milestone]:
    """Steps that wait for a second colleague, and not for this one."""
    rows = Milestone.objects.filter(assistance__in=Assistance.objects.visible_to(user), state=MilestoneState.SHOWN)
    return rows.exclude(shown_by=user).select_related("assistance__institution").order_by("shown_at", "pk")


@dataclass(frozen=True)
class StepShown:
    milestone: Milestone
    is_late: bool
    may_judge: bool
    """This user did not give the evidence."""


def steps(assistance: Assistance, user: User, today: date) -> list[StepShown]:
    rows = Milestone.objects.filter(assistance=assistance).select_related("file", "shown_by", "verified_by")
    return [
        StepShown(
            one, one.state == MilestoneState.PENDING and one.due_on < today,
            one.state == MilestoneState.SHOWN and one.shown_by_id != user.pk,
        )
        for one in rows.order_by("order", "pk")
    ]  # fmt: skip


def sessions_of(assistance: Assistance) -> QuerySet[Any]:
    return with_came(Session.objects.filter(assistance=assistance)).select_related("kind").order_by("starts_at", "pk")


def hours_of(assistance: Assistance) -> object:
    """Of staff, in its sessions that took place: effort per result."""
    held = Session.objects.filter(assistance=assistance, state__in=OVER)
    return held.aggregate(n=Sum("staff_hours"))["n"]
