"""One request, one answer, within a time. What is said and answered is never logged and never in an address."""

import json
import ssl
import time
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection
from socket import socket
from typing import Any
from urllib.parse import urlencode, urlsplit
from uuid import UUID
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

TO_CONNECT = 2.0
TO_ANSWER = 4.0
"""Seconds, for the whole answer: one that drips is not waited for either."""
TRIES = 2
MOST = 1024 * 1024
"""Bytes. No answer to these questions is longer."""
AGAIN = frozenset({502, 503, 504})
"""A gateway that did not reach the service: it may be asked again."""


class NoAnswer(Exception):
    """There is no answer. `kind` holds a status or a kind of error: it may be logged and kept."""

    def __init__(self, kind: str, *, malformed: bool = False, refused: bool = False, again: bool = False) -> None:
        super().__init__(kind)
        self.kind = kind[:40]
        self.malformed = malformed
        """It answered what cannot be read."""
        self.refused = refused
        """It does not take our credentials: that says nothing of how it is."""
        self.again = again
        self.tries = 1


class Shut(NoAnswer):
    """This installation has no address for the service."""


@dataclass(frozen=True)
class Door:
    """Where a service is, and how one says who one is. An empty `url`: this installation is not connected."""

    url: str
    credentials: Mapping[str, str]


@dataclass(frozen=True)
class Answer:
    status: int
    body: bytes
    tries: int = 1


def ask_json(door: Door, path: str, said: Mapping[str, Any], *, key: UUID, accept: str = "application/json") -> Answer:
    """A question in JSON."""
    body = json.dumps(said, ensure_ascii=False).encode()
    return _ask(door, path, body, {"Content-Type": "application/json", "Accept": accept}, key)


def ask_form(door: Door, path: str, said: Mapping[str, str], *, key: UUID) -> Answer:
    """A question as the fields of a form, in the body."""
    return _ask(door, path, urlencode(said).encode(), {"Content-Type": "application/x-www-form-urlencoded"}, key)


def _ask(door: Door, path: str, body: bytes, headers: Mapping[str, str], key: UUID) -> Answer:
    """Twice at most, and the second time only if the first did not reach the service. The key is the same, so that a
    service that got both knows that they are one."""
    if not door.url:
        raise Shut("not connected")
    for number in range(1, TRIES + 1):
        try:
            status, content = _once(door, path, body, {**headers, "X-Request-Id": str(key)})
            _check_status(status)
            return Answer(status, content, number)
        except NoAnswer as none:
            none.tries = number
            if number == TRIES or not none.again:
                raise
    raise AssertionError("unreachable")


def _once(door: Door, path: str, body: bytes, headers: Mapping[str, str]) -> tuple[int, bytes]:
    parts = urlsplit(door.url)
    until = time.monotonic() + TO_ANSWER
    connection = _connection(parts.scheme, parts.hostname or "", parts.port)
    try:
        connection.connect()
        # The response takes the socket away from the connection: it is the socket that has to know the time.
        line = connection.sock
        connection.request("POST", parts.path.rstrip("/") + path, body=body, headers=dict(headers))
        _patience(line, until)
        with closing(connection.getresponse()) as answer:
            return answer.status, _read(line, answer, until)
    except ConnectionRefusedError as broken:
        raise NoAnswer(type(broken).__name__, again=True) from None
    except (OSError, HTTPException) as broken:
        raise NoAnswer(type(broken).__name__) from None
    finally:
        connection.close()


def _connection(scheme: str, host: str, port: int | None) -> HTTPConnection:
    if scheme == "https":
        return HTTPSConnection(host, port, timeout=TO_CONNECT, context=ssl.create_default_context())
    return HTTPConnection(host, port, timeout=TO_CONNECT)


def _patience(line: socket, until: float) -> None:
    """What is left of the time, for the next piece."""
    left = until - time.monotonic()
    if left <= 0:
        raise TimeoutError
    line.settimeout(left)


def _read(line: socket, answer: HTTPResponse, until: float) -> bytes:
    read = bytearray()
    while piece := answer.read1(65536):
        read += piece
        if len(read) > MOST:
            raise NoAnswer("too long", malformed=True)
        if not answer.isclosed():
            _patience(line, until)
    return bytes(read)


def _check_status(status: int) -> None:
    if status in {401, 403}:
        raise NoAnswer(f"HTTP {status}", refused=True)
    if status // 100 != 2:
        raise NoAnswer(f"HTTP {status}", again=status in AGAIN)


def read_json(answer: Answer) -> Any:
    try:
        return json.loads(answer.body)
    except (ValueError, RecursionError):
        raise unreadable(answer, "not JSON") from None


def read_xml(answer: Answer) -> Element:
    """Without entities, document types or anything from elsewhere."""
    try:
        root: Element = fromstring(answer.body, forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError):
        raise unreadable(answer, "not XML") from None
    return root


def said_in(root: Element, name: str) -> str | None:
    """The text of the first element of that name, whatever its namespace; None if there is none."""
    found = (element for element in root.iter() if element.tag.rpartition("}")[2] == name)
    element = next(found, None)
    return None if element is None else (element.text or "").strip()


def unreadable(answer: Answer, kind: str) -> NoAnswer:
    wrong = NoAnswer(kind, malformed=True)
    wrong.tries = answer.tries
    return wrong
