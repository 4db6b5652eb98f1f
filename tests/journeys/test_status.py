"""Somebody looks on an old telephone how her application stands; somebody in danger asks to be called, and leaves."""

import re
from datetime import date

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from ayni.feedback.models import CallRequest
from ayni.files.tests.factories import jpeg
from ayni.notices.models import Message
from ayni.people.tests.factories import PersonFactory
from ayni.procedures import actions
from ayni.procedures.actions.looks import answer_looks
from ayni.procedures.models import ItemState
from ayni.procedures.tests.factories import NOON
from ayni.procedures.tests.lives import judge, procedure, submitted

from . import steps

pytestmark = pytest.mark.journey
THIN, WIDE = {"width": 320, "height": 640}, {"width": 1280, "height": 900}


def look(page: Page, axe, name: str) -> None:
    """At the narrowest, and wide: nothing is cut off, and axe finds nothing grave."""
    for size in (WIDE, THIN):
        page.set_viewport_size(size)
        steps.fits(page)
        steps.draw(page, name)
    axe(page)


@pytest.fixture
def observed(world):
    person = PersonFactory(registered_by=world.lia, birth_date=date(1991, 5, 3))
    person.contacts.create(kind="SMS", value="987654321", is_safe=True, since=timezone.now())
    made = submitted(world.lia, procedure(world, asks=1), person=person)
    made = actions.take(application=made, by=world.elsa, at=NOON)
    judge(made, world.elsa, ItemState.OBSERVED)
    actions.ask_for_correction(application=made, days=10, by=world.elsa, at=timezone.now())
    Message.objects.all().delete()
    return made


def test_she_sees_what_is_asked_for_sends_it_and_leaves_nothing_behind(page: Page, axe, observed):
    page.goto("/mi-tramite/")
    look(page, axe, "status-ask")
    page.locator("[name=number]").fill(observed.number.lower())
    page.locator("[name=birth_day]").fill("3")
    page.locator("[name=birth_month]").fill("mayo")
    page.locator("[name=birth_year]").fill("1991")
    page.locator("[name=birth_year]").press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Escriba el código")
    look(page, axe, "status-code")
    answer_looks(at=timezone.now())
    page.locator("[name=code]").fill(Message.objects.get().text[:6])
    steps.press(page, "Ver cómo va")
    expect(page.get_by_text("No se lee la fecha.")).to_be_visible()
    look(page, axe, "status")
    steps.go(page, page.get_by_role("link", name="Enviarlo ahora"))
    look(page, axe, "status-paper")
    page.locator("[name=picture]").set_input_files({"name": "a.jpg", "mimeType": "image/jpeg", "buffer": jpeg()})
    steps.press(page, "Enviar")
    steps.press(page, "Ya envié todo: presentarlo")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Alguien está revisando sus papeles")
    look(page, axe, "status-handed-in")
    steps.press(page, "Salir: no dejar nada aquí")
    page.go_back()
    expect(page.locator("[name=number]")).to_be_visible()
    expect(page.locator("body"), "the back button shows nothing on a shared computer").not_to_contain_text(
        observed.number
    )


def test_she_asks_to_be_called_and_leaves_by_the_keyboard(
    page: Page, axe, world, transactional_db, browser_context_args
):
    world.clara  # noqa: B018
    steps.put_the_way_out(page)
    page.goto("/guias/")
    page.goto("/llamenme/")
    look(page, axe, "call-ask")
    page.locator("[name=phone]").fill("+58 412 1234567")
    page.locator("[name=when][value=DAYS]").check()
    look(page, axe, "call-days")
    page.locator("[name=weekdays][value='2']").check()
    page.locator("[name=opens]").select_option("10:00")
    page.locator("[name=closes]").select_option("11:30")
    page.locator("[name=if_other][value=SAY]").check()
    page.locator("[name=say]").fill("Somos de la zapatería")
    steps.press(page, "Llámenme")
    expect(page).to_have_title("Información – Ayni")
    look(page, axe, "call-noted")
    expect(page.locator("body")).not_to_contain_text("412")
    assert CallRequest.objects.get().weekdays == "2"
    if not browser_context_args["java_script_enabled"]:
        # Without a script there is the button.
        page.get_by_role("link", name="Salir ya").click()
        steps.is_away(page)
        return
    for _press in range(3):
        page.keyboard.press("Escape")
    steps.is_away(page)
    page.go_back()
    expect(page, "it took the place of the last page: one step back does not lead to it").not_to_have_url(
        re.compile("/listo/")
    )
