"""A mother with an old telephone complains, is answered, says that it is not good, and it is open again."""

import re

import pytest
from django.core.cache import cache
from django.urls import reverse
from playwright.sync_api import Page, expect

from ayni.feedback.models import Report
from ayni.feedback.tests.factories import CategoryFactory, bribe, waiting

from . import steps
from .steps import look

pytestmark = pytest.mark.journey

WORDS = "Llegué a las seis con mi bebé y me atendieron a la una. Mi celular es 999 111 222"


@pytest.fixture
def office(world):
    world.marta, world.clara  # noqa: B018
    cache.clear()
    waiting(), bribe()
    CategoryFactory(code="VZ-OTRO", label_es="Otra cosa", kinds="COMPLAINT|ABUSE")
    return world.sede_central


def goes_on(page: Page) -> None:
    steps.press(page, "Guardar y seguir")


def test_a_mother_complains_is_answered_says_it_is_not_good_and_it_is_open_again(
    width, page: Page, axe, office, world, sign_in
):
    number, code = _complains(page, axe, office)
    _is_answered(page, axe, world, sign_in, "Desde hoy hay una ventanilla para familias.")
    page.context.clear_cookies()
    _reads(page, axe, number, code)
    expect(page.get_by_text("Desde hoy hay una ventanilla para familias.")).to_be_visible()
    page.get_by_role("radio", name="No", exact=True).check()
    page.locator("[name=text]").first.fill("Sigue igual")
    steps.press(page, "Enviar")
    expect(page.get_by_text("Lo vemos de nuevo")).to_be_visible()
    look(page, axe, "reopened")
    report = Report.objects.get()
    assert (report.state, report.satisfied, report.reopened) == ("REOPENED", "NO", 1)
    steps.follow(page, "Llevarlo a la Defensoría del Pueblo")
    steps.press(page, "Hacer la carta")
    look(page, axe, "letter")
    expect(
        page.get_by_role("link", name=re.compile("PDF")).or_(page.get_by_role("button", name=re.compile("PDF")))
    ).to_be_visible()
    sign_in(page, world.marta)
    page.goto(reverse("feedback:board"))
    look(page, axe, "board")
    expect(page.get_by_role("main").get_by_text("Abierto de nuevo")).to_be_visible()


def _complains(page: Page, axe, office) -> tuple[str, str]:
    page.goto("/voz/")
    look(page, axe, "start")
    steps.press(page, "Empezar")
    look(page, axe, "kind")
    page.locator("[name=kind][value=COMPLAINT]").check()
    goes_on(page)
    page.locator("[name=office]").select_option(str(office.pk))
    goes_on(page)
    look(page, axe, "theme")
    page.locator("[name=category][value=VZ-ESPERA]").check()
    goes_on(page)
    page.locator("[name=text]").fill(WORDS)
    look(page, axe, "words")
    goes_on(page)
    page.locator("[name=reach][value=no]").check()
    look(page, axe, "reach")
    goes_on(page)
    look(page, axe, "check")
    steps.press(page, "Enviarlo")
    expect(page.get_by_role("heading", name="¿Quiere dejar esto?")).to_be_visible()
    expect(page.get_by_text("999 111 222")).to_be_visible()
    look(page, axe, "noticed")
    steps.press(page, "Dejarlo y enviar")
    look(page, axe, "done")
    number, code = page.locator(".ay-code").all_inner_texts()
    return number, code


def _is_answered(page: Page, axe, world, sign_in, text: str) -> None:
    sign_in(page, world.marta)
    page.goto(reverse("feedback:board"))
    steps.follow(page, re.compile("^V-"))
    look(page, axe, "report")
    steps.press(page, "Tomarlo")
    page.locator("[name=answer-text]").fill(text)
    steps.press(page, "Enviar la respuesta")
    expect(page.get_by_role("status")).to_be_visible()


def _reads(page: Page, axe, number: str, code: str) -> None:
    page.goto("/voz/")
    steps.follow(page, re.compile("Tengo un número"))
    look(page, axe, "follow")
    page.locator("[name=number]").fill(number)
    page.locator("[name=code]").fill(code)
    steps.press(page, "Ver cómo va")
    look(page, axe, "state")
