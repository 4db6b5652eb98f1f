"""Regularisation in numbers: against the database asked apart in SQL, and hidden as Cumplimiento hides."""

import re
import shutil
from collections import Counter
from datetime import UTC, date, datetime, timedelta

import pytest
from django.conf import settings
from django.db import connection

from ayni.audit.models import Event
from ayni.cases.tests.factories import open_case
from ayni.facts import builds
from ayni.facts.actions import build
from ayni.people.tests.factories import PersonFactory
from ayni.procedures.models import Application, Item
from ayni.procedures.tests.factories import (
    ApplicationFactory,
    AppointmentFactory,
    ItemFactory,
    ProcedureFactory,
    RequirementFactory,
)
from ayni.results import queries, regularisation
from ayni.results.rules import APART, Choice

from .age_bands import make_age_bands
from .counted import card

pytestmark = pytest.mark.django_db
PAGE = "/cumplimiento/regularizacion/"
AT = datetime(2026, 11, 20, 17, 0, tzinfo=UTC)
SUBMITTED = datetime(2026, 9, 3, 15, 0, tzinfo=UTC)


def apply(person, state, *, due=date(2026, 10, 15), decided=None, submitted=SUBMITTED, procedure=None):
    return ApplicationFactory(
        person=person, state=state, submitted_at=submitted, due_on=due, decided_at=decided, begun_at=submitted,
        procedure=procedure or ProcedureFactory(),
    )  # fmt: skip


@pytest.fixture
def registered(rosa, lia, vera, julio):
    """Sede central: what is decided in time, late, waits and is overdue. Tumbes: one. Eleven people of a team."""
    make_age_bands()
    at = lambda day: datetime(2026, 10, day, 15, 0, tzinfo=UTC)  # noqa: E731
    new = lambda by: PersonFactory(registered_by=by)  # noqa: E731
    for day in (1, 9, 15):
        apply(new(lia), "APPROVED", decided=at(day))
    # Eight in the evening of the last day is the next one in UTC, and in time all the same.
    apply(new(lia), "APPROVED", decided=datetime(2026, 10, 16, 1, 0, tzinfo=UTC))
    apply(new(lia), "REJECTED", decided=at(20))
    apply(new(lia), "EVALUATING")
    apply(new(lia), "SUBMITTED", due=date(2026, 11, 20))
    apply(new(lia), "OBSERVED")
    apply(new(lia), "ABANDONED")
    ApplicationFactory(person=new(lia), begun_at=SUBMITTED)
    apply(new(vera), "APPROVED", decided=at(2))
    passport, payment = (
        RequirementFactory(procedure=ProcedureFactory(), label_es=label) for label in ("Pasaporte", "Pago")
    )
    for number, application in enumerate(Application.objects.exclude(submitted_at=None).order_by("pk")):
        ItemFactory(application=application, requirement=passport, state="OBSERVED" if number < 3 else "ACCEPTED")
        ItemFactory(application=application, requirement=payment, state="REJECTED" if number < 1 else "ACCEPTED")


def restrict(rosa, people):
    for _ in range(people):
        apply(open_case(rosa, "VP-TRATA").person, "APPROVED", decided=SUBMITTED + timedelta(days=4))


@pytest.fixture
def built(registered):
    yield build(home=settings.AYNI_HOME, at=AT)
    shutil.rmtree(builds.root(settings.AYNI_HOME))


def words(response) -> str:
    assert response.status_code == 200
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


SQL = """
select office.code,
  case
    when a.state in ('WITHDRAWN', 'ABANDONED') then 'SKIPPED'
    when a.state = 'OBSERVED' then 'NOT_YET_DUE'
    when a.due_on is null or a.state = 'GATHERING' then 'NO_DEADLINE'
    when a.decided_at is not null and {decided} <= a.due_on then 'ON_TIME'
    when a.decided_at is not null then 'LATE'
    when a.due_on < {today} then 'OVERDUE'
    else 'NOT_YET_DUE'
  end
from procedures_application a

join access_office office on office.id = a.office_id
where not exists (
  select 1 from people_compartment c where c.person_id = a.person_id and c.sensitivity = 'RESTRICTED'
)
"""
DIALECTS = {
    "sqlite": {"decided": "date(a.decided_at, '-5 hours')", "today": "'2026-11-20'"},
    "postgresql": {
        "decided": "(a.decided_at at time zone 'America/Lima')::date",
        "today": "date '2026-11-20'",
    },
}


