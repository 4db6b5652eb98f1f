"""The register of regional and municipal plans (R149)."""

import re
from datetime import date, timedelta

import pytest
from django.core.cache import cache
from django.utils.timezone import localdate

from ayni.codelists.models import Territory
from ayni.codelists.tests.factories import TerritoryFactory
from ayni.facts import registry
from ayni.governance import queries
from ayni.governance.models import Instrument
from ayni.governance.rules import instruments as rules

from .test_instruments import carry_on, parts, post, register, words

pytestmark = pytest.mark.django_db
HERE = "/registro-normativo/territorios/"


@pytest.fixture(autouse=True)
def places():
    tumbes = TerritoryFactory(code="24", label_es="Tumbes")
    province = TerritoryFactory(code="2403", label_es="Zarumilla", level="PROVINCE", parent=tumbes)
    TerritoryFactory(code="15", label_es="Lima")
    cache.clear()
    return tumbes, TerritoryFactory(code="240302", label_es="Aguas Verdes", level="DISTRICT", parent=province)


def plan(by, **other):
    fields = {"kind": "PLAN", "title": "Plan regional", "level": "REGIONAL", "migration": "YES", **other}
    return register(by, track="EXISTING", **fields)


def region(user, code):
    found = queries.regions_and_their_plans(user, localdate())
    return next(one for one in found if one.code == code)


def test_every_department_is_there_and_those_without_a_plan_say_so(client, marta, places):
    tumbes, district = places
    plan(marta, territory=tumbes)
    plan(marta, territory=district, level="LOCAL", title="Ordenanza de acogida", kind="ORDINANCE", migration="PARTLY")
    client.force_login(marta)
    page = words(client.get(HERE))
    assert "1 de 2 departamentos tiene uno" in page
    assert "Aguas Verdes" in page
    assert "ningún plan en marcha" in page[page.index("Lima") : page.index("Tumbes")]
    assert region(marta, "24").has_mobility
    assert region(marta, "15").content == ""


def test_a_plan_whose_years_are_over_is_at_work_no_more(client, marta, places):
    yesterday = localdate() - timedelta(days=1)
    plan(marta, territory=places[0], covers_from=date(1900, 1, 1), covers_to=yesterday)
    there = region(marta, "24")
    assert (there.at_work, there.content, there.regional[0].is_over) == ([], "", True)
    client.force_login(marta)
    assert "ya pasaron sus años" in words(client.get(HERE))


def test_a_draft_of_ours_and_a_plan_that_ended_are_not_at_work(marta, places):
    register(marta, kind="PLAN", level="REGIONAL", territory=places[0], migration="YES")
    ended = plan(marta, territory=places[0])
    carry_on(ended, "ENDED", marta)
    assert region(marta, "24").at_work == []
    assert len(region(marta, "24").regional) == 2


def test_a_national_plan_and_a_space_are_no_plans_of_a_territory(marta, places):
    plan(marta, level="NATIONAL")
    plan(marta, kind="SPACE", level="LOCAL", territory=places[1])
    assert not [one for one in queries.regions_and_their_plans(marta, localdate()) if one.regional or one.local]


def test_coordination_spaces_of_a_territory_stand_beside_its_plans(client, marta, places):
    """And one that met once and ended is not counted among those at work (R150)."""
    plan(marta, kind="SPACE", level="LOCAL", territory=places[1], title="Mesa de Aguas Verdes")
    ended = plan(marta, kind="SPACE", territory=Territory.objects.get(code="15"), title="Mesa de Lima")
    carry_on(ended, "ENDED", marta)
    client.force_login(marta)
    page = words(client.get(HERE))
    assert "1 de 2 departamentos tiene un espacio de coordinación en marcha; en 1 trata la movilidad humana" in page
    assert "Mesa de Aguas Verdes" in page[page.index("Tumbes") :]
    assert "Mesa de Lima" in page
    assert not region(marta, "15").has_mobility_in_a_space


def test_a_coordination_space_is_registered_from_the_register_of_territories(client, marta, places):
    client.force_login(marta)
    form = client.get("/registro-normativo/nuevo/?de=espacio").content.decode()
    assert '<option value="SPACE" selected>' in form
    assert re.search(r'value="EXISTING"[^>]*checked', form) or '<option value="EXISTING" selected>' in form


def test_a_plan_of_a_municipality_is_registered_with_its_district_and_its_years(client, marta, places):
    client.force_login(marta)
    form = client.get("/registro-normativo/nuevo/?de=territorio").content.decode()
    assert 'name="district"' in form
    typed = {"kind": "PLAN", "track": "EXISTING", "title": "Plan de acogida 🌱", "level": "LOCAL", "migration": "YES",
             "district": "Aguas Verdes, Zarumilla, Tumbes"}  # fmt: skip
    typed |= parts(date(2025, 1, 1), "covers_from") | parts(date(2028, 12, 31), "covers_to")
    typed |= parts(localdate(), "since")
    answer = post(client, "/registro-normativo/nuevo/", **typed)
    made = Instrument.objects.get()
    assert (made.territory, made.covers_to) == (places[1], date(2028, 12, 31))
    assert "31 dic 2028" in words(answer)
    kept = client.get(f"/registro-normativo/{made.code}/cambiar/").content.decode()
    assert "Aguas Verdes, Zarumilla, Tumbes" in kept


def test_a_plan_does_not_end_before_it_begins(marta, places):
    with pytest.raises(rules.CannotChangeInstrument, match="antes de empezar"):
        plan(marta, territory=places[0], covers_from=date(2026, 1, 1), covers_to=date(2025, 1, 1))


def test_who_reads_no_norms_reads_no_plans(client, lia):
    client.force_login(lia)
    assert client.get(HERE).status_code == 403


def test_plans_are_counted_by_whether_human_mobility_is_in_them():
    table = registry.REGISTRY["territorial_plans"]
    assert {"department", "state", "mobility", "is_over"} <= {column.name for column in table.columns}
