"""Whoever works at a counter, as their browsers do it: over HTTP, with cookies and forms, though the server may die."""

import http.client
import random
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Event
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.test import Client

TICKET = re.compile(r'name="ticket" value="([0-9a-f-]{36})"')
GIVEN = re.compile(r"/turnos/([0-9a-f-]{36})/")
SOMEBODY_WAITS = re.compile(r'id="waiting">[^<]*</h2>\s*<ul')
CSRF = "a" * 32
GONE = (OSError, http.client.HTTPException)
TRIES_AGAIN = 0.2
LOOKS_AGAIN = 0.5
"""Seconds. The page of a window that has nobody to attend brings itself up to date, every five seconds."""


@dataclass
class Browser:
    """Signed in as somebody, on one connection that is opened again when it breaks."""

    port: int
    cookies: str
    connection: http.client.HTTPConnection | None = None

    def ask(self, method: str, path: str, **fields: Any) -> tuple[int, str, str]:
        """Status, where it leads, and the page."""
        self.connection = self.connection or http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        headers = {"Cookie": self.cookies, "Content-Type": "application/x-www-form-urlencoded"}
        body = urlencode({**fields, "csrfmiddlewaretoken": CSRF}) if method == "POST" else None
        try:
            self.connection.request(method, path, body, headers)
            answer = self.connection.getresponse()
            return answer.status, answer.headers.get("Location", ""), answer.read().decode()
        except GONE:
            self.close()
            raise

    def close(self) -> None:
        if self.connection is not None:
            self.connection.close()
            self.connection = None


def browser_of(user: Any, port: int) -> Browser:
    client = Client()
    client.force_login(user)
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    return Browser(port, f"{settings.SESSION_COOKIE_NAME}={session}; {settings.CSRF_COOKIE_NAME}={CSRF}")


@dataclass
class Reception:
    """Gives tickets. What it was told is given, is given."""

    browser: Browser
    given: list[str] = field(default_factory=list)

    def give(self, count: int, every: Callable[[], float], stopped: Event) -> None:
        while len(self.given) < count and not stopped.is_set():
            group = "OLDER" if len(self.given) % 6 == 0 else ""
            typed = {"do": "walk_in", "walk-group": group}
            try:
                _status, leads, _page = self.browser.ask("POST", "/tramites/cola/", **typed)
            except GONE:
                stopped.wait(TRIES_AGAIN)
                continue
            if found := GIVEN.search(leads):
                self.given.append(found.group(1))
            stopped.wait(every())


@dataclass
class AtWindow:
    """Calls, begins, ends, for as long as somebody comes. After the server died it looks at the page, and goes on."""

    browser: Browser
    window: int
    service: Callable[[], float]
    attended: int = 0

    def attend(self, stopped: Event) -> None:
        while not stopped.is_set():
            try:
                self._step(stopped)
            except GONE:
                stopped.wait(TRIES_AGAIN)

    def _step(self, stopped: Event) -> None:
        path = f"/tramites/cola/ventanillas/{self.window}/"
        _status, _leads, page = self.browser.ask("GET", path)
        held = TICKET.search(page.split('id="beside"')[0])
        if held and 'value="begin"' in page:
            self.browser.ask("POST", path, do="begin", ticket=held.group(1))
            stopped.wait(self.service())
            self.attended += 1
            return
        if held or SOMEBODY_WAITS.search(page):
            self.browser.ask("POST", path, do="next", ticket=held.group(1) if held else "")
        else:
            stopped.wait(LOOKS_AGAIN)


def around(seconds: float, chance: random.Random) -> Callable[[], float]:
    """Lengths that vary as those of a counter do, about this one."""
    return lambda: seconds * chance.uniform(0.4, 1.6)
