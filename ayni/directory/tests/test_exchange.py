"""The directory goes out as HSDS and comes in again: whole, once, and without what must not leave."""

import csv
import io
import json
import zipfile
from datetime import UTC, datetime, time
from uuid import uuid4

import pytest
from django.utils.timezone import now

from ayni.access.models import Organisation
from ayni.access.tests.factories import DepartmentFactory, OrganisationFactory
from ayni.audit.actions import SYSTEM
from ayni.audit.models import Event
from ayni.codelists.tests.factories import ServiceCategoryFactory
from ayni.directory import actions, exchange, queries
from ayni.directory.exchange import CannotRead, Placed
from ayni.directory.models import Location, Record, Schedule, Service, ServiceAtLocation, ServiceTerm
from ayni.directory.rules.hsds import TABLES, Nest, faults

from .factories import LocationFactory, PointFactory, RecordFactory, ScheduleFactory, ServiceFactory

pytestmark = pytest.mark.django_db
SECRETS = ("Jr. Escondido 745", "Puerta verde", "-12.04637", "+51911222333", "Doña Hortensia", "Detrás del mercado")


def take_in(path, **said):
    placed, tabular = exchange.read(path)
    return actions.import_rows(placed=placed, tabular=tabular, by=SYSTEM, at=now(), **said)


@pytest.fixture
def full():
    """A service with something in each of our tables, and a shelter that nobody may find."""
    cem = OrganisationFactory(code="CEM", name="Centro Emergencia Mujer", phone="01 419 7260")
    district = DepartmentFactory(code="150135", label_es="San Martín de Porres", level="DISTRICT", department_code="15")
    service = ServiceFactory(
        organisation=cem, category=ServiceCategoryFactory(), note="=Apoyo", minimum_age=18, maximum_age=99,
        by_appointment=True, ineligibility="Personas sin riesgo", admits="ANYONE", nationality_variable="PARTIAL",
        eligibility_description="Mujeres", url="https://example.pe/cem", kept={"licenses": "L-1", "x_own": "propia"},
    )  # fmt: skip
    ServiceTerm.objects.create(service=service, taxonomy="population", code="MEN", suits=False)
    intake = PointFactory(
        service=service, is_intake=True, is_given_here=False,
        location=LocationFactory(organisation=cem, district=district, latitude=-12.0, longitude=-77.1),
    )  # fmt: skip
    hidden = LocationFactory(
        organisation=cem, name="Casa", is_confidential=True, kind="SHELTER", description=SECRETS[1],
        directions=SECRETS[5], kept={"external_identifier": SECRETS[2]},
        addresses=[{"id": str(uuid4()), "address_1": SECRETS[0], "city": "Lima", "state_province": "Lima",
                    "postal_code": "1", "country": "PE", "address_type": "physical"}],
    )  # fmt: skip
    PointFactory(service=service, location=hidden, description=SECRETS[5])
    ScheduleFactory(at=intake)
    ScheduleFactory(location=hidden, byday="SA", on_holidays=True)
    ScheduleFactory(service=service, is_closure=True, freq="", byday="", opens_at=None, closes_at=None)
    RecordFactory(location=hidden, data={"number": SECRETS[3]})
    contact = RecordFactory(
        service=service, table="contact", data={"name": SECRETS[4], "title": "Coordinación", "x_published": True}
    )
    RecordFactory(service=service, data={"number": "+51900000010", "contact_id": str(contact.hsds_id)})
    RecordFactory(service=service, table="contact", data={"name": SECRETS[4], "title": "Guardia"})
    RecordFactory(service=service, table="language", code="spa", data={"name": "Español", "code": "spa"})
    RecordFactory(service=service, table="required_document", data={"document": "Ninguno"})
    RecordFactory(service=service, table="cost_option", data={"option": "Todos", "amount": 0, "currency": "PEN"})
    RecordFactory(location=intake.location, table="accessibility", data={"description": "Rampa"})
    return service


def tables():
    """All that the directory holds, as the database has it."""
    return {
        model.__name__: sorted(
            repr(sorted({k: str(v) for k, v in row.items() if k != "modified_at"}.items()))
            for row in (
                {f.name: getattr(one, f.attname) for f in model._meta.concrete_fields} for one in model.objects.all()
            )
        )
        for model in (Organisation, Service, Location, ServiceAtLocation, Schedule, Record, ServiceTerm)
    }


