"""An analyst announces and prepares the figures of a month; two supervisors look at what the gates did, sign, and
publish them under embargo: at a desk, on a phone, and without scripts."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest
from django.conf import settings
from django.utils.timezone import now
from playwright.sync_api import Page, expect

from ayni.access.models import User
from ayni.facts.actions import build
from ayni.observatory import actions, rules
from ayni.observatory.actions import keys
from ayni.observatory.models import Release
from ayni.outreach.tests.factories import BandFactory
from ayni.people.tests.factories import DistrictFactory, PersonFactory
from tests.test_release_verbs import nora, tidy  # noqa: F401 - fixtures

from . import steps
from .steps import look

pytestmark = pytest.mark.journey
LIST = "/observatorio/entregas/gestion/"


@pytest.fixture
def month(tidy: None, transactional_db: None, world, nora: User) -> str:  # noqa: F811
    """The last month that is over, with a few people in it, counted; and the key."""
    world.tomas, world.marta  # noqa: B018
    period = rules.last_months(now(), 1)[0]
    BandFactory(code="AB-30-59")
    since = datetime.combine(date.fromisoformat(f"{period}-03"), datetime.min.time(), UTC)
    PersonFactory.create_batch(3, registered_by=world.rosa, registered_at=since, district=DistrictFactory())
    keys.make_key(at=now())
    build(home=settings.AYNI_HOME, at=now())
    return period


def announce(page: Page, period: str, day: date) -> None:
    page.get_by_label("Cifras de").select_option(period)
    for label, said in (("Día", day.day), ("Mes", day.month), ("Año", day.year)):
        page.get_by_label(label, exact=True).fill(str(said))
    steps.press(page, "Anunciar")


def sign(page: Page, who: User, sign_in) -> None:
    """From the list to the signature: what is signed is what was looked at."""
    sign_in(page, who)
    page.goto(LIST)
    steps.follow(page, re.compile(r"^\d{4}-\d{2}\.1$"))
    expect(page.get_by_role("heading", name="Qué hizo cada regla")).to_be_visible()
    steps.press(page, "Firmar esta entrega")
    expect(page.get_by_text("Firmó la entrega.")).to_be_visible()
    expect(page.get_by_role("button", name="Firmar esta entrega")).to_have_count(0)


def test_figures_are_announced_prepared_looked_at_signed_by_two_and_published(
    width, page: Page, axe, month, world, nora, sign_in  # noqa: F811
):  # fmt: skip
    tomorrow = rules.today(now()) + timedelta(days=1)
    sign_in(page, world.tomas)
    page.goto(LIST)
    look(page, axe, "releases-empty")
    steps.press(page, "Anunciar una entrega")
    look(page, axe, "release-plan")
    announce(page, month, tomorrow - timedelta(days=40))
    # A day that is past: it says so, and what was typed is there.
    expect(page.get_by_role("alert").first).to_be_visible()
    expect(page.get_by_label("Año", exact=True)).to_have_value(str((tomorrow - timedelta(days=40)).year))
    look(page, axe, "release-plan-past")
    announce(page, month, tomorrow)
    expect(page.get_by_text("El día está anunciado.")).to_be_visible()
    steps.press(page, "Preparar una entrega")
    page.get_by_label("Cifras de").select_option(month)
    look(page, axe, "release-prepare")
    steps.press(page, "Preparar")
    steps.follow(page, f"{month}.1")
    expect(page.get_by_text("Se está preparando")).to_be_visible()
    look(page, axe, "release-preparing")
    assert actions.prepare_waiting(at=now()) == 1
    page.reload()
    # What each gate did, in cells; who prepared it does not sign it.
    expect(page.get_by_role("table", name="Celdas por tabla y regla")).to_be_visible()
    expect(page.get_by_role("button", name="Firmar esta entrega")).to_have_count(0)
    look(page, axe, "release-prepared")

    sign(page, world.marta, sign_in)
    expect(page.get_by_role("button", name="Publicar", exact=True)).to_have_count(0)
    look(page, axe, "release-signed-once")
    sign(page, nora, sign_in)
    steps.press(page, "Publicar")
    expect(page.get_by_text("Está bajo embargo")).to_be_visible()
    look(page, axe, "release-published")
    assert {one.by_id for one in Release.objects.get().signatures.all()} == {world.marta.pk, nora.pk}
    # Tomorrow, and not today.
    assert page.request.get(f"/api/observatory/releases/{month}.1").status == 404
    page.goto("/observatorio/entregas/")
    expect(page.get_by_role("link", name=f"{month}.1")).to_have_count(0)
