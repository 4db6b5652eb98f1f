"""Making and publishing: killed at each step, without a key, under another one, late, early and anew."""

import hashlib
import json
import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest
from django.utils import translation
from django.utils.translation import override

from ayni.observatory import published, releasing
from ayni.observatory.noise import keys, memory
from ayni.observatory.noise.keys import KeyRefused
from ayni.observatory.published import Release
from ayni.observatory.releasing import NotReleased
from ayni.observatory.rules import LIMA, embargo
from ayni.observatory.tests.country import LISTS, OF_POPULATION, OTHER, SECRET, SMALL, country, facts
from ayni.observatory.tests.test_release_holds import Told, figures, later

MOMENT = datetime(2026, 7, 1, 5, tzinfo=UTC)
CUBES = OF_POPULATION[:2]
Killed = KeyboardInterrupt


def build(home: Path, period: str, truth: object, **more: object) -> releasing.Built:
    return releasing.build(
        facts(truth), period, more.pop("secret", SECRET), home=home, lists=LISTS, cubes=CUBES, **more  # type: ignore[arg-type]
    )  # fmt: skip


def release(home: Path, period: str, truth: object, **more: object) -> Release:
    return releasing.publish(home, build(home, period, truth, **more).id, at=MOMENT)


def content(home: Path) -> dict[str, str]:
    """Everything that anybody may read."""
    paths = [path for path in published.root(home).rglob("*") if path.is_file()]
    return {str(path.relative_to(home)): hashlib.sha256(path.read_bytes()).hexdigest() for path in paths}


def steps_of(do: Callable[[Callable[[str], None]], object]) -> list[str]:
    found: list[str] = []
    do(found.append)
    return found


def killing(at: str) -> Callable[[str], None]:
    def step(name: str) -> None:
        if name == at:
            raise Killed

    return step


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


