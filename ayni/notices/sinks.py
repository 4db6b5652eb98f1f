"""Where mail and SMS end up on a machine without a mail server and a gateway: really sent, kept in a folder.

`ayni run` starts both in a demo. They take what the real ones take, so nothing else knows the difference.
"""

import email
import json
import os
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from email.policy import default
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, urlsplit
from uuid import UUID

from aiosmtpd.controller import Controller

from ayni.lib.ids import uuid7

MOST_LISTED = 100


@dataclass(frozen=True)
class Sink:
    """A running counterpart."""

    port: int
    stop: Callable[[], None]


@dataclass(frozen=True)
class Kept:
    """One message that arrived."""

    id: UUID
    at: datetime
    to: str
    subject: str
    text: str


def folder(home: Path) -> Path:
    """Where an AYNI_HOME keeps what its sinks received."""
    return home / "mailbox"


def run_mail(host: str, port: int, folder: Path) -> Sink:
    """A mail server that accepts everything and keeps it in `folder`. Runs in a thread until stopped."""

    class Keep:
        async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
            _keep(folder, "eml", envelope.content)
            return "250 OK"

    controller = Controller(Keep(), hostname=host, port=port, ready_timeout=10)
    controller.start()
    return Sink(port, controller.stop)


def run_sms(host: str, port: int, folder: Path) -> Sink:
    """An SMS gateway that speaks Kannel's `sendsms` and keeps every message in `folder`. Runs in a thread."""
    server = ThreadingHTTPServer((host, port), type("Kannel", (_Kannel,), {"folder": folder}))
    thread = Thread(target=server.serve_forever, args=(0.05,), name="sms-sink", daemon=True)
    thread.start()

    def stop() -> None:
        server.shutdown()
        server.server_close()
        thread.join(timeout=5)

    return Sink(server.server_port, stop)


class _Kannel(BaseHTTPRequestHandler):
    folder: Path

    def do_GET(self) -> None:
        self.take(urlsplit(self.path).query)

    def do_POST(self) -> None:
        self.take(self.rfile.read(int(self.headers.get("Content-Length", 0))).decode())

    def take(self, query: str) -> None:
        sent = {name: values[0] for name, values in parse_qs(query, keep_blank_values=True).items()}
        if urlsplit(self.path).path != "/cgi-bin/sendsms":
            return self.say(404, "Unknown request.")
        if not sent.get("username") or not sent.get("password"):
            return self.say(403, "4: Authorization failed for sendsms")
        if not sent.get("to"):
            return self.say(400, "Empty receiver number not allowed, rejected")
        _keep(self.folder, "json", json.dumps({"to": sent["to"], "text": sent.get("text", "")}).encode())
        return self.say(202, "0: Accepted for delivery")

    def say(self, status: int, words: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Length", str(len(words)))
        self.end_headers()
        self.wfile.write(words.encode())

    def log_message(self, format: str, *args: Any) -> None:
        """Nothing: the request line holds the number and the text."""


def mails(folder: Path) -> list[Kept]:
    """The newest messages of the mail sink, newest first."""
    return [_mail(path) for path in _newest(folder, "eml")]


def texts(folder: Path) -> list[Kept]:
    """The newest messages of the SMS sink, newest first."""
    return [_text(path) for path in _newest(folder, "json")]


def mail(folder: Path, id: UUID) -> Kept | None:
    path = folder / f"{id}.eml"
    return _mail(path) if path.is_file() else None


def _keep(folder: Path, suffix: str, content: bytes) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{uuid7()}.{suffix}"
    half = path.with_suffix(".half")
    with os.fdopen(os.open(half, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(content)
    half.replace(path)


def _newest(folder: Path, suffix: str) -> list[Path]:
    # Named by UUIDv7: the order of the names is the order of arrival.
    return sorted(folder.glob(f"*.{suffix}"), reverse=True)[:MOST_LISTED]


def _mail(path: Path) -> Kept:
    message = email.message_from_bytes(path.read_bytes(), policy=default)
    body = message.get_body(preferencelist=("plain",))
    text = body.get_content() if body else ""
    return Kept(UUID(path.stem), _arrived(path), str(message["to"] or ""), str(message["subject"] or ""), text)


def _text(path: Path) -> Kept:
    sent = json.loads(path.read_text())
    return Kept(UUID(path.stem), _arrived(path), sent["to"], "", sent["text"])


def _arrived(path: Path) -> datetime:
    return datetime.fromtimestamp(path.stat().st_mtime, UTC)
