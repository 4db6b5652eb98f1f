"""The desk: every number opens exactly the rows that it counts, for everybody."""

from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.timezone import localtime, now

from ayni.cases import actions
from ayni.cases.models import Task
from ayni.cases.tests.factories import open_case, person
from ayni.desk.queries import home as numbers
from ayni.directory.tests.factories import ServiceFactory
from ayni.people.tests.factories import NOON, PersonFactory
from ayni.referrals.models import Message, Referral

pytestmark = pytest.mark.django_db

EVERYBODY = ["rosa", "julio", "marta", "lia", "vera", "tomas", "ada", "ines"]


def refer(case, by, n, **kwargs):
    """A referral that was sent, as a row: sending is the business of its own app."""
    at = now()
    service = ServiceFactory()
    return Referral.objects.create(
        number=f"R-{n}", case=case, service=service, organisation=service.organisation, reason="x", urgency="ORDINARY",
        shared=[], basis="VITAL_INTEREST", grounds="x", sent_by=by, sent_at=at - timedelta(days=2),
        acknowledge_by=at - timedelta(days=1), answer_by=at, proof=f"p{n}", **kwargs,
    )  # fmt: skip


@pytest.fixture(autouse=True)
def a_wednesday_at_noon():
    """Which tasks are due today depends on the day of the week: working days are counted."""
    with time_machine.travel(NOON - timedelta(days=2)):
        yield


@pytest.fixture
def busy(world):
    """Work in every state, of several people, in two offices, ordinary and restricted."""
    at = now()
    mine = open_case(world.rosa, at=at - timedelta(days=40))
    restricted = open_case(world.rosa, "VP-TRATA", at=at - timedelta(days=3))
    julios = open_case(world.julio, "VP-NNA-RD", at=at)
    veras = open_case(world.vera, at=at - timedelta(days=9))
    tonight = localtime(at).replace(hour=23, minute=59, second=59)
    for case in (mine, julios):
        Task.objects.filter(case=case, organisation__code="UIM").update(due_at=tonight)
    actions.start_screening(person=person(world.rosa), by=world.rosa, at=at)
    sent = refer(mine, world.rosa, 1)
    refer(restricted, world.rosa, 2, escalated_at=at)
    refer(julios, world.julio, 3, escalated_at=at)
    refer(veras, world.vera, 4, escalated_at=at)
    Message.objects.create(referral=sent, kind="QUESTION", text="¿?", written_by=world.ines, written_at=at)
    PersonFactory(registered_by=world.lia, registered_at=at)
    return world


@pytest.mark.parametrize("who", EVERYBODY)
def test_every_number_opens_exactly_the_rows_that_it_counts(client, busy, who):
    user = getattr(busy, who)
    client.force_login(user)
    for counted in numbers.count(user, numbers.numbers_for(user), now()):
        opened = client.get(reverse("desk:number", args=[counted.number.code]))
        assert opened.status_code == 200
        assert len(opened.context["page"]) == counted.count[0], counted.number.code
        rows = counted.number.rows(user, now())
        assert {row.pk for row in opened.context["page"]} == set(rows.values_list("pk", flat=True))


@pytest.mark.parametrize(("name", "args"), [("desk:home", []), ("desk:number", ["llegaron"])])
def test_what_came_in_names_the_person_as_the_other_lists_do(client, busy, name, args):
    client.force_login(busy.rosa)
    shown = client.get(reverse(name, args=args)).content.decode()
    said = Message.objects.select_related("referral__case__person").get()
    assert f"{said.referral.case.person.listed_name} · {said.referral.number} · {said.referral.case.number}" in shown


def test_the_numbers_are_not_all_zero(busy):
    counted = {c.number.code: c.count[0] for c in numbers.count(busy.rosa, numbers.numbers_for(busy.rosa), now())}
    assert counted == {
        "vencidas": 2, "hoy": 2, "contactos": 0, "esperan": 2, "llegaron": 1, "nuevos": 1, "evaluaciones": 1,
        "mis-casos": 2,
        "registradas": counted["registradas"], "documentos-vencen": 0, "averiguar": 0,
        "por-aprobar": 0, "por-recibir": 0, "cumplen-18": 0, "accesos-por-revisar": 0,
    }  # fmt: skip
    supervised = {c.number.code: c.count[0] for c in numbers.count(busy.marta, numbers.numbers_for(busy.marta), now())}
    assert supervised["oficina-casos"] == 2, "the restricted one is not even counted"
    assert supervised["oficina-escaladas"] == 1
    assert supervised["oficina-vencidas"] == 1


@pytest.mark.parametrize("who", EVERYBODY)
def test_a_number_of_another_role_is_not_there(client, busy, who):
    user = getattr(busy, who)
    client.force_login(user)
    own = {n.code for n in numbers.numbers_for(user)}
    for number in numbers.NUMBERS:
        status = client.get(reverse("desk:number", args=[number.code])).status_code
        assert (status == 200) == (number.code in own), (who, number.code)


@pytest.mark.parametrize("who", ["rosa", "marta", "lia"])
def test_the_desk_shows_its_numbers_and_costs_at_most_twelve_statements(client, busy, who):
    client.force_login(getattr(busy, who))
    client.get(reverse("desk:home"))
    with CaptureQueriesContext(connection) as captured:
        shown = client.get(reverse("desk:home"))
    assert len(captured) <= 12, "\n".join(q["sql"][:120] for q in captured)
    text = shown.content.decode()
    for counted in [*shown.context["mine"], *shown.context["office"]]:
        assert reverse("desk:number", args=[counted.number.code]) in text


def test_beyond_a_thousand_the_desk_stops_counting(rosa, monkeypatch):
    monkeypatch.setattr(numbers, "MOST", 1)
    open_case(rosa, at=now())
    open_case(rosa, at=now())
    counted = {c.number.code: c for c in numbers.count(rosa, numbers.numbers_for(rosa), now())}
    assert counted["mis-casos"].count == (1, False)


def test_an_empty_desk_says_what_will_be_here(client, rosa):
    client.force_login(rosa)
    shown = client.get(reverse("desk:home")).content.decode()
    assert "No hay nada pendiente." in shown
    assert "Ninguna institución le debe una respuesta." in shown


@pytest.mark.parametrize("who", ["tomas", "ines", "ada"])
def test_the_desk_is_for_staff(client, world, who):
    client.force_login(getattr(world, who))
    assert client.get(reverse("desk:home")).status_code == 403
