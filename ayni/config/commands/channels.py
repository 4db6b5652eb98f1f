"""`channels simulate`: a telephone in the terminal. It speaks to a running server as a gateway would, over HTTP."""

import base64
import json
import secrets
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from enum import StrEnum
from http.client import HTTPConnection, HTTPSConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from queue import Empty, Queue
from threading import Thread
from typing import Annotated, Any
from urllib.parse import urlencode, urlsplit

import typer
from django.conf import settings

from ayni.notices import sinks
from ayni.portal.gateways.channels import signature

from .out import say, stop

channels = typer.Typer(no_args_is_help=True, help="Answers by SMS, USSD and chat.")
WAITS = 8.0
"""Seconds for an answer that comes as a message of its own."""
CHAT_ABOVE = 4
"""Ports of a demo between the web and where the chat is played (`WHATSAPP_URL` of the settings)."""
Telephone = Callable[[str], str]
"""What is typed → what is read."""


class Way(StrEnum):
    SMS = "sms"
    USSD = "ussd"
    CHAT = "chat"


@channels.callback()
def group() -> None:
    """Answers by SMS, USSD and chat."""


@channels.command()
def simulate(
    way: Annotated[Way, typer.Argument(help="How the telephone talks.")] = Way.USSD,
    server: Annotated[str, typer.Option(help="The running server.")] = f"http://127.0.0.1:{settings.PORT}",
    number: Annotated[str, typer.Option(help="The number of the telephone.")] = "+51900000001",
) -> None:
    """A telephone that asks a running server, by the protocol of a real gateway. Ctrl-D ends it."""
    with TELEPHONES[way](server, number) as ask:
        typed = ""
        while True:
            try:
                read = ask(typed)
            except OSError as broken:
                stop(f"The server at {server} does not answer ({broken}). Start it:  ayni run")
            say(f"\n{read}\n")
            if read.startswith("END "):
                return
            try:
                typed = input("> ").strip()
            except EOFError:
                return


def _post(server: str, path: str, body: bytes, headers: dict[str, str]) -> str:
    """The answer's text. What is no answer of the protocol ends the command."""
    where = urlsplit(server)
    kind = HTTPSConnection if where.scheme == "https" else HTTPConnection
    connection = kind(where.hostname or "", where.port, timeout=20)
    try:
        connection.request("POST", path, body, headers)
        answer = connection.getresponse()
        text = answer.read().decode()
    finally:
        connection.close()
    if answer.status == 404:
        stop("This way is off: its secret is not set (docs/channels.md).")
    if answer.status // 100 != 2:
        stop(f"The server answered {answer.status}.")
    return text


@contextmanager
def ussd_telephone(server: str, number: str) -> Iterator[Telephone]:
    """Each request brings all that was typed in the session."""
    session, so_far = secrets.token_hex(8), []
    login = base64.b64encode(f"ussd:{settings.USSD_SECRET}".encode()).decode()
    headers = {"Authorization": f"Basic {login}", "Content-Type": "application/x-www-form-urlencoded"}

    def ask(typed: str) -> str:
        if typed:
            so_far.append(typed)
        said = {"sessionId": session, "serviceCode": "*123#", "phoneNumber": number, "text": "*".join(so_far)}
        return _post(server, "/canales/ussd/", urlencode(said).encode(), headers)

    yield ask


@contextmanager
def sms_telephone(server: str, number: str) -> Iterator[Telephone]:
    """What comes back is read where the gateway of a demo keeps what it was given."""
    folder = sinks.folder(settings.AYNI_HOME)
    seen = {one.id for one in sinks.texts(folder)}

    def ask(typed: str) -> str:
        said = {"id": secrets.token_hex(8), "from": number, "text": typed or "hola"}
        body, stamp = json.dumps(said).encode(), str(int(time.time()))
        signed = signature(settings.SMS_CALLBACK_SECRET, f"{stamp}.".encode() + body)
        headers = {"X-Timestamp": stamp, "X-Signature": signed, "Content-Type": "application/json"}
        _post(server, "/canales/sms/", body, headers)
        new = [one for one in sinks.texts(folder) if one.to == number and one.id not in seen]
        seen.update(one.id for one in new)
        return "\n".join(one.text for one in reversed(new)) or "(no answer came)"

    yield ask


@contextmanager
def chat_telephone(server: str, number: str) -> Iterator[Telephone]:
    """Plays the Cloud API, too: the server hands its messages over here."""
    came: Queue[dict[str, Any]] = Queue()
    where = urlsplit(settings.WHATSAPP_URL)
    port = played_at(server, where.port or 80)
    try:
        playing = ThreadingHTTPServer((where.hostname or "", port), type("Cloud", (_Cloud,), {"came": came}))
    except OSError:
        stop(f"Nothing can listen at port {port} of {where.hostname}: is another telephone there?")
    Thread(target=playing.serve_forever, args=(0.05,), daemon=True).start()

    def ask(typed: str) -> str:
        message = {"from": number.lstrip("+"), "id": f"wamid.{secrets.token_hex(8)}", "type": "text",
                   "text": {"body": typed or "hola"}}  # fmt: skip
        value = {"messaging_product": "whatsapp", "messages": [message]}
        told = {"object": "whatsapp_business_account", "entry": [{"changes": [{"field": "messages", "value": value}]}]}
        body = json.dumps(told).encode()
        signed = signature(settings.WHATSAPP_APP_SECRET, body)
        headers = {"X-Hub-Signature-256": signed, "Content-Type": "application/json"}
        _post(server, "/canales/whatsapp/", body, headers)
        try:
            return _as_read(came.get(timeout=WAITS))
        except Empty:
            return "(no answer came)"

    try:
        yield ask
    finally:
        playing.shutdown()
        playing.server_close()


def played_at(server: str, said: int) -> int:
    """A demo that was started at another port (`ayni run --port`) hands the chat over as far above that."""
    of_a_demo = settings.DEMO and said == settings.PORT + CHAT_ABOVE
    return (urlsplit(server).port or settings.PORT) + CHAT_ABOVE if of_a_demo else said


class _Cloud(BaseHTTPRequestHandler):
    came: Queue[dict[str, Any]]

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        is_known = self.headers.get("Authorization") == f"Bearer {settings.WHATSAPP_TOKEN}"
        if is_known:
            self.came.put(json.loads(body))
        self.send_response(200 if is_known else 401)
        self.send_header("Content-Length", "2")
        self.end_headers()
        self.wfile.write(b"{}")

    def log_message(self, format: str, *args: Any) -> None:
        """Nothing: the line would hold a number."""


def _as_read(message: dict[str, Any]) -> str:
    if message["type"] == "text":
        return str(message["text"]["body"])
    shown = message["interactive"]
    action = shown["action"]
    ways = [one["reply"] for one in action.get("buttons", [])]
    ways += [row for section in action.get("sections", []) for row in section["rows"]]
    lines = [f"  [{one['id']}] {one['title']}" for one in ways]
    return "\n".join([shown["body"]["text"], *lines])


TELEPHONES = {Way.SMS: sms_telephone, Way.USSD: ussd_telephone, Way.CHAT: chat_telephone}
