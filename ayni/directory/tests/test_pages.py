"""The directory, as staff and partners read it."""

import re

import pytest
from django.conf import settings
from django.utils.timezone import now

from ayni.access.tests.factories import DepartmentFactory, OrganisationFactory
from ayni.codelists.shapes import departments
from ayni.governance import queries as governance
from ayni.governance.tests.factories import ProtocolFactory, StepFactory

from ..models import InstitutionEntry
from .factories import (
    AbsenceFactory,
    AgreementFactory,
    FocalPointFactory,
    LocationFactory,
    ServiceFactory,
    SubstituteFactory,
)

pytestmark = pytest.mark.django_db


def words(response) -> str:
    assert response.status_code == 200
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def test_a_focal_point_and_a_gap_are_seen_on_the_map_and_in_the_table(client, rosa, django_assert_max_num_queries):
    tumbes = DepartmentFactory(code="24", label_es="Tumbes")
    DepartmentFactory(code="15", label_es="Lima")
    FocalPointFactory(department=tumbes, name="Mesa de Tumbes")
    client.force_login(rosa)
    with django_assert_max_num_queries(12):
        page = client.get("/directorio/puntos-focales/")
    said = words(page)
    assert "1 departamento no tiene a nadie" in said
    assert re.search(r"Lima 0 nadie", said)
    assert "Mesa de Tumbes" in said
    body = page.content.decode()
    assert body.count("<path d=") == 25
    assert "<title>Tumbes: 1</title>" in body


def test_the_focal_points_of_one_institution(client, rosa):
    tumbes = DepartmentFactory(code="24", label_es="Tumbes")
    FocalPointFactory(department=tumbes, name="Mesa del CEM")
    FocalPointFactory(
        department=tumbes, organisation=OrganisationFactory(code="HIAS", name="HIAS"), name="Mesa de HIAS"
    )
    client.force_login(rosa)
    said = words(client.get("/directorio/puntos-focales/", {"institucion": "HIAS"}))
    assert "Mesa de HIAS" in said
    assert "Mesa del CEM" not in said
    assert client.get("/directorio/puntos-focales/", {"institucion": "NADIE"}).status_code == 404


def test_a_service_that_was_never_described_is_marked(client, rosa):
    ServiceFactory(is_generic=True, name="Atención general")
    client.force_login(rosa)
    assert "Representa a la institución" in words(client.get("/directorio/CEM/"))


def test_an_institution_without_anything_says_what_will_be_there(client, rosa):
    OrganisationFactory(code="NUEVA")
    client.force_login(rosa)
    said = words(client.get("/directorio/NUEVA/"))
    assert "Todavía nadie responde" in said
    assert "Ningún protocolo vigente le pide algo" in said
    assert client.get("/directorio/NADIE/").status_code == 404


def test_the_page_of_an_institution_asks_little_however_much_there_is_of_it(
    client, marta, django_assert_max_num_queries
):
    ministry = OrganisationFactory(code="MINISTERIO")
    cem = OrganisationFactory(code="CEM")
    cem.parent = ministry
    cem.save()
    InstitutionEntry.objects.create(organisation=cem, website="https://cem.example.pe")
    for number in range(3):
        point = FocalPointFactory(
            organisation=cem, department=DepartmentFactory(code=f"0{number + 1}"), name=f"Mesa {number}"
        )
        AbsenceFactory(focal_point=point)
        AbsenceFactory(focal_point=SubstituteFactory(organisation=cem, stands_in_for=point))
        ServiceFactory(organisation=cem, name=f"Servicio {number}")
        LocationFactory(organisation=cem, name=f"Punto {number}")
    AgreementFactory(ours=marta.organisation, theirs=ministry, name="Lo que firmó el ministerio")
    StepFactory(protocol=ProtocolFactory(code="PW-A"), actor=cem, action_es="Recibir a la persona")
    client.force_login(marta)
    client.get("/directorio/CEM/")
    with django_assert_max_num_queries(12):
        said = words(client.get("/directorio/CEM/"))
    for each in (
        "Mesa 2",
        "Servicio 2",
        "Punto 2",
        "Lo que firmó el ministerio",
        "Recibir a la persona",
        "cem.example",
    ):
        assert each in said


def test_only_the_version_in_force_tells_what_is_asked_of_it():
    cem = OrganisationFactory(code="CEM")
    StepFactory(protocol=ProtocolFactory(code="PW-A", valid_to=now().date()), actor=cem, action_es="Antes")
    StepFactory(protocol=ProtocolFactory(code="PW-A", version=2), actor=cem, action_es="Ahora")
    assert [step.action_es for step in governance.roles_of(cem)] == ["Ahora"]


def test_a_partner_reads_the_directory_and_a_stranger_is_asked_to_sign_in(client, ines):
    OrganisationFactory(code="CEM")
    for address in ("/directorio/", "/directorio/CEM/", "/directorio/puntos-focales/"):
        client.logout()
        assert client.get(address).status_code == 302
        client.force_login(ines)
        assert client.get(address).status_code == 200


def test_the_drawing_is_small_and_whole():
    drawing = departments(settings.BASE_DIR / "data")
    assert len(drawing.shapes) == 25
    assert {shape.code for shape in drawing.shapes} == {f"{n:02}" for n in range(1, 26)}
    assert sum(len(shape.path) for shape in drawing.shapes) < 20_000
    assert all(shape.path.startswith("M") and shape.path.endswith("Z") for shape in drawing.shapes)
