"""A large world: people of the same circumstances, made by several processes and loaded without indexes."""

import os
import sqlite3
import subprocess
import sys
from datetime import timedelta
from itertools import islice
from pathlib import Path

import numpy as np
import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import strategies as st

from ayni.desk.demo import figures as published
from ayni.desk.demo.chance import Chance
from ayni.desk.demo.echoes import Original
from ayni.desk.demo.filling import pieces
from ayni.desk.demo.making import Making, Stage
from ayni.desk.demo.sheets import NOT_YET, micros, moment_texts
from ayni.desk.demo.sinks import copied
from ayni.desk.demo.world import _stage
from ayni.facts.periods import age_on
from ayni.people.models import Birth
from tests.demo import AT, DATA, undone_afterwards

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def stage(reference_data: None) -> Stage:
    with undone_afterwards():
        made = _stage(published.read(DATA), Chance(1), AT)
        made.reference.read_all()
        return made


@pytest.fixture(scope="module")
def original(stage: Stage) -> Original:
    making = Making(stage, Chance(1, "piece 1"))
    making.receive([AT - timedelta(days=400) + timedelta(minutes=n) for n in range(120)])
    return Original(making)


def test_echoes_share_no_id_number_or_document_with_anybody(original: Original) -> None:
    echoes = list(original.echoes(4, np.random.default_rng(1)))
    for table, column in (
        ("people.Person", "id"), ("people.Consent", "id"), ("cases.Case", "id"), ("cases.Case", "number"),
        ("cases.Task", "id"), ("referrals.Referral", "number"), ("referrals.Referral", "proof"),
        ("referrals.AccessLink", "token_hash"),
    ):  # fmt: skip
        sheet = original.by_label[table]
        found = [value for echo in echoes for value in echo.values(sheet, column)]
        assert len(set(found)) == len(found) == 4 * sheet.count, (table, column)


def test_what_belongs_together_still_does_in_an_echo(original: Original) -> None:
    echo = list(original.echoes(2, np.random.default_rng(1)))[1]
    people = set(echo.values(original.people, "id"))
    cases = original.by_label["cases.Case"]
    assert set(echo.values(cases, "person_id")) <= people
    assert set(echo.values(original.by_label["cases.Task"], "case_id")) <= set(echo.values(cases, "id"))
    assert set(echo.values(original.by_label["people.Compartment"], "reason")) == set(echo.values(cases, "id"))
    named = {line[5] for line in echo.lines() if line[2] == "person.registered"}
    assert named == {f"{i[:8]}-{i[8:12]}-{i[12:16]}-{i[16:20]}-{i[20:]}" for i in people}


def test_an_echo_has_a_name_and_a_birthday_of_its_own_and_the_same_age(original: Original) -> None:
    echo = list(original.echoes(2, np.random.default_rng(1)))[1]
    known = [how == Birth.EXACT for how in original.people["birth_precision"]]
    days = [text[:10] for text in moment_texts(original.people["registered_at"]) if text]
    born, again = original.people["birth_date"], echo.values(original.people, "birth_date")
    assert sum(a != b for a, b in zip(echo.full_names(), original.names, strict=True)) > 110
    assert sum(a != b for a, b, exact in zip(born, again, known, strict=True) if exact) > 100
    wrong = [
        (a, b, day)
        for a, b, day, exact in zip(born, again, days, known, strict=True)
        if exact and abs(_age(a, day) - _age(b, day)) > 0
    ]
    assert len(wrong) <= 1


def _age(born: str, day: str) -> int:
    from_text = type(AT.date()).fromisoformat
    return age_on(from_text(born), from_text(day))


def test_what_is_an_echos_own_is_drawn_once(original: Original) -> None:
    echo = list(original.echoes(2, np.random.default_rng(1)))[1]
    for table, name in (("people.IdentityDocument", "number"), ("people.Person", "birth_date")):
        sheet = original.by_label[table]
        assert echo.values(sheet, name) == echo.values(sheet, name) != sheet[name]


def test_what_a_referral_released_names_the_echo_and_not_who_was_drawn(original: Original) -> None:
    echo = list(original.echoes(2, np.random.default_rng(1)))[1]
    sheet = original.by_label["referrals.Referral"]
    full = set(echo.full_names())
    assert all(any(name in text for name in full) for text in echo.values(sheet, "shared"))


