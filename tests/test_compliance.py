"""Cumplimiento: its numbers against independent SQL, who counts what, and the rows behind a number."""

import re
import shutil
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from html import unescape
from typing import Any

import ibis
import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from ayni.access.models import Membership, Reach, User
from ayni.access.permissions import Role
from ayni.audit.models import Event
from ayni.cases.models import Case
from ayni.desk.demo import World
from ayni.facts import builds
from ayni.facts.actions import build
from ayni.facts.builds import Build
from ayni.facts.rows import unseal
from ayni.results import queries, rules
from ayni.results.rules import DIMENSIONS, THRESHOLD, Choice
from ayni.results.warehouse import warehouse
from tests.demo import AT, undone_afterwards

pytestmark = pytest.mark.django_db
PAGE = "/cumplimiento/"


@pytest.fixture(scope="module")
def facts(demo: World) -> Iterator[Build]:
    yield build(home=settings.AYNI_HOME, at=AT)
    shutil.rmtree(builds.root(settings.AYNI_HOME))


def user(name: str) -> User:
    return User.objects.get(username=name)


def signed_in(name: str) -> Client:
    client = Client()
    client.force_login(user(name))
    return client


# The very same question, asked of the database in SQL that shares nothing with the facts.

SQL = """
with counted as (
  select task.id as task_id, task.step_id from cases_task task where task.step_id is not null
  union all
  select covers.task_id, covers.protocolstep_id from cases_task_covers covers
)
select protocol.code, step.code, actor.code, office.code, department.code, owner.code, profile.family,
  kase.sensitivity, kase.team_id, kase.person_id,
  case
    when task.state = 'SKIPPED' then 'SKIPPED'
    when task.due_at is null then 'NO_DEADLINE'
    when task.finished_at is not null and task.finished_at <= task.due_at then 'ON_TIME'
    when task.finished_at is not null then 'LATE'
    when task.due_at < %s then 'OVERDUE'
    else 'NOT_YET_DUE'
  end,
  coalesce(task.due_at, task.starts_at), task.id
from counted
join cases_task task on task.id = counted.task_id
join governance_protocolstep step on step.id = counted.step_id
join governance_protocol protocol on protocol.id = step.protocol_id
join access_organisation actor on actor.id = task.organisation_id
join cases_case kase on kase.id = task.case_id
join access_office office on office.id = kase.office_id
join access_organisation owner on owner.id = office.organisation_id
join codelists_territory department on department.id = office.department_id
join cases_caseprofile main on main.case_id = kase.id and main.is_main
join codelists_profile profile on profile.id = main.profile_id
"""
NAMES = (
    "protocol", "step", "institution", "office", "department", "organisation", "family", "sensitivity", "team",
    "person", "timeliness", "moment", "task",
)  # fmt: skip


def sql_rows() -> list[dict[str, Any]]:
    with connection.cursor() as cursor:
        cursor.execute(SQL, [connection.ops.adapt_datetimefield_value(AT)])
        rows = [dict(zip(NAMES, row, strict=True)) for row in cursor.fetchall()]
    for row in rows:
        moment = row["moment"]
        known = timezone.datetime.fromisoformat(moment).replace(tzinfo=AT.tzinfo) if isinstance(moment, str) else moment
        row["month"] = known.astimezone(timezone.get_default_timezone()).date().replace(day=1)
        row["team"] = str(row["team"]) if row["team"] else ""
    return rows


def in_areas(row: dict[str, Any], areas: Any) -> bool:
    return any(
        all(not getattr(a, name) or row[name] == getattr(a, name) for name in ("organisation", "department", "office"))
        for a in areas
    )


READERS = ("marta", "dina", "nora", "tomas", "jz-tum.s")
CHOICES = [Choice(by=by) for by in DIMENSIONS] + [
    Choice(by="step", protocol="PW-DOC"),
    Choice(by="month", protocol="PW-VBG"),
    Choice(by="protocol", office="SEDE-CENTRAL"),
    Choice(by="institution", department="15", family="health"),
    Choice(by="office", institution="CEM"),
]


