"""Somebody is enrolled at a station with a camera, a box to sign in and a fingerprint reader; and without them."""

import re
import threading
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from ayni.files.tests.factories import picture, saved
from ayni.lib.mrz import TD3, Fields, PartialDate, Sex, write
from ayni.people.tests.factories import PersonFactory
from ayni.procedures import actions
from ayni.procedures.bridge.server import Bridge, listen
from ayni.procedures.bridge.simulator import Simulator
from ayni.procedures.models import BiometricRecord, Capture, EnrolmentSession
from ayni.procedures.tests.factories import ApplicationFactory

from . import steps

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
ZONE = write(
    Fields(
        "P",
        "VEN",
        "AB123456",
        "VEN",
        "González",
        "Yusleidy",
        PartialDate(1990, 1, 2),
        Sex.FEMALE,
        PartialDate(2030, 1, 1),
    ),
    TD3,
)


@pytest.fixture
def application(world) -> Any:
    world.marta, world.lia  # noqa: B018  they work at the office before anybody comes
    person = PersonFactory(registered_by=world.lia, document="AB123456", birth_date=date(1990, 1, 2))
    return ApplicationFactory(person=person, approved=True)


BURST = """keys => {
  document.activeElement.blur();
  for (const key of keys)
    document.body.dispatchEvent(
      new KeyboardEvent("keydown", {key: key === "\\n" ? "Enter" : key, bubbles: true, cancelable: true}));
}"""
"""Key after key within a few milliseconds: a browser that is driven from outside does not type that fast."""


@pytest.fixture(autouse=True)
def scripts(request: pytest.FixtureRequest, browser_context_args: dict[str, Any]) -> None:
    """One of these journeys is made without scripts, the others with them."""
    needs = "without_scripts" not in request.function.__name__
    if needs != browser_context_args["java_script_enabled"]:
        pytest.skip("the other way is the other one")


class Running:
    """A bridge that can be killed and started again on the same port."""

    def __init__(self, secret: str, origin: str) -> None:
        self.secret, self.origin, self.port = secret, origin, 0

    def start(self, *, seconds: float = 0.3) -> None:
        bridge = Bridge(Simulator(seconds=seconds, worn=frozenset({2})), self.secret)
        self.server = listen(bridge, origins=[self.origin], port=self.port)
        self.port = self.server.socket.getsockname()[1]
        self.thread = threading.Thread(target=self.server.serve_forever, daemon=True)
        self.thread.start()

    def kill(self) -> None:
        self.server.shutdown()
        self.thread.join()


@pytest.fixture
def bridge(world, live_server) -> Iterator[Running]:
    now = timezone.now()
    device = actions.register_device(
        code="H-1", kind="AST-HUE", name="Huellero", office=world.lia.office, by=world.marta, at=now
    )
    running = Running(actions.pair_device(device=device, by=world.marta, at=now), live_server.url)
    running.start()
    yield running
    running.kill()


def begin(page: Page, application: Any) -> None:
    page.goto(reverse("procedures:enrolments"))
    page.locator("[name=number]").fill(application.number)
    steps.press(page, "Iniciar")


def explain(page: Page, thing: str, reason: str) -> None:
    page.goto(re.sub(r"(/enrolamiento/[^/]+/).*", rf"\1falta/{thing}/", page.url))
    for box in page.locator("[name=fingers]").all():
        box.check()
    page.get_by_role("radio", name=reason).check()
    steps.press(page, "Anotarlo")


def test_a_person_is_enrolled_with_everything(
    width, page: Page, world, sign_in, axe, application, bridge, browser_context_args
):
    sign_in(page, world.lia)
    page.context.grant_permissions(["camera"])
    begin(page, application)
    axe(page)

    steps.follow(page, re.compile("Tomar.*Foto"))
    expect(page.locator("video")).to_be_visible()
    expect(page.locator("[data-check=blur]")).not_to_be_empty()
    axe(page)
    page.get_by_role("button", name="Tomar la foto").click()
    expect(page.get_by_text("Tomada. Mírela")).to_be_visible()
    steps.press(page, "Guardarla")
    expect(page.get_by_role("main")).to_contain_text("La foto")

    steps.follow(page, re.compile("Tomar.*Firma"))
    box = page.locator("canvas").bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 20, box["y"] + 40)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * 0.4, box["y"] + 60, steps=6)
    page.mouse.move(box["x"] + box["width"] * 0.8, box["y"] + 25, steps=6)
    page.mouse.up()
    axe(page)
    expect(page.locator("[name=picture]")).not_to_have_value("")
    steps.press(page, "Guardarla")
    expect(page.get_by_text("La firma está tomada")).to_be_visible()

    steps.follow(page, re.compile("Tomar.*Zona"))
    # A reader that types: in a burst, with Enter after each line; and the cursor stands elsewhere.
    with page.expect_navigation():
        page.evaluate(BURST, "".join(f"{line}\n" for line in ZONE))
    expect(page.get_by_text("Todos los dígitos de control corresponden")).to_be_visible()
    axe(page)
    steps.press(page, "Anotar que se leyó")

    steps.follow(page, re.compile("Tomar.*Escaneo"))
    page.get_by_role("radio", name="Otro papel").check()
    page.locator("[name=picture]").set_input_files(
        {"name": "x.jpg", "mimeType": "image/jpeg", "buffer": saved(picture((1000, 600)))}
    )
    expect(page.locator("canvas")).to_be_visible()
    page.locator("[name=right]").fill("50")
    axe(page)
    steps.press(page, "Poner en el expediente")

    steps.follow(page, re.compile("Tomar.*Huellas"))
    take_fingers(page, bridge)
    axe(page)
    page.goto(re.sub("huellas/", "", page.url))
    steps.press(page, "Terminar el enrolamiento")
    expect(page.get_by_text("El enrolamiento está terminado")).to_be_visible()
    assert BiometricRecord.objects.count() == 12
    assert Capture.objects.get(what="DOCUMENT").attachment.file.width == 500


