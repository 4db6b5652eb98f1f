"""The directory of facts in AYNI_HOME: one directory per build, and one small file that says which is current.

facts/current                     the id of the build that readers use, replaced in one step
facts/20261122T110218Z-1f3c09aa/      steps.parquet …, manifest.json
facts/20261122T113000Z-77aa10e3.part/ a build that is being made, or that was killed: swept away by the next one

A table that was brought up to date, and not read whole, has two files more: what is new in it (`steps.new.parquet`),
and the places of what no longer counts in its first file (`steps.gone.parquet`). `steps.keys.npy` stands for its rows,
in their order: by them the next build finds a row again.
"""

import contextlib
import hashlib
import json
import os
import re
import shutil
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

KEPT = 3
"""The current build and two before it, so that whoever reads one while it is replaced can finish."""
HALF = ".part"
MANIFEST = "manifest.json"
FORMAT = 2
NEW, GONE, KEYS, NEW_KEYS = ".new.parquet", ".gone.parquet", ".keys.npy", ".new.keys.npy"


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
    def rows_read(self) -> int:
        """How many rows this build read from the database; the others it took over."""
        return sum(table.get("read", table["rows"]) for table in self.manifest["tables"].values())

    @property
    def seconds(self) -> float:
        return float(self.manifest["seconds"])

    def file(self, table: str) -> Path:
        """The one file of a table that was read whole."""
        if self.has_new(table):
            raise ValueError(f"{table} of {self.id} has more than one file: read() or select() it.")
        return self.beside(table, ".parquet")

    def beside(self, table: str, ending: str) -> Path:
        return self.path / f"{table}{ending}"

    def has_new(self, table: str) -> bool:
        """Whether it was brought up to date since it was read whole."""
        return "new" in self.manifest["tables"][table]

    def select(self, table: str) -> tuple[str, list[str]]:
        """The rows of a table as a query of DuckDB, and its parameters."""
        whole, new, gone = (str(self.beside(table, ending)) for ending in (".parquet", NEW, GONE))
        if not self.has_new(table):
            return "select * from read_parquet(?)", [whole]
        kept = (
            "select w.* exclude (file_row_number) from read_parquet(?, file_row_number = true) w"
            " anti join read_parquet(?) g on w.file_row_number = g.place"
        )
        return f"{kept} union all by name select * from read_parquet(?)", [whole, gone, new]  # noqa: S608

    def read(self, table: str) -> pa.Table:
        """The rows of a table in memory."""
        content = pq.read_table(self.beside(table, ".parquet"))
        if not self.has_new(table):
            return content
        kept = np.ones(len(content), bool)
        kept[pq.read_table(self.beside(table, GONE))["place"].to_numpy()] = False
        parts = [content.filter(pa.array(kept)), pq.read_table(self.beside(table, NEW))]
        return pa.concat_tables(parts).unify_dictionaries()

    def is_whole(self) -> bool:
        """Whether every file is there, as long as it was written."""
        for name, described in self.manifest["tables"].items():
            for part, ending in (
                ("", ".parquet"),
                ("new", NEW),
                ("gone", GONE),
                ("keys", KEYS),
                ("new_keys", NEW_KEYS),
            ):
                said = described.get(part) if part else described
                with contextlib.suppress(OSError):
                    if said is None or self.beside(name, ending).stat().st_size == said["bytes"]:
                        continue
                return False
        return True

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
        manifest = json.loads((path / MANIFEST).read_text())
    except (FileNotFoundError, NotADirectoryError, ValueError):
        return None
    return Build(build_id, path, manifest) if isinstance(manifest, dict) and "tables" in manifest else None


def current(home: Path) -> Build | None:
    """The build that readers use; None before the first."""
    try:
        build_id = (root(home) / "current").read_text().strip()
    except (FileNotFoundError, NotADirectoryError, ValueError):
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


def sync_file(path: Path) -> None:
    with path.open("rb") as file:
        os.fsync(file.fileno())


def described(path: Path) -> dict[str, Any]:
    """How long a file is, and its checksum."""
    with path.open("rb") as written:
        checksum = hashlib.file_digest(written, "sha256").hexdigest()
    return {"bytes": path.stat().st_size, "sha256": checksum}


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
    whole = sorted((p for p in here.iterdir() if p.is_dir()), key=lambda p: p.stat().st_mtime_ns, reverse=True)
    now = current(home)
    kept = ([now.path] if now else []) + [p for p in whole if now is None or p != now.path]
    for old in kept[KEPT:]:
        shutil.rmtree(old, ignore_errors=True)
