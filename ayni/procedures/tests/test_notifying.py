"""A resolution is put into the electronic mailbox of the person, and it is asked whether they read it."""

import pytest
from django.urls import reverse

from ayni.procedures import actions
from ayni.procedures.models import CallOutcome, Purpose, ServiceCall, ServiceHealth
from ayni.procedures.tests.factories import NOON
from ayni.procedures.tests.lives import GROUNDS, evaluated, procedure, submitted

from .test_asking_the_state import card

pytestmark = pytest.mark.django_db


@pytest.fixture
def resolved(world, lia, elsa, aldo):
    """Of somebody with a card of this number."""
    wanted = procedure(world, asks=1)

    def approved(number):
        application = evaluated(submitted(lia, wanted), elsa)
        application.person.documents.update(ended_at=NOON)
        application.person.documents.create(type=card(), number=number, office=application.office)
        return actions.approve(application=application, grounds=GROUNDS, by=aldo, at=NOON)

    return approved


@pytest.fixture
def resolution(resolved):
    return resolved("001234567")


@pytest.fixture
def desk(client, lia):
    client.force_login(lia)
    return client


def press(desk, resolution):
    address = reverse("procedures:notify-resolution", args=[resolution.application_id, resolution.pk])
    return desk.post(address, follow=True).content.decode()


def test_a_resolution_is_in_the_mailbox_once_and_then_one_sees_whether_it_was_read(desk, state, resolution):
    page = press(desk, resolution)
    assert "En la casilla, sin leer" in page
    assert "¿La leyó en la casilla?" in page
    [deposit] = state.world.deposits.values()
    press(desk, resolution)
    page = press(desk, resolution)
    assert "En la casilla, y leído" in page
    assert "en la casilla?" not in page
    assert list(state.world.deposits.values()) == [deposit]
    assert "no tiene más que decir" in press(desk, resolution)
    assert set(ServiceCall.objects.values_list("purpose", flat=True)) == {Purpose.NOTIFICATION}
    resolution.refresh_from_db()
    assert resolution.told_at is None


def test_what_arrived_without_our_knowing_is_not_put_there_again(desk, state, resolution):
    state.behave("/casilla/", "malformed")
    page = press(desk, resolution)
    assert "La casilla no respondió" in page
    assert "La última vez no respondió" in page
    assert len(state.world.deposits) == 1
    state.behave("/casilla/", "ok")
    assert "En la casilla, sin leer" in press(desk, resolution)
    assert len(state.world.deposits) == 1
    assert ServiceCall.objects.filter(outcome=CallOutcome.MALFORMED).count() == 1


def test_while_the_mailbox_is_left_alone_nothing_is_asked(desk, state, resolution):
    state.behave("/casilla/", "wrong")
    for _time in range(3):
        press(desk, resolution)
    assert ServiceHealth.objects.get(service="MAILBOX").opened_at is not None
    asked = len(state.world.asked)
    assert "no responde ahora" in press(desk, resolution)
    assert len(state.world.asked) == asked


def test_who_has_no_mailbox_or_no_document_is_notified_on_paper(desk, state, resolved):
    page = press(desk, resolved("001234565"))
    assert "notifique en papel" in page
    assert "Ponerla en la casilla" not in page
    nobody = resolved("001234567")
    nobody.application.person.documents.update(ended_at=NOON)
    assert "no tiene un documento" in press(desk, nobody)
    assert not state.world.deposits


def test_of_what_was_annulled_and_where_no_mailbox_is_connected_nothing_is_sent(
    desk, state, settings, resolution, aldo
):
    settings.STATE_SERVICES = {**settings.STATE_SERVICES, "casilla": {"url": ""}}
    page = press(desk, resolution)
    assert "no está conectada" in page
    assert "Ponerla en la casilla" not in page
    actions.annul(resolution=resolution, by=aldo, at=NOON)
    assert "fue anulada" in press(desk, resolution)
    assert not ServiceCall.objects.exists()
