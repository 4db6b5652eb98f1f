"""To follow a place: feeds and the file of its current figures, from what is published and nothing else."""

import csv
import io
import re
from datetime import date, datetime
from xml.etree import ElementTree as ET

import pyarrow as pa
import pytest
from django.conf import settings

from ayni.observatory import published
from ayni.observatory.actions import use
from ayni.observatory.formats import feeds
from ayni.observatory.hooks import AGREEMENTS, OpenAgreement
from ayni.observatory.models import DailyUse, Planned
from ayni.observatory.queries.following import fetched
from ayni.observatory.tests import sample
from ayni.observatory.tests.conftest import AT, forget
from ayni.observatory.use_counts import BUFFER

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("releases", "places")]
API = "/api/observatory/places"
ATOM = "{http://www.w3.org/2005/Atom}"
TODAY = date(2026, 11, 29)
RFC3339 = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")


def text(response) -> str:
    return re.sub(r"\s+", " ", response.content.decode())


def parsed(said) -> ET.Element:
    return ET.fromstring(said)  # noqa: S314 - of our own


def atom(client, code="150132", **asked):
    response = client.get(f"{API}/{code}/feed.atom", asked)
    assert response.headers["Content-Type"] == "application/atom+xml; charset=utf-8"
    return parsed(response.content)


def told(client, code="150132", **asked):
    response = client.get(f"{API}/{code}/feed.json", asked)
    assert response.headers["Content-Type"] == "application/feed+json"
    return response.json()


def rows(client, code, **asked):
    response = client.get(f"{API}/{code}/figures.csv", asked)
    assert response.headers["Content-Type"] == "text/csv; charset=utf-8"
    return list(csv.DictReader(io.StringIO(response.content.decode())))


@pytest.fixture
def announced():
    return Planned.objects.create(period="2026-11", day=date(2026, 12, 10), at=AT)


def test_a_district_is_told_each_release_with_its_tables_and_the_next_day(client, announced):
    items = told(client)["items"]
    assert [one["title"] for one in items] == [
        "Anunciado para el 10 dic 2026: cifras de noviembre 2026", "Cifras de octubre 2026 (2026-10.1)",
        "Cifras de septiembre 2026 (2026-09.1)",
    ]  # fmt: skip
    # Of a table without districts, that of the department around it.
    assert "Personas por distrito: " in items[1]["content_text"]
    assert "Personas por departamento (Lima): " in items[1]["content_text"]
    assert (
        f"{settings.PUBLIC_URL}/observatorio/tablas/POP_DISTRICT/?periodo=2026-10.1&lugar=150132"
        in (items[1]["content_text"])
    )
    for address in re.findall(r"http://[^\s]+", items[1]["content_text"]):
        assert client.get(address.removeprefix(settings.PUBLIC_URL)).status_code == 200


@pytest.mark.parametrize("language", ["es", "en"])
@pytest.mark.parametrize("code", ["PE", "15", "1501", "150132"])
def test_atom_keeps_to_its_standard(client, announced, code, language):
    """RFC 4287, 4.1.1 and 4.1.2: what a feed and an entry must have, and have once."""
    feed = atom(client, code, lang=language)
    assert feed.tag == f"{ATOM}feed"
    for element in (feed, *feed.findall(f"{ATOM}entry")):
        for name in ("id", "title", "updated"):
            (found,) = element.findall(f"{ATOM}{name}")
            assert found.text
        assert RFC3339.fullmatch(element.findtext(f"{ATOM}updated"))
        assert element.findtext(f"{ATOM}id").startswith("http")
        alternates = [one for one in element.findall(f"{ATOM}link") if one.get("rel") == "alternate"]
        assert len(alternates) == 1
    assert feed.findtext(f"{ATOM}author/{ATOM}name")
    (own,) = [one for one in feed.findall(f"{ATOM}link") if one.get("rel") == "self"]
    assert parsed(client.get(own.get("href").removeprefix(settings.PUBLIC_URL)).content) is not None
    entries = feed.findall(f"{ATOM}entry")
    ids = [one.findtext(f"{ATOM}id") for one in entries]
    assert len(set(ids)) == len(ids) == 3
    assert feed.findtext(f"{ATOM}updated") == max(one.findtext(f"{ATOM}updated") for one in entries)
    assert {one.find(f"{ATOM}content").get("type") for one in entries} == {"html"}
    for one in entries:
        parsed(f"<div>{one.findtext(f'{ATOM}content')}</div>")


