"""Somebody alone asks what is possible: what travels from page to page, what is kept (nothing), what goes wrong."""

import csv
import html
import re
from datetime import UTC, datetime

import pytest
import time_machine
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ayni.access.tests.factories import OrganisationFactory
from ayni.audit.models import Event
from ayni.codelists.tests.factories import CountryFactory, ProfileFactory
from ayni.portal.models import Service
from ayni.portal.rules import reading
from ayni.portal.tests.factories import LineFactory, VersionFactory, facts
from ayni.procedures import questionnaire as read_questions
from ayni.procedures.models import Procedure, RouteRule
from ayni.procedures.queries.way import countries
from ayni.procedures.questionnaire import LANGUAGES, questionnaire
from ayni.procedures.rules import way_code

from .factories import FeeFactory, ProcedureFactory, RegimeFactory, RequirementFactory
from .test_way_rules import BABY, changed

pytestmark = pytest.mark.django_db
HERE = "/que-puedo-hacer/"
UNCONTROLLED = {
    "said-situation": "NO_CONTROL", "said-age": "30", "said-nationality": "COL", "said-entered": "2024-01",
    "said-wants": "SCHOOL", "said-events": "NONE", "said-family": "NONE", "said-documents": "NONE",
    "said-safety": "VP-TRATA", "said-health": "NONE", "said-life": "?",
}  # fmt: skip
NOTHING = {
    "said-situation": "RESIDENT",
    **{f"said-{one}": "NONE" for one in ("wants", "events", "family", "safety", "health", "life")},
}


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(datetime(2026, 11, 20, 15, tzinfo=UTC), tick=False):
        yield


@pytest.fixture
def catalogue(db):
    """The rules as the data has them, over procedures that ask for a passport."""
    regime, authority = RegimeFactory(), OrganisationFactory(code="MIGRACIONES")
    for row in rows_of("reference/procedures.csv"):
        ProcedureFactory(
            code=row["code"], label_es=row["label_es"], label_en=row["label_en"], regime=regime, authority=authority,
            is_open=row["state"] == "open", statutory_days=None, legal_basis=row["legal_basis"],
        )  # fmt: skip
    for code in ("PR-CCM-HUM", "PR-MATRI"):
        RequirementFactory(procedure=Procedure.objects.get(code=code), order=2)
    FeeFactory(procedure=Procedure.objects.get(code="PR-MATRI"), amount=0, confidence="high")
    RouteRule.objects.bulk_create(
        RouteRule(
            code=row["code"], valid_from="2022-01-01", label_es=row["says_es"], procedure_code=row["procedure_code"],
            effect=row["effect"], when=row["when"], exempts=row["exempts"], legal_basis=row["legal_basis"],
            confidence=row["confidence"],
        )
        for row in rows_of("routes.csv")
    )  # fmt: skip
    for code, alpha2, label in (("COL", "CO", "Colombia"), ("PER", "PE", "Perú"), ("XXA", "", "Apátrida")):
        CountryFactory(code=code, alpha2=alpha2, label_es=label, label_en=label)
    for row in rows_of("reference/vulnerability_profiles.csv"):
        ProfileFactory(code=row["code"], label_es=row["label_es"])


def rows_of(name: str) -> list[dict[str, str]]:
    with (settings.BASE_DIR / "data" / name).open(newline="") as file:
        return list(csv.DictReader(file))


def body(response) -> str:
    return html.unescape(response.content.decode())


def words(response) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", body(response)))


def carried(response) -> dict[str, str]:
    """What the page takes along to the next one."""
    main = body(response).partition("<main")[2]
    return dict(re.findall(r'name="(said-[a-z]+)" value="([^"]*)"', main))


def code_on(response) -> str:
    return re.search(r'id="my-code">([^<]+)<', body(response))[1]


def test_the_first_page_asks_nothing_of_anybody(client):
    for language in LANGUAGES:
        address = HERE if language == "es" else f"/{language}{HERE}"
        response = client.get(address)
        assert response.status_code == 200
        assert response.headers["Content-Language"] == language
        assert not response.cookies
        assert body(response).count("<h1") == 1


@pytest.mark.parametrize(
    ("language", "words"),
    [("es", "Apátrida: ningún"), ("en", "Stateless: no"), ("pt", "Apátrida: nenhum"), ("fr", "Apatride\u00a0: aucun"),
     ("ht", "San peyi: okenn")],
)  # fmt: skip
def test_whoever_has_no_country_finds_it_in_the_list_in_their_language(db, language, words):
    """No list of territories knows the codes of passports that name none; the hint says which one to choose."""
    CountryFactory(code="XXA", alpha2="", label_es="Persona apátrida", label_en="Stateless person")
    assert countries(language)["XXA"].startswith(words)
    hint = next(row for row in rows_of("way/words.csv") if row["key"] == "nationality.hint")[language]
    assert words.partition(":")[0].strip() in hint


