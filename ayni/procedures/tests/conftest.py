"""The services of the State, played on loopback."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from ayni.procedures.gateways.simulator import Known, Running, run

CREDENTIALS = {
    "ruc": "20551239692", "user": "AYNI", "password": "clave-de-prueba", "ip": "192.0.2.10",
    "mac": "00-00-5E-00-53-01", "asker": "40000001",
}  # fmt: skip
YULIMAR = Known("Yulimar Andreina", "Salcedo", "Briceño", date(1991, 3, 14))
PEOPLE = {"001234567": YULIMAR, "40123456": Known("Luz Elena", "Quispe", "Flores")}


@pytest.fixture
def state(settings: Any) -> Iterator[Running]:
    """A simulator of one's own, whose slow answers are of four seconds, and the installation connected to it."""
    running = run("127.0.0.1", 0, PEOPLE.get, slow=30.0)
    settings.STATE_SERVICES = {
        name: {"url": f"{running.url}/{name}", **CREDENTIALS} for name in ("pide", "pagalo", "casilla", "firma")
    }
    yield running
    running.stop()
