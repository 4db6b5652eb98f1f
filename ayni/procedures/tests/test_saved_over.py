"""Of two windows that save over each other the second is told, and loses nothing that was typed."""

import re
from datetime import time, timedelta

import pytest
from django.urls import reverse
from django.utils.timezone import localdate, now

from ayni.procedures import actions
from ayni.procedures.actions import appointments
from ayni.procedures.models import Application, Campaign, Item, ItemState, Series, State
from ayni.procedures.rules.calendars import Hours
from ayni.procedures.tests.factories import NOON
from ayni.procedures.tests.lives import evaluated, procedure, submitted

pytestmark = pytest.mark.django_db
TOLD = "después de que usted lo abrió aquí"


def url(name, *args):
    return reverse(f"procedures:{name}", args=args)


def seen_on(client, address, *, nth=0):
    """The mark that the page carries."""
    return re.findall(r'name="seen" value="([0-9a-f]+)"', client.get(address).text)[nth]


def standing(answer):
    """What the page says that is kept now, where it differs: label and words."""
    rows = answer.text.partition("Lo que está guardado ahora")[2].partition("</dl>")[0]
    found = re.findall(r"<dt[^>]*>(.*?)</dt>\s*<dd[^>]*>(.*?)</dd>", rows, re.DOTALL)
    return [tuple(" ".join(re.sub(r"<[^>]+>", " ", one).split()) for one in row) for row in found]


@pytest.fixture
def calendar(marta):
    plan = appointments.Plan(name="Ventanilla", hours=[Hours(0, time(8), time(10), 2)])
    return appointments.write_calendar(calendar=None, office=marta.office, plan=plan, by=marta, at=NOON)


CALENDAR = {
    "minutes": "30", "returns_hours": "48", "is_open": "on", "days1": ["0"], "begins1": "08:00", "ends1": "10:00",
    "seats1": "2",
}  # fmt: skip


def test_a_calendar(client, marta, calendar):
    client.force_login(marta)
    address = url("calendar-edit", calendar.pk)
    seen = seen_on(client, address)
    first = CALENDAR | {"name": "Mañanas", "seats1": "5", "seen": seen}
    assert client.post(address, first).status_code == 302
    second = client.post(address, CALENDAR | {"name": "Tardes", "seen": seen})
    assert TOLD in second.text
    assert 'value="Tardes"' in second.text
    # What stands is beside what was typed, and nothing that is the same.
    assert standing(second) == [("Nombre", "Mañanas"), ("Personas que se atienden a la vez", "5")]
    calendar.refresh_from_db()
    assert (calendar.name, calendar.openings.get().seats) == ("Mañanas", 5)
    # Whoever was told and saves once more means it.
    again = re.findall(r'name="seen" value="([0-9a-f]+)"', second.text)[0]
    assert client.post(address, CALENDAR | {"name": "Tardes", "seen": again}).status_code == 302
    calendar.refresh_from_db()
    assert calendar.name == "Tardes"


def test_what_is_not_in_order_first_is_told_all_the_same(client, marta, calendar):
    client.force_login(marta)
    address = url("calendar-edit", calendar.pk)
    seen = seen_on(client, address)
    client.post(address, CALENDAR | {"name": "Mañanas", "seen": seen})
    wrong = client.post(address, CALENDAR | {"name": "Tardes", "minutes": "x", "seen": seen})
    carried = re.findall(r'name="seen" value="([0-9a-f]+)"', wrong.text)[0]
    assert TOLD in client.post(address, CALENDAR | {"name": "Tardes", "seen": carried}).text


def test_a_window(client, marta):
    client.force_login(marta)
    window = appointments.keep_window(window=None, office=marta.office, number=3, by=marta, at=NOON)
    address = url("window", window.pk)
    seen = seen_on(client, address)
    client.post(address, {"number": "3", "name": "Carnés", "is_open": "on", "seen": seen})
    second = client.post(address, {"number": "3", "name": "Consultas", "seen": seen})
    assert TOLD in second.text
    assert 'value="Consultas"' in second.text
    window.refresh_from_db()
    assert (window.name, window.is_open) == ("Carnés", True)


