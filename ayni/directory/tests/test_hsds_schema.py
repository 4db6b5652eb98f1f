"""What goes out is what the official schemas of HSDS say, object by object and type by type: files and API."""

import csv
import io
import json
import zipfile
from pathlib import Path

import pytest

from ayni.directory import exchange, queries
from ayni.directory.models import Record
from ayni.directory.rules.hsds import TABLES, id_of

from .factories import RecordFactory
from .hsds_schema import LISTS, NUMBERS, OBJECTS, OF_LIST, REQUIRED, departures
from .test_exchange import a_service, file_of, full, take_in  # noqa: F401 - a fixture, too

pytestmark = pytest.mark.django_db

KINDS = {
    "services": "service", "organizations": "organization", "service_at_locations": "service_at_location",
    "taxonomies": "taxonomy", "taxonomy_terms": "taxonomy_term", "locations": "location", "units": "unit",
}  # fmt: skip


def test_our_tables_require_what_the_standard_requires_and_know_its_numbers():
    for kind, required in REQUIRED.items():
        ours = TABLES[kind]
        inside = {child.name for child in ours.children}
        assert {column.name for column in ours.columns if column.required} == set(required.split()) - inside, kind
        numbers = {column.name for column in ours.columns if column.kind == "number"}
        assert numbers == set(NUMBERS.get(kind, "").split()), kind


def test_our_tables_hang_together_as_the_standard_says():
    added = {("organization", "services"), ("service_at_location", "service")}
    for kind in REQUIRED:
        ours = {child.name: (child.table, child.many) for child in TABLES[kind].children}
        lists = {name for name in LISTS.get(kind, "").split() if (kind, name) not in added}
        single = {name: one for name, one in OBJECTS.get(kind, {}).items() if (kind, name) not in added}
        theirs = {name: (OF_LIST[name], True) for name in lists} | {n: (one, False) for n, one in single.items()}
        assert {n: said for n, said in ours.items() if n not in {"attributes", "metadata"}} == theirs, kind


def test_a_whole_directory_is_valid(full, tmp_path):  # noqa: F811
    exchange.write(tmp_path / "todo.json", queries.whole_directory())
    package = json.loads((tmp_path / "todo.json").read_text())
    found = [
        fault
        for name, kind in KINDS.items()
        for one in package.get(name, [])
        for fault in departures(kind, one)
    ]  # fmt: skip
    assert found == []
    assert len(package["services"]) == len(package["organizations"]) == 1
    assert package["services"][0]["minimum_age"] == 18


@pytest.mark.parametrize("name", ["services", "organizations", "service_at_locations", "taxonomies", "taxonomy_terms"])
def test_every_answer_of_the_api_is_valid(client, full, name):  # noqa: F811
    client.logout()
    slim = client.get(f"/hsds/{name}").json()["contents"]
    whole = client.get(f"/hsds/{name}", {"full": "true", "full_service": "true"}).json()["contents"]
    single = [client.get(f"/hsds/{name}/{one['id']}").json() for one in slim[:3]]
    assert slim
    assert [fault for one in [*slim, *whole, *single] for fault in departures(KINDS[name], one)] == []


def test_numbers_that_came_in_as_cells_go_out_as_numbers(full, tmp_path):  # noqa: F811
    RecordFactory(service=full, data={"number": "+51900000011", "extension": 204})
    exchange.write(tmp_path / "todo.zip", queries.whole_directory())
    Record.objects.filter(table__in=["phone", "cost_option"]).delete()
    assert take_in(tmp_path / "todo.zip").problems == []
    [built] = exchange.as_json(queries.whole_directory())["services"]
    assert 204 in [phone.get("extension") for phone in built["phones"]]
    assert [cost["amount"] for cost in built["cost_options"]] == [0]
    assert list(departures("service", built)) == []


def test_what_a_term_belongs_to_is_kept_as_the_standard_names_it(tmp_path):
    """`taxonomy` is its name; `taxonomy_detail` all that is known of it."""
    airs = {"id": id_of("taxonomy", "airs"), "name": "AIRS", "description": "A"}
    term = {"id": id_of("term", "food"), "name": "Food", "description": "Food", "code": "F", "taxonomy": "AIRS"}
    attribute = {"id": id_of("attribute", "x"), "taxonomy_term": {**term, "taxonomy_detail": airs}}
    assert take_in(file_of(tmp_path, a_service(attributes=[attribute]))).problems == []
    [built] = exchange.as_json(queries.whole_directory())["services"]
    found = next(one["taxonomy_term"] for one in built["attributes"] if one["taxonomy_term"]["name"] == "Food")
    assert (found["taxonomy"], found["taxonomy_detail"]) == ("AIRS", airs)


def test_a_file_of_ours_from_before_still_comes_in(tmp_path: Path):
    airs = {"id": id_of("taxonomy", "airs"), "name": "AIRS", "description": "A"}
    term = {"id": id_of("term", "food"), "name": "Food", "description": "Food", "code": "F", "taxonomy": airs}
    said = a_service(attributes=[{"id": id_of("attribute", "x"), "taxonomy_term": term}])
    assert take_in(file_of(tmp_path, said)).problems == []
    assert Record.objects.filter(table="taxonomy").get().data["name"] == "AIRS"


def test_the_tables_of_the_archive_have_what_the_standard_requires(full, tmp_path):  # noqa: F811
    exchange.write(tmp_path / "todo.zip", queries.whole_directory())
    with zipfile.ZipFile(tmp_path / "todo.zip") as archive:
        for kind, required in REQUIRED.items():
            if TABLES[kind].file not in archive.namelist():
                continue
            rows = list(csv.DictReader(io.StringIO(archive.read(TABLES[kind].file).decode())))
            assert rows
            for name in set(required.split()) & set(TABLES[kind].names):
                assert all(row[name] for row in rows), (kind, name)
