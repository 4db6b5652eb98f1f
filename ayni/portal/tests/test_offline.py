import json
import re

import pytest

from ayni.portal.models import Service

from .factories import TEXT, LineFactory, VersionFactory, facts

pytestmark = pytest.mark.django_db


def test_a_guide_may_be_kept_on_the_telephone_and_one_that_betrays_its_reader_never(client):
    VersionFactory(guide__slug="carne")
    betrays = VersionFactory(guide__slug="violencia", facts=facts(Service.PROTECTION, discreet=True))
    for address in ("/guias/", "/guias/carne/", "/guias/tema/documentos/", "/fr/guias/"):
        page = client.get(address)
        assert page.headers["X-Offline"] == "keep", address
        assert 'name="ayni-offline"' in page.content.decode(), address
    for address in (f"/guias/{betrays.guide_id}/", "/guias/tema/proteccion/", "/guias/buscar/?q=carne", "/sitemap.xml"):
        page = client.get(address)
        assert page.status_code == 200, address
        assert "X-Offline" not in page.headers, address
        assert "ayni-offline" not in page.content.decode(), address


def test_nothing_else_of_the_house_says_that_it_may_be_kept(client, world):
    client.force_login(world.rosa)
    for address in ("/desk/", "/portal/", "/voz/", "/citas/", "/guias/carne/hoja.pdf"):
        assert "X-Offline" not in client.get(address).headers, address


def test_each_page_asks_for_a_worker_that_watches_over_the_guides_of_its_language_only(client):
    VersionFactory(guide__slug="carne")
    assert 'content="/sw.js /guias/"' in client.get("/guias/").content.decode()
    assert 'content="/sw.js /ht/guias/"' in client.get("/ht/guias/").content.decode()


def test_the_worker_is_another_one_when_a_file_of_the_site_is(client):
    answer = client.get("/sw.js")
    assert answer.headers["Content-Type"].startswith("text/javascript")
    assert answer.headers["Cache-Control"] == "no-cache"
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert not answer.cookies
    house = json.loads(re.match(r"const HOUSE=(.*?);\n", answer.content.decode())[1])
    assert any(name.endswith("portal.css") for name in house["files"])
    assert len(house["version"]) == 12


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("/guias/sin-conexion/", "Lo que puede leer sin señal"),
        ("/en/guias/sin-conexion/", "What you can read without a signal"),
        ("/pt/guias/sin-conexion/", "O que você pode ler sem sinal"),
        ("/fr/guias/sin-conexion/", "Ce que vous pouvez lire sans réseau"),
        ("/ht/guias/sin-conexion/", "Sa ou ka li san rezo"),
    ],
)
def test_the_page_for_no_signal_holds_the_lines_to_call_in_every_language(client, address, said):
    LineFactory(code="LINEA100", number="100", label_es="Violencia", is_emergency=True)
    page = client.get(address).content.decode()
    assert said in page
    assert 'href="tel:100"' in page
    assert "<form" not in page


def test_no_guide_can_take_the_address_of_the_page_for_no_signal(client):
    VersionFactory(guide__slug="sin-conexion", text=TEXT | {"title": "Otra cosa"})
    assert "Otra cosa" not in client.get("/guias/sin-conexion/").content.decode()