def test_a_letter_that_two_give_a_meaning(client, marta):
    client.force_login(marta)
    seen = seen_on(client, url("queue-setup"))
    asked = {"do": "series", "series-letter": "B", "seen": seen}
    client.post(url("queue-setup"), asked | {"series-name": "Recojo de carnés"})
    second = client.post(url("queue-setup"), asked | {"series-name": "Consultas"})
    assert TOLD in second.text
    assert 'value="Consultas"' in second.text
    assert standing(second) == [("Para qué es, como lo dice el quiosco", "Recojo de carnés")]
    assert Series.objects.get().name == "Recojo de carnés"
    # Of a letter that nobody gave a meaning nothing stands that would be different.
    other = client.post(url("queue-setup"), asked | {"series-letter": "C", "series-name": "Consultas"})
    assert TOLD in other.text


def test_the_results_of_a_campaign_day(client, marta):
    plan = appointments.CampaignPlan(
        kind="MOBILE", name="Huaycán", day=localdate(), begins=time(0), ends=time(23, 59), place="Plaza"
    )
    campaign = appointments.plan_campaign(office=marta.office, plan=plan, by=marta, at=now())
    client.force_login(marta)
    seen = seen_on(client, url("campaign", campaign.pk))
    told = {"do": "results", "seen": seen}
    empty = client.post(url("campaign-end", campaign.pk), told | {"results": ""})
    assert empty.status_code == 400
    client.post(url("campaign-end", campaign.pk), told | {"results": "Fue bien"})
    second = client.post(url("campaign-end", campaign.pk), told | {"results": "Faltó una carpa"})
    assert TOLD in second.text
    assert "Faltó una carpa" in second.text
    assert standing(second) == [("Cómo resultó el día", "Fue bien")]
    assert Campaign.objects.get().results == "Fue bien"
    # What was told is corrected on its page.
    seen = seen_on(client, url("campaign", campaign.pk))
    client.post(url("campaign-end", campaign.pk), told | {"seen": seen, "results": "Fue bien; faltó una carpa"})
    assert Campaign.objects.get().results == "Fue bien; faltó una carpa"


def test_nobody_accepts_a_paper_that_came_after_the_one_on_the_page(client, lia, elsa, world):
    application = submitted(lia, procedure(world))
    actions.take(application=application, by=elsa, at=NOON)
    item = application.items.get(requirement__order=1)
    client.force_login(elsa)
    address = url("evaluate", application.pk)
    actions.look_at(item=item, verdict=ItemState.OBSERVED, reason="Está borroso.", by=elsa, at=NOON)
    seen = seen_on(client, f"{address}?papel={item.pk}")
    actions.ask_for_correction(application=application, days=2, by=elsa, at=NOON)
    actions.present(item=item, drawn=None, by=lia, at=NOON)
    actions.correct(application=Application.objects.get(), by=lia, at=NOON + timedelta(hours=1))
    old = client.post(address, {"item": item.pk, "verdict": "ACCEPTED", "seen": seen})
    assert TOLD in old.text
    assert [words for _label, words in standing(old)][:1] == ["Presentado"]
    assert Item.objects.get(pk=item.pk).state == ItemState.PRESENTED
    seen = seen_on(client, f"{address}?papel={item.pk}")
    client.post(address, {"item": item.pk, "verdict": "ACCEPTED", "seen": seen})
    assert Item.objects.get(pk=item.pk).state == ItemState.ACCEPTED


def test_nobody_decides_on_verdicts_that_were_changed_meanwhile(client, lia, elsa, aldo, world):
    application = evaluated(submitted(lia, procedure(world)), elsa)
    client.force_login(aldo)
    address = url("decide", application.pk)
    seen = seen_on(client, address)
    actions.send_back(application=Application.objects.get(), by=aldo, at=NOON)
    item = application.items.get(requirement__order=2)
    actions.look_at(item=item, verdict=ItemState.REJECTED, reason="Es de otra persona.", by=elsa, at=NOON)
    actions.finish_evaluation(application=Application.objects.get(), by=elsa, at=NOON)
    old = client.post(address, {"decision": "reject", "grounds": "Lo que ya escribí.", "seen": seen})
    assert TOLD in old.text
    assert "Lo que ya escribí." in old.text
    assert not standing(old)
    assert Application.objects.get().state == State.EVALUATED
