"""`simulate`: the services of the State on this machine, for a demo and for whoever connects Ayni to the real ones."""

import signal
from threading import Event
from typing import Annotated

import typer
from django.conf import settings
from django.db import connection

from ayni.procedures.gateways import simulator
from ayni.procedures.queries.services import fictitious

from .out import say, stop


def fictitious_people(number: str) -> simulator.Known | None:
    """What the played registers know. Each question comes in a thread of its own, which keeps no connection."""
    try:
        return fictitious(number)
    finally:
        connection.close()


def simulate(
    port: Annotated[int, typer.Option(help="The port; three above the web, where a demo looks for it.")] = settings.PORT
    + 3,
) -> None:
    """RENIEC, MIGRACIONES, PNP, INPE, Poder Judicial, Págalo.pe, Casilla Única and Firma Perú, played on loopback."""
    if not settings.DEMO:
        stop("A simulator plays services of the State for fictitious people: it runs in a demo only.")
    stopped = Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stopped.set())
    try:
        running = simulator.run("127.0.0.1", port, fictitious_people)
    except OSError:
        stop(f"Port {port} is taken. Choose another one:  ayni simulate --port {port + 10}")
    say(
        f"The services of the State are played at {running.url}/   (there one chooses how each behaves; Ctrl-C ends it)"
    )
    stopped.wait()
    running.stop()
