import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from allauth.mfa.utils import decrypt
from django.conf import settings
from django.db import connection
from django.utils import timezone
from typer.testing import CliRunner

from ayni.audit.models import Event
from ayni.config.commands import commands, rotation
from ayni.files import actions as files
from ayni.files import queries as stored
from ayni.files.tests.factories import drawn
from ayni.lib import keys
from ayni.notices import actions as notices

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def ring_of_before():
    """Other tests read what was encrypted under the ring of the run."""
    before = keys.keyring(settings.AYNI_HOME)
    yield
    keys.write(before, settings.AYNI_HOME)


def ayni(*words: str):
    return CliRunner().invoke(commands(), words)


def message(text: str = "x"):
    return notices.queue_email(to="a@example.org", subject="x", text=text, about=None, at=timezone.now())


def versions() -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT text FROM notices_message ORDER BY id")
        return [int.from_bytes(bytes(row[0])[:2], "big") for row in cursor.fetchall()]


def test_everything_is_written_anew_and_still_read():
    written = message("la cita es el lunes")
    first = keys.keyring(settings.AYNI_HOME).newest
    done = ayni("keys", "rotate")
    assert done.exit_code == 0, done.output
    assert versions() == [first + 1]
    written.refresh_from_db()
    assert written.text == "la cita es el lunes"
    assert Event.objects.get(verb="keys.rotated").details["version"] == first + 1


def test_what_killed_it_half_way_is_taken_up_again(monkeypatch):
    for _ in range(3):
        message()
    monkeypatch.setattr(rotation, "BATCH", 1)
    write, done = rotation.write_anew, []

    def dies_at_the_second(column, batch, ring):
        if done and column[1].name == "text":
            raise KeyboardInterrupt
        done.append(column[1].name == "text" or None)
        return write(column, batch, ring)

    first = keys.keyring(settings.AYNI_HOME).newest
    monkeypatch.setattr(rotation, "write_anew", dies_at_the_second)
    ayni("keys", "rotate")
    monkeypatch.setattr(rotation, "write_anew", write)
    assert first in versions()
    again = ayni("keys", "rotate")
    assert "interrupted" in again.output
    assert versions() == [first + 1] * 3
    assert keys.keyring(settings.AYNI_HOME).newest == first + 1


def test_the_older_keys_go_only_when_asked():
    message()
    first = keys.keyring(settings.AYNI_HOME).newest
    ayni("keys", "rotate")
    assert set(keys.keyring(settings.AYNI_HOME).encryption) == {first, first + 1}
    done = ayni("keys", "rotate", "--forget-old")
    assert done.exit_code == 0, done.output
    assert set(keys.keyring(settings.AYNI_HOME).encryption) == {first + 1}
    assert versions() == [first + 1]


def test_the_named_secrets_stay():
    before = keys.keyring(settings.AYNI_HOME).secrets
    ayni("keys", "rotate", "--forget-old")
    assert keys.keyring(settings.AYNI_HOME).secrets == before


def test_photos_and_scans_rotate_with_the_rest():
    file = files.keep(drawn=drawn(120), by=None, at=timezone.now())
    done = ayni("keys", "rotate", "--forget-old")
    assert done.exit_code == 0, done.output
    file.refresh_from_db()
    assert file.key_version == keys.keyring(settings.AYNI_HOME).newest
    assert stored.read(file) == drawn(120).content
    files.blobs().remove(file.address)
    files.blobs().remove(f"{file.address}.small")


def test_a_keyring_from_the_environment_is_not_rotated(monkeypatch):
    monkeypatch.setenv("AYNI_KEYRING", keys.dump(keys.keyring(settings.AYNI_HOME)))
    done = ayni("keys", "rotate")
    assert done.exit_code == 1
    assert "AYNI_KEYRING" in done.output


def test_second_factors_rotate_with_the_rest(rosa):
    factor = Authenticator.objects.filter(user=rosa).first() or TOTP.activate(rosa, "JBSWY3DPEHPK3PXP").instance
    before = decrypt(factor.data["secret"])
    done = ayni("keys", "rotate", "--forget-old")
    assert done.exit_code == 0, done.output
    factor.refresh_from_db()
    assert decrypt(factor.data["secret"]) == before
