"""Who answers in the regions of the demo world, and who stands in for them. By the verbs that staff use.

A function and no private person, as everywhere; invented, as the whole world is.
"""

from datetime import timedelta

from ayni.access.models import Office, Organisation, User
from ayni.codelists.models import Territory
from ayni.directory import actions
from ayni.directory.actions.focal_points import Seat
from ayni.directory.models import FocalPoint, Rank
from ayni.facts.periods import PERU
from ayni.notices import actions as notices

from .making import Stage
from .staff import DOMAIN, MUNICIPAL

PARTNERS = {
    "CEM": ("24", "20", "23", "04", "13"),
    "UPE": ("24", "20", "23", "04"),
    "IPRESS": ("24", "23", "13"),
    "DP": ("24", "20", "23", "04", "08"),
    "FISTRAP": ("24", "23", "08"),
}
"""Institution → departments in which it has somebody who answers. Lima is answered for by who answers for the country:
a demo in which nobody answers anywhere else would show less than there is, and one without holes would show none."""
AWAY = "JZ-TUM"
"""Whoever answers there is away this week, and the substitute answers."""

QUIET = ("nora", "marta")
"""Who is told of everything that is late in an office or in the country, and reads it once a day."""


def work(stage: Stage) -> None:
    """In a world that is whole."""
    nora = stage.staff.users["nora"]
    uim = stage.reference.organisations["UIM"]
    for n, (code, desk) in enumerate(stage.staff.desks.items()):
        if code not in MUNICIPAL and desk.office.department_id is not None:
            _in_office(stage, uim, desk.office, n, nora)
    for n, (code, departments) in enumerate(PARTNERS.items()):
        for place in departments:
            _in_region(stage, code, place, n, nora)
    for name in QUIET:
        user = stage.staff.users[name]
        notices.set_habit(user=user, organisation=None, is_daily=True, hour=8, by=user, at=stage.at)


def _in_office(stage: Stage, owner: Organisation, office: Office, n: int, by: User) -> None:
    """Of each zonal office, with a substitute."""
    at = stage.at - timedelta(days=40)
    where = office.code.lower()
    point = actions.name_focal_point(
        organisation=owner, department=office.department, name=f"Punto focal de la UIM, {office.name}",
        email=f"punto.focal.{where}@{DOMAIN}", phone=f"+519002{n:05}",
        seat=Seat(rank=Rank.REGIONAL, office=office), by=by, at=at,
    )  # fmt: skip
    _substitute(point, f"Suplente de la UIM, {office.name}", f"suplente.{where}@{DOMAIN}", by, stage)
    if office.code == AWAY:
        today = stage.at.astimezone(PERU).date()
        actions.report_absence(
            focal_point=point, starts_on=today, ends_on=today + timedelta(days=6), by=by, at=stage.at
        )


def _in_region(stage: Stage, code: str, place: str, n: int, by: User) -> None:
    department = Territory.objects.current().get(level=Territory.Level.DEPARTMENT, code=place)
    owner = stage.reference.organisations[code]
    where = f"{code.lower()}.{place}"
    point = actions.name_focal_point(
        organisation=owner, department=department, name=f"Punto focal de {code} en {department.label_es}",
        email=f"punto.focal.{where}@{DOMAIN}", phone=f"+519003{n:02}{place:>03}", by=by,
        at=stage.at - timedelta(days=20),
    )  # fmt: skip
    _substitute(point, f"Suplente de {code} en {department.label_es}", f"suplente.{where}@{DOMAIN}", by, stage)


def _substitute(point: FocalPoint, name: str, email: str, by: User, stage: Stage) -> None:
    actions.name_substitute(
        focal_point=point, name=name, email=email, phone="", by=by, at=stage.at - timedelta(days=20)
    )
