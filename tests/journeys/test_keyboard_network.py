"""The directory without a mouse: who answers where, which territory comes first, where to go. Tab, keys and Enter."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser import enter

from .test_keyboard import tab_to

pytestmark = pytest.mark.journey

WITH_SCRIPTS = pytest.mark.parametrize("browser_context_args", ["with scripts"], indirect=True)
"""Nothing but a script puts the focus on what is wrong."""
SEND = "main form[method=post] button:not([name])"


def is_told_what_is_wrong(page: Page, words: str) -> None:
    """The summary has the focus, and its first line leads to the field."""
    summary = page.locator(".govuk-error-summary")
    expect(summary).to_be_focused()
    expect(summary).to_contain_text(words)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")


def sees_the_focus(page: Page) -> None:
    """What has the focus is on the screen, and looks it."""
    shown = page.evaluate(
        "(() => { const at = document.activeElement, box = at.getBoundingClientRect(), style = getComputedStyle(at);"
        " const looks = style.outlineStyle !== 'none' || style.boxShadow !== 'none';"
        " return box.top < innerHeight && box.bottom > 0 && looks })()"
    )
    assert shown, f"on {page.url} nobody sees where the focus is"


@WITH_SCRIPTS
def test_who_answers_is_named_and_a_territory_is_marked(page: Page, demo, sign_in):
    sign_in(page, demo["nora"])
    page.goto("/directorio/puntos-focales/")
    tab_to(page, "[name=institucion]")
    page.keyboard.type("Centro Emergencia")
    tab_to(page, "main form button")
    enter(page)
    expect(page).to_have_url(re.compile("institucion=CEM"))
    tab_to(page, "main table a[href='/directorio/CEM/']")
    sees_the_focus(page)
    enter(page)
    tab_to(page, "main a[href$='/punto-focal/']", most=400)
    enter(page)
    tab_to(page, SEND)
    enter(page)
    is_told_what_is_wrong(page, "Nombre de la función u oficina")
    expect(page.locator("[name=name]")).to_be_focused()
    page.keyboard.type("Turno de noche")
    tab_to(page, "[name=department]")
    page.keyboard.type("Pasco")
    tab_to(page, "[name=email]")
    page.keyboard.type("turno@example.pe")
    tab_to(page, SEND)
    enter(page)
    expect(page.get_by_role("main")).to_contain_text("Turno de noche")

    page.goto("/directorio/territorios/")
    tab_to(page, "main a[href$='/marcar/']")
    enter(page)
    tab_to(page, SEND)
    enter(page)
    expect(page.locator(".govuk-error-summary li")).to_have_count(2)
    is_told_what_is_wrong(page, "Elija un distrito o un departamento")
    expect(page.locator("[name=place]")).to_be_focused()
    page.keyboard.type("Ventanilla")
    tab_to(page, "[name=source]")
    page.keyboard.type("Acta de la mesa")
    tab_to(page, SEND)
    enter(page)
    expect(page.get_by_role("main").locator("table").first).to_contain_text("Ventanilla")
    tab_to(page, "[name=departamento]")
    page.keyboard.type("Tumbes")
    tab_to(page, "main form[method=get] button")
    enter(page)
    expect(page.get_by_role("main").locator("table").first).not_to_contain_text("Ventanilla")


@WITH_SCRIPTS
def test_a_service_is_found_by_the_map_in_words(page: Page, demo, sign_in):
    sign_in(page, demo["rosa"])
    page.goto("/directorio/buscar/")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    tab_to(page, "main [name=q]", most=15)
    page.keyboard.type("ejemplo")
    tab_to(page, "main [name=age]")
    page.keyboard.type("-5")
    tab_to(page, ".ay-filters button")
    enter(page)
    is_told_what_is_wrong(page, "Edad")
    expect(page.locator("[name=age]")).to_be_focused()
    page.keyboard.press("Control+A")
    page.keyboard.type("30")
    tab_to(page, ".ay-filters button")
    enter(page)
    tab_to(page, "main a[href='#mapa']")
    page.keyboard.press("Enter")
    tab_to(page, "#mapa summary", most=5)
    page.keyboard.press("Enter")
    tab_to(page, "#mapa li a[href$='department=15']", most=30)
    sees_the_focus(page)
    enter(page)
    expect(page.locator("#mapa svg circle").first).to_be_attached()
    tab_to(page, "main table a")
    enter(page)
    expect(page).to_have_url(re.compile(r"/directorio/servicios/\d+/"))
    page.go_back()
    expect(page.locator("main [name=q]")).to_have_value("ejemplo")
