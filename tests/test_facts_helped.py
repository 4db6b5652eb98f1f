"""A build of two processes is a build of one, at one moment; and one that lost its helper leaves the old figures."""

import os
import signal
from datetime import UTC, datetime
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from django.db import connection

from ayni.cases.tests.factories import open_case
from ayni.facts import builds, helper
from ayni.facts.actions import build, refresh
from ayni.facts.helper import Helper, HelperFailed
from ayni.people.tests.factories import PersonFactory
from tests.age_bands import make_age_bands
from tests.test_facts_renewed import differences
from tests.world import World

pytestmark = pytest.mark.django_db(transaction=True)
AT = datetime(2027, 3, 10, 17, 0, tzinfo=UTC)


@pytest.fixture
def there(world: World, monkeypatch: pytest.MonkeyPatch) -> World:
    make_age_bands()
    for code in ("VP-INDOC", "VP-TRATA"):
        open_case(world.rosa, code)
    monkeypatch.setattr(helper, "MANY", 0)
    monkeypatch.setattr("os.cpu_count", lambda: 2)
    return world


def test_two_processes_write_what_one_writes_and_what_is_registered_meanwhile_is_in_neither(
    there: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    ask = Helper.ask

    def while_they_read(self: Helper, job: dict[str, Any]) -> dict[str, Any]:
        if "table" in job:
            asked.append(job["table"])
        return ask(self, job)

    def begun(*args: Any) -> None:
        together(*args)

        def register() -> None:
            PersonFactory(registered_by=there.rosa)
            connection.close()

        other = Thread(target=register)
        other.start()
        other.join()

    together = helper.begin_together
    monkeypatch.setattr(Helper, "ask", while_they_read)
    monkeypatch.setattr("ayni.facts.actions.begin_together", begun)
    of_two = refresh(home=tmp_path / "two", at=AT)
    assert asked
    assert of_two.rows["people"] == of_two.rows["people_by_gender"] == 2
    monkeypatch.setattr(helper, "MANY", 10**9)
    renewed = refresh(home=tmp_path / "two", at=AT)
    assert (renewed.rows["people"], renewed.manifest["since"]) == (3, of_two.id)
    assert differences(renewed, build(home=tmp_path / "one", at=AT)) == {}


def test_a_helper_that_is_killed_leaves_the_old_figures(
    there: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = build(home=tmp_path, at=AT)
    ask = Helper.ask

    def killed(self: Helper, job: dict[str, Any]) -> dict[str, Any]:
        if "table" in job:
            os.kill(self.process.pid, signal.SIGKILL)
        return ask(self, job)

    with monkeypatch.context() as broken:
        broken.setattr(Helper, "ask", killed)
        with pytest.raises(HelperFailed):
            build(home=tmp_path, at=AT)
    assert builds.current(tmp_path).id == before.id
    assert build(home=tmp_path, at=AT).rows == before.rows
