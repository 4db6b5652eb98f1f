"""Somebody books with an old telephone, without an account and without JavaScript; others try what is not theirs."""

import re
from dataclasses import replace
from datetime import time, timedelta

import pytest
from django.test import Client
from django.urls import Resolver404, resolve, reverse
from django.utils import timezone

from ayni.access.tests.factories import OrganisationFactory
from ayni.lib import effort
from ayni.lib.tests.ics_reader import read
from ayni.notices.models import Message
from ayni.procedures.actions import appointments as actions
from ayni.procedures.models import Appointment, AppointmentState, Hold, Procedure, Seat, Wait
from ayni.procedures.tests.factories import (
    AppointmentFactory,
    CalendarFactory,
    ProcedureFactory,
    SeatFactory,
    SlotFactory,
)
from ayni.procedures.views.appointments import booking

pytestmark = pytest.mark.django_db


@pytest.fixture
def slot(sede_central):
    now = timezone.now()
    slot = SlotFactory(calendar=CalendarFactory(office=sede_central), starts_at=now + timedelta(days=9), opens_at=now)
    SeatFactory(slot=slot, number=1)
    ProcedureFactory()
    return slot


@pytest.fixture
def sede_central(world):
    return world.sede_central


WAY = {"name": "José 🦙", "document": "AB 123", "way": "SMS", "phone": "987654321"}


def at(name, *args):
    return reverse(f"procedures:{name}", args=args)


def book_page(slot):
    return at("booking-book", "PR-CCM-ESP", "SEDE-CENTRAL", slot.pk)


def code():
    return Message.objects.exclude(text="").order_by("-pk").first().text[:6]


def test_from_the_first_page_to_the_slip(client, slot):
    address = at("booking")
    for step in ("booking-offices", "booking-days", "booking-hours", "booking-book"):
        page = client.get(address)
        assert page.status_code == 200
        [address] = {href for href in links(page) if href_of(href) == step}
    assert client.post(address, WAY).url == at("booking-code")
    assert Message.objects.get().channel == "SMS"
    assert client.post(at("booking-code"), {"code": code()}).url == at("own-shown")
    page = client.get(at("own-shown"))
    appointment = Appointment.objects.get()
    assert appointment.number in page.content.decode()
    assert client.get(at("own-slip")).content.startswith(b"%PDF")
    (before,) = read(client.get(at("own-calendar")).content)
    client.post(at("own-shown"), {"do": "cancel"})
    (after,) = read(client.get(at("own-calendar")).content)
    assert (before["STATUS"], after["STATUS"]) == ("CONFIRMED", "CANCELLED"), "a calendar strikes it out"
    assert after["UID"] == before["UID"]
    assert int(after["SEQUENCE"]) > int(before["SEQUENCE"])


def links(page):
    return re.findall(r'href="([^"]+)"', page.content.decode())


def href_of(href):
    try:
        return resolve(href.split("?")[0]).url_name
    except Resolver404:
        return ""


def test_reading_leaves_no_cookie(client, slot):
    client.get(at("booking"))
    client.get(at("booking-offices", "PR-CCM-ESP"))
    assert not client.cookies
    client.get(book_page(slot))
    # A form has the key against forged requests, and no session.
    assert set(client.cookies) == {"ayni-csrf"}


def test_a_code_opens_only_in_the_browser_that_asked_for_it(client, slot):
    client.post(book_page(slot), WAY)
    assert Client().post(at("booking-code"), {"code": code()}).status_code == 404
    assert not Appointment.objects.exists()


def test_a_wrong_code_is_told_and_nothing_is_lost(client, slot):
    client.post(book_page(slot), WAY)
    right = code()
    wrong = "000000" if right != "000000" else "111111"
    assert client.post(at("booking-code"), {"code": wrong}).status_code == 400
    assert client.post(at("booking-code"), {"code": f" {right[:3]} {right[3:]} "}).url == at("own-shown")
    # The back button, and once more.
    assert client.post(at("booking-code"), {"code": right}).url == at("own-shown")
    assert Appointment.objects.count() == 1


