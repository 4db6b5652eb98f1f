"""Where contents are kept. Another kind of store (of a ministry's own) needs these few methods and nothing else."""

import fcntl
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from django.conf import settings

from .rules import is_address

FOLDER, UNFINISHED, LOCK = "files", "files.new", "files.lock"
"""Names in AYNI_HOME. What is half written is not beside what is whole."""


@dataclass(frozen=True)
class Folder:
    """Sealed bytes by name, as files: AYNI_HOME/files/ab/cd/abcd…, for their owner only."""

    home: Path
    folder: str = FOLDER
    """What is to lie apart (biometric records) has another one."""

    def write(self, name: str, sealed: bytes) -> None:
        """In one step, and on the disk before it returns: a power cut leaves all of it or nothing."""
        half = self._private(self._unfinished) / f"{name}.{secrets.token_hex(4)}"
        try:
            with os.fdopen(os.open(half, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
                file.write(sealed)
                file.flush()
                os.fsync(file.fileno())
            folder = self._private(self._path(name).parent)
            half.replace(self._path(name))
        finally:
            half.unlink(missing_ok=True)
        _sync(folder)

    def read(self, name: str) -> bytes:
        """Raises FileNotFoundError."""
        return self._path(name).read_bytes()

    def has(self, name: str) -> bool:
        return self._path(name).is_file()

    def version(self, name: str) -> int | None:
        """Under which key it is; None if it is not there."""
        with suppress(FileNotFoundError), self._path(name).open("rb") as file:
            return int.from_bytes(file.read(2), "big")
        return None

    def written_at(self, name: str) -> float:
        return self._path(name).stat().st_mtime

    def remove(self, name: str) -> bool:
        """False if a backup is being made: then it stays, and the sweep of the night comes again."""
        with self._lock() as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                return False
            self._path(name).unlink(missing_ok=True)
            return True

    def names(self) -> Iterator[str]:
        """All that is here. What has no name that we give is given as its path."""
        for folder, inside, files in os.walk(self.home / self.folder):
            inside.sort()
            for path in (Path(folder) / name for name in sorted(files)):
                is_ours = is_address(path.name) and path == self._path(path.name)
                yield path.name if is_ours else str(path.relative_to(self.home))

    def forget_unfinished(self, before: datetime) -> int:
        """What a crash left half written."""
        left = [path for path in self._unfinished.glob("*") if path.stat().st_mtime < before.timestamp()]
        for path in left:
            path.unlink(missing_ok=True)
        return len(left)

    @contextmanager
    def nothing_removed(self) -> Iterator[None]:
        """While a copy is made of database and files, whatever the database refers to stays."""
        with self._lock() as lock:
            fcntl.flock(lock, fcntl.LOCK_SH)
            yield

    @contextmanager
    def _lock(self) -> Iterator[BinaryIO]:
        with os.fdopen(os.open(self.home / LOCK, os.O_RDWR | os.O_CREAT, 0o600), "r+b") as file:
            yield file

    def _path(self, name: str) -> Path:
        if not is_address(name):
            raise ValueError("That is no address of ours.")
        return self.home / self.folder / name[:2] / name[2:4] / name

    @property
    def _unfinished(self) -> Path:
        return self.home / f"{self.folder}.new"

    def _private(self, folder: Path) -> Path:
        if not folder.is_dir():
            # Each level is made by us, so that none of them is open to others.
            for level in (*reversed(folder.parents), folder):
                if level.is_relative_to(self.home) and level != self.home:
                    level.mkdir(mode=0o700, exist_ok=True)
                    _sync(level.parent)
        return folder


def _sync(folder: Path) -> None:
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)


def blobs() -> Folder:
    return Folder(settings.AYNI_HOME)