def test_json_feed_keeps_to_its_standard_and_says_the_same_as_atom(client, announced):
    """JSON Feed 1.1: version and title, and of each item an id and its content."""
    said, feed = told(client), atom(client)
    assert said["version"] == "https://jsonfeed.org/version/1.1"
    assert said["feed_url"] == f"{settings.PUBLIC_URL}{API}/150132/feed.json"
    assert client.get(said["home_page_url"].removeprefix(settings.PUBLIC_URL)).status_code == 200
    entries = feed.findall(f"{ATOM}entry")
    assert said["title"] == feed.findtext(f"{ATOM}title")
    for one, entry in zip(said["items"], entries, strict=True):
        assert one["id"] == entry.findtext(f"{ATOM}id")
        assert one["title"] == entry.findtext(f"{ATOM}title")
        assert one["content_html"] == entry.findtext(f"{ATOM}content")
        assert one["date_published"] == entry.findtext(f"{ATOM}updated")
        assert RFC3339.fullmatch(one["date_published"])
        assert isinstance(one["id"], str)
        assert one["content_text"]
    attached = [one.get("attachments", [{}])[0].get("url") for one in said["items"]]
    assert attached == [None, *[f"{settings.PUBLIC_URL}{API}/150132/figures.csv"] * 2]


def test_a_correction_says_why_and_what_is_new_in_a_table(client):
    why = {"es": "Se había contado dos veces a <quien> volvió.", "en": "Who came back had been counted twice."}
    wider = sample.filled(
        sample.structure("POP_DISTRICT", sample.PLACES.title, (sample.DISTRICTS, sample.SEX, sample.AGE)), "2026-10"
    )
    content = [sample.filled(sample.PEOPLE, "2026-10"), wider]
    sample.write(settings.AYNI_HOME, "2026-10.2", "2026-11-20T09:00:00-05:00", content, (why,))
    first = told(client)["items"][0]
    assert first["title"] == "Corrección de las cifras de octubre 2026 (2026-10.2)"
    assert why["es"] in first["content_text"]
    assert "a &lt;quien&gt; volvió" in first["content_html"]
    assert "Personas por distrito: es nuevo Edad; Edad: Total; Edad: De 0 a 17" in first["content_text"]
    assert "No está en esta entrega: Personas por nacionalidad" in first["content_text"]
    assert why["en"] in told(client, lang="en")["items"][0]["content_text"]
    # The version before keeps its own item, under its own id.
    ids = [one["id"] for one in told(client)["items"]]
    assert len(set(ids)) == len(ids) == 3


def test_what_is_under_embargo_is_in_no_feed_and_no_file(client, time_machine):
    sample.write(settings.AYNI_HOME, "2026-11.1", "2026-12-10T00:00:00-05:00")
    assert "2026-11.1" not in str(told(client))
    assert {row["RELEASE"] for row in rows(client, "150132")} == {"2026-10.1"}
    time_machine.move_to(datetime.fromisoformat("2026-12-10T00:00:01-05:00"))
    assert told(client)["items"][0]["id"].endswith("/observatorio/entregas/2026-11.1/#150132")
    assert {row["RELEASE"] for row in rows(client, "150132")} == {"2026-11.1"}


@pytest.mark.parametrize("code", ["PE", "15", "150132", "150118"])
@pytest.mark.parametrize("language", ["es", "en"])
def test_the_file_of_a_place_holds_exactly_its_published_figures(client, code, language):
    release = published.latest(settings.AYNI_HOME, AT)
    wanted = "_T" if code == "PE" else code
    held = {}
    for cube in published.cubes(settings.AYNI_HOME, release):
        said = cube.structure
        for row in cube.rows.to_pylist():
            if row["REF_AREA"] == wanted:
                key = "&".join(f"{one.code}={row[one.code]}" for one in said.dimensions if not one.is_place)
                held[said.code, key] = row
    found = rows(client, code, lang=language)
    assert {(row["TABLE"], row["FILTER"]) for row in found} == set(held)
    assert len(found) == len(held) > 2
    for row in found:
        truth = held[row["TABLE"], row["FILTER"]]
        assert row["OBS_VALUE"] == ("" if truth["value"] is None else str(truth["value"]))
        assert (row["WITHHELD"], row["TIME_PERIOD"], row["REF_AREA"]) == (truth["rule"], truth["period"], wanted)
        assert row["OBS_STATUS"] == ("Q" if truth["value"] is None else "A")


def test_the_filter_of_a_row_asks_the_api_for_the_same_figure(client):
    row = next(one for one in rows(client, "15") if one["TABLE"] == "POP_DEPARTMENT" and "SEX=F" in one["FILTER"])
    address = f"/api/observatory/releases/{row['RELEASE']}/cubes/{row['TABLE']}/data.csv?REF_AREA=15&{row['FILTER']}"
    (same,) = csv.DictReader(io.StringIO(client.get(address).content.decode()))
    assert same["OBS_VALUE"] == row["OBS_VALUE"] != ""


