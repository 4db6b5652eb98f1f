"""Where to go: what somebody finds, and from near to far."""

import json
import re
from datetime import UTC, date, datetime, time

import pytest
import time_machine
from django.test import Client

from ayni.codelists.models import Language
from ayni.codelists.tests.factories import HolidayFactory
from ayni.directory.models import ServiceAtLocation
from ayni.directory.tests.factories import RecordFactory, ScheduleFactory, ServiceFactory

from .factories import LineFactory, VersionFactory, facts
from .where_factories import country, point, service_of

pytestmark = pytest.mark.django_db
FRIDAY_TEN = datetime(2026, 11, 27, 15, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(FRIDAY_TEN, tick=False):
        yield


@pytest.fixture
def made():
    return country()


def body(response) -> str:
    return response.content.decode()


def titles(response) -> list[str]:
    return re.findall(r'<article class="ay-way"><h3[^>]*><a[^>]*>([^<]*)</a>', body(response))


def test_without_a_question_there_is_a_form_and_a_list_of_needs(client, made):
    page = client.get("/donde-ir/")
    assert "¿Dónde ir?" in body(page)
    assert 'href="/donde-ir/?necesidad=SV-SAL"' in body(page)
    assert "Salud: médico, posta, hospital" in body(page)
    assert not page.cookies
    assert page.headers["Referrer-Policy"] == "no-referrer"


def test_what_is_in_the_district_comes_first_then_its_province_its_department_and_the_country(client, made):
    service_of("Línea nacional")
    point(made, "15", "Del departamento")
    point(made, "150119", "Del otro distrito")
    point(made, "150110", "Zeta del distrito")
    point(made, "240101", "De Tumbes")
    found = client.get("/donde-ir/?necesidad=SV-SAL&lugar=150110")
    assert titles(found) == ["Zeta del distrito", "Del otro distrito", "Del departamento", "Línea nacional"]
    assert "De Tumbes" not in titles(client.get("/donde-ir/?lugar=1501"))


def test_a_need_holds_what_stands_below_it(client, made):
    point(made, "150110", "Psicóloga", need="SV-SAL-MEN")
    assert titles(client.get("/donde-ir/?necesidad=SV-SAL")) == ["Psicóloga"]
    assert titles(client.get("/donde-ir/?necesidad=SV-SAL-MEN")) == ["Psicóloga"]
    assert titles(client.get("/donde-ir/?necesidad=SV-PRO-VBG")) == []


@pytest.mark.parametrize("words", ["DOCTOR", "necesito un médico", "medico", "atencion", "sede comas"])
def test_people_ask_in_their_own_words_without_minding_accents(client, made, words):
    point(made, "150110", "Atención en sede Comas")
    assert titles(client.get("/donde-ir/", {"q": words})) == ["Atención en sede Comas"]


def test_a_place_may_be_typed_and_what_is_several_is_asked_back(client, made):
    point(made, "150122", "En Lima")
    point(made, "040110", "En Arequipa")
    page = client.get("/donde-ir/", {"necesidad": "SV-SAL", "donde": "miraflores"})
    assert "Hay varios lugares con ese nombre" in body(page)
    assert "lugar=040110" in body(page)
    assert titles(client.get("/donde-ir/", {"necesidad": "SV-SAL", "donde": "Miraflores, arequipa"})) == ["En Arequipa"]
    assert titles(client.get("/donde-ir/", {"donde": "miraflores", "lugar": "15"})) == ["En Lima"]
    nowhere = body(client.get("/donde-ir/", {"donde": "Atlántida"}))
    assert "No conocemos ningún lugar llamado «Atlántida»" in nowhere
    assert 'value="Atlántida"' in nowhere


def test_a_department_leads_to_its_provinces_and_districts(client, made):
    point(made, "150110", "En Comas")
    assert "lugar=1501" in body(client.get("/donde-ir/?necesidad=SV-SAL&lugar=15"))
    assert "lugar=150119" in body(client.get("/donde-ir/?necesidad=SV-SAL&lugar=1501"))


def test_it_says_until_when_something_is_open_and_when_it_opens(client, made):
    link = point(made, "150110", "Posta")
    ScheduleFactory(location=link.location)
    page = body(client.get("/donde-ir/?lugar=150110"))
    assert "Abierto ahora, hasta las 17:00" in page
    assert "Lunes a viernes: de 08:00 a 17:00" in page
    with time_machine.travel(datetime(2026, 11, 28, 3, tzinfo=UTC), tick=False):
        assert "Cerrado ahora; abre el lunes a las 08:00" in body(client.get("/donde-ir/?lugar=150110"))
    HolidayFactory(code="2026-11-27", day=date(2026, 11, 27))


def test_open_now_leaves_out_only_what_is_known_to_be_closed(client, made):
    ScheduleFactory(location=point(made, "150110", "Abierta").location)
    ScheduleFactory(location=point(made, "150110", "Cerrada").location, opens_at=time(14), closes_at=time(17))
    appointment = point(made, "150110", "Con cita", by_appointment=True)
    ScheduleFactory(location=appointment.location, opens_at=time(14), closes_at=time(17))
    point(made, "150110", "Sin horario")
    page = client.get("/donde-ir/?lugar=150110&abierto=si")
    assert titles(page) == ["Abierta", "Con cita", "Sin horario"]
    assert "Solo con cita" in body(page)
    assert "No sabemos su horario: llame antes" in body(page)
    assert "Cerrado" not in body(page)


def test_a_closure_is_told_and_keeps(client, made):
    link = point(made, "150110", "Posta")
    ScheduleFactory(location=link.location)
    ScheduleFactory(
        location=link.location, is_closure=True, opens_at=None, closes_at=None, valid_from=date(2026, 11, 27),
        valid_to=date(2026, 11, 30),
    )  # fmt: skip
    page = body(client.get("/donde-ir/?lugar=150110"))
    assert "Cerrado ahora; abre el martes a las 08:00" in page
    assert "Cerrado del 27 nov 2026 al 30 nov 2026" in page


def test_only_what_is_free_for_everybody_is_free(client, made):
    point(made, "150110", "Gratis", fees_description="Gratis.")
    point(made, "150110", "Con seguro", fees_description="Gratis con SIS; si no, S/ 20")
    point(made, "150110", "No dicho")
    costs = point(made, "150110", "Cero soles")
    RecordFactory(service=costs.service, table="cost_option", data={"amount": "0.00", "currency": "PEN"})
    assert titles(client.get("/donde-ir/?lugar=15&gratis=si")) == ["Cero soles", "Gratis"]
    page = body(client.get("/donde-ir/?lugar=15"))
    assert "Gratis con SIS; si no, S/ 20" in page
    assert "No sabemos cuánto cuesta: pregunte antes" in page


def test_languages_and_access_narrow_the_list(client, made):
    creole, other = point(made, "150110", "Habla kreyòl"), point(made, "150110", "Otra")
    RecordFactory(service=creole.service, table="language", code="hat", data={"name": "Criollo"})
    RecordFactory(location=other.location, table="accessibility", data={"description": "Rampa"})
    Language.objects.create(code="hat", label_es="Criollo haitiano", valid_from=date(2020, 1, 1))
    assert titles(client.get("/donde-ir/?lugar=15&idioma=hat")) == ["Habla kreyòl"]
    assert titles(client.get("/donde-ir/?lugar=15&accesible=si")) == ["Otra"]
    assert titles(client.get("/donde-ir/?lugar=15&idioma=xyz")) == ["Habla kreyòl", "Otra"]


def test_near_a_point_that_is_sent_and_stands_in_no_address(made):
    client = Client(enforce_csrf_checks=True)
    point(made, "150119", "Lejos")
    near = point(made, "150110", "Cerca")
    near.location.latitude, near.location.longitude = -11.951, -77.051
    near.location.save()
    sent = {"necesidad": "SV-SAL", "lat": "-11.95123", "lon": "-77.05123"}
    page = client.post("/donde-ir/", sent, headers={"Origin": "null"})
    assert titles(page) == ["Cerca", "Lejos"]
    assert "a menos de 1 km" in body(page)
    assert "medido desde el centro de su distrito" in body(page)
    assert "11.95" not in body(page).replace('value="-11.95"', ""), "the point stands in hidden fields only"
    assert "lat=" not in body(page)
    assert page.headers["Cache-Control"] == "no-store"
    assert "geolocation=(self)" in page.headers["Permissions-Policy"]
    assert not page.cookies


@pytest.mark.parametrize("spot", [("", ""), ("x", "y"), ("48.85", "2.35"), ("nan", "nan"), ("1e999", "-77")])
def test_a_point_that_is_none_is_said_and_the_rest_answered(client, made, spot):
    point(made, "150110", "Posta")
    page = client.post("/donde-ir/", {"necesidad": "SV-SAL", "lat": spot[0], "lon": spot[1]})
    assert page.status_code == 200
    assert "No pudimos saber dónde está" in body(page)
    assert titles(page) == ["Posta"]


def test_pages_go_on_by_key_and_show_no_point_twice(client, made):
    for n in range(23):
        point(made, "150110", f"Posta {n:02}")
    page, seen = client.get("/donde-ir/?lugar=15"), []
    while True:
        seen += titles(page)
        after = re.search(r'rel="next" href="([^"]*)"', body(page))
        if not after:
            break
        page = client.get(after[1].replace("&amp;", "&"))
    assert seen == [f"Posta {n:02}" for n in range(23)]


@pytest.mark.parametrize(
    "query",
    [
        "necesidad=NADA", "necesidad=%F0%9F%98%80", "q=" + "a" * 10_000, "donde=" + "z" * 10_000, "lugar=999999",
        "lugar=-1", "despues=-1", "despues=%00%F0%9F%98%80", "donde=%3Cscript%3Ealert(1)%3C/script%3E", "q=%00",
        "idioma=%27%22%3E", "lat=-12&lon=-77", "&".join(["necesidad=SV-SAL"] * 500),
    ],
)  # fmt: skip
def test_whatever_stands_in_the_address_is_answered(client, made, query):
    point(made, "150110", "Posta")
    page = client.get(f"/donde-ir/?{query}")
    assert page.status_code == 200
    assert "<script>alert" not in body(page)
    assert len(page.content) < 100_000


def test_an_unknown_need_is_said(client, made):
    assert "No conocemos una de las necesidades" in body(client.get("/donde-ir/?necesidad=NADA"))


def test_a_page_of_a_point_says_all_and_can_be_sent_on(client, made):
    link = point(
        made, "150110", "Posta", note="Atención médica.", eligibility_description="Toda persona.", minimum_age=3,
        application_process="Saque un turno.", admits="ANYONE", fees_description="Gratis",
    )  # fmt: skip
    link.location.directions = "A dos cuadras del paradero."
    link.location.save()
    RecordFactory(at=link, data={"number": "+51 900 000 009", "extension": "12"})
    ScheduleFactory(location=link.location)
    page = body(client.get(f"/donde-ir/{link.hsds_id}/"))
    for said in (
        "Posta", "Atención médica.", "Av. Perú 123", "Comas, Lima, Lima", "A dos cuadras", "Saque un turno.",
        "Toda persona.", "Cualquier persona, con o sin documentos", "Desde los 3 años", "Gratis", "anexo 12",
        'href="tel:+51900000009"', "Confirmado el 10 nov 2026 por la propia institución.", "hreflang", "canonical",
    ):  # fmt: skip
        assert said in page, said
    share = re.search(r'sms:\?body=([^"]*)"', page)
    assert share
    said = json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)[1])
    service = said["@graph"][0]
    assert service["@type"] == "GovernmentService"
    assert service["availableChannel"]["serviceLocation"]["address"]["addressLocality"] == "Lima"
    assert service["hoursAvailable"][0]["opens"] == "08:00"
    assert service["isAccessibleForFree"] is True


