"""What a guide of the public site weighs, how fast it is sent, and what a browser on a slow line makes of it.

    AYNI_HOME=.bench/portal python -m bench.portal [--guide carne-de-extranjeria] [--seconds 8] [--no-browser]

The home holds a demo: `AYNI_HOME=.bench/portal ayni run --set-up --people 60` makes one. The bench starts `ayni serve`
on it, reads the guide over HTTP with several readers at once while a caseworker opens pages at the desk five times a
second, and compares: with the same guide made by Django at each request, and with a static file that WhiteNoise sends.
Readers and server share the machine. Lighthouse is asked if node_modules has it.
"""

import argparse
import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import quantiles
from threading import Event, Thread
from time import perf_counter
from typing import Any

from bench.readers import READERS, ROOT, Report, Request, call, crowd, get, serving, weigh

LIMITS = {"bytes": 100_000, "requests": 12, "p95 ms": 5.0, "requests/s": 1_500.0, "LCP ms": 1_500.0, "CLS": 0.0}
OFFERED = 1_600
DESK_EACH_SECOND = 5
LINE = {"offline": False, "downloadThroughput": 400_000 / 8, "uploadThroughput": 400_000 / 8, "latency": 150}
"""400 kbit/s either way, and 150 ms there and back: Lighthouse's own for a telephone."""
SLOWER = 4
"""Times that a cheap telephone is slower than this machine: Lighthouse's own."""
CHROMIUM = "/usr/bin/chromium"


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
        taken = [call(application, asked)[0] for _time in range(times + 20)][20:]
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
            began = perf_counter()
            cookie = f"{settings.SESSION_COOKIE_NAME}={session}"
            status, _headers, _body = get(port, pages[turn % len(pages)], Cookie=cookie)
            if status == 200:
                times.append((perf_counter() - began) * 1000)
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
            read = crowd(port, [Request(asked)], [0], seconds, rate)
        late = quantiles(times, n=20)[-1] if len(times) > 1 else 0
        at_desk = f"desk {len(times)} pages, p95 {late:,.0f} ms"
        print(f"  {name:<28}{read.rate:>9,.0f}/s   p95 {read.p95:>8.2f} ms   {len(read.wrong)} wrong   {at_desk}")
        if rate:
            report.figure("requests/s", read.rate, at_most=False, shown=f"{read.rate:,.0f}")
        if read.wrong:
            report.missed.append(f"{len(read.wrong)} wrong answers")
    read = crowd(port, [Request(f"{path}?por=django")], [0], min(seconds, 4))
    print(f"  {'guide, made by Django':<28}{read.rate:>9,.0f}/s   p95 {read.p95:>8.2f} ms   alone")


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

    path, report = f"/guias/{args.guide}/", Report(LIMITS)
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
