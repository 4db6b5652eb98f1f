"""Sixteen users at once, over HTTP, against the server as it is installed: reads and registrations, one after another
each, with a stop on count and on time. A client of our own on threads: it does far less than a page takes."""

import http.client
import random
import re
import threading
import time
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from .scale_people import new_person, said_to_be_nobody

MIX = ("search", "file", "search", "list", "file", "desk", "case", "search", "file", "register")
"""What a user does in turn: one in ten is a registration, of four requests."""
TOKEN = re.compile(rb'name="csrfmiddlewaretoken" value="([^"]+)"')
ONCE = re.compile(rb'name="once" value="([^"]+)"')
PATIENCE = 60.0


@dataclass
class Log:
    """What the users met."""

    times: dict[str, list[float]] = field(default_factory=dict)
    errors: list[str] = field(default_factory=list)

    def add(self, what: str, milliseconds: float) -> None:
        self.times.setdefault(what, []).append(milliseconds)


class User(threading.Thread):
    def __init__(self, port: int, session: dict[str, Any], requests: int, until: float, log: Log, n: int) -> None:
        super().__init__(daemon=True)
        self.session, self.requests, self.until, self.log = session, requests, until, log
        self.chance = random.Random(f"{n} {time.time_ns()}")  # noqa: S311
        self.http = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
        self.cookies = session["cookies"]
        self.sent = 0
        self.offset = n

    def run(self) -> None:
        turn = self.offset
        while self.sent < self.requests and time.monotonic() < self.until:
            what = MIX[turn % len(MIX)]
            turn += 1
            try:
                self._register(turn) if what == "register" else self._read(what)
            except (AssertionError, OSError, http.client.HTTPException) as wrong:
                self.log.errors.append(f"{what}: {type(wrong).__name__} {wrong}")
                self.http.close()

    def _read(self, what: str) -> None:
        self._timed(what, "GET", self.chance.choice(self.session[what]), wanted=200)

    def _register(self, turn: int) -> None:
        searched = self.session["register"][turn % len(self.session["register"])]
        form = self._timed("begin", "POST", "/people/register/", {"searched": searched}, wanted=302)
        check = self._timed("form", "POST", form, {**new_person(self.chance), "go": "check"}, wanted=302)
        page = self._timed("check", "GET", check, wanted=200)
        once = ONCE.search(page.encode())
        assert once, "the page has no key against sending twice"
        self._timed("create", "POST", check, {**said_to_be_nobody(page.encode()), "once": once[1].decode()}, wanted=302)

    def _timed(self, what: str, method: str, path: str, data: dict[str, Any] | None = None, *, wanted: int) -> str:
        body = None
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        if data is not None:
            body = urlencode({**data, "csrfmiddlewaretoken": self._token()}, doseq=True)
            headers |= {"Content-Type": "application/x-www-form-urlencoded", "Origin": f"http://{self._host()}"}
            headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        began = time.perf_counter()
        self.http.request(method, path, body, headers)
        answer = self.http.getresponse()
        text = answer.read().decode()
        self.log.add(what, (time.perf_counter() - began) * 1000)
        self.sent += 1
        assert answer.status == wanted, f"{method} answered {answer.status}"
        return answer.headers.get("Location", "") if wanted == 302 else text

    def _host(self) -> str:
        return f"{self.http.host}:{self.http.port}"

    def _token(self) -> str:
        """The key against forged forms: asked for once, with the first form."""
        if "token" not in self.session:
            headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
            self.http.request("GET", "/people/", headers=headers)
            answer = self.http.getresponse()
            text = answer.read()
            for cookie in answer.headers.get_all("Set-Cookie") or []:
                name, _, value = cookie.partition(";")[0].partition("=")
                self.cookies[name] = value
            found = TOKEN.search(text)
            assert found, "no page gave a key for forms"
            self.session["token"] = found[1].decode()
        return str(self.session["token"])


def together(port: int, sessions: list[dict[str, Any]], *, requests: int, seconds: float) -> tuple[Log, float]:
    """All of them at once; the log and how long it took."""
    log, began = Log(), time.monotonic()
    users = [User(port, s, requests // len(sessions), began + seconds, log, n) for n, s in enumerate(sessions)]
    for user in users:
        user.start()
    for user in users:
        user.join(seconds + PATIENCE)
    return log, time.monotonic() - began