def test_what_nobody_verified_for_long_says_to_call_first(client, made):
    point(made, "150110", "Vieja", verified_at=None)
    page = body(client.get("/donde-ir/?lugar=15"))
    assert "Llame antes" in page
    assert "Nadie confirmó estos datos todavía." in page


def test_a_point_that_is_no_more_answers_kindly(client, made):
    link = point(made, "150110", "Posta")
    link.location.is_closed = True
    link.location.save()
    gone = client.get(f"/donde-ir/{link.hsds_id}/")
    assert gone.status_code == 410
    assert "Ahí ya no atienden" in body(gone)
    assert "necesidad=SV-SAL&amp;lugar=15" in body(gone)
    assert "Av. Perú" not in body(gone)
    ended = service_of("Terminado", status="defunct")
    assert client.get(f"/donde-ir/{ended.hsds_id}/").status_code == 410
    assert client.get("/donde-ir/0197f3c0-0000-7000-8000-000000000000/").status_code == 404
    assert client.get("/donde-ir/no-es/").status_code == 404


def test_one_goes_to_the_entrance_and_not_to_where_it_is_given(client, made):
    given = point(made, "150110", "Atención")
    entrance = ServiceAtLocation.objects.create(
        service=given.service, location=point(made, "150119", "Otra").location, is_intake=True, is_given_here=False
    )
    page = body(client.get("/donde-ir/?q=atención&lugar=15"))
    assert str(entrance.hsds_id) in page
    assert str(given.hsds_id) not in page
    assert client.get(f"/donde-ir/{given.hsds_id}/").status_code == 404


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "Where to go?"), ("pt", "Aonde ir?"), ("fr", "Où aller\u202f?"), ("ht", "Ki kote pou w ale?"),
    ],
)  # fmt: skip
def test_it_speaks_the_languages_of_the_site(client, made, language, words):
    link = point(made, "150110", "Posta")
    ScheduleFactory(location=link.location)
    page = client.get(f"/{language}/donde-ir/?lugar=15")
    assert words in body(page)
    assert page.headers["Content-Language"] == language
    assert 'lang="es">Posta</a>' in body(page)
    assert client.get(f"/{language}/donde-ir/{link.hsds_id}/").status_code == 200