def test_the_numbers_are_those_of_the_database(built, marta, tomas):
    with connection.cursor() as cursor:
        cursor.execute(SQL.format(**DIALECTS[connection.vendor]))
        expected = Counter(tuple(row) for row in cursor.fetchall())
    for reader in (marta, tomas):
        found = regularisation.regularisation(built, queries.reach_of(reader), Choice(by="office"))
        told = {(f.group, value): n for f in found.flows for value, n in f.counts["decision"].items()}
        own = {key: n for key, n in expected.items() if reader == tomas or key[0] == "SEDE-CENTRAL"}
        assert told == own
    [lima] = [flow for flow in found.flows if flow.group == "SEDE-CENTRAL"]
    numbers = {code: lima.count(code) for code in regularisation.NUMBERS}
    assert numbers == {
        "submitted": 9, "decided": 5, "approved": 4, "waiting": 3, "overdue": 1, "late": 1, "on_time": 4,
    }  # fmt: skip
    assert lima.share_on_time == pytest.approx(4 / 6)
    assert lima.days == 42


def test_the_requirement_that_fails_most_comes_first(built, tomas):
    found = regularisation.regularisation(built, queries.reach_of(tomas), Choice(by="office"))
    assert [(line.part, line.whole, line.times) for line in found.failing.lines] == [(3, 10, 3), (1, 10, 1)]
    assert (
        sum(line.part for line in found.failing.lines)
        == Item.objects.filter(state__in=["OBSERVED", "REJECTED"]).count()
    )


def test_what_was_observed_and_corrected_since_has_failed_all_the_same(registered, elsa, tomas):
    corrected = Item.objects.filter(state="ACCEPTED", requirement__label_es="Pago").order_by("pk").first()
    for verdict in ("OBSERVED", "OBSERVED", "ACCEPTED"):
        corrected.judgements.create(verdict=verdict, reason="No se lee", by=elsa, at=SUBMITTED)
    corrected.judgements.create(verdict="REJECTED", by=elsa, at=AT + timedelta(hours=1))
    made = build(home=settings.AYNI_HOME, at=AT)
    try:
        found = regularisation.regularisation(made, queries.reach_of(tomas), Choice(by="office")).failing
        # One stands rejected; the other was observed twice and accepted. What came after the build is not in it.
        assert [(line.part, line.whole, line.times) for line in found.lines] == [(3, 10, 3), (2, 10, 3)]
    finally:
        shutil.rmtree(builds.root(settings.AYNI_HOME))


@pytest.mark.parametrize(("people", "apart"), [(9, None), (10, 10), (13, 13)])
def test_restricted_people_count_from_ten_on_and_never_for_an_office(registered, rosa, marta, tomas, people, apart):
    restrict(rosa, people)
    made = build(home=settings.AYNI_HOME, at=AT)
    try:
        found = regularisation.regularisation(made, queries.reach_of(tomas), Choice(by="office"))
        assert (found.apart.count("approved") if found.apart else None) == apart
        assert not any(flow.group == APART for flow in found.flows)
        # Whoever supervises one office is told of none of them, the team that guards them of each.
        seen = regularisation.regularisation(made, queries.reach_of(marta), Choice(by="office"))
        assert seen.apart is None
        assert sum(flow.count("approved") for flow in seen.flows) == 4
    finally:
        shutil.rmtree(builds.root(settings.AYNI_HOME))


def test_restricted_people_who_did_not_come_stand_in_the_line_apart(registered, rosa, tomas):
    for number in range(10):
        person = open_case(rosa, "VP-TRATA").person
        AppointmentFactory(
            person=person, office=rosa.office, group="PREGNANT", state="NO_SHOW" if number < 4 else "ATTENDED",
            booked_at=SUBMITTED, starts_at=SUBMITTED + timedelta(minutes=30 * number), arrived_at=SUBMITTED,
            ended_at=SUBMITTED,
        )  # fmt: skip
    made = build(home=settings.AYNI_HOME, at=AT)
    try:
        found = regularisation.regularisation(made, queries.reach_of(tomas), Choice(by="department")).absent
        assert [(line.group, line.part, line.whole) for line in (*found.lines, found.apart) if line] == [("15", 4, 10)]
    finally:
        shutil.rmtree(builds.root(settings.AYNI_HOME))


def test_a_supervisor_opens_the_rows_behind_a_number_and_an_analyst_opens_none(built, client, marta, tomas):
    client.force_login(marta)
    page = client.get(PAGE, {"by": "office"}).content.decode()
    assert "Sede central Breña" in page
    [href] = re.findall(r'href="(/cumplimiento/solicitudes/overdue/[^"]+)"', page)
    listed = client.get(href.replace("&amp;", "&")).content.decode()
    [late] = Application.objects.filter(state="EVALUATING")
    assert late.number in listed
    # Of the whole number: what is drawn for a policy or a token may have its first letters, too.
    assert re.findall(r"T-[0-9A-Z]{4}-[0-9A-Z]{4}-\w", listed) == [late.number]
    assert Event.objects.filter(verb="compliance.rows_opened", by=str(marta.pk)).exists()
    client.force_login(tomas)
    assert "/cumplimiento/solicitudes/" not in client.get(PAGE).content.decode()
    assert client.get(href.replace("&amp;", "&")).status_code == 403


