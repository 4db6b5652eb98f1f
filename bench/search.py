"""How well and how fast somebody is found among very many, beside a trigram index and a comparison with everybody.

    python -m bench.search                       # 200 000 people
    python -m bench.search --people 2000000

The same people, the same queries, the same run. The register stands in .bench/search-N and is made once. Recall@10: in
how many of the queries the person meant is among the first ten. The peers: PostgreSQL's pg_trgm with a GIN index and
the same comparison of what it finds, on a server started for it; rapidfuzz comparing the query with everybody.
"""

import argparse
import json
import os
import random
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .pages import WORLDS, percentiles

if TYPE_CHECKING:
    from .search_peers import Finder

SEED = 7
SETS = ("ordinary", "hard")
USER = "bench"
WARM = 20


# The register.


def build(people: int) -> dict[str, float]:
    """Everybody and their search keys, unless they are there: what the keys took, when they were made."""
    from django.db import transaction  # noqa: PLC0415
    from django.utils import timezone  # noqa: PLC0415

    from ayni.config.commands import setting_up  # noqa: PLC0415
    from ayni.people import actions  # noqa: PLC0415
    from ayni.people.models import Person  # noqa: PLC0415

    setting_up.setup()
    noted = Path(os.environ["AYNI_HOME"]) / "indexing.json"
    if not Person.objects.exists():
        with transaction.atomic():
            _write(people, _user())
    if not noted.exists():
        began, worked = time.monotonic(), time.process_time()
        actions.rebuild_index(by="system", at=timezone.now())
        took = {"seconds": time.monotonic() - began, "work": time.process_time() - worked}
        noted.write_text(json.dumps(took | {"bytes": _bytes_of_index() / people}))
    found: dict[str, float] = json.loads(noted.read_text())
    return found


def _bytes_of_index() -> int:
    """Of the tables of the search and what belongs to them, as SQLite counts its pages."""
    from django.db import connection  # noqa: PLC0415

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT SUM(pgsize) FROM dbstat WHERE name IN "
            "(SELECT name FROM sqlite_master WHERE tbl_name IN ('people_searchkey', 'people_nameline'))"
        )
        return int(cursor.fetchone()[0])


def _user() -> Any:
    """A supervisor who sees the whole country."""
    from django.utils import timezone  # noqa: PLC0415

    from ayni.access.models import Membership, Office, Reach, User  # noqa: PLC0415
    from ayni.access.permissions import Role  # noqa: PLC0415

    office = Office.objects.filter(organisation__code="MIGRACIONES").order_by("pk").first()
    user = User.objects.create(username=USER, organisation=office.organisation, office=office)
    now = timezone.now()
    Membership.objects.create(
        user=user,
        role=Role.SUPERVISOR,
        office=office,
        reach=Reach.NATIONAL,
        starts_at=now,
        ends_at=now.replace(year=2090),
    )
    return user


def _write(people: int, user: Any) -> None:
    from django.utils import timezone  # noqa: PLC0415

    from ayni.access.models import Office  # noqa: PLC0415
    from ayni.codelists.models import SexGender  # noqa: PLC0415
    from ayni.desk.demo.writing import Rows  # noqa: PLC0415
    from ayni.people.models import Person  # noqa: PLC0415

    chance, rows, at = random.Random(SEED), Rows(Person), timezone.now()  # noqa: S311
    offices = list(Office.objects.filter(organisation__code="MIGRACIONES").order_by("pk").values_list("pk", flat=True))
    sex = SexGender.objects.order_by("pk").values_list("pk", flat=True)[0]
    for number, drawn in enumerate(drawn_people(people)):
        rows.add(
            id=uuid_of(number), given_name_1=drawn.given_1, given_name_2=drawn.given_2, surname_1=drawn.surname_1,
            surname_2=drawn.surname_2, birth_date=drawn.born, birth_precision=drawn.precision, sex_id=sex,
            office_id=chance.choice(offices), registered_by_id=user.pk, registered_at=at, is_fictitious=True,
        )  # fmt: skip
        if len(rows) == 50_000:
            rows.write()
    rows.write()


def drawn_people(people: int) -> list[Any]:
    from .crowd import draw  # noqa: PLC0415

    return draw(people, SEED)


def uuid_of(number: int) -> Any:
    """People are told apart by their number, which every method that is measured can give back."""
    from uuid import UUID  # noqa: PLC0415

    return UUID(int=(0x7 << 76) | (0x8 << 60) | number)


def number_of(pk: Any) -> int:
    return int(pk.int & 0xFFFFFFFF)


# The queries.


def queries(people: list[Any], count: int, seed: int = SEED) -> dict[str, list[tuple[int, Any]]]:
    """Set → (number of the person meant, what is typed)."""
    from . import misspelled  # noqa: PLC0415

    chance = random.Random(seed + 1)  # noqa: S311
    makers = {"ordinary": misspelled.ordinary, "hard": misspelled.hard}
    return {
        name: [(n, makers[name](people[n], chance)) for n in chance.sample(range(len(people)), count)] for name in SETS
    }


# What is measured.