@pytest.fixture(scope="module")
def one(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with the release of a month."""
    home = tmp_path_factory.mktemp("one")
    release(home, "2026-05", country())
    return home


@pytest.fixture
def home(one: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(one, tmp_path / "home"))


def test_killed_at_each_step_of_preparing_the_old_release_stays_whole_and_the_next_try_succeeds(home: Path) -> None:
    truth, before = later(country(), 40, 900), content(home)
    steps = steps_of(lambda step: build(home, "2026-06", truth, step=step))
    assert len(steps) >= 7
    expected = {path.name: path.read_bytes() for path in (releasing.prepared(home) / "2026-06.1").iterdir()}
    for name in steps:
        with pytest.raises(Killed):
            build(home, "2026-06", truth, step=killing(name))
        assert content(home) == before, name
        assert published.latest(home, MOMENT).id == "2026-05.1"  # type: ignore[union-attr]
        build(home, "2026-06", truth)
        assert {path.name: path.read_bytes() for path in (releasing.prepared(home) / "2026-06.1").iterdir()} == expected


def test_killed_at_each_step_of_publishing_it_is_there_as_a_whole_or_not_at_all(home: Path) -> None:
    truth = later(country(), 40, 900)
    build(home, "2026-06", truth)
    before, kept = content(home), Path(shutil.copytree(home, home.with_name("kept")))
    steps = steps_of(lambda step: releasing.publish(home, "2026-06.1", at=MOMENT, step=step))
    after = content(home)
    assert steps[-1] == "published"
    for name in steps:
        shutil.rmtree(home)
        shutil.copytree(kept, home)
        with pytest.raises(Killed):
            releasing.publish(home, "2026-06.1", at=MOMENT, step=killing(name))
        assert content(home) == (after if name == "published" else before), name
        assert releasing.publish(home, "2026-06.1", at=MOMENT).id == "2026-06.1"
        assert content(home) == after


def test_the_same_facts_give_the_same_bytes(one: Path, tmp_path: Path) -> None:
    release(tmp_path, "2026-05", country())
    assert content(tmp_path) == content(one)


def test_the_embargo_ends_at_midnight_in_lima(home: Path) -> None:
    day = datetime(2026, 7, 10, tzinfo=LIMA).date()
    build(home, "2026-06", country())
    releasing.publish(home, "2026-06.1", at=embargo(day))
    midnight = datetime(2026, 7, 10, 5, tzinfo=UTC)
    assert published.latest(home, midnight - timedelta(seconds=1)).id == "2026-05.1"  # type: ignore[union-attr]
    assert published.latest(home, midnight).id == "2026-06.1"  # type: ignore[union-attr]


def test_another_key_is_refused_and_says_how_to_bring_the_first_one_back(home: Path) -> None:
    before = content(home)
    with pytest.raises(KeyRefused, match="ayni observatory keys restore"):
        build(home, "2026-06", country(), secret=OTHER)
    assert content(home) == before


def test_people_who_are_keyed_otherwise_are_refused(home: Path) -> None:
    with pytest.raises(NotReleased, match=r"keyring\.json"):
        build(home, "2026-06", country(), people_keyed="another")


def test_without_what_is_remembered_nothing_is_released(home: Path) -> None:
    shutil.rmtree(releasing.remembered(home))
    with override("es"), pytest.raises(NotReleased, match="copia de seguridad"):
        build(home, "2026-06", country())


def test_a_prepared_file_that_was_changed_is_not_published(home: Path) -> None:
    built = build(home, "2026-06", country())
    path = built.path / "POP_DISTRICT.json"
    path.write_text(path.read_text().replace("Personas", "Gente"))
    with pytest.raises(NotReleased, match=r"POP_DISTRICT\.json"):
        releasing.publish(home, built.id, at=MOMENT)


def test_another_cube_opens_no_place_before_its_time(home: Path) -> None:
    """The list grows by a cube of education: of each person more is said, and yet nobody changed."""
    one_more = later(country(), 1, 900)
    grown = [*CUBES, next(each for each in OF_POPULATION if each.code == "POP_PROVINCE_EDUCATION")]
    built = releasing.build(facts(one_more), "2026-06", SECRET, home=home, lists=LISTS, cubes=grown)
    releasing.publish(home, built.id, at=MOMENT)
    told = Told(home, published.releases(home, MOMENT)[::-1], [])
    assert figures(told, 1, "150101") == figures(told, 0, "150101")
    of_new = [row for row in told.rows("POP_PROVINCE_EDUCATION") if row["REF_AREA"] == "2301"]
    assert {(row["value"], row["rule"]) for row in of_new} == {(None, "area")}
    # Then forty more come to Tacna: its province opens, and nobody else does.
    built = releasing.build(facts(later(one_more, 40, 901)), "2026-09", SECRET, home=home, lists=LISTS, cubes=grown)
    releasing.publish(home, built.id, at=MOMENT)
    told = Told(home, published.releases(home, MOMENT)[::-1], [])
    shown = {row["REF_AREA"] for row in told.rows("POP_PROVINCE_EDUCATION") if row["value"] is not None}
    assert "2301" in shown
    assert "1501" not in shown


def test_what_was_published_or_withdrawn_is_never_made_anew(home: Path) -> None:
    before = content(home)
    with pytest.raises(NotReleased, match="never changes"):
        build(home, "2026-05", country())
    assert content(home) == before
    assert releasing.versions(home, "2026-05") == 1
    releasing.withdraw(home, "2026-05.1")
    assert releasing.versions(home, "2026-05") == 1
    with pytest.raises(NotReleased, match="never changes"):
        build(home, "2026-05", country())


def test_what_was_prepared_before_something_else_was_published_is_not_published(home: Path) -> None:
    build(home, "2026-07", country())
    release(home, "2026-06", country())
    with override("es"), pytest.raises(NotReleased, match="Prepárela otra vez"):
        releasing.publish(home, "2026-07.1", at=MOMENT)


def test_a_correction_passes_the_same_gate(home: Path) -> None:
    """Of a month that is told anew, one person more changes nothing; and forty do, in a department at once."""
    changes = ({"es": "Se corrigió", "en": "Corrected"},)
    again = release(home, "2026-05", later(country(), 1, 900), version=2, changes=changes)
    told = Told(home, [published.described(published.root(home) / "2026-05.1"), again], [])  # type: ignore[list-item]
    assert again.changes == changes
    assert figures(told, 1, "23") == figures(told, 0, "23")
    third = release(home, "2026-05", later(country(), 40, 901), version=3, changes=changes)
    told = Told(home, [again, third], [])
    assert figures(told, 1, "23") != figures(told, 0, "23")


def test_a_revised_past_is_not_near_to_what_was_told_since(home: Path) -> None:
    """June told of forty more in Tacna. If May is told anew with thirty-nine of them, it stays as it was."""
    forty = later(country(), 40, 900)
    release(home, "2026-06", forty)
    again = release(home, "2026-05", forty.slice(0, len(forty) - 1), version=2)
    told = Told(home, [published.described(published.root(home) / "2026-05.1"), again], [])  # type: ignore[list-item]
    assert figures(told, 1, "23") == figures(told, 0, "23")


def test_what_was_withdrawn_is_remembered(home: Path) -> None:
    """Whoever kept a copy must not see who came between it and what replaced it."""
    forty = later(country(), 40, 900)
    release(home, "2026-06", forty)
    releasing.withdraw(home, "2026-06.1")
    assert published.latest(home, MOMENT).id == "2026-05.1"  # type: ignore[union-attr]
    again = release(home, "2026-06", later(forty, 1, 901), version=2)
    told = Told(home, [published.described(published.root(home) / "2026-05.1"), again], [])  # type: ignore[list-item]
    assert figures(told, 1, "23") == figures(told, 0, "23")


def test_a_release_holds_nothing_that_opens_it(home: Path) -> None:
    """No key, no sums of keys, no fingerprint: what is beside the figures is in the directory that nobody may read."""
    texts = [path.read_bytes() for path in published.root(home).rglob("*") if path.is_file()]
    assert not any(SECRET.raw in text or SECRET.fingerprint.encode() in text for text in texts)
    assert {path.name for path in (published.root(home) / "2026-05.1").iterdir()} == {
        "release.json", "POP_DISTRICT.json", "POP_DISTRICT.parquet", "POP_DISTRICT_CITIZENSHIP.json",
        "POP_DISTRICT_CITIZENSHIP.parquet",
    }  # fmt: skip
    for path in (releasing.remembered(home), releasing.remembered(home) / "2026-05.1", releasing.prepared(home)):
        assert path.stat().st_mode & 0o077 == 0


def test_the_report_tells_of_cells_and_places_and_of_no_person(home: Path) -> None:
    report = json.loads((releasing.remembered(home) / "2026-05.1" / "report.json").read_text())
    assert set(report["cubes"]["POP_DISTRICT"]) == {
        "inside", "area", "sensitive", "category", "group", "beside", "shown", "standing", "cells"
    }  # fmt: skip
    assert report["cubes"]["POP_DISTRICT"]["inside"] == 2 * 4 * 11
    assert SMALL not in json.dumps(report)


# The key.


def test_a_key_comes_back_from_its_file_and_says_nothing_of_itself(tmp_path: Path) -> None:
    made = keys.new()
    keys.write(made, tmp_path / "key")
    assert keys.read(tmp_path / "key") == made
    assert (tmp_path / "key").stat().st_mode & 0o777 == 0o600
    assert made.raw.hex() not in repr(made)
    assert made.fingerprint != keys.new().fingerprint


def test_a_key_is_never_written_over(tmp_path: Path) -> None:
    keys.write(SECRET, tmp_path / "key")
    with pytest.raises(KeyRefused):
        keys.write(OTHER, tmp_path / "key")
    assert keys.read(tmp_path / "key").raw == SECRET.raw


@pytest.mark.parametrize("damage", ["", "nonsense", "cut", "other fingerprint", "bytes"])
def test_a_damaged_key_is_refused(tmp_path: Path, damage: str) -> None:
    whole = keys.dump(keys.new())
    spoiled = {
        "": b"", "nonsense": b"x", "cut": whole[:40].encode(), "bytes": b"\xff\xfe",
        "other fingerprint": f"{whole.strip()[:-1]}{'0' if whole.strip()[-1] != '0' else '1'}".encode(),
    }[damage]  # fmt: skip
    (tmp_path / "key").write_bytes(spoiled)
    with pytest.raises(KeyRefused, match="restore"):
        keys.read(tmp_path / "key")


def test_a_missing_key_says_how_to_bring_it_back_or_make_it(tmp_path: Path) -> None:
    with pytest.raises(KeyRefused, match=r"(?s)restore.*make"):
        keys.read(tmp_path / "nothing")


def test_a_key_that_others_may_read_is_noticed(tmp_path: Path) -> None:
    keys.write(SECRET, tmp_path / "key")
    assert not keys.is_open_to_others(tmp_path / "key")
    (tmp_path / "key").chmod(0o644)
    assert keys.is_open_to_others(tmp_path / "key")


# What is remembered.


def test_people_who_came_left_moved_or_changed_are_counted_once_in_each_place() -> None:
    def seen(rows: list[tuple[int, int, int]]) -> memory.Lines:
        people, places, digests = (np.array(each) for each in zip(*rows, strict=True))
        return memory.lines(people.astype(np.uint64), places, digests.astype(np.uint64))

    before = seen([(1, 10, 7), (2, 10, 7), (3, 10, 7), (3, 10, 8), (4, 20, 7)])
    now = seen([(1, 10, 7), (2, 20, 7), (3, 10, 8), (3, 10, 7), (4, 20, 9), (5, 10, 1)])
    # 10: the second left, the fifth came; the third has the same two rows. 20: the second came, the fourth changed.
    assert memory.changed(before, now, np.array([10, 20, 30])).tolist() == [2, 2, 0]
