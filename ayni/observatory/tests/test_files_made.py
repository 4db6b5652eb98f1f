"""The worker makes the files of every release before anybody asks; killed at any step, it leaves nothing half. The
server makes none that takes long."""

import io
import os
import time
import zipfile

import pytest
from django.conf import settings as live
from django.test import Client

from ayni.observatory import published
from ayni.observatory.actions import files
from ayni.observatory.formats import FORMATS, bulk
from ayni.observatory.tests import sample
from ayni.observatory.tests.test_api import at  # noqa: F401 - a fixture

pytestmark = pytest.mark.usefixtures("at")
FEW = {code: FORMATS[code] for code in ("csv", "jsonstat", "datapackage")}
"""Enough to see the way: test_api makes all of them."""


@pytest.fixture(autouse=True)
def _few(monkeypatch):
    monkeypatch.setattr(bulk, "FORMATS", FEW)
    monkeypatch.setattr(files, "SECONDS", 600.0)


def lying() -> set[str]:
    folder = live.AYNI_HOME / "observatory/files"
    return {str(one.relative_to(folder)) for one in folder.rglob("*") if one.is_file()}


ALL = ("2026-09.1", "2026-10.1", "2026-11.1")


def files_of(release: str) -> int:
    return 1 + len(list(bulk.listed(told(release))))


def told(release: str) -> published.Release:
    return next(one for one in published.lying(live.AYNI_HOME) if one.id == release)


def archives(*releases: str) -> set[str]:
    return {f"{name}/ayni-{name}.zip" for name in releases}


def get(address: str, **headers: str):
    return Client().get(f"/api/observatory/releases/{address}", headers=headers)


def test_all_is_made_unasked_of_what_is_under_embargo_too_and_nobody_reads_that():
    made = files.make_files(home=live.AYNI_HOME)
    assert lying() == archives(*ALL)
    assert made == sum(map(files_of, ALL))
    assert files.make_files(home=live.AYNI_HOME) == 0
    assert get("2026-11.1/ayni-2026-11.1.zip").status_code == 404
    answer = get("2026-10.1/ayni-2026-10.1.zip")
    assert answer.status_code == 200
    assert b"".join(answer.streaming_content)


def test_a_release_is_kept_for_ever_and_so_are_its_files_however_old_it_is():
    older = [f"2025-{month:02}.1" for month in range(1, 8)]
    for name in older:
        sample.write(live.AYNI_HOME, name, "2026-01-01T00:00:00-05:00")
    files.make_files(home=live.AYNI_HOME)
    assert lying() == archives(*ALL, *older)


@pytest.mark.parametrize("name", ["POP_DISTRICT.csv", "datapackage.json"])
def test_a_file_comes_out_of_the_archive_as_it_lay_by_itself(name):
    address = f"2026-10.1/files/en/POP_DISTRICT/{name}"
    form = next(one for one in FEW.values() if bulk.named("POP_DISTRICT", one) == name)
    written = bulk.one_file(live.AYNI_HOME, told("2026-10.1"), "POP_DISTRICT", form, "en").read_bytes()
    alone = get(address)
    assert b"".join(alone.streaming_content) == written
    files.make_files(home=live.AYNI_HOME)
    assert lying() == archives(*ALL)
    packed = get(address)
    assert b"".join(packed.streaming_content) == written
    assert packed.headers["Content-Length"] == str(len(written))
    assert packed.headers["ETag"] == alone.headers["ETag"]
    assert get(address, if_none_match=packed.headers["ETag"]).status_code == 304
    head = Client().head(f"/api/observatory/releases/{address}")
    assert head.headers["Content-Length"] == str(len(written))
    assert lying() == archives(*ALL)


def test_what_was_taken_out_of_its_folder_as_somebody_looks_for_it_is_in_the_archive(monkeypatch):
    files.make_files(home=live.AYNI_HOME)
    there = bulk.find(live.AYNI_HOME, told("2026-10.1"), "POP_DISTRICT", FEW["csv"], "es")
    with there.open() as one:
        assert len(io.BytesIO(one.read()).getvalue()) == there.size


def test_what_takes_minutes_the_server_does_not_make_but_says_when_it_will_be_there(monkeypatch):
    """Whoever waits comes before what nobody asked for."""
    monkeypatch.setattr(bulk, "AT_ONCE", 0)
    monkeypatch.setattr(bulk, "A_FIGURE", 3.0)
    address = "2026-09.1/ayni-2026-09.1.zip"
    answer = get(address)
    assert answer.status_code == 503
    many = bulk.figures(live.AYNI_HOME, told("2026-09.1"))
    minutes = round((bulk.BEGUN + many * 3.0 * 1.2) / 60)
    assert minutes > 1
    assert answer.headers["Retry-After"] == str(60 * minutes)
    assert f"unos {minutes} minutos" in answer.json()["detail"]
    assert "cubes" in answer.json()["detail"]
    assert lying() == {f"2026-09.1/{bulk.WANTED}"}
    monkeypatch.setattr(files, "SECONDS", 0.0)
    while files.make_wanted(home=live.AYNI_HOME):
        pass
    assert lying() == archives("2026-09.1")
    assert b"".join(get(address).streaming_content)


