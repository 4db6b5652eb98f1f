"""What is used is counted, and nobody is followed."""

from collections import Counter
from datetime import date, timedelta

import pytest
from django.db import DatabaseError

from ayni.observatory.actions import use
from ayni.observatory.models import DailyUse, Kind, Purpose
from ayni.observatory.queries import use as asked
from ayni.observatory.tests.conftest import AT
from ayni.observatory.use_counts import BUFFER, EVERY, MOST, Buffer, Use, is_reader

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("releases", "places")]
TABLE = "/observatorio/tablas/POP_DEPARTMENT/"
BROWSER = "Mozilla/5.0 (X11; Linux x86_64) Gecko/20100101 Firefox/140.0"
TODAY = date(2026, 11, 29)


def read(client, address: str, agent: str = BROWSER):
    return client.get(address, headers={"user-agent": agent})


def test_a_page_is_counted_by_day_and_nothing_else_of_the_reader_is_kept(client):
    for _n in range(3):
        read(client, TABLE)
    read(client, f"/en{TABLE}?SEX=F")
    assert not DailyUse.objects.exists()
    use.write_down()
    [row] = DailyUse.objects.all()
    assert (row.day, row.kind, row.code, row.many) == (TODAY, "TABLE", "POP_DEPARTMENT", 4)
    assert {field.name for field in DailyUse._meta.fields} == {"id", "day", "kind", "code", "detail", "many"}


def test_bulletins_papers_frames_and_series_are_counted_too(client):
    for address in ("boletines/15/", "boletines/15/boletin.pdf", "incrustar/tablas/POP_DEPARTMENT/",
                    "series/tema/returns/", "entregas/2026-10.1/"):  # fmt: skip
        assert read(client, f"/observatorio/{address}").status_code == 200
    use.write_down()
    kinds = dict(DailyUse.objects.order_by("kind").values_list("kind", "code"))
    assert kinds == {"BULLETIN": "15", "PAPER": "15", "EMBED": "POP_DEPARTMENT", "SERIES": "returns",
                     "RELEASE": "2026-10.1"}  # fmt: skip


def test_what_is_not_there_and_robots_are_not_counted(client):
    assert client.head(TABLE, headers={"user-agent": BROWSER}).status_code == 200
    read(client, "/observatorio/tablas/NO_HAY/")
    for agent in ("", "Googlebot/2.1", "curl/8.1", "facebookexternalhit/1.1", "python-requests/2.32"):
        read(client, TABLE, agent)
    assert use.write_down() == 0


API = "/api/observatory"
FILE = f"{API}/releases/2026-10.1"
FLOW = f"{API}/sdmx/data/dataflow/AYNI/POP_DISTRICT"
SCRIPT = "python-requests/2.32"


@pytest.mark.parametrize(("address", "code", "detail"), [
    (f"{FILE}/cubes/POP_DISTRICT/data", "POP_DISTRICT", "jsonstat"),
    (f"{FILE}/cubes/POP_DISTRICT/data?format=sdmx-json-2.0", "POP_DISTRICT", "sdmx-json-2.0"),
    (f"{FILE}/cubes/POP_DISTRICT/data.hxl.csv", "POP_DISTRICT", "csv-hxl"),
    (f"{FILE}/files/es/POP_DISTRICT/POP_DISTRICT.xlsx", "POP_DISTRICT", "xlsx"),
    (f"{FILE}/ayni-2026-10.1.zip", "2026-10.1", "zip"),
    (f"{API}/releases/latest/ayni-2026-10.1.zip", "2026-10.1", "zip"),
    (FLOW, "POP_DISTRICT", "sdmx-ml"), (f"{FLOW}/*", "POP_DISTRICT", "sdmx-ml"),
    (f"{FLOW}/~/15.F?format=sdmx-csv", "POP_DISTRICT", "sdmx-csv"),
])  # fmt: skip
def test_a_file_of_figures_is_counted_by_its_table_and_its_format(client, address, code, detail):
    for agent in (SCRIPT, BROWSER, "Googlebot/2.1", ""):
        b"".join(read(client, address, agent))
    use.write_down()
    [row] = DailyUse.objects.all()
    assert (row.day, row.kind, row.code, row.detail, row.many) == (TODAY, "DOWNLOAD", code, detail, 2)


