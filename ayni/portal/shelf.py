"""Published pages as files, ready to be sent: what stands in front of Django takes them from here.

A generation is a folder of pages that were made at the same state of the guides. Publishing begins a new one; every
process sees it at its next request, for it looks at one small file. What a page takes from other lists (a fee, a norm)
may change meanwhile: a generation lasts ten minutes at most, and no longer than its day, for a guide may be due to
appear with the next."""

import hashlib
import json
import shutil
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from gzip import compress as gzip
from pathlib import Path

import brotli
from django.conf import settings
from django.utils.timezone import localtime

LASTS = timedelta(minutes=10)
MARK = "X-Shelf"
"""Header of an answer that may be kept: it never leaves the house."""
SMALLEST = 400
"""Bytes below which compressing a page makes it no faster."""
CODINGS: dict[str, Callable[[bytes], bytes]] = {
    "br": lambda body: bytes(brotli.compress(body, quality=9)),
    "gzip": lambda body: gzip(body, 9, mtime=0),
}


@dataclass(frozen=True)
class Kept:
    """A page as it is sent."""

    headers: list[tuple[str, str]]
    etag: str
    bodies: dict[str, bytes] = field(default_factory=dict)
    """By coding; under nothing as it is."""


class Shelf:
    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._seen = -1
        self._generation = ""
        self._until = 0.0
        self._pages: dict[str, Kept] = {}

    @property
    def _current(self) -> Path:
        return self.folder / "current"

    def turn(self, at: datetime) -> str:
        """Begin a new generation: nothing that was kept before is sent any more, by any process."""
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        before, name = self._read()[0], uuid.uuid4().hex
        (self.folder / name).mkdir(mode=0o700)
        midnight = localtime(at).replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)
        until = min(at + LASTS, midnight).timestamp()
        half = self.folder / f"{name}.new"
        half.write_text(json.dumps([name, until]))
        half.replace(self._current)
        for old in self.folder.iterdir():
            # The one before stays until the next turn: another process may be reading it at this moment.
            if old.is_dir() and old.name not in {name, before}:
                shutil.rmtree(old, ignore_errors=True)
        return name

    def generation(self, at: float) -> str:
        """The one to take pages from, or nothing if it is over."""
        try:
            stamp = self._current.stat().st_mtime_ns
        except FileNotFoundError:
            return ""
        if stamp != self._seen:
            self._generation, self._until = self._read()
            self._seen, self._pages = stamp, {}
        return self._generation if at < self._until else ""

    def _read(self) -> tuple[str, float]:
        try:
            name, until = json.loads(self._current.read_text())
        except (FileNotFoundError, ValueError):
            return "", 0.0
        return str(name), float(until)

    def find(self, generation: str, path: str) -> Kept | None:
        found = self._pages.get(path)
        if found is None and (found := self._load(self.folder / generation / _name(path))):
            self._pages[path] = found
        return found

    def _load(self, stem: Path) -> Kept | None:
        try:
            headers, etag, codings = json.loads(stem.with_suffix(".head").read_text())
            bodies = {coding: stem.with_suffix(f".{coding or 'raw'}").read_bytes() for coding in codings}
        except (FileNotFoundError, ValueError):
            return None
        return Kept([(name, value) for name, value in headers], etag, bodies)

    def keep(self, generation: str, path: str, headers: list[tuple[str, str]], body: bytes) -> Kept:
        """The head is written last: whoever finds it finds the rest."""
        bodies = {"": body} | (
            {name: press(body) for name, press in CODINGS.items()} if _is_worth(headers, body) else {}
        )
        page = Kept(headers, hashlib.sha256(body).hexdigest()[:20], bodies)
        stem = self.folder / generation / _name(path)
        if not stem.parent.exists():
            return page
        for coding, content in bodies.items():
            _write(stem.with_suffix(f".{coding or 'raw'}"), content)
        _write(stem.with_suffix(".head"), json.dumps([headers, page.etag, list(bodies)]).encode())
        return page


def _name(path: str) -> str:
    return hashlib.sha256(path.encode()).hexdigest()[:40]


def _is_worth(headers: list[tuple[str, str]], body: bytes) -> bool:
    kind = dict(headers).get("Content-Type", "")
    return len(body) >= SMALLEST and kind.startswith(
        ("text/", "application/xml", "application/atom", "application/json")
    )


def _write(path: Path, content: bytes) -> None:
    half = path.with_name(f"{path.name}.{uuid.uuid4().hex[:8]}")
    half.write_bytes(content)
    half.replace(path)


def shelf() -> Shelf:
    return Shelf(settings.AYNI_HOME / "portal")
