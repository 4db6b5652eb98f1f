"""What leaves of a ticket and of a card: its minutes and its age, and nothing that somebody holds in their hand."""

import shutil
from datetime import UTC, date, datetime, timedelta

import pyarrow.parquet as pq
import pytest
from django.conf import settings

from ayni.cases.tests.factories import open_case
from ayni.facts import builds
from ayni.facts.actions import build
from ayni.people.tests.factories import PersonFactory
from ayni.procedures.facts.counter import card_age, in_minutes
from ayni.procedures.models import Card, Ticket
from tests.age_bands import make_age_bands
from tests.counted import card, ticket

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 20, 17, 0, tzinfo=UTC)


@pytest.fixture
def written():
    """Writes a build, and reads a table of it as rows."""
    make_age_bands()

    def read(table):
        return pq.read_table(build(home=settings.AYNI_HOME, at=AT).file(table)).to_pylist()

    yield read
    shutil.rmtree(builds.root(settings.AYNI_HOME))


def test_a_ticket_leaves_with_its_minutes_and_without_its_number(lia, written):
    ticket(lia, AT - timedelta(hours=5), waited=12 * 60 + 29, attended=8 * 60 + 30)
    ticket(lia, AT - timedelta(hours=5))
    ticket(lia, AT + timedelta(hours=1), waited=60)
    called, left = sorted(written("tickets"), key=lambda row: row["minutes_waiting"] is None)
    assert (called["minutes_waiting"], called["minutes_attended"], called["state"]) == (12, 9, "DONE")
    assert (left["minutes_waiting"], left["minutes_attended"], left["state"]) == (None, None, "LEFT")
    assert (called["lane"], called["office"], called["month"]) == ("2", "SEDE-CENTRAL", date(2026, 11, 1))
    assert called["window"] == str(Ticket.objects.get(state="DONE", arrived_at__lt=AT).window_id)
    assert called["person"] is None, "nobody is known, and all whom nobody knows are not one person"
    assert not {"number", "token", "code", "name"} & set(called)


def test_a_ticket_is_as_guarded_as_whoever_came_with_it(rosa, lia, written):
    ticket(lia, AT - timedelta(hours=5), waited=60, person=open_case(rosa, "VP-TRATA").person)
    [row] = written("tickets")
    assert row["sensitivity"] == "RESTRICTED"
    assert row["person"] is not None


def test_a_card_leaves_with_its_age_and_the_day_of_its_hand_over(lia, written):
    new = lambda: PersonFactory(registered_by=lia)  # noqa: E731
    made = AT - timedelta(days=200)
    card(new(), lia, "READY", made=made, since=AT - timedelta(days=31))
    # Eight in the evening of the 31st is the next day in UTC.
    card(new(), lia, "HANDED_OVER", made=made, since=datetime(2026, 11, 1, 1, 0, tzinfo=UTC))
    card(new(), lia, "READY", made=made, since=AT, revoked_for="SPOILED")
    waits, handed, spoiled = sorted(written("cards"), key=lambda row: (row["age"] is None, row["is_revoked"]))
    assert (waits["age"], waits["days_there"], waits["handed_over_on"]) == ("TO_60", 31, None)
    assert (handed["age"], handed["handed_over_on"], handed["month"]) == (None, date(2026, 10, 31), date(2026, 10, 1))
    assert (spoiled["age"], spoiled["is_revoked"]) == (None, True)
    numbers = set(Card.objects.values_list("number", flat=True))
    assert not numbers & {str(value) for value in waits.values()}


@pytest.mark.parametrize(
    ("days", "age"),
    [(0, "TO_30"), (30, "TO_30"), (31, "TO_60"), (60, "TO_60"), (61, "TO_90"), (90, "TO_90"), (91, "OVER_90")],
)
def test_a_card_waits_by_calendar_days(days, age):
    assert card_age(AT, "READY", AT - timedelta(days=days), None, None) == age


@pytest.mark.parametrize("place", ["LOST", "DESTROYED", "NEVER_MADE"])
def test_what_is_nowhere_waits_for_nobody(place):
    assert card_age(AT, place, AT, None, None) is None
    assert card_age(AT, "SENT", AT, None, None) == "ELSEWHERE"


def test_half_a_minute_is_one_more():
    assert [in_minutes(seconds) for seconds in (0, 29, 30, 89.9, 90)] == [0, 0, 1, 1, 2]
