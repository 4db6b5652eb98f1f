"""The facts against the operational tables, asked apart in SQL: neither our querysets nor our derivations are in it."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from ayni.cases.models import Task
from ayni.cases.tests.factories import open_case
from ayni.facts.actions import refresh
from ayni.facts.builds import Build
from ayni.people.models import Person
from ayni.people.tests.factories import PersonFactory
from tests.age_bands import make_age_bands
from tests.whole_file import whole_file
from tests.world import World

pytestmark = pytest.mark.django_db
AT = datetime(2027, 3, 10, 17, 0, tzinfo=UTC)

IN_PERU = {
    "sqlite": "strftime('%%Y-%%m-01', {}, '-5 hours')",
    "postgresql": "to_char({} - interval '5 hours', 'YYYY-MM-01')",
}
"""The first day of the month; PostgreSQL's session is in UTC."""


def month(column: str) -> str:
    return IN_PERU[connection.vendor].format(column)


def asked(sql: str, *params: Any) -> Counter[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return Counter({row[:-1]: row[-1] for row in cursor.fetchall()})


def counted(build: Build, table: str, *columns: str) -> Counter[tuple[Any, ...]]:
    """Rows by these columns, dates as text."""
    rows = build.read(table).to_pylist()
    plain = lambda value: value.isoformat() if isinstance(value, date) else value  # noqa: E731
    return Counter(tuple(plain(row[name]) for name in columns) for row in rows)


@pytest.fixture(params=["whole", "renewed"])
def build(request: Any, world: World, tmp_path: Path) -> Build:
    make_age_bands()
    if request.param == "renewed":
        refresh(home=tmp_path, at=AT - timedelta(days=2))
        refresh(home=tmp_path, at=AT - timedelta(days=2))
    whole_file(world)
    for code in ("VP-INDOC", "VP-TRATA", "VP-INDOC"):
        open_case(world.rosa, code)
    PersonFactory(registered_by=world.rosa, birth_date=None, birth_precision="UNKNOWN")
    # The last evening of February in Lima is in March for UTC.
    Person.objects.filter(pk=PersonFactory(registered_by=world.rosa).pk).update(
        registered_at=datetime(2027, 3, 1, 3, 0, tzinfo=UTC)
    )
    late = Task.objects.order_by("pk").first()
    if late is not None:
        Task.objects.filter(pk=late.pk).update(due_at=AT - timedelta(days=1), finished_at=None, state="TODO")
    made = refresh(home=tmp_path, at=AT)
    assert (made.manifest["since"] is not None) == (request.param == "renewed")
    return made


def test_people_by_sex_office_and_month(build: Build) -> None:
    sql = f"""
        SELECT s.code, o.code, {month("p.registered_at")}, p.needs_interpreter, count(*) FROM people_person p
        LEFT JOIN codelists_sexgender s ON s.id = p.sex_id JOIN access_office o ON o.id = p.office_id
        WHERE p.registered_at <= %s GROUP BY 1, 2, 3, 4
    """  # noqa: S608
    found = asked(sql, AT)
    assert found == counted(build, "people", "sex", "office", "month", "needs_interpreter")
    assert sum(found.values()) == build.rows["people"] >= 5


def test_people_by_nationality_and_situation(build: Build) -> None:
    sql = """
        SELECT c.code, m.code, count(*) FROM people_person p
        LEFT JOIN people_nationality n ON n.person_id = p.id AND n."order" = 1 AND n.ended_at IS NULL
        LEFT JOIN codelists_country c ON c.id = n.country_id
        LEFT JOIN people_migratorysituation t ON t.person_id = p.id AND t.is_current
        LEFT JOIN codelists_migratorystatus m ON m.id = t.status_id
        WHERE p.registered_at <= %s GROUP BY 1, 2
    """
    assert asked(sql, AT) == counted(build, "people", "nationality", "status")


def test_cases_by_main_profile_and_state(build: Build) -> None:
    sql = f"""
        SELECT f.code, c.status, c.sensitivity, {month("c.opened_at")}, count(*) FROM cases_case c
        LEFT JOIN cases_caseprofile m ON m.case_id = c.id AND m.is_main
        LEFT JOIN codelists_profile f ON f.id = m.profile_id
        WHERE c.opened_at <= %s GROUP BY 1, 2, 3, 4
    """  # noqa: S608
    assert asked(sql, AT) == counted(build, "cases", "profile", "status", "sensitivity", "month_opened")


def test_steps_by_where_they_stand(build: Build) -> None:
    stands = """
        SELECT CASE WHEN t.state = 'SKIPPED' THEN 'SKIPPED' WHEN t.due_at IS NULL THEN 'NO_DEADLINE'
        WHEN t.finished_at IS NOT NULL AND t.finished_at <= t.due_at THEN 'ON_TIME'
        WHEN t.finished_at IS NOT NULL THEN 'LATE' WHEN t.due_at < %s THEN 'OVERDUE' ELSE 'NOT_YET_DUE' END AS stands
        FROM cases_task t JOIN {of} s ON {on} WHERE t.starts_at <= %s
    """
    own = stands.format(of="governance_protocolstep", on="s.id = t.step_id")
    covered = stands.format(of="cases_task_covers", on="s.task_id = t.id")
    sql = f"SELECT stands, count(*) FROM ({own} UNION ALL {covered}) AS every GROUP BY 1"  # noqa: S608
    assert asked(sql, AT, AT, AT, AT) == counted(build, "steps", "timeliness")


def test_referrals_applications_and_needs_as_many_as_there_are(build: Build) -> None:
    for table, sql in {
        "referrals": "SELECT status, count(*) FROM referrals_referral WHERE sent_at <= %s GROUP BY 1",
        "applications": "SELECT state, count(*) FROM procedures_application WHERE begun_at <= %s GROUP BY 1",
        "needs": "SELECT state, count(*) FROM cases_need WHERE stated_at <= %s GROUP BY 1",
        "notices": "SELECT state, count(*) FROM notices_message WHERE queued_at <= %s GROUP BY 1",
        "gaps": "SELECT state, count(*) FROM governance_gap WHERE opened_at <= %s GROUP BY 1",
        "enrolments": "SELECT state, count(*) FROM procedures_enrolmentsession WHERE begun_at <= %s GROUP BY 1",
    }.items():
        column = "status" if table == "referrals" else "state"
        assert asked(sql, AT) == counted(build, table, column), table
