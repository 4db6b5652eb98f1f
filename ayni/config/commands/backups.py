"""`ayni backup` and `ayni restore`."""

import os
import shutil
import subprocess
import sys
import tempfile
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer
from django.conf import settings
from django.db import connection
from django.utils import timezone

from ayni.audit.models import Head
from ayni.config import archive
from ayni.config.worker_loop import is_alive
from ayni.lib import keys
from ayni.observatory import published
from ayni.observatory.actions.keys import key_path

from .out import say, stop

LEAST = 12
File = Annotated[Path, typer.Argument(help="The file of the backup.")]


def backup(file: File) -> None:
    """A consistent, encrypted copy of everything, the keyring included, read back and checked before it counts."""
    if file.exists():
        stop(f"{file} exists already. Name a file that does not.")
    passphrase, now = ask_passphrase(new=True), timezone.now()
    half = file.with_name(file.name + ".unfinished")
    half.unlink(missing_ok=True)
    try:
        manifest = write(half, passphrase, at=now)
        trouble = read_back(half, passphrase)
        half.replace(file)
    finally:
        half.unlink(missing_ok=True)
    (settings.AYNI_HOME / archive.LAST).write_text(now.isoformat())
    size = file.stat().st_size / 1_000_000
    say(f"{file}: {size:.1f} MB, {len(manifest.files)} files, read back and checked. Keep it and its passphrase apart.")
    if key_path().exists():
        say("The key of the observatory is not in it. Keep a copy elsewhere:  ayni observatory keys export FILE")
    if trouble:
        # A copy of a trail that somebody changed, or without a photo that got lost, is worth more than no copy.
        stop(f"The backup is a true copy, but of an installation that is not whole:\n{trouble}")


def write(half: Path, passphrase: str, *, at: datetime) -> archive.Manifest:
    with tempfile.TemporaryDirectory(prefix="backup-", dir=settings.AYNI_HOME) as folder:
        head = Head.objects.filter(pk=1).first() or Head()
        manifest = archive.gather(Path(folder), made_at=at.isoformat(), head=(head.seq, head.hash))
        archive.seal(Path(folder), manifest, half, passphrase)
    return manifest


def read_back(half: Path, passphrase: str) -> str:
    """Open it as whoever restores it would. Says what is wrong with the audit trail and with the photos in it."""
    with tempfile.TemporaryDirectory(prefix="check-", dir=settings.AYNI_HOME) as folder:
        manifest = archive.unseal(half, Path(folder), passphrase)
        archive.check_database(Path(folder), manifest.engine)
        wrong = what_is_wrong_with_the_trail(Path(folder), manifest.engine)
        return wrong + what_is_wrong_with_the_files(Path(folder), manifest.engine)


def restore(
    file: File,
    replace: Annotated[bool, typer.Option("--replace", help="Put what is here now aside, and take its place.")] = False,
    even_if_changed: Annotated[
        bool, typer.Option("--even-if-changed", help="Restore although the audit trail in it is not whole.")
    ] = False,
) -> None:
    """Bring an installation back from a backup: into an empty AYNI_HOME, or with --replace into one in use."""
    home = settings.AYNI_HOME
    if not file.exists():
        stop(f"There is no {file}.")
    if is_alive(home):
        stop("Ayni is running on this AYNI_HOME. End it first, then restore.")
    if not replace and (holds_something(home) or database_holds_something()):
        stop(f"{home} is not empty. With --replace it is put aside, not deleted, and the backup takes its place.")
    home.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".ayni-restore-", dir=home.parent) as folder:
        unpacked = Path(folder) / "home"
        unpacked.mkdir(mode=0o700)
        manifest = archive.unseal(file, unpacked, ask_passphrase(new=False))
        if manifest.engine != connection.vendor:
            stop(f"This backup is of {manifest.engine}, and DATABASE_URL says {connection.vendor}.")
        archive.check_database(unpacked, manifest.engine)
        trouble = what_is_wrong_with_the_trail(unpacked, manifest.engine)
        if trouble and not even_if_changed:
            stop(f"The audit trail in this backup is not whole. Take another, or add --even-if-changed.\n{trouble}")
        put_in_place(unpacked, home, manifest)
    moment = f"{timezone.localtime(datetime.fromisoformat(manifest.made_at)):%Y-%m-%d %H:%M}"
    if manifest.engine != "sqlite":
        # A dump cannot be read before it is restored: its trail is read now.
        trouble = output(ayni("audit", "verify"))
    trouble += output(ayni("files", "verify"))
    if trouble or (trouble := output(ayni("facts", "build"))):
        stop(f"Restored as of {moment}, but:\n{trouble}")
    say(f"Restored as of {moment}; the audit trail is whole, and was at line {manifest.audit_seq} then.")
    if published.releases(home, timezone.now()) and not key_path().exists():
        say("The key of the observatory is in no backup. Bring it back:  ayni observatory keys restore FILE")