@pytest.mark.parametrize("address", [
    f"{FILE}/cubes/POP_DISTRICT", f"{FILE}/cubes", f"{FILE}/files", f"{FILE}/cubes/NO_HAY/data.csv",
    f"{API}/catalogue.ttl",
    f"{FILE}/cubes/POP_DISTRICT/data.structure.xml", f"{FILE}/cubes/POP_DISTRICT/data.datapackage.json",
    f"{API}/sdmx/structure/dataflow", f"{API}/openapi.json",
])  # fmt: skip
def test_what_is_said_of_tables_is_no_file_of_figures(client, address):
    read(client, address, SCRIPT)
    assert use.write_down() == 0


def test_who_asks_whether_something_is_new_has_taken_nothing(client):
    address = f"{FILE}/cubes/POP_DISTRICT/data.csv"
    etag = client.get(address).headers["ETag"]
    again = client.get(address, headers={"user-agent": SCRIPT, "if-none-match": etag})
    assert again.status_code == 304
    assert client.head(address, headers={"user-agent": SCRIPT}).status_code == 200
    assert use.write_down() == 0


@pytest.mark.parametrize(("agent", "reader", "script"), [
    (BROWSER, True, True), ("python-requests/2.32", False, True), ("Googlebot/2.1", False, False), ("", False, False),
])  # fmt: skip
def test_a_script_is_a_reader_of_files_and_a_robot_of_nothing(agent, reader, script):
    assert is_reader(agent) is reader
    assert is_reader(agent, programs=True) is script


def test_counts_are_written_after_a_minute_or_when_there_are_many():
    one, buffer = Use(TODAY, "TABLE", "A", ""), Buffer()
    assert not buffer.add(one, 100.0)
    assert not buffer.add(one, 100.0 + EVERY - 1)
    assert buffer.add(one, 100.0 + EVERY) == Counter({one: 3})
    assert not any(buffer.add(one, 200.0) for _n in range(MOST - 1))
    assert buffer.add(one, 200.0) == Counter({one: MOST})


def test_what_could_not_be_written_is_written_the_next_time(monkeypatch):
    use.count_use(kind=Kind.TABLE, code="A", at=AT)

    def refuse(*_given):
        raise DatabaseError

    with monkeypatch.context() as broken:
        broken.setattr(use, "_add", refuse)
        assert use.write_down() == 0
    assert use.write_down() == 1
    assert not BUFFER.take()


def test_counts_of_a_day_add_up_over_many_writings():
    for _n in range(2):
        use.count_use(kind=Kind.DOWNLOAD, code="A", detail="csv", at=AT)
        use.write_down()
    [line] = asked.used(TODAY, TODAY)["DOWNLOAD"]
    assert (line.many, line.by_detail) == (2, {"csv": 2})
    assert asked.never_opened(["A", "B"], TODAY, TODAY) == ["B"]
    assert asked.never_opened(["A"], TODAY - timedelta(days=9), TODAY - timedelta(days=1)) == ["A"]


def test_staff_who_read_numbers_see_what_nobody_opens(client, world):
    read(client, TABLE)
    client.force_login(world.tomas)
    said = client.get("/observatorio/uso/").content.decode()
    assert "Personas por departamento" in said
    assert "<li>Personas por distrito</li>" in said
    client.force_login(world.rosa)
    assert client.get("/observatorio/uso/").status_code == 403


def test_whoever_likes_says_what_it_was_used_for(client):
    address = "/observatorio/para-que/?tabla=POP_DEPARTMENT"
    response = client.post(address, {"kind": "PLANNING", "text": "Plan de la municipalidad"})
    assert "Gracias" in response.content.decode()
    [told] = Purpose.objects.all()
    assert (told.kind, told.about, told.text, told.told_on) == (
        "PLANNING", "POP_DEPARTMENT", "Plan de la municipalidad", TODAY,
    )  # fmt: skip
    assert asked.purposes_by_kind(TODAY, TODAY) == [("Para planificar o pedir presupuesto", 1)]


def test_programs_and_made_up_tables_leave_nothing(client):
    client.post("/observatorio/para-que/?tabla=<b>", {"kind": "NEWS", "website": "http://x.example"})
    assert not Purpose.objects.exists()
    client.post("/observatorio/para-que/?tabla=<b>", {"kind": "NEWS"})
    assert Purpose.objects.get().about == ""
    assert client.post("/observatorio/para-que/", {"kind": ""}).status_code == 400
