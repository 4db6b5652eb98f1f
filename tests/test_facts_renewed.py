"""Facts that were brought up to date are those that would be read whole, whatever changed and however."""

import os
import shutil
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

import duckdb
import hypothesis
import pytest
from django.apps import apps
from django.conf import settings
from django.core.cache import cache
from django.db import connection, transaction
from django.db.models.signals import pre_migrate
from django.test import Client
from hypothesis import strategies as st

from ayni.cases.tests.factories import open_case
from ayni.codelists.models import SexGender
from ayni.facts import actions, builds, changes, export, renewal
from ayni.facts.actions import FactsNotBuilt, build, refresh
from ayni.facts.builds import Build
from ayni.facts.export import NotInCodeList
from ayni.facts.registry import tables
from ayni.people import actions as people
from ayni.people.actions.ending import erase_person
from ayni.people.facts.files import SEX_GENDER
from ayni.people.models import Person
from ayni.people.tests.factories import PersonFactory
from ayni.results.warehouse import warehouse
from tests.age_bands import make_age_bands
from tests.changing import WAYS
from tests.whole_file import whole_file
from tests.world import World

AT = datetime(2027, 3, 10, 17, 0, tzinfo=UTC)
FOLLOWED = {table.name for table in tables() if table.following is not None}


def rows_of(made: Build, table: str) -> Counter[str]:
    return Counter(map(repr, made.read(table).to_pylist()))


def differences(one: Build, other: Build) -> dict[str, Any]:
    found = {table: (rows_of(one, table), rows_of(other, table)) for table in other.rows}
    return {t: (sorted(a - b), sorted(b - a)) for t, (a, b) in found.items() if a != b}


@pytest.fixture
def there(world: World) -> World:
    make_age_bands()
    whole_file(world)
    for _ in range(3):
        PersonFactory(registered_by=world.rosa)
    return world


