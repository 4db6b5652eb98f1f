"""Looking for a service, and who answers where."""

import time as clock
from datetime import datetime, time
from zoneinfo import ZoneInfo

import pytest
from django.utils.timezone import now

from ayni.access.tests.factories import DepartmentFactory, OfficeFactory, OrganisationFactory
from ayni.codelists.models import NeedSector, Profile, Territory
from ayni.codelists.tests.factories import ServiceCategoryFactory
from ayni.directory import actions, queries, rules
from ayni.directory.models import (
    Location,
    MigrantCount,
    Schedule,
    Service,
    ServiceAtLocation,
    ServiceTerm,
    Strengthening,
)
from ayni.directory.queries.search import Wanted
from ayni.governance.tests.factories import ProtocolFactory, StepFactory

from .factories import (
    FocalPointFactory,
    LocationFactory,
    PointFactory,
    RecordFactory,
    ScheduleFactory,
    ServiceFactory,
    TerritoryMarkFactory,
)

pytestmark = pytest.mark.django_db
MONDAY_NINE = datetime(2026, 11, 23, 9, tzinfo=ZoneInfo("America/Lima"))


def district(code, name, lat, lon):
    return DepartmentFactory(
        code=code, label_es=name, level="DISTRICT", department_code=code[:2], latitude=lat, longitude=lon
    )


@pytest.fixture
def lima():
    return DepartmentFactory(code="15", label_es="Lima")


@pytest.fixture
def comas(lima):
    return district("150110", "Comas", -11.95, -77.05)


@pytest.fixture
def lurin(lima):
    return district("150119", "Lurín", -12.27, -76.87)


def at_place(name, place, **said):
    return PointFactory(
        service=ServiceFactory(name=name, **said),
        location=LocationFactory(district=place, department=Territory.objects.get(code=place.department_code)),
    )


def names(at=MONDAY_NINE, **wanted):
    return [hit.service.name for hit in queries.search(Wanted(**wanted), at).hits]


def test_the_nearest_come_first(comas, lurin):
    at_place("Lejos", lurin)
    at_place("Cerca", comas)
    ServiceFactory(name="Sin lugar")
    found = queries.search(Wanted(district="150110"), MONDAY_NINE)
    assert [(hit.service.name, hit.km) for hit in found.hits] == [("Cerca", 0.0), ("Lejos", 40.6)]
    assert names() == ["Cerca", "Lejos", "Sin lugar"]


def test_words_need_no_accents_and_may_be_of_the_institution(comas):
    at_place("Atención psicológica", comas)
    assert names(text="PSICOLOGICA") == ["Atención psicológica"]
    assert names(text="zzz") == []


def test_filters(comas, lima):
    NeedSector.objects.create(code="SHE", label_es="Alojamiento", valid_from="2020-01-01")
    category = ServiceCategoryFactory(code="SV-ALO", need_sector="SHE")
    one = at_place("Albergue", comas, category=category, admits="ANYONE", minimum_age=18, by_appointment=True).service
    two = at_place("Legal", comas, admits="REGULAR", maximum_age=17).service
    ServiceTerm.objects.create(service=one, taxonomy="population", code="MEN", suits=False)
    ServiceTerm.objects.create(service=two, taxonomy="profile", code="VP-X")
    RecordFactory(service=two, table="language", code="por", data={"code": "por"})
    RecordFactory(location=one.points.get().location, table="accessibility", data={"description": "Rampa"})
    both = {"Albergue", "Legal"}
    for wanted, found in (
        ({"need": "SHE"}, {"Albergue"}), ({"category": "SV-ALO"}, {"Albergue"}), ({"profile": "VP-X"}, {"Legal"}),
        ({"population": "MEN"}, {"Legal"}), ({"population": "WOMEN"}, both), ({"admits": "none"}, {"Albergue"}),
        ({"admits": "regular"}, both), ({"age": 30}, {"Albergue"}), ({"age": 10}, {"Legal"}),
        ({"language": "por"}, {"Legal"}), ({"accessible": True}, {"Albergue"}), ({"no_appointment": True}, {"Legal"}),
        ({"department": "15"}, both), ({"department": "24"}, set()),
    ):  # fmt: skip
        assert set(names(**wanted)) == found, wanted


