"""The same person registered twice: put before a supervisor, told apart, made one, and made two again."""

import re

import pytest
from playwright.sync_api import Page, expect

from . import steps
from .test_keyboard import enter, tab_to

pytestmark = pytest.mark.journey
NAMES = "Yorgelis Betancourt Ñáñez"


@pytest.fixture
def twice(page: Page, demo, sign_in) -> str:
    """Rosa registers her, and again with a letter changed. Leaves Marta at the two files."""
    sign_in(page, demo["rosa"])
    steps.register(page, NAMES, "12/03/1994")
    steps.register(page, NAMES.replace("Y", "J"), "12/03/1994")
    sign_in(page, demo["marta"])
    page.goto("/desk/")
    steps.follow(page, re.compile("posibles duplicados"))
    expect(page.get_by_role("main")).to_contain_text("Jorgelis")
    return page.url


@pytest.mark.parametrize("browser_context_args", ["with scripts"], indirect=True)
def test_two_people_are_told_apart_without_a_mouse_and_not_asked_about_again(page: Page, twice, demo, sign_in, axe):
    tab_to(page, "main .ay-list a")
    enter(page)
    axe(page)
    tab_to(page, "main a[href$='/different/']")
    enter(page)
    tab_to(page, "[name=note]")
    page.keyboard.type("Son primas, vinieron juntas.")
    tab_to(page, "main form button")
    enter(page)
    expect(page.get_by_role("main")).to_contain_text("Son dos personas.")
    page.goto("/duplicates/")
    expect(page.get_by_role("main")).not_to_contain_text("Jorgelis")


def test_two_files_are_made_one_and_two_again(page: Page, twice, axe):
    page.goto("/duplicates/")
    steps.follow(page, re.compile("orgelis"))
    with page.expect_navigation():
        page.locator("main a[href$='/merge/']").first.click()
    axe(page)
    steps.press(page, "Seguir")
    expect(page.get_by_role("main")).to_contain_text("¿Unir estos dos expedientes?")
    steps.press(page, "Sí, unirlos")
    expect(page.get_by_role("main")).to_contain_text("Los dos expedientes son ahora uno")
    expect(page.get_by_role("main")).to_contain_text("También registrada como")
    steps.follow(page, "Expedientes unidos a este")
    steps.follow(page, re.compile("Separar"))
    expect(page.get_by_role("main")).to_contain_text("no hay nada que decidir")
    steps.press(page, "Separar los expedientes")
    expect(page.get_by_role("main")).to_contain_text("Hay otra vez dos expedientes")
    steps.search(page, NAMES)
    expect(page.get_by_role("main")).to_contain_text("Jorgelis")
