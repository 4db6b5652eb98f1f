"""A draft that the browser brings back is no answer to what a colleague wrote meanwhile."""

from datetime import time

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from ayni.procedures.actions import appointments
from ayni.procedures.rules.calendars import Hours
from ayni.procedures.tests.factories import NOON

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
HOURS = [Hours(0, time(8), time(10), 2)]


def written(marta, name, calendar=None):
    plan = appointments.Plan(name=name, hours=HOURS)
    return appointments.write_calendar(calendar=calendar, office=marta.office, plan=plan, by=marta, at=NOON)


def test_what_was_brought_back_does_not_go_over_a_colleagues_change(page: Page, world, sign_in):
    calendar = written(world.marta, "Ventanilla")
    sign_in(page, world.marta)
    address = reverse("procedures:calendar-edit", args=[calendar.pk])
    page.goto(address)
    page.locator("[name=minutes]").fill("45")
    expect(page.locator("[data-draft-words]")).to_contain_text("guardado")
    page.goto(reverse("procedures:calendars"))
    written(world.marta, "Mañanas", calendar)
    page.goto(address)
    expect(page.locator("[name=minutes]")).to_have_value("45")
    page.get_by_role("main").get_by_role("button", name="Guardar").click()
    expect(page.get_by_role("main")).to_contain_text("después de que usted lo abrió aquí")
    expect(page.locator("[name=minutes]")).to_have_value("45")
    calendar.refresh_from_db()
    assert (calendar.name, calendar.minutes) == ("Mañanas", 30)


def test_who_drops_the_draft_goes_on_from_what_stands(page: Page, world, sign_in):
    calendar = written(world.marta, "Ventanilla")
    sign_in(page, world.marta)
    address = reverse("procedures:calendar-edit", args=[calendar.pk])
    page.goto(address)
    page.locator("[name=minutes]").fill("45")
    expect(page.locator("[data-draft-words]")).to_contain_text("guardado")
    written(world.marta, "Mañanas", calendar)
    page.goto(address)
    page.get_by_role("button", name="Descartar").click()
    expect(page.locator("[name=name]")).to_have_value("Mañanas")
    page.locator("[name=minutes]").fill("20")
    page.get_by_role("main").get_by_role("button", name="Guardar").click()
    page.wait_for_url(f"**{reverse('procedures:calendar', args=[calendar.pk])}")
    calendar.refresh_from_db()
    assert (calendar.name, calendar.minutes) == ("Mañanas", 20)
