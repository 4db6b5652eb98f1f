"""What a guide of the public site weighs, how fast it is sent, and what a browser on a slow line makes of it.

    AYNI_HOME=.bench/portal python -m bench.portal [--guide carne-de-extranjeria] [--seconds 8] [--no-browser]

The home holds a demo: `AYNI_HOME=.bench/portal ayni run --set-up --people 60` makes one. The bench starts `ayni serve`
on it, reads the guide over HTTP with several readers at once while a caseworker opens pages at the desk five times a
second, and compares: with the same guide made by Django at each request, and with a static file that WhiteNoise sends.
Readers and server share the machine. Lighthouse is asked if node_modules has it.
"""

import argparse
import heapq
import json
import os
import re
import selectors
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection
from pathlib import Path
from statistics import quantiles
from threading import Event, Thread
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
LIMITS = {"bytes": 100_000, "requests": 12, "p95 ms": 5.0, "requests/s": 1_500.0, "LCP ms": 1_500.0, "CLS": 0.0}
READERS = 16
OFFERED = 1_600
DESK_EACH_SECOND = 5
LINE = {"offline": False, "downloadThroughput": 400_000 / 8, "uploadThroughput": 400_000 / 8, "latency": 150}
"""400 kbit/s either way, and 150 ms there and back: Lighthouse's own for a telephone."""
SLOWER = 4
"""Times that a cheap telephone is slower than this machine: Lighthouse's own."""
CHROMIUM = "/usr/bin/chromium"


@dataclass
class Report:
    missed: list[str] = field(default_factory=list)

    def figure(self, name: str, value: float, *, at_most: bool = True, shown: str = "") -> None:
        limit = LIMITS[name]
        is_met = value <= limit if at_most else value >= limit
        sign = "≤" if at_most else "≥"
        print(f"  {name:<28}{shown or f'{value:,.2f}':>14}   {sign} {limit:,.0f}  {'met' if is_met else 'MISSED'}")
        if not is_met:
            self.missed.append(name)


@contextmanager
def serving(port: int) -> Iterator[None]:
    command = [sys.executable, "-c", "from ayni.config.cli import app; app()", "serve", "--port", str(port)]
    server = subprocess.Popen(command, cwd=ROOT, start_new_session=True, env={**os.environ, "PORT": str(port)})  # noqa: S603
    try:
        for _try in range(600):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.1)
        yield
    finally:
        os.killpg(server.pid, signal.SIGTERM)
        server.wait()


def get(port: int, path: str, **headers: str) -> tuple[int, dict[str, str], bytes]:
    connection = HTTPConnection("127.0.0.1", port, timeout=60)
    connection.request("GET", path, headers={"Accept-Encoding": "br", **headers})
    answer = connection.getresponse()
    body = answer.read()
    connection.close()
    return answer.status, {name.lower(): value for name, value in answer.getheaders()}, body


def weigh(port: int, path: str, report: Report) -> None:
    """What a browser asks for on its first visit, as it travels: bodies and headers."""
    import brotli  # noqa: PLC0415 - only here

    _status, headers, body = get(port, path)
    page = brotli.decompress(body).decode()
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


def server_time(path: str, report: Report) -> None:
    """Of the process that answers: the WSGI application, called one request after another, and its peers."""
    from ayni.config import wsgi  # noqa: PLC0415 - only with the settings of the home

    front = wsgi.application
    print("\nServer time of one request after another, in process (ms)")
    ways: dict[str, tuple[Callable[..., Any], str, int]] = {
        "guide, before Django": (front, path, 3000),
        "guide, made by Django": (front.application, path, 60),
        "plain Django page": (plain_django(), "/", 300),
    }
    for name, (application, asked, times) in ways.items():
        taken = [_timed(application, asked) for _time in range(times + 20)][20:]
        p50, p95 = quantiles(taken, n=100)[49], quantiles(taken, n=100)[94]
        print(f"  {name:<28}p50 {p50:>9.3f}   p95 {p95:>9.3f}")
        if name.endswith("before Django"):
            report.figure("p95 ms", p95, shown=f"{p95:.3f}")


def plain_django() -> Callable[..., Any]:
    """A view that answers with one word, through nothing but Django's own handler: what any page costs at the least."""
    from django.core.handlers.wsgi import WSGIHandler  # noqa: PLC0415
    from django.http import HttpResponse  # noqa: PLC0415

    class Plain(WSGIHandler):
        def load_middleware(self, is_async: bool = False) -> None:
            self._middleware_chain = lambda request: HttpResponse("hola")

    return Plain()