def test_by_the_kind_of_place_one_goes_to(comas):
    """Service points by type, border posts too (R53); of one that is entered somewhere else, the entrance counts."""
    border = at_place("En la frontera", comas)
    sheltered = at_place("Albergue", comas).service
    entrance = PointFactory(service=sheltered, location=LocationFactory(district=comas), is_intake=True)
    ServiceFactory(name="Sin lugar")
    for point, kind in ((border, "BORDER"), (sheltered.points.exclude(pk=entrance.pk).get(), "SHELTER")):
        Location.objects.filter(pk=point.location_id).update(kind=kind)
    assert names(point="BORDER") == ["En la frontera"]
    assert names(point="SHELTER") == []
    assert names(point=entrance.location.kind) == ["Albergue"]


def test_open_now_minds_hours_of_the_point_the_service_and_holidays(comas):
    of_service, of_point, at_point = (at_place(name, comas) for name in ("Servicio", "Punto", "Allí"))
    ScheduleFactory(service=of_service.service)
    ScheduleFactory(location=of_point.location, opens_at=time(10))
    ScheduleFactory(service=at_point.service)
    ScheduleFactory(at=at_point, opens_at=time(14))
    at_place("Sin horario", comas)
    assert names(open_now=True) == ["Servicio"]
    assert set(names(MONDAY_NINE.replace(hour=11), open_now=True)) == {"Servicio", "Punto"}
    assert set(names(MONDAY_NINE.replace(hour=15), open_now=True)) == {"Servicio", "Punto", "Allí"}
    assert names(MONDAY_NINE.replace(hour=3), open_now=True) == []


def test_hours_said_of_a_point_stand_before_those_of_the_service_on_other_days_too(comas):
    point = at_place("Solo los martes", comas)
    ScheduleFactory(service=point.service)
    ScheduleFactory(at=point, byday="TU")
    assert names(open_now=True) == []
    assert names(MONDAY_NINE.replace(day=24), open_now=True) == ["Solo los martes"]


def test_one_goes_to_the_entrance_and_not_to_the_shelter(comas, lurin, lima):
    service = ServiceFactory(name="Refugio")
    hidden = LocationFactory(is_confidential=True, district=lurin, department=lima)
    PointFactory(service=service, location=hidden)
    entrance = PointFactory(
        service=service, is_intake=True, is_given_here=False, location=LocationFactory(district=comas, department=lima)
    )
    found = queries.search(Wanted(district="150110"), MONDAY_NINE)
    assert [(hit.link, hit.km) for hit in found.hits] == [(entrance, 0.0)]


def test_the_page_without_javascript(client, rosa, comas):
    at_place("Cerca", comas)
    client.force_login(rosa)
    assert "Diga qué se necesita" in client.get("/directorio/buscar/").content.decode()
    page = client.get("/directorio/buscar/", {"district": "Comas", "q": "cerca"}).content.decode()
    assert "1 lugar" in page
    assert "0,0 km" in page or "0.0 km" in page
    for wrong in (
        {"age": "x"},
        {"district": "Nada de nada"},
        {"department": "99"},
        {"pagina": "-1"},
        {"language": "%"},
    ):
        assert client.get("/directorio/buscar/", wrong).status_code == 200


def test_five_thousand_entries_are_found_quickly_and_in_few_statements(
    client, rosa, comas, lurin, lima, django_assert_max_num_queries
):
    owner = OrganisationFactory(code="CEM")
    services = Service.objects.bulk_create(
        Service(code=f"S{n}", organisation=owner, name=f"Servicio {n}", note="Para todas") for n in range(5000)
    )
    where = {"organisation": owner, "department": lima}
    places = Location.objects.bulk_create(
        Location(name=f"Sede {n}", district=(comas, lurin)[n % 2], **where) for n in range(5000)
    )
    ServiceAtLocation.objects.bulk_create(
        ServiceAtLocation(service=s, location=p) for s, p in zip(services, places, strict=True)
    )
    always = {"freq": "WEEKLY", "byday": "MO,TU,WE,TH,FR,SA,SU", "opens_at": time(0), "closes_at": time(0)}
    Schedule.objects.bulk_create(Schedule(service=s, on_holidays=True, **always) for s in services)
    client.force_login(rosa)
    asked = {"district": "150110", "open_now": "on", "q": "servicio"}
    client.get("/directorio/buscar/", asked)
    with django_assert_max_num_queries(12):
        began = clock.perf_counter()
        page = client.get("/directorio/buscar/", asked).content.decode()
    assert "Más de 1 000 lugares" in page
    # A busy machine takes several times what it takes alone.
    assert clock.perf_counter() - began < 5


