"""`ayni bridge`: the program beside a fingerprint reader."""

from typing import Annotated

import typer
from django.conf import settings

from ayni.procedures.bridge.secret import keep_secret, kept_secret
from ayni.procedures.bridge.server import LOOPBACK, PORT, Bridge, listen
from ayni.procedures.bridge.simulator import Simulator

from .out import say, stop


def bridge(
    pair: Annotated[str, typer.Option(metavar="SECRET", help="Keep what the page of the reader showed, and end.")] = "",
    port: Annotated[int, typer.Option(help="On which port of this computer.")] = PORT,
    origin: Annotated[list[str] | None, typer.Option(help="Whose pages are let in; else PUBLIC_URL.")] = None,
    subject: Annotated[str, typer.Option(help="Simulator: whose fingers it has, whoever is asked for.")] = "",
    seconds: Annotated[float, typer.Option(help="Simulator: how long a finger takes to come.")] = 1.0,
    worn: Annotated[list[int] | None, typer.Option(help="Simulator: positions with poor prints.")] = None,
) -> None:
    """Speak to the fingerprint reader of this computer for pages of Ayni. No reader is built in but the simulator."""
    if pair:
        keep_secret(settings.AYNI_HOME, pair)
        say("Paired. Start it with:  ayni bridge")
        return
    secret = kept_secret(settings.AYNI_HOME)
    if not secret:
        stop("This computer is not paired. On the page of the reader, choose to pair it, and type what it shows here.")
    reader = Simulator(subject=subject, seconds=seconds, worn=frozenset(worn or ()))
    origins = origin or [settings.PUBLIC_URL]
    with listen(Bridge(reader, secret), origins=origins, port=port) as server:
        say(f"{reader.about().name}, at ws://{LOOPBACK}:{port}/ for {', '.join(origins)}. Ctrl-C ends it.")
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            say("Ended.")
