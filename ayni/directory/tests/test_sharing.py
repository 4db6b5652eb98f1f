"""Agreements on data with local governments: written down, corrected, ended, and what of them is open."""

import re
from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.core.cache import cache
from django.utils.timezone import localdate, now

from ayni.access.permissions import Role
from ayni.access.tests.factories import OrganisationFactory, UserFactory
from ayni.audit.models import Event
from ayni.codelists.tests.factories import TerritoryFactory
from ayni.config.exchanging import open_agreements
from ayni.directory import actions, hooks, queries, rules
from ayni.directory.hooks import Feed
from ayni.directory.models import DataSharing
from ayni.directory.rules.sharing import SharingTerms

pytestmark = pytest.mark.django_db
LIST = "/directorio/intercambio/"


@pytest.fixture
def smp():
    lima = TerritoryFactory(code="1501", label_es="Lima", level="PROVINCE")
    return TerritoryFactory(code="150135", label_es="San Martín de Porres", level="DISTRICT", parent=lima)


def terms(**changes) -> SharingTerms:
    plain = {
        "code": "CONV-D-1", "purpose": "Planificar servicios del distrito", "we_give": ["FIGURES"],
        "they_give": ["SERVICES", "COUNTS"], "document": "RA 12-2026", "valid_from": localdate(), "is_open": True,
    }  # fmt: skip
    return SharingTerms(**plain | changes)


@pytest.fixture
def sharing(smp, world, marta):
    return actions.write_sharing(territory=smp, ours=world.uim, terms=terms(), by=marta, at=now())


def words(response) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def typed(**changes):
    day = localdate()
    return {
        "once": str(uuid4()), "code": "CONV-D-9", "purpose": "Compartir cifras", "we_give": ["FIGURES"],
        "document": "RA 9", "valid_from_day": day.day, "valid_from_month": day.month, "valid_from_year": day.year,
    } | changes  # fmt: skip


def test_a_supervisor_writes_it_down_and_everybody_of_the_directory_reads_it(client, marta, julio, smp):
    TerritoryFactory(code="24", label_es="Tumbes", level="DEPARTMENT")
    cache.clear()
    client.force_login(marta)
    sent = typed(they_give=["SERVICES"], is_open="on")
    first, second = (client.post(f"/directorio/gobiernos-locales/{smp.code}/intercambio/", sent) for _ in range(2))
    assert first.url == second.url == LIST
    row = DataSharing.objects.get()
    assert (row.territory, row.we_give, row.they_give, row.is_open) == (smp, ["FIGURES"], ["SERVICES"], True)
    assert [event.verb for event in Event.objects.filter(subject_type="directory.DataSharing")] == ["sharing.written"]
    client.force_login(julio)
    assert "San Martín de Porres" in words(client.get(LIST))
    assert "San Martín de Porres" not in words(client.get(f"{LIST}?departamento=24"))
    page = words(client.get(f"{LIST}{row.pk}/"))
    assert "Cifras publicadas de su territorio" in page
    assert "Vigente" in page
    assert "CONV-D-9" in words(client.get(f"/directorio/gobiernos-locales/{smp.code}/"))


@pytest.mark.parametrize(("changes", "says"), [
    ({"code": "conv-d-1"}, "Ya hay un convenio con este código"), ({"we_give": []}, "al menos una clase de datos"),
    ({"purpose": "Escribir a ana@example.org"}, "correo, el teléfono"), ({"document": "Cel. 987 654 321"}, "correo"),
    ({"valid_to_day": "1", "valid_to_month": "1", "valid_to_year": "2020"}, "anterior al primero"),
    ({"purpose": ""}, "Su objeto"),
])  # fmt: skip
def test_bad_input_is_told_and_nothing_typed_is_lost(client, marta, smp, sharing, changes, says):
    client.force_login(marta)
    response = client.post(f"/directorio/gobiernos-locales/{smp.code}/intercambio/", typed(**changes))
    assert response.status_code == 200
    assert says in words(response)
    assert 'value="RA 9"' in response.content.decode() or "document" in changes
    assert DataSharing.objects.count() == 1


def test_whoever_does_not_keep_the_reference_data_changes_nothing(client, world, smp, sharing):
    carla = UserFactory(username="carla", organisation=world.cem, roles=[Role.ADMINISTRATOR])
    for user in (carla, world.julio):
        client.force_login(user)
        assert client.get(f"{LIST}{sharing.pk}/").status_code == 200
        for address in (f"{LIST}{sharing.pk}/corregir/", f"/directorio/gobiernos-locales/{smp.code}/intercambio/"):
            assert client.post(address, typed()).status_code == 403
        assert client.post(f"{LIST}{sharing.pk}/terminar/").status_code == 403
    assert list(DataSharing.objects.values_list("code", "ended_on")) == [("CONV-D-1", None)]


