"""Many people want the same few seats at the same moment. On SQLite and on PostgreSQL alike."""

from collections import Counter

import pytest

from ayni.lib.errors import RuleBroken
from ayni.notices.models import Message
from ayni.procedures.actions import appointments as actions
from ayni.procedures.models import Appointment, AppointmentState, Origin, Seat, Wait
from ayni.procedures.queries import appointments as queries
from ayni.procedures.tests.factories import NOON, CalendarFactory, ProcedureFactory, SeatFactory, SlotFactory
from tests.at_once import at_once, refused

pytestmark = pytest.mark.django_db(transaction=True)

CROWD, SEATS = 12, 4


def outcomes(given):
    """How many got what: a refusal by its name."""
    assert all(isinstance(one, RuleBroken) for one in refused(given)), given
    return Counter(type(one).__name__ if isinstance(one, RuleBroken) else one for one in given)


@pytest.fixture
def slot(world):
    slot = SlotFactory(calendar=CalendarFactory(office=world.sede_central))
    for number in range(1, SEATS + 1):
        SeatFactory(slot=slot, number=number)
    return slot


def wish(procedure, n):
    email = f"persona{n}@example.pe"
    return actions.Wish(procedure=procedure, who=queries.who_of(email=email), contact={"email": email})


def test_of_a_crowd_after_few_seats_each_seat_goes_to_one_person(world, slot):
    world.lia  # noqa: B018  before the threads ask for her
    procedure = ProcedureFactory()

    def book(n):
        actions.book(slot=slot, wish=wish(procedure, n), origin=Origin.COUNTER, by=world.lia, at=NOON)
        return "booked"

    assert outcomes(at_once(book, range(CROWD))) == {"booked": SEATS, "SlotIsFull": CROWD - SEATS}
    seats = list(Appointment.objects.values_list("seat", flat=True))
    assert len(seats) == len(set(seats)) == SEATS
    assert not Seat.objects.filter(is_free=True).exists()


def test_one_person_in_many_tabs_has_one_appointment(world, slot):
    world.lia  # noqa: B018
    procedure = ProcedureFactory()

    def book(n):
        actions.book(slot=slot, wish=wish(procedure, 0), origin=Origin.COUNTER, by=world.lia, at=NOON)
        return "booked"

    assert outcomes(at_once(book, range(6)))["booked"] == 1
    assert Appointment.objects.count() == 1
    # What the others had in their hands went back with their transaction.
    assert Seat.objects.filter(is_free=True).count() == SEATS - 1


def test_the_same_code_in_two_tabs_makes_one_appointment(world, slot):
    hold = actions.hold_seat(slot=slot, wish=wish(ProcedureFactory(), 0), at=NOON)
    code = Message.objects.get().text[:6]
    [number] = {a.number for a in at_once(lambda _n: actions.confirm(hold=hold, code=code, at=NOON), range(4))}
    assert Appointment.objects.get().number == number


def test_a_seat_that_is_given_up_is_offered_to_one_of_those_who_wait(world, slot):
    procedure = ProcedureFactory()
    booked = [
        actions.book(slot=slot, wish=wish(procedure, n), origin=Origin.COUNTER, by=world.lia, at=NOON)
        for n in range(SEATS)
    ]
    for n in range(3):
        actions.join_list(office=world.sede_central, wish=wish(procedure, 100 + n), at=NOON)
    at_once(lambda n: actions.cancel(appointment=booked[n], by=None, at=NOON), range(2))
    offers = list(Wait.objects.filter(state="OFFERED").order_by("since").values_list("seat", flat=True))
    assert len(offers) == len(set(offers)) == 2
    assert not Seat.objects.filter(is_free=True).exists()
    assert Appointment.objects.filter(state=AppointmentState.CANCELLED).count() == 2
