"""The server dies with kill -9 while three keepers make batches: no number is lost, and none is given twice."""

import re
from threading import Event, Thread

import pytest

from ayni.access.permissions import Role
from ayni.access.tests.factories import UserFactory
from ayni.lib.ids import uuid7
from ayni.procedures.actions import cards
from ayni.procedures.models import Batch, Card, CardSeries, Move
from ayni.procedures.rules.cards import written_number
from ayni.procedures.tests.card_factories import SeriesFactory, approved
from ayni.procedures.tests.factories import NOON
from tests.counter import GONE, TRIES_AGAIN, browser_of
from tests.serving import served

KEEPERS, EACH, IN_ONE, KILLS = 3, 6, 4, 3
MADE = re.compile(r"/lotes/([0-9a-f-]{36})/")

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


def keep(browser, series, told, stopped):
    """Sends each form until it is answered, as somebody does who presses the button again."""
    for _batch in range(EACH):
        form = {"series": series.pk, "wanted": IN_ONE, "once": str(uuid7())}
        while not stopped.is_set():
            try:
                _status, leads, _page = browser.ask("POST", "/tramites/carnes/lotes/", **form)
            except GONE:
                stopped.wait(TRIES_AGAIN)
                continue
            if found := MADE.search(leads):
                told.append(found[1])
                break
            stopped.wait(TRIES_AGAIN)
    browser.close()


def test_no_number_is_lost_or_given_twice_when_the_server_is_killed_among_batches(world):
    office, series, told, stopped = world.sede_central, SeriesFactory(), [], Event()
    keepers = [UserFactory(organisation=world.uim, office=office, roles=[Role.CARD_KEEPER]) for _n in range(KEEPERS)]
    approved(world.lia, KEEPERS * EACH * IN_ONE)
    cards.signing_key(by=keepers[0], at=NOON)
    with served() as server:
        work = [
            Thread(target=keep, args=[browser_of(user, server.port), series, told, stopped], daemon=True)
            for user in keepers
        ]
        for thread in work:
            thread.start()
        for n in range(1, KILLS + 1):
            for _wait in range(600):
                if len(told) >= KEEPERS * EACH * n // (KILLS + 1):
                    break
                stopped.wait(0.1)
            server.kill()
            server.start()
        for thread in work:
            thread.join(timeout=120)
        stopped.set()
    # Whatever was acknowledged is there, once each; the same form sent again after the cut made no second batch.
    assert len(told) == len(set(told)) == KEEPERS * EACH
    assert set(told) == {str(pk) for pk in Batch.objects.values_list("pk", flat=True)}
    most = KEEPERS * EACH * IN_ONE
    assert list(Card.objects.order_by("number").values_list("number", flat=True)) == [
        written_number(n, 9) for n in range(1, most + 1)
    ]
    assert CardSeries.objects.get().last == most
    assert Card.objects.values("application").distinct().count() == most
    assert Move.objects.count() == most
