"""How long the pages of staff take, and how many statements each asks, with 20 000 and with 200 000 people.

    python -m bench.pages                      # both sizes, 100 requests a page; the worlds are kept in .bench/
    python -m bench.pages --sizes 20000        # one size

Server time of requests through the WSGI application (Django's test client), one after another: no network, no second
user. Each size has a process of its own, and they take turns, ten requests each: a machine that is slow for a minute is
so for both. `work` is the median of the process's own time: when others use the machine, the clock says more. Beside
them, in the same run and on the same database file, a plain Django page: sessions in a cookie, three statements, one
small template, none of our apps. Ends with an error when a target is missed.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
WORLDS = ROOT / ".bench"
WARM_UP = 200
"""Requests before the clock runs: of other people and cases than those measured, where a page is about one."""
AT_ONCE = 10
"""Requests of one size before it is the other's turn."""
MOST_ROWS = 400
"""How many people, searches and cases the visits go round, so that no request is measured on one lucky row."""
MOST_STATEMENTS = 12
MOST_GROWTH = 1.5
MOST_SEARCH_MS = 15.0
PLAIN = "plain Django"
CONTROL = {"BEGIN", "COMMIT", "SAVEPOINT", "RELEASE", "ROLLBACK"}
"""Statements that mark a transaction: they ask nothing."""

Times = list[tuple[float, float]]
"""Of each request: milliseconds on the clock, milliseconds of the process. They part when others use the machine."""
Summary = dict[str, float]
Visits = list[Callable[[], None]]


# In a process of its own for each size: settings are read once.


def build(people: int) -> None:
    """An installation with a demo world of this size, unless it is there already."""
    import django  # noqa: PLC0415 - AYNI_HOME is set first

    django.setup()
    from django.utils import timezone  # noqa: PLC0415

    from ayni.config.commands import setting_up  # noqa: PLC0415
    from ayni.desk.demo import make_world  # noqa: PLC0415
    from ayni.people.models import Person  # noqa: PLC0415

    setting_up.setup()
    if Person.objects.exists():
        return
    began = time.monotonic()
    made = make_world(people=people, seed=1, at=timezone.now())
    took = time.monotonic() - began
    print(f"{made.people} people, {made.cases} cases, {made.events} lines of the trail: {took:.0f} s", file=sys.stderr)


def serve() -> None:
    """Answer what is asked on standard input, a line each, until it ends."""
    import django  # noqa: PLC0415

    django.setup()
    from django.conf import settings  # noqa: PLC0415

    import ayni.config.wsgi  # noqa: F401, PLC0415 - this process as the one that serves

    settings.ALLOWED_HOSTS = ["testserver"]
    answer_questions(pages())


def answer_questions(pages: dict[str, Visits]) -> None:
    """`timed page first times` → the times of those requests; `statements page` → how many one asks."""
    print(json.dumps(list(pages)), flush=True)
    for line in sys.stdin:
        what, page, *numbers = json.loads(line)
        answer = timed(pages[page], *numbers) if what == "timed" else statements(pages[page][-1])
        print(json.dumps(answer), flush=True)


def timed(visits: Visits, first: int, times: int) -> Times:
    from django.core.cache import cache  # noqa: PLC0415

    # No machine searches a hundred times a minute and is answered for ever (`people/actions/searching.py`).
    cache.clear()
    return [_timed(visits[n % len(visits)]) for n in range(first, first + times)]


def statements(visit: Callable[[], None]) -> int:
    from django.db import connection  # noqa: PLC0415
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415

    with CaptureQueriesContext(connection) as asked:
        visit()
    return sum(1 for q in asked.captured_queries if q["sql"].split()[0] not in CONTROL)


def pages() -> dict[str, Visits]:
    """Page → visits."""
    from django.urls import reverse  # noqa: PLC0415

    from ayni.access.models import User  # noqa: PLC0415
    from ayni.cases.models import Case  # noqa: PLC0415
    from ayni.people.models import Person  # noqa: PLC0415

    rosa = User.objects.get(username="rosa")
    people = list(Person.objects.visible_to(rosa).order_by("pk")[:MOST_ROWS])
    cases = list(Case.objects.visible_to(rosa).order_by("pk")[:MOST_ROWS])
    searched = [_sealed(text, rosa.pk) for person in people for text in _as_typed(person)][:MOST_ROWS]
    return {
        "desk": _visits("rosa", [reverse("desk:home")]),
        "search": _visits("rosa", [reverse("desk:people") + f"?s={sealed}" for sealed in searched]),
        "person's file": _visits("rosa", [reverse("desk:person", args=[person.pk]) for person in people]),
        "case": _visits("rosa", [reverse("desk:case", args=[case.pk]) for case in cases]),
        "inbox": _visits(
            _busiest_partner(),
            [reverse("referrals:inbox") + f"?state={state}" for state in ("waiting", "accepted", "ended")],
        ),
        "compliance": _visits("marta", [reverse("results:compliance") + f"?by={by}" for by in ("protocol", "office")]),
    }