# Territory


def profile(code, **said):
    return Profile.objects.create(
        code=code, label_es=code, valid_from="2020-01-01", family="needs", default_urgency="ORDINARY",
        sensitivity="ordinary", **said,
    )  # fmt: skip


def test_who_answers_for_a_profile_where_and_where_nobody(client, rosa, lima):
    tumbes = DepartmentFactory(code="24", label_es="Tumbes")
    upe, jur = OrganisationFactory(code="UPE"), OrganisationFactory(code="JUR")
    profile("VP-A", lead_institution="UPE")
    profile("VP-B", lead_institution="JUR")
    FocalPointFactory(organisation=upe, department=tumbes)
    FocalPointFactory(organisation=jur)
    table = queries.coverage_by_profile()
    states = {key: cell.state for key, cell in table.cells.items()}
    far = {("VP-B", "24"): "national", ("VP-B", "15"): "national"}
    assert states == {("VP-A", "24"): "here", ("VP-A", "15"): "nobody", **far}
    assert table.gaps() == {"VP-A": 1, "VP-B": 0}
    place = LocationFactory(department=lima)
    service = ServiceFactory(name="Para A")
    ServiceTerm.objects.create(service=service, taxonomy="profile", code="VP-A")
    PointFactory(service=service, location=place)
    assert queries.coverage_by_profile().cells["VP-A", "15"].state == "here"
    # A shelter is no service point of anybody's map; the unit itself refers, and protects nobody.
    PointFactory(service=service, location=LocationFactory(department=tumbes, is_confidential=True))
    assert queries.coverage_by_profile().cells["VP-A", "24"].services == 0
    protocol = ProtocolFactory()
    protocol.profiles.set([Profile.objects.get(code="VP-B")])
    StepFactory(protocol=protocol, actor=rosa.organisation)
    FocalPointFactory(organisation=rosa.organisation, department=tumbes)
    assert queries.coverage_by_profile().cells["VP-B", "24"].state == "ours"
    client.force_login(rosa)
    assert "VP-A" in client.get("/directorio/perfiles/").content.decode()
    assert "solo alguien para todo el país" in client.get("/directorio/perfiles/?perfil=VP-B").content.decode()
    assert client.get("/directorio/perfiles/?perfil=nada").status_code == 200


def test_of_one_department_the_map_draws_its_districts(client, rosa, lima, comas, lurin):
    """And nothing of a shelter, nor of a district of which nobody knows where it lies."""
    nowhere = district("150118", "Lurigancho", None, None)
    service = ServiceFactory(name="Apoyo psicológico", organisation=rosa.organisation)
    for there, is_confidential in ((comas, False), (comas, False), (lurin, True), (nowhere, False)):
        where = {"district": there, "department": lima, "is_confidential": is_confidential}
        PointFactory(service=service, location=LocationFactory(organisation=rosa.organisation, **where))
    client.force_login(rosa)
    page = client.get("/directorio/buscar/?q=psicológico&department=15").content.decode()
    assert "4 lugares" in page
    drawn = page[page.index('id="dots-map"') : page.index("</svg>", page.index('id="dots-map"'))]
    assert "Comas: 2 lugares" in drawn
    assert "Lurín" not in drawn
    assert page.count("Comas: 2 lugares") == 2, "the words beside the map say the same"
    assert "1 lugar no tiene un distrito que se pueda dibujar" in page
    whole = client.get("/directorio/buscar/?q=psicológico").content.decode()
    assert "<title>Lima: 3</title>" in whole
    assert '&amp;department=15">Lima: 3</a>' in whole


