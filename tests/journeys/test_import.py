"""A list comes in: uploaded, understood, looked at, one row mended, accepted, found, undone."""

from typing import Any

import pytest
from django.utils.timezone import now
from playwright.sync_api import Page, expect

from ayni.people.actions import imports
from ayni.people.models import Person

from . import steps

pytestmark = pytest.mark.journey

LIST = """Feria de servicios 2026;;;;;
Nombres;Apellidos;F. de nac.;Sexo;País;Cédula
Yorgelis Ñusta;Betancourt Zafiro;12/03/1994;Mujer;Venezuela;V-20111222
Duberney;Ospina Zafiro;31/02/1988;Hombre;Colombia;1020304050
;;;;;
Yorgelis Ñusta;Betancourt Zafiro;12/03/1994;Mujer;Venezuela;V-20111222
Yorgelys Ñusta;Betancur Zafiro;12/03/1994;Mujer;Venezuela;
"""
WIDTHS = {"desk": (1280, 900), "phone": (360, 740)}


def look(page: Page, name: str, axe: Any) -> None:
    """At both widths; AYNI_PICTURES names a folder in which to keep what is seen."""
    for width, height in WIDTHS.values():
        page.set_viewport_size({"width": width, "height": height})
        steps.fits(page)
        steps.draw(page, name)
    axe(page)
    page.set_viewport_size({"width": 1280, "height": 900})


def work() -> None:
    """What the worker does in the background."""
    while imports.work_on_lists(at=now()):
        pass


def test_a_list_comes_in_and_goes(page: Page, demo, sign_in, axe):
    sign_in(page, demo["marta"])
    page.goto("/people/")
    steps.follow(page, "Listas importadas")
    look(page, "1-empty", axe)
    steps.press(page, "Importar una lista")
    look(page, "2-upload", axe)
    page.locator("[name=file]").set_input_files(
        {"name": "feria.csv", "mimeType": "text/csv", "buffer": LIST.encode("cp1252")}
    )
    page.locator("[name=system]").fill("Municipalidad de SMP, feria")
    page.locator("[name=purpose]").fill("Atención en la feria de servicios")
    page.locator("[name=basis][value=PUBLIC_FUNCTION]").check()
    steps.press(page, "Seguir")

    expect(page.get_by_role("main")).to_contain_text("cp1252")
    expect(page.locator("[name=c0]")).to_have_value("given_names")
    look(page, "3-columns", axe)
    steps.press(page, "Leer y comparar")
    expect(page.get_by_role("main")).to_contain_text("Se está leyendo")
    look(page, "4-progress", axe)
    overview = page.url
    work()
    page.goto(overview)
    expect(page.get_by_role("main")).to_contain_text("Repetidas en la lista")
    look(page, "5-counts", axe)

    page.goto(overview + "rows/broken/")
    look(page, "6-broken", axe)
    steps.follow(page, "Duberney")
    expect(page.get_by_role("main")).to_contain_text("Este día no existe")
    look(page, "7-row", axe)
    page.locator("[name=birth_date]").fill("28/02/1988")
    steps.press(page, "Corregir la fila")
    expect(page.get_by_role("main")).to_contain_text("Fila 4 nueva")
    page.goto(overview + "rows/doubtful/")
    expect(page.get_by_role("main")).to_contain_text("Quizá la misma persona que la fila 3")
    steps.follow(page, "Yorgelys")
    look(page, "7-like-another-row", axe)
    steps.press(page, "Rechazar la fila")

    page.goto(overview)
    steps.press(page, "Aceptar")
    look(page, "8-accept", axe)
    steps.press(page, "Aceptar")
    work()
    page.goto(overview)
    expect(page.get_by_role("main")).to_contain_text("Registradas")
    steps.search(page, "Betancourt Zafiro")
    expect(page.get_by_role("main")).to_contain_text("Yorgelis")

    page.goto(overview)
    steps.press(page, "Deshacer esta importación")
    look(page, "9-undo", axe)
    steps.press(page, "Deshacer esta importación")
    work()
    assert not Person.objects.filter(surname_2="Zafiro").exists()
    page.goto("/people/imports/")
    expect(page.get_by_role("main")).to_contain_text("Deshecha")
    look(page, "10-lists", axe)