def test_whoever_has_an_appointment_is_not_told_so_on_the_page(client, slot):
    AppointmentFactory(
        procedure=ProcedureFactory(), office=slot.calendar.office, who=booking.queries.who_of(document="AB123")
    )
    answer = client.post(book_page(slot), WAY)
    assert answer.url == at("booking-code")
    assert client.get(answer.url).status_code == 200
    assert Seat.objects.filter(slot=slot, is_free=True).exists()


def test_number_and_code_that_do_not_go_together_are_answered_like_an_unknown_number(client, slot):
    appointment = AppointmentFactory(office=slot.calendar.office)
    wrong = client.post(at("own-appointment"), {"number": appointment.number, "secret": "AAAAAAAA"})
    unknown = client.post(at("own-appointment"), {"number": "K-0000-0000-0", "secret": "AAAAAAAA"})
    told = zip((wrong, unknown), (appointment.number, "K-0000-0000-0"), strict=True)
    said = [page.content.decode().replace(number, "N") for page, number in told]
    assert wrong.status_code == unknown.status_code == 400
    assert strip(said[0]) == strip(said[1])


def strip(text):
    return re.sub(r'(value|nonce)="[^"]*"', "", text)


def test_after_ten_tries_at_a_number_not_even_the_right_code_opens_it(client, slot):
    appointment = AppointmentFactory(office=slot.calendar.office)
    for _try in range(10):
        client.post(at("own-appointment"), {"number": appointment.number, "secret": "AAAAAAAA"})
    assert (
        client.post(at("own-appointment"), {"number": appointment.number, "secret": appointment.secret}).status_code
        == 400
    )


def test_one_sees_moves_and_cancels_ones_own(client, slot):
    now = timezone.now()
    appointment = AppointmentFactory(
        office=slot.calendar.office, procedure=ProcedureFactory(), starts_at=now + timedelta(days=8)
    )
    typed = {"number": appointment.number.lower(), "secret": appointment.secret.lower()}
    assert client.post(at("own-appointment"), typed).url == at("own-shown")
    assert client.post(at("own-move"), {"slot": slot.pk}).url == at("own-shown")
    appointment.refresh_from_db()
    assert appointment.state == AppointmentState.MOVED
    # Sent twice, from a second tab.
    assert client.post(at("own-move"), {"slot": slot.pk}).status_code == 302
    assert client.post(at("own-shown"), {"do": "cancel"}).url == at("own-shown")
    appointment.moved_to.refresh_from_db()
    assert appointment.moved_to.state == AppointmentState.CANCELLED


def test_in_a_calendar_an_appointment_that_was_moved_takes_the_place_of_the_old_one(client, slot):
    starts = timezone.now() + timedelta(days=8)
    first = AppointmentFactory(office=slot.calendar.office, procedure=ProcedureFactory(), starts_at=starts)
    client.post(at("own-appointment"), {"number": first.number, "secret": first.secret})
    assert "SEQUENCE:0\r\n" in client.get(at("own-calendar")).text
    client.post(at("own-move"), {"slot": slot.pk})
    moved = client.get(at("own-calendar")).text
    assert f"UID:{first.number}@ayni\r\n" in moved
    assert "SEQUENCE:1\r\n" in moved
    client.post(at("own-shown"), {"do": "cancel"})
    assert "Quitarla de mi calendario" in client.get(at("own-shown")).text
    struck = client.get(at("own-calendar")).text
    assert f"UID:{first.number}@ayni\r\n" in struck
    assert "SEQUENCE:2\r\n" in struck
    assert "STATUS:CANCELLED\r\n" in struck


def test_the_slip_of_an_appointment_that_was_moved_leads_to_the_one_that_counts(client, slot):
    starts = timezone.now() + timedelta(days=8)
    first = AppointmentFactory(office=slot.calendar.office, procedure=ProcedureFactory(), starts_at=starts)
    moved = actions.move(appointment=first, slot=slot, by=None, at=timezone.now())
    shown = client.post(at("own-appointment"), {"number": first.number, "secret": first.secret}, follow=True).text
    assert moved.number in shown
    assert "La anterior ya no vale" in shown
    actions.cancel(appointment=moved, by=None, at=timezone.now())
    shown = client.post(at("own-appointment"), {"number": first.number, "secret": first.secret}, follow=True).text
    assert "Cancelada" in shown
    assert "La anterior ya no vale" not in shown


