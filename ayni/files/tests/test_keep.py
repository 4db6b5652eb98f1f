"""Kept once, encrypted, before the commit; gone when nothing refers to it."""

import os
import subprocess
import sys
from datetime import timedelta

import pytest
from django.conf import settings
from django.db import connection, transaction

from ayni.files import actions, queries
from ayni.files.blobs import UNFINISHED, Folder, blobs
from ayni.files.models import StoredFile
from ayni.files.queries import Fault
from ayni.files.rules import Unreadable, small_of
from ayni.lib import keys
from ayni.people.models import Attachment
from ayni.people.tests.factories import NOON, PersonFactory, attach

from .factories import drawn

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(days=1)


@pytest.fixture(autouse=True)
def own_home(settings, tmp_path):
    """Nobody else's files, and a keyring to change."""
    settings.AYNI_HOME = tmp_path
    keys.write(keys.new_keyring(), tmp_path)
    return tmp_path


def keep(by, shade=90):
    return actions.keep(drawn=drawn(shade), by=by, at=NOON)


def on_disk(home) -> bytes:
    return b"".join(path.read_bytes() for path in sorted(home.rglob("*")) if path.is_file())


def names() -> set[str]:
    return set(blobs().names())


def test_what_was_kept_is_read_back(rosa):
    file = keep(rosa)
    assert queries.read(file) == drawn().content
    assert queries.read(file, small=True) == drawn().small
    assert (file.media_type, file.bytes, file.made_by, file.made_at) == ("image/jpeg", len(drawn().content), rosa, NOON)


def test_equal_content_is_stored_once(rosa, julio):
    first, again, other = keep(rosa), keep(julio), keep(rosa, 30)
    assert first == again != other
    assert len(names()) == 4


def test_neither_the_disk_nor_the_database_shows_a_pixel_or_says_what_it_is(rosa, own_home):
    file = keep(rosa)
    content = drawn().content
    for piece in (content[:40], content[200:240], drawn().small[100:140], b"JFIF"):
        assert piece not in on_disk(own_home)
    # Whoever holds the disk and the picture, but not the keys, cannot tell that it is there.
    assert keys.hashlib.sha256(content).hexdigest() != file.address
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM files_storedfile")
        assert content[:40] not in repr(cursor.fetchall()).encode()


def test_files_and_folders_are_for_their_owner_only(rosa, own_home):
    keep(rosa)
    for path in (own_home / "files").rglob("*"):
        assert path.stat().st_mode & 0o077 == 0, path
    assert (own_home / "files").stat().st_mode & 0o077 == 0


def test_a_content_at_another_address_does_not_open(rosa):
    one, other = keep(rosa), keep(rosa, 30)
    blobs().write(one.address, blobs().read(other.address))
    with pytest.raises(Unreadable):
        queries.read(one)
    blobs().write(one.address, blobs().read(small_of(one.address)))
    with pytest.raises(Unreadable):
        queries.read(one)


def test_a_changed_byte_is_noticed(rosa):
    file = keep(rosa)
    sealed = bytearray(blobs().read(file.address))
    sealed[50] ^= 1
    blobs().write(file.address, bytes(sealed))
    with pytest.raises(Unreadable) as unreadable:
        queries.read(file)
    assert unreadable.value.__cause__ is None


def test_a_name_that_is_no_address_reaches_no_file():
    for name in ("../keyring.json", "/etc/passwd", "", "a" * 63, "g" * 64, "a" * 64 + "/../../x"):
        with pytest.raises(ValueError, match="no address"):
            blobs().read(name)


def test_what_is_rolled_back_leaves_no_file_and_nothing_that_can_be_read(rosa):
    with transaction.atomic():
        keep(rosa)
        transaction.set_rollback(True)
    assert not StoredFile.objects.exists()
    assert len(names()) == 2
    assert actions.sweep(at=NOON) == 1
    assert not names()


def test_what_could_not_be_written_is_not_in_the_database(rosa, monkeypatch):
    def full(*_words):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="space"), transaction.atomic():
        keep(rosa)
    monkeypatch.undo()
    assert not StoredFile.objects.exists()
    assert not names()
    assert not list((settings.AYNI_HOME / UNFINISHED).iterdir())


def test_a_content_that_got_lost_is_there_again_once_it_is_kept_again(rosa):
    file = keep(rosa)
    blobs().remove(file.address)
    assert keep(rosa) == file
    assert queries.read(file) == drawn().content


def test_it_goes_with_the_last_that_refers_to_it(rosa, django_capture_on_commit_callbacks):
    one, other = attach(PersonFactory(registered_by=rosa)), attach(PersonFactory(registered_by=rosa))
    assert one.file == other.file
    for attachment, is_last in ((one, False), (other, True)):
        with django_capture_on_commit_callbacks(execute=True):
            Attachment.objects.filter(pk=attachment.pk).delete()
            assert actions.let_go(file=one.file) is is_last
            # Until it is committed, it may still be taken back.
            assert names()
    assert not names()
    assert not StoredFile.objects.exists()