def _busiest_partner() -> str:
    """Whose inbox is the fullest. A page is as long as what is on it: what waits is fewer in a small world, what ended
    is a whole page at either size, so the three lists are visited in turn."""
    from django.db.models import Count  # noqa: PLC0415

    from ayni.access.models import User  # noqa: PLC0415
    from ayni.access.permissions import Role  # noqa: PLC0415
    from ayni.referrals.models import Referral  # noqa: PLC0415

    waiting = Referral.objects.unanswered().values_list("organisation").annotate(n=Count("pk")).order_by()
    many = dict(waiting)
    partners = User.objects.filter(is_demo=True, memberships__role=Role.PARTNER).order_by("username")
    return str(max(partners, key=lambda user: many.get(user.organisation_id, 0)).username)


def _visits(username: str, paths: list[str]) -> Visits:
    from django.test import Client  # noqa: PLC0415

    from ayni.access.models import User  # noqa: PLC0415

    client = Client()
    client.force_login(User.objects.get(username=username))

    def visit(path: str) -> Callable[[], None]:
        def visited() -> None:
            status = client.get(path).status_code
            assert status == 200, f"{path.partition('?')[0]} answered {status}"

        return visited

    return [visit(path) for path in paths]


def _as_typed(person: Any) -> Iterator[str]:
    """A name as it is said at a desk: given name and surname, then with the surname first and a letter wrong."""
    first, last = person.given_name_1, person.surname_1 or person.given_name_2 or person.given_name_1
    yield f"{first} {last}"
    yield f"{last[:-1]} {first}"


def _sealed(text: str, user: int) -> str:
    from django.utils import timezone  # noqa: PLC0415

    from ayni.people import queries  # noqa: PLC0415

    return str(queries.seal(text, by=user, at=timezone.now()))


def serve_plain(database: str) -> None:
    """The peer: the least that a Django page does when it lists people of this very database."""
    import dj_database_url  # noqa: PLC0415
    import django  # noqa: PLC0415
    from django.conf import settings  # noqa: PLC0415

    settings.configure(
        SECRET_KEY="only-for-a-measure",  # noqa: S106
        ALLOWED_HOSTS=["testserver"],
        ROOT_URLCONF="bench.plain",
        SESSION_ENGINE="django.contrib.sessions.backends.signed_cookies",
        DATABASES={"default": dj_database_url.parse(database)},
        MIDDLEWARE=[
            "django.middleware.security.SecurityMiddleware",
            "django.contrib.sessions.middleware.SessionMiddleware",
            "django.middleware.common.CommonMiddleware",
            "django.middleware.csrf.CsrfViewMiddleware",
        ],
        TEMPLATES=[{"BACKEND": "django.template.backends.django.DjangoTemplates"}],
    )
    django.setup()
    from django.test import Client  # noqa: PLC0415

    client = Client()

    def visit() -> None:
        assert client.get("/").status_code == 200

    answer_questions({PLAIN: [visit]})


def _timed(visit: Callable[[], None]) -> tuple[float, float]:
    began, worked = time.perf_counter(), time.process_time()
    visit()
    return (time.perf_counter() - began) * 1000, (time.process_time() - worked) * 1000


def summary(times: Times) -> Summary:
    clock, work = ([pair[n] for pair in times] for n in (0, 1))
    return percentiles(clock) | {"work": statistics.median(work)}


def percentiles(times: list[float]) -> Summary:
    return {"p50": statistics.median(times), "p95": statistics.quantiles(times, n=20, method="inclusive")[18]}


# The process that prints.


