"""What a person may ask for, in a browser: who saw their file, on paper; and its end, without a mouse."""

import re

import pytest
from playwright.sync_api import Page, expect

from .steps import follow, press, register
from .test_keyboard import enter, tab_to

pytestmark = [
    pytest.mark.journey,
    # axe is a script.
    pytest.mark.parametrize("browser_context_args", ["with scripts"], indirect=True),
]


def test_who_saw_a_file_is_read_with_the_person_and_printed(page: Page, demo, sign_in, axe):
    sign_in(page, demo["marta"])
    register(page, "Zoraida Quintanilla Pumacahua", "1991")
    file = re.search(r"/people/[0-9a-f-]{36}/", page.url).group()
    page.goto(f"{file}readers/")
    axe(page)
    follow(page, re.compile("Quién vio mi expediente"))
    main = page.get_by_role("main")
    expect(main).to_contain_text("Registró a la persona")
    expect(main).to_contain_text("La persona pidió sus datos")
    expect(main).not_to_contain_text("Salas")
    axe(page)
    address = page.get_by_role("button", name="Imprimirlo para la persona").get_attribute("href")
    paper = page.request.get(page.url.partition("/people/")[0] + address)
    assert paper.headers["content-type"] == "application/pdf"
    assert paper.body().startswith(b"%PDF")
    page.reload()
    expect(main).to_contain_text("Imprimió para la persona quién vio su expediente")


def test_a_copy_is_handed_over_and_the_file_erased_by_keyboard_alone(page: Page, demo, sign_in, axe):
    sign_in(page, demo["marta"])
    register(page, "Zoraida Quintanilla Pumacahua", "1991")
    file = re.search(r"/people/[0-9a-f-]{36}/", page.url).group()
    page.goto(f"{file}copy/")
    tab_to(page, "[name=recipient]")
    page.keyboard.press("Space")
    tab_to(page, "[name=identity]")
    page.keyboard.press("Space")
    tab_to(page, "main form:not([role=search]) button")
    enter(page)
    expect(page.get_by_role("main")).to_contain_text("La copia está lista")
    axe(page)
    page.goto(f"{file}erase/")
    axe(page)
    tab_to(page, "[name=ground]")
    page.keyboard.press("Space")
    tab_to(page, "[name=read]")
    page.keyboard.press("Space")
    tab_to(page, "main form:not([role=search]) button")
    enter(page)
    expect(page.get_by_role("main")).to_contain_text("Aquí estaba el expediente de una persona")
    axe(page)
    page.goto("/people/")
    page.locator("main [name=q]").fill("Zoraida Quintanilla Pumacahua")
    press(page, "Buscar")
    expect(page.get_by_role("main")).not_to_contain_text("Quintanilla Pumacahua, Zoraida")


def test_the_rules_of_conservation_are_clean(page: Page, demo, sign_in, axe):
    sign_in(page, demo["marta"])
    page.goto("/conservacion/")
    expect(page.get_by_role("main")).to_contain_text("Registros que nadie terminó")
    axe(page)