def _timed(application: Callable[..., Any], path: str) -> float:
    from io import BytesIO  # noqa: PLC0415

    asked = {
        "REQUEST_METHOD": "GET", "PATH_INFO": path, "QUERY_STRING": "", "SERVER_NAME": "127.0.0.1", "SERVER_PORT": "80",
        "SERVER_PROTOCOL": "HTTP/1.1", "HTTP_HOST": "127.0.0.1", "HTTP_ACCEPT_ENCODING": "gzip, br",
        "wsgi.url_scheme": "http", "wsgi.input": BytesIO(), "wsgi.errors": sys.stderr,
    }  # fmt: skip
    began = time.perf_counter()
    parts = application(asked, lambda *said: None)
    b"".join(parts)
    taken = time.perf_counter() - began
    if close := getattr(parts, "close", None):
        close()
    return taken * 1000


def crowd(port: int, path: str, seconds: float, rate: float = 0) -> tuple[float, float, int]:
    """Readers who ask again as soon as they are answered, or all together `rate` times a second. Requests a second, p95
    in ms as they see it, wrong answers."""
    wanted = f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept-Encoding: br\r\n\r\n".encode()
    chosen, due, began, taken, wrong = selectors.DefaultSelector(), [], {}, [], 0
    start = time.perf_counter()
    for reader in range(READERS):
        line = socket.create_connection(("127.0.0.1", port))
        chosen.register(line, selectors.EVENT_READ, bytearray())
        heapq.heappush(due, (start + reader / (rate or 1e9), reader, line))
    while (now := time.perf_counter()) < start + seconds:
        while due and due[0][0] <= now:
            at, reader, line = heapq.heappop(due)
            began[line] = (at if rate else now, reader)
            line.sendall(wanted)
        for key, _events in chosen.select(timeout=max(0.0, min(0.05, due[0][0] - now)) if due else 1):
            line, held = key.fileobj, key.data
            held += line.recv(1 << 18)
            head = held.find(b"\r\n\r\n")
            length = re.search(rb"content-length: (\d+)", held[:head].lower()) if head > 0 else None
            if length and len(held) >= head + 4 + int(length[1]):
                at, reader = began.pop(line)
                answered = time.perf_counter()
                taken.append((answered - at) * 1000)
                wrong += not held.startswith(b"HTTP/1.1 200")
                held.clear()
                heapq.heappush(due, (at + READERS / rate if rate else answered, reader, line))
    for key in list(chosen.get_map().values()):
        key.fileobj.close()  # type: ignore[union-attr]
    return len(taken) / seconds, quantiles(taken, n=100)[94], wrong


@contextmanager
def desk(port: int) -> Iterator[list[float]]:
    """A caseworker who opens pages at the desk, so many a second. Their times, in ms."""
    from django.conf import settings  # noqa: PLC0415
    from django.urls import reverse  # noqa: PLC0415

    from ayni.access.models import User  # noqa: PLC0415
    from bench.scale_visits import signed_in  # noqa: PLC0415

    session = signed_in(User.objects.get(username="rosa")).cookies[settings.SESSION_COOKIE_NAME].value
    pages = [reverse(name) for name in ("desk:home", "desk:cases", "directory:list", "governance:protocols")]
    times: list[float] = []
    over = Event()

    def work() -> None:
        turn = 0
        while not over.wait(1 / DESK_EACH_SECOND):
            began = time.perf_counter()
            cookie = f"{settings.SESSION_COOKIE_NAME}={session}"
            status, _headers, _body = get(port, pages[turn % len(pages)], Cookie=cookie)
            if status == 200:
                times.append((time.perf_counter() - began) * 1000)
            turn += 1

    worker = Thread(target=work)
    worker.start()
    try:
        yield times
    finally:
        over.set()
        worker.join()


def throughput(port: int, path: str, static: str, seconds: float, report: Report) -> None:
    print(f"\n{READERS} readers at once, on the machine of the server; {DESK_EACH_SECOND} pages of the desk a second")
    for name, asked, rate in (
        (f"guide, {OFFERED:,} a second", path, OFFERED),
        ("guide, as fast as it goes", path, 0),
        ("static file by WhiteNoise", static, 0),
    ):
        with desk(port) as times:
            reached, p95, wrong = crowd(port, asked, seconds, rate)
        late = quantiles(times, n=20)[-1] if len(times) > 1 else 0
        at_desk = f"desk {len(times)} pages, p95 {late:,.0f} ms"
        print(f"  {name:<28}{reached:>9,.0f}/s   p95 {p95:>8.2f} ms   {wrong} wrong   {at_desk}")
        if rate:
            report.figure("requests/s", reached, at_most=False, shown=f"{reached:,.0f}")
        if wrong:
            report.missed.append(f"{wrong} wrong answers")
    reached, p95, _wrong = crowd(port, f"{path}?por=django", min(seconds, 4))
    print(f"  {'guide, made by Django':<28}{reached:>9,.0f}/s   p95 {p95:>8.2f} ms   alone")