def ours(*, twice: bool) -> "Finder":
    from ayni.access.models import User  # noqa: PLC0415
    from ayni.people import queries as people  # noqa: PLC0415
    from ayni.people.queries.scan import NAMES  # noqa: PLC0415

    user = User.objects.get(username=USER)
    # No method gains by what another was asked before.
    NAMES.forget()
    NAMES.refresh()
    return lambda asked: [number_of(h.person.pk) for h in people.search_for(asked.sought, user, twice=twice).hits]


def memory_of_names() -> tuple[float, float]:
    """Megabytes that reading all names keeps: as Python counts what it and numpy hold, and seconds that it took."""
    import gc  # noqa: PLC0415
    import tracemalloc  # noqa: PLC0415

    from ayni.people.queries.scan import Names  # noqa: PLC0415

    gc.collect()
    tracemalloc.start()
    names = Names()
    names.refresh()
    gc.collect()
    held = tracemalloc.get_traced_memory()[0] / 1e6
    tracemalloc.stop()
    began = time.monotonic()
    Names().refresh()
    assert names.is_read
    return held, time.monotonic() - began


def measure(find: "Finder", asked: list[tuple[int, Any]], warm: list[tuple[int, Any]]) -> dict[str, float]:
    """`warm`: asked before, and never again: what is asked twice is remembered."""
    for _number, query in warm:
        find(query)
    times, work, found = [], [], 0
    for number, query in asked:
        began, worked = time.perf_counter(), time.process_time()
        hits = find(query)
        times.append((time.perf_counter() - began) * 1000)
        work.append((time.process_time() - worked) * 1000)
        found += number in hits[:10]
    return {"recall": found / len(asked), "work": sorted(work)[int(0.95 * len(work))]} | percentiles(times)


def table(found: dict[str, dict[str, dict[str, float]]], prepared: dict[str, float]) -> list[str]:
    """`work`: at p95, of the process's own time; it says nothing of a peer that works in another process."""
    columns = "".join(f"{name + ' @10':>15}{'p50':>9}{'p95':>9}{'work':>8}" for name in SETS)
    lines = [f"{'':<24}{'prepared':>10}{columns}"]
    for method, sets in found.items():
        ready = f"{prepared[method]:>8.0f} s" if method in prepared else f"{'-':>10}"
        numbers = "".join(
            f"{sets[name]['recall']:>15.3f}{sets[name]['p50']:>9.1f}{sets[name]['p95']:>9.1f}{sets[name]['work']:>8.1f}"
            for name in SETS
        )
        lines.append(f"{method:<24}{ready}{numbers}")
    return lines


def main() -> None:
    read = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    read.add_argument("--people", type=int, default=200_000)
    read.add_argument("--queries", type=int, default=200)
    read.add_argument("--brute", type=int, help="So many queries of each set for rapidfuzz; otherwise all.")
    read.add_argument("--alone", action="store_true", help="Without the peers: nothing that may be reported.")
    read.add_argument(
        "--seed", type=int, default=SEED, help="Of the queries. Another one than the bench's to tune with."
    )
    given = read.parse_args()
    home = WORLDS / f"search-{given.people}"
    home.mkdir(parents=True, exist_ok=True)
    os.environ["AYNI_HOME"] = str(home)
    os.environ["DJANGO_SETTINGS_MODULE"] = "ayni.config.settings"
    import django  # noqa: PLC0415

    django.setup()
    indexing = build(given.people)
    people = drawn_people(given.people)
    asked, warm = queries(people, given.queries, given.seed), queries(people, WARM, given.seed + 1)
    held, read_in = memory_of_names()
    found = {
        "Ayni, the first look": {name: measure(ours(twice=False), asked[name], warm[name]) for name in SETS},
        "Ayni, both looks": {name: measure(ours(twice=True), asked[name], warm[name]) for name in SETS},
    }
    prepared = {"Ayni, the first look": indexing["seconds"]}
    if not given.alone:
        prepared |= _peers(people, asked, warm, found, given.brute)
    print(f"{given.queries} queries of each set (seed {given.seed}); milliseconds")
    if given.brute:
        print(f"rapidfuzz: {given.brute} of them")
    print("\n".join(table(found, prepared)))
    print(f"Index: {indexing['seconds']:.0f} s, of them work {indexing['work']:.0f}; {indexing['bytes']:.0f} bytes")
    print(f"Names in memory: {held:.1f} MB a process, words and dictionaries included; read in {read_in:.1f} s")


def _peers(
    people: list[Any],
    asked: dict[str, Any],
    warm: dict[str, Any],
    found: dict[str, dict[str, dict[str, float]]],
    brute: int | None,
) -> dict[str, float]:
    from .search_peers import brute_force, trigrams  # noqa: PLC0415

    everybody = brute_force(people)
    found["rapidfuzz, everybody"] = {name: measure(everybody, asked[name][:brute], []) for name in SETS}
    with trigrams(people) as (find, seconds):
        found["PostgreSQL pg_trgm"] = {name: measure(find, asked[name], warm[name]) for name in SETS}
    return {"PostgreSQL pg_trgm": seconds}


if __name__ == "__main__":
    main()
