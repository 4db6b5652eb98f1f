"""From home to a sealed paper: prepared without an account, judged with the keyboard, corrected, decided, proved."""

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from ayni.people.tests.factories import CountryFactory, DocumentTypeFactory, PersonFactory, SexFactory
from ayni.procedures import actions
from ayni.procedures.models import Application, ItemState, Resolution, State
from ayni.procedures.tests.lives import GROUNDS, procedure

from . import front_desk, steps

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


def looks_well(page, axe):
    """Nothing to mend for a screen reader, and nothing wider than the screen."""
    steps.fits(page)
    axe(page)


@pytest.fixture
def wanted(world):
    for made in (SexFactory, CountryFactory, DocumentTypeFactory):
        made()
    wanted = procedure(world, label_es="Cambio de calidad migratoria: Especial Residente")
    world.sede_central, world.lia, world.elsa, world.aldo  # noqa: B018
    return wanted


def test_somebody_prepares_an_application_from_home(width, page, axe, wanted, live_server):
    front_desk.prepare_from_home(page, wanted, lambda: looks_well(page, axe))


@pytest.mark.parametrize("browser_context_args", ["with scripts"], indirect=True)
def test_papers_are_judged_with_the_keyboard_and_a_second_person_decides(width, page, axe, sign_in, world, wanted):
    application = _submitted(world, wanted)
    sign_in(page, world.elsa)
    page.goto(reverse("procedures:applications"))
    looks_well(page, axe)
    page.keyboard.press("n")
    page.wait_for_url("**/evaluar/")
    looks_well(page, axe)
    page.keyboard.press("a")
    page.wait_for_url("**papel=**")
    assert application.items.filter(state=ItemState.ACCEPTED).count() == 1
    page.keyboard.press("o")
    page.wait_for_url("**hallazgo=OBSERVED**")
    page.locator("[name=reason]").first.fill("No se lee la fecha.")
    looks_well(page, axe)
    steps.press(page, "Anotar")
    steps.press(page, "Pedir la corrección")
    application.refresh_from_db()
    assert application.state == State.OBSERVED
    _corrected(application, world)
    sign_in(page, world.aldo)
    page.goto(reverse("procedures:decide", args=[application.pk]))
    looks_well(page, axe)
    page.locator("[name=decision][value=approve]").check()
    page.locator("[name=grounds]").first.fill(GROUNDS)
    steps.press(page, "Decidir")
    page.wait_for_url(f"**/{application.pk}/")
    looks_well(page, axe)
    resolution = Resolution.objects.get()
    page.goto(reverse("procedures:resolution-proof", args=[resolution.proof]))
    expect(page.locator("main")).to_contain_text(resolution.digest)
    looks_well(page, axe)


def _submitted(world, wanted) -> Application:
    lia, now = world.lia, timezone.now()
    asked = actions.Asked(procedure=wanted, office=lia.office)
    begun = actions.begin(person=PersonFactory(registered_by=lia), asked=asked, by=lia, at=now)
    for item in begun.items.all():
        actions.present(item=item, drawn=None, by=lia, at=now)
    return actions.submit(application=begun, by=lia, at=now)


def _corrected(application, world) -> None:
    """What reception and the evaluator do then, by the verbs: their pages are tested where they live."""
    lia, elsa, now = world.lia, world.elsa, timezone.now()
    observed = application.items.get(state=ItemState.OBSERVED)
    actions.present(item=observed, drawn=None, by=lia, at=now)
    actions.correct(application=application, by=lia, at=now)
    actions.look_at(item=observed, verdict=ItemState.ACCEPTED, reason="", by=elsa, at=now)
    actions.finish_evaluation(application=application, by=elsa, at=now)
