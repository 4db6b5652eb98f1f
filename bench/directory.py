"""How long the directory takes to be searched, served and exported with 5 000 services, beside plain SQL.

    python -m bench.directory                      # 5 000 services, 100 requests of each kind
    python -m bench.directory --services 20000     # more of them

The institutions and code lists are those of the reference data; the services, their points, hours, terms and telephones
are drawn. They stand in .bench/directory-N and are made once. Pages go through the WSGI application, one after another:
no network, no second user. `work` is the median of the process's own time. The API is asked with `search=`, 25 a page.
The peers, in the same run, over a copy of the same rows in memory: LIKE on their plain text (lower case, no accents,
made beforehand), the full text index of SQLite (FTS5), and for what is open now one condition on weekday and hour that
knows no holidays, closures, nights or monthly hours. Both count what fits and give the first twenty; they draw no page.
"""

import argparse
import os
import random
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from .pages import WORLDS, Summary, statements, summary

SEED = 17
SEARCH_MS, OPEN_MS, STATEMENTS = 100, 200, 12
"""The limits: p95 of a search page, and of one with what is open now; statements of either."""
API_MS, EXPORT_S = 200, 10
WARM = 10
WHAT = ("Atención", "Orientación", "Asesoría", "Acompañamiento", "Consulta", "Taller", "Registro", "Evaluación")
OF = ("psicológica", "legal gratuita", "de salud materna", "de niñez", "laboral", "para víctimas de violencia",
      "de vacunación", "sobre regularización", "de inscripción escolar", "en tuberculosis y VIH", "de alojamiento",
      "alimentaria")  # fmt: skip
PLACES = ("Centro", "Norte", "Sur", "San Martín", "Túpac Amaru", "El Porvenir", "Los Olivos", "Ñaña", "Miraflores")
NOTES = (
    "Se atiende por orden de llegada a personas de cualquier nacionalidad.", "Gratuito. Traiga un documento si tiene.",
    "Un equipo de psicología, trabajo social y derecho acompaña a la familia desde el primer día.",
    "Incluye derivación a otros servicios y seguimiento después de un mes.",
)  # fmt: skip
WEEK = "MO,TU,WE,TH,FR"
KINDS = ("search", "words", "near", "open now", "open near", "API", "API words")


def build(services: int) -> None:
    """An installation with so many services, unless it is there already."""
    from allauth.mfa.models import Authenticator  # noqa: PLC0415
    from django.db import transaction  # noqa: PLC0415

    from ayni.access import second_factor  # noqa: PLC0415
    from ayni.config.commands import setting_up  # noqa: PLC0415
    from ayni.directory.models import Service  # noqa: PLC0415

    from .search import _user  # noqa: PLC0415

    setting_up.setup()
    if Service.objects.filter(code__startswith="B-").exists():
        return
    with transaction.atomic():
        user = _user()
        sealed = second_factor.sealed(second_factor.new_secret())
        Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={"secret": sealed})
        _write(services, random.Random(SEED))  # noqa: S311