@pytest.mark.parametrize("name", ["todo.json", "todo.zip"])
def test_what_goes_out_comes_in_and_changes_nothing(full, tmp_path, name):
    before = tables()
    exchange.write(tmp_path / name, queries.whole_directory())
    report = take_in(tmp_path / name)
    assert (report.problems, dict(report.made), dict(report.changed), report.left) == ([], {}, {}, [])
    assert tables() == before
    again = take_in(tmp_path / name)
    assert (dict(again.made), dict(again.changed)) == ({}, {})
    assert Event.objects.filter(verb="directory.imported").count() == 2


@pytest.mark.parametrize("name", ["todo.json", "todo.zip"])
def test_what_goes_out_is_whole_in_another_installation(full, tmp_path, name):
    exchange.write(tmp_path / name, queries.whole_directory())
    said = queries.whole_directory()
    for model in (ServiceTerm, Record, Schedule, ServiceAtLocation, Location, Service):
        model.objects.all().delete()
    assert take_in(tmp_path / name).problems == []
    shown = queries.whole_directory()
    assert {table: len(rows) for table, rows in shown.items()} == {table: len(rows) for table, rows in said.items()}
    service = Service.objects.get()
    assert (service.note, service.kept["licenses"], service.ineligibility) == ("=Apoyo", "L-1", "Personas sin riesgo")
    assert Location.objects.get(is_confidential=True).addresses == []


@pytest.mark.parametrize("name", ["todo.json", "todo.zip"])
def test_nothing_that_leads_to_a_shelter_or_names_somebody_leaves(full, tmp_path, name):
    exchange.write(tmp_path / name, queries.whole_directory())
    if name.endswith("zip"):
        with zipfile.ZipFile(tmp_path / name) as archive:
            text = "\n".join(archive.read(one).decode() for one in archive.namelist())
    else:
        text = (tmp_path / name).read_text()
    assert [secret for secret in SECRETS if secret in text] == []
    assert "Coordinación" in text
    assert "Guardia" not in text


def test_a_shelter_keeps_its_address_when_the_file_comes_back_without_it(full, tmp_path):
    exchange.write(tmp_path / "a.json", queries.whole_directory())
    take_in(tmp_path / "a.json", over=True)
    shelter = Location.objects.get(is_confidential=True)
    assert (shelter.address, shelter.directions, shelter.name) == (SECRETS[0], SECRETS[5], "Casa")


def test_every_row_that_goes_out_is_as_the_standard_says(full):
    wrong = [
        (table, row, fault)
        for table, rows in queries.whole_directory().items()
        for row in rows
        for fault in faults(table, row, tabular=True)
    ]
    assert wrong == []


def test_a_spreadsheet_finds_no_formula(full, tmp_path):
    exchange.write(tmp_path / "a.zip", queries.whole_directory())
    with zipfile.ZipFile(tmp_path / "a.zip") as archive:
        rows = list(csv.DictReader(io.StringIO(archive.read("services.csv").decode())))
    assert rows[0]["description"] == "'=Apoyo"


def a_service(**other):
    organization = {"id": str(uuid4()), "name": "Vaso de Leche", "description": "Comedor"}
    return {"id": str(uuid4()), "name": "Almuerzo", "status": "active", "organization": organization, **other}


def file_of(tmp_path, said):
    path = tmp_path / "said.json"
    path.write_text(json.dumps(said))
    return path


def test_an_institution_that_the_register_does_not_name_comes_in_and_is_listed(tmp_path):
    report = take_in(file_of(tmp_path, a_service()))
    assert report.problems == []
    service = Service.objects.get()
    assert (service.organisation.name, service.organisation.entry.is_imported) == ("Vaso de Leche", True)
    assert service.organisation in queries.institutions(text="vaso")


