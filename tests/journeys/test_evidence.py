"""A value is given with its document, looked at by a colleague, and stands in the annex of the report."""

import re
import shutil
from collections.abc import Iterator

import pytest
from django.conf import settings
from django.utils.timezone import localdate, now
from playwright.sync_api import Page, expect

from ayni.facts import builds
from ayni.facts.actions import build
from ayni.facts.builds import Build
from ayni.files.tests.factories import jpeg
from ayni.results import actions
from ayni.results.models import Framework
from ayni.results.reporting import Asked
from ayni.results.spans import holding
from ayni.results.tests.factories import collected, framework, thresholds

from . import steps
from .steps import look

pytestmark = pytest.mark.journey


@pytest.fixture
def facts(world, transactional_db) -> Iterator[Build]:
    world.marta, world.tomas  # noqa: B018
    framework()
    thresholds()
    collected(unit="NUMBER", measure="COUNT", name="Reuniones del espacio de coordinación")
    yield build(home=settings.AYNI_HOME, at=now())
    shutil.rmtree(builds.root(settings.AYNI_HOME))


def test_the_document_goes_from_the_form_to_the_annex(width, page: Page, axe, facts, world, sign_in):
    quarter = holding("QUARTER", localdate())
    sign_in(page, world.tomas)
    page.goto("/resultados/indicadores/X-02/valores/")
    for name in ("since", "until"):
        page.locator(f"[name={name}]").fill(f"{quarter.since:%Y-%m}")
    page.locator("[name=numerator]").fill("3")
    page.locator("[name=evidence]").fill("Actas 4, 5 y 6")
    page.locator("[name=picture]").set_input_files({"name": "acta.jpg", "mimeType": "image/jpeg", "buffer": jpeg()})
    look(page, axe, "value-form")
    steps.press(page, "Guardar")
    expect(page.get_by_role("link", name=re.compile("El documento"))).to_be_visible()
    look(page, axe, "value-indicator")
    sign_in(page, world.marta)
    page.goto("/resultados/valores/")
    steps.follow(page, re.compile("X-02"))
    expect(page.get_by_role("link", name="El documento")).to_be_visible()
    look(page, axe, "value-decide")
    steps.press(page, "Aprobar")
    asked = Asked(quarter, Framework.objects.get(code="ZZ"))
    made = actions.draft_report(asked=asked, title="Informe", donor="", build=facts, by=world.tomas, at=now())
    page.goto(f"/resultados/informes/{made.pk}/")
    expect(page.get_by_role("link", name="documento de 1 página")).to_be_visible()
    look(page, axe, "report-annex")