def test_somebody_goes_from_question_to_question_and_nothing_of_it_is_kept(client, catalogue):
    client.get(HERE)
    before = Event.objects.count()
    response = client.post(HERE, {"go": "next"})
    assert "¿Cómo está usted hoy en el Perú?" in words(response)
    for answer in ("NO_CONTROL", "30", "COL", {"answer_year": "2024", "answer_month": "enero", "answer_day": ""}):
        asked = re.search(r'name="asked" value="([a-z]+)"', body(response).partition("<main")[2])[1]
        answer = answer if isinstance(answer, dict) else {"answer": answer}
        with CaptureQueriesContext(connection) as queries:
            response = client.post(HERE, carried(response) | {"asked": asked, "go": "next"} | answer)
        assert len(queries) <= 12
        assert not [q for q in queries if q["sql"].split()[0] in {"INSERT", "UPDATE", "DELETE"}]
        assert body(response).count("<h1") == 1
        assert "<legend" in body(response) or '<label class="govuk-label govuk-label--l"' in body(response)
    assert carried(response) == {
        "said-situation": "NO_CONTROL", "said-age": "30", "said-nationality": "COL", "said-entered": "2024-01",
    }  # fmt: skip
    assert not client.cookies
    assert Event.objects.count() == before


def test_the_list_says_what_is_possible_what_it_takes_and_by_which_norm(client, catalogue):
    VersionFactory(guide__slug="matricula", facts=facts(Service.DOCUMENTS) | {"procedures": ["PR-MATRI"]})
    client.post(HERE, UNCONTROLLED)
    with CaptureQueriesContext(connection) as queries:
        response = client.post(HERE, UNCONTROLLED | {"go": "end"})
    page = words(response)
    assert len(queries) <= 12
    for said in (
        "La ley cuida a quien sufrió trata", "Si no tiene pasaporte ni otro papel para viajar, no se lo piden.",
        "La escuela recibe a su hija o hijo con cualquier papel", "Gratuito", "30 días hábiles", "(por confirmar)",
        "DL 1350", "RT-HUM-2", "Esto ya cerró", "Preinscripción migratoria", "Reservar una cita", "Sin respuesta",
    ):  # fmt: skip
        assert said in page, said
    assert 'href="/guias/matricula/"' in body(response)
    assert "no-store" in response.headers["Cache-Control"]
    assert "data-quick-exit" in body(response)


def test_no_address_and_nothing_to_share_carries_an_answer(client, catalogue):
    response = client.post(HERE, UNCONTROLLED | {"go": "end"})
    code = code_on(response)
    addresses = re.findall(r'(?:href|action|formaction)="([^"]*)"', body(response))
    shared = [one for one in addresses if one.startswith(("https://wa.me/", "sms:"))]
    assert len(shared) == 2
    for one in addresses:
        assert not re.search(r"TRATA|COL|NO_CONTROL|said-|[?&](?!text=|body=)", one.replace("?body=", "?text=")), one
        assert code not in one
        assert code.replace("-", "") not in one
    sheet = words(client.post(HERE, UNCONTROLLED | {"go": "sheet"}))
    assert code in sheet
    assert "Matrícula escolar" in sheet
    assert "trata" not in sheet.replace("La ley cuida a quien sufrió trata y a quien le cruzaron por dinero.", "")
    assert "Me trajeron con engaño" not in sheet


def test_the_code_opens_the_same_list_and_fills_the_questions_of_staff(client, catalogue, world):
    response = client.post(HERE, UNCONTROLLED | {"go": "end"})
    code = code_on(response)
    again = client.post(HERE, {"go": "code", "code": code.lower().replace("-", " ")})
    assert code_on(again) == code
    assert carried(again) == UNCONTROLLED
    client.force_login(world.lia)
    page = body(client.post("/tramites/ruta/", {"code": f"http://x/que-puedo-hacer/#{code}"}))
    assert "RT-HUM-2" in page
    assert "RT-MAT-1" in page
    for value in ("NO_CONTROL", "VP-TRATA", "SCHOOL"):
        assert re.search(rf'value="{value}" checked', page), value
    assert '<option value="COL" selected>' in page
    assert 'name="entered_month" value="1"' in page
    assert "VP-APAT" in re.search(r'name="unsaid" value="([^"]*)"', page)[1]
    assert "un número del código no está bien" in words(client.post("/tramites/ruta/", {"code": "J4HK-SW2S"}))


