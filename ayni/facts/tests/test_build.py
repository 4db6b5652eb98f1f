import errno
import hashlib
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import duckdb
import pyarrow.parquet as pq
import pytest
from django.conf import settings

from ayni.facts import builds, export, queries, reading, rows
from ayni.facts.actions import FactsNotBuilt, build
from ayni.facts.builds import Build
from ayni.facts.registry import FactTable

from .conftest import NOW, id_of, languages_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def first(table: FactTable, tmp_path: Path) -> Build:
    languages_of(["spa", "que", "aym"])
    return build(home=tmp_path, at=NOW)


def read(made: Build) -> list[dict]:
    return pq.read_table(made.file("languages")).to_pylist()


def leftovers(home: Path) -> list[str]:
    return sorted(p.name for p in builds.root(home).glob("*" + builds.HALF))


def test_every_row_is_written_with_its_codes_and_none_of_its_words(first: Build) -> None:
    assert [(row["language"], row["place"]) for row in read(first)] == [("spa", 0), ("que", 1), ("aym", 2)]
    assert b"Spa" not in first.file("languages").read_bytes()


def test_the_manifest_says_what_was_written_of_which_moment_and_with_which_words(first: Build) -> None:
    content = first.file("languages").read_bytes()
    described = first.manifest["tables"]["languages"]
    assert described["rows"] == 3
    assert described["sha256"] == hashlib.sha256(content).hexdigest()
    assert first.as_of == NOW
    assert first.manifest["audit_seq"] == 0
    assert first.manifest["labels"]["language"] == {"spa": "Spa", "que": "Que", "aym": "Aym"}


def test_readers_find_the_build_through_the_pointer(first: Build, tmp_path: Path) -> None:
    now = queries.current(tmp_path)
    assert now is not None
    assert now.id == first.id
    assert now.rows == {"languages": 3}


def test_before_the_first_build_there_is_none(tmp_path: Path) -> None:
    assert queries.current(tmp_path) is None


def test_only_the_owner_may_read_the_files(first: Build) -> None:
    assert first.path.stat().st_mode & 0o077 == 0
    assert first.file("languages").stat().st_mode & 0o077 == 0


def test_duckdb_reads_what_pyarrow_wrote(first: Build) -> None:
    found = duckdb.read_parquet(str(first.file("languages"))).order("place").project("language").fetchall()
    assert found == [("spa",), ("que",), ("aym",)]


def test_rows_open_again_and_people_do_not(first: Build) -> None:
    [row, *_] = read(first)
    opened = [rows.unseal(r["row"], table="languages") for r in read(first)]
    assert len({r["person"] for r in read(first)}) == 3
    assert opened[0] is not None
    assert opened[0] in {id_of(n) for n in range(100_000)}
    assert row["person"] not in {row["row"], str(opened[0])}


def test_the_same_rows_have_the_same_ids_in_the_next_build(first: Build, tmp_path: Path) -> None:
    again = build(home=tmp_path, at=NOW)
    assert again.id != first.id
    assert again.file("languages").read_bytes() == first.file("languages").read_bytes()


def test_many_batches_make_one_table(table: FactTable, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "BATCH", 2)
    languages_of(["spa", "que", "aym", "shp", "eng"])
    assert [row["language"] for row in read(build(home=tmp_path, at=NOW))] == ["spa", "que", "aym", "shp", "eng"]


def test_an_empty_table_is_written_with_its_columns(table: FactTable, tmp_path: Path) -> None:
    made = build(home=tmp_path, at=NOW)
    assert pq.read_schema(made.file("languages")).names == [c.name for c in table.columns]
    assert made.rows == {"languages": 0}


def test_the_newest_three_builds_are_kept(first: Build, tmp_path: Path) -> None:
    ids = [first.id] + [build(home=tmp_path, at=NOW.replace(minute=43 + n)).id for n in range(4)]
    kept = sorted(p.name for p in builds.root(tmp_path).iterdir() if p.is_dir())
    assert kept == sorted(ids)[-3:]
    assert queries.current(tmp_path).id == ids[-1]


