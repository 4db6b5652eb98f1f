"""Stops of the mobile unit at an assistance point (PAO) and at a border post: one that is over, two to come. What the
point gives that day stands beside what the unit brings. By the verbs that staff use; assumptions, not figures."""

from dataclasses import dataclass
from datetime import time, timedelta

from django.db.models import Q
from django.utils.timezone import localdate

from ayni.access.models import User
from ayni.codelists import queries as codelists
from ayni.directory.models import Location, PointKind
from ayni.procedures.actions import appointments as actions
from ayni.procedures.models import CampaignKind, Procedure, VisitOutcome
from ayni.procedures.queries import stops

from .appointments import day_ahead
from .making import Stage

CAME = 31
RESULTS = "Vinieron sobre todo familias que acababan de ingresar. Faltó una segunda impresora."


@dataclass(frozen=True)
class Stop:
    """At the first point of this kind whose name or district begins like this, so many days from now."""

    office: str
    kind: PointKind
    where: str
    name: str
    days: int
    seats: int = 0


STOPS = (
    Stop("JZ-TUM", PointKind.BORDER, "CEBAF Tumbes", "Migramóvil en el puesto de frontera", -9),
    Stop("JZ-TUM", PointKind.PAO, "240101", "Migramóvil en el PAO de Tumbes", 8),
    Stop("SEDE-CENTRAL", PointKind.PAO, "150132", "Migramóvil en el PAO de San Juan de Lurigancho", 15, seats=4),
)


def work(stage: Stage) -> None:
    """Nothing where the catalogue of procedures was not loaded."""
    procedures = list(codelists.current(Procedure).filter(is_open=True, authority__code="MIGRACIONES").order_by("code"))
    for stop in STOPS if procedures else ():
        by = User.objects.filter(office=stage.staff.desks[stop.office].office, is_demo=True).order_by("pk").first()
        if by is not None and (point := _point(stop)) is not None:
            _hold(stage, stop, point, procedures[:4], by)


def _point(stop: Stop) -> Location | None:
    there = Q(name__startswith=stop.where) | Q(district__code__startswith=stop.where)
    return stops.points().filter(there, kind=stop.kind).first()


def _hold(stage: Stage, stop: Stop, point: Location, procedures: list[Procedure], by: User) -> None:
    day = day_ahead(stage.at, stop.days) if stop.days > 0 else localdate(stage.at) + timedelta(days=stop.days)
    plan = actions.CampaignPlan(
        kind=CampaignKind.MOBILE, name=stop.name, day=day, begins=time(9), ends=time(14),
        place=", ".join(filter(None, (point.name, point.address))), district=point.district, point=point,
        procedures=procedures, seats=stop.seats,
    )  # fmt: skip
    if stop.days > 0:
        actions.plan_campaign(office=stage.staff.desks[stop.office].office, plan=plan, by=by, at=stage.at)
        return
    then = stage.at + timedelta(days=stop.days)
    held = actions.plan_campaign(
        office=stage.staff.desks[stop.office].office, plan=plan, by=by, at=then - timedelta(days=10)
    )
    for n in range(CAME):
        actions.note_visit(
            campaign=held, outcome=list(VisitOutcome)[n % len(VisitOutcome)],
            procedure=procedures[n % len(procedures)], appointment=None, person=None, by=by, at=then,
        )  # fmt: skip
    actions.tell_results(campaign=held, results=RESULTS, by=by, at=then + timedelta(days=1))
