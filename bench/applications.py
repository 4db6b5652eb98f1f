"""How long an evaluator waits for the next application among half a million, beside what one would write first.

    python -m bench.applications                     # 500 000 applications on SQLite, kept in .bench/
    python -m bench.applications --applications 50000

Each round is what an evaluator does: take the next one (a POST), and look at its page (a GET), through the WSGI
application, middleware and trail included; `work` is the time of the process itself, where others use the machine.
Beside it, in the same run and on the same rows: the choice of the next one
by a query without an index, and the queue paged by OFFSET at the depth that the queue has.
"""

import argparse
import os
import random
import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from .pages import CONTROL, MOST_STATEMENTS, WORLDS, percentiles
from .search import uuid_of

SEED = 11
ROUNDS = 200
WARM = 20
MOST_MS = 60.0
PROCEDURES, ITEMS = 5, 6
STATES = ("SUBMITTED", "EVALUATED", "OBSERVED", "APPROVED", "APPROVED", "APPROVED", "REJECTED", "WITHDRAWN")
"""Of the applications, in turns: one in eight waits for an evaluator."""
HIDDEN = 25
"""One person in so many has a restricted case: theirs never come by."""


def build(applications: int) -> None:
    """The installation, its people and applications, unless they are there."""
    from django.db import transaction  # noqa: PLC0415

    from ayni.config.commands import setting_up  # noqa: PLC0415
    from ayni.procedures.models import Application  # noqa: PLC0415

    setting_up.setup()
    if Application.objects.exists():
        return
    with transaction.atomic():
        user = _evaluator()
        procedures = _procedures()
        _write(applications, user, procedures)
    with _cursor() as cursor:
        cursor.execute("ANALYZE")


def _cursor() -> Any:
    from django.db import connection  # noqa: PLC0415

    return connection.cursor()


def _evaluator() -> Any:
    from allauth.mfa.models import Authenticator  # noqa: PLC0415
    from django.utils import timezone  # noqa: PLC0415

    from ayni.access.models import Membership, Office, User  # noqa: PLC0415
    from ayni.access.permissions import Role  # noqa: PLC0415
    from ayni.access.second_factor import demo_secret, sealed  # noqa: PLC0415

    office = Office.objects.get(code="SEDE-CENTRAL")
    user = User.objects.create(
        username="bench", email="bench@example.pe", organisation=office.organisation, office=office
    )
    now = timezone.now()
    ends = now.replace(year=2090)
    Membership.objects.create(user=user, role=Role.EVALUATOR, office=office, starts_at=now, ends_at=ends)
    factor = {"secret": sealed(demo_secret(user.username))}
    Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data=factor)
    return user


def _procedures() -> list[Any]:
    from ayni.access.models import Organisation  # noqa: PLC0415
    from ayni.procedures.models import Procedure, Requirement  # noqa: PLC0415

    ours = Organisation.objects.get(code="MIGRACIONES")
    made = [
        Procedure.objects.create(
            code=f"BENCH-{n}", version=1, label_es=f"Trámite {n}", valid_from=date(2022, 1, 1), authority=ours,
            statutory_days=30, validity_days=365,
        )
        for n in range(PROCEDURES)
    ]  # fmt: skip
    Requirement.objects.bulk_create(
        Requirement(procedure=one, order=n, label_es=f"Requisito {n}") for one in made for n in range(1, ITEMS + 1)
    )
    return made


