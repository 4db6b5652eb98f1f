"""The open API as a municipality's script asks it: what it finds, what it is refused, how long it may keep it."""

import hashlib
import io
import json
import shutil
import zipfile
from dataclasses import replace
from urllib.parse import quote

import pytest
from django.conf import settings as live
from django.core.cache import cache
from django.test import Client
from time_machine import travel

from ayni.observatory import published
from ayni.observatory.api import answers
from ayni.observatory.asking import INEI
from ayni.observatory.formats import BY_SUFFIX, DATA, FORMATS, bulk
from ayni.observatory.published import Code
from ayni.observatory.tests import sample

# No test here may use the database: the open API reads files, and knows no session.
ROOT = "/api/observatory"
TABLE = f"{ROOT}/releases/2026-10.1/cubes/POP_DISTRICT"
SDMX = f"{ROOT}/sdmx"


@pytest.fixture(autouse=True)
def at(tmp_path, settings):
    """A home with a release of today and one that is to come, and the key that tells addresses apart."""
    for key in live.AYNI_HOME.glob("keyring*"):
        shutil.copy(key, tmp_path)
    settings.AYNI_HOME = tmp_path
    sample.write(tmp_path)
    sample.write(tmp_path, "2026-09.1", published_at="2026-10-10T09:00:00-05:00")
    sample.write(tmp_path, "2026-11.1", published_at="2026-12-10T00:00:00-05:00")
    cache.clear()
    with travel("2026-11-29T12:00:00-05:00", tick=False):
        yield tmp_path


def get(path: str, status: int = 200, **headers: str):
    response = Client().get(path, headers=headers)
    assert response.status_code == status, response.content
    assert not response.cookies
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    return response


def refused(path: str, status: int, **headers: str) -> dict:
    response = get(path, status, **headers)
    assert response.headers["Content-Type"] == "application/problem+json"
    assert response.headers["Cache-Control"] == "no-store"
    said = response.json()
    assert said["status"] == status
    assert said["detail"]
    return said


def test_a_script_finds_its_way_from_the_first_address(at):
    (newest, before) = get(f"{ROOT}/releases").json()["releases"]
    assert (newest["id"], before["id"], newest["ubigeo"]) == ("2026-10.1", "2026-09.1", "INEI")
    assert "varianza: 3" in newest["why_totals_may_not_add_up"]["es"]
    cubes = get(f"{ROOT}/releases/latest/cubes").json()
    assert [one["code"] for one in cubes["cubes"]] == list(newest["cubes"])
    told = get(TABLE).json()
    assert [one["code"] for one in told["dimensions"]] == ["REF_AREA", "SEX"]
    assert "2026-10.1" in told["citation"]["en"]
    for link in told["data"]:
        place = link["href"].removeprefix(live.PUBLIC_URL)
        assert get(place).headers["Content-Type"] == link["media_type"]
    assert get(f"{ROOT}/releases/2026-10").json()["id"] == "2026-10.1"


def test_one_figure_is_asked_for_by_its_codes(at):
    said = get(f"{TABLE}/data?REF_AREA=150132&SEX=F").json()
    release = published.latest(at, published.described(published.root(at) / "2026-10.1").moment)
    cell = published.cube(at, release, "POP_DISTRICT").find({"REF_AREA": "150132", "SEX": "F"})
    assert list(said["value"].values()) == [cell.value]
    assert said["size"] == [1, 1, 1]


@pytest.mark.parametrize("form", [one.code for one in DATA])
def test_format_by_name_by_suffix_and_by_header_are_the_same_bytes(form):
    one = FORMATS[form]
    asked = "REF_AREA=15&SEX=F,M"
    named = get(f"{TABLE}/data?{asked}&format={form}")
    assert get(f"{TABLE}/data.{one.suffix}?{asked}").content == named.content
    assert get(f"{TABLE}/data?{asked}", accept=one.media_type).content == named.content
    assert named.headers["Content-Type"] == one.media_type
    assert 'rel="describedby"' in named.headers["Link"]


def test_the_order_of_a_question_changes_nothing():
    asked = [f"{TABLE}/data?REF_AREA=15,1501&SEX=F", f"{TABLE}/data?SEX=F&REF_AREA=1501&REF_AREA=15"]
    assert len({get(one).content for one in asked}) == 1


def test_periods_are_asked_for_too():
    assert get(f"{TABLE}/data?start=2026-10&end=2026").json()["size"][-1] == 1
    refused(f"{TABLE}/data?TIME_PERIOD=2025-01", 404)


# --- what is refused --------------------------------------------------------------------------------------------------


def test_an_unknown_code_names_those_that_there_are():
    said = refused(f"{TABLE}/data?SEX=Q", 400)
    assert said["codes"] == ["_T", "F", "M"]
    assert "Q" in said["detail"]
    assert refused(f"{TABLE}/data?COLOUR=red", 400)["codes"] == ["REF_AREA", "SEX", "TIME_PERIOD"]


