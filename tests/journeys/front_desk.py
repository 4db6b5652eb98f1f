"""What people do at the front desk, step by step."""

import re
from collections.abc import Callable

from django.urls import reverse
from playwright.sync_api import Page, expect

from ayni.files.tests.factories import jpeg
from ayni.notices.models import Message
from ayni.procedures.models import Item, Procedure

from . import steps


def prepare_from_home(page: Page, wanted: Procedure, look: Callable[[], None]) -> None:
    """Without an account, one question a page, with a picture of the first paper. Wilmer Quintero, born in 1991."""
    page.goto(reverse("procedures:own-start"))
    look()
    steps.press(page, "Empezar")
    code = page.locator(".ay-code").nth(1).inner_text()
    assert re.fullmatch(r"[0-9A-Z]{4}-[0-9A-Z]{4}", code)
    steps.press(page, "Ya los anoté", exact=False)
    look()
    page.get_by_label(wanted.label_es).check()
    steps.press(page, "Guardar y seguir")
    page.get_by_label("¿A qué oficina irá?").select_option(label="Sede central Breña")
    steps.press(page, "Guardar y seguir")
    page.get_by_label("Su primer nombre").fill("Wilmer")
    page.get_by_label("Su primer apellido").fill("Quintero")
    steps.press(page, "Guardar y seguir")
    page.get_by_label("Año").fill("1991")
    steps.press(page, "Guardar y seguir")
    page.get_by_label("Mujer").check()
    steps.press(page, "Guardar y seguir")
    page.get_by_label("¿Cuál es su nacionalidad?").select_option("VEN")
    steps.press(page, "Guardar y seguir")
    page.get_by_label("No, no tengo").check()
    look()
    steps.press(page, "Guardar y seguir")
    page.locator("[name=kind_1][value=IN_PERSON]").check()
    steps.press(page, "Guardar y seguir")
    look()
    steps.follow(page, re.compile("Enviar.*Requisito 1"))
    page.locator("[name=picture]").set_input_files([{"name": "a.jpg", "mimeType": "image/jpeg", "buffer": jpeg()}])
    steps.press(page, "Enviar")
    steps.press(page, "Enviarla a la oficina")
    expect(page.locator("main")).to_contain_text("Se envió")
    look()


def book(page: Page, wanted: Procedure) -> None:
    """The first hour of the first day at the head office, confirmed by a code on the telephone."""
    page.goto("/citas/")
    steps.follow(page, wanted.label_es)
    steps.follow(page, "Sede central Breña")
    steps.go(page, page.get_by_role("main").get_by_role("listitem").get_by_role("link"))
    steps.follow(page, re.compile(r"^\d\d:\d\d"))
    page.get_by_role("radio", name="SMS").check()
    page.locator("[name=phone]").fill("987654321")
    page.locator("[name=name]").fill("Wilmer Quintero")
    steps.press(page, "Envíenme el código")
    page.locator("[name=code]").fill(Message.objects.filter(channel="SMS").latest("queued_at").text[:6])
    steps.press(page, "Confirmar la cita")


def add_a_paper(page: Page, item: Item) -> None:
    page.goto(reverse("procedures:present-item", args=[item.application_id, item.pk]))
    page.locator("[name=picture]").set_input_files([{"name": "b.jpg", "mimeType": "image/jpeg", "buffer": jpeg()}])
    steps.press(page, "Ponerlo con la solicitud")