def test_what_is_kept_again_before_it_is_cleared_away_stays(rosa, django_capture_on_commit_callbacks):
    file = keep(rosa)
    with django_capture_on_commit_callbacks() as later:
        actions.let_go(file=file)
    again = keep(rosa)
    for callback in later:
        callback()
    assert queries.read(again) == drawn().content


def test_the_sweep_takes_what_nobody_refers_to_and_leaves_the_rest(rosa, django_capture_on_commit_callbacks):
    held = attach(PersonFactory(registered_by=rosa))
    keep(rosa, 30)
    with django_capture_on_commit_callbacks(execute=True):
        assert actions.sweep(at=NOON) == 0
        assert actions.sweep(at=LATER)
    assert names() == {held.file.address, small_of(held.file.address)}


def test_what_a_crash_left_half_written_goes_after_a_while(rosa, own_home):
    keep(rosa)
    half = own_home / UNFINISHED / "half"
    half.write_bytes(b"x")
    os.utime(half, (LATER.timestamp() - 60, LATER.timestamp() - 60))
    assert blobs().forget_unfinished(LATER - actions.A_WHILE) == 0
    assert blobs().forget_unfinished(LATER) == 1


def test_nothing_is_removed_while_a_backup_is_made(rosa):
    file = keep(rosa)
    StoredFile.objects.all().delete()
    with blobs().nothing_removed():
        assert not actions.clear(address=file.address, at=NOON)
        assert blobs().has(file.address)
    assert actions.sweep(at=LATER) == 1
    assert not names()


def test_all_of_them_go_under_the_new_key(rosa):
    file = keep(rosa)
    ring = keys.with_new_version(keys.keyring(settings.AYNI_HOME))
    keys.write(ring, settings.AYNI_HOME)
    assert actions.under_older_keys(ring) == 1
    assert actions.write_anew(ring) == 1
    assert actions.under_older_keys(ring) == 0
    file.refresh_from_db()
    assert file.key_version == 2
    keys.write(keys.Keyring({2: ring.encryption[2]}, ring.secrets), settings.AYNI_HOME)
    assert queries.read(file) == drawn().content
    assert queries.read(file, small=True) == drawn().small
    assert keep(rosa) == file


def test_an_interrupted_rotation_is_taken_up_again(rosa, monkeypatch):
    file = keep(rosa)
    ring = keys.with_new_version(keys.keyring(settings.AYNI_HOME))
    keys.write(ring, settings.AYNI_HOME)
    write, done = Folder.write, []

    def dies_at_the_second(self, name, sealed):
        if done:
            raise KeyboardInterrupt
        done.append(name)
        write(self, name, sealed)

    monkeypatch.setattr(Folder, "write", dies_at_the_second)
    with pytest.raises(KeyboardInterrupt):
        actions.write_anew(ring)
    monkeypatch.undo()
    assert queries.read(file) == drawn().content
    assert actions.under_older_keys(ring) == 1
    assert actions.write_anew(ring) == 1
    assert queries.read(file, small=True) == drawn().small


def test_missing_changed_and_foreign_ones_are_named(rosa, own_home):
    missing, changed, whole = keep(rosa), keep(rosa, 30), keep(rosa, 60)
    assert not list(queries.examine())
    blobs().remove(small_of(missing.address))
    blobs().write(changed.address, b"\0\1" + b"x" * 60)
    (own_home / "files" / "letter.txt").write_text("x")
    found = {finding.what: finding.fault for finding in queries.examine()}
    assert found == {
        str(missing.pk): Fault.MISSING,
        str(changed.pk): Fault.UNREADABLE,
        "files/letter.txt": Fault.FOREIGN,
    }
    assert str(whole.pk) not in found
    assert {f.fault for f in queries.examine(newest=0)} == {Fault.MISSING, Fault.FOREIGN}


KILLED = """
import os
from django.db import transaction
from django.utils import timezone
from ayni.access.models import User
from ayni.files import actions
from ayni.files.tests.factories import drawn
with transaction.atomic():
    actions.keep(drawn=drawn(), by=None, at=timezone.now())
    os.kill(os.getpid(), 9)
"""


@pytest.mark.slow
def test_a_power_cut_between_content_and_commit_leaves_nothing_that_can_be_read(tmp_path):
    home = tmp_path / "cut"
    home.mkdir(mode=0o700)
    keys.write(keys.new_keyring(), home)
    environment = {name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "AYNI_KEYRING"}}
    environment |= {"AYNI_HOME": str(home), "DJANGO_SETTINGS_MODULE": "ayni.config.settings"}

    def django(*words: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "django", *words]
        return subprocess.run(command, env=environment, cwd=settings.BASE_DIR, capture_output=True, text=True)  # noqa: S603

    assert django("migrate", "-v0").returncode == 0
    assert django("shell", "--no-imports", "-c", KILLED).returncode == -9
    assert len(list(Folder(home).names())) == 2
    assert b"JFIF" not in on_disk(home)
    after = (
        "from ayni.files import actions; from ayni.files.models import StoredFile; from django.utils import timezone;"
        "print(StoredFile.objects.count(), actions.sweep(at=timezone.now()))"
    )
    assert django("shell", "--no-imports", "-c", after).stdout.split() == ["0", "1"]
    assert not list(Folder(home).names())
