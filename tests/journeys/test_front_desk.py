"""From the telephone at home to the card in the hand: prepared, booked, called, observed, corrected, approved, printed,
verified, handed over. Each on the pages of whoever does it."""

from datetime import time, timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localdate
from playwright.sync_api import Page, expect

from ayni.people.tests.factories import CountryFactory, DocumentTypeFactory, PersonFactory, SexFactory
from ayni.procedures.actions import appointments, queueing
from ayni.procedures.models import Application, Appointment, Batch, Card, ItemState, Place, State
from ayni.procedures.rules.calendars import Hours
from ayni.procedures.tests.card_factories import SeriesFactory
from ayni.procedures.tests.factories import WindowFactory
from ayni.procedures.tests.lives import GROUNDS, procedure

from . import front_desk, steps

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def morning():
    """Today at ten, whenever the tests run: an office at midnight has no hour left."""
    with time_machine.travel(timezone.localtime().replace(hour=10), tick=True):
        yield


@pytest.fixture
def office(morning, world):
    """The head office with a window, hours from today on, and a procedure that ends in a card."""
    for made in (SexFactory, CountryFactory, DocumentTypeFactory, SeriesFactory):
        made()
    world.wanted = procedure(world, label_es="Cambio de calidad migratoria: Especial Residente")
    marta, lia, now = world.marta, world.lia, timezone.now()
    world.elsa, world.aldo, world.karin  # noqa: B018
    world.known = PersonFactory(registered_by=lia, given_name_1="Wilmer", surname_1="Quintero")
    hours = [Hours(day, time(8), time(17), 3) for day in range(7)]
    plan = appointments.Plan(name="Atención general", hours=hours)
    calendar = appointments.write_calendar(calendar=None, office=marta.office, plan=plan, by=marta, at=now)
    appointments.release(
        calendar=calendar, first_day=localdate(), last_day=localdate() + timedelta(days=1), opens_at=now, by=marta,
        at=now,
    )  # fmt: skip
    world.window = WindowFactory(office=marta.office, number=1)
    queueing.sit_down(window=world.window, by=lia, at=now)
    return world


@pytest.mark.parametrize("browser_context_args", ["with scripts"], indirect=True)
def test_from_the_telephone_at_home_to_the_card_in_the_hand(page: Page, office, sign_in, axe):
    front_desk.prepare_from_home(page, office.wanted, lambda: axe(page))
    front_desk.book(page, office.wanted)
    axe(page)
    _comes_and_is_called(page, office, sign_in, axe)
    application = _is_observed_corrected_and_approved(page, office, sign_in)
    _is_proved(page, application)
    _is_printed_and_checked(page, office, sign_in)
    card = Card.objects.get(application=application)
    _is_verified(page, card, "todavía no vale")
    sign_in(page, office.lia)
    page.goto(reverse("procedures:card-hand-over", args=[card.pk]))
    page.get_by_label("Se vio su documento").check()
    page.get_by_label("Firmó el cargo").check()
    steps.press(page, "Entregar el carné")
    expect(page.get_by_role("main")).to_contain_text("Lo que sigue")
    axe(page)
    card.refresh_from_db()
    assert card.place == Place.HANDED_OVER
    _is_verified(page, card, "Está vigente")
    # Handed over it is, and not a second time.
    sign_in(page, office.lia)
    page.goto(reverse("procedures:card-hand-over", args=[card.pk]))
    expect(page.get_by_role("button", name="Entregar el carné")).to_have_count(0)


def _is_proved(page: Page, application: Application) -> None:
    """Whoever reads the code of the resolution learns that it is valid, and not of whom."""
    resolution = application.resolutions.get()
    page.context.clear_cookies()
    page.goto(reverse("procedures:resolution-proof", args=[resolution.proof]))
    expect(page.get_by_role("main")).to_contain_text(resolution.digest)
    expect(page.get_by_role("main")).not_to_contain_text("Quintero")


def _is_verified(page: Page, card: Card, says: str) -> None:
    """By whoever reads the code of the card, with no account."""
    page.context.clear_cookies()
    page.goto(reverse("procedures:verify-card", args=[card.proof]))
    expect(page.get_by_role("heading", level=1)).to_contain_text(says)
    expect(page.get_by_role("main")).not_to_contain_text("Quintero")


def _comes_and_is_called(page: Page, office, sign_in, axe) -> None:
    """Reception begins the application with what came from home, receives who comes, and calls."""
    sign_in(page, office.lia)
    page.goto(reverse("procedures:preregistrations"))
    with page.expect_navigation():
        page.locator("main a[data-open]").first.click()
    with page.expect_navigation():
        page.get_by_role("button", name="Es esta persona").first.click()
    for item in Application.objects.get().items.filter(state=ItemState.MISSING):
        front_desk.add_a_paper(page, item)
    page.goto(reverse("procedures:application", args=[Application.objects.get().pk]))
    steps.press(page, "Presentarla")
    page.goto(reverse("procedures:queue"))
    page.locator("main [name=q]").fill(Appointment.objects.get().number)
    with page.expect_navigation():
        page.keyboard.press("Enter")
    axe(page)
    page.goto(reverse("procedures:queue-window", args=[office.window.pk]))
    for key in ("n", "b", "f"):
        with page.expect_navigation():
            page.keyboard.press(key)
    assert Appointment.objects.get().state == "ATTENDED"


def _is_observed_corrected_and_approved(page: Page, office, sign_in) -> Application:
    application = Application.objects.get()
    sign_in(page, office.elsa)
    page.goto(reverse("procedures:applications"))
    page.keyboard.press("n")
    page.wait_for_url("**/evaluar/")
    page.keyboard.press("a")
    page.wait_for_url("**papel=**")
    page.keyboard.press("o")
    page.wait_for_url("**hallazgo=OBSERVED**")
    page.locator("[name=reason]").first.fill("No se lee la fecha.")
    steps.press(page, "Anotar")
    steps.press(page, "Pedir la corrección")
    observed = application.items.get(state=ItemState.OBSERVED)
    sign_in(page, office.lia)
    front_desk.add_a_paper(page, observed)
    page.goto(reverse("procedures:application", args=[application.pk]))
    steps.press(page, "Presentar la corrección")
    sign_in(page, office.elsa)
    page.goto(reverse("procedures:evaluate", args=[application.pk]))
    with page.expect_navigation():
        page.keyboard.press("a")
    steps.press(page, "Terminar la evaluación")
    # Who evaluated it does not decide it.
    assert page.goto(reverse("procedures:decide", args=[application.pk])).status == 403
    sign_in(page, office.aldo)
    page.goto(reverse("procedures:decide", args=[application.pk]))
    page.locator("[name=decision][value=approve]").check()
    page.locator("[name=grounds]").first.fill(GROUNDS)
    steps.press(page, "Decidir")
    application.refresh_from_db()
    assert application.state == State.APPROVED
    return application


def _is_printed_and_checked(page: Page, office, sign_in) -> None:
    sign_in(page, office.karin)
    page.goto(reverse("procedures:card-batches"))
    steps.press(page, "Numerar y hacer un lote")
    batch = Batch.objects.get()
    page.goto(reverse("procedures:card-batch", args=[batch.pk]))
    with page.expect_download() as printed:
        page.get_by_role("button", name="Imprimir").first.click()
    assert printed.value.suggested_filename == f"{batch.number}-1.pdf"
    assert printed.value.path().read_bytes().startswith(b"%PDF")
    page.reload()
    with page.expect_navigation():
        page.get_by_role("button", name="1 carné salió bien").click()
    with page.expect_navigation():
        page.get_by_role("button", name="Dejar aquí").click()
