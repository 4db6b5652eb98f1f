"""The server of the simulated services, and its panel, where one says how each of them behaves."""

import json
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, urlsplit

from .signer import play_program
from .world import People, World

SERVICES = {
    "/pide/Rest/Reniec/": "Identidad por DNI (RENIEC)",
    "/pide/Rest/Migraciones/": "Identidad por carné (MIGRACIONES)",
    "/pide/Rest/PNP/": "Antecedentes policiales (PNP)",
    "/pide/Rest/Pide/INPE/": "Antecedentes judiciales (INPE)",
    "/pide/Rest/PJ/": "Antecedentes penales (Poder Judicial)",
    "/pagalo/": "Págalo.pe",
    "/casilla/": "Casilla Única",
    "/firma/": "Firma Perú",
}
IDENTITY = frozenset({"/pide/Rest/Reniec/", "/pide/Rest/Migraciones/"})
"""These may take somebody for somebody else."""
PROGRAM = "/firma/programa"
"""It is on the machine of whoever signs: however the service behaves, it is there."""
MODES = {
    "ok": "Responde bien",
    "other": "Responde por otra persona (identidad)",
    "slow": "Tarda más de lo que se espera",
    "drip": "Gotea: empieza a responder y no termina",
    "down": "Caído: corta la conexión",
    "wrong": "Error del servidor (500)",
    "malformed": "Responde algo que no se puede leer",
    "refused": "No acepta nuestras credenciales (403)",
}
SLOW = 12.0
"""Seconds: more than anybody waits."""
MOST = 30 * 1024 * 1024


@dataclass
class Running:
    """A simulator that runs. `modes` is changed on the panel, or by a test."""

    port: int
    world: World
    stop: Callable[[], None]
    modes: dict[str, str] = field(default_factory=dict)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def behave(self, path: str, mode: str) -> None:
        """Let the services whose paths begin like this behave so; `/` lets all."""
        for prefix in SERVICES:
            if prefix.startswith(path) or path == "/":
                self.modes[prefix] = mode


def run(host: str, port: int, people: People, *, slow: float = SLOW) -> Running:
    """Start one in a thread."""
    running = Running(0, World(people), lambda: None)
    handler = type("Simulated", (_Handler,), {"running": running, "slow": slow})
    server = ThreadingHTTPServer((host, port), handler)
    server.daemon_threads = True
    thread = Thread(target=server.serve_forever, args=(0.05,), name="state-services", daemon=True)
    thread.start()

    def stop() -> None:
        server.shutdown()
        server.server_close()
        thread.join(timeout=5)

    running.port, running.stop = server.server_port, stop
    return running


class _Handler(BaseHTTPRequestHandler):
    running: Running
    slow: float

    def do_GET(self) -> None:
        if urlsplit(self.path).path == "/":
            return self.say(200, "text/html; charset=utf-8", _panel(self.running.modes).encode())
        return self.say(404, "text/plain", b"")

    def do_POST(self) -> None:
        body = self.rfile.read(min(int(self.headers.get("Content-Length", 0)), MOST))
        path = urlsplit(self.path).path
        if path == "/":
            return self._switch(body)
        if path == PROGRAM:
            said = _said(self.headers.get("Content-Type", ""), body)
            return self.say(200, "text/plain; charset=utf-8", play_program(str(said.get("param", ""))).encode())
        mode = next((m for prefix, m in self.running.modes.items() if path.startswith(prefix)), "ok")
        world = self.running.world.mistaken() if mode == "other" else self.running.world
        answer = world.answer(path, _said(self.headers.get("Content-Type", ""), body))
        if answer is None:
            return self.say(404, "text/plain", b"")
        return _WAYS[mode](self, *answer)

    def _switch(self, body: bytes) -> None:
        said = {name: values[0] for name, values in parse_qs(body.decode("utf-8", "replace")).items()}
        if said.get("mode") in MODES and said.get("service") in SERVICES:
            self.running.modes[said["service"]] = said["mode"]
        self.send_response(303)
        self.send_header("Location", "/")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def say(self, status: int, kind: str, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def late(self, status: int, kind: str, body: bytes) -> None:
        time.sleep(self.slow)
        self._to_nobody(lambda: self.say(status, kind, body))

    def drip(self, status: int, kind: str, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body) + 1000))
        self.end_headers()
        until = time.monotonic() + self.slow

        def drop() -> None:
            while time.monotonic() < until:
                self.wfile.write(b" ")
                self.wfile.flush()
                time.sleep(0.1)

        self._to_nobody(drop)

    def cut(self, status: int, kind: str, body: bytes) -> None:
        self.close_connection = True

    def _to_nobody(self, write: Callable[[], None]) -> None:
        """Whoever asked went away: that is what the mode is for."""
        self.close_connection = True
        try:
            write()
        except OSError:
            return

    def log_message(self, format: str, *args: Any) -> None:
        """Nothing: a simulator keeps no log of whom it was asked about either."""


_WAYS: Mapping[str, Callable[[_Handler, int, str, bytes], None]] = {
    "ok": _Handler.say,
    "other": _Handler.say,
    "slow": _Handler.late,
    "drip": _Handler.drip,
    "down": _Handler.cut,
    "wrong": lambda handler, status, kind, body: handler.say(500, "text/html", b"<h1>Error interno</h1>"),
    "malformed": lambda handler, status, kind, body: handler.say(status, kind, body[: len(body) // 2]),
    "refused": lambda handler, status, kind, body: handler.say(403, "text/plain", b""),
}


def _said(kind: str, body: bytes) -> dict[str, Any]:
    text = body.decode("utf-8", "replace")
    if kind.startswith("application/x-www-form-urlencoded"):
        return {name: values[0] for name, values in parse_qs(text).items()}
    try:
        said = json.loads(text)
    except ValueError:
        return {}
    return said if isinstance(said, dict) else {}


def _panel(modes: Mapping[str, str]) -> str:
    rows = "".join(_row(prefix, name, modes.get(prefix, "ok")) for prefix, name in SERVICES.items())
    return (
        '<!doctype html><html lang="es"><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
        "<title>Servicios del Estado simulados</title><h1>Servicios del Estado simulados</h1>"
        "<p>Nada de esto es real: las personas son inventadas. Elija cómo responde cada servicio.</p>"
        f"{rows}</html>"
    )


def _row(prefix: str, name: str, mode: str) -> str:
    options = "".join(
        f'<option value="{code}"{" selected" if code == mode else ""}>{escape(label)}</option>'
        for code, label in MODES.items()
        if code != "other" or prefix in IDENTITY
    )
    return (
        f'<form method="post" action="/"><p><label>{escape(name)}<br><select name="mode">{options}</select></label> '
        f'<input type="hidden" name="service" value="{escape(prefix)}"><button>Guardar</button></p></form>'
    )
