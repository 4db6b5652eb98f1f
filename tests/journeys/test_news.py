"""The unit plans a campaign and writes news of it; a neighbour reads it on a telephone, and answers."""

import pytest
from django.test import Client
from playwright.sync_api import Page, expect

from ayni.outreach.models import Campaign, Commitment
from ayni.outreach.tests.campaign_factories import (
    AudienceFactory,
    CampaignKindFactory,
    ChannelFactory,
    StrategyFactory,
    ThemeFactory,
)
from ayni.portal.models import NewsDraft, OutsidePage
from ayni.portal.tests.factories import PublishedFigureFactory, VersionFactory

from . import steps
from .steps import look

pytestmark = pytest.mark.journey

THINNEST = {"width": 320, "height": 640}


@pytest.fixture
def office(world):
    world.rosa, world.julio, world.marta  # noqa: B018 - they work here
    CampaignKindFactory(), AudienceFactory(), ChannelFactory(), ThemeFactory(), StrategyFactory()
    VersionFactory(guide__slug="carne")
    PublishedFigureFactory(code="FIG-116", label_es="Venezolanos en el Perú", value="1497746", unit="persons")
    about = {f"about_{one}": "Lo que hacen juntas." for one in ("es", "en", "pt", "fr", "ht")}
    OutsidePage.objects.create(
        code="OP-ONU", theme="UN", label_es="Naciones Unidas en el Perú", address="https://peru.un.org/es/267999",
        valid_from="2022-01-01", confidence="high", **about,
    )  # fmt: skip
    # The first page of staff in a process takes its time on a busy machine; the browser should not wait for that.
    client = Client()
    client.force_login(world.rosa)
    assert client.get("/extension/campanas/").status_code == 200
    return world.sede_central


def day(page: Page, name: str, *parts: str) -> None:
    for box, said in zip(page.locator(f"input[name^='{name}_']").all(), parts, strict=True):
        box.fill(said)


def test_a_campaign_is_planned_runs_and_says_whom_it_reached(width, page: Page, axe, office, world, sign_in):
    sign_in(page, world.rosa)
    page.goto("/extension/campanas/")
    look(page, axe, "campaigns-none")
    steps.press(page, "Planificar una campaña")
    page.get_by_label("Título").fill("Vivimos juntos")
    page.locator("[name=kind]").select_option(label="Comunicación para el desarrollo")
    page.locator("[name=objective]").fill("Que la gente del barrio se conozca.")
    for said in ("Población de acogida", "Radio", "Interculturalidad"):
        page.get_by_label(said).check()
    day(page, "begins_on", "1", "11", "2026")
    day(page, "ends_on", "31", "12", "2027")
    look(page, axe, "campaign-form")
    steps.press(page, "Planificar la campaña")
    steps.press(page, "Ya empezó")
    page.get_by_text("Contar a quiénes llegó").click()
    page.locator("[name=reach-channel]").select_option(label="Radio")
    page.get_by_label("Estimado").check()
    page.locator("[name=reach-people]").fill("12000")
    day(page, "reach-counted_on", "2", "11", "2026")
    page.locator("[name=reach-method]").fill("Oyentes según la radio")
    steps.press(page, "Guardar el conteo")
    expect(page.get_by_text("Estimado: 12")).to_be_visible()
    page.get_by_text("Anotar quién la difunde").click()
    page.locator("[name=spread-name]").fill("Olla común")
    day(page, "spread-since", "3", "11", "2026")
    steps.press(page, "Anotarlo")
    expect(page.get_by_text("Olla común")).to_be_visible()
    look(page, axe, "campaign")
    assert Campaign.objects.get().state == "RUNNING"
    for address, name in (("pedidos", "requests"), ("compromisos", "commitments"), ("estrategias", "strategies")):
        page.goto(f"/extension/{address}/")
        look(page, axe, name)