def _write(count: int, chance: random.Random) -> None:
    from django.utils.timezone import now  # noqa: PLC0415

    from ayni.access.models import Organisation  # noqa: PLC0415
    from ayni.codelists import queries as codelists  # noqa: PLC0415
    from ayni.codelists.models import NeedSector, Profile, ServiceCategory, Territory  # noqa: PLC0415
    from ayni.directory.models import (  # noqa: PLC0415
        Location,
        Record,
        Schedule,
        Service,
        ServiceAtLocation,
        ServiceTerm,
    )  # fmt: skip

    at = now()
    owners = list(Organisation.objects.order_by("pk").values_list("pk", flat=True))
    districts = list(codelists.current(Territory).filter(level="DISTRICT").order_by("code"))
    above = {d.code: d.pk for d in codelists.departments()}
    lists = {
        "need": [code for code, _label in codelists.kept_choices(NeedSector)],
        "profile": [code for code, _label in codelists.kept_choices(Profile)],
    }
    categories = list(codelists.current(ServiceCategory).order_by("pk").values_list("pk", flat=True))
    services = Service.objects.bulk_create(
        Service(
            code=f"B-{n}", organisation_id=chance.choice(owners), category_id=chance.choice(categories),
            name=f"{chance.choice(WHAT)} {chance.choice(OF)} {chance.choice(PLACES)} {n}",
            note=" ".join(chance.sample(NOTES, 3)), by_appointment=chance.random() < 0.2, modified_at=at,
            verified_at=at - timedelta(days=chance.randrange(200)), verified_how="STAFF",
            admits=chance.choice(["UNKNOWN", "ANYONE", "DOCUMENT", "REGULAR"]),
        )
        for n in range(count)
    )  # fmt: skip
    places = Location.objects.bulk_create(_place(n, chance, districts, above, owners) for n in range(count))
    pairs = {(s, chance.choice(places)) for s in services for _n in range(chance.choice([1, 1, 1, 2]))}
    links = sorted(pairs, key=lambda pair: (pair[0].pk, pair[1].pk))
    ServiceAtLocation.objects.bulk_create(ServiceAtLocation(service=s, location=p) for s, p in links)
    Schedule.objects.bulk_create(_hours({"service": s}, chance) for s in services if chance.random() < 0.7)
    Schedule.objects.bulk_create(_hours({"location": p}, chance) for p in places if chance.random() < 0.7)
    closed = {"is_closure": True, "valid_from": date(2026, 1, 1), "valid_to": date(2026, 1, 15)}
    Schedule.objects.bulk_create(Schedule(service=s, **closed) for s in services[::20])
    ServiceTerm.objects.bulk_create(
        ServiceTerm(service=s, taxonomy=taxonomy, code=code)
        for s in services for taxonomy, codes in lists.items() for code in chance.sample(codes, 2)
    )  # fmt: skip
    phones = {"table": "phone"}
    Record.objects.bulk_create(
        Record(service=s, data={"number": f"+5190000{n:04}"}, **phones) for n, s in enumerate(services)
    )
    Record.objects.bulk_create(Record(service=s, table="language", code="spa", data={"code": "spa"}) for s in services)


def _place(n: int, chance: random.Random, districts: list[Any], above: dict[str, int], owners: list[int]) -> Any:
    from ayni.directory.models import Location  # noqa: PLC0415
    from ayni.lib.ids import uuid7  # noqa: PLC0415

    district = chance.choice(districts)
    address = {"id": str(uuid7()), "address_1": f"Av. Perú {n}", "city": district.label_es, "state_province": "Perú",
               "postal_code": "15001", "country": "PE", "address_type": "physical"}  # fmt: skip
    hidden = chance.random() < 0.05
    spot = {} if hidden else {"latitude": chance.uniform(-18, 0), "longitude": chance.uniform(-81, -69)}
    return Location(
        organisation_id=chance.choice(owners), name=f"Sede {chance.choice(PLACES)} {n}", is_confidential=hidden,
        district=district, department_id=above[district.department_code], addresses=[address], **spot,
    )  # fmt: skip


def _hours(owner: dict[str, Any], chance: random.Random) -> Any:
    from datetime import time as hour  # noqa: PLC0415

    from ayni.directory.models import Schedule  # noqa: PLC0415

    days = chance.choice([WEEK, WEEK, WEEK, f"{WEEK},SA", "MO,WE,FR", "TU,TH", "1MO,3MO", f"{WEEK},SA,SU"])
    freq = "MONTHLY" if days[0].isdigit() else "WEEKLY"
    opens, closes = hour(chance.choice([7, 8, 9]), chance.choice([0, 30])), hour(chance.choice([13, 16, 17, 20]))
    return Schedule(freq=freq, byday=days, opens_at=opens, closes_at=closes, **owner)


# What is asked.


def visits(times: int) -> dict[str, list[Callable[[], None]]]:
    """Kind → requests, none of them twice in the same words and place."""
    from urllib.parse import urlencode  # noqa: PLC0415

    from django.test import Client  # noqa: PLC0415
    from django.urls import reverse  # noqa: PLC0415

    from ayni.access.models import User  # noqa: PLC0415
    from ayni.directory.views import territory  # noqa: PLC0415

    territory.localtime = monday_at_ten
    client = Client()
    client.force_login(User.objects.get(username="bench"))
    chance = random.Random(SEED + 1)  # noqa: S311
    asked: dict[str, list[str]] = {kind: [] for kind in KINDS}
    some = districts_of()
    for _n in range(times):
        near = {"district": chance.choice(some)}
        for kind, said in (
            ("search", {"q": one_word(chance)}), ("words", {"q": two_words(chance)}),
            ("near", near | {"q": one_word(chance)}), ("open now", {"q": "", "open_now": "on"}),
            ("open near", near | {"q": one_word(chance), "open_now": "on"}),
        ):  # fmt: skip
            asked[kind].append(f"{reverse('directory:search')}?{urlencode(said)}")
        for kind, text in (("API", one_word(chance)), ("API words", two_words(chance))):
            asked[kind].append(f"{reverse('hsds:services')}?{urlencode({'search': text})}")
    return {kind: [_visit(client, path) for path in paths] for kind, paths in asked.items()}


