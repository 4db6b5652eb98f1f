"""A poster for each office, and what editors say of a guide for "where to go?"."""

from datetime import UTC, datetime
from io import BytesIO

import pytest
import time_machine
from django.urls import reverse
from pypdf import PdfReader

from ayni.codelists.tests.factories import ServiceCategoryFactory
from ayni.directory.tests.factories import LocationFactory, ScheduleFactory
from ayni.portal import actions

from .factories import LineFactory, VersionFactory, facts
from .test_keeping_pages import typed

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 28, 15, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(AT, tick=False):
        yield


def words_of(response) -> str:
    read = PdfReader(BytesIO(response.content))
    assert len(read.pages) == 1
    return " ".join(read.pages[0].extract_text().split())


def test_a_poster_is_one_page_in_spanish_and_in_the_language_that_was_chosen(client, rosa):
    LineFactory(code="LINEA100", number="100", label_es="Violencia", label_ht="Vyolans", is_emergency=True)
    ScheduleFactory(location=LocationFactory(office=rosa.office))
    client.force_login(rosa)
    page = words_of(client.get(f"{reverse('portal:poster', args=[rosa.office.code])}?idioma=ht"))
    for said in (
        rosa.office.name, "¿Usted es migrante? Le ayudamos gratis", "Èske w se migran?", "127.0.0.1:8000/guias/",
        "127.0.0.1:8000/ht/guias/", "Lunes a viernes: de 08:00 a 17:00", "Lendi rive vandredi", "100 Violencia",
        "100 Vyolans",
    ):  # fmt: skip
        assert said in page, said


@pytest.mark.parametrize("asked", ["", "?idioma=es", "?idioma=xx", "?idioma=%F0%9F%98%80"])
def test_whatever_language_was_asked_for_there_is_a_poster(client, rosa, asked):
    client.force_login(rosa)
    page = words_of(client.get(reverse("portal:poster", args=[rosa.office.code]) + asked))
    assert "Are you a migrant?" in page
    assert "Pregunte el horario en la puerta." in page
    assert client.get(reverse("portal:poster", args=["NADA"])).status_code == 404


def test_the_posters_of_all_offices_are_on_one_page(client, rosa):
    client.force_login(rosa)
    page = client.get(reverse("portal:posters")).content.decode()
    assert f"{reverse('portal:poster', args=[rosa.office.code])}?idioma=fr" in page


def test_an_editor_chooses_where_one_goes_for_what_a_guide_is_about(client, rosa):
    for code in ("SV-SAL", "SV-JUS"):
        ServiceCategoryFactory(code=code)
    version = VersionFactory(facts=facts(needs=["SV-SAL", "SV-VIEJA"]))
    draft = actions.start_draft(guide=version.guide, language="es", by=rosa, at=AT)
    client.force_login(rosa)
    address = reverse("portal:write-draft", args=[draft.pk])
    page = client.get(address).content.decode()
    assert "Servicios a los que se acude" in page
    assert "SV-VIEJA" in page, "what the list has no more is not lost by opening the page"
    client.post(address, typed(draft, needs=["SV-SAL", "SV-JUS"], first="on"))
    draft.refresh_from_db()
    assert draft.facts["needs"] == ["SV-SAL", "SV-JUS"]
    assert draft.facts["first"] is True
    said = client.get(reverse("portal:draft", args=[draft.pk])).content.decode()
    assert "Entre las más necesarias" in said
    draft.refresh_from_db()
    client.post(address, typed(draft, needs=["NADA"]))
    draft.refresh_from_db()
    assert draft.facts["needs"] == ["SV-SAL", "SV-JUS"], "a need that is none is refused"
