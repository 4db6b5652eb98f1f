"""An institution without an account answers to the end: it asks, serves in part, and the person says how it was."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from ayni.cases.models import Need
from ayni.notices.models import Message

from . import steps
from .test_loop import by_link, code_of_the_sms

pytestmark = pytest.mark.journey

WORDS = "Quiero un lugar donde él no me encuentre."
QUESTION = "¿Viene sola o con sus hijos?"
OUTCOME = "Se tomó la denuncia; falta el albergue."


def main_of(page: Page) -> Locator:
    return page.get_by_role("main")


def let_in(page: Page) -> None:
    page.goto(by_link(page))
    steps.press(page, "Envíenme el código", exact=False)
    page.locator("[name=code]").fill(code_of_the_sms())
    steps.press(page, "Abrir la derivación")


def referred_for_a_need(page: Page) -> tuple[str, str]:
    """A case with a need, referred for it. Returns the case and the referral at the desk."""
    steps.register(page, "Marielbis Oropeza", "1990", telephone="987654321")
    steps.screen_for_violence(page)
    case = steps.open_case(page, "")
    page.goto(case + "needs/new/")
    page.locator("[name=words]").fill(WORDS)
    page.locator("[name=sector]").select_option(
        value=page.locator("[name=sector] option").nth(1).get_attribute("value")
    )
    page.locator("[name=urgency]").first.check()
    steps.press(page, "Guardar la necesidad")
    steps.ask_of(page, case, "PNP", data=("name",))
    page.get_by_role("radio", name=WORDS).check()
    steps.consent_and_look(page)
    steps.press(page, "Enviar la derivación")
    return case, page.url


def test_an_institution_without_accounts_asks_serves_in_part_and_the_person_says_how_it_was(page: Page, demo, sign_in):
    sign_in(page, demo["rosa"])
    case, sent = referred_for_a_need(page)

    let_in(page)
    steps.answer(page, "Confirmar que llegó", signature="Alférez Rojas")
    steps.answer(page, "Pedir algo", text=QUESTION, signature="Alférez Rojas")

    theirs = page.context.cookies()
    sign_in(page, demo["rosa"])
    page.goto(sent)
    expect(main_of(page)).to_contain_text(QUESTION)
    expect(main_of(page)).to_contain_text("El plazo está detenido")
    steps.unfold(page, "Escribir a la institución")
    page.locator("[name=reply-text]").fill("Con dos hijos.")
    steps.press(page, "Enviar")

    page.context.clear_cookies()
    page.context.add_cookies(theirs)  # type: ignore[arg-type]
    page.goto("/r/")
    expect(main_of(page)).to_contain_text("Con dos hijos.")
    steps.answer(page, "Aceptar", text="La esperamos.", signature="Alférez Rojas")
    steps.answer(page, "Informar el resultado", result="PARTLY", text=OUTCOME, signature="Alférez Rojas")

    sign_in(page, demo["rosa"])
    page.goto(sent)
    expect(main_of(page)).to_contain_text(OUTCOME)
    steps.unfold(page, "Historia: quién, cuándo y qué")
    for what in ("Recibida", "Aceptada"):
        expect(main_of(page).locator("table")).to_contain_text(what)
    page.goto(case + "needs/")
    expect(page.locator("main li", has_text=WORDS)).to_contain_text("Cubierta en parte")
    assert Need.objects.filter(state="PARTLY_MET", case__pk=case.split("/")[-2]).exists()

    page.goto(sent)
    steps.unfold(page, "Preguntar a la persona por SMS")
    steps.press(page, "Enviar la pregunta")
    sms = Message.objects.filter(channel="SMS").order_by("-queued_at").first()
    assert sms is not None
    for secret in ("Marielbis", "PNP", "Policía"):
        assert secret not in sms.text
    page.context.clear_cookies()
    address = re.search(r"/c/[^/ ]+/", sms.text).group()
    page.goto(address)
    steps.press(page, "Enviar")
    expect(main_of(page)).to_contain_text("Elija una de las respuestas.")
    page.locator("[name=attended][value=PARTLY]").check()
    steps.press(page, "Enviar")
    expect(main_of(page)).to_contain_text("Gracias")
    assert page.goto(address).status == 404, "it opens once"

    sign_in(page, demo["rosa"])
    page.goto(sent)
    expect(main_of(page)).to_contain_text("Por su propia página")
    expect(main_of(page)).to_contain_text("En parte")
