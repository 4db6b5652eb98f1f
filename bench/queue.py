"""A day at a counter, replayed: 1 500 arrivals, 12 windows, a screen. `python -m bench.queue`

A real server (`ayni serve` on SQLite) in a home of its own, killed with -9 in the middle and started again. Reception
and windows are browsers in threads; the screen is a client of server-sent events that does what a browser does, in a
process of its own, and beside it the peer: the same state, asked for every five seconds.

It stops when it is interrupted, and when its time is up (`--most`): the figures of what was done until then are
printed, and it counts as missed. Its server and screens die with it, even if it is killed.

Call-to-screen is from the moment that the server wrote as that of the call until the client has read the number.
"""

import argparse
import contextlib
import ctypes
import json
import math
import multiprocessing
import os
import random
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from statistics import quantiles
from threading import Event, Thread
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
HOME, EMPTY = ROOT / ".bench" / "queue", ROOT / ".bench" / "queue-empty"
MOST_TO_SCREEN = 1.0
PEER_ASKS_EVERY = 5.0
MOST_UNTOLD = 2
PR_SET_PDEATHSIG = 1
"""Of Linux: which signal a process gets when its parent dies."""
KEY = re.compile(r'data-key="([A-Z]\d{3,4})\.(\d{12})"')
MOMENT = 12
"""Digits of the moment of a call: hours to microseconds."""
DAY = 86_400


def main() -> int:
    parse = argparse.ArgumentParser(description=__doc__)
    parse.add_argument("--arrivals", type=int, default=1500)
    parse.add_argument("--windows", type=int, default=12)
    parse.add_argument("--minutes", type=float, default=6, help="in which the day of eight hours passes")
    parse.add_argument("--most", type=float, help="minutes after which it ends; by itself three times the day")
    asked = parse.parse_args()
    # Told to end, as by the machine that runs it: like Ctrl-C.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    prepare()
    port, token, reception, places = open_office(asked)
    seen = {name: multiprocessing.Queue() for name in ("stream", "polling")}
    screens = [
        multiprocessing.Process(target=watch, args=[how, port, token, seen[name]], daemon=True)
        for name, how in (("stream", stream), ("polling", polling))
    ]
    day = Day(Server(port), time.monotonic() + 60 * (asked.most or 3 * asked.minutes + 1))
    began = time.monotonic()
    try:
        for screen in screens:
            screen.start()
        run(asked, reception, places, day)
        time.sleep(PEER_ASKS_EVERY + 1)
    except KeyboardInterrupt:
        day.is_cut_short = True
    finally:
        day.server.end()
    seconds = time.monotonic() - began
    late = {name: drained(queue) for name, queue in seen.items()}
    for screen in screens:
        screen.terminate()
    return report(asked, seconds, day, late, reception)


def prepare() -> None:
    """An empty installation: made once, which takes a while, and copied for each run."""
    os.environ.update(AYNI_HOME=str(HOME), DJANGO_SETTINGS_MODULE="ayni.config.settings")
    if not (EMPTY / "ayni.db").exists():
        half = EMPTY.with_name("queue-half")
        shutil.rmtree(half, ignore_errors=True)
        half.mkdir(parents=True)
        command = [sys.executable, "-m", "ayni.config.cli", "setup"]
        made = {**os.environ, "AYNI_HOME": str(half)}
        subprocess.run(command, cwd=ROOT, env=made, check=True, stdout=subprocess.DEVNULL)  # noqa: S603
        half.rename(EMPTY)
    shutil.rmtree(HOME, ignore_errors=True)
    shutil.copytree(EMPTY, HOME)