def test_the_address_of_ones_appointment_shows_somebody_else_nothing(client, slot):
    for name in ("own-shown", "own-move", "own-slip", "own-calendar", "own-wait"):
        assert client.get(at(name)).url == at("own-appointment")


def test_what_was_cancelled_in_one_tab_is_not_moved_in_another(client, slot):
    starts = timezone.now() + timedelta(days=3)
    office = slot.calendar.office
    appointment = AppointmentFactory(office=office, procedure=ProcedureFactory(), starts_at=starts)
    client.post(at("own-appointment"), {"number": appointment.number, "secret": appointment.secret})
    assert str(slot.pk) in client.get(at("own-move")).content.decode()
    client.post(at("own-shown"), {"do": "cancel"})
    refused = client.post(at("own-move"), {"slot": slot.pk}, follow=True)
    assert "ya terminó" in refused.content.decode()
    assert slot.seats.get().is_free
    assert not Appointment.objects.live().exists()


def test_leaving_the_page_leaves_nothing_on_a_shared_telephone(client, slot):
    appointment = AppointmentFactory(office=slot.calendar.office)
    client.post(at("own-appointment"), {"number": appointment.number, "secret": appointment.secret})
    client.post(at("own-shown"), {"do": "leave"})
    assert client.get(at("own-shown")).url == at("own-appointment")


def test_a_crowd_from_one_address_gives_time_or_work_and_loses_nothing_typed(client, slot, monkeypatch):
    monkeypatch.setattr(booking, "CROWD", replace(booking.CROWD, free=0))
    page = client.get(book_page(slot)).content.decode()
    assert "data-effort" in page
    refused = client.post(book_page(slot), WAY)
    assert refused.status_code == 400
    assert "José" in refused.content.decode()
    asked = effort.challenge(timezone.now() - timedelta(seconds=effort.WAIT))
    assert client.post(book_page(slot), WAY | {"effort": asked}).status_code == 302
    # Each wait counts once.
    assert client.post(book_page(slot), WAY | {"effort": asked}).status_code == 400
    asked = effort.challenge(timezone.now())
    monkeypatch.setattr(effort, "BITS", 4)
    proof = next(str(n) for n in range(1000) if effort._works(asked, str(n)))
    assert client.post(book_page(slot), WAY | {"effort": asked, "proof": proof}).status_code == 302


def shown(page):
    return re.search(r'name="effort" value="([^"]+)"', page.content.decode())[1]


def test_a_challenge_goes_on_after_a_refusal_unless_it_is_too_old_or_counted_already(client, slot, monkeypatch):
    monkeypatch.setattr(booking, "CROWD", replace(booking.CROWD, free=0))
    moment = timezone.now()
    young, old = (effort.challenge(moment - timedelta(seconds=s)) for s in (5, effort.LASTS + 5))
    assert shown(client.post(book_page(slot), WAY | {"effort": young})) == young
    assert shown(client.post(book_page(slot), WAY | {"effort": old})) != old
    ready = effort.challenge(moment - timedelta(seconds=effort.WAIT))
    assert effort.is_given(ready, "", moment)
    assert shown(client.post(book_page(slot), WAY | {"effort": ready})) != ready
    assert shown(client.post(book_page(slot), WAY | {"effort": "x" * 500})) != "x" * 500


def test_what_is_typed_wrong_is_said_and_kept(client, slot):
    page = client.post(book_page(slot), {"way": "SMS", "phone": "12", "name": "Ana"})
    assert page.status_code == 400
    assert "Ana" in page.content.decode()
    assert not Hold.objects.exists()