def test_the_map_counts_districts_and_says_the_same_in_words(client, made):
    point(made, "150110", "Una")
    point(made, "150110", "Otra")
    page = body(client.get("/donde-ir/?lugar=15"))
    assert page.count("<circle") == 1
    assert page.count("Comas: 2 lugares") == 2


def test_a_sheet_is_one_page_for_whoever_has_no_telephone(client, made):
    LineFactory(code="LINEA100", number="100", label_es="Violencia", is_emergency=True)
    point(made, "150110", "Posta")
    sheet = client.get("/donde-ir/hoja.pdf?necesidad=SV-SAL&lugar=15")
    assert sheet.headers["Content-Type"] == "application/pdf"
    assert sheet.content.startswith(b"%PDF")
    assert client.get("/donde-ir/hoja.pdf").status_code == 404


def test_a_guide_leads_to_where_one_goes_for_it(client, made):
    VersionFactory(guide__slug="carne", facts=facts(needs=["SV-SAL", "SV-SAL-MEN"]))
    VersionFactory(guide__slug="otra", facts=facts())
    assert 'href="/donde-ir/?necesidad=SV-SAL&amp;necesidad=SV-SAL-MEN"' in body(client.get("/guias/carne/"))
    assert "/donde-ir/?" not in body(client.get("/guias/otra/"))


