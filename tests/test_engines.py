"""The same facts, asked in the same words, come out the same on DuckDB and on Spark."""

import os
import shutil
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import ibis
import pyarrow as pa
import pytest
from django.db import connection

from ayni.cases.tests.factories import open_case
from ayni.facts.actions import refresh
from ayni.facts.builds import Build
from ayni.people.models import Person
from ayni.people.tests.factories import PersonFactory
from ayni.results import engines
from ayni.results.engines import Held, NoSuchEngine, answered, lay_beside, read, stocked
from tests.age_bands import make_age_bands
from tests.whole_file import whole_file
from tests.world import World

AT = datetime(2027, 3, 10, 17, 0, tzinfo=UTC)
HOLDS = {
    "people": Held("people", ("organisation", "department", "sex", "age_band", "month")),
    "cases": Held("cases", ("organisation", "department", "family", "month"), month="month_opened"),
    "steps": Held("steps", ("organisation", "department", "protocol", "step", "month")),
    "referrals": Held("referrals", ("organisation", "department", "protocol", "month")),
    "served": Held("referrals", ("organisation", "month"), only="result in ('SERVED', 'PARTLY')"),
    "applications": Held("applications", ("organisation", "department", "procedure", "month")),
    "tickets": Held("tickets", ("organisation", "department", "procedure", "month")),
}


@pytest.fixture
def build(world: World, tmp_path: Path) -> Build:
    """A build that was renewed: each engine has to leave out what is gone and add what is new."""
    make_age_bands()
    whole_file(world)
    for code in ("VP-INDOC", "VP-TRATA", "VP-INDOC"):
        open_case(world.rosa, code)
    refresh(home=tmp_path, at=AT)
    refresh(home=tmp_path, at=AT)
    PersonFactory(registered_by=world.rosa)
    Person.objects.filter(pk=Person.objects.order_by("pk").first().pk).update(needs_interpreter=True)
    made = refresh(home=tmp_path, at=AT + timedelta(hours=1))
    assert made.has_new("people")
    return made


def questions(tables: dict[str, Any]) -> dict[str, Any]:
    """The fixed set of tables."""
    people, cases, steps = tables["people"], tables["cases"], tables["steps"]
    per_person = steps.group_by(["protocol", "timeliness"])
    return {
        "people by sex and age": people.group_by(["sex", "age_band"]).agg(n=people.count(), p=people.person.nunique()),
        "people by month": people.group_by("month").agg(n=people.count(), waiting=people.needs_interpreter.sum()),
        "cases by month": cases.group_by("month").agg(n=cases.count()),
        "served": tables["served"].aggregate(n=tables["served"].count()),
        "cases by family": cases.group_by(["family", "status"]).agg(n=cases.count(), hours=cases.hours_open.mean()),
        "steps by timeliness": per_person.agg(n=steps.count(), p=steps.person.nunique(), first=steps.due_at.min()),
        "steps by cell": steps.group_by("cell").agg(n=steps.count()),
        "referrals": tables["referrals"].group_by(["answer", "urgency"]).agg(n=tables["referrals"].count()),
        "applications": tables["applications"].group_by(["state", "month"]).agg(n=tables["applications"].count()),
        "tickets": tables["tickets"].group_by("day").agg(m=tables["tickets"].minutes_waiting.sum()),
        "every person": people.select("row", "sex", "office", "registered_on", "person"),
    }


def plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return int(value)
    if isinstance(value, datetime):
        return value.astimezone(UTC)
    return round(value, 6) if isinstance(value, float) else value


def answers(engine: str, build: Build) -> dict[str, list[str]]:
    backend, tables = stocked(engine, build, HOLDS)
    found = {}
    for name, question in questions(tables).items():
        rows = answered(backend, question)
        found[name] = sorted(str({key: plain(value) for key, value in row.items()}) for row in rows)
    found["by a table beside"] = beside(backend, tables["steps"])
    return found


def beside(backend: Any, steps: Any) -> list[str]:
    """As indicators ask: with the SQL that was made before, and with a small table of ours beside the facts."""
    cells = sorted(row["cell"] for row in answered(backend, steps.select("cell").distinct()))[::2]
    lay_beside(backend, "kept_beside", pa.table({"cell": pa.array(cells, pa.int64())}))
    kept = ibis.table({"cell": "int64"}, name="kept_beside")
    chosen = steps.filter(steps.cell.isin(kept.cell))
    asked = chosen.group_by("timeliness").agg(n=chosen.count())
    unbound = str(ibis.to_sql(asked.unbind(), dialect="duckdb"))
    return sorted(str(row) for row in read(backend, unbound))


@pytest.mark.django_db
def test_an_engine_that_is_not_there_is_named(build: Build) -> None:
    with pytest.raises(NoSuchEngine, match="duckdb, spark"):
        stocked("abacus", build, HOLDS)


@pytest.mark.django_db
def test_duckdb_counts_what_the_database_counts(build: Build) -> None:
    found = answers("duckdb", build)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM people_person")
        [people] = cursor.fetchone()
    assert len(found["every person"]) == people


@pytest.mark.slow
@pytest.mark.django_db
@pytest.mark.filterwarnings("ignore")
def test_spark_answers_what_duckdb_answers(build: Build, monkeypatch: pytest.MonkeyPatch) -> None:
    pyspark = pytest.importorskip("pyspark.sql") if "AYNI_WITHOUT_SPARK" in os.environ else __import__("pyspark.sql")
    assert shutil.which("java"), "Java 17 is needed. Type:  deploy/debian.sh openjdk-17-jre-headless"
    monkeypatch.setenv("SPARK_LOCAL_IP", "127.0.0.1")
    monkeypatch.setenv("SPARK_LOCAL_HOSTNAME", "localhost")
    assert pyspark is not None
    assert set(engines.ENGINES) == {"duckdb", "spark"}
    in_spark = answers("spark", build)
    assert in_spark == answers("duckdb", build)
    assert all(rows for name, rows in in_spark.items() if name not in {"referrals", "tickets", "applications"})
