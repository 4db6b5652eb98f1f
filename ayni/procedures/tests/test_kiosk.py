"""At the kiosk whoever stands there reads the answer themselves, and nobody helps a paper that stuck."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils.timezone import now

from ayni.procedures.models import Ticket
from ayni.procedures.rules.slips import slip_text
from ayni.procedures.tests.factories import AppointmentFactory, ScreenFactory

pytestmark = pytest.mark.django_db


def url(name, *args):
    return reverse(f"procedures:{name}", args=args)


def test_at_the_kiosk_a_slip_that_is_read_again_gives_the_same_ticket(client, lia):
    """The paper stuck, or they did not see it come out."""
    kiosk = ScreenFactory(office=lia.office, kind="KIOSK")
    appointment = AppointmentFactory(office=lia.office, starts_at=now())
    typed = {"do": "slip", "q": slip_text(appointment.number, appointment.secret)}
    for _ in range(2):
        assert "A001" in client.post(url("kiosk", kiosk.token), typed, follow=True).content.decode()
    assert Ticket.objects.count() == 1


def test_at_the_kiosk_the_slip_of_an_appointment_that_was_moved_gives_the_ticket_of_the_new_one(client, lia):
    kiosk = ScreenFactory(office=lia.office, kind="KIOSK")
    counts = AppointmentFactory(office=lia.office, starts_at=now())
    old = AppointmentFactory(
        office=lia.office, starts_at=now() - timedelta(days=3), state="MOVED", ended_at=now(), moved_to=counts
    )
    client.post(url("kiosk", kiosk.token), {"do": "slip", "q": slip_text(old.number, old.secret)}, follow=True)
    assert Ticket.objects.get().appointment == counts


def test_at_the_kiosk_the_person_is_spoken_to_and_not_a_colleague(client, lia):
    kiosk = ScreenFactory(office=lia.office, kind="KIOSK")
    appointment = AppointmentFactory(office=lia.office, starts_at=now() + timedelta(days=1))
    typed = {"do": "slip", "q": slip_text(appointment.number, appointment.secret)}
    page = client.post(url("kiosk", kiosk.token), typed).content.decode()
    assert "Su cita es de otro día" in page
    assert "Ofrezca" not in page