def test_an_answer_is_changed_and_nothing_else_is_lost(client, catalogue):
    response = client.post(HERE, UNCONTROLLED | {"go": "change:age"})
    assert "¿Cuántos años tiene?" in words(response)
    assert 'value="30"' in body(response)
    response = client.post(HERE, carried(response) | {"asked": "age", "answer": "12", "go": "next"})
    assert "sin su mamá, su papá o su tutor" in words(response), "of a child this matters too"
    assert carried(response) == UNCONTROLLED | {"said-age": "12"}
    response = client.post(HERE, carried(response) | {"asked": "alone", "answer": "yes", "go": "back"})
    assert "¿Cuántos años tiene?" in words(response)
    assert carried(response)["said-alone"] == "yes"


def test_the_language_is_changed_in_the_middle_and_nothing_is_lost(client, catalogue):
    said = {"said-situation": "NO_CONTROL", "asked": "age", "go": "stay"}
    response = client.post(f"/ht{HERE}", said)
    assert "Ki laj ou genyen?" in words(response)
    assert carried(response) == {"said-situation": "NO_CONTROL"}
    listed = words(client.post(f"/en{HERE}", UNCONTROLLED | {"go": "end"}))
    assert "The law names victims of trafficking" in listed
    assert "Humanitarian status / protection measure" in listed
    assert "Kolonbi" not in listed
    assert "Colombie" in words(client.post(f"/fr{HERE}", UNCONTROLLED | {"go": "end"}))


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"asked": "age", "answer": "😀"}, "Ponga un número de 0 a 120"),
        ({"asked": "age", "answer": "<script>alert(1)</script>"}, "Ponga un número"),
        ({"asked": "age", "answer": "9" * 10_000}, "Ponga un número"),
        ({"asked": "age"}, "Ponga un número"),
        ({"asked": "entered", "answer_year": "2031"}, "Mire el año"),
        ({"asked": "entered", "answer_day": "31", "answer_month": "2", "answer_year": "2020"}, "Ese día no existe"),
        ({"asked": "entered", "answer_day": "5", "answer_year": "2020"}, "Mire el día y el mes"),
        ({"asked": "entered", "answer_month": "30", "answer_year": "2020"}, "Mire el día y el mes"),
        ({"asked": "entered", "answer_day": "x", "answer_month": "2", "answer_year": "2020"}, "Mire el día y el mes"),
        ({"asked": "entered", "answer_day": "5", "answer_year": "20"}, "Ponga el año con cuatro números"),
        ({"asked": "wants", "answer": ["WORK", "NONE"]}, "Marcó «nada» y también otra cosa"),
        ({"asked": "wants"}, "Marque lo que es verdad"),
        ({"asked": "nationality", "answer": "ZZZ"}, "Elija un país de la lista"),
        ({"asked": "nationality"}, "Elija un país de la lista"),
        ({"asked": "situation", "answer": "KING"}, "Elija una"),
    ],
)
def test_a_wrong_answer_is_told_and_nothing_is_lost(client, catalogue, sent, said):
    before = {"said-situation": "STAY_VALID", "said-age": "30", "said-nationality": "COL"}
    response = client.post(HERE, before | {"go": "next"} | sent)
    page = body(response)
    assert response.status_code == 400
    assert said in words(response)
    assert "govuk-error-summary" in page
    assert "<script>alert" not in response.content.decode()
    assert (
        carried(response).items() >= {key: value for key, value in before.items() if sent["asked"] not in key}.items()
    )


def test_what_was_tampered_with_is_asked_again_and_the_rest_stays(client, catalogue):
    response = client.post(HERE, UNCONTROLLED | {"said-wants": "<b>", "go": "end"})
    page = words(response)
    assert "Esta respuesta no llegó bien" in page
    assert "¿Qué quiere hacer?" in page
    assert carried(response) == {key: value for key, value in UNCONTROLLED.items() if key != "said-wants"}


@pytest.mark.parametrize(
    "sent",
    [
        {"go": "end"}, {"go": "sheet"}, {"go": "change:life"}, {"go": "back", "asked": "life"}, {"go": "😀" * 5000},
        {"go": "change:<script>"}, {"asked": "nobody", "go": "next"}, {"said-nobody": "x", "go": "end"}, {},
        {"asked": "life", "answer": "VP-CALLE", "go": "next"}, {"go": "unsaid"},
        {"said-age": "x" * 10_000, "go": "end"},
    ],
)  # fmt: skip
def test_whoever_sends_the_last_page_first_is_asked_the_first_question(client, catalogue, sent):
    response = client.post(HERE, sent)
    assert response.status_code in {200, 400}
    assert "Pregunta" in words(response)