def test_nothing_that_an_echo_did_is_later_than_what_it_echoes(original: Original) -> None:
    echo = list(original.echoes(3, np.random.default_rng(1)))[2]
    tasks = original.by_label["cases.Task"]
    finished, again = tasks["finished_at"], echo.values(tasks, "finished_at")
    assert ((finished == NOT_YET) == (again == NOT_YET)).all()
    assert (again <= finished).all()


def test_the_pieces_of_a_world_make_up_its_size(stage: Stage) -> None:
    for people, alike in ((2000, 1), (5003, 4), (1061, 10)):
        made = [(len(piece.moments) or 61) * piece.alike for piece in pieces(stage, 1, people, alike)]
        assert sum(made) == people


@given(st.datetimes(min_value=AT.replace(tzinfo=None, year=1990), max_value=AT.replace(tzinfo=None)))
def test_moments_are_written_to_the_microsecond(moment: object) -> None:
    at = moment.replace(tzinfo=AT.tzinfo)  # type: ignore[attr-defined]
    array = np.array([micros(at), NOT_YET], dtype=np.int64)
    assert moment_texts(array, between="T") == [at.isoformat(timespec="microseconds").removesuffix("+00:00"), None]


@pytest.mark.parametrize(
    ("value", "text"), [(None, "\\N"), (3, "3"), ("a\tb", "a\\tb"), ("a\\b", "a\\\\b"), ("ñandú\n", "ñandú\\n")]
)
def test_values_for_copy_are_escaped(value: object, text: str) -> None:
    assert copied(value) == text


LOAD = """
import django; django.setup()
from datetime import UTC, datetime
from ayni.config.commands import setting_up
from ayni.desk.demo import make_world, world
setting_up.setup()
world.LARGE, world.ALL_IN_FULL = 100, 400
made = make_world(people=2000, seed=4, at=datetime(2026, 11, 20, 19, 30, tzinfo=UTC), build_facts=False)
print(made.people, made.cases)
from ayni.audit import actions as audit
from django.db import connection
connection.check_constraints()
from ayni.people.actions import rebuild_index
from ayni.people.models import NameLine, SearchKey
def index():
    # By person, because lines have other numbers when they are written anew.
    of = dict(NameLine.objects.values_list("pk", "person_id"))
    keys = SearchKey.objects.order_by().values_list("key", "born", "office", "line")
    lines = NameLine.objects.values_list("person_id", "words", "born", "office_id")
    return sorted((*key, of[line]) for *key, line in keys), sorted(lines)
found = index()
rebuild_index(by="system", at=datetime(2026, 11, 20, 19, 30, tzinfo=UTC))
assert index() == found
assert not audit.verify().findings
"""


@pytest.mark.slow
def test_a_large_world_is_whole_the_same_again_and_has_every_index(tmp_path: Path) -> None:
    first, second = (_loaded(tmp_path / name) for name in ("first", "second"))
    assert first == second
    plain = sqlite3.connect(tmp_path / "first" / "ayni.db")
    assert plain.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    assert plain.execute("SELECT count(*) FROM people_person").fetchone() == (2000,)
    names = {name for (name,) in plain.execute("SELECT name FROM sqlite_master WHERE type = 'index'")}
    assert {"person_by_office", "event_by_thread", "one_current_situation_per_person", "task_by_deadline"} <= names
    assert not list(islice((tmp_path / "first").glob("filling-*"), 1))
    assert not (tmp_path / "first" / "ayni.db.before-demo").exists()


def _loaded(home: Path) -> set[object]:
    env = {**os.environ, "AYNI_HOME": str(home), "DJANGO_SETTINGS_MODULE": "ayni.config.settings"}
    env.pop("DATABASE_URL", None)
    subprocess.run([sys.executable, "-c", LOAD], env=env, cwd=settings.BASE_DIR, check=True)  # noqa: S603
    file = sqlite3.connect(home / "ayni.db")
    people = file.execute("SELECT id, given_name_1, surname_1, birth_date, registered_at FROM people_person")
    # Not the hashes: before these lines stand those of `setup`, whose moments differ.
    told = file.execute("SELECT seq, at, subject_id, details FROM audit_event WHERE verb LIKE '%.%ed' AND seq > 50")
    return set(people) | set(told)
