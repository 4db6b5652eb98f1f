import json
import re
from datetime import UTC, date, datetime
from io import BytesIO

import pytest
import time_machine
from django.urls import reverse
from pypdf import PdfReader

from ayni.config.catalogue import offer
from ayni.portal.hooks import CATALOGUE
from ayni.portal.models import Service
from ayni.portal.rules.addresses import path_of
from ayni.procedures.models import Fee
from ayni.procedures.tests.factories import ProcedureFactory, RequirementFactory

from .factories import TEXT, LineFactory, NormFactory, VersionFactory, facts

pytestmark = pytest.mark.django_db
TODAY = datetime(2026, 11, 28, 15, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(TODAY, tick=False):
        yield


def body(response) -> str:
    return response.content.decode()


def test_the_start_page_shows_guides_by_service(client):
    VersionFactory(guide__slug="carne", facts=facts(Service.DOCUMENTS))
    page = body(client.get("/guias/"))
    assert "¿En qué podemos ayudarle?" in page
    assert 'href="/guias/carne/"' in page
    assert "Documentos" in page
    assert "Vivienda" not in page, "a service without guides is not shown"


def test_whoever_reads_gets_no_cookie_and_the_next_site_learns_nothing(client):
    VersionFactory(guide__slug="carne")
    for address in ("/guias/", "/guias/carne/", "/en/guias/", "/guias/buscar/?q=carne", "/guias/tema/documentos/"):
        response = client.get(address)
        assert response.status_code == 200, address
        assert not response.cookies, address
        assert response.headers["Referrer-Policy"] == "no-referrer", address


def test_who_checked_a_guide_is_said_in_the_language_of_the_page_and_an_institution_keeps_its_name(client):
    ours = "Equipo de Ayni, con los datos de referencia; falta la revisión de MIGRACIONES"
    guide = VersionFactory(guide__slug="carne", checked_by=ours).guide
    VersionFactory(guide=guide, language="fr", facts={}, text=TEXT | {"title": "La carte"})
    assert ours in body(client.get("/guias/carne/"))
    assert "L’équipe d’Ayni" in body(client.get("/fr/guias/carne/"))
    assert "L’équipe d’Ayni" in body(client.get("/fr/quiosco/guias/carne/"))
    other = VersionFactory(guide__slug="sis", checked_by="Defensoría del Pueblo").guide
    VersionFactory(guide=other, language="fr", facts={}, text=TEXT | {"title": "Le SIS"})
    assert "Defensoría del Pueblo" in body(client.get("/fr/guias/sis/"))


def test_a_service_leads_to_the_places_near_you_that_give_it(client):
    VersionFactory(guide__slug="carne", facts=facts() | {"needs": ["SV-REG", "SV-DOC"]})
    VersionFactory(guide__slug="otra", facts=facts() | {"needs": ["SV-DOC"]})
    page = body(client.get("/fr/guias/tema/documentos/"))
    assert 'href="/fr/donde-ir/?necesidad=SV-REG&amp;necesidad=SV-DOC"' in page
    VersionFactory(guide__slug="golpes", facts=facts() | {"service": Service.PROTECTION, "needs": ["SV-VBG"]})
    page = body(client.get("/guias/tema/proteccion/"))
    assert 'href="/donde-ir/"' in page
    assert "necesidad" not in page, "what somebody looked for there stands in no address"


def test_a_guide_says_all_that_somebody_needs(client):
    NormFactory(code="L30103", label_es="Ley de reciprocidad", number="30103", kind="ley")
    text = TEXT | {
        "rights": [{"text": "Le tienen que responder.", "norm": "L30103"}],
        "doubts": [{"text": "Consulte si abre los sábados."}],
    }
    VersionFactory(guide__slug="carne", text=text)
    page = body(client.get("/guias/carne/"))
    for said in (
        "Para quién es", "Personas adultas.", "Qué necesita", "Su pasaporte.", "Cuánto cuesta", "Cuánto demora",
        "Paso a paso", "Pida su cita", "Dónde ir", "Si le dicen que no", "Ley 30103, Ley de reciprocidad",
        "Consulte si abre los sábados.", "1 nov 2026", "Equipo de Ayni", "Confirmado con la fuente",
    ):  # fmt: skip
        assert said in page, said
    assert "<script" in page
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    assert found
    graph = json.loads(found[1])["@graph"]
    assert [one["@type"] for one in graph] == ["HowTo", "GovernmentService"]
    assert graph[0]["step"][0]["name"] == "Pida su cita"


def test_what_the_catalogue_says_is_said_with_how_sure_it_is(client):
    procedure = ProcedureFactory(code="PR-X", statutory_days=30)
    Fee.objects.create(procedure=procedure, amount=47, confidence="medium")
    RequirementFactory(procedure=procedure, order=1, label_es="Pasaporte vigente", confidence="high")
    RequirementFactory(procedure=procedure, order=2, label_es="Carta de la empresa", confidence="low")
    text = TEXT | {"need": ["{papers:PR-X}"], "cost": "Cuesta {fee:PR-X}.", "time": "Tarda {days:PR-X}."}
    VersionFactory(guide__slug="carne", text=text)
    page = body(client.get("/guias/carne/"))
    assert "<li>Pasaporte vigente" in page
    assert '<span class="ay-unsure">Carta de la empresa</span> <span class="ay-unsure__note">(por confirmar)' in page
    assert '<span class="ay-unsure">S/ 47.00</span> <span class="ay-unsure__note">(por confirmar)' in page
    assert "Tarda 30 días hábiles." in page


def test_a_guide_that_is_not_sure_says_so_at_the_top(client):
    VersionFactory(guide__slug="carne", confidence="medium")
    page = body(client.get("/guias/carne/"))
    assert "No todo está confirmado." in page
    assert "Por confirmar en parte" in page


def test_nothing_that_somebody_wrote_is_a_script(client):
    text = TEXT | {"title": "<script>alert(1)</script>", "who": ["</script><img src=x onerror=alert(1)> **<b>x</b>**"]}
    VersionFactory(guide__slug="carne", text=text)
    page = body(client.get("/guias/carne/"))
    assert "<script>alert" not in page
    assert "<img src=x" not in page
    assert "</script><img" not in page


def test_a_translation_is_read_in_its_language_and_leads_to_the_others(client):
    spanish = VersionFactory(guide__slug="carne")
    VersionFactory(guide=spanish.guide, language="en", facts={}, text=TEXT | {"title": "Get the card"})
    page = client.get("/en/guias/carne/")
    assert page.headers["Content-Language"] == "en"
    assert '<html lang="en"' in body(page)
    assert "Get the card" in body(page)
    assert "What you need" in body(page)
    assert 'hreflang="es" href="http://127.0.0.1:8000/guias/carne/"' in body(page)
    assert ">Kreyòl ayisyen</a>" in body(page)


def test_where_there_is_no_translation_the_spanish_guide_is_shown_and_said_to_be_spanish(client):
    VersionFactory(guide__slug="carne")
    assert client.get("/fr/guias/carne/").headers["Location"] == "/guias/carne/"
    page = body(client.get("/fr/guias/"))
    assert 'href="/guias/carne/" lang="es" hreflang="es"' in page
    assert "en espagnol" in page


def test_a_translation_is_outdated_when_the_source_changed_in_meaning_and_not_at_every_comma(client):
    spanish = VersionFactory(guide__slug="carne", meaning=1)
    VersionFactory(guide=spanish.guide, language="en", facts={}, meaning=1)
    VersionFactory(guide=spanish.guide, number=2, meaning=1)
    assert "says more by now" not in body(client.get("/en/guias/carne/"))
    VersionFactory(guide=spanish.guide, number=3, meaning=2)
    assert "says more by now" in body(client.get("/en/guias/carne/"))


def test_a_translation_whose_source_vanished_is_read_by_nobody(client):
    lonely = VersionFactory(guide__slug="carne", language="en", facts={})
    assert client.get("/en/guias/carne/").status_code == 404
    VersionFactory(guide=lonely.guide)
    lonely.guide.withdrawn_at, lonely.guide.withdrawn_reason = TODAY, "El trámite se cerró."
    lonely.guide.save()
    for address in ("/en/guias/carne/", "/guias/carne/"):
        response = client.get(address)
        assert response.status_code == 410
        assert "El trámite se cerró." in body(response)


def test_a_version_is_read_from_its_day_on(client):
    first = VersionFactory(guide__slug="carne")
    VersionFactory(guide=first.guide, number=2, published_on=date(2026, 12, 1), text=TEXT | {"title": "Lo nuevo"})
    assert "Lo nuevo" not in body(client.get("/guias/carne/"))
    with time_machine.travel(datetime(2026, 12, 1, 6, tzinfo=UTC), tick=False):
        assert "Lo nuevo" in body(client.get("/guias/carne/"))


def test_words_are_found_without_accents_and_begun(client):
    VersionFactory(guide__slug="carne", text=TEXT | {"title": "Sacar el carné de extranjería"})
    VersionFactory(guide__slug="sis", text=TEXT | {"title": "Entrar al seguro"}, facts=facts(Service.HEALTH))
    page = body(client.get("/guias/buscar/?q=EXTRANJERIA"))
    assert "/guias/carne/" in page
    assert "/guias/sis/" not in page
    assert "/guias/sis/" in body(client.get("/guias/buscar/?q=salud"))
    nothing = client.get("/guias/buscar/?q=zzz")
    assert "Nada tiene todas esas palabras" in body(nothing)
    assert nothing.headers["Cache-Control"] == "no-store"


def test_a_discreet_guide_betrays_nobody(client):
    LineFactory(code="LINEA100", number="100", label_es="Violencia", is_emergency=True)
    text = TEXT | {"title": "Si su pareja le pega", "browser_title": "Información", "share": "Le puede servir: {url}"}
    version = VersionFactory(guide__slug="violencia-pareja", text=text, facts=facts(Service.PROTECTION, discreet=True))
    number = f"/guias/{version.guide.pk}/"
    assert client.get("/guias/violencia-pareja/").headers["Location"] == number
    response = client.get(number)
    page = body(response)
    assert "<title>Información – Ayni</title>" in page
    assert "data-quick-exit" in page
    assert page.index('href="tel:100"') < page.index("Para quién es")
    assert "violencia-pareja" not in page, "its words stand in no address"
    assert "application/ld+json" not in page
    assert response.headers["Cache-Control"] == "no-store"
    assert "Le%20puede%20servir%3A%20http%3A//127.0.0.1" in page.replace("%2F", "/")
    assert number not in body(client.get("/guias/novedades.xml"))


def test_what_is_sent_on_fits_in_one_message(client):
    VersionFactory(guide__slug="carne")
    page = body(client.get("/guias/carne/"))
    assert "https://wa.me/?text=Gu%C3%ADa%20para%20sacar" in page
    # An accent that GSM has not would make three messages of one.
    assert "sms:?body=Guia%20para%20sacar" in page


def test_one_sheet_is_one_sheet_also_for_a_long_guide(client):
    long = [f"Este es el punto {n} de lo que usted necesita llevar a la oficina." for n in range(40)]
    VersionFactory(guide__slug="larga", text=TEXT | {"need": long})
    response = client.get("/guias/larga/hoja.pdf")
    assert response.headers["Content-Type"] == "application/pdf"
    read = PdfReader(BytesIO(response.content))
    assert len(read.pages) == 1
    said = read.pages[0].extract_text()
    assert "punto 39" in said
    assert "127.0.0.1:8000/guias/larga/" in said.replace("\n", "")


def test_machines_find_every_page_in_every_language(client):
    spanish = VersionFactory(guide__slug="carne")
    VersionFactory(guide=spanish.guide, language="ht", facts={})
    site = body(client.get("/sitemap.xml"))
    assert "<loc>http://127.0.0.1:8000/guias/carne/</loc>" in site
    assert 'hreflang="ht" href="http://127.0.0.1:8000/ht/guias/carne/"' in site
    assert "/en/guias/carne/" not in site
    assert "Sitemap: http://127.0.0.1:8000/sitemap.xml" in body(client.get("/robots.txt"))
    feed = client.get("/ht/guias/novedades.xml")
    assert feed.headers["Content-Type"].startswith("application/atom+xml")
    assert "<id>http://127.0.0.1:8000/ht/guias/carne/</id>" in body(feed)


def test_addresses_that_somebody_made_up_lead_nowhere(client):
    VersionFactory(guide__slug="carne")
    for address in (
        "/guias/otra/",
        "/guias/999999/",
        "/guias/99999999999999999999/",
        "/guias/tema/nada/",
        "/xx/guias/",
    ):
        assert client.get(address).status_code == 404, address


def test_the_catalogue_of_this_installation_is_joined():
    assert [offer] == CATALOGUE


def test_the_rule_of_addresses_is_that_of_the_urls():
    assert path_of("carne", "es") == reverse("portal:guide", args=["carne"])
    assert path_of("carne", "ht") == reverse("portal:guide-in", args=["ht", "carne"])
