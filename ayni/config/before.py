"""What stands in front of Django: published guides are sent as they lie, without session, database or template."""

import time
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from functools import lru_cache
from http.client import responses
from typing import Any

from django.conf import settings
from django.http.request import split_domain_port, validate_host

from ayni.lib import waiting_room
from ayni.portal.models import Tongue
from ayni.portal.shelf import MARK, Kept, Shelf

Asked = dict[str, Any]
Start = Callable[..., Any]
Application = Callable[[Asked, Start], Iterable[bytes]]

IN_EVERY_LANGUAGE = (
    "/guias/", "/donde-ir/", "/empleadores/", "/escuelas-y-municipios/", "/comunidad/", "/noticias/", "/enlaces/",
)  # fmt: skip
PLACES = (
    *IN_EVERY_LANGUAGE, "/api/documentos-para-trabajar/", "/sitemap.xml", "/robots.txt", "/sw.js",
    *(f"/{tongue}{place}" for tongue in Tongue.values if tongue != Tongue.ES for place in IN_EVERY_LANGUAGE),
)  # fmt: skip
"""Where nothing depends on who asks."""
LISTENED_TO = ".mp3"
"""Asked for in parts, and too long for memory."""
OF_THE_ASKER = ("HTTP_COOKIE", "HTTP_RANGE", "HTTP_ACCEPT_ENCODING", "HTTP_ACCEPT_LANGUAGE", "HTTP_AUTHORIZATION")
NOT_KEPT = {"vary", "set-cookie", "content-length", "connection", MARK.lower()}


class BeforeDjango:
    """Sends what is on the shelf; what is not is asked of Django, as somebody would ask whom it knows nothing of."""

    def __init__(self, application: Application, shelf: Shelf) -> None:
        self.application, self.shelf = application, shelf

    def __call__(self, asked: Asked, start: Start) -> Iterable[bytes]:
        if not _is_ours(asked):
            return self.application(asked, start)
        if waiting_room.is_said_in(asked.get("HTTP_COOKIE", "")):
            # There a page goes back to the start by itself and is kept nowhere: Django answers, who knows the browser.
            return self.application(asked, _unmarked(start))
        if asked.get("QUERY_STRING"):
            return self.application(_of_nobody(asked), _unmarked(start))
        path, now = asked["PATH_INFO"], time.time()
        generation = self.shelf.generation(now)
        if generation and (page := self.shelf.find(generation, path)):
            return _send(page, asked, start)
        return self._ask(asked, start, path, generation or self.shelf.turn(datetime.fromtimestamp(now, UTC)))

    def _ask(self, asked: Asked, start: Start, path: str, generation: str) -> Iterable[bytes]:
        status, headers, body = _answer(self.application, _of_nobody(asked) | {"REQUEST_METHOD": "GET"})
        kept = [(name, value) for name, value in headers if name.lower() not in NOT_KEPT]
        if not status.startswith("200") or not any(name == MARK for name, _value in headers):
            plain = [(name, value) for name, value in headers if name != MARK]
            start(status, plain)
            return [] if asked["REQUEST_METHOD"] == "HEAD" else [body]
        return _send(self.shelf.keep(generation, path, kept, body), asked, start)


def _is_ours(asked: Asked) -> bool:
    """A page of the public site, asked for at the address and in the way that Django would answer it."""
    path = asked["PATH_INFO"]
    return path.startswith(PLACES) and not path.endswith(LISTENED_TO) and is_for_us(asked)


def is_for_us(asked: Asked) -> bool:
    """Read, and no more; and by the way and under the name that this installation answers to."""
    if asked["REQUEST_METHOD"] not in {"GET", "HEAD"} or (settings.SECURE_SSL_REDIRECT and not _is_secure(asked)):
        return False
    return _is_at_home(asked.get("HTTP_HOST", ""))


def _is_secure(asked: Asked) -> bool:
    header = settings.SECURE_PROXY_SSL_HEADER
    if header:
        return str(asked.get(header[0], "")).split(",")[0].strip() == header[1]
    return bool(asked.get("wsgi.url_scheme") == "https")


@lru_cache(maxsize=64)
def _is_at_home(host: str) -> bool:
    domain, _port = split_domain_port(host)
    return bool(domain) and validate_host(domain, settings.ALLOWED_HOSTS)


def _of_nobody(asked: Asked) -> Asked:
    """The same request without what is of whoever sent it."""
    return {
        name: value for name, value in asked.items() if name not in OF_THE_ASKER and not name.startswith("HTTP_IF_")
    }


def _unmarked(start: Start) -> Start:
    def begin(status: str, headers: list[tuple[str, str]], *more: Any) -> Any:
        return start(status, [one for one in headers if one[0] != MARK], *more)

    return begin


def _answer(application: Application, asked: Asked) -> tuple[str, list[tuple[str, str]], bytes]:
    said: list[Any] = []

    def start(status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> None:
        said[:] = [status, headers]

    parts = application(asked, start)
    try:
        body = b"".join(parts)
    finally:
        if close := getattr(parts, "close", None):
            close()
    return said[0], said[1], body


def _send(page: Kept, asked: Asked, start: Start) -> Iterable[bytes]:
    accepted = asked.get("HTTP_ACCEPT_ENCODING", "")
    coding = next((one for one in ("br", "gzip") if one in accepted and one in page.bodies), "")
    etag = f'"{page.etag}{"-" + coding if coding else ""}"'
    headers = [*page.headers, ("ETag", etag)]
    if len(page.bodies) > 1:
        headers.append(("Vary", "Accept-Encoding"))
    if etag in asked.get("HTTP_IF_NONE_MATCH", ""):
        start(f"304 {responses[304]}", [one for one in headers if not one[0].lower().startswith("content-")])
        return []
    body = page.bodies[coding]
    if coding:
        headers.append(("Content-Encoding", coding))
    headers.append(("Content-Length", str(len(body))))
    start("200 OK", headers)
    return [] if asked["REQUEST_METHOD"] == "HEAD" else [body]


def in_front_of(application: Application, shelf: Shelf, *, at: datetime) -> BeforeDjango:
    """As a server starts: what was kept by the version before names styles and scripts that are gone."""
    shelf.turn(at)
    return BeforeDjango(application, shelf)
