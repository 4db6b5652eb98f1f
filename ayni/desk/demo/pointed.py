"""Service points of the demo world, in districts and with hours, so that "where to go?" has something to show. By the
verbs that staff use. Invented: each name says so, and no number is anybody's."""

from dataclasses import dataclass, field
from datetime import time, timedelta
from typing import Any

from ayni.access.models import Organisation, User
from ayni.codelists import queries as codelists
from ayni.codelists.models import ServiceCategory
from ayni.directory import actions
from ayni.directory.models import Location, Service

from .making import Stage

WEEK = ("MO", "TU", "WE", "TH", "FR")
DISTRICTS = {
    "150132": "San Juan de Lurigancho", "150110": "Comas", "240101": "Tumbes", "240301": "Zarumilla",
    "230101": "Tacna", "040101": "Arequipa", "130101": "Trujillo", "200101": "Piura",
}  # fmt: skip


@dataclass(frozen=True)
class Offered:
    """A service of an institution, and how it is in every place where the demo has it."""

    institution: str
    category: str
    name: str
    kind: str
    hours: tuple[time, time]
    said: dict[str, Any]
    saturday: bool = False
    languages: tuple[tuple[str, str], ...] = ()
    districts: tuple[str, ...] = field(default=tuple(DISTRICTS))


HEALTH = Offered(
    "IPRESS", "SV-SAL", "Consulta médica general (ejemplo)", "HEALTH", (time(8), time(20)),
    {
        "note": "Atención médica para todas las edades, vacunas y control de embarazo.", "admits": "ANYONE",
        "fees_description": "Gratis con SIS; sin seguro se paga cada atención",
        "application_process": "Saque un turno en admisión, desde las 7:30.",
        "suits": ["CHILDREN", "PREGNANT", "OLDER"], "profiles": ["VP-SALUD", "VP-GEST", "VP-VIHTB"],
    },
    saturday=True,
)  # fmt: skip
LAWYER = Offered(
    "ALEGRA", "SV-JUS-LEG", "Consulta legal (ejemplo)", "OFFICE", (time(8, 30), time(16, 30)),
    {
        "note": "Le orientan sobre alimentos, tenencia, trabajo y violencia.", "admits": "DOCUMENT",
        "fees_description": "Gratis", "minimum_age": 18, "profiles": ["VP-MADRE", "VP-FAMMONO", "VP-DISCRIM"],
    },
)  # fmt: skip
TALK = Offered(
    "CSMC", "SV-SAL-MEN", "Apoyo psicológico (ejemplo)", "HEALTH", (time(9), time(17)),
    {
        "note": "Conversaciones con una psicóloga, a solas o en grupo.", "admits": "ANYONE",
        "fees_description": "Gratis",
        "by_appointment": True, "suits": ["ADOLESCENTS", "WOMEN", "SURVIVORS"],
        "profiles": ["VP-SMENTAL", "VP-TORT"],
    },
    districts=("150132", "240101", "230101", "130101"),
)  # fmt: skip
INFORMATION = Offered(
    "UIM", "SV-INF", "Orientación a personas migrantes (ejemplo)", "PAO", (time(8), time(16)),
    {
        "note": "Le explican qué trámite le toca y dónde se hace.", "admits": "ANYONE", "fees_description": "Gratis",
        "profiles": ["VP-INDOC", "VP-NNA-AC"],
    },
    languages=(("spa", "Español"), ("hat", "Kreyòl ayisyen"), ("por", "Português")),
)  # fmt: skip
FOOD = Offered(
    "CARITAS", "SV-ALI", "Comedor (ejemplo)", "CANTEEN", (time(12), time(14)),
    {"note": "Almuerzo de lunes a sábado.", "admits": "ANYONE", "fees_description": "S/ 3 el almuerzo",
     "suits": ["FAMILIES"], "profiles": ["VP-CALLE"]},
    saturday=True, districts=("150132", "240301", "230101", "200101"),
)  # fmt: skip
OFFERED = (HEALTH, LAWYER, TALK, INFORMATION, FOOD)
REFUGE = {
    "note": "Casa con cama y comida para mujeres y sus hijas e hijos que salen de la violencia.", "admits": "ANYONE",
    "fees_description": "Gratis", "suits": ["WOMEN", "CHILDREN", "SURVIVORS"], "profiles": ["VP-VBG"],
}  # fmt: skip


