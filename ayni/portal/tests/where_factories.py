"""Places and points of the tests of "where to go?": a few districts, and what there is in them."""

from datetime import UTC, datetime

from ayni.access.tests.factories import DepartmentFactory
from ayni.codelists.models import Territory
from ayni.codelists.tests.factories import ServiceCategoryFactory
from ayni.directory.models import ServiceAtLocation
from ayni.directory.tests.factories import (
    LocationFactory,
    OrganisationFactory,
    PointFactory,
    RecordFactory,
    ServiceFactory,
)

PLACES = (
    ("15", "Lima", -12.05, -77.04), ("1501", "Lima", -12.05, -77.04), ("150110", "Comas", -11.95, -77.05),
    ("150119", "Lurín", -12.27, -76.87), ("150122", "Miraflores", -12.12, -77.03), ("24", "Tumbes", -3.57, -80.46),
    ("2401", "Tumbes", -3.57, -80.46), ("240101", "Tumbes", -3.57, -80.46), ("04", "Arequipa", -16.4, -71.54),
    ("0401", "Arequipa", -16.4, -71.54), ("040110", "Miraflores", -16.39, -71.52),
)  # fmt: skip


def country() -> dict[str, Territory]:
    """Three departments with a few of their parts, and three categories of services."""
    levels = {2: "DEPARTMENT", 4: "PROVINCE", 6: "DISTRICT"}
    made: dict[str, Territory] = {}
    for code, name, lat, lon in PLACES:
        made[code] = DepartmentFactory(
            code=code, label_es=name, level=levels[len(code)], department_code=code[:2], latitude=lat, longitude=lon,
            parent=made.get(code[:-2]),
        )  # fmt: skip
    for code, label in (("SV-SAL", "Salud"), ("SV-SAL-MEN", "Salud mental"), ("SV-PRO-VBG", "VBG")):
        ServiceCategoryFactory(code=code, label_es=label)
    return made


def point(made: dict[str, Territory], code: str, name: str, *, need: str = "SV-SAL", **service) -> ServiceAtLocation:
    """A service of this name, of this need, in this district or department."""
    place = {
        "name": f"Local de {name}",
        "department": made[code[:2]],
        "district": made[code] if len(code) == 6 else None,
    }
    return PointFactory(
        service=service_of(name, need=need, **service), location=LocationFactory(**place, verified_at=CHECKED)
    )


def service_of(name: str, *, need: str = "SV-SAL", **service):
    category = ServiceCategoryFactory._meta.model.objects.filter(code=need).first()
    given = {"verified_at": CHECKED, "verified_how": "INSTITUTION", "organisation": institution()} | service
    return ServiceFactory(name=name, category=category, **given)


def institution(phone: str = "(01) 200-1000"):
    return OrganisationFactory(code="CEM", phone=phone)


def shelter(made: dict[str, Territory], code: str = "240101", name: str = "Casa de acogida") -> ServiceAtLocation:
    """Given at a confidential point, with everything written down that must never be told."""
    link = PointFactory(
        service=service_of(name, need="SV-PRO-VBG"),
        location=LocationFactory(
            name="Hogar Secreto", is_confidential=True, department=made[code[:2]], district=made[code],
            directions="Detrás del mercado escondido", description="Puerta verde secreta",
            addresses=[{"address_1": "Jirón Escondido 456"}],
        ),
    )  # fmt: skip
    RecordFactory(location=link.location, data={"number": "+51 999 888 777"})
    return link


CHECKED = datetime(2026, 11, 10, 15, tzinfo=UTC)