def take_fingers(page: Page, bridge: Running) -> None:
    page.locator("[data-port]").fill(str(bridge.port))
    page.locator("[data-port]").blur()
    words = page.locator("[data-words]")
    expect(words).to_have_text("El huellero está listo.")
    rows = page.locator("[data-finger]")
    for number in range(10):
        rows.nth(number).get_by_role("button").click()
        expect(rows.nth(number).locator("[data-state]")).to_contain_text("Tomada")
    expect(rows.nth(1)).to_contain_text("baja calidad")


def test_a_bridge_that_is_killed_in_the_middle_loses_nothing_that_was_taken(
    page: Page, world, sign_in, application, bridge
):
    sign_in(page, world.lia)
    begin(page, application)
    page.goto(f"{page.url}huellas/")
    page.locator("[data-port]").fill(str(bridge.port))
    page.locator("[data-port]").blur()
    rows, words = page.locator("[data-finger]"), page.locator("[data-words]")
    expect(words).to_have_text("El huellero está listo.")
    rows.nth(0).get_by_role("button").click()
    expect(rows.nth(0).locator("[data-state]")).to_contain_text("Tomada")
    bridge.kill()
    expect(words).to_contain_text("El huellero no responde")
    expect(rows.nth(1).get_by_role("button")).to_be_disabled()
    bridge.start(seconds=20)
    expect(words).to_have_text("El huellero está listo.")
    rows.nth(1).get_by_role("button").click()
    expect(words).to_contain_text("Coloque el dedo ahora")
    bridge.kill()
    expect(words).to_contain_text("El huellero no responde")
    bridge.start()
    expect(words).to_have_text("El huellero está listo.")
    rows.nth(1).get_by_role("button").click()
    expect(rows.nth(1).locator("[data-state]")).to_contain_text("Tomada")
    assert BiometricRecord.objects.count() == 2


def test_without_a_camera_a_reader_or_a_document_the_person_is_enrolled(page: Page, world, sign_in, axe, application):
    sign_in(page, world.lia)
    begin(page, application)
    steps.follow(page, re.compile("Tomar.*Foto"))
    # Nobody allowed the camera.
    expect(page.get_by_text("rechazó la cámara")).to_be_visible()
    expect(page.locator("[name=picture]")).to_be_visible()
    for thing, reason in [
        ("foto", "El equipo falló"), ("firma", "La persona no puede firmar"),
        ("documento", "La persona no tiene documento"),
        ("zona", "La persona no tiene documento"), ("huellas", "Aquí no hay equipo"),
    ]:  # fmt: skip
        explain(page, thing, reason)
    axe(page)
    steps.press(page, "Terminar el enrolamiento")
    expect(page.get_by_text("El enrolamiento está terminado")).to_be_visible()
    assert EnrolmentSession.objects.get().captures.exclude(missing="").count() == 14


def test_without_scripts_a_file_and_typed_lines_do(page: Page, world, sign_in, application):
    sign_in(page, world.lia)
    begin(page, application)
    steps.follow(page, re.compile("Tomar.*Foto"))
    page.locator("[name=picture]").set_input_files(
        {"name": "x.jpg", "mimeType": "image/jpeg", "buffer": saved(picture((600, 800)))}
    )
    steps.press(page, "Guardarla")
    steps.follow(page, re.compile("Tomar.*Zona"))
    page.locator("[name=zone]").fill("\n".join(ZONE))
    steps.press(page, "Leer y comparar")
    expect(page.get_by_text("El documento y el expediente")).to_be_visible()
