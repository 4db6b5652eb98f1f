"""An intake without a mouse: every step by Tab, Space, arrows and Enter."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser import enter

pytestmark = pytest.mark.journey


def tab_to(page: Page, selector: str, *, most: int = 120) -> None:
    """Press Tab until the element has the focus, as a person would."""
    for _press in range(most):
        if page.evaluate("s => !!document.activeElement && document.activeElement.matches(s)", selector):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"Tab does not reach {selector}.")


@pytest.mark.parametrize("browser_context_args", ["with scripts"], indirect=True)
def test_a_person_is_found_and_opened_from_the_desk(page: Page, demo, sign_in):
    sign_in(page, demo["rosa"])
    page.goto("/cases/")
    name = page.locator("main .ay-list a, main li a").first.inner_text()
    page.goto("/desk/")
    page.keyboard.press("/")
    page.keyboard.type(name.replace(",", ""))
    enter(page)
    tab_to(page, "#results a")
    enter(page)
    expect(page.get_by_role("main")).to_contain_text(name.split(",")[0])


@pytest.mark.parametrize("browser_context_args", ["with scripts"], indirect=True)
def test_after_a_search_the_first_arrow_goes_into_what_was_found(page: Page, demo, sign_in):
    sign_in(page, demo["rosa"])
    page.goto("/cases/")
    name = page.locator("main .ay-list a, main li a").first.inner_text()
    page.keyboard.press("/")
    page.keyboard.type(name.replace(",", ""))
    enter(page)
    first = page.locator("main a[data-open]").first
    expect(first).to_be_visible()
    page.keyboard.press("ArrowDown")
    expect(first).to_be_focused()


def test_a_person_is_registered_without_a_mouse(page: Page, demo, sign_in):
    sign_in(page, demo["lia"])
    page.goto("/people/")
    tab_to(page, "main [name=q]")
    page.keyboard.type("Anyelis Ñáñez 1991")
    enter(page)
    tab_to(page, "main button[type=submit]:not(.ay-search__go), main form:not([role=search]) button")
    enter(page)
    tab_to(page, "[name=sex]")
    page.keyboard.press("Space")
    tab_to(page, "[name=nationality_1]")
    page.keyboard.type("Venezuela")
    tab_to(page, "[name=has_documents]")
    page.keyboard.press("Space")
    page.keyboard.press("ArrowDown")
    tab_to(page, "[name=status]")
    page.keyboard.type("Situaci")
    tab_to(page, "[name=where]")
    page.keyboard.press("ArrowUp")
    tab_to(page, "button[name=go][value=check]")
    enter(page)
    expect(page.get_by_role("main")).to_contain_text("Revisar y registrar")
    if page.locator("[name=none_of_them]").count():
        tab_to(page, "[name=none_of_them]")
        page.keyboard.press("Space")
    tab_to(page, "[name=read_in]")
    page.keyboard.press("Space")
    tab_to(page, "[name=basis]")
    page.keyboard.press("Space")
    tab_to(page, "main form button:not([name])")
    enter(page)
    expect(page.get_by_role("main")).to_contain_text("Ñáñez")
    expect(page).not_to_have_url(re.compile("/register/"))
