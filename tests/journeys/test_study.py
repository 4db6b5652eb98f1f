"""The page of a study with households and the people of each: by keyboard alone, at a desk and on a phone."""

from typing import Any

import pytest
from django.utils.timezone import now
from playwright.sync_api import Page, expect

from ayni.instruments.tests.test_xlsform import NESTED, book
from ayni.outreach.actions import studies
from ayni.outreach.actions.studies import Planned
from ayni.outreach.models import Response, StudyKind, StudyState

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def address(transactional_db: None, rosa: Any) -> str:
    made = studies.import_form(content=book(NESTED), planned=Planned(StudyKind.NEEDS, rosa.office), by=rosa, at=now())
    studies.move(study=made, to=StudyState.OPEN, by=rosa, at=now())
    return f"/encuestas/{made.token}/"


@pytest.mark.parametrize("browser_context_args", ["with scripts"], indirect=True)
def test_a_household_is_answered_without_a_mouse_and_enter_adds_nobody(width, page: Page, address, axe):
    page.goto(address)
    axe(page)
    page.get_by_label("Calle").fill("Los Olivos")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("Está guardado")
    expect(page.get_by_role("heading", name="Persona")).to_have_count(1)
    page.get_by_role("button", name="Agregar otro: Persona (Hogar 1)").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Persona 2 (Hogar 1)")).to_be_in_viewport()
    page.keyboard.press("Tab")
    page.keyboard.type("ocho")
    expect(page.get_by_label("Edad (Hogar 1 · Persona 2)")).to_have_value("ocho")
    page.get_by_role("button", name="Enviar").press("Enter")
    page.get_by_role("link", name="Edad (Hogar 1 · Persona 2)").press("Enter")
    expect(page.get_by_label("Edad (Hogar 1 · Persona 2)")).to_be_focused()
    axe(page)
    over = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    assert over <= 0
    page.get_by_role("button", name="Quitar: Persona 2 (Hogar 1)").press("Enter")
    expect(page.get_by_role("heading", name="Persona")).to_have_count(1)
    page.get_by_role("button", name="Enviar").press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Gracias")
    assert Response.objects.get().answers["home.1.people"] == "1"
