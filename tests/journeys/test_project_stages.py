"""A project is taken from planning to implementation: what is missing is said, the matrix is written line by line."""

import re
from datetime import date

import pytest
from django.utils.timezone import now
from playwright.sync_api import Page, expect

from ayni.results import actions
from ayni.results.actions.projects import Marks, ProjectFields
from ayni.results.models import Project, Stage
from ayni.results.tests.factories import framework

from . import steps
from .steps import look

pytestmark = pytest.mark.journey
LINES = ("Acceden a la salud", "Las derivaciones se atienden", "Ferias realizadas", "Organizar las ferias")


@pytest.fixture
def planned(world, transactional_db) -> Project:
    framework()
    said = ProjectFields(
        "Salud cerca", "OIM", date(2026, 1, 1), date(2027, 12, 31), summary="Salud para quien llega", nodes=["Z1"]
    )
    marks = Marks(1, "Turnos para madres", 2, "Acceso a la salud")
    return actions.register_project(said=said, marks=marks, by=world.tomas, at=now())


def test_a_project_goes_on_once_its_matrix_is_whole(width, page: Page, axe, planned, world, sign_in):
    sign_in(page, world.tomas)
    here = f"/resultados/proyectos/{planned.code}/"
    page.goto(here)
    page.get_by_role("button", name="Pasar a Matriz de resultados").click()
    expect(page.get_by_text("La matriz de resultados no tiene objetivo.")).to_be_visible()
    look(page, axe, "project-stages")
    steps.go(page, page.get_by_role("link", name="Matriz de resultados"))
    steps.press(page, "Escribir el objetivo")
    look(page, axe, "matrix-row")
    for number, line in enumerate(LINES):
        if number:
            steps.follow(page, re.compile(f"Añadir debajo.*{LINES[number - 1]}"))
        page.locator("[name=statement]").fill(line)
        if number < len(LINES) - 1:
            for name, text in (
                ("measured_by", "Personas"),
                ("baseline", "0"),
                ("target", "100"),
                ("verification", "Actas"),
            ):
                page.locator(f"[name={name}]").fill(text)
        page.locator("[name=assumptions]").fill("Los municipios ceden el espacio")
        page.get_by_role("button", name="Guardar").click()
        expect(page.get_by_role("row", name=line)).to_be_visible()
    look(page, axe, "matrix")
    page.goto(here)
    page.get_by_role("button", name="Pasar a Implementación").click()
    expect(page.get_by_text("No hay ninguna actividad registrada con sus fechas.")).to_be_visible()
    assert Project.objects.get().stage == Stage.IMPLEMENTATION