def test_territories_are_counted_marked_and_ranked(client, marta, comas, lurin):
    client.force_login(marta)
    day = {"counted_on_day": "1", "counted_on_month": "10", "counted_on_year": "2025", "source": "INEI"}
    for place, persons in (("Lurín", 100), ("Comas", 900)):
        form = {"place": place, "persons": persons, **day}
        client.post("/directorio/territorios/contar/", form)
    client.post("/directorio/territorios/marcar/", {"place": "Lurín", "kind": "PRIORITY", "source": "OIM"})
    again = client.post("/directorio/territorios/marcar/", {"place": "Lurín", "kind": "PRIORITY", "source": "OIM"})
    assert "ya tiene esa marca" in again.content.decode()
    ranking = queries.territories().ranking
    shown = [(row.territory.label_es, row.persons, len(row.marks)) for row in ranking]
    assert shown == [("Comas", 900, 0), ("Lurín", 100, 1)]
    page = client.get("/directorio/territorios/").content.decode()
    assert page.index("Comas") < page.index("Lurín")
    client.post(f"/directorio/territorios/marcas/{ranking[1].marks[0].pk}/terminar/")
    assert queries.territories().ranking[1].marks == []


def test_territories_of_one_department_are_chosen_on_the_page(client, marta, comas):
    DepartmentFactory(code="24", label_es="Tumbes")
    there = district("240101", "Zorritos", -3.68, -80.68)
    for place in (comas, there):
        TerritoryMarkFactory(territory=place)
    client.force_login(marta)
    page = client.get("/directorio/territorios/?departamento=24").content.decode()
    table = page[page.index("<tbody>") : page.index("</tbody>")]
    assert "Zorritos" in table
    assert "Comas" not in table
    assert '<option value="24" selected>' in page
    assert "Comas" in client.get("/directorio/territorios/?departamento=x").content.decode()


def test_offices_of_iom_have_a_map_of_their_own(client, marta, lima):
    OfficeFactory(organisation=OrganisationFactory(code="OIM"), code="IOM-HQ", name="Oficina Lima", department=lima)
    client.force_login(marta)
    page = client.get("/directorio/territorios/").content.decode()
    drawn = page[page.index('id="iom-map"') :]
    assert "<title>Lima: 1</title>" in drawn[: drawn.index("</svg>")]


def test_what_is_missing_of_a_mark_is_said_at_once(client, marta):
    client.force_login(marta)
    said = client.post("/directorio/territorios/marcar/", {"kind": "PRIORITY"}).content.decode()
    assert "Elija un distrito o un departamento." in said
    assert "«Fuente»" in said


@pytest.mark.parametrize(
    "wrong", [{}, {"place": "Nada"}, {"place": "Comas", "persons": "-1"}, {"place": "Comas", "counted_on_year": "3000"}]
)
def test_a_count_that_makes_no_sense_is_refused(client, marta, comas, wrong):
    client.force_login(marta)
    day = {"counted_on_day": "1", "counted_on_month": "10", "counted_on_year": "2025", "source": "INEI", "persons": "1"}
    assert "govuk-error" in client.post("/directorio/territorios/contar/", {**day, **wrong}).content.decode()
    assert not MigrantCount.objects.exists()


def test_a_municipal_service_is_strengthened_step_by_step(client, marta, comas, django_assert_max_num_queries):
    demuna = at_place("DEMUNA", comas, organisation=OrganisationFactory(code="MUNI", kind="municipal")).service
    client.force_login(marta)
    path = f"/directorio/servicios/{demuna.pk}/fortalecer/"
    client.post(path, {"what": "Variable nacionalidad", "progress": "IN_PROGRESS"})
    refused = client.post(path, {"what": "Variable nacionalidad", "progress": "DONE"})
    assert "tiene un resultado" in refused.content.decode()
    client.post(path, {"what": "Variable nacionalidad", "progress": "DONE", "result": "En todos los registros"})
    assert [one.progress for one in Strengthening.objects.all()] == ["DONE", "IN_PROGRESS"]
    TerritoryMarkFactory(territory=comas)
    LocationFactory(district=comas)
    with django_assert_max_num_queries(12):
        page = client.get("/directorio/territorios/").content.decode()
    assert [one.progress for one in queries.territories().ranking[0].strengthenings] == ["DONE", "IN_PROGRESS"]
    assert "En todos los registros" in page
    assert "En curso" in page
    with pytest.raises(rules.CannotWrite):
        actions.strengthen(service=demuna, what="x", progress="DONE", result=" ", source="", by=marta, at=now())
