"""A card from the batch to the hand, in a browser: with the keyboard of a scanner, at a desk and on a phone."""

import os
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from ayni.people.tests.factories import attach
from ayni.procedures.actions import boxes, card_alerts, deliveries
from ayni.procedures.models import Batch, Card, Place
from ayni.procedures.tests.card_factories import approved, checked, sent
from ayni.procedures.tests.factories import NOON
from tests.browser import enter, go

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
PICTURES = os.environ.get("AYNI_CARD_PICTURES", "")
"""Where pictures of the pages go, if somebody wants to look at them."""


@pytest.fixture
def seen(page: Page, axe, width):
    def look(name: str) -> None:
        axe(page)
        over = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        assert over <= 0, f"{name} is wider than the screen of a {width}"
        if PICTURES:
            page.screenshot(path=Path(PICTURES) / f"{name}-{width}.png", full_page=True)

    return look


def test_a_card_goes_from_the_batch_to_the_hand(width, page: Page, world, sign_in, seen, live_server):
    karin, lia, tumbes = world.karin, world.lia, world.jz_tum
    for application in (*approved(lia, 2), *approved(lia, 3, office=tumbes)):
        attach(application.person, by=lia)
    found = checked(karin)
    sign_in(page, karin)
    page.goto("/tramites/carnes/lotes/")
    seen("batches")
    page.goto(f"/tramites/carnes/lotes/{Batch.objects.get().pk}/")
    seen("batch")
    go(page, page.get_by_role("button", name="Dejar aquí"))
    page.goto("/tramites/carnes/cajas/")
    page.get_by_label("Oficina o unidad móvil").select_option(label="Jefatura Zonal Tumbes")
    go(page, page.get_by_role("button", name="Empezar una caja"))
    # What a scanner does: a line for each card, into the box that has the focus.
    expect(page.locator("[name=scanned]")).to_be_focused()
    for card in (card for card in found if card.office == tumbes):
        page.keyboard.type(card.proof)
        page.keyboard.press("Enter")
    go(page, page.get_by_role("button", name="Poner en la caja"))
    page.get_by_label("Cuántos carnés contó").fill("3")
    seen("box")
    go(page, page.get_by_role("button", name="Contar y cerrar"))
    go(page, page.get_by_role("button", name="Enviar la caja"))
    assert Card.objects.filter(place=Place.SENT).count() == 3
    page.context.clear_cookies()
    sign_in(page, lia)
    page.goto("/tramites/carnes/")
    seen("start")
    page.goto("/tramites/carnes/entregas/")
    seen("waiting")
    page.keyboard.type(next(card.number for card in found if card.office != tumbes))
    enter(page)
    page.get_by_label("Se vio su documento").check()
    page.get_by_label("Firmó el cargo").check()
    seen("hand-over")
    page.get_by_role("button", name="Entregar el carné").click()
    page.get_by_role("button", name="Siguiente carné").wait_for()
    seen("handed-over")
    given = Card.objects.get(place=Place.HANDED_OVER)
    page.goto(f"/tramites/carnes/{given.pk}/")
    seen("card")
    page.context.clear_cookies()
    page.goto(f"/verificar/{given.proof}/")
    seen("verified")
    page.goto("/verificar/")
    seen("verify")


def test_what_is_nowhere_and_a_power_of_attorney(width, page: Page, world, sign_in, seen, live_server):
    karin, lia, vera, tumbes = world.karin, world.lia, world.vera, world.jz_tum
    approved(lia, 2, office=tumbes)
    approved(lia)
    found = checked(karin)
    away = [card for card in found if card.office == tumbes]
    here = next(card for card in found if card.office != tumbes)
    deliveries.shelve(batch=here.batch, by=karin, at=NOON)
    box = sent(karin, tumbes, away)
    boxes.open_box(box=box, counted=1, by=vera, at=NOON)
    boxes.receive_card(box=box, card=away[0], by=vera, at=NOON)
    boxes.close_receipt(box=box, by=vera, at=NOON)
    card_alerts.watch_cards(at=NOON)
    sign_in(page, karin)
    page.goto("/tramites/carnes/perdidos/")
    seen("lost")
    page.goto(f"/tramites/carnes/cajas/{box.pk}/")
    seen("box-received")
    page.goto("/tramites/carnes/cajas/")
    seen("boxes")
    page.context.clear_cookies()
    sign_in(page, lia)
    page.goto(f"/tramites/carnes/{here.pk}/apoderado/")
    seen("proxy")