def test_whoever_finds_no_hour_joins_the_list_and_takes_what_is_offered(client, slot):
    taken = AppointmentFactory(
        office=slot.calendar.office, procedure=ProcedureFactory(), seat=slot.seats.get(), starts_at=slot.starts_at
    )
    Seat.objects.update(is_free=False)
    assert client.post(at("booking-list", "PR-CCM-ESP", "SEDE-CENTRAL"), WAY).url == at("booking-listed")
    wait = Wait.objects.get()
    actions.cancel(appointment=taken, by=None, at=timezone.now())
    wait.refresh_from_db()
    assert wait.state == "OFFERED"
    client.post(at("own-appointment"), {"number": wait.number, "secret": wait.secret})
    assert b"do" in client.get(at("own-wait")).content
    assert client.post(at("own-wait"), {"do": "take"}).url == at("own-shown")
    assert client.post(at("own-wait"), {"do": "take"}).url == at("own-wait")
    assert Appointment.objects.live().get().seat == taken.seat


def test_what_another_institution_decides_has_no_hour_here_and_says_whose_it_is(client, slot):
    sis = OrganisationFactory(code="SIS", name="Seguro Integral de Salud", phone="113")
    ProcedureFactory(code="PR-SIS", label_es="Afiliación al SIS", authority=sis)
    page = client.get(at("booking")).content.decode()
    assert at("booking-offices", "PR-CCM-ESP") in page
    assert page.index("Seguro Integral de Salud") < page.index("Afiliación al SIS") < page.index("113")
    assert at("booking-offices", "PR-SIS") not in page
    # Nor for whoever types the address.
    assert client.get(at("booking-offices", "PR-SIS")).status_code == 404
    assert client.get(at("booking-book", "PR-SIS", "SEDE-CENTRAL", slot.pk)).status_code == 404
    # On a day for which it is planned by name it has.
    slot.calendar.procedures.add(Procedure.objects.get(code="PR-SIS"))
    assert at("booking-offices", "PR-SIS") in client.get(at("booking")).content.decode()


def test_a_campaign_day_leads_to_its_hours_or_says_that_one_comes_without(client, slot, marta):
    now = timezone.now()
    tomorrow, two = timezone.localdate() + timedelta(days=1), {"begins": time(9), "ends": time(13), "place": "Plaza"}
    by_hour = actions.CampaignPlan(
        kind="CAMPAIGN", name="Con cita", day=tomorrow, procedures=[ProcedureFactory()], seats=2, **two
    )
    made = actions.plan_campaign(office=marta.office, plan=by_hour, by=marta, at=now)
    stop = actions.CampaignPlan(kind="MOBILE", name="Sin cita", day=tomorrow, **two)
    actions.plan_campaign(office=marta.office, plan=stop, by=marta, at=now)
    page = client.get(at("campaign-days")).content.decode()
    assert page.count("Venga sin cita") == 1
    address = at("booking-days", "PR-CCM-ESP", made.pk)
    assert address in page
    assert client.get(address).status_code == 200


def test_whoever_comes_back_to_an_hour_that_is_over_sees_those_of_its_day_before_typing_anything(client, sede_central):
    at_once = timezone.now()
    slot = SlotFactory(calendar=CalendarFactory(office=sede_central), starts_at=at_once, opens_at=at_once)
    SeatFactory(slot=slot, number=1)
    ProcedureFactory()
    page = client.get(book_page(slot), {"grupo": "OLDER"}, follow=True)
    address, _status = page.redirect_chain[-1]
    day = timezone.localdate(slot.starts_at)
    assert address == at("booking-hours", "PR-CCM-ESP", "SEDE-CENTRAL", day) + "?grupo=OLDER"
    assert "ya no queda ninguna hora" in page.content.decode()


def test_an_hour_of_another_place_or_an_unknown_one_is_not_found(client, slot):
    assert client.get(at("booking-book", "PR-CCM-ESP", "JZ-TUM", slot.pk)).status_code == 404
    assert client.get(at("booking-book", "PR-CCM-ESP", "SEDE-CENTRAL", 10**9)).status_code == 404
    assert client.get(at("booking-offices", "PR-NADA")).status_code == 404
    assert client.get("/citas/t/PR-CCM-ESP/SEDE-CENTRAL/2026-02-31/").status_code == 404
