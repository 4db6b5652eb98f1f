"""What was released, asked for: a question of the builder in one process; a crowd of readers of pages and of the API,
at the real server; Datasette with the same cubes and the same questions; what a first visit weighs."""

import random
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from hashlib import sha256
from multiprocessing import get_context
from statistics import median, quantiles
from typing import NamedTuple

import brotli

from bench import observatory_home, observatory_peer
from bench.observatory_asked import Question, questions
from bench.readers import READERS, Reading, Report, Request, call, crowds, get, processor, serving, weigh

LIMITS = {"cold, p95 ms": 50.0, "repeated, p95 ms": 5.0, "requests/s": 500.0, "bytes": 100_000, "requests": 12}
ASKED, POPULAR, NEW = 400, 400, 1_500
"""Questions of one process; those that many readers ask; those that nobody asked before."""
BESIDE = 2
"""Processes of readers."""
SHARE = 0.02
"""Of the readers' questions, those that nobody asked before."""
BROWSER = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
DEFAULT = "/observatorio/tablas/POP_DEPARTMENT/"


Path = Callable[[Question], str]
"""Where a server is asked for it."""


class Asked(NamedTuple):
    taken: float
    work: float
    statements: int
    body: bytes


# A question of the builder


def in_one_process(paths: Sequence[str]) -> tuple[list[Asked], list[Asked]]:
    """All of them by a process that was never asked any, then all again. Each is by a reader of their own."""
    from django.db import connection  # noqa: PLC0415 - with the settings of the home

    from ayni.config import wsgi  # noqa: PLC0415

    statements = 0

    def count(execute, sql, params, many, context):  # type: ignore[no-untyped-def]
        nonlocal statements
        statements += 1
        return execute(sql, params, many, context)

    def ask(path: str, n: int) -> Asked:
        nonlocal statements
        statements = 0
        address = f"10.0.{n // 250}.{n % 250}"
        told = call(wsgi.application, path, REMOTE_ADDR=address, HTTP_USER_AGENT=BROWSER, HTTP_ACCEPT_ENCODING="br")
        assert told[2].startswith("200"), f"{told[2]}: {path}"
        return Asked(told[0], told[1], statements, told[3])

    with connection.execute_wrapper(count):
        ask("/observatorio/", 0)
        return [ask(one, n) for n, one in enumerate(paths)], [ask(one, n) for n, one in enumerate(paths)]


def builder(report: Report) -> None:
    asked = questions(observatory_home.HOME, ASKED, 4, forms=("",))
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        cold, again = pool.submit(in_one_process, [one.path for one in asked]).result()
    print(f"\nA question of the builder, of {ASKED} different ones, in one process (ms)")
    for name, told in (("cold", cold), ("repeated", again)):
        times, works = [one.taken for one in told], quantiles([one.work for one in told], n=100)
        many = [one.statements for one in told]
        print(f"  {name:<10}p50 {median(times):7.2f}   of the processor p50 {works[49]:7.2f}  p95 {works[94]:7.2f}")
        print(f"  {'':<10}statements {median(many):.0f}, at most {max(many)}")
        report.figure(f"{name}, p95 ms", quantiles(times, n=100)[94])
    wrong = [
        question.path for question, first, second in zip(asked, cold, again, strict=True)
        if first.body != second.body or not question.is_right(brotli.decompress(first.body).decode())
    ]  # fmt: skip
    _no_wrong("the builder", wrong, report)


def _no_wrong(who: str, wrong: Sequence[str], report: Report) -> None:
    if wrong:
        report.missed.append(f"{len(wrong)} wrong answers of {who}, such as {wrong[0]}")


# A crowd


