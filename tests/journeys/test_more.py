"""The navigation of whoever has many links fits on a line, and what is seldom gone to is opened without a mouse, with
and without scripts. The voice in another language, on an old telephone."""

import pytest
from django.core.cache import cache
from playwright.sync_api import Page, expect

from ayni.feedback.tests.factories import CategoryFactory, waiting

from . import steps
from .steps import look

pytestmark = pytest.mark.journey


def test_what_is_seldom_gone_to_stands_under_more(width, page: Page, axe, world, sign_in):
    sign_in(page, world.rosa)
    page.goto("/desk/")
    nav = page.get_by_role("navigation", name="Principal")
    expect(nav.get_by_text("Más", exact=True)).to_be_visible()
    expect(nav.get_by_role("link", name="Protocolos")).to_be_hidden()
    if width == "desk":
        assert nav.locator(".ay-nav__list").first.bounding_box()["height"] < 60
    look(page, axe, "nav")
    nav.locator("summary").focus()
    page.keyboard.press("Enter")
    expect(nav.get_by_role("link", name="Protocolos")).to_be_visible()
    look(page, axe, "nav-open")
    page.keyboard.press("Tab")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page.locator(".ay-nav summary")).to_have_text("Más: Protocolos")


@pytest.mark.parametrize("browser_context_args", ["with scripts"], indirect=True)
def test_the_longest_navigation_fits_on_a_line_too(page: Page, world, sign_in):
    page.set_viewport_size({"width": 1280, "height": 900})
    sign_in(page, world.marta)
    page.goto("/desk/")
    assert page.locator(".ay-nav__list").first.bounding_box()["height"] < 60
    # Where "More" says in which of its parts one is.
    page.goto("/resultados/marcos/")
    expect(page.locator(".ay-nav__more summary")).to_have_text("Más: Resultados")
    assert page.locator(".ay-nav__list").first.bounding_box()["height"] < 60


def in_language(page: Page, name: str) -> None:
    with page.expect_navigation():
        page.locator(".ay-languages").get_by_role("link", name=name).click()


def test_the_voice_speaks_french_to_the_end(width, page: Page, axe, world):
    world.marta, world.clara  # noqa: B018
    cache.clear()
    waiting(), CategoryFactory(code="VZ-OTRO", label_es="Otra cosa", label_en="Something else")
    page.goto("/voz/")
    in_language(page, "Français")
    look(page, axe, "voice-fr")
    steps.press(page, "Commencer")
    look(page, axe, "voice-fr-question")
    steps.press(page, "Garder et continuer")
    expect(page.get_by_role("alert")).to_be_visible()
    page.get_by_role("radio", name="Une plainte").check()
    steps.press(page, "Garder et continuer")
    expect(page.get_by_text("Aucun, ou je ne sais pas")).to_have_count(1)
    in_language(page, "Kreyòl ayisyen")
    expect(page.locator("html")).to_have_attribute("lang", "ht")
    look(page, axe, "voice-ht-question")
