"""From the first page to everything that anybody may do, and from each guide to whoever wants to say something."""

from datetime import UTC, date, datetime

import pytest
import time_machine
from django.urls import reverse

from ayni.portal.models import GuideHelp
from ayni.portal.queries import entrances

from .factories import LineFactory, VersionFactory, facts
from .test_public_pages import body

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(datetime(2026, 11, 28, 15, tzinfo=UTC), tick=False):
        yield


def test_the_first_page_leads_to_what_needs_no_account(client):
    page = body(client.get("/"))
    for address in ("/guias/", "/citas/", "/empleadores/", "/escuelas-y-municipios/", "/voz/", "/voz/hicimos/"):
        assert f'href="{address}"' in page, address
    assert "/cuenta/" in page, "and to signing in"


def test_only_what_is_there_is_offered_and_in_the_language_if_it_can_be():
    spanish = [one.address for one in entrances("es")]
    assert "/guias/" in spanish
    creole = [one.address for one in entrances("ht")]
    assert "/ht/guias/" in creole
    assert "/ht/empleadores/" in creole
    assert "/voz/?idioma=ht" in creole, "it asks in which language at its beginning"
    assert {"/ht/citas/", "/ht/mi-tramite/"} <= set(creole)
    assert "/observatorio/" in creole, "what is not under a language is offered all the same"
    assert "Gid yo" not in [one.label for one in entrances("es")]


def test_the_start_page_of_the_guides_leads_to_the_voice(client):
    page = body(client.get("/pt/guias/"))
    assert 'href="/voz/?idioma=pt"' in page
    assert 'href="/pt/empleadores/"' in page


def test_a_guide_ends_with_whether_it_was_of_use_and_sets_no_cookie(client):
    VersionFactory(guide__slug="carne")
    response = client.get("/guias/carne/")
    assert "¿Le sirvió?" in body(response)
    assert 'href="/voz/consultas/"' in body(response)
    assert "csrfmiddlewaretoken" not in body(response)
    thanked = client.post("/guias/carne/sirvio/", {"sirvio": "no"})
    assert "Cuéntenos qué falta" in body(thanked)
    assert not thanked.cookies
    assert thanked.headers["Cache-Control"] == "no-store"
    counted = GuideHelp.objects.get()
    assert (counted.month, counted.helped, counted.did_not) == (date(2026, 11, 1), 0, 1)


def test_whoever_presses_again_is_thanked_and_counted_once(client):
    VersionFactory(guide__slug="carne")
    for _ in range(3):
        assert client.post("/guias/carne/sirvio/", {"sirvio": "si"}).status_code == 200
    assert GuideHelp.objects.get().helped == 1
    assert client.post("/guias/carne/sirvio/", {"sirvio": "si"}, REMOTE_ADDR="10.0.0.9").status_code == 200
    assert GuideHelp.objects.get().helped == 2


def test_whoever_read_in_secret_can_leave_from_the_thanks_at_once(client):
    version = VersionFactory(guide__slug="violencia", facts=facts(discreet=True))
    response = client.post(f"/guias/{version.guide_id}/sirvio/", {"sirvio": "si"})
    assert "Salir ya" in body(response)
    assert "violencia" not in body(response)


def test_an_answer_that_is_none_counts_nothing(client):
    VersionFactory(guide__slug="carne")
    client.post("/guias/carne/sirvio/", {"sirvio": "quizás"})
    client.post("/guias/carne/sirvio/")
    assert not GuideHelp.objects.exists()
    assert client.post("/guias/no-hay/sirvio/", {"sirvio": "si"}).status_code == 404


def test_a_guide_that_is_not_translated_counts_for_the_language_that_was_read(client):
    VersionFactory(guide__slug="carne")
    client.post("/pt/guias/carne/sirvio/", {"sirvio": "si"})
    assert GuideHelp.objects.get().language == "es"


def test_whoever_writes_guides_sees_how_many_it_helped(client, rosa):
    version = VersionFactory(guide__slug="carne")
    GuideHelp.objects.create(guide=version.guide, language="es", month=date(2026, 11, 1), helped=7, did_not=2)
    client.force_login(rosa)
    client.get(reverse("access:enrol"))
    assert "Sí: 7 · No: 2" in body(client.get("/portal/guias/carne/"))


@pytest.mark.parametrize(
    ("start", "way"),
    [
        ("/guias/", "/avisar/"),
        ("/ht/guias/", "/ht/avisar/"),
        ("/guias/", "/llamenme/"),
        ("/ht/guias/", "/llamenme/?idioma=ht"),
    ],
)
def test_where_one_calls_for_help_one_may_also_be_called_or_tell_of_somebody(client, start, way):
    LineFactory(code="LINEA100", number="100", label_es="Violencia", is_emergency=True)
    assert f'href="{way}"' in client.get(start).content.decode()
