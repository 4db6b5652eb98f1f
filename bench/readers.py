"""A server as `ayni serve` runs it, and readers in processes beside it: how many answers a second, how late, how many
of them wrong, and what a first visit weighs. Used by `bench.portal` and `bench.observatory`."""

import heapq
import os
import re
import selectors
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from http.client import HTTPConnection
from io import BytesIO
from multiprocessing import get_context
from pathlib import Path
from statistics import quantiles
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
READERS = 16
CHUNKED = re.compile(rb"transfer-encoding: *chunked")
LENGTH = re.compile(rb"content-length: *(\d+)")
TICKS = os.sysconf("SC_CLK_TCK")


@dataclass
class Report:
    """What was found, beside what it had to be."""

    limits: Mapping[str, float]
    missed: list[str] = field(default_factory=list)

    def figure(self, name: str, value: float, *, at_most: bool = True, shown: str = "") -> None:
        limit = self.limits[name]
        is_met = value <= limit if at_most else value >= limit
        sign = "≤" if at_most else "≥"
        print(f"  {name:<28}{shown or f'{value:,.2f}':>14}   {sign} {limit:,.0f}  {'met' if is_met else 'MISSED'}")
        if not is_met:
            self.missed.append(name)


# The server


@contextmanager
def serving(port: int, command: Sequence[str] = (), **environment: str) -> Iterator[int]:
    """`ayni serve` on this port, or whatever else is to be compared with it. Gives the number of its processes' group;
    they end with the block."""
    ours = [sys.executable, "-c", "from ayni.config.cli import app; app()", "serve", "--port", str(port)]
    around = {**os.environ, "PORT": str(port), **environment}
    # Whoever else is asked may tell of each request: nobody reads it.
    said = subprocess.DEVNULL if command else None
    server = subprocess.Popen(  # noqa: S603
        list(command) or ours, cwd=ROOT, start_new_session=True, env=around, stdout=said, stderr=said
    )
    try:
        for _try in range(600):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.1)
        yield server.pid
    finally:
        os.killpg(server.pid, signal.SIGTERM)
        server.wait()


def processor(group: int) -> float:
    """Seconds of the processor that the processes of a group have used: they hang less on what else a machine does."""
    used = 0
    for one in Path("/proc").glob("[0-9]*/stat"):
        try:
            said = one.read_text().rpartition(")")[2].split()
        except (FileNotFoundError, ProcessLookupError):
            continue
        if int(said[2]) == group:
            used += int(said[11]) + int(said[12])
    return used / TICKS


def get(port: int, path: str, **headers: str) -> tuple[int, dict[str, str], bytes]:
    connection = HTTPConnection("127.0.0.1", port, timeout=60)
    connection.request("GET", path, headers={"Accept-Encoding": "br", **headers})
    answer = connection.getresponse()
    body = answer.read()
    connection.close()
    return answer.status, {name.lower(): value for name, value in answer.getheaders()}, body


# Readers


@dataclass(frozen=True)
class Request:
    path: str
    headers: tuple[tuple[str, str], ...] = (("Accept-Encoding", "br"),)
    expected: str = ""
    """SHA-256 of the body as it travels; nothing: any answer but an error is taken, and kept to be looked at after."""

    @property
    def written(self) -> bytes:
        lines = "".join(f"{name}: {value}\r\n" for name, value in self.headers)
        return f"GET {self.path} HTTP/1.1\r\nHost: 127.0.0.1\r\n{lines}\r\n".encode()


@dataclass
class Reading:
    seconds: float
    times: list[float]
    """Of each answer, in milliseconds, as its reader sees it."""
    wrong: list[str]
    """The first line of each answer that was wrong, and what was asked."""
    unknown: dict[int, str]
    """What came of the requests of which nothing was known: by their place, the SHA-256 of the body."""

    @property
    def rate(self) -> float:
        return len(self.times) / self.seconds

    @property
    def p95(self) -> float:
        return quantiles(self.times, n=100)[94] if len(self.times) > 1 else 0.0


def ended(held: bytearray) -> tuple[int, int] | None:
    """Where the body of an answer begins and where it ends, as soon as all of it is here."""
    head = held.find(b"\r\n\r\n")
    if head < 0:
        return None
    said = bytes(held[:head]).lower()
    if length := LENGTH.search(said):
        end = head + 4 + int(length[1])
        return (head + 4, end) if len(held) >= end else None
    if CHUNKED.search(said):
        return (head + 4, len(held)) if held.endswith(b"\r\n0\r\n\r\n") else None
    return None


