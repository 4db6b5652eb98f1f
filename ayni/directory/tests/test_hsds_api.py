"""The public API, as a client of HSDS 3.0 asks it."""

import json
from datetime import timedelta
from urllib.parse import quote
from uuid import uuid4

import pytest
from django.test import Client
from django.utils.timezone import now

from ayni.access.tests.factories import OrganisationFactory
from ayni.directory import queries
from ayni.directory.models import ServiceTerm
from ayni.directory.rules.hsds import TABLES, faults, flatten, id_of
from ayni.directory.views.openapi import PATHS

from .factories import PointFactory, ServiceFactory
from .test_exchange import SECRETS, full  # noqa: F401 - a fixture

pytestmark = pytest.mark.django_db
LISTS = ("services", "organizations", "service_at_locations", "taxonomies", "taxonomy_terms")
KINDS = dict(zip(LISTS, ("service", "organization", "service_at_location", "taxonomy", "taxonomy_term"), strict=True))


@pytest.fixture(autouse=True)
def _reader(client):
    # Whoever reads has no session.
    client.logout()


def get(client, path, status=200, **parameters):
    answer = client.get(f"/hsds/{path}", parameters)
    assert answer.status_code == status, answer.content
    return answer.json()


def test_the_root_says_which_version(client):
    said = get(client, "")
    assert said["version"] == "3.0"
    assert client.get("/hsds/openapi.json").json()["paths"].keys() == PATHS.keys()


@pytest.mark.parametrize("kind", LISTS)
def test_every_list_is_a_page_and_every_one_in_it_opens(client, full, kind):  # noqa: F811
    page = get(client, kind)
    assert page["total_items"] >= page["size"] == len(page["contents"]) > 0
    assert (page["first_page"], page["page_number"], page["empty"]) == (True, 1, False)
    for one in page["contents"][:3]:
        whole = get(client, f"{kind}/{one['id']}")
        assert whole["id"] == one["id"]
        assert [
            fault for table, row in flatten(KINDS[kind], whole) for fault in faults(table, row, tabular=False)
        ] == []
    assert get(client, f"{kind}/{uuid4()}", 404)["error"]
    assert get(client, f"{kind}/7", 404)["error"]


@pytest.mark.parametrize("kind", LISTS)
@pytest.mark.parametrize("full_", ["true", "false"])
def test_nothing_that_must_stay_is_in_any_answer(client, full, kind, full_):  # noqa: F811
    asked = {"full": full_, "full_service": full_, "per_page": 100}
    text = client.get(f"/hsds/{kind}", asked).content.decode()
    for one in json.loads(text)["contents"]:
        text += client.get(f"/hsds/{kind}/{one['id']}", asked).content.decode()
    assert [secret for secret in SECRETS if secret in text] == []


def test_a_service_comes_whole(client, full):  # noqa: F811
    said = get(client, f"services/{full.hsds_id}")
    assert said["organization"]["name"] == "Centro Emergencia Mujer"
    assert {place["location"]["location_type"] for place in said["service_at_locations"]} == {"physical"}
    shown = [place for place in said["service_at_locations"] if "addresses" in place["location"]]
    assert [place["schedules"][0]["opens_at"] for place in shown] == ["08:00-05:00"]
    assert said["contacts"][0] == {**said["contacts"][0], "title": "Coordinación"}
    assert said["contacts"][0]["phones"][0]["number"] == "+51900000010"
    assert {one["taxonomy_term"]["taxonomy_detail"]["name"] for one in said["attributes"]} >= {"Poblaciones", "Acceso"}


def test_a_list_has_single_children_only_unless_all_is_asked_for(client, full):  # noqa: F811
    slim, whole = get(client, "services")["contents"][0], get(client, "services", full="true")["contents"][0]
    assert set(slim) <= {*TABLES["service"].names, "organization", "program", "x_own"}
    assert "service_at_locations" in whole
    assert "service_at_locations" not in slim
    assert set(get(client, "services", minimal="true")["contents"][0]) == {"id", "modified_date", "last_modified"}


