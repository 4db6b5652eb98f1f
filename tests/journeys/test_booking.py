"""Somebody with an old telephone books, sees and gives up an hour; whoever keeps the calendar sees the week."""

from datetime import time, timedelta

import pytest
from django.utils import timezone
from django.utils.timezone import localdate
from playwright.sync_api import Page, expect

from ayni.notices.models import Message
from ayni.people.tests.factories import PersonFactory
from ayni.procedures.actions import appointments as actions
from ayni.procedures.models import Appointment, Origin
from ayni.procedures.queries import appointments as queries
from ayni.procedures.rules.calendars import Hours
from ayni.procedures.tests.factories import ProcedureFactory

from . import steps
from .steps import look

pytestmark = pytest.mark.journey


@pytest.fixture
def calendar(world):
    """Two weeks of every day, and somebody who is expected."""
    marta, now = world.marta, timezone.now()
    ProcedureFactory(code="PR-CE", label_es="Carné de extranjería")
    hours = [Hours(day, time(8), time(11), 3) for day in range(7)]
    plan = actions.Plan(name="Atención general", hours=hours, quotas={"OLDER": 2, "PREGNANT": 2}, overbooks=True)
    calendar = actions.write_calendar(calendar=None, office=marta.office, plan=plan, by=marta, at=now)
    first = localdate() + timedelta(days=1)
    actions.release(
        calendar=calendar, first_day=first, last_day=first + timedelta(days=13), opens_at=now, by=marta, at=now
    )
    person = PersonFactory(registered_by=world.lia, given_name_1="Yusleidy", surname_1="Oropeza")
    wish = actions.Wish(procedure=ProcedureFactory(), who=queries.who_of_person(person), person=person)
    slot = calendar.slots.select_related("calendar__office").order_by("starts_at").first()
    actions.book(slot=slot, wish=wish, origin=Origin.FILE, by=world.lia, at=now)
    campaign = actions.CampaignPlan(
        kind="MOBILE", name="Migramóvil en Huaycán", day=first, begins=time(9), ends=time(13), place="Plaza de Armas"
    )
    actions.plan_campaign(office=marta.office, plan=campaign, by=marta, at=now)
    return calendar


def test_somebody_books_an_hour_sees_it_and_gives_it_up(width, page: Page, axe, calendar):
    page.goto("/citas/")
    look(page, axe, "start")
    steps.follow(page, "Carné de extranjería")
    look(page, axe, "offices")
    steps.follow(page, "Sede central Breña")
    look(page, axe, "days")
    steps.go(page, page.get_by_role("main").get_by_role("listitem").get_by_role("link"))
    look(page, axe, "hours")
    steps.follow(page, "09:00")
    page.get_by_role("radio", name="SMS").check()
    look(page, axe, "book")
    page.locator("[name=phone]").fill("987654321")
    page.locator("[name=name]").fill("Yusleidy 🦙")
    steps.press(page, "Envíenme el código")
    look(page, axe, "code")
    page.locator("[name=code]").fill(Message.objects.filter(channel="SMS").latest("queued_at").text[:6])
    steps.press(page, "Confirmar la cita")
    look(page, axe, "own")
    made = Appointment.objects.get(origin=Origin.WEB)
    expect(page.get_by_role("main")).to_contain_text(made.number)
    steps.press(page, "Moverla")
    look(page, axe, "move")
    steps.press(page, "10:00", exact=False)
    made.refresh_from_db()
    assert made.moved_to is not None
    page.get_by_text("No puedo ir").click()
    steps.press(page, "Cancelar la cita")
    look(page, axe, "cancelled")
    page.goto("/citas/jornadas/")
    look(page, axe, "campaign-days")
    page.goto("/citas/t/PR-CE/SEDE-CENTRAL/lista/")
    look(page, axe, "list")


def test_whoever_keeps_the_calendars_sees_weeks_and_days(width, page: Page, axe, calendar, world, sign_in):
    sign_in(page, world.marta)
    tomorrow = localdate() + timedelta(days=1)
    for name, address in {
        "day": f"?day={tomorrow.isoformat()}",
        "new": "nueva/?tramite=PR-CE",
        "calendars": "calendarios/",
        "calendar": f"calendarios/{calendar.pk}/?semana={tomorrow.isoformat()}",
        "calendar-form": f"calendarios/{calendar.pk}/cambiar/",
        "closures": "cierres/",
        "windows": "ventanillas/",
        "campaigns": "jornadas/",
        "campaign-new": "jornadas/nueva/",
    }.items():
        page.goto(f"/tramites/citas/{address}")
        look(page, axe, f"staff-{name}")
    page.goto(f"/tramites/citas/?day={tomorrow.isoformat()}")
    steps.go(page, page.get_by_role("main").get_by_role("table").get_by_role("link"))
    look(page, axe, "staff-appointment")