def crowd(port: int, asked: Sequence[Request], turns: Sequence[int], seconds: float, rate: float = 0) -> Reading:
    """Readers who ask again as soon as they are answered, or all together `rate` times a second. `turns`: which of the
    requests comes when; after the last one the first comes again."""
    chosen, due, waiting = selectors.DefaultSelector(), [], {}
    written, found, at_turn = [one.written for one in asked], Reading(seconds, [], [], {}), 0
    start = time.perf_counter()
    for reader in range(READERS):
        line = socket.create_connection(("127.0.0.1", port))
        chosen.register(line, selectors.EVENT_READ, bytearray())
        heapq.heappush(due, (start + reader / (rate or 1e9), reader, line))
    while (now := time.perf_counter()) < start + seconds:
        while due and due[0][0] <= now:
            at, reader, line = heapq.heappop(due)
            place = turns[at_turn % len(turns)]
            at_turn += 1
            waiting[line] = (at if rate else now, reader, place)
            line.sendall(written[place])
        for key, _events in chosen.select(timeout=max(0.0, min(0.05, due[0][0] - now)) if due else 1):
            line, held = key.fileobj, key.data
            held += line.recv(1 << 18)
            if (span := ended(held)) is None:
                continue
            at, reader, place = waiting.pop(line)
            answered = time.perf_counter()
            found.times.append((answered - at) * 1000)
            _look(found, asked[place], place, held, span)
            held.clear()
            heapq.heappush(due, (at + READERS / rate if rate else answered, reader, line))
    for key in list(chosen.get_map().values()):
        key.fileobj.close()  # type: ignore[union-attr]
    return found


def _look(found: Reading, asked: Request, place: int, held: bytearray, span: tuple[int, int]) -> None:
    body = sha256(held[span[0] : span[1]]).hexdigest()
    if not held.startswith(b"HTTP/1.1 200") or (asked.expected and body != asked.expected):
        found.wrong.append(f"{bytes(held[:40]).splitlines()[0].decode()}  {asked.path}")
    elif not asked.expected:
        found.unknown[place] = body


def crowds(
    port: int, asked: Sequence[Request], turns: Sequence[Sequence[int]], seconds: float, rate: float = 0
) -> Reading:
    """The same in as many processes beside this one as there are `turns`, all together."""
    many = len(turns)
    with ProcessPoolExecutor(many, mp_context=get_context("spawn")) as pool:
        list(pool.map(abs, range(many)))
        parts = [pool.submit(crowd, port, asked, one, seconds, rate / many) for one in turns]
        readings = [one.result() for one in parts]
    times = [one for each in readings for one in each.times]
    wrong = [one for each in readings for one in each.wrong]
    return Reading(seconds, times, wrong, {place: body for each in readings for place, body in each.unknown.items()})


# One process, without a network


def call(application: Callable[..., Any], path: str, **more: str) -> tuple[float, float, str, bytes]:
    """Ask a WSGI application. Milliseconds on the clock and of the processor, the status, and the body."""
    where, _mark, query = path.partition("?")
    asked = {
        "REQUEST_METHOD": "GET", "PATH_INFO": where, "QUERY_STRING": query, "SERVER_NAME": "127.0.0.1",
        "SERVER_PORT": "80", "SERVER_PROTOCOL": "HTTP/1.1", "HTTP_HOST": "127.0.0.1",
        "HTTP_ACCEPT_ENCODING": "gzip, br", "REMOTE_ADDR": "127.0.0.1", "wsgi.url_scheme": "http",
        "wsgi.input": BytesIO(), "wsgi.errors": sys.stderr, **more,
    }  # fmt: skip
    said: list[str] = []
    began, used = time.perf_counter(), time.process_time()
    parts = application(asked, lambda status, *_more: said.append(status))
    body = b"".join(parts)
    taken, work = (time.perf_counter() - began) * 1000, (time.process_time() - used) * 1000
    if close := getattr(parts, "close", None):
        close()
    return taken, work, said[-1], body


def weigh(port: int, path: str, report: Report) -> None:
    """What a browser asks for on its first visit, as it travels: bodies and headers."""
    import brotli  # noqa: PLC0415 - only here

    _status, headers, body = get(port, path)
    page = (brotli.decompress(body) if headers.get("content-encoding") == "br" else body).decode()
    wanted = set(re.findall(r'<(?:link rel="(?:stylesheet|icon)" href|script src|img[^>]* src)="([^"]+)"', page))
    styles = [one for one in wanted if one.endswith(".css")]
    for one in styles:
        _status, _headers, sheet = get(port, one)
        wanted |= {
            f"/static/design/{found.removeprefix('../')}"
            for found in re.findall(r'url\("?(\.\./[^")]+)"?\)', brotli.decompress(sheet).decode())
        }
    total, others = 0, [one for one in wanted if one.startswith("http")]
    print(f"\nFirst visit of {path}, brotli, bodies and headers")
    for one in [path, *sorted(wanted)]:
        status, headers, body = get(port, one)
        size = len(body) + sum(len(name) + len(value) + 4 for name, value in headers.items())
        total += size
        print(f"  {one:<58}{status:>5}{size:>9,}")
        if "set-cookie" in headers:
            report.missed.append(f"a cookie at {one}")
    report.figure("bytes", total, shown=f"{total:,}")
    report.figure("requests", len(wanted) + 1, shown=str(len(wanted) + 1))
    if others:
        report.missed.append(f"asks somebody else: {others}")