def test_the_numbers_about_papers_and_appointments_open_their_rows(registered, client, lia, vera, marta, tomas):
    for state, by in (("NO_SHOW", lia), ("ATTENDED", lia), ("NO_SHOW", vera)):
        AppointmentFactory(
            person=PersonFactory(registered_by=by), office=by.office, state=state, booked_at=SUBMITTED,
            starts_at=SUBMITTED, arrived_at=None if state == "NO_SHOW" else SUBMITTED, ended_at=SUBMITTED,
        )  # fmt: skip
    made = build(home=settings.AYNI_HOME, at=AT)
    try:
        client.force_login(marta)
        page = client.get(PAGE, {"by": "office"}).content.decode()
        found = dict(re.findall(r'href="(/cumplimiento/contado/[^"]+)" aria-label="[^:]+: (\d+)', page))
        assert {href.split("/")[3]: number for href, number in found.items()} == {
            "failing": "1", "asked": "9", "absent": "1", "expected": "2",
        }  # fmt: skip
        for href, number in found.items():
            listed = client.get(href.replace("&amp;", "&"))
            assert listed.status_code == 200
            assert f": {number}</h1>" in listed.content.decode()
            assert listed.content.decode().count("data-open") == int(number)
        client.force_login(tomas)
        assert "/cumplimiento/contado/" not in client.get(PAGE, {"by": "office"}).content.decode()
        assert all(client.get(href.replace("&amp;", "&")).status_code == 403 for href in found)
        client.force_login(vera)
        assert all(client.get(href.replace("&amp;", "&")).status_code == 403 for href in found)
        client.force_login(marta)
        build_id = made.id
        for wrong in ("nada/", "absent/?requirement=PR-X-1", "absent/?office=TUMBES", "absent/?page=x"):
            address = f"/cumplimiento/contado/{wrong}{'&' if '?' in wrong else '?'}build={build_id}"
            assert client.get(address).status_code == 404
    finally:
        shutil.rmtree(builds.root(settings.AYNI_HOME))


def test_what_was_published_stands_beside_and_in_no_sum(built, client, tomas):
    client.force_login(tomas)
    text = words(client.get(PAGE))
    assert "más de 234 000" in text.replace("\xa0", " ").replace("\u202f", " ")
    assert "más de 135 000" in text.replace("\xa0", " ").replace("\u202f", " ")
    assert "jul 2023 – mar 2024" in text.lower()
    assert "Nota de prensa sobre el apoyo de la OIM" in text
    figures = regularisation.published(settings.BASE_DIR / "data")
    reach = queries.reach_of(tomas)
    assert [regularisation.people_of_the_register(built, reach, f) for f in figures.values()] == [0, 0]
    assert {f.place for f in figures.values()} == {"Lima"}
    total = sum(f.count("approved") for f in regularisation.regularisation(built, reach, Choice(by="office")).flows)
    assert total == 5


def test_the_published_totals_are_told_in_the_same_form(registered, lia, vera, tomas):
    """People, of Lima, of whom an application was evaluated, or to whom a card was handed, in those months."""
    for by in (lia, vera):
        person, at = PersonFactory(registered_by=by), datetime(2023, 10, 4, 15, tzinfo=UTC)
        apply(person, "APPROVED", submitted=at, decided=at, due=date(2023, 11, 1))
        apply(person, "REJECTED", submitted=at, decided=at, due=date(2023, 11, 1), procedure=ProcedureFactory(code="X"))
        card(person, by, "HANDED_OVER", made=at, since=at)
        apply(PersonFactory(registered_by=by), "SUBMITTED", submitted=at, due=date(2023, 11, 1))
        card(PersonFactory(registered_by=by), by, "READY", made=at, since=at)
    made = build(home=settings.AYNI_HOME, at=AT)
    try:
        reach = queries.reach_of(tomas)
        figures = regularisation.published(settings.BASE_DIR / "data")
        assert [regularisation.people_of_the_register(made, reach, f) for f in figures.values()] == [1, 1]
    finally:
        shutil.rmtree(builds.root(settings.AYNI_HOME))


@pytest.mark.parametrize("asked", [{"by": "nada"}, {"since": "x"}, {"office": "NADA"}, {"procedure": "'"}])
def test_an_address_that_was_altered_is_a_page_and_no_error(built, client, tomas, asked):
    client.force_login(tomas)
    assert client.get(PAGE, asked).status_code == 200


def test_before_the_first_build_the_page_says_what_will_be_there(client, tomas, registered):
    client.force_login(tomas)
    assert "ayni facts build" in client.get(PAGE).content.decode()
