"""A world that was made is kept, and laid out again for the next journey: to make it takes twenty seconds, this takes
one. As far as a journey sees, it was made a few minutes ago."""

import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.utils import timezone

FRESH = timedelta(minutes=20)
"""After that another one is made: much in it is so many hours from now."""
NOT_KEPT = ("test.db", "static", "keyring")
"""What begins so in AYNI_HOME is of the process and not of a world."""


class KeptWorld:
    """Tables and files, as they were when it was kept. Of SQLite only: journeys are made on it (decision 51)."""

    def __init__(self) -> None:
        self.made_at: datetime | None = None
        self.tables = sqlite3.connect(":memory:", check_same_thread=False)
        self.files = Path(tempfile.mkdtemp(prefix="ayni-world-"))

    def keep(self, at: datetime) -> None:
        if connection.vendor != "sqlite":
            return
        connection.ensure_connection()
        connection.connection.backup(self.tables)
        shutil.rmtree(self.files)
        self.files.mkdir()
        for path in _files():
            _copy(path, self.files / path.name)
        self.made_at = at

    def bring_back(self) -> bool:
        """Whether it was there, and is fresh and of today."""
        now = timezone.now()
        if self.made_at is None or now - self.made_at > FRESH:
            return False
        if timezone.localdate(now) != timezone.localdate(self.made_at):
            return False
        connection.ensure_connection()
        self.tables.backup(connection.connection)
        for path in _files():
            shutil.rmtree(path) if path.is_dir() else path.unlink()
        for path in self.files.iterdir():
            _copy(path, settings.AYNI_HOME / path.name)
        return True

    def forget(self) -> None:
        self.tables.close()
        shutil.rmtree(self.files, ignore_errors=True)


def _files() -> Iterator[Path]:
    return (path for path in sorted(settings.AYNI_HOME.iterdir()) if not path.name.startswith(NOT_KEPT))


def _copy(path: Path, to: Path) -> None:
    if path.is_dir():
        shutil.copytree(path, to, symlinks=True)
    else:
        shutil.copy2(path, to)
