"""Whether an address of somebody else still answers. Nothing of the answer is read or kept but its status and where it
sends one on to."""

import ipaddress
import socket
from collections.abc import Callable
from contextlib import closing, suppress
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from threading import Timer
from typing import NamedTuple
from urllib.parse import quote, urljoin, urlsplit

PATIENCE = 8.0
"""Seconds to connect and to begin to answer."""
LONGEST = 20.0
"""Seconds for all of one answer: a server that says a little now and then would hold us for ever."""
MOST_MOVES = 5
ASK_AGAIN = frozenset({400, 403, 404, 405, 501})
"""Some servers do not know HEAD, and say so in many ways: they are asked as a browser would."""
AGENT = "Ayni link check"
WRITTEN = "/?:@!$&'()*+,;=%-._~[]"

Asking = Callable[[str], int | None]
"""An address → the status of its answer; None: there is none."""
MayAsk = Callable[[str, int], bool]


class Answer(NamedTuple):
    status: int
    moved_to: str


def is_of_the_public(host: str, port: int) -> bool:
    """A guide names addresses that anybody can open; one inside our own network is not asked, whoever wrote it."""
    try:
        found = {info[4][0] for info in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)}
    except (OSError, UnicodeError):  # a name that no network knows, or that none could
        return False
    return all(ipaddress.ip_address(one).is_global for one in found)


def status_of(address: str, *, may_ask: MayAsk = is_of_the_public) -> int | None:
    """As whoever opens it would fare: at the end of where it sends them. Round in a circle is no answer."""
    seen = {address}
    while True:
        answer = _answer_of(address, may_ask)
        if answer is None or not answer.moved_to:
            return answer and answer.status
        try:
            address = urljoin(address, answer.moved_to)
        except ValueError:
            return None
        if address in seen or len(seen) > MOST_MOVES:
            return None
        seen.add(address)


def _answer_of(address: str, may_ask: MayAsk) -> Answer | None:
    try:
        parts = urlsplit(address)
        host, port = parts.hostname or "", parts.port or (443 if parts.scheme == "https" else 80)
    except ValueError:
        return None
    if parts.scheme not in {"http", "https"} or not may_ask(host, port):
        return None
    path = quote((parts.path or "/") + (f"?{parts.query}" if parts.query else ""), safe=WRITTEN)
    kind = HTTPSConnection if parts.scheme == "https" else HTTPConnection
    answer = _ask(kind(host, port, timeout=PATIENCE), "HEAD", path, may_ask)
    if answer and answer.status in ASK_AGAIN:
        return _ask(kind(host, port, timeout=PATIENCE), "GET", path, may_ask)
    return answer


def _ask(connection: HTTPConnection, method: str, path: str, may_ask: MayAsk) -> Answer | None:
    hang_up = Timer(LONGEST, _hang_up, [connection])
    hang_up.daemon = True
    try:
        with closing(connection):
            connection.connect()
            # A name may stand for another machine than a moment ago.
            if not may_ask(*connection.sock.getpeername()[:2]):
                return None
            hang_up.start()
            connection.request(method, path, headers={"User-Agent": AGENT, "Accept": "*/*"})
            told = connection.getresponse()
            return Answer(told.status, told.headers.get("Location", "") if told.status // 100 == 3 else "")
    except (OSError, HTTPException, ValueError):
        return None
    finally:
        hang_up.cancel()


def _hang_up(connection: HTTPConnection) -> None:
    with suppress(OSError, AttributeError):  # it ended in this very moment
        connection.sock.shutdown(socket.SHUT_RDWR)
