"""Windows that call at the same moment, and people who arrive at the same moment."""

from collections import Counter

import pytest

from ayni.access.permissions import Role
from ayni.access.tests.factories import UserFactory
from ayni.procedures.actions import queueing as actions
from ayni.procedures.models import QueueDay, QueueEvent, Ticket, TicketState
from ayni.procedures.tests.factories import NOON, AppointmentFactory, WindowFactory
from tests.at_once import at_once, refused

WINDOWS = 4
TICKETS = 24


@pytest.mark.django_db(transaction=True)
def test_windows_that_call_at_once_never_call_one_ticket_and_leave_none(world):
    office = world.sede_central
    staff = [UserFactory(organisation=world.uim, office=office, roles=[Role.RECEPTION]) for _ in range(WINDOWS)]
    windows = [WindowFactory(office=office) for _ in staff]
    for window, user in zip(windows, staff, strict=True):
        actions.sit_down(window=window, by=user, at=NOON)
    for number in range(TICKETS):
        group = "OLDER" if number % 3 == 0 else ""
        actions.arrive(office=office, comes=actions.Comes(group=group), by=staff[0], at=NOON)

    def attend(window, user):
        while (ticket := actions.call_next(window=window, by=user, at=NOON)) is not None:
            actions.begin(ticket=ticket, by=user, at=NOON)

    pairs = zip(windows, staff, strict=True)
    assert refused(at_once(lambda pair: attend(*pair), pairs)) == []
    called = Counter(QueueEvent.objects.filter(kind="CALLED").values_list("ticket", flat=True))
    assert len(called) == TICKETS
    assert set(called.values()) == {1}
    assert not Ticket.objects.filter(state=TicketState.WAITING).exists()
    # The numbers by which screens catch up have no gap.
    seqs = list(QueueEvent.objects.order_by("seq").values_list("seq", flat=True))
    assert seqs == list(range(1, QueueDay.objects.get().seq + 1))


@pytest.mark.django_db(transaction=True)
def test_who_arrive_at_once_get_numbers_of_their_own_also_the_first_ones_of_a_day(world):
    office, lia = world.sede_central, world.lia

    def arrive():
        for _ in range(5):
            actions.arrive(office=office, comes=actions.Comes(), by=lia, at=NOON)

    assert refused(at_once(lambda _n: arrive(), range(3))) == []
    assert sorted(Ticket.objects.values_list("number", flat=True)) == list(range(1, 16))


@pytest.mark.django_db(transaction=True)
def test_one_slip_read_twice_at_once_gives_one_ticket(world):
    office, lia = world.sede_central, world.lia
    appointment = AppointmentFactory(office=office, starts_at=NOON)

    def arrive():
        actions.arrive_by_appointment(appointment=appointment, office=office, by=lia, at=NOON)

    [late] = refused(at_once(lambda _n: arrive(), range(2)))
    assert "ya tiene su turno" in str(late)
    assert Ticket.objects.count() == 1
