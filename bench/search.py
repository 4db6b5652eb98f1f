"""How well and how fast somebody is found among very many, beside a trigram index and a comparison with everybody.

    python -m bench.search                       # 200 000 people
    python -m bench.search --people 2000000

The same people, the same queries, the same run. The register stands in .bench/search-N and is made once. Recall@10: in
how many of the queries the person meant is among the first ten. The peers: PostgreSQL's pg_trgm with a GIN index and
the same comparison of what it finds, on a server started for it; rapidfuzz comparing the query with everybody.
"""

import argparse
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


# The register.


def build(people: int) -> float:
    """Everybody and their search keys, unless they are there. The seconds that the keys took, when they were made."""
    from django.core.management import call_command  # noqa: PLC0415
    from django.db import transaction  # noqa: PLC0415

    from ayni.config.commands import setting_up  # noqa: PLC0415
    from ayni.people.models import Person  # noqa: PLC0415

    call_command("migrate", verbosity=0)
    noted = Path(os.environ["AYNI_HOME"]) / "seconds"
    if Person.objects.exists():
        return float(noted.read_text())
    setting_up.setup()
    from ayni.people import actions  # noqa: PLC0415

    user = _user()
    with transaction.atomic():
        _write(people, user)
        began = time.monotonic()
        actions.index(Person.objects.order_by("pk").iterator(chunk_size=5000))
        noted.write_text(str(time.monotonic() - began))
    return float(noted.read_text())


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


def queries(people: list[Any], count: int) -> dict[str, list[tuple[int, Any]]]:
    """Set → (number of the person meant, what is typed)."""
    from . import misspelled  # noqa: PLC0415

    chance = random.Random(SEED + 1)  # noqa: S311
    makers = {"ordinary": misspelled.ordinary, "hard": misspelled.hard}
    return {
        name: [(n, makers[name](people[n], chance)) for n in chance.sample(range(len(people)), count)] for name in SETS
    }


# What is measured.


def ours() -> "Finder":
    from ayni.access.models import User  # noqa: PLC0415
    from ayni.people import queries as people  # noqa: PLC0415

    user = User.objects.get(username=USER)
    return lambda asked: [number_of(hit.person.pk) for hit in people.search_for(asked.sought, user).hits]


def measure(find: "Finder", asked: list[tuple[int, Any]], warm: int = 20) -> dict[str, float]:
    for _number, query in asked[-warm:]:
        find(query)
    times, found = [], 0
    for number, query in asked:
        began = time.perf_counter()
        hits = find(query)
        times.append((time.perf_counter() - began) * 1000)
        found += number in hits[:10]
    return {"recall": found / len(asked)} | percentiles(times)


def table(found: dict[str, dict[str, dict[str, float]]], prepared: dict[str, float]) -> list[str]:
    lines = [f"{'':<24}{'prepared':>10}" + "".join(f"{name + ' @10':>15}{'p50':>9}{'p95':>9}" for name in SETS)]
    for method, sets in found.items():
        ready = f"{prepared[method]:>8.0f} s" if method in prepared else f"{'-':>10}"
        numbers = "".join(
            f"{sets[name]['recall']:>15.3f}{sets[name]['p50']:>9.1f}{sets[name]['p95']:>9.1f}" for name in SETS
        )
        lines.append(f"{method:<24}{ready}{numbers}")
    return lines


def main() -> None:
    read = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    read.add_argument("--people", type=int, default=200_000)
    read.add_argument("--queries", type=int, default=200)
    given = read.parse_args()
    home = WORLDS / f"search-{given.people}"
    home.mkdir(parents=True, exist_ok=True)
    os.environ["AYNI_HOME"] = str(home)
    os.environ["DJANGO_SETTINGS_MODULE"] = "ayni.config.settings"
    import django  # noqa: PLC0415

    django.setup()
    from .search_peers import brute_force, trigrams  # noqa: PLC0415

    indexing = build(given.people)
    people = drawn_people(given.people)
    asked = queries(people, given.queries)
    found = {"Ayni": {name: measure(ours(), asked[name]) for name in SETS}}
    found["rapidfuzz, everybody"] = {name: measure(brute_force(people), asked[name], warm=0) for name in SETS}
    with trigrams(people) as (find, seconds):
        found["PostgreSQL pg_trgm"] = {name: measure(find, asked[name]) for name in SETS}
    print(f"{given.queries} queries of each set; milliseconds")
    print("\n".join(table(found, {"Ayni": indexing, "PostgreSQL pg_trgm": seconds})))


if __name__ == "__main__":
    main()