def test_filters(client, full):  # noqa: F811
    other = ServiceFactory(organisation=OrganisationFactory(code="HIAS", name="HIAS"), name="Asesoría jurídica")
    ServiceTerm.objects.create(service=other, taxonomy="need", code="SHE")
    category = full.category

    def found(**said):
        return [one["name"] for one in get(client, "services", **said)["contents"]]

    assert found(search="JURIDICA") == ["Asesoría jurídica"]
    assert found(search="hias asesoria") == ["Asesoría jurídica"]
    assert found(organization_id=id_of("organization", "HIAS")) == ["Asesoría jurídica"]
    assert found(organization_id=str(uuid4())) == []
    assert found(taxonomy_term_id=id_of("term", f"category:{category.code}")) == ["Atención psicológica"]
    assert found(taxonomy_id=queries.taxonomy_id("need")) == ["Asesoría jurídica"]
    assert found(taxonomy_id=queries.taxonomy_id("category")) == ["Atención psicológica"]
    assert found(taxonomy_term_id=id_of("term", "access:BY_APPOINTMENT")) == ["Atención psicológica"]
    # What a service is expressly not for does not find it.
    assert found(taxonomy_term_id=id_of("term", "population:MEN")) == []
    assert get(client, "service_at_locations", search="juridica")["empty"]
    assert [o["name"] for o in get(client, "organizations", search="emergencia")["contents"]] == [
        "Centro Emergencia Mujer"
    ]


def test_what_changed_since(client):
    old, new = now() - timedelta(days=9), now()
    ServiceFactory(name="Viejo", modified_at=old)
    ServiceFactory(name="Nuevo", modified_at=new)
    since = (new - timedelta(days=1)).isoformat()
    assert [one["name"] for one in get(client, "services", modified_after=since)["contents"]] == ["Nuevo"]
    assert get(client, "services", modified_after="2020-01-01")["total_items"] == 2


def test_pages(client):
    for number in range(5):
        ServiceFactory(name=f"Servicio {number}")
    page = get(client, "services", page=2, per_page=2)
    assert [one["name"] for one in page["contents"]] == ["Servicio 2", "Servicio 3"]
    assert (page["total_items"], page["total_pages"], page["first_page"], page["last_page"]) == (5, 3, False, False)
    assert get(client, "services", page=9, per_page=2)["empty"] is True
    lines = client.get("/hsds/services", {"format": "ndjson"})
    assert lines.headers["Content-Type"].startswith("application/x-ndjson")
    assert len(lines.content.decode().splitlines()) == 5


@pytest.mark.parametrize(
    "wrong",
    [{"page": "0"}, {"page": "dos"}, {"per_page": "-1"}, {"full": "quizás"}, {"format": "xml"},
     {"modified_after": "ayer"}, {"modified_after": "2026-13-45"}, {"page": "9" * 30}],
)  # fmt: skip
def test_a_parameter_that_cannot_be_understood_is_said(client, wrong):
    assert get(client, "services", 400, **wrong)["error"]


@pytest.mark.parametrize("asked", [{"postcode": "15001"}, {"postcode": "15001", "proximity": "500"}])
def test_a_filter_of_the_standard_that_is_not_answered_is_refused_and_not_ignored(client, full, asked):  # noqa: F811
    assert "postcode is not answered here" in get(client, "service_at_locations", 400, **asked)["error"]
    assert get(client, "service_at_locations", postcode="")["total_items"] > 0


def test_whoever_has_it_already_reads_nothing_and_anybody_may_read(client, full):  # noqa: F811
    first = client.get("/hsds/services")
    assert first.headers["Access-Control-Allow-Origin"] == "*"
    assert first.headers["Content-Type"].startswith("application/json")
    again = client.get("/hsds/services", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    full.name = "Otro nombre"
    full.save()
    assert client.get("/hsds/services", headers={"If-None-Match": first.headers["ETag"]}).status_code == 200


@pytest.mark.parametrize("path", ["", "services", "services/01a22119-dc1c-713f-9488-2c3f3b31c219"])
def test_nobody_writes(path):
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(f"/hsds/{path}", {"name": "x"}).status_code in {403, 405}
    assert Client().put(f"/hsds/{path}").status_code == 405


def test_who_asks_without_end_waits(client, monkeypatch):
    monkeypatch.setattr("ayni.directory.views.hsds.MOST", 2)
    answers = [client.get("/hsds/") for _n in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert answers[2].headers["Retry-After"] == "60"


@pytest.mark.parametrize("text", ["'; drop table", "%", "\x00", "ñ" * 300, "<script>"])
def test_odd_searches_find_nothing_and_break_nothing(client, full, text):  # noqa: F811
    assert client.get(f"/hsds/services?search={quote(text)}").status_code == 200


def test_a_page_of_whole_services_asks_little(client, django_assert_max_num_queries):
    for number in range(12):
        PointFactory(service=ServiceFactory(name=f"S {number}"))
    client.get("/hsds/services")
    with django_assert_max_num_queries(12):
        client.get("/hsds/services", {"full": "true"})
    with django_assert_max_num_queries(12):
        client.get("/hsds/service_at_locations", {"full": "true"})