def work(stage: Stage) -> None:
    """In a world that is whole."""
    nora = stage.staff.users["nora"]
    for one in OFFERED:
        _offer(stage, one, nora)
    _refuge(stage, nora)


def _offer(stage: Stage, one: Offered, by: User) -> None:
    at = stage.at - timedelta(days=20)
    service = _service(one.institution, one.category, one.name, one.said, stage, by)
    for code, language in one.languages:
        actions.add_record(entry=service, table="language", data={"code": code, "name": language}, by=by, at=at)
    for place, code in enumerate(one.districts, start=1):
        point = _point(service.organisation, one, code, place, stage, by)
        actions.give_at(service=service, location=point, is_intake=False, is_given_here=True, by=by, at=at)


def _service(institution: str, category: str, name: str, said: dict[str, Any], stage: Stage, by: User) -> Service:
    at = stage.at - timedelta(days=20)
    service = actions.add_service(
        organisation=Organisation.objects.get(code=institution), name=name, note=said["note"], by=by, at=at,
        category=codelists.by_code(ServiceCategory, category),
    )  # fmt: skip
    actions.write_entry(entry=service, said=said, by=by, at=at)
    # Referrals of the demo go to the institutions themselves, in this world and in the next one of the same seed.
    actions.take_referrals(service=service, accepts=False, by=by, at=at)
    return service


def _point(owner: Organisation, one: Offered, code: str, place: int, stage: Stage, by: User) -> Location:
    """The last of each was verified so long ago that its page says to call first."""
    at = stage.at - timedelta(days=200 if place == len(one.districts) else 15)
    said = {
        "name": f"Local de ejemplo {DISTRICTS[code]}", "kind": one.kind, "district": code,
        "address": f"Jirón de la Demostración {100 + place}", "reference": "Segundo piso",
        "directions": "Frente a la plaza, al lado de la biblioteca.",
    }  # fmt: skip
    point = actions.add_location(organisation=owner, said=said, by=by, at=at)
    opens, closes = one.hours
    hours = {
        "is_closure": False, "on_holidays": False, "days": WEEK, "opens_at": opens, "closes_at": closes,
        "valid_from": None, "valid_to": None, "description": "",
    }  # fmt: skip
    actions.add_hours(entry=point, said=hours, by=by, at=at)
    if one.saturday:
        actions.add_hours(entry=point, said=hours | {"days": ("SA",), "closes_at": time(13)}, by=by, at=at)
    actions.add_record(entry=point, table="phone", data={"number": f"(00) 000-01{place:02}"}, by=by, at=at)
    if place % 2:
        ramp = {"description": "Entrada sin gradas y baño amplio"}
        actions.add_record(entry=point, table="accessibility", data=ramp, by=by, at=at)
    return point


def _refuge(stage: Stage, by: User) -> None:
    """Two houses whose address nobody is told: one is entered through an office, of the other only a telephone is."""
    at = stage.at - timedelta(days=20)
    for name, code, has_entrance in (
        ("Casa de ejemplo Sur", "230101", False),
        ("Casa de ejemplo Norte", "200101", True),
    ):
        service = _service("HRT", "SV-PRO-VBG", f"Hogar de refugio: {name}", REFUGE, stage, by)
        hidden = {"name": name, "kind": "SHELTER", "district": code, "is_confidential": True,
                  "address": "Calle Reservada de la Demostración 1"}  # fmt: skip
        house = actions.add_location(organisation=service.organisation, said=hidden, by=by, at=at)
        actions.give_at(service=service, location=house, is_intake=False, is_given_here=True, by=by, at=at)
        if has_entrance:
            entrance = {"name": "Mesa de ingreso de ejemplo", "kind": "OFFICE", "district": code,
                        "address": "Avenida de la Demostración 50"}  # fmt: skip
            door = actions.add_location(organisation=service.organisation, said=entrance, by=by, at=at)
            actions.give_at(service=service, location=door, is_intake=True, is_given_here=False, by=by, at=at)