def _visit(client: Any, path: str) -> Callable[[], None]:
    def visited() -> None:
        status = client.get(path).status_code
        assert status == 200, f"{path} answered {status}"

    return visited


def monday_at_ten() -> datetime:
    """When most are open, whenever this is measured."""
    return datetime(2026, 11, 23, 10, tzinfo=ZoneInfo("America/Lima"))


def one_word(chance: random.Random) -> str:
    return chance.choice([*WHAT, *(word for text in OF for word in text.split() if len(word) > 4), *PLACES[3:]]).lower()


def two_words(chance: random.Random) -> str:
    return f"{chance.choice(WHAT)} {chance.choice(PLACES)}"


def districts_of() -> list[str]:
    from ayni.codelists import queries as codelists  # noqa: PLC0415
    from ayni.codelists.models import Territory  # noqa: PLC0415

    rows = codelists.current(Territory).filter(level="DISTRICT").select_related("parent__parent").order_by("code")
    return [place.full_name for place in rows[::25]]


def timed(visits: list[Callable[[], Any]]) -> Summary:
    from django.core.cache import cache  # noqa: PLC0415

    times = []
    for n, visit in enumerate([*visits[:WARM], *visits]):
        # No machine asks the public API three hundred times a minute and is answered for ever.
        cache.delete_many([key for key in getattr(cache, "_cache", {}) if "limit" in key])
        began, worked = time.perf_counter(), time.process_time()
        visit()
        if n >= WARM:
            times.append(((time.perf_counter() - began) * 1000, (time.process_time() - worked) * 1000))
    return summary(times)


def export() -> dict[str, tuple[float, float]]:
    """Seconds that writing everything takes, on the clock and of work, as JSON and as an archive of tables."""
    from ayni.directory import exchange, queries  # noqa: PLC0415

    found = {}
    with tempfile.TemporaryDirectory() as folder:
        for name in ("directory.json", "directory.zip"):
            began, worked = time.perf_counter(), time.process_time()
            exchange.write(Path(folder) / name, queries.whole_directory())
            found[name] = time.perf_counter() - began, time.process_time() - worked
    return found


# The peers.


def peers(times: int) -> dict[str, list[Callable[[], None]]]:
    from ayni.codelists.rules import fold  # noqa: PLC0415
    from ayni.directory.rules.hsds import WEEKDAYS  # noqa: PLC0415

    base = _copy()
    chance, at = random.Random(SEED + 1), monday_at_ten()  # noqa: S311
    like = "FROM told WHERE text LIKE ? AND text LIKE ?"
    match = "FROM words JOIN told ON told.id = words.rowid WHERE words MATCH ?"
    now = "FROM told JOIN hours ON hours.service = told.id WHERE byday LIKE ? AND opens <= ? AND closes > ?"
    found: dict[str, list[Callable[[], None]]] = {"SQL LIKE": [], "SQLite FTS5": [], "SQL, open": []}
    for _n in range(times):
        words = [fold(word) for word in two_words(chance).split()][:2]
        found["SQL LIKE"].append(_asking(base, like, [f"%{word}%" for word in words]))
        found["SQLite FTS5"].append(_asking(base, match, [" ".join(f'"{word}"' for word in words)]))
        today, clock = WEEKDAYS[at.weekday()], f"{at:%H:%M}"
        found["SQL, open"].append(_asking(base, now, [f"%{today}%", clock, clock]))
    return found


