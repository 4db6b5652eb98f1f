"""The counter and the cards in numbers: against the database asked apart in SQL, and hidden as Cumplimiento hides."""

import re
import shutil
from collections import Counter, defaultdict
from datetime import UTC, date, datetime, timedelta
from statistics import median

import pytest
from django.conf import settings
from django.db import connection

from ayni.audit.models import Event
from ayni.cases.tests.factories import open_case
from ayni.facts import builds
from ayni.facts.actions import build
from ayni.people.tests.factories import PersonFactory
from ayni.results import attention, queries
from ayni.results.rules import APART, Choice
from tests.age_bands import make_age_bands

from .counted import card, ticket

pytestmark = pytest.mark.django_db
PAGE = "/cumplimiento/regularizacion/atencion/"
AT = datetime(2026, 11, 20, 17, 0, tzinfo=UTC)
NOVEMBER, OCTOBER = date(2026, 11, 1), date(2026, 10, 1)


def day(month, number, hour=15):
    return datetime(2026, month, number, hour, 0, tzinfo=UTC)


@pytest.fixture
def counter(rosa, lia, vera):
    """Sede central: three months of tickets, and cards of every age. Tumbes: a ticket and a card."""
    make_age_bands()
    new = lambda by: PersonFactory(registered_by=by)  # noqa: E731
    for waited, attended in ((601, 300), (1830, 95), (3599, None)):
        ticket(lia, day(11, 9), waited=waited, attended=attended)
    ticket(lia, day(11, 9))
    ticket(lia, day(11, 10), waited=7200, attended=900, person=new(lia))
    for waited in (2400, 2700):
        ticket(lia, day(10, 30), waited=waited, attended=1200)
    ticket(lia, day(9, 30), waited=60, attended=60)
    ticket(vera, day(10, 1), waited=120, attended=240)
    for days in (0, 30, 31, 60, 61, 90, 91, 400):
        card(new(lia), lia, "READY", made=AT - timedelta(days=500), since=AT - timedelta(days=days))
    card(new(lia), lia, "CHECKED", made=AT - timedelta(days=9), since=AT - timedelta(days=8))
    card(new(lia), lia, "LOST", made=AT - timedelta(days=99), since=AT - timedelta(days=98), revoked_for="LOST")
    # Eight in the evening of the last of October is November in UTC.
    for at in (day(8, 3), day(10, 5), day(11, 1, 1), day(11, 3)):
        card(new(lia), lia, "HANDED_OVER", made=day(7, 1), since=at)
    card(new(vera), vera, "HANDED_OVER", made=day(7, 1), since=day(11, 4))


@pytest.fixture
def built(counter):
    yield build(home=settings.AYNI_HOME, at=AT)
    shutil.rmtree(builds.root(settings.AYNI_HOME))


def found_by(made, reader, **choice):
    return attention.attention(made, queries.reach_of(reader), Choice(by="office", **choice))


def words(response) -> str:
    assert response.status_code == 200
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


TICKETS = """
select office.code, {month}, t.state, {waited}, (t.attention_seconds + 30) / 60
from procedures_ticket t
join procedures_queueday d on d.id = t.day_id
join access_office office on office.id = d.office_id
left join procedures_application a on a.id = t.application_id
where not exists (
  select 1 from people_compartment c where c.person_id = a.person_id and c.sensitivity = 'RESTRICTED'
)
"""
CARDS = """
select office.code, k.place, {days}, {handed}, k.revoked_at is not null
from procedures_card k
join access_office office on office.id = k.office_id
left join procedures_handover h on h.card_id = k.id
where not exists (
  select 1 from people_compartment c where c.person_id = k.person_id and c.sensitivity = 'RESTRICTED'
)
"""
DIALECTS = {
    "sqlite": {
        "month": "substr(d.day, 1, 7)",
        "waited": "(cast(round(86400 * (julianday(first_called_at) - julianday(arrived_at))) as integer) + 30) / 60",
        "days": "cast(julianday('2026-11-20') - julianday(date(k.since, '-5 hours')) as integer)",
        "handed": "strftime('%%Y-%%m', h.at, '-5 hours')",
    },
    "postgresql": {
        "month": "to_char(d.day, 'YYYY-MM')",
        "waited": "floor((extract(epoch from t.first_called_at - t.arrived_at) + 30) / 60)::int",
        "days": "date '2026-11-20' - (k.since at time zone 'America/Lima')::date",
        "handed": "to_char(h.at at time zone 'America/Lima', 'YYYY-MM')",
    },
}


