"""The worker makes the files of a release before anybody asks; killed at any step, it leaves nothing half."""

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


def all_of(*releases: str) -> set[str]:
    told = {one.id: one for one in published.lying(live.AYNI_HOME)}
    named = {
        f"{name}/{language}/{code}/{bulk.named(code, form)}"
        for name in releases
        for language, code, form in bulk.listed(told[name])
    }
    return named | {f"{name}/ayni-{name}.zip" for name in releases}


def test_all_is_made_unasked_of_what_is_under_embargo_too_and_nobody_reads_that():
    made = files.make_files(home=live.AYNI_HOME)
    there = all_of("2026-09.1", "2026-10.1", "2026-11.1")
    assert lying() == there
    assert made == len(there)
    assert files.make_files(home=live.AYNI_HOME) == 0
    assert Client().get("/api/observatory/releases/2026-11.1/ayni-2026-11.1.zip").status_code == 404
    answer = Client().get("/api/observatory/releases/2026-10.1/ayni-2026-10.1.zip")
    assert answer.status_code == 200
    assert b"".join(answer.streaming_content)


def test_a_turn_ends_in_time_for_the_other_duties_and_the_next_one_goes_on(monkeypatch):
    monkeypatch.setattr(files, "SECONDS", 0.0)
    assert files.make_files(home=live.AYNI_HOME) == 1
    turns = 1
    while files.make_files(home=live.AYNI_HOME):
        turns += 1
    assert turns == len(all_of("2026-09.1", "2026-10.1", "2026-11.1"))


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
    assert lying() == all_of("2026-09.1", "2026-10.1", "2026-11.1")
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
    assert all_of("2026-10.1", "2026-11.1") <= lying()
    assert "2026-12.1" in caplog.text
