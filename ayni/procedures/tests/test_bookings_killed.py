"""The server dies with kill -9 while clerks and people at home book: no hour is lost, and none is given twice."""

import re
import urllib.parse
import urllib.request
from datetime import timedelta
from http.cookiejar import CookieJar
from threading import Event, Thread

import pytest
from django.db import connection
from django.utils.timezone import now

from ayni.access.permissions import Role
from ayni.access.tests.factories import UserFactory
from ayni.lib.ids import uuid7
from ayni.notices.models import Message
from ayni.procedures.models import Appointment, AppointmentState, Hold, Seat
from ayni.procedures.tests.factories import CalendarFactory, ProcedureFactory, SeatFactory, SlotFactory
from tests.counter import GONE, TRIES_AGAIN, browser_of
from tests.serving import served

CLERKS, EACH, AT_HOME, KILLS = 3, 6, 4, 3
PEOPLE = CLERKS * EACH + AT_HOME
SLOTS, SEATS = 4, 8
MADE = re.compile(r"/tramites/citas/([0-9a-f-]{36})/")
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="(\w+)"')
OWN = re.compile(r"K-[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]")

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


def phone_of(number):
    return f"98765{number:04}"


def attend(browser, slots, first, told, stopped):
    """A clerk: sends each form until it is answered, as somebody does who presses the button again."""
    for number in range(first, first + EACH):
        slot = slots[number % len(slots)]
        form = {"way": "SMS", "phone": phone_of(number), "name": f"Persona {number}", "once": str(uuid7())}
        while not stopped.is_set():
            try:
                _status, leads, _page = browser.ask("POST", f"/tramites/citas/nueva/PR-CCM-ESP/{slot.pk}/", **form)
            except GONE:
                stopped.wait(TRIES_AGAIN)
                continue
            if found := MADE.search(leads):
                told.append(found[1])
                break
            stopped.wait(TRIES_AGAIN)
    browser.close()


def book_from_home(url, slot, number, told, stopped):
    """Somebody without an account: an hour, the code that comes, the appointment. What breaks off is done again."""
    telephone = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))
    address = f"{url}/citas/t/PR-CCM-ESP/SEDE-CENTRAL/hora/{slot.pk}/"
    way = {"way": "SMS", "phone": phone_of(number), "name": f"Persona {number}"}
    while not stopped.is_set():
        try:
            page = _asked(telephone, address, {**way, "csrfmiddlewaretoken": _token(_asked(telephone, address))})
            if 'name="code"' in page:
                typed = {"code": _code(phone_of(number)), "csrfmiddlewaretoken": _token(page)}
                page = _asked(telephone, f"{url}/citas/codigo/", typed)
            if found := OWN.search(page):
                told.append(found[0])
                break
        except GONE:
            pass
        stopped.wait(TRIES_AGAIN)
    connection.close()


def _asked(telephone, address, fields=None):
    data = urllib.parse.urlencode(fields).encode() if fields else None
    with telephone.open(address, data, timeout=60) as answer:
        return answer.read().decode()


def _token(page):
    found = TOKEN.search(page)
    return found[1] if found else ""


def _code(phone):
    sent = [one.text for one in Message.objects.filter(channel="SMS").order_by("-pk") if one.to.endswith(phone)]
    return next((text[:6] for text in sent if text[:6].isdigit()), "")


def test_no_hour_is_lost_or_given_twice_when_the_server_is_killed_among_bookings(world):
    office, stopped = world.sede_central, Event()
    ProcedureFactory()
    calendar, at = CalendarFactory(office=office), now()
    slots = [
        SlotFactory(calendar=calendar, starts_at=at + timedelta(days=9, hours=n), opens_at=at) for n in range(SLOTS)
    ]
    for slot in slots:
        for number in range(1, SEATS + 1):
            SeatFactory(slot=slot, number=number)
    clerks = [UserFactory(organisation=world.uim, office=office, roles=[Role.RECEPTION]) for _n in range(CLERKS)]
    told, numbers = [], []
    with served() as server:
        work = [
            Thread(target=attend, args=[browser_of(user, server.port), slots, n * EACH, told, stopped], daemon=True)
            for n, user in enumerate(clerks)
        ]
        work += [
            Thread(target=book_from_home, args=[server.url, slots[n % SLOTS], 900 + n, numbers, stopped], daemon=True)
            for n in range(AT_HOME)
        ]
        for thread in work:
            thread.start()
        for n in range(1, KILLS + 1):
            for _wait in range(600):
                if len(told) + len(numbers) >= PEOPLE * n // (KILLS + 1):
                    break
                stopped.wait(0.1)
            server.kill()
            server.start()
        for thread in work:
            thread.join(timeout=120)
        stopped.set()
    live = Appointment.objects.filter(state=AppointmentState.BOOKED)
    # Whatever was acknowledged is there; the same form sent again after the cut made no second one.
    assert len(told) == len(set(told)) == CLERKS * EACH
    assert len(numbers) == len(set(numbers)) == AT_HOME
    by_id = {str(pk): number for pk, number in live.values_list("pk", "number")}
    assert {by_id[pk] for pk in told} | set(numbers) == set(by_id.values())
    assert live.values("who").distinct().count() == live.count() == PEOPLE
    assert live.values("seat").distinct().count() == PEOPLE
    taken = set(live.values_list("seat", flat=True)) | set(
        Hold.objects.filter(seat__isnull=False).values_list("seat", flat=True)
    )
    assert set(Seat.objects.filter(is_free=False).values_list("pk", flat=True)) == taken