def _copy() -> sqlite3.Connection:
    from ayni.codelists.rules import fold  # noqa: PLC0415
    from ayni.directory.models import Schedule, Service  # noqa: PLC0415

    base = sqlite3.connect(":memory:")
    base.execute("CREATE TABLE told (id INTEGER PRIMARY KEY, name TEXT, text TEXT)")
    base.execute("CREATE TABLE hours (service INTEGER, byday TEXT, opens TEXT, closes TEXT)")
    base.execute("CREATE VIRTUAL TABLE words USING fts5(text)")
    columns = ("pk", "name", "organisation__name", "organisation__code", "note")
    rows = [(pk, name, fold(" ".join([name, *more]))) for pk, name, *more in Service.objects.values_list(*columns)]
    base.executemany("INSERT INTO told VALUES (?, ?, ?)", rows)
    base.executemany("INSERT INTO words (rowid, text) VALUES (?, ?)", ((pk, text) for pk, _name, text in rows))
    hours = Schedule.objects.filter(is_closure=False, service__isnull=False)
    some = hours.values_list("service", "byday", "opens_at", "closes_at")
    base.executemany(
        "INSERT INTO hours VALUES (?, ?, ?, ?)", ((pk, days, f"{o:%H:%M}", f"{c:%H:%M}") for pk, days, o, c in some)
    )
    base.execute("CREATE INDEX of_service ON hours (service)")
    return base


def _asking(base: sqlite3.Connection, rows: str, given: list[str]) -> Callable[[], None]:
    def asked() -> None:
        base.execute(f"SELECT COUNT(*) {rows}", given).fetchone()  # noqa: S608
        base.execute(f"SELECT told.id, told.name {rows} ORDER BY told.name LIMIT 20", given).fetchall()  # noqa: S608

    return asked


# What is printed.


def table(found: dict[str, Summary]) -> list[str]:
    lines = [f"{'':<14}{'statements':>11}{'p50':>9}{'p95':>9}{'work':>9}"]
    return lines + [
        f"{kind:<14}{row.get('statements', 2):>11.0f}{row['p50']:>9.1f}{row['p95']:>9.1f}{row['work']:>9.1f}"
        for kind, row in found.items()
    ]


def judged(found: dict[str, Summary], seconds: dict[str, tuple[float, float]]) -> list[str]:
    most = {"search": SEARCH_MS, "words": SEARCH_MS, "near": SEARCH_MS, "open now": OPEN_MS, "open near": OPEN_MS,
            "API": API_MS, "API words": API_MS}  # fmt: skip
    told = [(f"{kind}, p95", found[kind]["p95"], limit, "ms") for kind, limit in most.items()]
    pages = [kind for kind in KINDS if not kind.startswith("API")]
    told += [(f"{kind}, statements", found[kind]["statements"], STATEMENTS, "") for kind in pages]
    told += [(f"{name}, work {work:.1f} s", took, EXPORT_S, "s") for name, (took, work) in seconds.items()]
    return [
        f"{what}: {value:.1f} {unit}, asked at most {limit} {unit}: {'met' if value <= limit else 'MISSED'}"
        for what, value, limit, unit in told
    ]


def main() -> int:
    read = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    read.add_argument("--services", type=int, default=5000)
    read.add_argument("--requests", type=int, default=100)
    given = read.parse_args()
    home = WORLDS / f"directory-{given.services}"
    home.mkdir(parents=True, exist_ok=True)
    os.environ["AYNI_HOME"] = str(home)
    os.environ["DJANGO_SETTINGS_MODULE"] = "ayni.config.settings"
    import django  # noqa: PLC0415

    django.setup()
    from django.conf import settings  # noqa: PLC0415

    import ayni.config.wsgi  # noqa: F401, PLC0415 - this process as the one that serves

    settings.ALLOWED_HOSTS = ["testserver"]
    build(given.services)
    found = {}
    for kind, some in visits(given.requests).items():
        found[kind] = timed(some) | {"statements": statements(some[0])}
    found |= {name: timed(some) for name, some in peers(given.requests).items()}
    seconds = export()
    print(f"{given.services:,} services, {given.requests} requests of each kind (seed {SEED}); milliseconds")
    print("\n".join(table(found)))
    lines = judged(found, seconds)
    print("\n".join(lines))
    return 1 if any(line.endswith("MISSED") for line in lines) else 0


if __name__ == "__main__":
    sys.exit(main())
