"""Whoever employs, enrols or attends asks, and gets the list's own answer with how sure it is."""

import json
import re
from datetime import UTC, datetime

import pytest
import time_machine

from ayni.config.catalogue import work_papers
from ayni.portal.hooks import WORK_PAPERS

from .factories import AcceptedPaperFactory, HiringRuleFactory, PublishedFigureFactory
from .test_public_pages import body
from .work_papers import WorkDocumentFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(datetime(2026, 11, 28, 15, tzinfo=UTC), tick=False):
        yield


@pytest.fixture
def cpp():
    return WorkDocumentFactory(
        code="TRA-CPP", label_es="Carné CPP", answer="CONDITIONAL", condition_es="Vencido, no autoriza.",
        when_expired="NO", legal_basis="DS 010-2020-IN", confidence="high",
    )  # fmt: skip


def ask(client, address="/empleadores/documento/", **said):
    return body(client.get(address, said))


def test_the_short_address_leads_to_the_page_that_says_all(client):
    response = client.get("/trabajar/")
    assert (response.status_code, response.url) == (301, "/empleadores/")


def test_the_public_site_is_handed_the_list_of_the_front_desk():
    assert [work_papers] == WORK_PAPERS


def test_an_employer_asks_about_a_document_and_is_told_with_the_norm(client, cpp):
    assert "Carné CPP" in ask(client)
    questions = ask(client, documento="TRA-CPP")
    assert "¿Está vigente hoy?" in questions
    assert "Sí, puede contratar" in ask(client, documento="TRA-CPP", responde="si", vigente="si")
    assert "Pregunte antes de decidir" in ask(client, documento="TRA-CPP", responde="si", vigente="no-se")
    refused = ask(client, documento="TRA-CPP", responde="si", vigente="no")
    assert "No, con este documento no" in refused
    assert "DS 010-2020-IN" in refused
    assert "Vencido, no autoriza." in refused


def test_a_condition_is_asked_in_the_words_of_the_list(client):
    WorkDocumentFactory(code="TRA-X", answer="CONDITIONAL", question_es="¿Tiene el permiso?", confidence="high")
    assert "¿Tiene el permiso?" in ask(client, documento="TRA-X")
    assert "Elija una de las respuestas." in ask(client, documento="TRA-X", responde="si")
    assert "Sí, puede contratar" in ask(client, documento="TRA-X", responde="si", condicion="si")


def test_what_is_not_confirmed_is_not_stated_as_fact(client):
    WorkDocumentFactory(code="TRA-X", answer="YES", confidence="low")
    page = ask(client, documento="TRA-X")
    assert "Sí, puede contratar <span" in page
    assert "por confirmar" in page
    assert "Nuestra fuente para esto no está confirmada" in page


def test_a_document_that_is_not_in_the_list_is_asked_about_at_migraciones(client, cpp):
    assert "Nuestra lista no lo dice" in ask(client, documento="otro")


@pytest.mark.parametrize("code", ["", "NADA", "<script>", "TRA-CPP' OR 1=1", "x" * 5000])
def test_a_code_that_somebody_made_up_is_asked_again(client, cpp, code):
    page = ask(client, documento=code)
    assert "Elija un documento" in page
    assert "<script>" not in page


def test_nothing_of_what_is_asked_is_kept(client, cpp):
    response = client.get("/empleadores/documento/", {"documento": "TRA-CPP"})
    assert response.headers["Cache-Control"] == "no-store"
    assert response.headers["Referrer-Policy"] == "no-referrer"
    assert not response.cookies


def limits():
    HiringRuleFactory(code="LIM-PERS", percent=20, of="WORKERS", confidence="high")
    HiringRuleFactory(code="LIM-PAGO", percent=30, of="PAY", confidence="low")
    HiringRuleFactory(code="EXC", kind="EXEMPT", percent=None, of="", label_es="Cónyuges de peruanos", confidence="low")


def test_the_limit_is_reckoned_step_by_step(client):
    limits()
    page = ask(
        client, "/empleadores/limite/", personas="1,000", extranjeras="201", no_cuentan="", pagos="1,000,000.00",
        pagos_extranjeras="300000",
    )  # fmt: skip
    assert "Pasa el límite de personas" in page
    assert "20 % de 1000 = 1000 × 20 ÷ 100 = 20000 ÷ 100 = 200. En personas enteras: 200." in page
    assert "201 de 1000 = 201 × 100 ÷ 1000 = 20100 ÷ 1000 = 20.10 %" in page
    assert "Con 5 personas peruanas más estaría dentro" in page
    assert "Está dentro del límite de pagos" in page
    assert page.count("Sin las que no cuentan.") == 2, "where it is typed, and where it is reckoned"
    assert "El límite de pagos no está en los datos de referencia" in page
    assert "Cónyuges de peruanos" in page


