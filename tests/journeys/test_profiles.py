"""A governance profile: assessed with the keyboard, approved by a colleague, read, compared."""

import re
import shutil
from collections.abc import Iterator

import pytest
from django.conf import settings
from django.utils.timezone import now
from playwright.sync_api import Page, expect

from ayni.codelists.tests.factories import TerritoryFactory
from ayni.facts import builds
from ayni.facts.actions import build
from ayni.results.models import Alignment, Aspect
from ayni.results.tests.factories import framework, indicator

from . import steps
from .steps import look

pytestmark = pytest.mark.journey


@pytest.fixture
def asked(world, transactional_db) -> Iterator[None]:
    world.marta, world.tomas  # noqa: B018
    framework("MGI", nodes=(("MGI-1", "", "dimension"), ("MGI-2", "", "dimension")))
    framework("ZZ", nodes=(("Z1", "", "objective"),))
    Alignment.objects.create(one="Z1", other="MGI-2")
    indicator("X-01")
    indicator("X-02", nodes=("MGI-1",), table="cases", month="month_opened", measure="COUNT", unit="EVENTS",
              numerator="", denominator="", dimensions="")  # fmt: skip
    for n, label in enumerate(("Salud", "Educación"), start=1):
        Aspect.objects.create(
            code=f"MGI-1.{n}", dimension="MGI-1", order=n, label_es=label, asked_of="NATIONAL|REGIONAL|LOCAL",
            question=f"¿Qué permite que las personas migrantes accedan a {label.lower()}?",
        )  # fmt: skip
    TerritoryFactory(code="1501", label_es="Lima", level="PROVINCE")
    TerritoryFactory(code="150135", label_es="San Martín de Porres", level="DISTRICT")
    build(home=settings.AYNI_HOME, at=now())
    yield
    shutil.rmtree(builds.root(settings.AYNI_HOME))


def test_a_territory_is_assessed_approved_and_compared(width, page: Page, axe, asked, world, sign_in):
    sign_in(page, world.tomas)
    page.goto("/resultados/perfiles/")
    page.get_by_label("Buscar un distrito o una provincia").fill("san martin")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("q=san"))
    look(page, axe, "profiles")
    steps.follow(page, re.compile("San Martín de Porres"))
    expect(page.get_by_role("heading", level=1)).to_contain_text("San Martín de Porres")
    steps.follow(page, "Salud")
    steps.press(page, "Evaluar")
    look(page, axe, "assess")
    _answer_with_the_keyboard(page)
    expect(page.get_by_text("Una mesa de salud")).to_be_visible()
    look(page, axe, "aspect")
    sign_in(page, world.marta)
    page.goto("/resultados/valores/")
    steps.follow(page, re.compile("San Martín de Porres"))
    look(page, axe, "decide-assessment")
    steps.press(page, "Aprobar")
    page.goto("/resultados/perfiles/150135/")
    expect(page.get_by_text("Darle presupuesto")).to_be_visible()
    look(page, axe, "profile")
    steps.follow(page, "Comparar")
    look(page, axe, "profiles-compare")
    expect(page.get_by_role("row", name=re.compile("Salud"))).to_contain_text("Existe en parte")


def _answer_with_the_keyboard(page: Page) -> None:
    """From the first choice on, nothing is clicked."""
    page.get_by_label("Existe y funciona").focus()
    page.keyboard.press("ArrowDown")
    expect(page.get_by_label("Existe en parte")).to_be_checked()
    for text in ("", "", "", "Una mesa de salud", "Ordenanza 5", "Darle presupuesto"):
        page.keyboard.press("Tab")
        page.keyboard.type(text)
    page.keyboard.press("Tab")
    with page.expect_navigation():
        page.keyboard.press("Enter")
