"""The demo lives: somebody is expected today, whatever day it is, and the pages have something to show."""

from datetime import date, datetime, timedelta
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest
from django.utils.timezone import localdate

from ayni.access.models import User
from ayni.codelists.models import Territory
from ayni.codelists.tests.factories import HolidayFactory, TerritoryFactory
from ayni.desk.demo import appointments, queueing, stopped
from ayni.directory.models import Location, PointKind
from ayni.people.tests.factories import PersonFactory
from ayni.procedures import queries
from ayni.procedures.models import Appointment, Campaign, Lane, Seat, Ticket, TicketState, Visit
from ayni.procedures.queries import appointments as asking
from ayni.procedures.tests.factories import OfficeFactory, ProcedureFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def stage_at(world):
    def stage(at):
        User.objects.filter(pk__in=[world.marta.pk, world.vera.pk]).update(is_demo=True)
        ProcedureFactory()
        for _n in range(30):
            PersonFactory(registered_by=world.rosa)
        desks = {
            "SEDE-CENTRAL": SimpleNamespace(office=world.sede_central),
            "JZ-TUM": SimpleNamespace(office=world.jz_tum),
            "JZ-LIM": SimpleNamespace(office=OfficeFactory(code="JZ-LIM")),
        }
        users = {"marta": world.marta, "lia": world.lia, "elsa": world.elsa}
        return SimpleNamespace(at=at, staff=SimpleNamespace(desks=desks, users=users))

    return stage


def test_a_demo_made_before_christmas_plans_its_days_for_when_somebody_can_book(stage_at):
    """Twelve days later is a holiday, on which no hours are released."""
    day, at = date(2026, 12, 25), datetime(2026, 12, 13, 11, 5, tzinfo=ZoneInfo("America/Lima"))
    HolidayFactory(day=day)
    appointments.keep(stage_at(at))
    assert Campaign.objects.get(kind="CAMPAIGN").day == day + timedelta(days=1)


@pytest.mark.parametrize("day", [27, 28, 29])
def test_on_a_friday_a_saturday_and_a_sunday_somebody_is_expected_or_was_received(stage_at, day):
    at = datetime(2026, 11, day, 11, 5, tzinfo=ZoneInfo("America/Lima"))
    appointments.keep(stage_at(at))
    today = [a for a in Appointment.objects.order_by("pk") if localdate(a.starts_at) == at.date()]
    assert {"ATTENDED", "BOOKED"} <= {a.state for a in today}
    assert Seat.objects.filter(is_free=True).exists()
    assert Campaign.objects.count() == 3
    assert Visit.objects.count() == 24


def test_the_morning_at_the_counter_has_all_that_a_newcomer_looks_for(stage_at, world):
    stage = stage_at(datetime(2026, 11, 27, 11, 5, tzinfo=ZoneInfo("America/Lima")))
    appointments.keep(stage)
    queueing.work(stage)
    board = queries.queue_board.board(world.sede_central, localdate(stage.at), stage.at)
    assert board.waiting > board.by_lane[Lane.FIRST] > 0
    assert Ticket.objects.filter(appointment__isnull=False, state=TicketState.DONE).exists()
    assert any(one.ticket for one in board.windows)
    assert queries.queue.called(world.sede_central.pk, stage.at)[0]["is_new"]
    # Who did not come is known well enough to add places, and the next batch has them.
    measured = asking.measured(world.sede_central, stage.at)
    assert measured.is_enough
    assert 0 < measured.careful < measured.measured < 1
    assert Seat.objects.filter(is_extra=True, slot__calendar__office=world.sede_central).exists()


def test_the_mobile_unit_stops_at_a_border_post_and_at_an_assistance_point(stage_at):
    district = TerritoryFactory(code="240101", level=Territory.Level.DISTRICT)
    there = {"district": district, "addresses": [{"address_1": "Jr. Uno 2"}]}
    for name, kind in (("CEBAF Tumbes", PointKind.BORDER), ("PAO Tumbes", PointKind.PAO)):
        Location.objects.create(name=name, kind=kind, **there)
    stopped.work(stage_at(datetime(2026, 11, 30, 11, 5, tzinfo=ZoneInfo("America/Lima"))))
    over, ahead = Campaign.objects.order_by("day")
    assert (over.point.name, over.visits.count(), bool(over.results)) == ("CEBAF Tumbes", 31, True)
    assert (ahead.point.name, ahead.kind, ahead.place) == ("PAO Tumbes", "MOBILE", "PAO Tumbes, Jr. Uno 2")