def test_a_place_of_reniec_is_told_from_whose_codes_it_is():
    said = refused(f"{TABLE}/data?REF_AREA=140101", 400)
    assert "RENIEC" in said["detail"]
    assert "15" in said["detail"]
    assert said["codes"] == ["15"]
    assert "RENIEC" in refused(f"{TABLE}/data?REF_AREA=990101&lang=en", 400)["detail"]
    # A district that INEI has, and this table does not: what is asked for first is the place around it.
    said = refused(f"{TABLE}/data?REF_AREA=150142&lang=en", 400)
    assert said["codes"] == ["1501"]
    assert "ask for the place around it, 1501" in said["detail"]
    assert "INEI's 16" in said["detail"]
    assert INEI["24"] == "07"
    assert INEI["07"] == "08"


def test_refusals_are_alike_for_empty_and_full_places(at):
    """S12: the same words and the same length, whoever lives there; a withheld figure is an answer, not a refusal."""
    withheld = get(f"{TABLE}/data?REF_AREA=150118&SEX=F").json()
    assert list(withheld["status"].values()) == ["Q:area"]
    assert withheld["value"] == {}
    release = published.releases(at, published.described(published.root(at) / "2026-10.1").moment)[0]
    cube = published.cube(at, release, "POP_DISTRICT")
    few = replace(cube, rows=cube.rows.filter([code[:2] != "15" for code in cube.rows["REF_AREA"].to_pylist()]))
    sample.write(at, "2026-10.2", content=[few])
    place = f"{ROOT}/releases/2026-10.2/cubes/POP_DISTRICT/data"
    texts = {refused(f"{place}?REF_AREA={code}&SEX=F", 404)["detail"] for code in ("15", "150118", "150132")}
    assert len(texts) == 1


def test_what_is_too_much_says_how_to_narrow_it_and_where_all_of_it_is(at):
    codes = tuple(Code(f"{n:06}", sample.words(f"Lugar {n}", f"Place {n}")) for n in range(100_000, 103_400))
    places = replace(sample.DISTRICTS, codes=(sample.DISTRICTS.codes[0], *codes))
    told = replace(sample.PLACES, dimensions=(places, sample.SEX))
    sample.write(at, "2026-10.3", content=[sample.filled(told, "2026-10")])
    place = f"{ROOT}/releases/2026-10.3"
    said = refused(f"{place}/cubes/POP_DISTRICT/data", 413)
    assert "10203" in said["detail"]
    assert "REF_AREA" in said["detail"]
    assert "files" in said["detail"]
    assert get(f"{place}/cubes/POP_DISTRICT/data?SEX=F").status_code == 200
    refused(f"{place}/cubes/POP_DISTRICT/data.xlsx?SEX=F", 413)
    # The worker makes what is long: the server says when it will be there.
    assert "minutos" in refused(f"{place}/files/es/POP_DISTRICT/POP_DISTRICT.csv", 503)["detail"]
    bulk.one_file(at, published.lying(at)[1], "POP_DISTRICT", FORMATS["csv"], "es")
    body = b"".join(get(f"{place}/files/es/POP_DISTRICT/POP_DISTRICT.csv").streaming_content)
    assert body.count(b"\r\n") == 10_204
    refused(f"{SDMX}/data/dataflow/AYNI/POP_DISTRICT/2026.10.3/*", 413)


@pytest.mark.parametrize(
    "path",
    ["/releases/2020-01.1", "/releases/x", "/releases/2026-11.1", "/releases/2026-10.1/cubes/NOTHING", "/nothing",
     "/releases/2026-10.1/cubes/..%2F..%2Fkeys/data", "/releases/2026-10.1/files/es/POP_DISTRICT/keys.json",
     "/releases/2026-10.1/ayni-2026-09.1.zip", "/sdmx/data/dataflow/AYNI/NOTHING/~",
     "/sdmx/data/dataflow/X/POP_DISTRICT",
     "/sdmx/structure/codelist/AYNI/NOTHING", "/releases/2026-10.1/files/pt/POP_DISTRICT/POP_DISTRICT.csv"],
)  # fmt: skip
def test_what_is_not_there_says_what_to_do_next(path):
    said = refused(f"{ROOT}{path}", 404)
    assert ROOT in said["detail"]
    assert refused(f"{ROOT}{path}?lang=en", 404)["detail"] != said["detail"]


@pytest.mark.parametrize(
    "path", [f"{TABLE}/data", f"{SDMX}/data/dataflow/AYNI/POP_DISTRICT", f"{SDMX}/structure/dataflow"]
)
@pytest.mark.parametrize(
    "accept", ["application/pdf", "image/*", "application/vnd.sdmx.data+xml; version=9.9", ";;q=x"]
)
def test_a_format_that_there_is_not_names_those_that_there_are(path, accept):
    assert refused(path, 406, accept=accept)["codes"]


