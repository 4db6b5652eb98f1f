"""Answers of a study come in from a file: chosen, looked at, taken in, at a desk and on a phone."""

from collections.abc import Callable
from typing import Any

import pytest
from django.utils.timezone import now
from playwright.sync_api import Page, expect

from ayni.instruments.tests.test_xlsform import NESTED, book
from ayni.outreach.actions import studies
from ayni.outreach.actions.studies import Planned
from ayni.outreach.models import Response, StudyKind, StudyState

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
FILE = (
    "_uuid,home.1.street,home.1.member.1.age,color\n"
    "a,Los Olivos,40,rojo\n"
    "b,Las Palmas,ocho,\n"
    "c,San Martín,12,azul\n"
).encode()  # fmt: skip


@pytest.mark.parametrize("browser_context_args", ["with scripts"], indirect=True)
def test_a_file_is_looked_at_before_it_comes_in_and_wrong_rows_say_why(
    width: str, page: Page, rosa: Any, sign_in: Callable[[Page, Any], None], axe: Callable[[Page], None]
) -> None:
    made = studies.import_form(content=book(NESTED), planned=Planned(StudyKind.NEEDS, rosa.office), by=rosa, at=now())
    studies.move(study=made, to=StudyState.OPEN, by=rosa, at=now())
    sign_in(page, rosa)
    page.goto(f"/extension/estudios/{made.pk}/")
    page.get_by_role("link", name="Traer respuestas de un archivo").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Respuestas de un archivo")
    axe(page)
    page.get_by_label("Archivo de respuestas").set_input_files(
        {"name": "respuestas.csv", "mimeType": "text/csv", "buffer": FILE}
    )
    page.get_by_role("button", name="Leerlo").click()
    expect(page.get_by_text("home.1.member.1.age: Escriba un número entero")).to_be_visible()
    expect(page.get_by_text("quedan fuera: color.")).to_be_visible()
    axe(page)
    assert page.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0
    assert not Response.objects.exists()
    page.get_by_role("button", name="Registrar lo nuevo").click()
    expect(page.get_by_text("Entraron 2 respuestas.")).to_be_visible()
    axe(page)
    assert Response.objects.count() == 2
    page.get_by_role("link", name="Respuestas de un archivo").click()
    expect(page.get_by_text("Registrado")).to_be_visible()
    axe(page)