class Process:
    """One size, or the peer on its database file."""

    def __init__(
        self, mode: str, people: int, *, module: str = "bench.pages", home: Path | None = None, **env: str
    ) -> None:
        home = home or WORLDS / str(people)
        home.mkdir(parents=True, exist_ok=True)
        there = {**os.environ, "AYNI_HOME": str(home), "DJANGO_SETTINGS_MODULE": "ayni.config.settings", **env}
        command = [sys.executable, "-m", module, "--mode", mode, "--sizes", str(people)]
        self.process = subprocess.Popen(  # noqa: S603
            command, env=there, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def read(self) -> Any:
        while line := self.process.stdout.readline():  # type: ignore[union-attr]
            if line[0] in "[0123456789":
                return json.loads(line)
        raise SystemExit("A process that measures has ended.")

    def ask(self, *question: str | int) -> Any:
        self.process.stdin.write(json.dumps(question) + "\n")  # type: ignore[union-attr]
        self.process.stdin.flush()  # type: ignore[union-attr]
        return self.read()

    def end(self) -> None:
        self.process.communicate()


def measure(sizes: list[int], requests: int) -> dict[int, dict[str, Summary]]:
    for size in sizes:
        Process("build", size).end()
    found: dict[int, dict[str, Summary]] = {size: {} for size in sizes}
    for mode in ("serve", "plain"):
        processes = {size: Process(mode, size) for size in sizes}
        pages = [process.read() for process in processes.values()][0]
        for page in pages:
            times = _in_turns(processes, page, requests)
            for size, process in processes.items():
                found[size][page] = summary(times[size]) | {"statements": process.ask("statements", page)}
        for process in processes.values():
            process.end()
    return found


def _in_turns(processes: dict[int, Process], page: str, requests: int) -> dict[int, Times]:
    for process in processes.values():
        process.ask("timed", page, 0, WARM_UP)
    times: dict[int, Times] = {size: [] for size in processes}
    for first in range(WARM_UP, WARM_UP + requests, AT_ONCE):
        for size, process in processes.items():
            times[size] += process.ask("timed", page, first, min(AT_ONCE, WARM_UP + requests - first))
    return times


def table(found: dict[int, dict[str, Summary]]) -> list[str]:
    sizes = sorted(found)
    heads = "".join(f"{f'{size:,} p50':>15}{'p95':>9}{'work':>9}" for size in sizes)
    lines = [f"{'page':<16}{'statements':>11}{heads}{'growth':>9}"]
    for page in found[sizes[0]]:
        rows = [found[size][page] for size in sizes]
        numbers = "".join(f"{row['p50']:>15.1f}{row['p95']:>9.1f}{row['work']:>9.1f}" for row in rows)
        growth = f"{rows[-1]['p95'] / rows[0]['p95']:>9.2f}" if len(rows) > 1 else f"{'-':>9}"
        lines.append(f"{page:<16}{max(row['statements'] for row in rows):>11.0f}{numbers}{growth}")
    return lines


def missed(found: dict[int, dict[str, Summary]]) -> list[str]:
    sizes, wrong = sorted(found), []
    for page in (page for page in found[sizes[0]] if page != PLAIN):
        rows = [found[size][page] for size in sizes]
        if (most := max(row["statements"] for row in rows)) > MOST_STATEMENTS:
            wrong.append(f"{page}: {most:.0f} statements, {MOST_STATEMENTS} allowed")
        if rows[-1]["p95"] > MOST_GROWTH * rows[0]["p95"]:
            wrong.append(f"{page}: p95 grows by {rows[-1]['p95'] / rows[0]['p95']:.2f}, {MOST_GROWTH} allowed")
    if (search := found[sizes[-1]]["search"]["p95"]) > MOST_SEARCH_MS:
        wrong.append(f"search: p95 {search:.1f} ms, {MOST_SEARCH_MS:.0f} allowed")
    return wrong


def main() -> int | None:
    read = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    read.add_argument("--sizes", type=int, nargs="+", default=[20_000, 200_000])
    read.add_argument("--requests", type=int, default=100)
    read.add_argument("--mode", choices=["all", "build", "serve", "plain"], default="all", help=argparse.SUPPRESS)
    given = read.parse_args()
    match given.mode:
        case "build":
            return build(given.sizes[0])
        case "serve":
            return serve()
        case "plain":
            return serve_plain(f"sqlite:///{Path(os.environ['AYNI_HOME']) / 'ayni.db'}")
    found = measure(given.sizes, given.requests)
    print("\n".join(["Milliseconds of server time, warm, in process", *table(found)]))
    wrong = missed(found)
    print("\n".join(["", *(f"MISSED  {line}" for line in wrong)] if wrong else ["", "All targets are met."]))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