def put_in_place(unpacked: Path, home: Path, manifest: archive.Manifest) -> None:
    """Each half in one step: the database in one transaction, the folder by renaming."""
    connection.close()
    stamp = f"before-{timezone.now():%Y%m%d-%H%M%S}"
    if manifest.engine == "sqlite":
        place_sqlite(unpacked / archive.SQLITE, Path(connection.settings_dict["NAME"]), home, stamp)
    else:
        if database_holds_something():
            home.mkdir(exist_ok=True, mode=0o700)
            archive.copy_database(home)
        archive.restore_postgres(unpacked / archive.POSTGRESQL)
    (unpacked / keys.FILE_NAME).chmod(0o600)
    if holds_something(home):
        aside = home.with_name(f"{home.name}.{stamp}")
        home.rename(aside)
        say(f"What was here is now in {aside}. Delete it when you are sure.")
    elif home.exists():
        home.rmdir()
    unpacked.rename(home)


def place_sqlite(copy: Path, place: Path, home: Path, stamp: str) -> None:
    """A database inside AYNI_HOME moves with it; DATABASE_URL may have put it elsewhere."""
    copy.chmod(0o600)
    if place == home / archive.SQLITE:
        return
    for path in place.parent.glob(f"{place.name}*"):
        path.rename(path.with_name(f"{stamp}.{path.name}"))
    place.parent.mkdir(parents=True, exist_ok=True)
    shutil.move(copy, place)


def holds_something(home: Path) -> bool:
    return home.exists() and any(home.iterdir())


def database_holds_something() -> bool:
    if connection.vendor == "sqlite":
        return Path(connection.settings_dict["NAME"]).exists()
    return bool(connection.introspection.table_names())


def what_is_wrong_with_the_trail(home: Path, engine: str) -> str:
    """`ayni audit verify` on an unpacked copy, with its own keys and anchors."""
    if engine != "sqlite":
        return ""
    return output(ayni("audit", "verify", AYNI_HOME=str(home), DATABASE_URL=f"sqlite:///{home / archive.SQLITE}"))


def what_is_wrong_with_the_files(home: Path, engine: str) -> str:
    """`ayni files verify` on an unpacked copy: every photo and scan is in it, and opens with the keys in it."""
    if engine != "sqlite":
        return ""
    return output(ayni("files", "verify", AYNI_HOME=str(home), DATABASE_URL=f"sqlite:///{home / archive.SQLITE}"))


def output(done: subprocess.CompletedProcess[str]) -> str:
    """What a command said when it was not content; nothing if it was."""
    return done.stdout + done.stderr if done.returncode else ""


def ayni(*words: str, **changes: str) -> subprocess.CompletedProcess[str]:
    """The `ayni` command, in a process of its own, on another home, with the keyring that is there."""
    # Empty and not taken out: `.env` would put it back.
    environment = {**os.environ, keys.VARIABLE: "", **changes}
    command = [sys.executable, "-m", "ayni.config.cli", *words]
    return subprocess.run(command, env=environment, cwd=settings.BASE_DIR, capture_output=True, text=True)  # noqa: S603


def ask_passphrase(*, new: bool) -> str:
    """From AYNI_BACKUP_PASSPHRASE, else from whoever types. The keyring is inside, so it must not be short."""
    told = os.environ.get("AYNI_BACKUP_PASSPHRASE")
    if not told and not sys.stdin.isatty():
        stop("A backup needs a passphrase. Put it into AYNI_BACKUP_PASSPHRASE.")
    given = told or str(typer.prompt("Passphrase", hide_input=True, confirmation_prompt=new))
    if new and len(given) < LEAST:
        stop(f"The passphrase protects the keys as well. Take at least {LEAST} characters, such as five words.")
    return given
