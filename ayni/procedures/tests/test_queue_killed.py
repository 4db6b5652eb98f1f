"""The server dies in the middle of a day at the counter, with kill -9, and begins anew: a real process."""

import random
from collections import Counter
from threading import Event, Thread

import pytest
from django.utils.timezone import now

from ayni.access.permissions import Role
from ayni.access.tests.factories import UserFactory
from ayni.procedures.actions import queueing as actions
from ayni.procedures.models import QueueDay, QueueEvent, Ticket
from ayni.procedures.tests.factories import WindowFactory
from tests.counter import AtWindow, Reception, around, browser_of
from tests.serving import served

ARRIVALS = 60
WINDOWS = 4
KILLS = 3
WAITS = 120

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


def until(condition, tick):
    for _ in range(int(WAITS / 0.1)):
        if condition():
            return True
        tick.wait(0.1)
    return False


def test_no_ticket_is_lost_and_none_is_called_twice_when_the_server_is_killed(world):
    office, chance, stopped = world.sede_central, random.Random(5), Event()  # noqa: S311
    staff = [UserFactory(organisation=world.uim, office=office, roles=[Role.RECEPTION]) for _ in range(WINDOWS)]
    windows = [WindowFactory(office=office) for _ in staff]
    for window, user in zip(windows, staff, strict=True):
        actions.sit_down(window=window, by=user, at=now())
    with served() as server:
        reception = Reception(browser_of(world.lia, server.port))
        places = [
            AtWindow(browser_of(user, server.port), window.pk, around(0.1, chance))
            for user, window in zip(staff, windows, strict=True)
        ]
        work = [Thread(target=place.attend, args=[stopped]) for place in places]
        work.append(Thread(target=reception.give, args=[ARRIVALS, around(0.05, chance), stopped]))
        for thread in work:
            thread.start()
        for n in range(1, KILLS + 1):
            assert until(lambda n=n: len(reception.given) >= ARRIVALS * n // (KILLS + 1), stopped)
            server.kill()
            server.start()
        done = until(lambda: Ticket.objects.filter(state="DONE").count() >= ARRIVALS, stopped)
        stopped.set()
        for thread in work:
            thread.join()
        for one in (reception, *places):
            one.browser.close()
    assert done
    # Whatever was acknowledged is there; what was written and not acknowledged may be there besides.
    assert set(reception.given) <= {str(pk) for pk in Ticket.objects.order_by().values_list("pk", flat=True)}
    called = Counter(QueueEvent.objects.filter(kind="CALLED").values_list("ticket", flat=True))
    assert set(called.values()) == {1}
    assert set(called) == set(Ticket.objects.order_by().values_list("pk", flat=True)) - waiting()
    seqs = list(QueueEvent.objects.order_by("seq").values_list("seq", flat=True))
    assert seqs == list(range(1, QueueDay.objects.get().seq + 1))
    numbers = list(Ticket.objects.order_by("number").values_list("number", flat=True))
    assert numbers == list(range(1, len(numbers) + 1))


def waiting():
    return set(Ticket.objects.filter(state="WAITING").order_by().values_list("pk", flat=True))
