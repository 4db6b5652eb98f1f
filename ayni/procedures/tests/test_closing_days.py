"""Days on which nobody is received: who had booked them is counted before; a holiday has no hours to book."""

import re
from dataclasses import replace
from datetime import date, time, timedelta

import pytest
from django.urls import reverse
from django.utils.timezone import localdate

from ayni.access.tests.factories import OfficeFactory
from ayni.codelists.tests.factories import HolidayFactory
from ayni.procedures.actions import appointments as actions
from ayni.procedures.models import Campaign
from ayni.procedures.rules.calendars import CannotKeep
from ayni.procedures.tests.factories import NOON

from .test_calendars import book, day, release, slot_at, written

pytestmark = pytest.mark.django_db


def test_how_many_had_booked_is_said_before_the_days_close(client, marta):
    counter = written(marta, name="Ventanilla")
    first = localdate() + timedelta(days=7 + (7 - localdate().weekday()) % 7)
    release(counter, marta, first=first, days=2)
    book(slot_at(counter, first, 9), marta)
    client.force_login(marta)
    page, to = reverse("procedures:closures"), first + timedelta(days=1)
    said = {"office": marta.office.pk, "reason": "Sin luz", **day("first_day", first), **day("last_day", first)}
    asked = client.post(page, said)
    assert "1 persona reservó en estos días" in asked.text
    assert not counter.slots.filter(is_closed=True).exists()
    sure = {"sure": re.search(r'name="sure" value="([0-9a-f]+)"', asked.text)[1]}
    # What was agreed to was said of those days, and of nobody else.
    book(slot_at(counter, to, 9), marta, "dos")
    wider = client.post(page, said | day("last_day", to) | sure)
    assert "2 personas reservaron en estos días" in wider.text
    assert client.post(page, said | sure).status_code == 302
    assert counter.slots.filter(is_closed=True).exists()


@pytest.mark.parametrize("page", ["closures", "calendar-new", "windows", "campaign-new"])
def test_ones_own_office_is_chosen_before_the_first_of_the_list(client, marta, page):
    OfficeFactory(organisation=marta.office.organisation, name="AAA", department=marta.office.department)
    client.force_login(marta)
    shown = client.get(reverse(f"procedures:{page}")).text
    assert re.search(rf'<option value="{marta.office.pk}" selected', shown)


def test_on_a_holiday_a_campaign_day_takes_people_without_an_appointment_only(marta):
    day = date(2026, 12, 25)
    HolidayFactory(day=day)
    plan = actions.CampaignPlan(
        kind="CAMPAIGN", name="Navidad", day=day, begins=time(9), ends=time(13), place="Plaza", seats=2
    )
    with pytest.raises(CannotKeep, match="feriado"):
        actions.plan_campaign(office=marta.office, plan=plan, by=marta, at=NOON)
    actions.plan_campaign(office=marta.office, plan=replace(plan, seats=0), by=marta, at=NOON)
    assert Campaign.objects.get().day == day
