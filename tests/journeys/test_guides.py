"""Somebody with an old telephone reads a guide, in her language, and leaves a page that may betray her."""

import re
from datetime import date

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from ayni.files.tests.factories import exif, picture, saved
from ayni.portal import actions
from ayni.portal.models import GuideDraft, Service
from ayni.portal.tests.factories import TEXT, LineFactory, NormFactory, VersionFactory, facts
from tests.browser import AXE

from . import steps

pytestmark = pytest.mark.journey
THINNEST = {"width": 320, "height": 640}


@pytest.fixture
def guides(transactional_db):
    NormFactory(code="L27444", label_es="Ley del Procedimiento Administrativo General", number="27444")
    LineFactory(code="LINEA100", number="100", label_es="Violencia", label_ht="Vyolans", is_emergency=True)
    LineFactory(code="PNP", number="105", label_es="Policía", is_emergency=True, order=2)
    text = TEXT | {
        "rights": [{"text": "Le tienen que responder por escrito.", "norm": "L27444"}],
        "doubts": [{"text": "Consulte si atienden los sábados."}],
    }
    spanish = VersionFactory(guide__slug="carne", text=text)
    VersionFactory(guide=spanish.guide, language="ht", facts={}, text=TEXT | {"title": "Pran kat la"})
    betrays = TEXT | {"title": "Violencia en la pareja", "browser_title": "Información", "share": "Puede servir: {url}"}
    VersionFactory(guide__slug="violencia", text=betrays, facts=facts(Service.PROTECTION, discreet=True))
    return spanish.guide


def is_clean(page: Page, browser_context_args) -> None:
    """Nothing at all that axe finds, however small."""
    steps.fits(page)
    if browser_context_args.get("java_script_enabled") is False:
        return
    page.evaluate(AXE.read_text())
    found = page.evaluate("axe.run().then((said) => said.violations.map((one) => `${one.id}: ${one.nodes[0].html}`))")
    assert not found, f"{page.url}: {found}"


def test_a_mother_finds_a_guide_reads_it_in_her_language_and_finds_no_trace(
    width, page: Page, guides, browser_context_args
):
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto("/guias/")
    is_clean(page, browser_context_args)
    steps.follow(page, "Sacar el carné")
    is_clean(page, browser_context_args)
    expect(page.get_by_role("heading", level=1)).to_have_text("Sacar el carné")
    expect(page.get_by_text("Le tienen que responder por escrito.")).to_be_hidden()
    page.get_by_text("Sus derechos y la norma que lo dice").click()
    expect(page.get_by_text("Ley 27444, Ley del Procedimiento Administrativo General")).to_be_visible()
    steps.go(page, page.get_by_role("link", name="Kreyòl ayisyen"))
    expect(page.locator("html")).to_have_attribute("lang", "ht")
    expect(page.get_by_role("heading", name="Sa w bezwen")).to_be_visible()
    is_clean(page, browser_context_args)
    assert page.context.cookies() == []
    here = re.match(r"https?://[^/]+", page.url)[0]
    assert not [one for one in asked if not one.startswith((here, "data:"))], "nobody else was asked for anything"


def test_she_searches_by_words_at_the_thinnest_telephone_and_at_four_hundred_per_cent(
    page: Page, guides, browser_context_args
):
    page.set_viewport_size(THINNEST)
    page.goto("/guias/")
    page.get_by_label("¿Qué busca?").fill("CARNE")
    steps.press(page, "Buscar")
    is_clean(page, browser_context_args)
    steps.follow(page, "Sacar el carné")
    is_clean(page, browser_context_args)
    page.goto("/guias/tema/documentos/")
    is_clean(page, browser_context_args)


def test_whoever_may_be_watched_leaves_by_the_button_and_finds_no_way_back(width, page: Page, guides):
    steps.put_the_way_out(page)
    page.goto("/guias/")
    steps.follow(page, "Violencia en la pareja")
    expect(page).to_have_title("Información – Ayni")
    expect(page).not_to_have_url(re.compile("violencia"))
    first = page.get_by_role("main").get_by_role("link").first
    expect(first).to_have_attribute("href", "tel:100")
    page.get_by_role("link", name="Salir ya").click()
    steps.is_away(page)