@pytest.mark.parametrize("choice", CHOICES, ids=str)
@pytest.mark.parametrize("reader", READERS)
def test_the_numbers_are_those_of_the_database(facts: Build, reader: str, choice: Choice) -> None:
    reach = queries.reach_of(user(reader))
    blocks = queries.blocks(warehouse(facts), "steps", reach)
    cells = {cell.id: cell for block in blocks for cell in block.cells}
    keys = ("protocol", "step", "institution", "family", "department")
    placed = {
        (*(cells[i].values[k] for k in keys), cells[i].month): group
        for i, group in rules.placed(blocks, choice).items()
    }
    expected: Counter[tuple[str, str]] = Counter()
    for row in sql_rows():
        hidden = row["sensitivity"] == "RESTRICTED" and row["team"] not in reach.teams
        if hidden and in_areas(row, reach.wide):
            if group := placed.get((*(row[k] for k in keys), row["month"])):
                expected[group, row["timeliness"]] += 1
        elif not hidden and in_areas(row, reach.areas) and all(row[k] == v for k, v in choice.codes.items()):
            expected[row["month"].isoformat() if choice.by == "month" else row[choice.by], row["timeliness"]] += 1
    found = queries.compliance(facts, reach, choice)
    lines = [*found.lines, *([found.apart] if found.apart else [])]
    assert Counter({(line.group, value): n for line in lines for value, n in line.counts.items()}) == expected


@pytest.mark.parametrize("reader", READERS)
def test_lines_add_up_to_a_total_that_no_grouping_changes(facts: Build, reader: str) -> None:
    reach = queries.reach_of(user(reader))
    totals = []
    for by in DIMENSIONS:
        found = queries.compliance(facts, reach, Choice(by=by))
        parts = [*found.lines, *([found.apart] if found.apart else [])]
        assert sum((Counter(line.counts) for line in parts), Counter()) == Counter(found.total.counts)
        totals.append(dict(found.total.counts))
    assert all(total == totals[0] for total in totals)


