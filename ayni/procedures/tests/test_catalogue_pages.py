"""The catalogue and the route finder as staff see them."""

import re
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ayni.audit.models import Event
from ayni.config.tests.spoiling import load
from ayni.procedures.rules.questions import Answers

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client, world):
    world.lia  # noqa: B018  the office is there before the data of its institution
    client.force_login(world.lia)
    load()
    return client


def words(response):
    assert response.status_code == 200
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def test_the_catalogue_says_what_is_open_what_is_closed_and_where_to_go(desk):
    with CaptureQueriesContext(connection) as queries:
        page = words(desk.get("/tramites/catalogo/"))
    assert len(queries) <= 12
    assert "Reconocimiento de la condición de refugiado" in page
    assert "10 nov 2023" in page
    closed = page[page.index("Cerrados") :]
    assert "CPP 2023" in closed
    assert "Cambio de calidad migratoria: Especial Residente" in closed


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("PR-CCM-ESP", ["S/ 40.60", "setiembre de 2025", "30 días hábiles", "por confirmar", "07568"]),
        ("PR-CPP21", ["S/ 47.30", "S/ 47.40", "Personas adultas", "No se recibe"]),
        ("PR-CPP23", ["Nadie ha confirmado cuánto cuesta", "mayo de 2023", "10 nov 2023"]),
        ("PR-PTP-PAD", ["120 días hábiles"]),
        ("PR-REF", ["Gratuito", "No ser devuelta", "Ley 27891"]),
        ("PR-PREINS", ["Gratuito", "por confirmar"]),
    ],
)
def test_a_procedure_says_what_it_asks_costs_and_how_well_that_is_known(desk, code, said):
    desk.get("/tramites/catalogo/tramite/PR-REF/")
    with CaptureQueriesContext(connection) as queries:
        page = words(desk.get(f"/tramites/catalogo/tramite/{code}/"))
    assert len(queries) <= 12
    for text in said:
        assert text in page, text


def test_what_costs_an_amount_that_nobody_knows_is_never_free(desk):
    for code in ("PR-CPP23", "PR-CCM-HUM", "PR-MUL", "PR-CE-EMI"):
        assert "Gratuito" not in words(desk.get(f"/tramites/catalogo/tramite/{code}/"))


def test_a_version_a_regime_and_the_documents_for_work_have_pages(desk):
    assert "Especial Residente" in words(desk.get("/tramites/catalogo/tramite/PR-CCM-ESP/1/"))
    assert "DS 003-2023-IN" in words(desk.get("/tramites/catalogo/regimen/REG-CPP23/"))
    page = words(desk.get("/tramites/catalogo/trabajar/"))
    assert "Junto con la autorización de trabajo" in page
    for missing in ("tramite/PR-NADA/", "tramite/PR-CCM-ESP/9/", "regimen/REG-NADA/"):
        assert desk.get(f"/tramites/catalogo/{missing}").status_code == 404


def test_a_route_is_found_and_nothing_of_it_is_kept(desk):
    said = {
        "situation": "NO_CONTROL", "age": "12", "alone": "yes", "nationality": "XXA", "entry": "UNCONTROLLED",
        "documents": "NONE", "profiles": ["VP-NNA-NA"], "wants": ["PROTECTION", "SCHOOL"],
    }  # fmt: skip
    desk.get("/tramites/ruta/")
    before = (dict(desk.session), Event.objects.count())
    with CaptureQueriesContext(connection) as queries:
        response = desk.post("/tramites/ruta/", said)
    page = words(response)
    assert len(queries) <= 12
    assert "avise hoy a la UPE" in page
    assert "La ley nombra a niñas, niños y adolescentes no acompañados." in page
    assert "No se exige el documento de identidad" in page
    assert "RT-HUM-1" in page
    assert "no-store" in response["Cache-Control"]
    assert (dict(desk.session), Event.objects.count()) == before
    written = [q["sql"] for q in queries if q["sql"].split()[0] in {"INSERT", "UPDATE", "DELETE"}]
    assert written == []


@pytest.mark.parametrize(
    "said",
    [
        {},
        {"situation": "NOWHERE"},
        {"situation": "CPP", "age": "200"},
        {"situation": "CPP", "age": "seis"},
        {"situation": "CPP", "documents": ["NONE", "PAS"]},
        {"situation": "CPP", "entered_year": "2099"},
        {"situation": "CPP", "nationality": "<script>"},
    ],
)
def test_a_wrong_answer_is_said_and_nothing_typed_is_lost(desk, said):
    response = desk.post("/tramites/ruta/", said)
    page = response.content.decode()
    assert response.status_code == 200
    assert "govuk-error-summary" in page
    if said.get("age"):
        assert f'value="{said["age"]}"' in page


def test_only_a_year_of_entry_promises_nothing_that_a_day_decides(desk, world):
    said = {"situation": "OVERSTAY", "nationality": "VEN", "entered_year": "2018"}
    page = words(desk.post("/tramites/ruta/", said))
    # Whoever only knows the year may have come after 31 October 2018.
    assert "PTP para personas venezolanas" not in page
    assert Answers(today=date(2026, 1, 1)).days_here is None


def test_staff_read_which_documents_allow_work_and_where_we_have_it_from(desk):
    page = desk.get("/tramites/catalogo/trabajar/").content.decode()
    assert "Carné de extranjería, calidad Trabajador" in page
    assert "(por confirmar)" in page
    assert "lectura de este proyecto" in page
    assert 'href="/empleadores/"' in page


@pytest.mark.parametrize("address", ["/tramites/catalogo/regimen/REG-CPP23/", "/tramites/catalogo/tramite/PR-CPP23/"])
def test_a_norm_is_a_link_for_whoever_may_open_it_and_its_number_for_the_others(desk, world, address):
    at_the_counter = desk.get(address).content.decode()
    number = re.search(r'ay-list__note">([^<]+?) [A-ZÁ-Ú]', at_the_counter)
    assert number is not None
    assert "/normas/" not in at_the_counter
    desk.force_login(world.rosa)
    [norm, *_others] = re.findall(r'href="([^"]*/normas/[^"]+/)"', desk.get(address).content.decode())
    assert desk.get(norm).status_code == 200