def test_a_value_outside_its_code_list_stops_the_build_and_is_not_repeated(
    first: Build, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    languages_of(["Rosa Quispe"])
    monkeypatch.setattr(
        export, "_code_writer", lambda c, codes, known=export._code_writer: known(c, _without_names(codes))
    )
    with pytest.raises(export.NotInCodeList) as said:
        build(home=tmp_path, at=NOW)
    assert "languages.language" in str(said.value)
    assert "Rosa" not in str(said.value)
    assert queries.current(tmp_path).id == first.id
    assert leftovers(tmp_path) == []


def _without_names(codes: export.CodeList) -> export.CodeList:
    return export.CodeList(codes.name, lambda: {k: v for k, v in codes.labels().items() if " " not in k})


# A full disk, at each place where the build touches it. What was there before must still be there, and whole.


def full(*_args: object, **_more: object) -> None:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


STAGES = {
    "the directory is made": ("pathlib.Path.mkdir", full),
    "a table is written": ("pyarrow.parquet.ParquetWriter.write_batch", full),
    "a table is closed": ("pyarrow.parquet.ParquetWriter.close", full),
    "a file is forced to the disk": ("os.fsync", full),
    "the manifest is written": ("ayni.facts.builds.write_durably", full),
    "the build gets its name": ("pathlib.Path.rename", full),
    "the pointer is replaced": ("pathlib.Path.replace", full),
}


@pytest.mark.parametrize("stage", STAGES)
def test_a_full_disk_leaves_the_old_figures(
    first: Build, tmp_path: Path, stage: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = first.file("languages").read_bytes()
    languages_of(["eng"])
    with monkeypatch.context() as broken:
        broken.setattr(*STAGES[stage])
        with pytest.raises(FactsNotBuilt) as said:
            build(home=tmp_path, at=NOW)
    assert "disco está lleno" in str(said.value)
    now = queries.current(tmp_path)
    assert now.id == first.id
    assert now.file("languages").read_bytes() == before
    later = build(home=tmp_path, at=NOW)
    assert later.rows == {"languages": 4}
    assert leftovers(tmp_path) == []


def test_a_disk_that_is_really_full_leaves_the_old_figures(table: FactTable, tmp_path: Path) -> None:
    small = ["/usr/bin/mount", "-t", "tmpfs", "-o", "size=96k", "tmpfs", str(tmp_path)]
    if os.geteuid() != 0 or subprocess.run(small).returncode:  # noqa: S603 (nothing of it comes from outside)
        pytest.skip("Only root may mount a small disk.")
    try:
        languages_of(["spa"])
        first = build(home=tmp_path, at=NOW)
        (tmp_path / "ballast").write_bytes(b"x" * 48 * 1024)
        languages_of([f"l{n:05}" for n in range(6_000)])
        with pytest.raises(FactsNotBuilt, match="disco está lleno"):
            build(home=tmp_path, at=NOW)
        assert queries.current(tmp_path).id == first.id
        assert [row["language"] for row in read(first)] == ["spa"]
    finally:
        subprocess.run(["/usr/bin/umount", str(tmp_path)], check=True)  # noqa: S603


def test_another_trouble_of_the_disk_is_named(first: Build, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_args: object, **_more: object) -> None:
        raise PermissionError(errno.EACCES, "/secret/path")

    monkeypatch.setattr("ayni.facts.builds.write_durably", refused)
    with pytest.raises(FactsNotBuilt, match="no se pudieron escribir") as said:
        build(home=tmp_path, at=NOW)
    assert "/secret" not in str(said.value)


def test_two_builds_at_once_are_one(first: Build, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    second: list[Exception] = []
    write = export.write_table

    def while_writing(*args: object, **more: object) -> dict:
        with pytest.raises(FactsNotBuilt, match="ya se están") as said:
            build(home=tmp_path, at=NOW)
        second.append(said.value)
        return write(*args, **more)

    monkeypatch.setattr("ayni.facts.actions.write_table", while_writing)
    assert build(home=tmp_path, at=NOW).rows == {"languages": 3}
    assert len(second) == 1


KILLED = """
import os, signal, sys
from datetime import UTC, datetime
from pathlib import Path

import django

django.setup()
from ayni.facts import actions


def half_of_it(half, **more):
    (half / "languages.parquet").write_bytes(b"PAR1 half of it")
    os.kill(os.getpid(), signal.SIGKILL)


actions._rows_before = lambda home: 0
actions._written = half_of_it
actions.build(home=Path(sys.argv[1]), at=datetime(2099, 12, 31, tzinfo=UTC))
"""


def test_a_killed_build_is_never_seen_and_is_swept_away(first: Build, tmp_path: Path) -> None:
    there = {**os.environ, "DJANGO_SETTINGS_MODULE": "ayni.config.settings"}
    killed = subprocess.run([sys.executable, "-c", KILLED, str(tmp_path)], env=there, cwd=settings.BASE_DIR)  # noqa: S603
    assert killed.returncode == -signal.SIGKILL
    [half] = leftovers(tmp_path)
    assert half.startswith("20991231T000000Z-")
    assert queries.current(tmp_path).id == first.id
    assert queries.build(tmp_path, half) is None
    build(home=tmp_path, at=NOW)
    assert leftovers(tmp_path) == []


def test_a_build_is_not_read_from_outside_its_directory(first: Build, tmp_path: Path) -> None:
    (tmp_path / "manifest.json").write_text("{}")
    assert queries.build(tmp_path, "..") is None
    assert queries.build(tmp_path, "../facts") is None


def test_progress_is_told_per_table(table: FactTable, tmp_path: Path) -> None:
    told: list[tuple] = []
    build(home=tmp_path, at=NOW, progress=lambda *step: told.append(step))
    assert told == [("languages", 1, 1)]


def test_building_is_quick(table: FactTable, tmp_path: Path) -> None:
    languages_of([f"l{n:05}" for n in range(20_000)])
    began = time.monotonic()
    build(home=tmp_path, at=NOW)
    assert time.monotonic() - began < 10
