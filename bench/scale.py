"""How the desk grows: 20 000, 200 000 and 2 000 000 people, a case for every tenth, on SQLite and on PostgreSQL.

    python -m bench.scale                                   # everything; the first time it loads six worlds
    python -m bench.scale --sizes 20000 --databases sqlite  # a part

One user: server time of requests through the WSGI application, in a process of its own for each world; the sizes take
turns, ten requests each. Sixteen users: over HTTP on loopback against `ayni serve`, each signed in as somebody else,
nine reads to a registration. Worlds are kept in `.bench/`: SQLite in a folder by size, PostgreSQL in `.bench/postgres`,
where a server of our own keeps a database by size. Ends with an error when a target is missed.
"""

import argparse
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from .pages import MOST_STATEMENTS, PLAIN, ROOT, WORLDS, Process, Summary, build, percentiles, serve_plain, summary
from .postgres import kept_server

SIZES, DATABASES = [20_000, 200_000, 2_000_000], ["sqlite", "postgresql"]
AT_ONCE, WARM_UP = 10, 40
MOST_MS = {"cases": 60.0, "people registered": 60.0, "cases of office": 60.0, "file": 60.0, "create": 100.0}
"""At the largest size, at p95."""
MOST_GROWTH = 2.0
TOGETHER_SECONDS = 120.0


@dataclass(frozen=True)
class World:
    database: str
    people: int
    env: dict[str, str] = field(default_factory=dict)

    @property
    def home(self) -> Path:
        return WORLDS / (str(self.people) if self.database == "sqlite" else f"postgresql-{self.people}")

    def process(self, mode: str) -> Process:
        return Process(mode, self.people, module="bench.scale", home=self.home, **self.env)


# In a process of its own for each world.


def serve() -> None:
    import django  # noqa: PLC0415 - AYNI_HOME is set first

    django.setup()
    from django.conf import settings  # noqa: PLC0415

    import ayni.config.wsgi  # noqa: F401, PLC0415 - this process as the one that serves

    from .scale_visits import answer_questions  # noqa: PLC0415

    settings.ALLOWED_HOSTS = [*settings.ALLOWED_HOSTS, "testserver"]
    answer_questions()


# The process that prints.


@contextmanager
def worlds(databases: list[str], sizes: list[int]) -> Iterator[list[World]]:
    with ExitStack() as stack:
        found = [World("sqlite", size) for size in sizes] if "sqlite" in databases else []
        if "postgresql" in databases:
            address = stack.enter_context(kept_server(WORLDS / "postgres"))
            found += [World("postgresql", size, {"DATABASE_URL": _database(address, size)}) for size in sizes]
        yield found


def _database(address: str, size: int) -> str:
    """The address of the database of this size, made if it is not there."""
    import psycopg  # noqa: PLC0415

    name = f"people_{size}"
    with psycopg.connect(address, autocommit=True) as db:
        if not db.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
            db.execute(f"CREATE DATABASE {name}")  # noqa: S608
    return f"{address.rpartition('/')[0]}/{name}"


def load(world: World) -> None:
    """Make the world, unless it is there."""
    process = world.process("build")
    process.end()
    if process.process.returncode:
        raise SystemExit(f"The world of {world.people:,} people was not made.")


Found = dict[str, dict[int, Summary]]
"""Page → size → figures."""


def alone(of_database: list[World], requests: int, only: list[str]) -> Found:
    """One user."""
    found: Found = {}
    for mode in ("serve", "plain"):
        processes = {world.people: world.process(mode) for world in of_database}
        known = [process.read() for process in processes.values()][0]
        for page in [page for page in known if not only or page in only or page == PLAIN]:
            for people, times in _in_turns(processes, page, requests).items():
                figures = summary(times) | {"statements": processes[people].ask("statements", page)}
                found.setdefault(page, {})[people] = figures
        for process in processes.values():
            process.end()
    return found


def _in_turns(processes: dict[int, Process], page: str, requests: int) -> dict[int, Any]:
    times: dict[int, Any] = {people: [] for people in processes}
    for process in processes.values():
        process.ask("timed", page, 0, WARM_UP)
    for first in range(WARM_UP, WARM_UP + requests, AT_ONCE):
        for people, process in processes.items():
            times[people] += process.ask("timed", page, first, min(AT_ONCE, WARM_UP + requests - first))
    return times


def together(world: World, requests: int) -> tuple[dict[str, Summary], float, list[str]]:
    """Sixteen users against the server: figures by what they did, requests a second, errors."""
    from . import scale_load  # noqa: PLC0415

    process = world.process("serve")
    process.read()
    sessions = process.ask("sessions")
    process.end()
    with _server(world) as port:
        scale_load.together(port, sessions, requests=len(sessions) * 10, seconds=TOGETHER_SECONDS)
        log, took = scale_load.together(port, sessions, requests=requests, seconds=TOGETHER_SECONDS)
    sent = sum(map(len, log.times.values()))
    figures = {what: percentiles(times) | {"count": len(times)} for what, times in log.times.items() if len(times) > 1}
    return figures, sent / took, log.errors


