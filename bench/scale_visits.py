"""What `bench.scale` visits, in a process of its own for each database: pages of the desk, and registering somebody."""

import json
import random
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from ayni.access.models import User
from ayni.access.permissions import Role
from ayni.cases.models import Case
from ayni.desk.demo.staff import COLLEAGUES
from ayni.people import queries
from ayni.people.models import Person
from ayni.people.queries.scan import NAMES

from .pages import CONTROL, Times, _as_typed, _busiest_partner
from .scale_people import new_person, said_to_be_nobody

MOST_ROWS = 400
SEEN = 2_000
"""Of how many newest rows those to be visited are taken, evenly: not only of this morning's."""
USERS = 16
OVERDUE = "vencidas"


@dataclass(frozen=True)
class Visit:
    """What is done before the clock runs, and what is measured."""

    visit: Callable[[Any], int]
    """Answers the status."""
    prepare: Callable[[], Any] = lambda: None
    wanted: int = 200


def pages() -> dict[str, list[Visit]]:
    rosa, marta = (User.objects.get(username=name) for name in ("rosa", "marta"))
    people, cases = some(Person.objects.visible_to(rosa)), some(Case.objects.visible_to(rosa))
    searches = [sealed(text, rosa) for person in people for text in _as_typed(person)][:MOST_ROWS]
    at, caseworker, supervisor = reverse, signed_in(rosa), signed_in(marta)
    partner = signed_in(User.objects.get(username=_busiest_partner()))
    return {
        "search": gets(caseworker, (at("desk:people") + f"?s={text}" for text in searches)),
        "file": gets(caseworker, (at("desk:person", args=[person.pk]) for person in people)),
        "cases": gets(caseworker, [at("desk:cases")]) + gets(supervisor, [at("desk:cases")]),
        "people registered": gets(supervisor, [at("desk:number", args=["registradas"])]),
        "cases of office": gets(supervisor, [at("desk:number", args=["oficina-casos"])]),
        "desk": gets(caseworker, [at("desk:home")]) + gets(supervisor, [at("desk:home")]),
        "overdue tasks": gets(caseworker, [at("desk:number", args=[OVERDUE])]),
        "case": gets(caseworker, (at("desk:case", args=[case.pk]) for case in cases)),
        "inbox": gets(partner, (at("referrals:inbox") + f"?state={s}" for s in ("waiting", "accepted", "ended"))),
        "users": gets(signed_in(User.objects.get(username="ada")), [at("access:users")]),
        "directory": gets(caseworker, [at("directory:list")]),
        "create": [Registering(caseworker, rosa, random.Random(time.time_ns())).as_visit()],  # noqa: S311
    }


def some(rows: Any) -> list[Any]:
    """As many as are visited, taken evenly from the newest and the oldest that the user may see."""
    newest = list(rows.order_by("-pk")[:SEEN])
    oldest = list(rows.order_by("pk")[:SEEN])
    step = max(1, 2 * len(newest) // MOST_ROWS)
    return [row for pair in zip(newest[::step], oldest[::step], strict=False) for row in pair]


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def gets(client: Client, paths: Any) -> list[Visit]:
    return [Visit(lambda _ready, path=path: client.get(path).status_code) for path in paths]


def sealed(text: str, user: User) -> str:
    return str(queries.seal(text, by=user.pk, at=timezone.now()))


class Registering:
    """The last step, which looks once more for who it may be, and writes the person: the steps before are not timed."""

    def __init__(self, client: Client, user: User, chance: random.Random) -> None:
        self.client, self.user, self.chance = client, user, chance

    def as_visit(self) -> Visit:
        return Visit(self.finish, self.begin, wanted=302)

    def begin(self) -> tuple[str, dict[str, Any]]:
        typed = new_person(self.chance)
        text = f"{typed['given_name_1']} {typed['surname_1']}"
        form = self.client.post(reverse("people:register"), {"searched": sealed(text, self.user)}).url
        answer = self.client.post(form, {**typed, "go": "check"})
        assert answer.status_code == 302, "the form was refused"
        return str(answer.url), said_to_be_nobody(self.client.get(answer.url).content)

    def finish(self, ready: tuple[str, dict[str, Any]]) -> int:
        check, sent = ready
        return self.client.post(check, sent).status_code


def timed(visits: list[Visit], first: int, times: int) -> Times:
    # No machine searches a hundred times a minute and is answered for ever (`people/actions/searching.py`).
    cache.clear()
    return [_timed(visits[n % len(visits)]) for n in range(first, first + times)]


def _timed(visit: Visit) -> tuple[float, float]:
    ready = visit.prepare()
    began, worked = time.perf_counter(), time.process_time()
    status = visit.visit(ready)
    took = (time.perf_counter() - began) * 1000, (time.process_time() - worked) * 1000
    assert status == visit.wanted, f"a page answered {status}"
    return took


def statements(visits: list[Visit]) -> int:
    """The most that any of a few asks."""
    found = []
    for visit in visits[-3:]:
        ready = visit.prepare()
        with CaptureQueriesContext(connection) as asked:
            visit.visit(ready)
        found.append(sum(1 for q in asked.captured_queries if q["sql"].split()[0] not in CONTROL))
    return max(found)


def answer_questions() -> None:
    """As `bench.pages` asks them; `sessions` gives the signed-in users of the run over HTTP."""
    known = pages()
    names_are_read()
    print(json.dumps(list(known)), flush=True)
    for line in sys.stdin:
        what, *rest = json.loads(line)
        if what == "timed":
            answer: Any = timed(known[rest[0]], *rest[1:])
        elif what == "statements":
            answer = statements(known[rest[0]])
        else:
            answer = sessions()
        print(json.dumps(answer), flush=True)


def names_are_read() -> None:
    """A server reads everybody's names once when it starts, some seconds for each million: until then a search that
    looks twice waits a tenth of a second, and has the first look alone. What is measured is a server that has them."""
    while not NAMES.is_read:
        time.sleep(0.1)


def sessions() -> list[dict[str, Any]]:
    """A user each, with the cookie of their session and what they look at."""
    return [_session(user) for user in users()]


def users() -> list[User]:
    """Caseworkers of different offices, who may all search, open and register."""
    letters = [letter for role, letter in COLLEAGUES if role == Role.CASEWORKER]
    wanted = User.objects.filter(is_demo=True, username__regex=rf"\.({'|'.join(letters)})$").order_by("username")
    of_office: dict[int, list[User]] = {}
    for user in wanted:
        of_office.setdefault(user.office_id or 0, []).append(user)
    return [user for turn in _turns(list(of_office.values())) for user in turn][:USERS]


def _turns(offices: list[list[User]]) -> Iterator[list[User]]:
    for n in range(max(map(len, offices))):
        yield [office[n] for office in offices if n < len(office)]


def _session(user: User) -> dict[str, Any]:
    people = some(Person.objects.visible_to(user))[:60]
    cases = some(Case.objects.visible_to(user))[:60]
    searches = [sealed(text, user) for person in people[:30] for text in _as_typed(person)]
    return {
        "cookies": {name: morsel.value for name, morsel in signed_in(user).cookies.items()},
        "search": [reverse("desk:people") + f"?s={text}" for text in searches],
        "file": [reverse("desk:person", args=[person.pk]) for person in people],
        "case": [reverse("desk:case", args=[case.pk]) for case in cases],
        "list": [reverse("desk:cases"), reverse("desk:number", args=["registradas"])],
        "desk": [reverse("desk:home")],
        "register": [sealed(f"{n} Quintero", user) for n in ("Wilmer", "Yorman", "Franklin", "Douglas", "Ender")],
    }
