"""`serve`, `worker`, and `run`, which is both with the local mailbox of the demo."""

import ctypes
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from threading import Event
from typing import Annotated, Any

import typer
from django.conf import settings
from django.db import connection
from granian.constants import Interfaces
from granian.log import LogLevels
from granian.server import Server

from ayni.config import duties, worker_loop
from ayni.notices import sinks
from ayni.procedures.gateways import simulator

from .demo import is_empty, make_demo, sign_ins
from .out import say, stop
from .setting_up import setup
from .simulating import fictitious_people

LOOPBACK = {"127.0.0.1", "::1", "localhost"}
STARTS_WITHIN = 60
ENDS_WITHIN = 15
PR_SET_PDEATHSIG = 1

Host = Annotated[str, typer.Option(help="The address to listen on.")]
Port = Annotated[int, typer.Option(help="The port to listen on; PORT says it too.")]


def serve(host: Host = "127.0.0.1", port: Port = settings.PORT) -> None:
    """The web server alone."""
    if settings.DEMO and host not in LOOPBACK:
        stop("A demo answers on this machine only. For others: AYNI_MODE=production, and what .env.example lists.")
    check_port(host, port)
    Server(
        "ayni.config.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        # One process on SQLite: several that write would starve one another.
        workers=1 if connection.vendor == "sqlite" else settings.WORKERS,
        blocking_threads=settings.THREADS,
        websockets=False,
        respawn_failed_workers=True,
        workers_kill_timeout=ENDS_WITHIN - 5,
        log_level=LogLevels.warning,
        ssl_cert=Path(settings.TLS_CERTIFICATE) if settings.TLS_CERTIFICATE else None,
        ssl_key=Path(settings.TLS_KEY) if settings.TLS_KEY else None,
    ).serve()


def worker() -> None:
    """Background work: queued tasks, the clock of referrals, the outbox, the daily checkpoint and facts."""
    stopped = Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stopped.set())
    worker_loop.work(stopped, duties.DUTIES, home=settings.AYNI_HOME)


def run(
    port: Port = settings.PORT,
    set_up: Annotated[bool, typer.Option("--set-up", help="First what `ayni setup` does.")] = False,
    people: Annotated[int, typer.Option(help="First a demo of so many people, if nobody is here.")] = 0,
    seed: Annotated[int, typer.Option(help="The seed of that demo.")] = 1,
) -> None:
    """Web, worker and, in a demo, what it has to do with. Ctrl-C ends them all; if one dies, the rest end too."""
    check_port("127.0.0.1", port)
    # In this process, because each process more is two seconds more to wait for.
    if set_up:
        setup()
    if people and settings.DEMO and is_empty():
        make_demo(people=people, seed=seed)
    connection.close()
    attend(port)


def attend(port: int) -> None:
    """Start the parts, say where they are, and wait until one dies or somebody ends them."""
    # The worker last: what it sends at once must find the mailbox open.
    before = {"serve": port, **({"mailbox": port + 1} if settings.DEMO else {})}
    # SIGINT too: what a shell starts in the background inherits it as ignored, and could not be ended by it.
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, _as_interrupt)
    children: dict[str, subprocess.Popen[bytes]] = {}
    died = None
    try:
        for name in before:
            children[name] = _start(name, port)
        if all(wait_for_port(one, children[name]) for name, one in before.items()):
            children["worker"] = _start("worker", port)
            welcome(port)
        died = _first_to_die(children)
    except KeyboardInterrupt:
        say("\nEnding.")
    finally:
        _end(list(children.values()))
    if died:
        stop(f"`ayni {died}` ended by itself (status {children[died].returncode}), so everything was ended.")


def mailbox() -> None:
    """What a demo has to do with, on loopback: a mail server and an SMS gateway, whose messages are kept in AYNI_HOME
    and shown at /dev/, and the services of the State."""
    stopped = Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stopped.set())
    folder = settings.AYNI_HOME / "mailbox"
    folder.mkdir(exist_ok=True, mode=0o700)
    running: list[Any] = [
        sinks.run_mail("127.0.0.1", settings.PORT + 1, folder),
        sinks.run_sms("127.0.0.1", settings.PORT + 2, folder),
        simulator.run("127.0.0.1", settings.PORT + 3, fictitious_people),
    ]
    stopped.wait()
    for sink in running:
        sink.stop()


def welcome(port: int) -> None:
    """The last thing that whoever typed `make run` reads."""
    for line in sign_ins() if settings.DEMO else []:
        say(line)
    if settings.DEMO:
        say(f"The services of the State are played at http://127.0.0.1:{port + 3}/: there one says how each behaves.")
    here = f"{'https' if settings.TLS_CERTIFICATE else 'http'}://127.0.0.1:{port}/"
    place = here if settings.DEMO else f"{settings.PUBLIC_URL}, on this machine at {here}"
    say(f"\nAyni is at {place}   (Ctrl-C ends it; the data stay in {settings.AYNI_HOME})")


def _as_interrupt(*_: object) -> None:
    raise KeyboardInterrupt


def _start(name: str, port: int) -> subprocess.Popen[bytes]:
    environment = {**os.environ, "PORT": str(port), "AYNI_HOME": str(settings.AYNI_HOME)}
    command = [sys.executable, "-m", "ayni.config.cli", name]
    # A group of its own: Ctrl-C reaches us alone, and we end the children in order.
    return subprocess.Popen(command, env=environment, start_new_session=True, preexec_fn=_die_with_parent)  # noqa: S603, PLW1509


def _die_with_parent() -> None:
    """If we are killed, the kernel ends the child: nothing is left behind that holds the port."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def _first_to_die(children: dict[str, subprocess.Popen[bytes]]) -> str:
    while True:
        for name, child in children.items():
            if child.poll() is not None:
                return name
        time.sleep(0.3)


def _end(children: list[subprocess.Popen[bytes]]) -> None:
    for number in (signal.SIGTERM, signal.SIGKILL):
        for child in children:
            if child.poll() is None:
                os.killpg(child.pid, number)
        deadline = time.monotonic() + ENDS_WITHIN
        while any(child.poll() is None for child in children) and time.monotonic() < deadline:
            time.sleep(0.1)


def wait_for_port(port: int, child: subprocess.Popen[Any]) -> bool:
    deadline = time.monotonic() + STARTS_WITHIN
    while child.poll() is None and time.monotonic() < deadline:
        with socket.socket() as probe:
            probe.settimeout(1)
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return True
        time.sleep(0.1)
    return False


def check_port(host: str, port: int) -> None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            stop(f"Port {port} is taken. End what uses it, or type:  PORT={port + 10} make run")