@contextmanager
def _server(world: World) -> Iterator[int]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    env = {**os.environ, "AYNI_HOME": str(world.home), **world.env, "PORT": str(port)}
    command = [sys.executable, "-m", "ayni.config.cli", "serve", "--port", str(port)]
    server = subprocess.Popen(command, env=env, cwd=ROOT)  # noqa: S603
    try:
        _wait(port, server)
        yield port
    finally:
        server.terminate()
        server.wait(30)


def _wait(port: int, server: "subprocess.Popen[bytes]") -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and server.poll() is None:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.2)
    raise SystemExit("The server did not start.")


def table(found: Found) -> list[str]:
    sizes = sorted(next(iter(found.values())))
    heads = "".join(f"{f'{size:,} p50':>16}{'p95':>8}{'work':>8}" for size in sizes)
    lines = [f"{'page':<18}{'statements':>10}{heads}{'growth':>8}"]
    for page, by_size in found.items():
        rows = [by_size[size] for size in sizes]
        numbers = "".join(f"{row['p50']:>16.1f}{row['p95']:>8.1f}{row['work']:>8.1f}" for row in rows)
        growth = f"{rows[-1]['p95'] / rows[0]['p95']:>8.2f}"
        lines.append(f"{page:<18}{max(row['statements'] for row in rows):>10.0f}{numbers}{growth}")
    return lines


def together_table(figures: dict[str, Summary], rate: float) -> list[str]:
    lines = [f"{'request':<10}{'count':>8}{'p50':>9}{'p95':>9}"]
    lines += [f"{what:<10}{f['count']:>8.0f}{f['p50']:>9.1f}{f['p95']:>9.1f}" for what, f in sorted(figures.items())]
    return [*lines, f"{rate:.0f} requests a second"]


def targets(database: str, found: Found) -> list[str]:
    """A line for each target, met or missed."""
    sizes, lines = sorted(next(iter(found.values()))), []

    def judge(what: str, value: float, most: float, unit: str) -> None:
        word = "met   " if value <= most else "MISSED"
        lines.append(f"{word}  {database}: {what} {value:.1f}{unit}, {most:g}{unit} allowed")

    for page, by_size in found.items():
        largest, smallest = by_size[sizes[-1]], by_size[sizes[0]]
        if page in MOST_MS:
            judge(f"{page}, p95 at {sizes[-1]:,}", largest["p95"], MOST_MS[page], " ms")
        if page != PLAIN:
            if len(sizes) > 1:
                judge(
                    f"{page}, p95 at {sizes[-1]:,} over {sizes[0]:,}", largest["p95"] / smallest["p95"], MOST_GROWTH, ""
                )
            if page != "create":
                judge(f"{page}, statements", largest["statements"], MOST_STATEMENTS, "")
    return lines


def measure(given: argparse.Namespace) -> list[str]:
    lines: list[str] = []
    with worlds(given.databases, given.sizes) as known:
        for world in known:
            load(world)
        for database in given.databases:
            of_database = [world for world in known if world.database == database]
            found = alone(of_database, given.requests, given.pages)
            print("\n".join(["", f"{database}, one user: milliseconds of server time", *table(found)]), flush=True)
            lines += targets(database, found)
            for world in of_database if given.together else []:
                figures, rate, errors = together(world, given.together)
                head = f"{database}, sixteen users, {world.people:,} people: milliseconds over HTTP"
                print("\n".join(["", head, *together_table(figures, rate), *errors[:10]]), flush=True)
                lines.append(
                    f"{'MISSED' if errors else 'met   '}  {head.partition(':')[0]}: {len(errors)} errors, 0 allowed"
                )
    return lines


def main() -> int | None:
    read = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    read.add_argument("--sizes", type=int, nargs="+", default=SIZES)
    read.add_argument("--databases", nargs="+", default=DATABASES, choices=DATABASES)
    read.add_argument("--requests", type=int, default=100)
    read.add_argument("--pages", nargs="+", default=[], help="Only these pages.")
    read.add_argument("--together", type=int, default=1600, help="Requests of the sixteen users; 0 for none.")
    read.add_argument("--mode", choices=["all", "build", "serve", "plain"], default="all", help=argparse.SUPPRESS)
    given = read.parse_args()
    match given.mode:
        case "build":
            return build(given.sizes[0])
        case "serve":
            return serve()
        case "plain":
            file = f"sqlite:///{Path(os.environ['AYNI_HOME']) / 'ayni.db'}"
            return serve_plain(os.environ.get("DATABASE_URL", file))
    lines = measure(given)
    print("\n".join(["", *lines]))
    return 1 if any(line.startswith("MISSED") for line in lines) else 0


if __name__ == "__main__":
    sys.exit(main())