def test_a_broken_row_is_named_with_its_place_and_the_others_come_in(tmp_path):
    said = [a_service(), a_service(status="abierto"), a_service(minimum_age="doce"), a_service(name="")]
    report = take_in(file_of(tmp_path, said))
    assert Service.objects.count() == 1
    assert len(report.problems) == 3
    assert "[1]: service" in report.problems[0]
    assert "active, inactive" in report.problems[0]


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"url": "javascript:alert(1)"}, "url"),
        ({"email": "yo"}, "email"),
        ({"minimum_age": 30, "maximum_age": 3}, "maximum_age"),
        ({"minimum_age": 1.5}, "minimum_age"),
        ({"name": "x" * 300}, "name"),
        ({"id": "7"}, "id"),
    ],
)
def test_what_is_wrong_with_a_service_is_said(tmp_path, wrong, says):
    report = take_in(file_of(tmp_path, a_service(**wrong)))
    assert not Service.objects.exists()
    assert says in report.problems[0]


def test_hours_of_another_zone_become_ours(tmp_path):
    hours = {"id": str(uuid4()), "freq": "WEEKLY", "byday": "MO, we", "opens_at": "13:00Z", "closes_at": "18:30+01:00"}
    take_in(file_of(tmp_path, a_service(schedules=[hours])))
    there = Schedule.objects.get()
    assert (there.opens_at, there.closes_at, there.byday) == (time(8), time(12, 30), "MO,WE")


def test_what_we_have_no_column_for_is_kept_and_goes_out_again(tmp_path):
    term = {"id": str(uuid4()), "name": "Food", "description": "Food", "code": "F",
            "taxonomy_detail": {"id": str(uuid4()), "name": "AIRS", "description": "A"}}  # fmt: skip
    said = a_service(
        accreditations="ISO", fees="gratis", funding=[{"id": str(uuid4()), "source": "UE"}],
        attributes=[{"id": str(uuid4()), "taxonomy_term": term, "value": "v"}],
        capacities=[{"id": str(uuid4()), "available": 3, "updated": "2026-11-01T00:00:00Z",
                     "unit": {"id": str(uuid4()), "name": "Camas"}}],
        service_areas=[{"id": str(uuid4()), "name": "Tumbes"}],
        program={"id": str(uuid4()), "name": "P", "description": "P"},
    )  # fmt: skip
    assert take_in(file_of(tmp_path, said)).problems == []
    nest = Nest(queries.whole_directory())
    built = exchange.as_json(queries.whole_directory())["services"][0]
    assert (built["accreditations"], built["fees"], built["funding"][0]["source"]) == ("ISO", "gratis", "UE")
    assert built["attributes"][0]["taxonomy_term"]["name"] == "Food"
    assert built["capacities"][0]["unit"]["name"] == "Camas"
    assert built["program"]["name"] == "P"
    assert nest.of


def test_an_entry_that_somebody_verified_is_left_alone(full, tmp_path, marta):
    exchange.write(tmp_path / "a.json", queries.whole_directory())
    full.name, full.verified_at, full.verified_how, full.verified_by = "Nombre nuevo", now(), "STAFF", marta
    full.save()
    report = take_in(tmp_path / "a.json")
    assert Service.objects.get(pk=full.pk).name == "Nombre nuevo"
    assert f"service {full.hsds_id}" in report.left
    take_in(tmp_path / "a.json", over=True)
    assert Service.objects.get(pk=full.pk).name == "Atención psicológica"


def test_rows_that_hang_on_what_is_not_there_are_named():
    lost = Placed(
        "service_at_location", {"id": str(uuid4()), "service_id": str(uuid4()), "location_id": str(uuid4())}, "x"
    )
    phone = Placed("phone", {"id": str(uuid4()), "number": "1", "service_id": str(uuid4())}, "y")
    at = datetime(2026, 11, 28, tzinfo=UTC)
    report = actions.import_rows(placed=[lost, phone], tabular=True, by=SYSTEM, at=at)
    assert len(report.problems) == 2
    assert not Record.objects.exists()


@pytest.mark.parametrize("text", ["", "{", "7", '"a"', "[1]", "\x00\xff"])
def test_a_file_that_is_none_is_refused_in_a_sentence(tmp_path, text):
    (tmp_path / "a.json").write_text(text)
    with pytest.raises(CannotRead):
        take_in(tmp_path / "a.json")


def test_the_table_names_every_column_once():
    assert len(TABLES) == 24
    for table in TABLES.values():
        assert len(set(table.names)) == len(table.names)
        assert table.by_name["id"].required
        assert all(child.table in TABLES for child in table.children)
