"""Whatever a person reads without an account, they can say how they were attended to from there."""

import re

import pytest

from ayni.portal.tests.factories import VersionFactory

pytestmark = pytest.mark.django_db
PAGES = (
    "guias/", "guias/carne/", "guias/tema/documentos/", "guias/buscar/?q=carne", "donde-ir/", "que-puedo-hacer/",
    "mi-tramite/", "citas/", "sesiones/", "empleadores/", "empleadores/documento/", "empleadores/limite/",
    "escuelas-y-municipios/", "comunidad/", "noticias/", "enlaces/",
)  # fmt: skip


@pytest.mark.parametrize("page", PAGES)
def test_every_page_leads_to_a_voice_in_its_language(client, page):
    VersionFactory(guide__slug="carne")
    for language in ("", "ht/"):
        response = client.get(f"/{language}{page}", follow=True)
        assert response.status_code == 200
        # A guide that nobody translated is read in Spanish.
        address = "/voz/" if response.headers["Content-Language"] == "es" else "/voz/?idioma=ht"
        footer = re.search(r"<footer.*?</footer>", response.content.decode(), re.DOTALL)
        assert footer
        assert f'href="{address}"' in footer[0]


def test_so_does_the_observatory(client):
    assert b'href="/voz/"' in client.get("/observatorio/").content


def test_a_screen_of_a_waiting_room_leads_there_by_its_own_way(client):
    VersionFactory(guide__slug="carne")
    page = client.get("/quiosco/").content.decode()
    assert "/voz/" not in page.partition("<footer")[2]
