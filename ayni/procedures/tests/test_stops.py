"""The mobile unit stops at an assistance point (PAO): a calendar of visits, what is given on each, who came."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse
from django.utils.timezone import localdate

from ayni.directory.models import Location, PointKind, Schedule, ServiceAtLocation, Standing
from ayni.directory.tests.factories import ServiceFactory
from ayni.procedures.actions import appointments as actions
from ayni.procedures.models import Campaign
from ayni.procedures.queries import stops
from ayni.procedures.tests.factories import NOON, ProcedureFactory

pytestmark = pytest.mark.django_db
MONDAY = date(2026, 12, 14)


def url(name, *args):
    return reverse(f"procedures:{name}", args=args)


@pytest.fixture
def pao():
    return Location.objects.create(name="PAO Lima", kind=PointKind.PAO, addresses=[{"address_1": "Jr. Uno 2"}])


def given(pao, name, *, days="", **fields):
    """A service of the point, on these days of the week; without any, nobody wrote down its hours."""
    service = ServiceFactory(name=name, **fields)
    link = ServiceAtLocation.objects.create(service=service, location=pao)
    if days:
        Schedule.objects.create(at=link, freq="WEEKLY", byday=days, opens_at=time(8), closes_at=time(16))
    return link


def stop(marta, pao, day=MONDAY, **fields):
    plan = actions.CampaignPlan(
        kind="MOBILE", name="Migramóvil", day=day, begins=time(9), ends=time(13), place="PAO Lima", point=pao, **fields
    )
    return actions.plan_campaign(office=marta.office, plan=plan, by=marta, at=NOON)


def test_what_the_point_gives_that_day_stands_beside_what_the_unit_brings(client, marta, pao, at_most):
    given(pao, "Orientación legal", days="MO,WE")
    given(pao, "Primeros auxilios psicológicos", days="TU")
    given(pao, "Entrega de kits")
    given(pao, "Lo que ya no se da", status=Standing.INACTIVE)
    campaign = stop(marta, pao, procedures=[ProcedureFactory(label_es="Actualización de datos")])
    assert [link.service.name for link in stops.services_that_day(campaign)] == ["Entrega de kits", "Orientación legal"]
    client.force_login(marta)
    client.get(url("campaign", campaign.pk))
    with at_most(12):
        page = client.get(url("campaign", campaign.pk)).text
    for words in ("Orientación legal", "Entrega de kits", "Actualización de datos"):
        assert words in page
    assert "psicológicos" not in page


def test_the_visits_to_one_point_stand_together_with_who_came(client, marta, lia, pao, at_most):
    visited = stop(marta, pao)
    stop(marta, None, day=date(2026, 12, 16))
    there = datetime(2026, 12, 14, 12, tzinfo=ZoneInfo("America/Lima"))
    for _person in range(3):
        actions.note_visit(
            campaign=visited, outcome="TOLD", procedure=None, appointment=None, person=None, by=lia, at=there
        )
    actions.tell_results(campaign=visited, results="Faltó una impresora.", by=marta, at=there)
    client.force_login(marta)
    client.get(url("campaigns"))
    with at_most(12):
        page = client.get(url("campaigns"), {"punto": pao.pk}).text
    assert page.count("Migramóvil</a>") == 1
    assert "Faltó una impresora." in page
    assert ">3<" in page
    assert client.get(url("campaigns"), {"punto": "x; --"}).text.count("Migramóvil</a>") == 2


def test_a_point_gives_a_day_its_place_and_one_of_them_is_said(client, marta, pao):
    today = localdate()
    client.force_login(marta)
    said = {
        "office": marta.office.pk, "kind": "MOBILE", "name": "Migramóvil", "day_day": today.day,
        "day_month": today.month, "day_year": today.year, "begins": "09:00", "ends": "13:00", "seats": "0",
    }  # fmt: skip
    assert "Escriba dónde es" in client.post(url("campaign-new"), said).text
    client.post(url("campaign-new"), said | {"point": pao.pk})
    planned = Campaign.objects.get()
    assert (planned.point, planned.place) == (pao, "PAO Lima, Jr. Uno 2")


def test_no_day_is_announced_at_a_confidential_point(pao):
    Location.objects.filter(pk=pao.pk).update(is_confidential=True)
    assert not stops.points().exists()


def test_another_office_learns_of_neither_the_days_nor_their_points(marta, vera, pao):
    planned = stop(marta, pao)
    assert [list(stops.visits(marta, "")), list(stops.visited(marta))] == [[planned], [pao]]
    assert [list(stops.visits(vera, "")), list(stops.visited(vera))] == [[], []]
