"""The protocols by which people talk to the site from a telephone: what comes in is told apart from what a stranger
made up, and what goes out is handed over. Nothing of it is kept or logged here.

SMS: a callback of a gateway, JSON, signed with HMAC-SHA256 over `timestamp.body`. USSD: the callback of an aggregator
(`sessionId`, `phoneNumber`, `text` with `*` between what was typed), with Basic authorization. Chat: the webhook of the
WhatsApp Cloud API, signed with `X-Hub-Signature-256`."""

import base64
import hashlib
import hmac
import json
import ssl
from collections.abc import Iterator
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings

from ayni.notices.gateways import Kannel, NotSent

from ..rules.conversation import UNREAD, Said

TIMEOUT = 10
SIGNED_WITHIN = 300
"""Seconds for which a signed callback is good."""
BUTTONS, ROWS = 3, 10
"""More options than buttons are a list; more than rows, words."""
LONGEST_BUTTON, LONGEST_ROW, LONGEST_NOTE = 20, 24, 72


@dataclass(frozen=True)
class Heard:
    """A message that came in. Whoever sent it stands in `sender`, and is kept nowhere."""

    id: str
    sender: str
    text: str


def is_same(one: str, other: str) -> bool:
    return hmac.compare_digest(one.encode(), other.encode())


def signature(secret: str, body: bytes) -> str:
    return "sha256=" + hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()


def is_signed(secret: str, body: bytes, said: str) -> bool:
    return is_same(signature(secret, body), said)


def is_signed_in_time(secret: str, body: bytes, said: str, timestamp: str, now: float) -> bool:
    """What somebody listened to and sends again an hour later is not taken."""
    if not (timestamp.isascii() and timestamp.isdigit()) or abs(now - int(timestamp[:12])) > SIGNED_WITHIN:
        return False
    return is_signed(secret, f"{timestamp}.".encode() + body, said)


def is_authorized(secret: str, header: str) -> bool:
    return is_same("Basic " + base64.b64encode(f"ussd:{secret}".encode()).decode(), header)


def sms_heard(body: bytes) -> Heard | None:
    """None: it is no message as the gateway sends them."""
    try:
        said = json.loads(body)
        heard = Heard(str(said["id"])[:200], str(said["from"])[:40], str(said["text"])[:4000])
    except (ValueError, KeyError, TypeError):
        return None
    return heard if heard.id and heard.sender else None


def chat_heard(body: bytes) -> list[Heard]:
    """What people wrote or chose. A webhook tells of other things too, such as that a message was read; what is of
    another shape is passed over, and the messages beside it are heard."""
    try:
        told = json.loads(body)
    except ValueError:
        return []
    return [heard for message in _messages(told) if (heard := _written(message))]


def _messages(told: Any) -> Iterator[Any]:
    for entry in _rows(told, "entry"):
        for change in _rows(entry, "changes"):
            yield from _rows(change.get("value") if isinstance(change, dict) else None, "messages")


def _rows(told: Any, name: str) -> list[Any]:
    rows = told.get(name) if isinstance(told, dict) else None
    return rows if isinstance(rows, list) else []


def _written(one: Any) -> Heard | None:
    try:
        heard = Heard(str(one["id"])[:200], str(one["from"])[:40], _text_of(one)[:4000])
    except (KeyError, TypeError, AttributeError):
        return None
    return heard if heard.id and heard.sender else None


def _text_of(message: dict[str, Any]) -> str:
    """A picture or a voice note has none that we could read."""
    kind = message.get("type")
    if kind == "text":
        return str(message["text"]["body"])
    chosen = message.get("interactive", {})
    return str((chosen.get("button_reply") or chosen.get("list_reply") or {}).get("id", UNREAD))


def send_sms(to: str, said: Said) -> None:
    """At once, and by no outbox: an outbox keeps numbers. Raises NotSent."""
    Kannel().send(to=to, subject="", text=said.text)


def chat_message(to: str, said: Said, choose: str) -> dict[str, Any]:
    """As the Cloud API takes it: buttons for a few options, a list for some, plain words otherwise."""
    message: dict[str, Any] = {"messaging_product": "whatsapp", "to": to, "type": "interactive"}
    if not said.options or len(said.options) > ROWS:
        return message | {"type": "text", "text": {"body": said.text, "preview_url": False}}
    # What does not fit on a button is read in the words above it.
    fits = len(said.options) <= BUTTONS and all(len(label) <= LONGEST_BUTTON for _n, label in said.options)
    body = {"text": (said.body if fits else said.text) or "-"}
    if fits:
        ways = [{"type": "reply", "reply": {"id": n, "title": label}} for n, label in said.options]
        return message | {"interactive": {"type": "button", "body": body, "action": {"buttons": ways}}}
    rows = [_row(n, label) for n, label in said.options]
    action = {"button": choose[:LONGEST_BUTTON], "sections": [{"title": choose[:LONGEST_ROW], "rows": rows}]}
    return message | {"interactive": {"type": "list", "body": body, "action": action}}


def _row(number: str, label: str) -> dict[str, str]:
    row = {"id": number, "title": label[:LONGEST_ROW]}
    return row | ({"description": label[:LONGEST_NOTE]} if len(label) > LONGEST_ROW else {})


def send_chat(to: str, said: Said, choose: str) -> None:
    """Raises NotSent."""
    where = urlsplit(settings.WHATSAPP_URL)
    host = where.hostname or ""
    connection = (
        HTTPSConnection(host, where.port, timeout=TIMEOUT, context=ssl.create_default_context())
        if where.scheme == "https"
        else HTTPConnection(host, where.port, timeout=TIMEOUT)
    )
    headers = {"Authorization": f"Bearer {settings.WHATSAPP_TOKEN}", "Content-Type": "application/json"}
    try:
        connection.request("POST", where.path, json.dumps(chat_message(to, said, choose)).encode(), headers)
        status = connection.getresponse().status
    except (OSError, HTTPException) as broken:
        raise NotSent(type(broken).__name__, door_is_shut=True) from None
    finally:
        connection.close()
    if status // 100 != 2:
        raise NotSent(f"WhatsApp {status}")
