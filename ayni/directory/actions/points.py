"""Service points that the reference data know: the offices of MIGRACIONES and of IOM, and services that were
strengthened there. What somebody wrote or verified since stays."""

from datetime import date, datetime, time

from django.utils.timezone import make_aware

from ayni.access.models import Office, Organisation
from ayni.codelists import queries as codelists
from ayni.codelists.actions import Change
from ayni.codelists.models import ServiceCategory, Territory
from ayni.codelists.tables import Tables

from .. import reference
from ..models import Location, PointKind, Service, ServiceAtLocation, Strengthening
from ..rules.hsds import id_of


def load_points(tables: Tables, *, on: date) -> list[Change]:
    return [
        Change(Location._meta.label, made=_offices_as_points()),
        Change(Strengthening._meta.label, made=_strengthened(tables, on)),
    ]


def _offices_as_points() -> int:
    """A point for each office, at which the institution's generic service is given."""
    there = {place.office_id: place for place in Location.objects.filter(office__isnull=False)}
    generic = {service.organisation_id: service for service in Service.objects.filter(is_generic=True)}
    given = set(ServiceAtLocation.objects.order_by().values_list("service_id", "location_id"))
    made = 0
    for office in Office.objects.select_related("department").order_by("pk"):
        said = {
            "organisation_id": office.organisation_id,
            "name": office.name,
            "kind": reference.POINT_KINDS.get(office.kind, PointKind.OFFICE),
            "department_id": office.department_id,
            "is_closed": office.is_open is False,
        }
        place = there.get(office.pk) or Location(office=office, hsds_id=id_of("location", office.code))
        changed = place.pk is None or any(getattr(place, name) != value for name, value in said.items())
        if changed and place.verified_at is None:
            for name, value in said.items():
                setattr(place, name, value)
            place.save()
            made += 1
        service = generic.get(office.organisation_id)
        if service is not None and (service.pk, place.pk) not in given:
            ServiceAtLocation.objects.create(
                service=service, location=place, hsds_id=id_of("service_at_location", f"{service.code}:{office.code}")
            )
    return made


def _strengthened(tables: Tables, on: date) -> int:
    """A service for each row, with the record of what was done for it. A row that was loaded once is left alone."""
    organisations = {o.code: o for o in Organisation.objects.order_by("pk")}
    categories = {c.code: c for c in codelists.current(ServiceCategory)}
    made = 0
    for row in reference.strengthened(tables):
        if Service.objects.filter(code=row["code"]).exists():
            continue
        service = Service.objects.create(
            code=row["code"],
            hsds_id=id_of("service", row["code"]),
            organisation=organisations[row["institution_code"]],
            name=row["service_name_es"],
            category=categories.get(row["category_code"]),
            nationality_variable=row["nationality_variable"],
        )
        if row["district_ubigeo"]:
            _place(service, row["district_ubigeo"])
        Strengthening.objects.create(
            service=service, what=row["what_es"], progress=row["progress"], result=row["result_es"],
            source=row["source"], written_at=make_aware(datetime.combine(on, time(0))),
        )  # fmt: skip
        made += 1
    return made


def _place(service: Service, ubigeo: str) -> None:
    district = codelists.current(Territory).select_related("parent__parent").get(code=ubigeo)
    department = district.parent.parent if district.parent else None
    place = Location.objects.create(
        organisation=service.organisation, hsds_id=id_of("location", f"service:{service.code}"), name=service.name,
        kind=PointKind.DEMUNA, district=district, department=department,
    )  # fmt: skip
    ServiceAtLocation.objects.create(
        service=service, location=place, hsds_id=id_of("service_at_location", service.code)
    )