def asked(sql):
    with connection.cursor() as cursor:
        cursor.execute(sql.format(**DIALECTS[connection.vendor]), [])
        return cursor.fetchall()


def middle(values):
    known = [value for value in values if value is not None]
    return (len(known), median(known) if known else None)


def test_the_minutes_are_those_of_the_database(built, marta, tomas):
    expected = defaultdict(list)
    for office, month, *rest in asked(TICKETS):
        expected[office, month].append(rest)
    for reader, offices in ((marta, ["SEDE-CENTRAL"]), (tomas, sorted({office for office, _month in expected}))):
        found = found_by(built, reader)
        assert (found.month, found.before) == (NOVEMBER, OCTOBER)
        assert sorted(one.group for one in found.served) == offices
        for one in found.served:
            for told, month in ((one.now, "2026-11"), (one.before, "2026-10")):
                rows = expected[one.group, month]
                assert told.arrived == len(rows)
                assert told.left == sum(state == "LEFT" for state, *_minutes in rows)
                assert (told.waiting.of, told.waiting.minutes) == middle([waited for _s, waited, _a in rows])
                assert (told.attention.of, told.attention.minutes) == middle([attended for _s, _w, attended in rows])
    [lima] = found_by(built, marta).served
    assert (lima.now.arrived, lima.now.left, lima.now.waiting.minutes) == (5, 1, 45.5)
    assert (lima.now.attention.minutes, lima.before.attention.minutes) == (5, 20)


def band(place, days):
    if place != "READY":
        return "ELSEWHERE"
    return "TO_30" if days <= 30 else "TO_60" if days <= 60 else "TO_90" if days <= 90 else "OVER_90"


def test_the_cards_are_those_of_the_database(built, marta, tomas):
    rows = asked(CARDS)
    for reader in (marta, tomas):
        own = [row for row in rows if reader == tomas or row[0] == "SEDE-CENTRAL"]
        waiting = Counter(
            (office, band(place, days)) for office, place, days, handed, revoked in own if not handed and not revoked
        )
        delivered = Counter(handed for _office, _place, _days, handed, _revoked in own if handed)
        found = found_by(built, reader)
        assert {(stock.group, age): n for stock in found.stocks for age, n in stock.ages.items()} == waiting
        assert {month[:7]: n for month, n in found.delivered.items() if n} == delivered
    [lima] = found_by(built, marta).stocks
    assert lima.ages == {"TO_30": 2, "TO_60": 2, "TO_90": 2, "OVER_90": 2, "ELSEWHERE": 1}
    months = found_by(built, marta).delivered
    assert list(months.items()) == [
        ("2026-08-01", 1), ("2026-09-01", 0), ("2026-10-01", 2), ("2026-11-01", 1),
    ]  # fmt: skip


def test_another_month_stands_beside_the_one_before_it(built, tomas):
    found = found_by(built, tomas, until=OCTOBER)
    assert (found.month, found.before) == (OCTOBER, date(2026, 9, 1))
    numbers = {one.group: (one.now.arrived, one.before.arrived) for one in found.served}
    assert numbers.pop("SEDE-CENTRAL") == (2, 1)
    assert list(numbers.values()) == [(1, 0)]
    assert "2026-11-01" not in found.delivered


@pytest.mark.parametrize(("people", "apart"), [(9, None), (10, 10), (13, 13)])
def test_restricted_people_count_from_ten_on_and_never_for_an_office(counter, rosa, lia, marta, tomas, people, apart):
    for _ in range(people):
        person = open_case(rosa, "VP-TRATA").person
        ticket(lia, day(11, 12), waited=600, attended=600, person=person)
        card(person, lia, "READY", made=day(11, 2), since=day(11, 3))
    made = build(home=settings.AYNI_HOME, at=AT)
    try:
        found = found_by(made, tomas)
        told = {one.group: one.now.arrived for one in found.served}
        assert (told.get(APART), told["SEDE-CENTRAL"]) == (apart, 5)
        assert {stock.group: stock.total for stock in found.stocks}.get(APART) == apart
        # One office is never told of them, nor is whoever asks for one.
        for narrow in (found_by(made, marta), found_by(made, tomas, office="SEDE-CENTRAL")):
            assert [(one.group, one.now.arrived) for one in narrow.served] == [("SEDE-CENTRAL", 5)]
            assert [(stock.group, stock.total) for stock in narrow.stocks] == [("SEDE-CENTRAL", 9)]
    finally:
        shutil.rmtree(builds.root(settings.AYNI_HOME))