def test_it_is_corrected_and_ends_once(sharing, marta):
    until = localdate() + timedelta(days=90)
    actions.correct_sharing(sharing=sharing, terms=terms(valid_to=until, we_give=["PLANS"]), by=marta, at=now())
    sharing.refresh_from_db()
    assert (sharing.valid_to, sharing.we_give) == (until, ["PLANS"])
    assert [sharing.state(day) for day in (until, until + timedelta(days=1))] == ["IN_FORCE", "EXPIRED"]
    actions.end_sharing(sharing=sharing, by=marta, at=now())
    for again in (
        lambda: actions.end_sharing(sharing=sharing, by=marta, at=now()),
        lambda: actions.correct_sharing(sharing=sharing, terms=terms(), by=marta, at=now()),
    ):
        with pytest.raises(rules.CannotAgree):
            again()


def test_the_pages_correct_and_end_it(client, marta, sharing):
    client.force_login(marta)
    form = client.get(f"{LIST}{sharing.pk}/corregir/").content.decode()
    assert 'value="CONV-D-1"' in form
    assert client.post(f"{LIST}{sharing.pk}/corregir/", typed(code="CONV-D-1")).url == f"{LIST}{sharing.pk}/"
    assert "Compartir cifras" in words(client.get(f"{LIST}{sharing.pk}/"))
    client.post(f"{LIST}{sharing.pk}/terminar/", {"once": str(uuid4())})
    assert "Terminado" in words(client.get(f"{LIST}{sharing.pk}/"))


def test_only_what_is_open_is_open_and_no_person_is_in_it(sharing, smp, world, marta):
    actions.write_sharing(
        territory=smp, ours=world.uim, terms=terms(code="CONV-D-2", is_open=False), by=marta, at=now()
    )
    (one,) = open_agreements()
    assert (one.code, one.place, one.is_in_force) == ("CONV-D-1", "150135", True)
    told = str(one)
    for hidden in (marta.last_name, marta.first_name, marta.email, "RA 12-2026"):
        assert hidden not in told
    actions.end_sharing(sharing=sharing, by=marta, at=now())
    (over,) = open_agreements()
    assert (over.is_in_force, over.until) == (False, localdate())


def test_the_page_shows_which_feeds_it_covers_and_when_they_were_fetched(client, marta, sharing, monkeypatch):
    asked = []
    feed = Feed("Lo nuevo (Atom)", "http://127.0.0.1/feed.atom", date(2026, 11, 28), 7)
    monkeypatch.setattr(hooks, "FEEDS", [lambda ubigeo: asked.append(ubigeo) or [feed]])
    client.force_login(marta)
    page = words(client.get(f"{LIST}{sharing.pk}/"))
    assert asked == ["150135"]
    assert "http://127.0.0.1/feed.atom" in page
    assert "28 nov 2026" in page


def test_of_a_territory_its_own_agreements_are_found(sharing, world, marta):
    tumbes = TerritoryFactory(code="24", label_es="Tumbes", level="DEPARTMENT")
    actions.write_sharing(territory=tumbes, ours=world.uim, terms=terms(code="CONV-R-1"), by=marta, at=now())
    assert [one.code for one in queries.sharings_of("150135")] == ["CONV-D-1"]
    assert [one.code for one in queries.sharings("24")] == ["CONV-R-1"]
    assert [one.code for one in queries.sharings()] == ["CONV-D-1", "CONV-R-1"]


def test_only_municipalities_and_regions_are_offered_one_by_one(client, marta, smp):
    local = {"kind": "municipal", "level": "local"}
    OrganisationFactory(code="MUNI", sector="Gobierno local", **local)
    town = OrganisationFactory(code="MUNI-X", sector="Gobierno local", **local)
    office = OrganisationFactory(code="DEMUNA", sector="Mujer", **local)
    OrganisationFactory(code="UGEL-X", kind="state", level="regional", sector="Educación")
    OrganisationFactory(code="GORE-24", kind="regional", level="regional", sector="Gobierno regional")
    client.force_login(marta)
    address = f"/directorio/gobiernos-locales/{smp.code}/intercambio/"
    offered = re.findall(r'<option value="([\w-]+)"', client.get(address).content.decode().split('name="norm"')[0])
    assert sorted(offered) == ["GORE-24", "MUNI-X"]
    client.post(address, typed(theirs=office.code))
    assert not DataSharing.objects.exists()
    client.post(address, typed(theirs=town.code))
    row = DataSharing.objects.get()
    DataSharing.objects.update(theirs=office)
    page = client.get(f"{LIST}{row.pk}/corregir/").content.decode()
    assert '<option value="DEMUNA" selected' in page, "what was written before this was so stays as it was"
