"""What a backup holds: one consistent copy of the database, the keyring, and what AYNI_HOME keeps outside it.

It does not hold the key of the observatory, which is copied by `ayni observatory keys export`.
"""

import hashlib
import io
import json
import shutil
import sqlite3
import subprocess
import tarfile
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, cast

from django.conf import settings
from django.db import connection

from ayni.config.sealed import CannotOpen, Opener, Sealer
from ayni.files import blobs
from ayni.lib import keys
from ayni.lib.errors import RuleBroken
from ayni.observatory.actions.keys import key_path
from ayni.observatory.noise import keys as key_file
from ayni.procedures import vault

MANIFEST = "manifest.json"
SQLITE, POSTGRESQL = "ayni.db", "ayni.dump"
MADE_ANEW = {"worker.json", "mailbox", blobs.UNFINISHED, f"{vault.FOLDER}.new", blobs.LOCK}
"""Names in AYNI_HOME that a backup leaves out: a running installation makes them again."""
UNFINISHED = ("backup-", "check-")
"""What an interrupted backup may have left."""


LAST = "last-backup"
"""Where AYNI_HOME notes when the last backup was made."""


class BackupFailed(RuleBroken):
    pass


@dataclass(frozen=True)
class Manifest:
    """The first member: what follows, with its digests, and where the audit trail stood."""

    format: int
    engine: str
    made_at: str
    audit_seq: int
    audit_hash: str
    files: dict[str, str]


def gather(folder: Path, *, made_at: str, head: tuple[int, str]) -> Manifest:
    """Copy everything into `folder`, the database as it is at one moment."""
    # Files that the database of that moment refers to are still there when their turn comes.
    with blobs.blobs().nothing_removed():
        copy_database(folder)
        (folder / keys.FILE_NAME).write_text(keys.dump(keys.keyring(settings.AYNI_HOME)))
        for path in kept(settings.AYNI_HOME):
            target = folder / path.relative_to(settings.AYNI_HOME)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(path, target)
    files = {str(path.relative_to(folder)): digest(path) for path in sorted(folder.rglob("*")) if path.is_file()}
    return Manifest(1, connection.vendor, made_at, *head, files)


def kept(home: Path) -> Iterator[Path]:
    """Files of AYNI_HOME beside the database: a new kind of file is in until somebody leaves it out."""
    for path in sorted(home.rglob("*")):
        inside = path.relative_to(home)
        top = inside.parts[0]
        is_held_otherwise = top.startswith(SQLITE) or top == keys.FILE_NAME
        # Of the facts, what was published when, and not the files, which are built again.
        is_built = top == "facts" and path.name != "manifest.json"
        # With this key and a release one has the counts without their noise: it is kept apart from the figures.
        is_apart = path.resolve() == key_path().resolve() or path.name == key_file.FILE_NAME
        is_left_out = is_held_otherwise or is_built or is_apart or top in MADE_ANEW or top.startswith(UNFINISHED)
        if path.is_file() and not is_left_out:
            yield path


def copy_database(folder: Path) -> None:
    if connection.vendor == "sqlite":
        # The online backup of SQLite: whoever writes meanwhile does not wait, and the copy is of one moment.
        with sqlite3.connect(str(connection.settings_dict["NAME"])) as live:
            copy = sqlite3.connect(folder / SQLITE)
            live.backup(copy)
            copy.close()
        live.close()
    else:
        run_postgres("pg_dump", "--format=custom", "--no-owner", f"--file={folder / POSTGRESQL}")


def run_postgres(program: str, *arguments: str) -> str:
    """A program of PostgreSQL on our database. The password goes by the environment, where `ps` does not show it."""
    values = connection.settings_dict
    names = {"PGHOST": "HOST", "PGPORT": "PORT", "PGUSER": "USER", "PGDATABASE": "NAME", "PGPASSWORD": "PASSWORD"}
    environment = {name: str(values[key]) for name, key in names.items() if values[key]}
    found = shutil.which(program)
    if found is None:
        raise BackupFailed(f"There is no {program} here. Type:  sudo apt-get install postgresql-client")
    path = {"PATH": str(Path(found).parent)}
    done = subprocess.run([found, *arguments], env={**path, **environment}, capture_output=True, text=True)  # noqa: S603
    if done.returncode:
        raise BackupFailed(f"{program} did not succeed: {done.stderr.strip()[-500:]}")
    return done.stdout


def restore_postgres(dump: Path) -> None:
    """In one transaction: whoever reads meanwhile sees the old rows or the new ones."""
    name = f"--dbname={connection.settings_dict['NAME']}"
    run_postgres("pg_restore", "--clean", "--if-exists", "--no-owner", "--single-transaction", name, str(dump))
    dump.unlink()


def seal(folder: Path, manifest: Manifest, target: Path, passphrase: str) -> None:
    with target.open("xb") as file:
        target.chmod(0o600)
        sealer = Sealer(file, passphrase)
        with tarfile.open(fileobj=cast("Any", sealer), mode="w|") as tar:
            text = json.dumps(asdict(manifest), sort_keys=True).encode()
            first = tarfile.TarInfo(MANIFEST)
            first.size = len(text)
            tar.addfile(first, io.BytesIO(text))
            for name in manifest.files:
                tar.add(folder / name, arcname=name)
        sealer.close()


def _unpack(tar: tarfile.TarFile, folder: Path) -> None:
    """Files, and inside the folder: a backup holds nothing else. (Debian 12's Python has no filters of `tarfile`.)"""
    inside = folder.resolve()
    for member in tar:
        target = (inside / member.name).resolve()
        expected = member.isreg() and target.is_relative_to(inside) and not target.exists()
        content = tar.extractfile(member) if expected else None
        if content is None:
            raise CannotOpen("This backup holds something that Ayni does not write. Take another one.")
        target.parent.mkdir(parents=True, exist_ok=True)
        with target.open("xb") as file:
            target.chmod(0o600)
            shutil.copyfileobj(content, file)


def unseal(source: Path, folder: Path, passphrase: str) -> Manifest:
    """Unpack into `folder`, and check every file against its digest."""
    try:
        with source.open("rb") as file, tarfile.open(fileobj=cast("Any", Opener(file, passphrase)), mode="r|") as tar:
            _unpack(tar, folder)
    except tarfile.TarError as wrong:
        raise CannotOpen("This backup was changed or cut since it was written. Take an earlier one.") from wrong
    told = folder / MANIFEST
    manifest = Manifest(**json.loads(told.read_text()))
    told.unlink()
    found = {str(path.relative_to(folder)): digest(path) for path in sorted(folder.rglob("*")) if path.is_file()}
    if found != manifest.files:
        names = ", ".join(sorted(set(found.items()) ^ set(manifest.files.items()))[0][:1])
        raise CannotOpen(f"A file in this backup is not what was put into it: {names}. Take an earlier backup.")
    return manifest


def check_database(folder: Path, engine: str) -> None:
    """What can be seen in the copy itself: it is whole."""
    if engine == "sqlite":
        with sqlite3.connect(folder / SQLITE) as copy:
            verdict = copy.execute("PRAGMA integrity_check").fetchone()[0]
        copy.close()
        if verdict != "ok":
            raise BackupFailed(f"The copy of the database is damaged: {verdict}")
    elif "TABLE DATA" not in run_postgres("pg_restore", "--list", str(folder / POSTGRESQL)):
        raise BackupFailed("The copy of the database holds no tables.")


def digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