def test_nothing_is_asked_of_the_database_while_it_sends_its_rows(
    there: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """PostgreSQL would wait for ever: it hears nothing before it has sent all of them."""
    read, sending, asked = export.batches, [False], list[str]()

    def batches(*of: Any) -> Iterator[Any]:
        for batch in read(*of):
            sending[0] = True
            yield batch
            sending[0] = False

    def hear(execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
        if sending[0]:
            asked.append(sql)
        return execute(sql, *rest)

    cache.clear()
    monkeypatch.setattr(export, "batches", batches)
    with connection.execute_wrapper(hear):
        made = build(home=tmp_path, at=AT)
    assert made.rows["services"]
    assert made.rows["denials"]
    assert asked == []


class Undone(Exception):
    """Ends an example as if it had not been."""


DAYS = st.sampled_from([0, 0, 0, 1, 2, 40])


@pytest.mark.django_db
@hypothesis.settings(
    max_examples=6, deadline=None, suppress_health_check=list(hypothesis.HealthCheck), derandomize=True
)
@hypothesis.given(st.integers(), st.lists(st.tuples(st.sampled_from(sorted(WAYS)), DAYS), min_size=1, max_size=8))
def test_whatever_changes_what_is_renewed_is_what_is_read_whole(
    there: World, tmp_path_factory: Any, seed: int, steps: list[tuple[str, int]]
) -> None:
    chance = Random(seed)  # noqa: S311
    at, home = AT, tmp_path_factory.mktemp("facts")
    try:
        with transaction.atomic():
            refresh(home=home, at=at)
            refresh(home=home, at=at)
            for way, days in steps:
                WAYS[way](there, chance, at)
                at += timedelta(days=days, minutes=1)
                if chance.random() < 0.3:
                    refresh(home=home, at=at)
            renewed = refresh(home=home, at=at)
            whole = build(home=home, at=at)
            assert differences(renewed, whole) == {}
            assert renewed.rows == whole.rows
            assert renewed.manifest["labels"] == whole.manifest["labels"]
            raise Undone
    except Undone:
        shutil.rmtree(home)


pytestmark = pytest.mark.django_db


def read(made: Build) -> dict[str, int]:
    return {name: table["read"] for name, table in made.manifest["tables"].items() if name in FOLLOWED}


@pytest.fixture
def renewed(there: World, tmp_path: Path) -> Build:
    refresh(home=tmp_path, at=AT)
    return refresh(home=tmp_path, at=AT)


def test_where_nothing_changed_nothing_is_read(renewed: Build) -> None:
    assert set(read(renewed).values()) == {0}
    assert renewed.rows["people"] == Person.objects.count()


def test_of_one_changed_person_one_row_is_read(renewed: Build, tmp_path: Path, world: World) -> None:
    person = Person.objects.order_by("pk").last()
    Person.objects.filter(pk=person.pk).update(needs_interpreter=not person.needs_interpreter)
    after = refresh(home=tmp_path, at=AT)
    assert {name: count for name, count in read(after).items() if count} == {"people": 1, "people_by_gender": 1} | {
        name: read(after)[name] for name in ("situations", "family_links", "people_by_disability") if read(after)[name]
    }
    assert after.rows == renewed.rows
    assert differences(after, build(home=tmp_path, at=AT)) == {}


def test_a_small_table_is_not_read_whole_because_many_others_changed(
    renewed: Build, tmp_path: Path, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Few people have a disability: that one in a hundred of all people changed says little of those."""
    monkeypatch.setattr(renewal, "FEW", 1)
    many = [PersonFactory(registered_by=world.rosa).pk for _ in range(5)]
    before = refresh(home=tmp_path, at=AT)
    assert before.rows["people_by_disability"]
    Person.objects.filter(pk__in=many).update(needs_interpreter=True)
    after = refresh(home=tmp_path, at=AT)
    assert read(after)["people_by_disability"] == 0
    assert differences(after, build(home=tmp_path, at=AT)) == {}


def test_duckdb_reads_what_was_renewed(renewed: Build, tmp_path: Path, world: World) -> None:
    PersonFactory(registered_by=world.rosa)
    after = refresh(home=tmp_path, at=AT)
    sql, files = after.select("people")
    [[counted]] = duckdb.execute(f"select count(*) from ({sql})", files).fetchall()  # noqa: S608
    assert counted == after.rows["people"] == Person.objects.count()
    assert after.has_new("people")
    with pytest.raises(ValueError, match="more than one file"):
        after.file("people")


def test_who_is_merged_or_erased_is_gone_with_the_next_build(renewed: Build, tmp_path: Path, world: World) -> None:
    kept, absorbed, erased = (PersonFactory(registered_by=world.rosa) for _ in range(3))
    keys = [row["person"] for row in refresh(home=tmp_path, at=AT).read("people").to_pylist()]
    people.merge(kept=kept, absorbed=absorbed, choose={}, by=world.marta, at=AT)
    erase_person(erased, AT, "OLD-FILES")
    after = refresh(home=tmp_path, at=AT)
    assert len(keys) - after.rows["people"] == 1 + (not Person.objects.filter(pk=erased.pk).exists())
    assert differences(after, build(home=tmp_path, at=AT)) == {}


def test_time_alone_makes_what_waits_overdue(renewed: Build, tmp_path: Path) -> None:
    later = refresh(home=tmp_path, at=AT + timedelta(days=3))
    assert later.manifest["since"] == renewed.id
    assert differences(later, build(home=tmp_path, at=AT + timedelta(days=3))) == {}


def test_what_is_renewed_tells_by_no_order_whose_gender_it_is(renewed: Build, tmp_path: Path, world: World) -> None:
    PersonFactory(registered_by=world.rosa)
    after = refresh(home=tmp_path, at=AT)
    assert not after.has_new("people_by_gender")
    keys = after.read("people_by_gender")["person"].to_pylist()
    assert keys == sorted(keys)


def test_a_code_list_that_changes_is_read_whole(renewed: Build, tmp_path: Path) -> None:
    SexGender.objects.filter(code="SEX-F").update(label_es="Otra palabra")
    after = refresh(home=tmp_path, at=AT)
    assert read(after)["people"] == after.rows["people"]
    assert after.manifest["labels"]["sex_gender"]["SEX-F"] == "Otra palabra"


def test_a_week_later_everything_is_read_whole(renewed: Build, tmp_path: Path) -> None:
    assert refresh(home=tmp_path, at=AT + timedelta(days=8)).manifest["since"] is None


def test_what_was_restored_or_built_elsewhere_is_read_whole(renewed: Build, tmp_path: Path) -> None:
    elsewhere = tmp_path / "another machine"
    assert refresh(home=elsewhere, at=AT).manifest["since"] is None
    assert refresh(home=tmp_path, at=AT).manifest["since"] is None
    assert refresh(home=tmp_path, at=AT).manifest["since"] is not None


@pytest.mark.parametrize("harm", ["a file is gone", "a file is cut", "the manifest is not whole"])
def test_a_build_that_was_harmed_heals_with_the_next(renewed: Build, tmp_path: Path, harm: str) -> None:
    file = renewed.file("people")
    if harm == "a file is gone":
        file.unlink()
    elif harm == "a file is cut":
        os.truncate(file, 10)
    else:
        (renewed.path / builds.MANIFEST).write_text("{")
    after = refresh(home=tmp_path, at=AT)
    assert after.manifest["since"] is None
    assert after.rows == renewed.rows


def test_a_trigger_that_was_taken_down_is_put_up_and_nothing_is_trusted(renewed: Build, tmp_path: Path) -> None:
    name, table = next((n, t) for n, t in changes._standing().items() if t == "people_person" and n.endswith("_u"))
    with connection.cursor() as cursor:
        cursor.execute(changes._drop(name, table))
    Person.objects.update(needs_interpreter=True)
    after = refresh(home=tmp_path, at=AT)
    assert after.manifest["since"] is None
    assert all(row["needs_interpreter"] for row in after.read("people").to_pylist())
    assert refresh(home=tmp_path, at=AT).manifest["since"] == after.id


def test_a_full_disk_leaves_what_changed_to_the_next_build(
    renewed: Build, tmp_path: Path, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_args: object, **_more: object) -> None:
        raise OSError(28, "full")

    PersonFactory(registered_by=world.rosa)
    with monkeypatch.context() as broken:
        broken.setattr("ayni.facts.renewal.write_numbers", full)
        with pytest.raises(FactsNotBuilt, match="disco está lleno"):
            refresh(home=tmp_path, at=AT)
    assert builds.current(tmp_path).id == renewed.id
    after = refresh(home=tmp_path, at=AT)
    assert after.manifest["since"] == renewed.id
    assert differences(after, build(home=tmp_path, at=AT)) == {}


KILLED = """
import os, signal, sys
from datetime import datetime
from pathlib import Path

import django

django.setup()
from django.db import connection
from ayni.facts import actions

actions.renewed = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
actions.settle = lambda *_a, **_b: os.kill(os.getpid(), signal.SIGKILL)
connection.settings_dict["NAME"] = sys.argv[3]
actions.refresh(home=Path(sys.argv[1]), at=datetime.fromisoformat(sys.argv[2]), whole=sys.argv[4] == "whole")
"""


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("when", ["in the middle", "whole"])
def test_a_build_that_is_killed_loses_nothing(world: World, tmp_path: Path, when: str) -> None:
    """In the middle of renewing; and, of a whole one, between its last file and the database's learning of it."""
    make_age_bands()
    PersonFactory(registered_by=world.rosa)
    refresh(home=tmp_path, at=AT)
    before = refresh(home=tmp_path, at=AT)
    PersonFactory(registered_by=world.rosa)
    there = {**os.environ, "DJANGO_SETTINGS_MODULE": "ayni.config.settings"}
    name = str(connection.settings_dict["NAME"])
    killed = subprocess.run([sys.executable, "-c", KILLED, str(tmp_path), AT.isoformat(), name, when], env=there)  # noqa: S603
    assert killed.returncode == -signal.SIGKILL
    current = builds.current(tmp_path)
    assert (current.id == before.id) is (when == "in the middle")
    after = refresh(home=tmp_path, at=AT)
    assert after.rows["people"] == 2
    assert differences(after, build(home=tmp_path, at=AT)) == {}
    assert not list(builds.root(tmp_path).glob("*" + builds.HALF))


# Whoever reads, while facts are made or after they were lost


PAGE = "/cumplimiento/"


@pytest.fixture
def shown(there: World) -> Iterator[Callable[[], str]]:
    client = Client()
    client.force_login(there.tomas)
    yield lambda: client.get(PAGE).content.decode()
    shutil.rmtree(builds.root(settings.AYNI_HOME), ignore_errors=True)


@pytest.mark.parametrize("harm", ["all of it", "one file"])
def test_facts_that_were_deleted_under_the_server_are_said_to_be_gone_and_come_back(
    shown: Callable[[], str], harm: str
) -> None:
    refresh(home=settings.AYNI_HOME, at=AT)
    made = refresh(home=settings.AYNI_HOME, at=AT)
    assert "ayni facts build" not in shown()
    shutil.rmtree(builds.root(settings.AYNI_HOME)) if harm == "all of it" else made.file("steps").unlink()
    assert "ayni facts build" in shown()
    healed = refresh(home=settings.AYNI_HOME, at=AT)
    assert healed.manifest["since"] is None
    assert healed.rows == made.rows
    assert "ayni facts build" not in shown()


def test_who_reads_while_facts_are_made_sees_one_build(renewed: Build, tmp_path: Path, world: World) -> None:
    """Every table is of the build that was current when the reader began, also when two newer ones have come."""
    before = {table: rows_of(renewed, table) for table in renewed.rows}
    for _ in range(2):
        open_case(world.rosa)
        refresh(home=tmp_path, at=AT)
    assert builds.current(tmp_path).id != renewed.id
    assert {table: rows_of(renewed, table) for table in renewed.rows} == before
    assert len(warehouse(renewed).ask(warehouse(renewed).table("steps"))) == renewed.rows["steps"]


def test_two_renewals_at_once_are_one(renewed: Build, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    refused: list[str] = []
    renew = actions.renewed

    def while_renewing(*args: Any) -> Any:
        with pytest.raises(FactsNotBuilt) as said:
            refresh(home=tmp_path, at=AT)
        refused.append(str(said.value))
        return renew(*args)

    monkeypatch.setattr(actions, "renewed", while_renewing)
    assert refresh(home=tmp_path, at=AT).rows == renewed.rows
    assert len(refused) == len(tables())


def test_a_migration_finds_no_trigger_and_the_next_build_trusts_nothing(renewed: Build, tmp_path: Path) -> None:
    """A column that a trigger reads may be gone afterwards, and every write to its table would fail."""
    config = apps.get_app_config("facts")
    pre_migrate.send(sender=config, app_config=config, plan=[])
    assert changes._standing()
    pre_migrate.send(sender=config, app_config=config, plan=[("a migration", False)])
    assert changes._standing() == {}
    Person.objects.update(needs_interpreter=True)
    after = refresh(home=tmp_path, at=AT)
    assert after.manifest["since"] is None
    assert all(row["needs_interpreter"] for row in after.read("people").to_pylist())


def test_a_code_that_its_list_lost_stops_the_build_though_nobody_touched_the_row(
    renewed: Build, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = SEX_GENDER.labels()
    monkeypatch.setitem(SEX_GENDER.__dict__, "labels", lambda: {c: w for c, w in known.items() if c != "SEX-F"})
    with pytest.raises(NotInCodeList, match="people"):
        refresh(home=tmp_path, at=AT)
    assert builds.current(tmp_path).id == renewed.id