def test_the_median_of_hours_is_that_of_the_database(facts: Build, demo: World) -> None:
    reach = queries.reach_of(user("dina"))
    with connection.cursor() as cursor:
        cursor.execute(
            "select r.sent_at, r.answered_at from referrals_referral r join cases_case c on c.id = r.case_id "
            "join access_office o on o.id = c.office_id where o.code = 'DEMUNA-SMP' and r.answered_at is not null "
            "and c.sensitivity <> 'RESTRICTED'"
        )
        pairs = [[_moment(value) for value in row] for row in cursor.fetchall()]
    hours = sorted((answered - sent).total_seconds() / 3600 for sent, answered in pairs)
    assert hours
    middle = (hours[(len(hours) - 1) // 2] + hours[len(hours) // 2]) / 2
    assert queries.compliance(facts, reach, Choice()).total.hours == pytest.approx(middle, abs=0.02)


def _moment(value: Any) -> Any:
    return timezone.datetime.fromisoformat(value) if isinstance(value, str) else value


# Restricted cases of other teams


@pytest.mark.parametrize("choice", CHOICES, ids=str)
def test_restricted_cases_of_other_teams_count_from_ten_people_only(facts: Build, choice: Choice) -> None:
    reach = queries.reach_of(user("tomas"))
    blocks = queries.blocks(warehouse(facts), "steps", reach)
    people = {cell.id: cell.people for block in blocks for cell in block.cells}
    places = rules.placed(blocks, choice)
    for group in set(places.values()):
        counted = frozenset().union(*(people[i] for i, found in places.items() if found == group))
        assert len(counted) >= THRESHOLD


def test_the_supervisor_of_one_office_counts_no_restricted_case_of_a_team_that_is_not_theirs(facts: Build) -> None:
    office = queries.reach_of(user("jz-tum.s"))
    assert office.wide == ()
    assert queries.compliance(facts, office, Choice(protocol="PW-TRATA")).apart is None


def test_a_member_of_the_team_counts_its_cases_like_any_other(facts: Build) -> None:
    marta = user("marta")
    before = queries.compliance(facts, queries.reach_of(marta), Choice(by="office", office="SEDE-CENTRAL")).total
    with undone_afterwards():
        rosa_s = Membership.objects.filter(user__username="rosa", team__isnull=False).get()
        Membership.objects.filter(pk=rosa_s.pk).update(user=marta, role=Role.SUPERVISOR, reach=Reach.OFFICE)
        reach = queries.reach_of(user("marta"))
        after = queries.compliance(facts, reach, Choice(by="office", office="SEDE-CENTRAL")).total
    assert after.count("planned") > before.count("planned")


# The page


@pytest.mark.parametrize("reader", ["rosa", "lia", "ines", "ada"])
def test_who_neither_supervises_nor_analyses_gets_403(facts: Build, reader: str) -> None:
    assert signed_in(reader).get(PAGE).status_code == 403


def test_before_the_first_build_the_page_says_that_there_are_no_data_and_how_they_come(facts: Build) -> None:
    pointer = builds.root(settings.AYNI_HOME) / "current"
    kept = pointer.read_text()
    pointer.unlink()
    try:
        page = signed_in("tomas").get(PAGE)
    finally:
        pointer.write_text(kept)
    assert "Aún no hay datos" in page.content.decode()
    assert "ayni facts build" in page.content.decode()


@pytest.mark.parametrize("reader", ["tomas", "marta", "nora"])
@pytest.mark.parametrize("by", DIMENSIONS)
def test_the_page_shows_the_measures_and_says_what_counts(facts: Build, reader: str, by: str) -> None:
    text = unescape(signed_in(reader).get(PAGE, {"by": by}).content.decode())
    for words in ("Exigibles", "A tiempo", "Con retraso", "Vencidos", "Por vencer", "Omitidos", "Qué cuenta"):
        assert words in text
    assert "20 nov 2026, 14:30" in text
    assert "<svg" in text


def test_the_page_asks_the_database_little(facts: Build, django_assert_max_num_queries: Any) -> None:
    client = signed_in("marta")
    client.get(PAGE)
    with django_assert_max_num_queries(12):
        client.get(PAGE)


def test_looking_at_true_counts_is_recorded_with_what_was_asked(facts: Build) -> None:
    tomas = user("tomas")
    with undone_afterwards():
        signed_in("tomas").get(PAGE, {"by": "step", "protocol": "PW-DOC"})
        event = Event.objects.filter(verb="compliance.viewed").latest("seq")
        assert event.by == str(tomas.pk)
        assert event.details == {"asked": {"by": "step", "protocol": "PW-DOC", "build": facts.id}}


def test_a_wrong_choice_in_the_address_is_said_and_shows_everything(facts: Build) -> None:
    page = signed_in("tomas").get(PAGE, {"protocol": "PW-NADA", "by": "<script>", "since": "2026-13-01"})
    text = unescape(page.content.decode())
    assert page.status_code == 200
    assert "ay-error" in text or "govuk-error-summary" in text
    assert "<script>alert" not in text
    assert "PW-DOC" in text


def test_a_last_month_before_the_first_is_said(facts: Build) -> None:
    page = signed_in("tomas").get(PAGE, {"since": "2026-06-01", "until": "2026-03-01"})
    assert "El último mes es anterior al primero" in page.content.decode()


def test_nothing_to_count_is_said(facts: Build) -> None:
    page = signed_in("dina").get(PAGE, {"institution": "UIM", "since": "2026-12-01"})
    assert page.status_code == 200


# The rows behind a number


def links_of(text: str) -> list[tuple[str, int]]:
    found = re.findall(r'href="(/cumplimiento/filas/[^"]+)"[^>]*>([\d\s\u202f]+)<', text)
    return [(unescape(href), int(re.sub(r"\D", "", number))) for href, number in found]


def test_an_analyst_sees_no_link_and_no_row_and_gets_403(facts: Build) -> None:
    client = signed_in("tomas")
    text = client.get(PAGE).content.decode()
    assert links_of(text) == []
    assert "/cases/" not in text.replace('href="/cases/"', "")
    assert client.get(reverse("desk:rows", args=["late"]), {"build": facts.id}).status_code == 403


@pytest.mark.parametrize("reader", ["marta", "nora", "dina", "jz-tum.s"])
def test_a_number_opens_exactly_the_rows_that_it_counts_as_far_as_the_reader_may_open_them(
    facts: Build, reader: str
) -> None:
    client, visible = signed_in(reader), Case.objects.visible_to(user(reader))
    links = links_of(client.get(PAGE, {"by": "protocol"}).content.decode())
    assert links
    for href, number in links[:: max(1, len(links) // 12)]:
        page = client.get(href)
        text = unescape(page.content.decode())
        assert f": {number:,}".replace(",", "\u202f") in text
        found = page.context["found"]
        assert found.counted == number
        assert len(page.context["steps"]) == min(found.openable, 50)
        assert {step.task.case_id for step in page.context["steps"]} <= set(visible.values_list("pk", flat=True))
        if found.counted > found.openable:
            assert "no aparece" in text


def test_all_pages_of_a_number_list_each_row_once(facts: Build) -> None:
    client, reach = signed_in("nora"), queries.reach_of(user("nora"))
    found = queries.rows(facts, reach, Choice(), "planned", take=100_000)
    assert len(found.page) == len(set(found.page)) == found.openable > 100
    href, listed = reverse("desk:rows", args=["planned"]), 0
    page = client.get(href, {"build": facts.id})
    while True:
        listed += len(page.context["steps"])
        following = page.context["page"].next_url
        if not following:
            break
        page = client.get(href + following)
    assert listed == found.openable


def test_no_id_of_a_case_that_the_reader_may_not_open_leaves_the_warehouse(facts: Build) -> None:
    for reader in ("marta", "nora", "dina"):
        reach = queries.reach_of(user(reader))
        sealed = queries.rows(facts, reach, Choice(), "planned", take=100_000).page
        tasks = {unseal(row, table="steps") for row, _step in sealed}
        visible = Case.objects.visible_to(user(reader)).filter(tasks__in=tasks).distinct()
        assert set(Case.objects.filter(tasks__in=tasks).values_list("pk", flat=True)) == set(
            visible.values_list("pk", flat=True)
        )


def test_rows_of_figures_that_were_swept_away_say_so(facts: Build) -> None:
    page = signed_in("marta").get(reverse("desk:rows", args=["late"]), {"build": "20200101T000000Z-00000000"})
    assert page.status_code == 410
    assert "se reemplazaron" in page.content.decode()


@pytest.mark.parametrize("asked", [{"page": "0"}, {"page": "x"}, {"page": "9" * 30}, {"protocol": "NADA"}])
def test_an_altered_address_of_rows_is_not_found(facts: Build, asked: dict[str, str]) -> None:
    found = signed_in("marta").get(reverse("desk:rows", args=["late"]), {"build": facts.id, **asked})
    assert found.status_code == 404


def test_an_unknown_measure_is_not_found(facts: Build) -> None:
    found = signed_in("marta").get(reverse("desk:rows", args=["secrets"]), {"build": facts.id})
    assert found.status_code == 404


def test_the_rows_ask_the_database_little(facts: Build, django_assert_max_num_queries: Any) -> None:
    client = signed_in("marta")
    client.get(PAGE)
    with django_assert_max_num_queries(12):
        client.get(reverse("desk:rows", args=["planned"]), {"build": facts.id})


def test_a_supervisor_whose_role_ended_a_minute_ago_counts_nothing(facts: Build) -> None:
    with undone_afterwards():
        Membership.objects.filter(user__username="marta").update(ends_at=timezone.now() - timezone.timedelta(minutes=1))
        assert signed_in("marta").get(PAGE).status_code == 403


def test_narrowing_by_a_line_counts_that_line(facts: Build) -> None:
    reach = queries.reach_of(user("marta"))
    whole = queries.compliance(facts, reach, Choice(by="step", protocol="PW-DOC"))
    for line in whole.lines:
        inside = queries.compliance(facts, reach, replace(Choice(by="step").within(line.group), by="month"))
        assert Counter(inside.total.counts) == Counter(line.counts)


def test_threads_that_come_and_go_are_told_the_same(facts: Build) -> None:
    house = warehouse(facts)
    question = house.table("steps").aggregate(number=ibis._.count())
    with ThreadPoolExecutor(4) as threads:
        told = list(threads.map(house.ask, [question] * 12))
    assert told == [house.ask(question)] * 12