def test_a_figure_that_no_gate_lets_through_leaves_by_no_file(client):
    bad = sample.filled(sample.PLACES, "2026-11")
    values = bad.rows["value"].to_pylist()
    values[-1] = 2
    spoilt = published.Cube(
        bad.structure, bad.rows.set_column(bad.rows.column_names.index("value"), "value", pa.array(values, pa.int32()))
    )  # fmt: skip
    sample.write(settings.AYNI_HOME, "2026-11.1", "2026-11-20T09:00:00-05:00", [spoilt])
    place = bad.rows["REF_AREA"].to_pylist()[-1]
    assert client.get(f"{API}/{place}/figures.csv").status_code == 503


def test_who_has_it_already_gets_nothing_twice(client):
    for name in ("feed.atom", "feed.json", "figures.csv"):
        first = client.get(f"{API}/150132/{name}")
        again = client.get(f"{API}/150132/{name}", headers={"if-none-match": first.headers["ETag"]})
        assert (again.status_code, again.content) == (304, b"")
    sample.write(settings.AYNI_HOME, "2026-11.1", "2026-11-20T09:00:00-05:00")
    assert client.get(f"{API}/150132/{name}", headers={"if-none-match": first.headers["ETag"]}).status_code == 200


@pytest.mark.parametrize(("address", "status", "says"), [
    ("999999/feed.atom", 404, "999999"), ("999999/figures.csv", 404, "ubigeo"), ("150132/feed.rss", 406, "feed.atom"),
])  # fmt: skip
def test_what_is_not_there_says_what_is(client, address, status, says):
    answer = client.get(f"{API}/{address}")
    assert answer.status_code == status
    assert says in answer.content.decode()
    assert client.get("/observatorio/boletines/999999/seguir/").status_code == 404


def test_before_anything_is_published_feeds_are_there_and_empty(client):
    forget()
    assert told(client)["items"] == []
    assert rows(client, "150132") == []
    feed = atom(client)
    assert RFC3339.fullmatch(feed.findtext(f"{ATOM}updated"))
    assert "Todavía no ha salido nada" in text(client.get("/observatorio/boletines/150132/seguir/"))


def test_fetching_is_counted_by_place_and_day_and_of_nobody(client):
    first = client.get(f"{API}/150132/feed.atom", headers={"user-agent": "Feedbot/1.0"})
    tag = {"if-none-match": first.headers["ETag"], "user-agent": "python-requests/2.32"}
    # Who asks and has it already follows it all the same.
    assert client.get(f"{API}/150132/feed.atom", headers=tag).status_code == 304
    client.get(f"{API}/150132/figures.csv", headers={"user-agent": "curl/8.1"})
    client.get(f"{API}/150132/figures.csv", headers={"user-agent": ""})
    client.head(f"{API}/150132/figures.csv", headers={"user-agent": "curl/8.1"})
    client.get(f"{API}/999999/figures.csv", headers={"user-agent": "curl/8.1"})
    assert use.write_down() == 2
    assert fetched("150132", TODAY) == {"atom": (TODAY, 2), "csv": (TODAY, 1)}
    assert {field.name for field in DailyUse._meta.fields} == {"id", "day", "kind", "code", "detail", "many"}


def test_the_page_of_a_place_says_how_it_is_followed(client, announced):
    said = text(client.get("/observatorio/boletines/150132/seguir/"))
    for name in ("feed.atom", "feed.json", "figures.csv"):
        assert f'value="{settings.PUBLIC_URL}{API}/150132/{name}"' in said
    assert "Cifras de octubre 2026" in said
    assert 'rel="alternate" type="application/atom+xml"' in said
    assert "/observatorio/boletines/150132/seguir/" in text(client.get("/observatorio/boletines/150132/"))
    english = text(client.get("/en/observatorio/boletines/150132/seguir/"))
    assert "feed.atom?lang=en" in english
    assert "Figures of October 2026" in english


def test_the_register_that_anybody_reads_says_what_was_agreed(client, monkeypatch):
    one = OpenAgreement(
        "CONV-1", "1501", "Municipalidad de Lima", "Compartir cifras", ["Cifras"], ["Servicios"], "Ley 1", TODAY, None,
        is_in_force=True,
    )  # fmt: skip
    monkeypatch.setattr("ayni.observatory.hooks.AGREEMENTS", [lambda: [one]])
    for address in (
        "/observatorio/convenios/",
        "/en/observatorio/convenios/",
        "/observatorio/boletines/150132/seguir/",
    ):
        said = text(client.get(address))
        for words in ("CONV-1", "Municipalidad de Lima", "Compartir cifras", "Cifras", "Servicios", "Ley 1"):
            assert words in said, address
    assert "CONV-1" not in text(client.get("/observatorio/boletines/24/seguir/"))


def test_signs_that_xml_cannot_hold_are_left_out():
    feed = feeds.Feed("a\x0bb\x00<&>", "http://x/", "http://x/", "http://x/", "es", [])
    assert parsed(feeds.atom(feed)).findtext(f"{ATOM}title") == "a b <&>"


def test_the_hook_is_filled_by_whoever_keeps_the_register():
    assert len(AGREEMENTS) == 1
    assert not BUFFER.take()