def test_a_format_that_is_refused_by_name_is_not_sent_for_anything_goes():
    assert (
        get(f"{TABLE}/data?REF_AREA=15", accept="application/json;q=0, */*").headers["Content-Type"]
        != (get(f"{TABLE}/data?REF_AREA=15", accept="*/*").headers["Content-Type"])
    )
    assert "json" in get(f"{TABLE}/data?REF_AREA=15", accept="text/csv;q=0, */*").headers["Content-Type"]


def test_every_suffix_that_there_is_not_names_the_others():
    assert refused(f"{TABLE}/data.pdf", 406)["codes"] == list(BY_SUFFIX)
    assert refused(f"{ROOT}/catalogue.pdf", 406)["codes"]


def test_a_release_that_should_never_have_been_is_not_given_out(at):
    rows = sample.filled(sample.PLACES, "2026-10").rows
    rows = rows.set_column(rows.column_names.index("value"), "value", [[2] * len(rows)])
    sample.write(at, "2026-10.4", content=[published.Cube(sample.PLACES, rows)])
    response = get(f"{ROOT}/releases/2026-10.4/cubes/POP_DISTRICT/data", 503)
    assert response.headers["Retry-After"]


# --- how it is given out ----------------------------------------------------------------------------------------------


def test_nothing_is_there_before_its_moment(at):
    path = f"{ROOT}/releases/2026-11.1/cubes/POP_DISTRICT/data.csv"
    with travel("2026-12-09T23:59:59-05:00", tick=False):
        refused(path, 404)
    with travel("2026-12-10T00:00:00-05:00", tick=False):
        get(path)
        assert get(f"{ROOT}/releases/latest").json()["id"] == "2026-11.1"


def test_what_names_a_version_is_kept_for_ever_and_what_does_not_for_a_minute():
    fixed, newest = get(f"{TABLE}/data.csv"), get(f"{ROOT}/releases/latest/cubes/POP_DISTRICT/data.csv")
    assert fixed.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert newest.headers["Cache-Control"] == "public, max-age=60"
    assert fixed.headers["Last-Modified"] == "Tue, 10 Nov 2026 14:00:00 GMT"
    again = get(f"{TABLE}/data.csv", 304, if_none_match=fixed.headers["ETag"])
    assert again.content == b""
    assert again.headers["ETag"] == fixed.headers["ETag"]
    get(f"{TABLE}/data.csv", 304, if_modified_since=fixed.headers["Last-Modified"])


def test_only_reading_is_possible_and_a_head_has_no_body():
    client = Client(enforce_csrf_checks=True)
    for method in ("post", "put", "patch", "delete"):
        response = getattr(client, method)(f"{TABLE}/data")
        assert response.status_code == 405
        assert response.headers["Allow"] == "GET, HEAD, OPTIONS"
    head, whole = client.head(f"{TABLE}/data.csv"), client.get(f"{TABLE}/data.csv")
    assert head.content == b""
    assert head.headers["Content-Length"] == str(len(whole.content))
    assert head.headers["ETag"] == whole.headers["ETag"]
    asked = client.options(f"{TABLE}/data")
    assert (asked.status_code, asked.headers["Access-Control-Allow-Methods"]) == (204, "GET, HEAD, OPTIONS")


def test_whoever_asks_without_end_waits_and_a_municipality_does_not(monkeypatch):
    monkeypatch.setattr(answers, "MOST", 5)
    for _ in range(5):
        get(f"{ROOT}/releases")
    assert get(f"{ROOT}/releases", 429).headers["Retry-After"] == "60"
    assert Client(REMOTE_ADDR="10.0.0.9").get(f"{ROOT}/releases").status_code == 200
    assert answers.MOST == 5


def test_the_limit_leaves_room_for_each_district_of_a_large_province():
    assert answers.MOST / answers.SECONDS >= 10


# --- files ------------------------------------------------------------------------------------------------------------