def test_whoever_does_not_count_is_left_out(client):
    limits()
    page = ask(client, "/empleadores/limite/", personas="10", extranjeras="3", no_cuentan="1")
    assert "Está dentro del límite de personas" in page
    assert "2 de 10" in page


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"personas": "0", "extranjeras": "0"}, "Sin personas que trabajen"),
        ({"personas": "-5", "extranjeras": "1"}, "Escriba personas enteras"),
        ({"personas": "diez", "extranjeras": "1"}, "Escriba personas enteras"),
        ({"personas": "1e30", "extranjeras": "1"}, "Escriba personas enteras"),
        ({"personas": "3", "extranjeras": "4"}, "No puede haber más personas extranjeras"),
        ({"personas": "9", "extranjeras": "1", "no_cuentan": "2"}, "No pueden ser más que las personas extranjeras"),
        ({"personas": "9", "extranjeras": "1", "pagos": "100"}, "hacen falta los dos montos"),
        ({"personas": "9", "extranjeras": "1", "pagos": "0", "pagos_extranjeras": "0"}, "Sin pagos no hay"),
        ({"personas": "9" * 40, "extranjeras": "1"}, "Es muy largo para un número"),
        ({"personas": "", "extranjeras": ""}, "Escriba aquí un número"),
        ({"personas": "<script>1", "extranjeras": "1"}, "Escriba personas enteras"),
    ],
)  # fmt: skip
def test_what_cannot_be_reckoned_says_what_to_mend_and_keeps_what_was_typed(client, said, sentence):
    limits()
    page = ask(client, "/empleadores/limite/", **said)
    assert sentence in page
    assert "Cómo se calcula" not in page
    if said["personas"].isdecimal() and len(said["personas"]) < 9:
        assert f'value="{said["personas"]}"' in page


def test_without_its_list_the_page_says_so_and_reckons_nothing(client):
    page = ask(client, "/empleadores/limite/", personas="10", extranjeras="3")
    assert "La lista de límites no está cargada" in page
    assert "Cómo se calcula" not in page


def test_a_school_learns_that_no_document_is_no_reason_to_refuse(client):
    AcceptedPaperFactory(
        code="ESC-N-NADA", service="SCHOOL", holder="CHILD", label_es="Ningún documento", label_ht="Okenn papye",
        answer="STATEMENT", legal_basis="CDN",
    )  # fmt: skip
    page = ask(client, "/escuelas-y-municipios/", documento="ESC-N-NADA")
    assert "No tener documento no es motivo para negarse" in page
    assert "CDN" in page
    assert "Okenn papye" in ask(client, "/ht/escuelas-y-municipios/", documento="ESC-N-NADA")
    assert "Elija un documento de la lista" in ask(client, "/escuelas-y-municipios/", documento="X")


def test_programs_read_the_list_without_a_key_from_anywhere(client, cpp):
    response = client.get("/api/documentos-para-trabajar/")
    said = json.loads(response.content)
    assert said["documents"][0]["code"] == "TRA-CPP"
    assert said["documents"][0]["allows_work"] == "CONDITIONAL"
    assert said["documents"][0]["is_confirmed"] is True
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert response.headers["Cache-Control"] == "public, max-age=300"
    assert client.post("/api/documentos-para-trabajar/").status_code == 405


@pytest.mark.parametrize("language", ["en", "pt", "fr", "ht"])
def test_every_page_for_them_is_there_in_every_language(client, cpp, language):
    limits()
    for address in ("empleadores/", "empleadores/documento/", "empleadores/limite/", "escuelas-y-municipios/"):
        response = client.get(f"/{language}/{address}")
        assert response.status_code == 200
        assert response.headers["Content-Language"] == language
        assert "Ver la respuesta" not in body(response)


def test_whoever_asks_without_end_is_held_up(client, cpp):
    for _ in range(120):
        assert client.get("/empleadores/documento/").status_code == 200
    assert client.get("/empleadores/documento/").status_code == 429


def test_the_page_for_neighbours_cites_figures_with_their_source_and_leads_to_the_complaint(client):
    PublishedFigureFactory(code="FIG-089", value="3592000000", unit="USD", label_es="Remesas recibidas")
    page = body(client.get("/comunidad/"))
    assert (
        "Remesas recibidas: US$ 3\N{NO-BREAK SPACE}592\N{NO-BREAK SPACE}000\N{NO-BREAK SPACE}000 (INEI, 2021)" in page
    )
    assert 'href="/voz/"' in page
    assert "no son una opinión de la unidad" in page
    assert client.get("/fr/comunidad/").status_code == 200


def test_what_papers_are_called_is_read_aloud_in_spanish(client, cpp):
    page = client.get("/en/empleadores/documento/").content.decode()
    assert re.search(r'<option value="TRA-CPP" lang="es"', page)
    assert re.search(r'<option value="otro">', page), "that one is ours, in the language of the page"
