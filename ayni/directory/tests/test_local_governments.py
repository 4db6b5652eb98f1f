"""How far local governments take part in the work, district by district (R153)."""

import re
from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.utils.timezone import localdate, now

from ayni.audit.models import Event
from ayni.codelists.models import Territory
from ayni.codelists.tests.factories import TerritoryFactory
from ayni.directory import actions, queries, rules
from ayni.directory.models import Engagement, Stage
from ayni.directory.rules.local_governments import EngagementFields
from ayni.governance import actions as governance
from ayni.governance.rules.instruments import InstrumentFields

from .factories import LocationFactory, ServiceFactory, TerritoryMarkFactory

pytestmark = pytest.mark.django_db
HERE = "/directorio/gobiernos-locales/"


@pytest.fixture
def smp():
    lima = TerritoryFactory(code="1501", label_es="Lima", level="PROVINCE")
    return TerritoryFactory(code="150135", label_es="San Martín de Porres", level="DISTRICT", parent=lima)


def words(client, address) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def said(**other) -> EngagementFields:
    plain = {"stage": "PLANNING", "kind": "MEETING", "on": localdate(), "with_whom": "Gerencia de Desarrollo Social",
             "what": "Mesa sobre la variable nacionalidad"}  # fmt: skip
    return EngagementFields(**plain | other)


def note(place, by, **other):
    return actions.note_engagement(territory=place, said=said(**other), by=by, at=now())


def parts(name, day):
    return {f"{name}_day": day.day, f"{name}_month": day.month, f"{name}_year": day.year}


def test_what_was_done_is_written_down_once_and_shown_in_its_part_of_the_work(client, marta, smp):
    client.force_login(marta)
    typed = {"once": str(uuid4()), "stage": "DIAGNOSIS", "kind": "MEETING", "with_whom": "Gerencia 🦙", "what": "Mapa"}
    typed |= parts("on", localdate()) | parts("next_on", localdate() + timedelta(days=30))
    first, second = (client.post(f"{HERE}{smp.code}/anotar/", typed) for _ in range(2))
    assert first.headers["Location"] == second.headers["Location"] == f"{HERE}{smp.code}/"
    made = Engagement.objects.get()
    assert (made.stage, made.territory, made.written_by) == ("DIAGNOSIS", smp, marta)
    assert Event.objects.filter(verb="territory.engaged").count() == 1
    page = words(client, f"{HERE}{smp.code}/")
    assert "Gerencia 🦙" in page
    assert "San Martín de Porres, Lima" in page
    assert "1 de 5" in words(client, HERE)


@pytest.mark.parametrize(
    ("fault", "why"),
    [
        ({"on": date(2030, 1, 1)}, "aún no llega"),
        ({"next_on": localdate() - timedelta(days=1)}, "después"),
    ],
)
def test_days_that_cannot_be_are_refused(marta, smp, fault, why):
    with pytest.raises(rules.CannotWrite, match=why):
        note(smp, marta, **fault)


def test_a_department_has_no_municipality(marta):
    with pytest.raises(rules.CannotWrite, match="distrito"):
        note(Territory.objects.filter(code="15").first() or TerritoryFactory(), marta)


def test_a_day_of_1900_is_taken_as_it_was_said(marta, smp):
    assert note(smp, marta, on=date(1900, 2, 28)).on.year == 1900


def test_what_it_declined_is_no_part_it_takes(marta, smp):
    note(smp, marta, kind="REFUSED", stage="PLANNING")
    (line,) = queries.local_governments(marta)
    assert (line.stages, len(line.missing)) == ([], len(Stage))
    for stage in Stage:
        note(smp, marta, stage=stage)
    (line,) = queries.local_governments(marta)
    assert (len(line.stages), line.missing) == (len(Stage), [])


def test_priority_comes_first_and_services_and_plans_of_the_place_are_counted(marta, smp, world):
    other = TerritoryFactory(code="150101", label_es="Ate", level="DISTRICT", parent=smp.parent)
    note(other, marta)
    TerritoryMarkFactory(territory=smp)
    town = world.oim
    town.kind = "municipal"
    town.save()
    service = ServiceFactory(organisation=town, name="DEMUNA")
    link = LocationFactory(organisation=town, district=smp)
    service.points.create(location=link)
    governance.register_instrument(
        track="EXISTING", since=localdate(), by=marta, at=now(),
        fields=InstrumentFields(kind="PLAN", title="Plan local", level="LOCAL", territory=smp, migration="YES"),
    )  # fmt: skip
    first, second = queries.local_governments(marta)
    assert (first.territory, first.is_priority, first.services, first.plans) == (smp, True, 1, 1)
    assert (second.territory, second.plans) == (other, 0)
    assert [line.territory for line in queries.local_governments(marta, "24")] == []


def test_only_whoever_keeps_the_register_writes_and_only_of_places_that_are_there(client, rosa, marta, world, smp):
    client.force_login(rosa)
    assert "Anotar" not in words(client, f"{HERE}{smp.code}/")
    assert client.post(f"{HERE}{smp.code}/anotar/", {}).status_code == 403
    client.force_login(marta)
    for nowhere in ("999999", "15", "%00", "💥"):
        assert client.get(f"{HERE}{nowhere}/").status_code == 404


def test_a_plan_is_not_named_to_whoever_does_not_read_the_register(client, ines, marta, smp):
    made = governance.register_instrument(
        track="EXISTING", since=localdate(), by=marta, at=now(),
        fields=InstrumentFields(kind="PLAN", title="Plan Zafiro", level="LOCAL", territory=smp),
    )  # fmt: skip
    note(smp, marta, instrument=made)
    client.force_login(ines)
    for address in (HERE, f"{HERE}{smp.code}/"):
        page = words(client, address)
        assert "Zafiro" not in page
        assert made.code not in page


def test_the_pages_ask_at_most_thirteen_statements(client, marta, smp, at_most):
    for stage in Stage:
        note(smp, marta, stage=stage)
    client.force_login(marta)
    for address in (HERE, f"{HERE}{smp.code}/"):
        client.get(address)
        with at_most(13):
            assert client.get(address).status_code == 200