def test_the_archive_holds_every_file_with_its_checksum_and_is_made_once(at):
    response = get(f"{ROOT}/releases/2026-10.1/ayni-2026-10.1.zip")
    data = b"".join(response.streaming_content)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        sums = dict(reversed(line.split("  ")) for line in archive.read("SHA256SUMS").decode().splitlines())
        assert set(sums) | {"SHA256SUMS"} == set(archive.namelist())
        for name, said in sums.items():
            assert hashlib.sha256(archive.read(name)).hexdigest() == said
        package = json.loads(archive.read("es/POP_DISTRICT/datapackage.json"))
        (table,) = package["resources"]
        assert table["hash"] == "sha256:" + sums[f"es/POP_DISTRICT/{table['path']}"]
    files = get(f"{ROOT}/releases/2026-10.1/files").json()["files"]
    assert {one["href"].split("/files/")[1] for one in files} == set(sums) - {"release.json", "catalogue.ttl"}
    path = at / "observatory/files/2026-10.1/ayni-2026-10.1.zip"
    made = path.stat().st_mtime_ns
    assert b"".join(get(f"{ROOT}/releases/2026-10.1/ayni-2026-10.1.zip").streaming_content) == data
    assert path.stat().st_mtime_ns == made
    path.unlink()
    assert b"".join(get(f"{ROOT}/releases/2026-10.1/ayni-2026-10.1.zip").streaming_content) == data


def test_a_file_that_is_half_written_is_not_given_out(at, monkeypatch):
    """Whoever makes it is killed: nothing of it stays under its name."""
    monkeypatch.setattr("os.fdopen", lambda *_: (_ for _ in ()).throw(OSError("no space")))
    with pytest.raises(OSError, match="no space"):
        Client().get(f"{ROOT}/releases/2026-10.1/files/es/POP_DISTRICT/POP_DISTRICT.csv")
    monkeypatch.undo()
    assert not list((at / "observatory/files").rglob("*.csv"))


# --- SDMX -------------------------------------------------------------------------------------------------------------


def figures(path: str) -> list[str]:
    return get(path, accept="application/vnd.sdmx.data+csv; version=2.0.0").content.decode().splitlines()[1:]


@pytest.mark.parametrize(
    ("asked", "count"),
    [
        ("/~/15.F", 1), ("/2026.10.1/15.*", 3), ("/2026.10.1/15+1501.F+M", 4), ("/2026.10.1", 18), ("", 18),
        ("/2026.10.1/*?c[SEX]=F,M&c[REF_AREA]=15", 2), ("/latest/.F", 6), ("/*/15.F", 2),
        ("/*/15.F?lastNObservations=1", 1), ("/*/*?firstNObservations=1", 18),
        ("/*/15.F?c[TIME_PERIOD]=ge:2026-10", 1), ("/*/15.F?c[TIME_PERIOD]=gt:2026-09%2Ble:2026-12", 1),
        ("/*/15.F?c[TIME_PERIOD]=2026-09,2026-10", 2), ("/*/15.F?c[TIME_PERIOD]=lt:2026-10", 1),
    ],
)  # fmt: skip
def test_data_are_asked_for_as_the_standard_says(asked, count):
    assert len(figures(f"{SDMX}/data/dataflow/AYNI/POP_DISTRICT{asked}")) == count


def test_of_a_figure_that_was_revised_the_newest_is_in_the_series(at):
    sample.write(at, "2026-09.2", content=[sample.filled(sample.PLACES, "2026-08")])
    rows = figures(f"{SDMX}/data/dataflow/AYNI/POP_DISTRICT/*/15.F")
    assert [row.split(",")[5] for row in rows] == ["2026-10", "2026-08", "2026-09"]


@pytest.mark.parametrize(
    ("asked", "status"),
    [("/~/15", 400), ("/~/15.Q", 400), ("/~/*?c[SEX]=Q", 400), ("/~/*?c[TIME_PERIOD]=co:2", 400), ("/9.9.9/*", 404),
     ("/~/*?lastNObservations=x", 400), ("/~/*?c[COLOUR]=red", 400), ("/~/*?c[TIME_PERIOD]=2020", 404)],
)  # fmt: skip
def test_what_cannot_be_answered_says_why(asked, status):
    refused(f"{SDMX}/data/dataflow/AYNI/POP_DISTRICT{asked}", status)


def test_structures_are_found_by_kind_agency_and_version():
    every = get(f"{SDMX}/structure/dataflow").content.decode()
    assert every.count("<str:Dataflow ") == 3
    one = get(f"{SDMX}/structure/codelist/AYNI/CL_POP_DISTRICT_SEX/2026.10.1?references=none").content.decode()
    assert '<com:Name xml:lang="es">Mujer</com:Name><com:Name xml:lang="en">Female</com:Name>' in one
    said = get(
        f"{SDMX}/structure/datastructure/AYNI/POP_DISTRICT/~?references=all",
        accept="application/vnd.sdmx.structure+json",
    ).json()
    assert {"codelists", "conceptSchemes", "dataflows", "dataStructures", "agencySchemes"} == set(said["data"])
    browser = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
    assert "xml" in get(f"{SDMX}/structure/dataflow", accept=browser).headers["Content-Type"]
    refused(f"{SDMX}/structure/nothing", 400)


def test_names_that_no_address_should_carry_are_told_back_shortened():
    said = refused(f"{TABLE}/data?SEX={quote('x' * 500)}", 400)
    assert "x" * 41 not in said["detail"]