def test_the_minutes_of_fewer_than_ten_restricted_people_are_not_told(counter, rosa, lia, tomas):
    for number in range(10):
        waited = 600 if number < 9 else None
        ticket(lia, day(11, 12), waited=waited, person=open_case(rosa, "VP-TRATA").person)
    made = build(home=settings.AYNI_HOME, at=AT)
    try:
        [apart] = [one for one in found_by(made, tomas).served if one.group == APART]
        assert (apart.now.arrived, apart.now.waiting.minutes) == (10, None)
    finally:
        shutil.rmtree(builds.root(settings.AYNI_HOME))


def test_a_supervisor_reads_both_months_of_their_office(built, client, marta, django_assert_max_num_queries):
    client.force_login(marta)
    client.get(PAGE)
    with django_assert_max_num_queries(12):
        response = client.get(PAGE)
    text = words(response)
    assert "Minutos de espera, nov 2026" in text.replace("Nov", "nov")
    assert "Sede central Breña 5 2 1 0 45,5 42,5 5,0 20,0" in text
    assert "Sede central Breña 2 2 2 2 1 9" in text
    assert "no ha terminado" in text
    assert Event.objects.filter(verb="compliance.viewed", by=str(marta.pk)).exists()
    assert PAGE in client.get("/cumplimiento/regularizacion/").content.decode()


@pytest.mark.parametrize("given", [{"month": "x"}, {"month": "2026-13-01"}, {"office": "NADA"}, {"procedure": "'"}])
def test_an_address_that_was_altered_is_a_page_and_no_error(built, client, tomas, given):
    client.force_login(tomas)
    assert "Sede central Breña" in words(client.get(PAGE, given))


def test_before_the_first_build_the_page_says_what_will_be_there(client, tomas, counter):
    client.force_login(tomas)
    assert "ayni facts build" in client.get(PAGE).content.decode()


@pytest.mark.parametrize("page", [PAGE, "/cumplimiento/regularizacion/"])
def test_a_build_of_before_these_facts_is_told_from_an_office_that_is_missing(built, client, tomas, page, monkeypatch):
    monkeypatch.setattr("ayni.facts.builds.Build.has", lambda _self, table: table in {"steps", "referrals"})
    client.force_login(tomas)
    text = words(client.get(page))
    assert "ayni facts build" in text


def test_a_supervisor_opens_the_rows_behind_the_numbers_of_the_counter(built, client, marta, tomas):
    client.force_login(marta)
    page = client.get(PAGE, {"month": "2026-11-01"}).content.decode()
    links = re.findall(r'href="(/cumplimiento/contado/([^/]+)/[^"]+)"', page)
    assert {name for _href, name in links} >= {"arrived", "called", "attended", "cards", "cards-over-90", "delivered"}
    opened = {}
    for href, name in links:
        listed = client.get(href.replace("&amp;", "&")).content.decode()
        number = int(re.search(r": (\d+)</h1>", listed)[1])
        assert listed.count("data-open") == number, name
        opened.setdefault(name, []).append(number)
    # In November, and in the October beside it.
    assert opened["arrived"] == [5, 2]
    assert opened["called"] == [4, 2]
    assert opened["cards"] == [9]
    assert sum(sum(opened[name]) for name in opened if name.startswith("cards-")) == 9
    assert Event.objects.filter(verb="compliance.rows_opened", by=str(marta.pk)).count() == len(links)
    client.force_login(tomas)
    assert "/cumplimiento/contado/" not in client.get(PAGE).content.decode()
    assert {client.get(href.replace("&amp;", "&")).status_code for href, _name in links} == {403}
