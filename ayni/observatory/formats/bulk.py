"""Whole files of a release, made once and kept beside what is published: observatory/files/2026-10.1/es/CUBE/CUBE.csv.

They are made from what is published and can be made again; they never change, as it does not. When the last of them is
there they become one archive, ayni-2026-10.1.zip, and lie in it alone: it takes less than a tenth of the room. Whoever
asks for one of them gets it out of there.
"""

import hashlib
import io
import os
import shutil
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import IO, Any

from .. import published
from ..published import Release
from . import FORMATS, Format, catalogue, words

SUMS = "SHA256SUMS"
GIVEN_UP = 3_600
"""Seconds after which nobody is still writing a file."""
WANTED = "wanted"
"""In the folder of a release: somebody asked for what was not made yet."""
AT_ONCE = 2_000
"""Figures of a release of which all files are made while somebody waits, in a few seconds. Of a larger one it would
take minutes and a thread of the server: the worker makes them."""
BEGUN, A_FIGURE, ITS_ARCHIVE = 20.0, 0.0007, 0.2
"""Seconds until the worker begins; seconds that all files of a figure take it; and the archive, as a share of them."""
_ONE_AT_A_TIME = Lock()


@dataclass(frozen=True)
class Lying:
    """A file that is there."""

    name: str
    size: int
    open: Callable[[], IO[bytes] | io.RawIOBase]


class Inside(io.RawIOBase):
    """A file in an archive, read once from its beginning to its end and unpacked on the way."""

    def __init__(self, packed: Path, told: zipfile.ZipInfo) -> None:
        self._archive = zipfile.ZipFile(packed)
        self._file = self._archive.open(told)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        data = self._file.read(len(buffer))
        buffer[: len(data)] = data
        return len(data)

    def close(self) -> None:
        self._file.close()
        self._archive.close()
        super().close()


def folder(home: Path, release: Release) -> Path:
    return home / "observatory" / "files" / release.id


def named(code: str, form: Format) -> str:
    """A Data Package has one name, beside its CSV."""
    return "datapackage.json" if form.code == "datapackage" else f"{code}.{form.suffix}"


def listed(release: Release) -> Iterator[tuple[str, str, Format]]:
    """(language, cube, format) of every file."""
    for language in words.LANGUAGES:
        for code in release.cubes:
            for form in FORMATS.values():
                yield language, code, form


def find(home: Path, release: Release, code: str, form: Format, language: str) -> Lying | None:
    """The file, where it lies: by itself, or in the archive. None: it was not made yet."""
    path = folder(home, release) / language / code / named(code, form)
    if (found := _at(path)) is not None:
        return found
    packed = archive(home, release)
    if not packed.exists():
        # Between the two looks it may have gone from here to there.
        return _at(path)
    with zipfile.ZipFile(packed) as held:
        told = held.NameToInfo.get(f"{language}/{code}/{path.name}")
    return Lying(path.name, told.file_size, lambda: Inside(packed, told)) if told else None


def package(home: Path, release: Release) -> Lying | None:
    """The archive, if it was made."""
    return _at(archive(home, release))


def _at(path: Path) -> Lying | None:
    try:
        return Lying(path.name, path.stat().st_size, lambda: path.open("rb"))
    except FileNotFoundError:
        return None


def archive(home: Path, release: Release) -> Path:
    return folder(home, release) / f"ayni-{release.id}.zip"


def one_file(home: Path, release: Release, code: str, form: Format, language: str) -> Path | None:
    """Where the file lies by itself, made now if it was not. None: this release holds no such cube."""
    path = folder(home, release) / language / code / named(code, form)
    if path.exists():
        return path
    cube = published.cube(home, release, code)
    return None if cube is None else _kept(path, form.write(release, cube, language))


def make_package(home: Path, release: Release) -> Path:
    """The whole release in one file, with the SHA-256 of each file in it. Made again, it has the same bytes."""
    path = archive(home, release)
    # One at a time: each of the threads of a process would make the same file of some hundred megabytes.
    with _ONE_AT_A_TIME:
        if not path.exists():
            _zipped(path, home, release)
    tidy(home, release)
    return path


def tidy(home: Path, release: Release) -> None:
    """What is in the archive lies nowhere else, and nobody waits for it any more."""
    for language in words.LANGUAGES:
        shutil.rmtree(folder(home, release) / language, ignore_errors=True)
    (folder(home, release) / WANTED).unlink(missing_ok=True)


def seconds_left(home: Path, release: Release) -> int:
    """About how long it takes the worker, which does other things in between, to make what was not made yet."""
    share = len(list(missing(home, release))) / max(1, len(list(listed(release))))
    return round(BEGUN + figures(home, release) * A_FIGURE * (share + ITS_ARCHIVE))


def figures(home: Path, release: Release) -> int:
    return sum(published.size(home, release, code) for code in release.cubes)


def is_small(home: Path, release: Release) -> bool:
    """Whether all its files are made in a few seconds."""
    return figures(home, release) <= AT_ONCE


def missing(home: Path, release: Release) -> Iterator[tuple[str, Format, str]]:
    """(cube, format, language) of what was not made yet, as `one_file` takes it."""
    for language, code, form in listed(release):
        if not (folder(home, release) / language / code / named(code, form)).exists():
            yield code, form, language


def is_whole(home: Path, release: Release) -> bool:
    """The archive is made last."""
    return archive(home, release).exists()


def sweep(home: Path, release: Release, *, before: float) -> None:
    """What a process that was killed left half written, and nobody writes any more."""
    for half in folder(home, release).rglob(".*"):
        if half.is_file() and half.stat().st_mtime < before:
            half.unlink(missing_ok=True)


def _zipped(path: Path, home: Path, release: Release) -> Path:
    sums: list[str] = []
    path.parent.mkdir(parents=True, exist_ok=True)
    made, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    os.close(made)
    half = Path(name)
    try:
        with zipfile.ZipFile(half, "w", zipfile.ZIP_DEFLATED) as held:
            for inside, data in _contents(home, release):
                _put(held, inside, data)
                sums.append(f"{hashlib.sha256(data).hexdigest()}  {inside}\n")
            _put(held, SUMS, "".join(sums).encode())
        half.chmod(0o644)
        return half.replace(path)
    finally:
        half.unlink(missing_ok=True)


def _contents(home: Path, release: Release) -> Iterator[tuple[str, bytes]]:
    yield published.DESCRIBED, published.as_json(release).encode()
    structures = [one for code in release.cubes if (one := published.structure(home, release, code))]
    yield "catalogue.ttl", catalogue.turtle([(release, structures)])
    for language, code, form in listed(release):
        if (path := one_file(home, release, code, form, language)) is not None:
            yield f"{language}/{code}/{path.name}", path.read_bytes()


def _put(archive: zipfile.ZipFile, name: str, data: bytes) -> None:
    """Of no day and of nobody: the same release gives the same bytes."""
    told = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
    told.compress_type, told.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
    told.create_system = 3
    archive.writestr(told, data)


def _kept(path: Path, data: bytes) -> Path:
    """Written beside and renamed: whoever reads it meanwhile reads all of it, or nothing."""
    path.parent.mkdir(parents=True, exist_ok=True)
    made, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    half = Path(name)
    try:
        with os.fdopen(made, "wb") as file:
            file.write(data)
        half.chmod(0o644)
        return half.replace(path)
    finally:
        half.unlink(missing_ok=True)