def test_a_large_table_is_waited_for_and_a_small_one_is_made_at_once(monkeypatch):
    assert b"".join(get("2026-10.1/files/es/POP_DISTRICT/POP_DISTRICT.csv").streaming_content)
    another = "2026-10.1/files/en/POP_DISTRICT/POP_DISTRICT.csv"
    monkeypatch.setattr(published, "size", lambda home, release, code: FORMATS["csv"].most + 1)
    answer = get(another)
    assert answer.status_code == 503
    assert (live.AYNI_HOME / "observatory/files/2026-10.1" / bulk.WANTED).exists()
    files.make_wanted(home=live.AYNI_HOME)
    assert b"".join(get(another).streaming_content)


def test_the_page_of_a_release_says_how_large_its_archive_is_or_that_it_is_being_made(client, db):
    page = "/observatorio/entregas/2026-10.1/"
    waiting = client.get(page)
    assert "Se está preparando" in waiting.content.decode()
    assert waiting.headers["Cache-Control"] == "public, max-age=60"
    files.make_files(home=live.AYNI_HOME)
    said = client.get(page)
    assert "1 MB" in said.content.decode()
    assert "Se está preparando" not in said.content.decode()
    assert said.headers["Cache-Control"] == "public, max-age=300"


def test_a_turn_ends_in_time_for_the_other_duties_and_the_next_one_goes_on(monkeypatch):
    monkeypatch.setattr(files, "SECONDS", 0.0)
    assert files.make_files(home=live.AYNI_HOME) == 1
    turns = 1
    while files.make_files(home=live.AYNI_HOME):
        turns += 1
    assert turns == sum(map(files_of, ALL))


def killed(step: int) -> None:
    """In a process of its own, which ends without a word as it writes this one of its files or parts of the archive."""
    if pid := os.fork():
        assert os.waitpid(pid, 0)[1] == 9 << 8
        return
    count, (replace, put) = 0, (os.fdopen, bulk._put)

    def after(act):
        def once_more(*given):
            nonlocal count
            count += 1
            if count == step:
                os._exit(9)
            return act(*given)

        return once_more

    os.fdopen, bulk._put = after(replace), after(put)
    files.make_files(home=live.AYNI_HOME)
    os._exit(0)


@pytest.mark.parametrize("step", [1, 7, 18, 19, 25])
def test_who_is_killed_leaves_nothing_half_under_its_name_and_the_next_turn_finishes(step):
    """Steps 1 to 18 are files of the newest release, then come the parts of its archive."""
    killed(step)
    halves = {one for one in lying() if "/." in one}
    whole = lying() - halves
    assert len(halves) == 1
    assert len(whole) == min(step - 1, 18)
    assert not [one for one in whole if one.endswith(".zip")]
    # As old as what nobody writes any more.
    for one in halves:
        os.utime(live.AYNI_HOME / "observatory/files" / one, (0, time.time() - bulk.GIVEN_UP - 100_000_000))
    files.make_files(home=live.AYNI_HOME)
    assert lying() == archives(*ALL)
    for name in ("2026-10.1", "2026-11.1"):
        with zipfile.ZipFile(live.AYNI_HOME / f"observatory/files/{name}/ayni-{name}.zip") as archive:
            assert archive.testzip() is None
            assert bulk.SUMS in archive.namelist()


def test_what_another_process_is_writing_is_not_swept_away():
    release = published.lying(live.AYNI_HOME)[0]
    half = bulk.folder(live.AYNI_HOME, release) / ".being-written"
    half.parent.mkdir(parents=True)
    half.write_bytes(b"half")
    bulk.sweep(live.AYNI_HOME, release, before=half.stat().st_mtime - 1)
    assert half.exists()
    bulk.sweep(live.AYNI_HOME, release, before=half.stat().st_mtime + 1)
    assert not half.exists()


def test_a_release_that_should_never_have_been_does_not_keep_the_others_from_theirs(caplog):
    rows = sample.filled(sample.PLACES, "2026-12").rows
    rows = rows.set_column(rows.column_names.index("value"), "value", [[2] * len(rows)])
    sample.write(live.AYNI_HOME, "2026-12.1", content=[published.Cube(sample.PLACES, rows)])
    files.make_files(home=live.AYNI_HOME)
    assert not [one for one in lying() if one.startswith("2026-12.1") and one.endswith((".csv", ".zip"))]
    assert archives("2026-10.1", "2026-11.1") <= lying()
    assert "2026-12.1" in caplog.text
