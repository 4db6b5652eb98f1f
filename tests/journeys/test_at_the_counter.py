"""What the counter does besides: a card fetched with a power of attorney, papers that lack, a resolution signed."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from ayni.files.tests.factories import jpeg
from ayni.people.tests.factories import PersonFactory
from ayni.procedures import actions
from ayni.procedures.actions import deliveries
from ayni.procedures.gateways.simulator import run
from ayni.procedures.gateways.simulator.signer import play_program, sign
from ayni.procedures.models import Card, HandOver, Incomplete, Place, Resolution, Signing
from ayni.procedures.tests.card_factories import approved, checked
from ayni.procedures.tests.conftest import CREDENTIALS
from ayni.procedures.tests.lives import GROUNDS, evaluated, procedure, submitted

from . import front_desk, steps

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def looks_well(page: Page, axe):
    def judge() -> None:
        steps.fits(page)
        axe(page)

    return judge


@pytest.fixture
def card(world) -> Card:
    """It waits for its holder at the head office."""
    approved(world.lia)
    [made] = checked(world.karin)
    deliveries.shelve(batch=made.batch, by=world.karin, at=timezone.now())
    return Card.objects.get()


def write_day(page: Page, field: str, day) -> None:
    for part, value in (("day", day.day), ("month", day.month), ("year", day.year)):
        page.locator(f"[name={field}_{part}]").fill(str(value))


@pytest.mark.parametrize("browser_context_args", ["with scripts"], indirect=True)
def test_somebody_else_fetches_a_card_with_a_power_of_attorney(width, page: Page, world, card, sign_in, looks_well):
    sign_in(page, world.lia)
    page.goto(reverse("procedures:card-hand-over", args=[card.pk]))
    looks_well()
    steps.follow(page, "Viene otra persona, con un poder")
    looks_well()
    # Nothing was scanned and nothing said why: what was typed stays.
    page.locator("[name=name]").fill("Pedro Rojas " + "de la Torre " * 15)
    page.locator("[name=document]").fill("DNI 12345678")
    page.locator("[name=power]").fill("Notaría Paz, 44-2026")
    page.locator("[name=scope][value=ONE]").check()
    today = timezone.localdate()
    write_day(page, "valid_from", today - timedelta(days=10))
    write_day(page, "valid_to", today + timedelta(days=10))
    steps.press(page, "Registrarlo")
    expect(page.get_by_role("alert")).to_contain_text("Escanee el poder, o diga por qué no se escanea")
    looks_well()
    expect(page.locator("[name=power]")).to_have_value("Notaría Paz, 44-2026")
    page.locator("[name=picture]").set_input_files([{"name": "a.jpg", "mimeType": "image/jpeg", "buffer": jpeg()}])
    steps.press(page, "Registrarlo")
    expect(page.get_by_role("main")).to_contain_text("Pedro Rojas")
    looks_well()
    steps.follow(page, "Pedro Rojas")
    looks_well()
    steps.go(page, page.get_by_role("link", name=f"Entregar {card.number}"))
    page.get_by_label("Pedro Rojas").check()
    page.get_by_label("Se vio su documento").check()
    page.get_by_label("Firmó el cargo").check()
    steps.press(page, "Entregar el carné")
    expect(page.get_by_role("main")).to_contain_text("Pedro Rojas")
    looks_well()
    card.refresh_from_db()
    assert (card.place, HandOver.objects.get().proxy.document) == (Place.HANDED_OVER, "DNI 12345678")


@pytest.mark.parametrize("browser_context_args", ["with scripts"], indirect=True)
def test_a_power_that_was_taken_back_hands_over_nothing(width, page: Page, world, card, sign_in, looks_well):
    today = timezone.localdate()
    said = deliveries.Power(
        name="Pedro Rojas", document="DNI 12345678", power="Notaría Paz", scope="ANY", valid_from=today,
        valid_to=today, why_unscanned="ON_PAPER",
    )  # fmt: skip
    deliveries.record_proxy(card=card, power=said, by=world.lia, at=timezone.now())
    sign_in(page, world.lia)
    page.goto(reverse("procedures:card-hand-over", args=[card.pk]))
    steps.follow(page, "Pedro Rojas")
    steps.press(page, "Dar por terminado este poder")
    looks_well()
    expect(page.get_by_label("Pedro Rojas")).to_have_count(0)


@pytest.mark.parametrize("browser_context_args", ["with scripts"], indirect=True)
def test_what_is_incomplete_is_received_with_a_note_and_handed_in_later(width, page: Page, world, sign_in, looks_well):
    asked = actions.Asked(procedure=procedure(world), office=world.lia.office)
    person = PersonFactory(registered_by=world.lia)
    application = actions.begin(person=person, asked=asked, by=world.lia, at=timezone.now())
    sign_in(page, world.lia)
    front_desk.add_a_paper(page, application.items.get(requirement__order=1))
    page.goto(reverse("procedures:application", args=[application.pk]))
    looks_well()
    steps.press(page, "Recibir como incompleta")
    expect(page.get_by_role("main")).to_contain_text("2 días hábiles")
    looks_well()
    steps.press(page, "Recibir como incompleta")
    note = page.get_by_role("main").get_by_role("link", name="Imprimir la constancia de lo que falta")
    expect(note).to_be_visible()
    looks_well()
    answer = page.request.get(str(note.get_attribute("href")))
    assert answer.body().startswith(b"%PDF")
    assert Incomplete.objects.get().lacked == [2]
    # Pressed again through the button "back": nothing is received a second time.
    page.go_back()
    steps.press(page, "Recibir como incompleta")
    assert Incomplete.objects.count() == 1
    front_desk.add_a_paper(page, application.items.get(requirement__order=2))
    page.goto(reverse("procedures:application", args=[application.pk]))
    steps.press(page, "Presentarla")
    expect(page.get_by_role("main")).to_contain_text("Presentada")
    looks_well()
    application.refresh_from_db()
    assert application.submitted_at == Incomplete.objects.get().received_at


@pytest.fixture
def resolution(world) -> Resolution:
    application = evaluated(submitted(world.lia, procedure(world, asks=1)), world.elsa)
    return actions.approve(application=application, grounds=GROUNDS, by=world.aldo, at=timezone.now())


@pytest.mark.parametrize("browser_context_args", ["with scripts"], indirect=True)
def test_a_resolution_is_signed_with_a_certificate_by_hand(
    width, page: Page, resolution, world, sign_in, looks_well, settings
):
    settings.STATE_SERVICES = {**settings.STATE_SERVICES, "firma": {"url": ""}}
    sign_in(page, world.aldo)
    page.goto(reverse("procedures:application", args=[resolution.application_id]))
    steps.follow(page, "Firmarla")
    looks_well()
    steps.press(page, "Preparar el archivo que se va a firmar")
    looks_well()
    with page.expect_download() as offered:
        page.get_by_role("link", name="Descargar el archivo que se va a firmar").click()
    original = offered.value.path().read_bytes()
    field = page.locator("[name=signed_file]")
    # What carries no signature is sent back with the reason, and the next try is not lost.
    field.set_input_files([{"name": "a.pdf", "mimeType": "application/pdf", "buffer": original}])
    steps.press(page, "Traer el archivo firmado")
    expect(page.get_by_role("alert")).to_be_visible()
    looks_well()
    field.set_input_files([{"name": "a.pdf", "mimeType": "application/pdf", "buffer": sign(original)}])
    steps.press(page, "Traer el archivo firmado")
    expect(page.get_by_role("link", name="Descargar la resolución firmada")).to_be_visible()
    looks_well()
    assert Signing.objects.get().signed_at is not None


@pytest.fixture
def firma(settings, live_server):
    """Firma Perú, played; and the program of the signer finds this server."""
    running = run("127.0.0.1", 0, {}.get, slow=1.0)
    firma = {"url": f"{running.url}/firma", **CREDENTIALS}
    settings.STATE_SERVICES = {**settings.STATE_SERVICES, "firma": firma}
    settings.PUBLIC_URL = live_server.url
    settings.FIRMA_PROGRAM = ""
    yield running
    running.stop()


@pytest.mark.parametrize("browser_context_args", ["with scripts"], indirect=True)
def test_a_resolution_is_signed_through_firma_peru(width, page: Page, firma, resolution, world, sign_in, looks_well):
    sign_in(page, world.aldo)
    page.goto(reverse("procedures:sign-resolution", args=[resolution.application_id, resolution.pk]))
    steps.press(page, "Firmar con Firma Perú")
    looks_well()
    page.locator("summary", has_text="Lo que se dice al programa").click()
    looks_well()
    told = page.locator(".ay-digest code").inner_text()
    assert play_program(told).startswith("Firmado")
    steps.follow(page, "Ver si ya está firmada")
    expect(page.get_by_role("link", name="Descargar la resolución firmada")).to_be_visible()
    assert Signing.objects.get(signed_at__isnull=False).by == world.aldo
