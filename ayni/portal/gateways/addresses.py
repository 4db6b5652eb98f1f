"""Whether an address of somebody else still answers. Nothing of the answer is read or kept but its status."""

import ipaddress
import socket
from collections.abc import Callable
from contextlib import closing
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from urllib.parse import urlsplit

PATIENCE = 8.0
"""Seconds to connect and to begin to answer."""
ASK_AGAIN = frozenset({400, 403, 404, 405, 501})
"""Some servers do not know HEAD, and say so in many ways: they are asked as a browser would."""
AGENT = "Ayni link check"

Asking = Callable[[str], int | None]
"""An address → the status of its answer; None: there is none."""


def is_of_the_public(host: str, port: int) -> bool:
    """A guide names addresses that anybody can open; one inside our own network is not asked, whoever wrote it."""
    try:
        found = {info[4][0] for info in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)}
    except OSError:
        return False
    return all(ipaddress.ip_address(one).is_global for one in found)


def status_of(address: str, *, may_ask: Callable[[str, int], bool] = is_of_the_public) -> int | None:
    parts = urlsplit(address)
    try:
        host, port = parts.hostname or "", parts.port or (443 if parts.scheme == "https" else 80)
    except ValueError:
        return None
    if parts.scheme not in {"http", "https"} or not may_ask(host, port):
        return None
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    status = _ask(parts.scheme, host, port, "HEAD", path)
    return _ask(parts.scheme, host, port, "GET", path) if status in ASK_AGAIN else status


def _ask(scheme: str, host: str, port: int, method: str, path: str) -> int | None:
    kind = HTTPSConnection if scheme == "https" else HTTPConnection
    try:
        with closing(kind(host, port, timeout=PATIENCE)) as connection:
            connection.request(method, path, headers={"User-Agent": AGENT, "Accept": "*/*"})
            return connection.getresponse().status
    except (OSError, HTTPException, ValueError):
        return None
