"""A counter takes an application whose papers are not complete, and says so."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.cache import cache
from django.urls import reverse

from ayni.audit.models import Event
from ayni.codelists.tests.factories import HolidayFactory
from ayni.people.tests.factories import PersonFactory
from ayni.procedures import actions
from ayni.procedures.models import Application, Incomplete
from ayni.procedures.rules import CannotApply
from ayni.procedures.tests.factories import NOON
from ayni.procedures.tests.lives import procedure, submitted

pytestmark = pytest.mark.django_db
MONDAY = NOON + timedelta(days=3)
TUESDAY = NOON + timedelta(days=4)
WEDNESDAY = NOON + timedelta(days=5)


@pytest.fixture
def begun(world, lia):
    """One of two papers is there."""
    asked = actions.Asked(procedure=procedure(world), office=lia.office)
    application = actions.begin(person=PersonFactory(registered_by=lia), asked=asked, by=lia, at=NOON)
    actions.present(item=application.items.get(requirement__order=1), drawn=None, by=lia, at=NOON)
    return application


def complete(application, by, at):
    actions.present(item=application.items.get(requirement__order=2), drawn=None, by=by, at=at)
    return actions.submit(application=application, by=by, at=at)


def test_what_is_completed_within_two_working_days_counts_from_the_first(begun, lia):
    received = actions.receive_incomplete(application=begun, by=lia, at=NOON)
    # A Friday: Monday and Tuesday are the two working days.
    assert (received.due_on, received.lacked) == (date(2026, 11, 24), [2])
    whole = complete(begun, lia, TUESDAY)
    assert whole.submitted_at == NOON
    received.refresh_from_db()
    assert received.ended_at == TUESDAY
    # While papers lacked no time ran: thirty working days from Tuesday, as for what is handed in that day.
    assert whole.due_on == submitted(lia, whole.procedure, at=TUESDAY).due_on
    assert Event.objects.filter(verb="application.received_incomplete", subject_id=str(begun.pk)).count() == 1


def test_what_comes_later_is_handed_in_on_that_day(begun, lia):
    actions.receive_incomplete(application=begun, by=lia, at=NOON)
    assert complete(begun, lia, WEDNESDAY).submitted_at == WEDNESDAY


def test_what_does_not_come_counts_as_not_handed_in(begun, lia):
    actions.receive_incomplete(application=begun, by=lia, at=NOON)
    assert actions.abandon_due(at=TUESDAY) == 0
    assert actions.abandon_due(at=WEDNESDAY) == 1
    assert actions.abandon_due(at=WEDNESDAY) == 0
    begun.refresh_from_db()
    assert (begun.state, begun.submitted_at) == ("ABANDONED", None)
    assert begun.incomplete.ended_at == WEDNESDAY
    # It was never handed in: there is nothing to decide about it.
    assert not begun.resolutions.exists()


def test_a_holiday_declared_after_the_day_was_said_gives_the_person_a_day_more(begun, lia):
    received = actions.receive_incomplete(application=begun, by=lia, at=NOON)
    HolidayFactory(day=date(2026, 11, 23))
    cache.clear()
    # Though the last day that was said is over and nobody has moved it yet, nothing ends.
    assert actions.abandon_due(at=WEDNESDAY) == 0
    assert actions.follow_holidays(at=WEDNESDAY) == 1
    assert actions.follow_holidays(at=WEDNESDAY) == 0
    received.refresh_from_db()
    assert received.due_on == date(2026, 11, 25)
    moved = Event.objects.get(verb="application.time_moved", subject_id=str(begun.pk))
    assert (moved.details["former"], moved.details["now"]) == ("2026-11-24", "2026-11-25")
    assert complete(begun, lia, WEDNESDAY).submitted_at == NOON


def test_who_comes_on_that_day_before_it_was_moved_is_in_time_too(begun, lia):
    actions.receive_incomplete(application=begun, by=lia, at=NOON)
    HolidayFactory(day=date(2026, 11, 24))
    cache.clear()
    assert complete(begun, lia, WEDNESDAY).submitted_at == NOON


# 23:59 and 00:00 in Lima, five hours before they are in Greenwich.
BEFORE_MIDNIGHT = datetime(2026, 11, 25, 4, 59, tzinfo=UTC)
MIDNIGHT = datetime(2026, 11, 25, 5, 0, tzinfo=UTC)


def test_the_last_day_ends_at_midnight_in_lima(begun, lia):
    actions.receive_incomplete(application=begun, by=lia, at=NOON)
    assert actions.abandon_due(at=BEFORE_MIDNIGHT) == 0
    assert complete(begun, lia, BEFORE_MIDNIGHT).submitted_at == NOON


def test_a_minute_later_it_counts_from_the_new_day(begun, lia):
    actions.receive_incomplete(application=begun, by=lia, at=NOON)
    whole = complete(begun, lia, MIDNIGHT)
    assert whole.submitted_at == MIDNIGHT
    assert whole.due_on == submitted(lia, whole.procedure, at=MIDNIGHT).due_on


def test_at_midnight_in_lima_what_did_not_come_ends(begun, lia):
    actions.receive_incomplete(application=begun, by=lia, at=NOON)
    assert actions.abandon_due(at=MIDNIGHT) == 1


def test_it_is_received_so_once_and_only_while_something_is_missing(begun, lia):
    actions.receive_incomplete(application=begun, by=lia, at=NOON)
    with pytest.raises(CannotApply, match="Ya se recibió"):
        actions.receive_incomplete(application=begun, by=lia, at=MONDAY)
    complete(begun, lia, MONDAY)
    with pytest.raises(Exception, match="avanzó"):
        actions.receive_incomplete(application=begun, by=lia, at=MONDAY)


def test_with_all_papers_it_is_handed_in(begun, lia):
    actions.present(item=begun.items.get(requirement__order=2), drawn=None, by=lia, at=NOON)
    with pytest.raises(CannotApply, match="No falta nada"):
        actions.receive_incomplete(application=begun, by=lia, at=NOON)


@pytest.mark.parametrize(
    ("received", "due"),
    [
        # 29 and 30 December; the first of January is no working day.
        (datetime(2026, 12, 30, 17, tzinfo=UTC), date(2027, 1, 4)),
        (datetime(2028, 2, 28, 17, tzinfo=UTC), date(2028, 3, 1)),
    ],
)
def test_the_two_days_at_the_end_of_a_year_and_in_a_leap_year(begun, lia, received, due, new_year):
    assert actions.receive_incomplete(application=begun, by=lia, at=received).due_on == due


@pytest.fixture
def new_year(db):
    return HolidayFactory(day=date(2027, 1, 1))


def test_the_counter_receives_it_and_prints_the_note(client, begun, lia, elsa, vera):
    client.force_login(lia)
    page = client.get(reverse("procedures:application", args=[begun.pk])).content.decode()
    assert "Recibir como incompleta" in page
    address = reverse("procedures:receive-incomplete", args=[begun.pk])
    assert "2. Requisito 2" in client.get(address).content.decode()
    note = reverse("procedures:incomplete-note", args=[begun.pk])
    assert client.get(note).status_code == 404
    page = client.post(address, follow=True).content.decode()
    assert "Recibida como incompleta el" in page
    assert "Recibir como incompleta" not in page
    assert client.get(note).content.startswith(b"%PDF")
    assert "Incompleta: " in client.get(reverse("procedures:applications"), {"lista": "gathering"}).content.decode()
    assert Incomplete.objects.count() == 1
    client.force_login(elsa)
    assert (client.get(address).status_code, client.get(note).status_code) == (403, 403)
    client.force_login(vera)
    assert (client.post(address).status_code, client.get(note).status_code) == (404, 404)
    assert Application.objects.get(pk=begun.pk).state == "GATHERING"
