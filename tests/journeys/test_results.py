"""From one late referral to the indicator, the traffic light and the quarterly report that it moved, and back down to
the row."""

import re
import shutil
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.conf import settings
from django.utils.timezone import localdate, now
from playwright.sync_api import Page, expect

from ayni.cases.tests.factories import open_case
from ayni.directory.tests.factories import ServiceFactory
from ayni.facts import builds
from ayni.facts.actions import build
from ayni.referrals import actions as referrals
from ayni.referrals.models import Referral
from ayni.referrals.tests.factories import send
from ayni.results.models import Alignment, Report, Target
from ayni.results.spans import holding
from ayni.results.tests.factories import AT, framework, indicator, thresholds
from tests.age_bands import make_age_bands

from . import steps
from .steps import look

pytestmark = pytest.mark.journey


@pytest.fixture
def late(world, transactional_db) -> Iterator[Referral]:
    """Two referrals: one was answered in time, one waits and its time is over."""
    world.marta, world.tomas, world.ines  # noqa: B018
    framework(nodes=(("Z1", "", "objective"), ("Z1.1", "Z1", "effect")))
    thresholds()
    # So near that its time is over, and no nearer.
    at = now() - timedelta(days=10)
    quarter = holding("QUARTER", localdate(at))
    said = indicator("DER-04", nodes=("Z1.1",), name="Derivaciones respondidas en plazo", dimensions="institution")
    Target.objects.create(indicator=said.indicator, since=quarter.since, until=quarter.until, value=0.9, set_at=AT)
    make_age_bands()
    service = ServiceFactory(organisation=world.cem)
    good, waits = (send(open_case(world.rosa, at=at), service, at=at) for _one in range(2))
    referrals.accept(referral=good, text="Sí", by=world.ines, at=at + timedelta(hours=1))
    build(home=settings.AYNI_HOME, at=now())
    yield waits
    shutil.rmtree(builds.root(settings.AYNI_HOME))


def test_one_late_referral_moves_the_indicator_the_light_and_the_report(width, page: Page, axe, late, world, sign_in):
    span = holding("QUARTER", localdate(late.sent_at))
    sign_in(page, world.tomas)
    page.goto(f"/resultados/?period={span.code}")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Indicadores")
    row = page.get_by_role("row", name=re.compile("DER-04"))
    expect(row).to_contain_text("50,0")
    expect(row).to_contain_text("Muy atrasado")
    look(page, axe, "board")
    report = _reported(page, axe, world, sign_in, span)
    assert report.contents["indicators"]["DER-04"]["value"] == 0.5
    assert (report.state, report.approved_by) == ("APPROVED", world.marta)
    _down_to_the_row(page, axe, late, span)


def _reported(page: Page, axe, world, sign_in, span) -> Report:
    """Tomás drafts and writes, Marta approves."""
    page.goto("/resultados/informes/nuevo/")
    page.locator("[name=title]").fill("Informe del trimestre")
    page.locator("[name=period]").select_option(span.code)
    page.locator("[name=framework]").select_option("ZZ")
    look(page, axe, "new-report")
    steps.press(page, "Guardar")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Informe del trimestre")
    steps.press(page, "Escribir en él")
    page.locator("[name=difficulties]").fill("Una derivación sigue sin respuesta.")
    steps.press(page, "Guardar")
    steps.press(page, "Enviar a aprobación")
    expect(page.get_by_text("Lo aprueba un colega que no escribió en él.")).to_be_visible()
    sign_in(page, world.marta)
    page.goto(f"/resultados/informes/{Report.objects.get().pk}/")
    expect(page.get_by_text("Una derivación sigue sin respuesta.")).to_be_visible()
    look(page, axe, "report")
    steps.press(page, "Aprobar y congelar")
    expect(page.get_by_role("button", name="Corregirlo con otra revisión")).to_be_visible()
    return Report.objects.get()


def _down_to_the_row(page: Page, axe, late: Referral, span) -> None:
    """From the value to how it was counted, to the rows: those that were in time. The one that is late is missing."""
    page.goto(f"/resultados/?period={span.code}")
    steps.follow(page, re.compile("DER-04"))
    look(page, axe, "indicator")
    expect(page.get_by_text("50,0 % (1 de 2)")).to_be_visible()
    steps.follow(page, "Cómo se contó")
    expect(page.get_by_text("COUNT(*)").first).to_be_visible()
    look(page, axe, "derivation")
    steps.follow(page, "Las filas que su rol abre")
    look(page, axe, "rows")
    [good] = Referral.objects.exclude(pk=late.pk)
    expect(page.get_by_role("link", name=good.case.number)).to_be_visible()
    expect(page.get_by_role("link", name=late.case.number)).to_have_count(0)
    steps.follow(page, good.case.number)
    expect(page).to_have_url(re.compile(f"/cases/{good.case_id}/"))


def test_a_matrix_wider_than_the_screen_is_moved_by_itself(width, page: Page, axe, world, sign_in, transactional_db):
    framework("AA", nodes=tuple((f"A{n}", "", "objective") for n in range(3)))
    framework("BB", nodes=tuple((f"BB-{n:02}", "", "objective") for n in range(30)))
    Alignment.objects.bulk_create(Alignment(one="A1", other=f"BB-{n:02}") for n in range(30))
    sign_in(page, world.tomas)
    page.goto("/resultados/marcos/AA/con/BB/")
    look(page, axe, "matrix")
