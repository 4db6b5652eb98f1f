"""Backup and restore as a person types them, in processes of their own: each needs a database and a home."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from typer.testing import CliRunner

from ayni.config import sealed
from ayni.config.commands import commands
from ayni.lib import keys
from ayni.lib.errors import RuleBroken
from tests.database import copy_file

PASSPHRASE = "cinco palabras que nadie adivina"
CANARY = "CANARIO-QUISPE-MAMANI"
PLANT = f"""
from django.utils import timezone
from ayni.access.models import Organisation
from ayni.audit import actions as audit
from ayni.files import actions as files
from ayni.files.tests.factories import drawn
o = Organisation.objects.create(code="X", name="{CANARY}", kind="k", sector="s", level="l")
files.keep(drawn=drawn(), by=None, at=timezone.now())
audit.record("planted", subject=o, by=audit.SYSTEM, at=timezone.now())
audit.sign_head(at=timezone.now())
"""
CHANGE = "from ayni.audit.models import Event; Event.objects.update(verb='nothing')"
LOOK = """
from ayni.files import queries
from ayni.files.models import StoredFile
from ayni.files.tests.factories import drawn
print(queries.read(StoredFile.objects.get()) == drawn().content, len(list(queries.examine())))
"""
LOSE = "from ayni.files.blobs import blobs; [blobs().remove(n) for n in list(blobs().names())]"
READ = "from ayni.access.models import Organisation; print(*Organisation.objects.values_list('name', flat=True))"


class Installation:
    """An AYNI_HOME of its own and the command on it."""

    def __init__(self, home: Path) -> None:
        self.home = home

    def run(self, *words: str, **changes: str) -> subprocess.CompletedProcess[str]:
        inherited = {name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "AYNI_KEYRING"}}
        environment = inherited | {
            "AYNI_HOME": str(self.home),
            "AYNI_BACKUP_PASSPHRASE": PASSPHRASE,
            "DJANGO_SETTINGS_MODULE": "ayni.config.settings",
            **changes,
        }
        command = [sys.executable, "-m", *words]
        return subprocess.run(  # noqa: S603
            command, env=environment, cwd=settings.BASE_DIR, capture_output=True, text=True, stdin=subprocess.DEVNULL
        )

    def ayni(self, *words: str, **changes: str) -> subprocess.CompletedProcess[str]:
        return self.run("ayni.config.cli", *words, **changes)

    def python(self, code: str) -> str:
        done = self.run("django", "shell", "--no-imports", "-c", code)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def tidy(self) -> list[str]:
        return [path.name for path in self.home.iterdir() if path.name.startswith(("backup-", "check-"))]


@pytest.fixture(scope="module")
def lived_in(tmp_path_factory):
    """One installation with a line in its trail, and its backup. Nobody changes either."""
    installation = Installation(tmp_path_factory.mktemp("lived") / "home")
    installation.home.mkdir(mode=0o700)
    keys.write(keys.new_keyring(), installation.home)
    copy_file(installation.home / "ayni.db")
    installation.python(PLANT)
    return installation


@pytest.fixture(scope="module")
def backup(lived_in):
    file = lived_in.home.parent / "monday.ayni"
    done = lived_in.ayni("backup", str(file))
    assert done.returncode == 0, done.stderr
    return file


@pytest.fixture
def elsewhere(tmp_path):
    return Installation(tmp_path / "other" / "home")


def test_it_comes_back_on_an_empty_machine(backup, elsewhere):
    done = elsewhere.ayni("restore", str(backup))
    assert done.returncode == 0, done.stderr
    assert CANARY in elsewhere.python(READ)
    assert elsewhere.python(LOOK).split() == ["True", "0"]
    assert all(path.stat().st_mode & 0o077 == 0 for path in (elsewhere.home / "files").rglob("*") if path.is_file())
    assert (elsewhere.home / keys.FILE_NAME).stat().st_mode & 0o777 == 0o600
    assert (elsewhere.home / "ayni.db").stat().st_mode & 0o777 == 0o600
    assert list((elsewhere.home / "anchors").iterdir())
    assert re.search(r"Restored as of \d{4}-\d\d-\d\d \d\d:\d\d; the audit trail is whole", done.stdout)
    verified = elsewhere.ayni("audit", "verify")
    assert verified.returncode == 0
    assert "The trail is whole: 1 lines, 2 signed checkpoints and anchors." in verified.stdout


def test_the_file_says_nothing_and_leaves_nothing_behind(backup, lived_in):
    assert CANARY.encode() not in backup.read_bytes()
    assert (lived_in.home / keys.FILE_NAME).read_bytes()[20:60] not in backup.read_bytes()
    assert backup.stat().st_mode & 0o777 == 0o600
    assert not lived_in.tidy()


@pytest.fixture
def here(tmp_path, settings, monkeypatch):
    """What is refused before the database is touched needs no process of its own."""
    settings.AYNI_HOME = tmp_path / "home"
    monkeypatch.setenv("AYNI_BACKUP_PASSPHRASE", PASSPHRASE)
    return settings.AYNI_HOME


def refused(*words: str) -> str:
    done = CliRunner().invoke(commands(), words)
    assert done.exit_code == 1
    return str(done.exception) if isinstance(done.exception, RuleBroken) else done.output


def test_a_wrong_passphrase_touches_nothing(backup, here, monkeypatch):
    monkeypatch.setenv("AYNI_BACKUP_PASSPHRASE", "otra frase bien larga")
    assert "passphrase" in refused("restore", str(backup), "--replace")
    assert not here.exists()


def test_a_flipped_byte_touches_nothing(backup, here, tmp_path):
    data = bytearray(backup.read_bytes())
    data[sealed.CHUNK + 500] ^= 1
    (tmp_path / "flipped.ayni").write_bytes(data)
    assert "changed or cut" in refused("restore", str(tmp_path / "flipped.ayni"), "--replace")
    assert not here.exists()


def test_another_file_is_not_taken_for_a_backup(here, tmp_path):
    (tmp_path / "photo.jpg").write_bytes(b"\xff\xd8" * 500)
    assert "not a backup" in refused("restore", str(tmp_path / "photo.jpg"), "--replace")


def test_a_home_that_is_not_empty_is_not_replaced_unasked(backup, here):
    here.mkdir()
    (here / "letter").write_text("mine")
    assert "--replace" in refused("restore", str(backup))
    assert (here / "letter").read_text() == "mine"


def test_an_existing_file_is_not_written_over(here, tmp_path):
    (tmp_path / "monday.ayni").write_text("before")
    assert "exists already" in refused("backup", str(tmp_path / "monday.ayni"))
    assert (tmp_path / "monday.ayni").read_text() == "before"


def test_a_short_passphrase_is_refused(here, tmp_path, monkeypatch):
    monkeypatch.setenv("AYNI_BACKUP_PASSPHRASE", "corta")
    assert "12 characters" in refused("backup", str(tmp_path / "b"))


def test_without_a_passphrase_it_says_where_to_put_one(here, tmp_path, monkeypatch):
    monkeypatch.delenv("AYNI_BACKUP_PASSPHRASE")
    assert "AYNI_BACKUP_PASSPHRASE" in refused("backup", str(tmp_path / "b"))


@pytest.mark.slow
def test_a_photo_that_is_lost_is_said_and_the_rest_is_kept(backup, elsewhere, tmp_path):
    assert elsewhere.ayni("restore", str(backup)).returncode == 0
    elsewhere.python(LOSE)
    done = elsewhere.ayni("backup", str(tmp_path / "b.ayni"))
    assert done.returncode == 1
    assert "not whole" in done.stderr
    assert "missing: " in done.stderr
    third = Installation(tmp_path / "third")
    restored = third.ayni("restore", str(tmp_path / "b.ayni"))
    assert "missing: " in restored.stderr
    assert CANARY in third.python(READ)


@pytest.mark.slow
def test_a_home_in_use_is_put_aside_only_when_asked(backup, elsewhere):
    elsewhere.home.mkdir(parents=True)
    (elsewhere.home / "letter").write_text("mine")
    done = elsewhere.ayni("restore", str(backup), "--replace")
    assert done.returncode == 0, done.stderr
    aside = next(elsewhere.home.parent.glob("home.before-*"))
    assert (aside / "letter").read_text() == "mine"
    assert CANARY in elsewhere.python(READ)


@pytest.mark.slow
def test_a_trail_that_was_changed_is_said_and_kept(backup, elsewhere, tmp_path):
    assert elsewhere.ayni("restore", str(backup)).returncode == 0
    elsewhere.python(CHANGE)
    done = elsewhere.ayni("backup", str(tmp_path / "bad.ayni"))
    assert done.returncode == 1
    assert "not whole" in done.stderr
    assert [path.name for path in tmp_path.glob("bad.ayni*")] == ["bad.ayni"]
    third = Installation(tmp_path / "third")
    refused = third.ayni("restore", str(tmp_path / "bad.ayni"))
    assert "--even-if-changed" in refused.stderr
    assert not third.home.exists()
    done = third.ayni("restore", str(tmp_path / "bad.ayni"), "--even-if-changed")
    assert done.returncode == 1
    assert CANARY in third.python(READ)