def test_the_start_page_leads_there_and_machines_find_it(client, made):
    link = point(made, "150110", "Posta")
    assert 'href="/donde-ir/"' in body(client.get("/guias/"))
    assert "<loc>http://127.0.0.1:8000/donde-ir/</loc>" in body(client.get("/sitemap.xml"))
    assert "/donde-ir/puntos.xml" in body(client.get("/robots.txt"))
    assert str(link.hsds_id) in body(client.get("/donde-ir/puntos.xml"))


def test_a_discreet_need_has_a_quick_exit_and_the_lines_first(client, made):
    LineFactory(code="LINEA100", number="100", label_es="Violencia", is_emergency=True)
    page = client.get("/donde-ir/?necesidad=SV-PRO-VBG")
    assert "data-quick-exit" in body(page)
    assert 'href="tel:100"' in body(page)
    assert "<title>¿Dónde ir? – Ayni</title>" in body(page)
    assert page.headers["Cache-Control"] == "no-store"


def test_whoever_asks_without_end_is_asked_to_wait(client, made, settings):
    answers = {client.get("/donde-ir/").status_code for _n in range(241)}
    assert answers == {200, 429}


def test_a_page_takes_twelve_statements_at_most(client, made, django_assert_max_num_queries):
    ServiceFactory(name="Ninguna")
    for n in range(15):
        link = point(made, "150110", f"Posta {n}")
        ScheduleFactory(location=link.location)
        RecordFactory(at=link)
    for query in ("lugar=15&abierto=si&gratis=si", "q=doctor&lugar=150110&accesible=si"):
        client.get("/donde-ir/")
        with django_assert_max_num_queries(12):
            client.get(f"/donde-ir/?{query}")
    with django_assert_max_num_queries(12):
        client.get(f"/donde-ir/{link.hsds_id}/")