def open_office(asked: Any) -> tuple[int, str, Any, list[Any]]:
    """Windows, whoever attends at them, one screen."""
    import django  # noqa: PLC0415 - the home is known only now

    django.setup()
    from django.utils.timezone import now  # noqa: PLC0415

    from ayni.access.models import Office, Organisation, User  # noqa: PLC0415
    from ayni.access.permissions import Role  # noqa: PLC0415
    from ayni.access.tests.factories import MembershipFactory, UserFactory  # noqa: PLC0415
    from ayni.procedures.actions import queueing as actions  # noqa: PLC0415
    from ayni.procedures.actions.appointments import keep_window  # noqa: PLC0415
    from tests.counter import AtWindow, Reception, around, browser_of  # noqa: PLC0415

    office, unit = Office.objects.get(code="SEDE-CENTRAL"), Organisation.objects.get(code="UIM")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]

    def somebody(number: int) -> User:
        user = UserFactory(username=f"bench{number}", organisation=unit, office=office)
        MembershipFactory(user=user, role=Role.RECEPTION, office=office)
        return user

    chance, pace = random.Random(7), asked.minutes * 60 / asked.arrivals  # noqa: S311
    service = around(pace * asked.windows * 0.8, chance)
    places = []
    for number in range(1, asked.windows + 1):
        user = somebody(number)
        window = keep_window(window=None, office=office, number=number, by=user, at=now())
        actions.sit_down(window=window, by=user, at=now())
        places.append(AtWindow(browser_of(user, port), window.pk, service))
    screen = actions.add_screen(office=office, kind="TV", name="bench", by=somebody(0), at=now())
    return port, screen.token, Reception(browser_of(somebody(99), port)), places


@dataclass
class Server:
    """`ayni serve` in a group of its own, and beside it a guard that kills the group when this process is gone: it
    reads a pipe whose other end nobody else holds."""

    port: int

    def __post_init__(self) -> None:
        command = [sys.executable, "-m", "ayni.config.cli", "serve", "--port", str(self.port)]
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "start_new_session": True}
        self.process = subprocess.Popen(command, cwd=ROOT, **quiet)  # type: ignore[call-overload]  # noqa: S603
        watch_over = ["/bin/sh", "-c", f"read -r _; kill -9 -{self.process.pid}"]
        self.guard = subprocess.Popen(watch_over, stdin=subprocess.PIPE, **quiet)  # type: ignore[call-overload]  # noqa: S603
        while self.process.poll() is None:
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/", timeout=10):  # noqa: S310
                    return
            except OSError:
                time.sleep(0.05)
        self.end()
        raise SystemExit(f"The server did not start: it ended with {self.process.returncode}.")

    def end(self, how: int = signal.SIGTERM) -> None:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, how)
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.end(signal.SIGKILL)
        self.guard.kill()
        self.guard.wait()


@dataclass
class Day:
    """What is known of the run: its server, until when it lasts, what the cut took, whether it came to its end."""

    server: Server
    until: float
    gap: float | None = None
    is_cut_short: bool = False


