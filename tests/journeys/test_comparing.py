"""A finger is compared before a card is handed over; and where it cannot be, the document is looked at."""

import threading
from collections.abc import Iterator
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from ayni.lib.prints import Impression, write_record
from ayni.procedures import actions, queries
from ayni.procedures.actions import deliveries
from ayni.procedures.bridge.server import Bridge, listen
from ayni.procedures.bridge.simulator import Simulator
from ayni.procedures.models import Card, Device, HandOver, What
from ayni.procedures.tests.card_factories import approved, checked

from . import steps

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def card(world) -> Card:
    """Waits at the head office, where there is a reader; the left thumb of its holder was enrolled."""
    marta, lia, karin, now = world.marta, world.lia, world.karin, timezone.now()
    device = actions.register_device(code="H-1", kind="AST-HUE", name="Huellero", office=lia.office, by=marta, at=now)
    actions.pair_device(device=device, by=marta, at=now)
    [application] = approved(lia)
    session = actions.begin_enrolment(
        person=application.person, application=application, office=lia.office, by=lia, at=now
    )
    image = Simulator(seconds=0).capture(
        position=6, impression=Impression.PLAIN, subject=queries.subject_of(application.person),
        cancelled=lambda: False,
    )  # fmt: skip
    taken = actions.Taken(What.FINGER, write_record([image]), "ISO-19794-4", 6, 80)
    actions.take_capture(session=session, taken=taken, by=lia, at=now)
    [made] = checked(karin)
    deliveries.shelve(batch=made.batch, by=karin, at=now)
    return Card.objects.get()


@pytest.fixture
def simulator(card, live_server) -> Iterator[tuple[Simulator, int]]:
    reader = Simulator(seconds=1.5)
    with listen(Bridge(reader, Device.objects.get().secret), origins=[live_server.url], port=0) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield reader, server.socket.getsockname()[1]
        server.shutdown()
    thread.join()


def compare(page: Page, port: Any) -> None:
    page.locator("[data-port]").fill(str(port))
    page.get_by_role("button", name="Comparar").click()


@pytest.mark.parametrize("browser_context_args", ["with scripts"], indirect=True)
def test_a_card_is_handed_over_by_the_finger(page: Page, world, sign_in, axe, card, simulator, browser_context_args):
    reader, port = simulator
    sign_in(page, world.marta)
    page.goto(reverse("procedures:card-hand-over", args=[card.pk]))
    steps.follow(page, "Comparar su huella con la registrada")
    axe(page)
    words = page.locator("[data-words]")
    compare(page, 59_999)
    expect(words).to_contain_text("El huellero no responde")
    reader.subject = "otra"
    compare(page, port)
    expect(words).to_contain_text("Coloque el dedo ahora: Pulgar izquierdo")
    expect(words).to_contain_text("La huella no coincide")
    reader.subject = ""
    compare(page, port)
    expect(words).to_contain_text("La huella coincide con la registrada")
    expect(page.get_by_role("button", name="Comparar")).to_be_focused()
    steps.follow(page, "Continuar con la entrega")
    page.get_by_label("Se comparó su huella").check()
    steps.press(page, "Entregar el carné")
    assert HandOver.objects.get().check_kind == "FINGERPRINT"


@pytest.mark.parametrize("browser_context_args", ["without scripts"], indirect=True)
def test_without_scripts_the_document_is_looked_at(page: Page, world, sign_in, card, browser_context_args):
    sign_in(page, world.marta)
    page.goto(reverse("procedures:card-finger", args=[card.pk]))
    # Found by its place: Playwright looks for no text in a noscript.
    expect(page.locator("main noscript p")).to_be_visible()
    expect(page.get_by_role("button", name="Comparar")).to_be_hidden()
    steps.follow(page, "Continuar con la entrega")
    page.get_by_label("Se vio su documento").check()
    page.get_by_label("Firmó el cargo").check()
    steps.press(page, "Entregar el carné")
    assert HandOver.objects.get().check_kind == "DOCUMENT"