LOOK = """() => new Promise((done) => {
  let lcp = 0, cls = 0;
  new PerformanceObserver((list) => { for (const one of list.getEntries()) lcp = one.startTime; })
    .observe({ type: "largest-contentful-paint", buffered: true });
  new PerformanceObserver((list) => { for (const one of list.getEntries()) cls += one.value; })
    .observe({ type: "layout-shift", buffered: true });
  setTimeout(() => done([lcp, cls]), 1500);
})"""


def in_a_browser(port: int, path: str, report: Report) -> None:
    from playwright.sync_api import sync_playwright  # noqa: PLC0415

    print("\nChromium, 360 pixels, 400 kbit/s and 150 ms, four times slower; nothing kept from before; median of three")
    found = []
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        for _time in range(3):
            context = browser.new_context(viewport={"width": 360, "height": 740}, device_scale_factor=2)
            page = context.new_page()
            line = context.new_cdp_session(page)
            line.send("Network.enable")
            line.send("Network.emulateNetworkConditions", LINE)
            line.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
            page.goto(f"http://127.0.0.1:{port}{path}")
            found.append(page.evaluate(LOOK))
            context.close()
        browser.close()
    report.figure("LCP ms", sorted(lcp for lcp, _cls in found)[1], shown=f"{sorted(lcp for lcp, _ in found)[1]:,.0f}")
    report.figure("CLS", max(cls for _lcp, cls in found), shown=f"{max(cls for _lcp, cls in found):.4f}")


def lighthouse(port: int, path: str, report: Report) -> None:
    program = Path(os.environ.get("LIGHTHOUSE", ROOT / "node_modules" / ".bin" / "lighthouse"))
    if not program.exists():
        print("\nLighthouse was not asked. To have it asked:  npm install --no-save lighthouse@12.8.2")
        return
    command = [
        str(program), f"http://127.0.0.1:{port}{path}", "--quiet", "--output=json", "--output-path=stdout",
        "--chrome-flags=--headless=new --no-sandbox --disable-gpu",
        "--only-categories=performance,accessibility,best-practices,seo",
    ]  # fmt: skip
    done = subprocess.run(  # noqa: S603
        command, capture_output=True, text=True, env={**os.environ, "CHROME_PATH": CHROMIUM}, check=False, timeout=240
    )
    if done.returncode:
        report.missed.append("Lighthouse did not end well")
        print(done.stderr[-2000:])
        return
    said = json.loads(done.stdout)
    print("\nLighthouse, as for a telephone (each to be 98 or more)")
    for name, category in said["categories"].items():
        score = round(category["score"] * 100)
        failed = [
            ref["id"] for ref in category["auditRefs"]
            if ref["weight"] and (said["audits"][ref["id"]]["score"] or 0) < 1
            and said["audits"][ref["id"]]["scoreDisplayMode"] in {"binary", "numeric"}
        ]  # fmt: skip
        print(f"  {name:<28}{score:>14}   {'met' if score >= 98 else 'MISSED'}   {', '.join(failed)}")
        if score < 98:
            report.missed.append(name)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--guide", default="carne-de-extranjeria")
    parser.add_argument("--port", type=int, default=8791)
    parser.add_argument("--seconds", type=float, default=8)
    parser.add_argument("--no-browser", action="store_true")
    args = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ayni.config.settings")
    import django  # noqa: PLC0415 - the settings are those of AYNI_HOME

    django.setup()
    from django.contrib.staticfiles.storage import staticfiles_storage  # noqa: PLC0415

    path, report = f"/guias/{args.guide}/", Report()
    with serving(args.port):
        weigh(args.port, path, report)
        throughput(args.port, path, staticfiles_storage.url("design/dist/portal.css"), args.seconds, report)
        if not args.no_browser:
            in_a_browser(args.port, path, report)
            lighthouse(args.port, path, report)
    server_time(path, report)
    print(f"\nMISSED: {', '.join(report.missed)}" if report.missed else "\nAll targets are met.")
    return bool(report.missed)


if __name__ == "__main__":
    sys.exit(main())