@dataclass(frozen=True)
class Crowd:
    """What readers ask, and in which order. The popular stand first, the most popular at the beginning."""

    popular: list[Question]
    new: list[Question]

    def turns(self, share: float, seed: int) -> list[list[int]]:
        """For each process of readers. `share`: of those that nobody asked before, each once."""
        dice, every = random.Random(seed), len(self.popular)  # noqa: S311 - no secret
        weights = [1 / (n + 1) for n in range(every)]
        left = list(range(every, every + len(self.new)))
        found = []
        for process in range(BESIDE):
            mine = left[process::BESIDE]
            if share == 1:
                found.append(mine)
                continue
            order = iter(dice.choices(range(every), weights, k=400_000 // BESIDE))
            new = iter(mine if share else [])
            found.append([next(new, n) if dice.random() < share else n for n in order])
        return found


def requests(port: int, crowd: Crowd, path: Path, report: Report, *, is_ours: bool) -> list[Request]:
    """All questions as requests; of the popular ones the answer is known, for each was asked once and looked at."""
    found, wrong = [], []
    dice = random.Random(8)  # noqa: S311 - no secret
    for n, one in enumerate([*crowd.popular, *crowd.new]):
        # As a proxy of ours says who asks: nobody reads more than one page a second.
        who = f"10.{dice.randrange(250)}.{dice.randrange(250)}.{dice.randrange(250)}"
        headers = {"Accept-Encoding": "br", "User-Agent": BROWSER, "X-Forwarded-For": who}
        where = path(one)
        expected = ""
        if n < len(crowd.popular):
            status, told, body = get(port, where, **headers)
            # Datasette's pages say how long they took, and are never twice the same.
            expected = sha256(body).hexdigest() if is_ours else ""
            if status != 200 or (is_ours and not one.is_right(_plain(told, body))):
                wrong.append(f"{status} {where}")
        found.append(Request(where, tuple(headers.items()), expected))
    _no_wrong("the popular ones" if is_ours else "the peer", wrong, report)
    return found


def _plain(headers: dict[str, str], body: bytes) -> str:
    return (brotli.decompress(body) if headers.get("content-encoding") == "br" else body).decode()


def measured(name: str, port: int, group: int, asked: list[Request], turns: list[list[int]], seconds: float) -> Reading:
    before = processor(group)
    read = crowds(port, asked, turns, seconds)
    work = (processor(group) - before) / max(1, len(read.times)) * 1000
    print(
        f"  {name:<32}{read.rate:>8,.0f}/s   p50 {median(read.times):>8.2f}   p95 {read.p95:>8.2f} ms   "
        f"{len(read.wrong)} wrong   {work:.2f} ms of the processor each"
    )
    return read


def ours(port: int, crowd: Crowd, seconds: float, report: Report) -> None:
    with serving(port, BEHIND_PROXY="true", PUBLIC_URL=f"http://127.0.0.1:{port}") as group:
        asked = requests(port, crowd, lambda one: one.path, report, is_ours=True)
        _no_wrong("ours", measured("all asked before", port, group, asked, crowd.turns(0, 1), seconds).wrong, report)
        mixed = measured(f"{SHARE:.0%} never asked before", port, group, asked, crowd.turns(SHARE, 2), seconds)
        report.figure("requests/s", mixed.rate, at_most=False, shown=f"{mixed.rate:,.0f}")
        _no_wrong("ours", mixed.wrong, report)
        _look_again(port, crowd, asked, mixed, report)
        weigh(port, DEFAULT, report)
        heaviest = max(crowd.popular, key=lambda one: 0 if one.form else len(get(port, one.path)[2]))
        weigh(port, heaviest.path, report)
    with serving(port, BEHIND_PROXY="true", PUBLIC_URL=f"http://127.0.0.1:{port}") as group:
        print("\nA server that was just started")
        fresh = measured("none asked before", port, group, asked, crowd.turns(1, 3), min(seconds, 5))
        _no_wrong("ours", fresh.wrong, report)


def _look_again(port: int, crowd: Crowd, asked: list[Request], read: Reading, report: Report) -> None:
    """What came for the questions that nobody had asked before: the figures that were published, and the same again."""
    wrong = []
    for place, digest in read.unknown.items():
        question = [*crowd.popular, *crowd.new][place]
        _status, headers, body = get(port, question.path, **dict(asked[place].headers))
        if sha256(body).hexdigest() != digest or not question.is_right(_plain(headers, body)):
            wrong.append(question.path)
    print(f"  {len(read.unknown)} of them were new, and were looked at again: {len(wrong)} wrong")
    _no_wrong("the new ones", wrong, report)


def peer(port: int, crowd: Crowd, seconds: float, report: Report) -> None:
    datasette = observatory_peer.program()
    if datasette is None:
        print(f"\nDatasette was not asked. To have it asked:\n{observatory_peer.HOW}")
        report.missed.append("Datasette was not asked")
        return
    base = observatory_peer.written(observatory_home.HOME)
    print(f"\nDatasette, the same questions as lists of figures; {base.stat().st_size / 1e6:,.0f} MB of SQLite")
    with serving(port, observatory_peer.command(datasette, base, port)) as group:
        asked = requests(port, crowd, observatory_peer.path_of, report, is_ours=False)
        measured("all asked before", port, group, asked, crowd.turns(0, 1), seconds)
        measured(f"{SHARE:.0%} never asked before", port, group, asked, crowd.turns(SHARE, 2), seconds)


def all_of_it(port: int, seconds: float, *, is_alone: bool) -> list[str]:
    """What was missed."""
    report = Report(LIMITS)
    builder(report)
    every = questions(observatory_home.HOME, POPULAR + NEW, 6)
    crowd = Crowd(every[:POPULAR], every[POPULAR:])
    pages = sum(not one.form for one in crowd.popular)
    print(
        f"\n{BESIDE * READERS} readers in {BESIDE} processes, on the machine of the server, as fast as it goes: "
        f"{pages} pages of tables and {POPULAR - pages} calls of the API by how popular they are"
    )
    ours(port, crowd, seconds, report)
    if not is_alone:
        peer(port + 1, crowd, seconds, report)
    return report.missed