def run(asked: Any, reception: Any, places: list[Any], day: Day) -> None:
    """The whole day, with its power cut; or as much of it as there is time for."""
    stopped, chance, pace = Event(), random.Random(8), asked.minutes * 60 / asked.arrivals  # noqa: S311
    # What a request takes is a part of the pace already.
    arrivals = lambda: max(0.0, pace * chance.uniform(0.2, 1.8) - 0.03)  # noqa: E731
    work = [Thread(target=place.attend, args=[stopped], daemon=True) for place in places]
    work.append(Thread(target=reception.give, args=[asked.arrivals, arrivals, stopped], daemon=True))
    for thread in work:
        thread.start()
    try:
        wait_for(lambda: len(reception.given) >= asked.arrivals // 2, day)
        cut = time.monotonic()
        day.server.end(signal.SIGKILL)
        day.server = Server(day.server.port)
        day.gap = time.monotonic() - cut
        wait_for(lambda: len(reception.given) >= asked.arrivals and nobody_waits(), day)
    finally:
        stopped.set()
        for thread in work:
            thread.join(30)


def wait_for(condition: Any, day: Day) -> None:
    while not condition():
        if time.monotonic() > day.until:
            raise KeyboardInterrupt
        time.sleep(0.5)


def nobody_waits() -> bool:
    from ayni.procedures.models import Ticket  # noqa: PLC0415

    return not Ticket.objects.exclude(state="DONE").exists()


# The two screens. Each runs in a process of its own.


def watch(how: Any, port: int, token: str, told: Any) -> None:
    """Tells of each call once: which it was, how many seconds after it, and when."""
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    # Ctrl-C goes to the whole group: what was seen is asked for by the parent first.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    seen: set[str] = set()
    for html in how(f"http://127.0.0.1:{port}/pantalla/{token}"):
        at = datetime.now(UTC)
        clock = at.hour * 3600 + at.minute * 60 + at.second + at.microsecond / 1e6
        for code, moment in KEY.findall(html):
            if (key := code + moment) not in seen:
                seen.add(key)
                h, m, s, rest = (int(moment[a:b]) for a, b in ((0, 2), (2, 4), (4, 6), (6, 12)))
                told.put((key, (clock - (h * 3600 + m * 60 + s + rest / 1e6)) % DAY))


def stream(address: str) -> Any:
    """As a browser reads server-sent events: to the end, wait as long as the answer says, ask with the last id."""
    last, retry = "", 3.0
    while True:
        request = urllib.request.Request(f"{address}/vivo/", headers={"Last-Event-ID": last} if last else {})  # noqa: S310
        try:
            with urllib.request.urlopen(request, timeout=10) as answer:  # noqa: S310
                for line in answer:
                    name, _colon, value = line.decode().rstrip("\n").partition(": ")
                    if name == "retry":
                        retry = int(value) / 1000
                    elif name == "id":
                        last = value
                    elif name == "data":
                        yield json.loads(value)["html"]
        except OSError:
            pass
        time.sleep(retry)


def polling(address: str) -> Any:
    while True:
        try:
            with urllib.request.urlopen(f"{address}/estado/", timeout=10) as answer:  # noqa: S310
                yield json.loads(answer.read())["html"]
        except OSError:
            pass
        time.sleep(PEER_ASKS_EVERY)


def drained(queue: Any) -> dict[str, float]:
    found = {}
    while not queue.empty():
        key, late = queue.get()
        found[key] = late
    return found


# What it came to.


def report(asked: Any, seconds: float, day: Day, late: dict[str, dict[str, float]], reception: Any) -> int:
    from ayni.procedures.models import QueueEvent, Ticket  # noqa: PLC0415

    keys = {str(pk) for pk in Ticket.objects.values_list("pk", flat=True)}
    lost = set(reception.given) - keys
    twice = [
        pk
        for pk, n in Counter(QueueEvent.objects.filter(kind="CALLED").values_list("ticket", flat=True)).items()
        if n > 1
    ]
    called = {ticket.code for ticket in Ticket.objects.filter(called_at__isnull=False).select_related("series")}
    unseen = called - {key[:-MOMENT] for key in late["stream"]}
    print(f"{len(keys)} arrivals, {asked.windows} windows, in {seconds:.0f} s")
    cut = (
        "not killed: it ended before" if day.gap is None else f"killed in the middle: {day.gap:.1f} s without a server"
    )
    print(cut)
    print(f"{'call to screen, s':<28}{'p50':>8}{'p95':>8}{'p99':>8}{'most':>8}{'shown':>8}")
    p99 = {}
    for name, times in late.items():
        # What was called while the server was down had nobody to tell it: the cut itself is told above.
        each = sorted(times.values())
        if len(each) < MOST_UNTOLD:
            print(f"{name:<28}{'too few calls to say':>40}{len(each):>8}")
            p99[name] = math.inf
            continue
        cuts = quantiles(each, n=100, method="inclusive")
        p99[name] = cuts[98]
        print(f"{name:<28}{cuts[49]:>8.3f}{cuts[94]:>8.3f}{cuts[98]:>8.3f}{each[-1]:>8.3f}{len(each):>8}")
    checks = {
        f"call to screen at most {MOST_TO_SCREEN:.0f} s at p99": p99["stream"] <= MOST_TO_SCREEN,
        "sooner than polling every 5 s": p99["stream"] < p99["polling"],
        f"every call was on the screen (not: {len(unseen)})": not unseen,
        f"no ticket lost ({len(lost)})": not lost,
        f"none called twice ({len(twice)})": not twice,
        "everybody was attended": nobody_waits(),
        "it came to its end, and the cut was in it": not day.is_cut_short and day.gap is not None,
    }
    for words, is_met in checks.items():
        print(f"{'met   ' if is_met else 'MISSED'} {words}")
    return 0 if all(checks.values()) else 1


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit("Interrupted before the day began: there is nothing to tell.")