def test_news_is_written_read_over_by_another_and_read_on_a_telephone(width, page: Page, axe, office, world, sign_in):
    _is_written(page, axe, world, sign_in)
    page.context.clear_cookies()
    sign_in(page, world.marta)
    page.goto("/portal/noticias/")
    steps.follow(page, "Feria en Comas")
    steps.press(page, "Publicarla tal como está")
    page.context.clear_cookies()
    for viewport in (page.viewport_size, THINNEST):
        page.set_viewport_size(viewport)
        page.goto("/comunidad/")
        look(page, axe, "community")
        steps.follow(page, "Noticias")
        look(page, axe, "news")
        steps.follow(page, "Feria en Comas")
        expect(page.get_by_text("497").first).to_be_visible()
        look(page, axe, "news-item")
        steps.go(page, page.get_by_role("link", name="Kreyòl ayisyen"))
        expect(page.locator("html")).to_have_attribute("lang", "ht")
        page.goto("/enlaces/")
        expect(page.get_by_role("link", name="Naciones Unidas en el Perú")).to_be_visible()
        look(page, axe, "outside")
        page.goto("/noticias/feria/")
        expect(page.get_by_role("main").get_by_role("link", name="Díganos cómo le atendemos")).to_be_visible()
    assert page.context.cookies() == []


def _is_written(page: Page, axe, world, sign_in) -> None:
    sign_in(page, world.rosa)
    page.goto("/portal/noticias/nueva/")
    page.get_by_label("Título").fill("Feria en Comas")
    page.locator("[name=slug]").fill("feria")
    steps.press(page, "Empezar el borrador")
    page.locator("[name=summary_es]").fill("Hay una feria el sábado.")
    page.locator("[name=body_es]").fill("Atendimos a 500 personas.\n\nVenga con su familia.")
    page.locator("[name=figures]").fill("FIG-116")
    page.locator("[name=guides]").fill("carne")
    look(page, axe, "write-news")
    steps.press(page, "Guardar")
    expect(page.get_by_text("es un número que alguien escribió")).to_be_visible()
    look(page, axe, "news-draft-wrong")
    steps.follow(page, "Escribir la noticia")
    page.locator("[name=body_es]").fill("Hoy son {figure:FIG-116}.\n\nVenga con su familia.")
    steps.press(page, "Guardar")
    steps.press(page, "Enviarla a una segunda lectura")
    expect(page.get_by_text("Espera a un colega").first).to_be_visible()
    look(page, axe, "news-draft")
    assert NewsDraft.objects.get().state == "SUBMITTED"
    page.goto("/portal/enlaces/catalogo/")
    look(page, axe, "catalogue")


def test_a_promise_is_verified_by_a_colleague_and_shown(width, page: Page, axe, office, world, sign_in):
    sign_in(page, world.rosa)
    page.goto("/extension/compromisos/nuevo/")
    page.locator("[name=name]").fill("Panadería San Juan")
    page.locator("[name=words]").fill("Contratar a personas migrantes en igualdad.")
    day(page, "made_on", "3", "11", "2026")
    steps.press(page, "Anotarlo")
    steps.follow(page, "Panadería San Juan")
    page.get_by_role("main").get_by_text("Mostrarlo en la página pública").first.click()
    page.locator("[name=agreement]").fill("Carta del 3 de noviembre")
    steps.press(page, "Mostrarlo en la página pública")
    page.context.clear_cookies()
    sign_in(page, world.julio)
    page.goto(f"/extension/compromisos/{Commitment.objects.get().pk}/")
    page.get_by_text("Decir qué fue de él").click()
    page.get_by_label("Cumplido", exact=True).check()
    page.locator("[name=evidence]").fill("Visita del 20 de noviembre.")
    steps.press(page, "Guardarlo")
    look(page, axe, "commitment")
    page.context.clear_cookies()
    page.goto("/empleadores/compromisos/")
    expect(page.get_by_text("Lo hicieron.", exact=True)).to_be_visible()
    look(page, axe, "commitments-public")