def _write(applications: int, user: Any, procedures: list[Any]) -> None:
    from django.utils import timezone  # noqa: PLC0415

    from ayni.access.models import Office  # noqa: PLC0415
    from ayni.codelists.models import SexGender  # noqa: PLC0415
    from ayni.desk.demo.writing import Rows  # noqa: PLC0415
    from ayni.people.models import Compartment, Person  # noqa: PLC0415
    from ayni.procedures.models import Application, Item  # noqa: PLC0415

    at, chance = timezone.now(), random.Random(SEED)  # noqa: S311
    elsewhere = list(Office.objects.exclude(pk=user.office_id).order_by("pk").values_list("pk", flat=True))
    sex = SexGender.objects.order_by("pk").values_list("pk", flat=True)[0]
    asked = {one.pk: list(one.requirements.values_list("pk", flat=True)) for one in procedures}
    people, hidden, rows, items = Rows(Person), Rows(Compartment), Rows(Application), Rows(Item)
    for n in range(applications // PROCEDURES):
        # Half of all are at the head office, whose queue is the longest.
        office = user.office_id if n % 2 else chance.choice(elsewhere)
        people.add(
            id=uuid_of(n), given_name_1="Ana", surname_1=f"Rojas{n}", birth_precision="UNKNOWN", sex_id=sex,
            office_id=office, registered_by_id=user.pk, registered_at=at, is_fictitious=True,
        )  # fmt: skip
        if n % HIDDEN == 0:
            hidden.add(person_id=uuid_of(n), reason=uuid_of(10**9 + n), sensitivity="RESTRICTED", office_id=office)
        for k, procedure in enumerate(procedures):
            number = n * PROCEDURES + k
            state = STATES[number % len(STATES)]
            decided = at if state in {"APPROVED", "REJECTED"} else None
            rows.add(
                id=uuid_of(2 * 10**9 + number), number=f"T-{number:08d}", procedure_id=procedure.pk,
                person_id=uuid_of(n), office_id=office, state=state, begun_at=at, submitted_at=at,
                due_on=at.date() + timedelta(days=chance.randrange(-20, 40)), decided_at=decided,
            )  # fmt: skip
            if state == "SUBMITTED":
                for m, requirement in enumerate(asked[procedure.pk]):
                    items.add(
                        id=uuid_of(4 * 10**9 + number * ITEMS + m), application_id=uuid_of(2 * 10**9 + number),
                        requirement_id=requirement, state="PRESENTED",
                    )  # fmt: skip
        if len(rows) >= 50_000:
            for table in (people, hidden, rows, items):
                table.write()
    for table in (people, hidden, rows, items):
        table.write()


def evaluating() -> dict[str, Any]:
    """Times of taking and of looking, and the most statements that a page asked."""
    from django.test import Client  # noqa: PLC0415
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415

    from ayni.access.models import User  # noqa: PLC0415
    from ayni.procedures.models import Application  # noqa: PLC0415

    user, client = User.objects.get(username="bench"), Client(HTTP_HOST="127.0.0.1")
    client.force_login(user)
    took: dict[str, list[float]] = {"take": [], "page": [], "work": []}
    for n in range(WARM + ROUNDS):
        # What the evaluator held is out of their hands: an evaluation each, not a pile.
        Application.objects.filter(evaluator=user, state="EVALUATING").update(state="EVALUATED")
        began = time.perf_counter()
        answer = client.post("/tramites/solicitudes/siguiente/")
        middle, worked = time.perf_counter(), time.process_time()
        page = client.get(answer["Location"])
        ended = time.perf_counter()
        if page.status_code != 200 or b"Requisito 1" not in page.content:
            raise SystemExit(f"The page of the next application did not come: {page.status_code}.")
        if n >= WARM:
            took["take"].append((middle - began) * 1000)
            took["page"].append((ended - middle) * 1000)
            took["work"].append((time.process_time() - worked) * 1000)
    from django.db import connection  # noqa: PLC0415

    with CaptureQueriesContext(connection) as context:
        client.get(answer["Location"])
    asked = sum(query["sql"].split()[0].upper() not in CONTROL for query in context)
    return {**took, "asked": asked}


def peers() -> dict[str, list[float]]:
    """What one would write first: no index; and the queue by OFFSET, with how many there are."""
    from ayni.access.models import User  # noqa: PLC0415

    office = User.objects.get(username="bench").office_id
    where = "WHERE office_id = %s AND state = 'SUBMITTED'"
    unindexed = "+office_id = %s AND +state = 'SUBMITTED'"
    ways: dict[str, Callable[[Any], None]] = {
        "no index": lambda cursor: _read(
            cursor,
            f"SELECT id FROM procedures_application WHERE {unindexed} ORDER BY +due_on, +id LIMIT 1",  # noqa: S608
            office,
        ),
        "count and OFFSET": lambda cursor: (
            _read(cursor, f"SELECT COUNT(*) FROM procedures_application {where}", office),  # noqa: S608
            _read(
                cursor,
                f"SELECT * FROM procedures_application {where} ORDER BY due_on, id LIMIT 25 OFFSET 20000",  # noqa: S608
                office,
            ),
        )[0],
    }
    found: dict[str, list[float]] = {}
    with _cursor() as cursor:
        for name, way in ways.items():
            times = []
            for _n in range(20):
                began = time.perf_counter()
                way(cursor)
                times.append((time.perf_counter() - began) * 1000)
            found[name] = times
    return found


def _read(cursor: Any, sql: str, office: int) -> None:
    cursor.execute(sql, [office])
    cursor.fetchall()


def main() -> None:
    read = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    read.add_argument("--applications", type=int, default=500_000)
    given = read.parse_args()
    home = Path(os.environ.get("BENCH_HOME", WORLDS / f"applications-{given.applications}"))
    home.mkdir(parents=True, exist_ok=True)
    os.environ |= {"AYNI_HOME": str(home), "DJANGO_SETTINGS_MODULE": "ayni.config.settings"}
    import django  # noqa: PLC0415

    django.setup()
    build(given.applications)
    found, beside = evaluating(), peers()
    print(f"{given.applications} applications; {ROUNDS} rounds; milliseconds")
    lines = {
        "page of the next one": found["page"],
        "of that, work": found["work"],
        "take the next one": found["take"],
        **beside,
    }
    for name, times in lines.items():
        said = percentiles(times)
        print(f"  {name:24} p50 {said['p50']:8.1f}   p95 {said['p95']:8.1f}")
    print(f"  statements of the page   {found['asked']}")
    is_met = percentiles(found["page"])["p95"] <= MOST_MS and found["asked"] <= MOST_STATEMENTS
    print(f"Page p95 at most {MOST_MS:.0f} ms, at most {MOST_STATEMENTS} statements: {'met' if is_met else 'MISSED'}")
    if not is_met:
        raise SystemExit(1)


if __name__ == "__main__":
    main()
