"""The page of a calendar keeps every hour that there is, however many bands of them."""

from datetime import time

import pytest
from django.urls import reverse

from ayni.procedures.actions import appointments
from ayni.procedures.forms.calendars import MOST, CalendarForm
from ayni.procedures.rules.calendars import Hours

from .factories import NOON

pytestmark = pytest.mark.django_db
EACH_DAY = [Hours(day, time(8 + day % 3), time(12), 1 + day) for day in range(5)]


@pytest.fixture
def calendar(marta):
    plan = appointments.Plan(name="Ventanilla", hours=EACH_DAY)
    return appointments.write_calendar(calendar=None, office=marta.office, plan=plan, by=marta, at=NOON)


def as_shown(client, address) -> dict[str, object]:
    """What a browser would send of the page, if nobody changed anything."""
    form = client.get(address).context["form"]
    sent = {field.html_name: field.value() for field in form}
    times = {name: value.strftime("%H:%M") for name, value in sent.items() if isinstance(value, time)}
    return {name: value for name, value in {**sent, **times}.items() if value not in (None, False, "")}


def test_saving_what_is_shown_changes_no_hour(client, marta, calendar):
    client.force_login(marta)
    address = reverse("procedures:calendar-edit", args=[calendar.pk])
    answer = client.post(address, as_shown(client, address) | {"seen": client.get(address).context["seen"]})
    assert answer.status_code == 302, answer.text
    kept = calendar.openings.order_by("weekday").values_list("weekday", "begins", "ends", "seats")
    assert list(kept) == [(one.weekday, one.begins, one.ends, one.seats) for one in EACH_DAY]


def test_more_bands_than_are_taken_at_once_are_kept_too(client, marta, calendar):
    many = [Hours(n % 7, time(8 + n // 7), time(9 + n // 7), 1 + n) for n in range(MOST + 3)]
    plan = appointments.Plan(name="Ventanilla", hours=many)
    appointments.write_calendar(calendar=calendar, office=calendar.office, plan=plan, by=marta, at=NOON)
    client.force_login(marta)
    address = reverse("procedures:calendar-edit", args=[calendar.pk])
    client.post(address, as_shown(client, address) | {"seen": client.get(address).context["seen"]})
    assert calendar.openings.count() == len(many)


def test_there_is_always_one_to_write_in_and_an_end(client, marta, calendar):
    client.force_login(marta)
    address = reverse("procedures:calendar-edit", args=[calendar.pk])
    assert len(list(client.get(address).context["form"].bands)) == len(EACH_DAY) + 1
    assert len(list(CalendarForm(offices=None, own=None).bands)) == 3
    assert len(CalendarForm({"begins99": "08:00"}, offices=None, own=None).places) == MOST