@pytest.mark.parametrize("typed", ["", "J4HK-SW2S", "😀😀😀😀", "<script>", "A" * 10_000])
def test_a_wrong_code_is_told_and_stays_in_its_field(client, catalogue, typed):
    response = client.post(HERE, {"go": "code", "code": typed})
    assert response.status_code == 400
    assert "un número del código no está bien" in words(response)
    assert typed[:400] in body(response)


def test_a_code_of_older_questions_is_told_kindly(client, catalogue):
    code = way_code.write(questionnaire().questions[:-1], {"age": "30"})
    page = words(client.post(HERE, {"go": "code", "code": code}))
    assert "Su código está bien, pero es de preguntas de antes" in page


@pytest.mark.parametrize("go", ["next", "end", "sheet", "back", "stay", "unsaid", "change:age", "code"])
def test_before_the_rules_are_loaded_the_page_says_so(client, db, go):
    response = client.post(HERE, {"go": go, "asked": "age", "answer": "30"})
    assert response.status_code in {200, 400}
    assert "¿Qué puedo hacer?" in words(response)


def test_where_nothing_is_open_the_page_says_what_to_do(client, catalogue):
    page = words(client.post(HERE, NOTHING | {"go": "end"}))
    assert "hoy no hay un camino abierto" in page
    assert "Defensoría del Pueblo" in page
    national = words(client.post(HERE, NOTHING | {"said-situation": "NATIONAL", "go": "end"}))
    assert "Usted es de aquí" in national
    assert "hoy no hay un camino abierto" not in national


def test_a_child_alone_is_told_whom_to_call_first(client, catalogue):
    LineFactory(code="UPE", number="1810", label_es="Niñas y niños en riesgo", is_emergency=True)
    child = {"said-situation": "NO_CONTROL", "said-age": "12", "said-alone": "yes", "said-child": "VP-NNA-NA"}
    page = words(client.post(HERE, child | {"go": "end"}))
    assert page.index("1810") < page.index("Llame hoy a la UPE") < page.index("Posible ahora")
    assert "Calidad migratoria Humanitaria" in page


def test_a_question_that_is_added_to_the_data_is_asked_of_people_and_of_staff(
    client, catalogue, world, tmp_path, monkeypatch
):
    monkeypatch.setattr(
        read_questions, "FOLDER", changed(tmp_path, "baby,also_baby,many,YES,,,,no,no", *BABY)
    )  # fmt: skip
    RouteRule.objects.create(
        code="RT-BABY", valid_from="2022-01-01", label_es="Hay leche para su bebé.", confidence="high", effect="advice",
        when="also_baby any YES",
    )  # fmt: skip
    asked = client.post(HERE, NOTHING | {"go": "next", "said-age": "30", "said-nationality": "COL"})
    assert "¿Tiene un bebé?" in words(client.post(HERE, carried(asked) | {"go": "change:baby"}))
    response = client.post(HERE, NOTHING | {"said-baby": "YES", "go": "end"})
    assert "Hay leche para su bebé." in words(response)
    client.force_login(world.lia)
    page = words(client.post("/tramites/ruta/", {"code": code_on(response)}))
    assert "¿Tiene un bebé?" in page
    assert "Hay leche para su bebé." in page


def test_the_first_page_of_the_guides_and_the_appointments_lead_here(client, catalogue):
    page = body(client.get("/guias/"))
    assert 'href="/que-puedo-hacer/"' in page
    assert page.index("/que-puedo-hacer/") < page.index('id="q"')
    assert 'href="/pt/que-puedo-hacer/"' in body(client.get("/pt/guias/"))
    assert 'href="/que-puedo-hacer/"' in body(client.get("/citas/"))


def test_every_spanish_word_of_it_is_easy_to_read(client, catalogue):
    said = [row["es"] for rows in (questionnaire().words, questionnaire().rules) for row in rows.values()]
    assert reading.score("\n".join(said)) >= reading.EASY_ENOUGH
    assert not [one for one in said if reading.long_sentences(one)]
    for sent in ({}, {"said-situation": "NO_CONTROL"}, NOTHING | {"go": "end"}):
        main = client.post(HERE, sent).content.decode().partition("<main")[2].partition("</main>")[0]
        lines = [html.unescape(one).strip() for one in re.split(r"<[^>]+>", main)]
        text = "\n".join(one for one in lines if len(one.split()) > 2)
        assert reading.score(text) >= reading.EASY_ENOUGH, text
        assert not reading.long_sentences(text)
