"""Somebody in a waiting room reads a guide on the screen there, by keys alone, and walks away."""

import re

import pytest
from playwright.sync_api import Page, expect

from ayni.portal.tests.factories import LineFactory, VersionFactory

from . import steps
from .test_guides import is_clean

pytestmark = pytest.mark.journey


def test_the_screen_goes_back_to_the_start_when_nobody_touches_it(page: Page, transactional_db, browser_context_args):
    LineFactory(code="LINEA100", number="100", label_es="Violencia", is_emergency=True)
    VersionFactory(guide__slug="carne")
    has_scripts = browser_context_args["java_script_enabled"]
    page.goto("/quiosco/guias/carne/")
    is_clean(page, browser_context_args)
    if has_scripts:
        page.clock.install()
    page.goto("/quiosco/")
    steps.go(page, page.get_by_role("link", name="Documentos"))
    page.get_by_role("link", name="Sacar el carné").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Sacar el carné")
    if has_scripts:
        page.clock.fast_forward(59_000)
        page.keyboard.press("Tab")
        page.clock.fast_forward(59_000)
        expect(page, "whoever touches it stays").to_have_url(re.compile("/quiosco/guias/carne/$"))
        page.clock.fast_forward(2_000)
    else:
        steps.go(page, page.get_by_role("link", name="Ya terminé"))
    expect(page.get_by_role("heading", level=1)).to_have_text("¿En qué podemos ayudarle?")
