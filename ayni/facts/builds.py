"""The directory of facts in AYNI_HOME: one directory per build, and one small file that says which is current.

facts/current                     the id of the build that readers use, replaced in one step
facts/20261122T110218Z-1f3c09aa/      steps.parquet …, manifest.json
facts/20261122T113000Z-77aa10e3.part/ a build that is being made, or that was killed: swept away by the next one
"""

import json
import os
import re
import shutil
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

KEPT = 3
"""The current build and two before it, so that whoever reads one while it is replaced can finish."""
HALF = ".part"
MANIFEST = "manifest.json"
FORMAT = 1


@dataclass(frozen=True)
class Build:
    id: str
    path: Path
    manifest: dict[str, Any] = field(compare=False)

    @property
    def as_of(self) -> datetime:
        """The moment that the facts describe."""
        return datetime.fromisoformat(self.manifest["as_of"])

    @property
    def rows(self) -> dict[str, int]:
        return {name: table["rows"] for name, table in self.manifest["tables"].items()}

    @property
    def seconds(self) -> float:
        return float(self.manifest["seconds"])

    def file(self, table: str) -> Path:
        return self.path / f"{table}.parquet"

    def has(self, table: str) -> bool:
        return table in self.manifest["tables"]


def root(home: Path) -> Path:
    return home / "facts"


def read(home: Path, build_id: str) -> Build | None:
    """A build by its id; None if it was swept away, or never was."""
    path = root(home) / build_id
    if not re.fullmatch(r"\w{16}-\w{8}", build_id):
        return None
    try:
        return Build(build_id, path, json.loads((path / MANIFEST).read_text()))
    except (FileNotFoundError, NotADirectoryError):
        return None


def current(home: Path) -> Build | None:
    """The build that readers use; None before the first."""
    try:
        build_id = (root(home) / "current").read_text().strip()
    except FileNotFoundError:
        return None
    return read(home, build_id)


def point_to(home: Path, build_id: str) -> None:
    """Make this build the current one. Readers see the old one or the new one, never neither."""
    half = root(home) / ("current" + HALF)
    write_durably(half, build_id.encode() + b"\n")
    half.replace(root(home) / "current")
    sync_directory(root(home))


def write_durably(path: Path, content: bytes) -> None:
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def sync_directory(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def sweep(home: Path) -> None:
    """Remove halves that a killed build left, and all builds but the newest few and the current one."""
    here = root(home)
    for half in here.glob("*" + HALF):
        shutil.rmtree(half, ignore_errors=True) if half.is_dir() else half.unlink(missing_ok=True)
    whole = sorted((p for p in here.iterdir() if p.is_dir()), key=lambda p: p.name, reverse=True)
    now = current(home)
    kept = ([now.path] if now else []) + [p for p in whole if now is None or p != now.path]
    for old in kept[KEPT:]:
        shutil.rmtree(old, ignore_errors=True)
