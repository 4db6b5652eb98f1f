"""`ayni observatory …`, and what `ayni doctor` says of the key."""

from pathlib import Path

import pytest
import time_machine
from typer.testing import CliRunner

from ayni.config import examination
from ayni.config.commands import commands
from ayni.config.examination import Level
from ayni.observatory.actions import keys as held
from ayni.observatory.models import Planned, Release, State
from tests.test_release_verbs import AT, announced, facts, nora, prepared, tidy  # noqa: F401

pytestmark = pytest.mark.django_db


def run(*words: object) -> tuple[int, str]:
    with time_machine.travel(AT, tick=False):
        done = CliRunner().invoke(commands(), ["observatory", *map(str, words)])
    return done.exit_code, f"{done.output} {done.exception or ''}"


def doctor() -> list[tuple[Level, str]]:
    found = examination.examine()
    return [(each.level, each.what) for each in found if each.about in {"observatory key", "key of the observatory"}]


def test_a_key_is_made_shown_checked_copied_and_brought_back(tidy, tmp_path: Path) -> None:  # noqa: F811
    code, told = run("keys", "make")
    assert code == 0
    fingerprint = held.secret().fingerprint
    assert fingerprint in told
    assert held.secret().raw.hex() not in told
    assert fingerprint in run("keys", "show")[1]
    assert "Nothing was released yet" in run("keys", "check")[1]
    assert run("keys", "export", tmp_path / "copy")[0] == 0
    held.key_path().unlink()
    code, told = run("keys", "check")
    assert code == 1
    assert "ayni observatory keys restore FILE" in told
    assert run("keys", "restore", tmp_path / "copy")[0] == 0
    assert held.secret().fingerprint == fingerprint


def test_a_key_is_not_made_twice(tidy) -> None:  # noqa: F811
    run("keys", "make")
    first = held.secret()
    code, told = run("keys", "make")
    assert code == 1
    assert "It is left as it is" in told
    assert held.secret() == first


def test_a_month_is_prepared_from_the_command_line_and_waits_for_its_signatures(facts) -> None:  # noqa: F811
    code, told = run("release", "--period", "2026-10")
    assert code == 1
    assert "Say one" in told + str(Planned.objects.count())
    code, told = run("release", "--period", "2026-10", "--day", "2026-11-10")
    assert code == 0, told
    one = Release.objects.get()
    assert (one.name, one.state, one.asked_by) == ("2026-10.1", State.PREPARED, None)
    assert f"/observatorio/entregas/gestion/{one.pk}/" in told


@pytest.mark.parametrize("period", ["2026-11", "2027-01", "2026-13", "octubre", ""])
def test_what_is_no_month_that_is_over_is_refused(facts, period: str) -> None:  # noqa: F811
    assert run("release", "--period", period, "--day", "2026-11-10")[0] == 1
    assert not Release.objects.exists()


def test_doctor_says_that_there_is_no_key_that_it_is_gone_or_open_to_others(prepared) -> None:  # noqa: F811
    assert [level for level, _what in doctor()] == [Level.WELL]
    held.key_path().chmod(0o644)
    [(level, what)] = doctor()
    assert level == Level.UNSAFE
    assert "chmod 600" in what
    held.key_path().unlink()
    [(level, what)] = doctor()
    assert level == Level.MISSING
    assert "ayni observatory keys restore FILE" in what
    Release.objects.all().delete()
    [(level, what)] = doctor()
    assert level == Level.ADVICE
    assert "ayni observatory keys make" in what