def test_escape_three_times_leaves_and_the_page_is_not_one_step_back(page: Page, guides, browser_context_args):
    if not browser_context_args["java_script_enabled"]:
        pytest.skip("Keys need a script; the button does not.")
    steps.put_the_way_out(page)
    page.goto("/guias/")
    steps.follow(page, "Violencia en la pareja")
    for _time in range(2):
        page.keyboard.press("Escape")
    page.keyboard.press("a")
    page.keyboard.press("Escape")
    expect(page, "three of them in a row, and not four keys of any kind").to_have_url(re.compile("/guias/"))
    # One more than needed, as whoever is afraid does.
    for _time in range(3):
        page.keyboard.press("Escape")
    steps.is_away(page)
    page.go_back()
    expect(page, "one step back is what was there before the page").to_have_url(re.compile("/guias/$"))


def test_an_editor_writes_and_the_tab_that_dies_loses_nothing(
    width, page: Page, sign_in, axe, world, guides, browser_context_args
):
    draft = actions.start_draft(guide=guides, language="es", by=world.rosa, at=timezone.now())
    sign_in(page, world.rosa)
    page.goto(f"/portal/borradores/{draft.pk}/escribir/")
    steps.fits(page)
    axe(page)
    page.locator("[name=cost]").fill("Cuesta diez soles.")
    if browser_context_args["java_script_enabled"]:
        expect(page.get_by_text(re.compile("guardado"))).to_be_visible()
        page.goto("about:blank")
        page.goto(f"/portal/borradores/{draft.pk}/escribir/")
        expect(page.locator("[name=cost]")).to_have_value("Cuesta diez soles.")
    steps.press(page, "Guardar")
    axe(page)
    steps.follow(page, "Verla como la verían quienes leen")
    expect(page.get_by_text("Cuesta diez soles.")).to_be_visible()
    assert GuideDraft.objects.get().text["cost"] == "Cuesta diez soles."
    for address in (
        "/portal/",
        "/portal/guias/carne/",
        "/portal/guias/carne/es/1/",
        "/portal/enlaces/",
        "/portal/nueva/",
    ):
        page.goto(address)
        steps.fits(page)
        axe(page)


def test_an_editor_adds_a_picture_by_keyboard_and_a_mother_sees_it_hold_its_place(
    page: Page, sign_in, axe, world, guides, tmp_path, browser_context_args
):
    page.set_viewport_size({"width": 360, "height": 740})
    draft = actions.start_draft(guide=guides, language="es", by=world.rosa, at=timezone.now())
    sign_in(page, world.rosa)
    page.goto(f"/portal/borradores/{draft.pk}/")
    steps.follow(page, "Agregar una imagen")
    steps.fits(page)
    axe(page)
    page.get_by_role("button", name="Agregar la imagen").press("Enter")
    expect(page.get_by_role("alert").first).to_contain_text("Elija una imagen")
    axe(page)
    photo = tmp_path / "IMG_20261128.jpg"
    photo.write_bytes(saved(picture((1600, 1200)), exif=exif()))
    page.locator("[name=picture]").set_input_files(photo)
    page.locator("[name=alt]").focus()
    page.keyboard.type("Una mano muestra el carné en la ventanilla.")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.keyboard.press("ArrowDown")
    expect(page.get_by_label("1. Pida su cita")).to_be_checked()
    page.get_by_role("button", name="Agregar la imagen").press("Enter")
    expect(page.get_by_text("La imagen está en el borrador.")).to_be_visible()
    steps.fits(page)
    axe(page)
    shown = page.get_by_role("img", name="Una mano muestra el carné en la ventanilla.")
    expect(shown).to_be_visible()
    assert shown.evaluate("(one) => one.decode().then(() => one.naturalWidth)") == 640
    steps.follow(page, "Cambiar lo que dice o su lugar")
    axe(page)
    page.goto(f"/portal/borradores/{draft.pk}/ver/")
    steps.fits(page)
    expect(page.get_by_role("listitem").get_by_role("img", name="Una mano muestra")).to_be_visible()


def test_a_guide_prints_without_what_only_a_screen_needs(page: Page, guides):
    VersionFactory(guide=guides, number=2, published_on=date(2026, 11, 2))
    page.goto("/guias/carne/")
    page.emulate_media(media="print")
    for hidden in ("Enviarla por WhatsApp", "Kreyòl ayisyen"):
        expect(page.get_by_text(hidden)).to_be_hidden()
    expect(page.get_by_text("Pida su cita en la página.")).to_be_visible()
