"""Whole files of a release, made once and kept beside what is published: observatory/files/2026-10.1/es/CUBE/CUBE.csv.

They are made from what is published and can be made again; they never change, as it does not.
"""

import hashlib
import os
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path
from threading import Lock

from .. import published
from ..published import Release
from . import FORMATS, Format, catalogue, words

SUMS = "SHA256SUMS"
GIVEN_UP = 3_600
"""Seconds after which nobody is still writing a file."""
_ONE_AT_A_TIME = Lock()


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


def one_file(home: Path, release: Release, code: str, form: Format, language: str) -> Path | None:
    """Where the file lies, made now if nobody asked for it before. None: this release holds no such cube."""
    path = folder(home, release) / language / code / named(code, form)
    if path.exists():
        return path
    cube = published.cube(home, release, code)
    return None if cube is None else _kept(path, form.write(release, cube, language))


def package(home: Path, release: Release) -> Path:
    """The whole release in one file, with the SHA-256 of each file in it. Made again, it has the same bytes."""
    path = folder(home, release) / f"ayni-{release.id}.zip"
    if path.exists():
        return path
    # One at a time: each of the threads of a process would make the same file of some hundred megabytes.
    with _ONE_AT_A_TIME:
        return path if path.exists() else _zipped(path, home, release)


def missing(home: Path, release: Release) -> Iterator[tuple[str, Format, str]]:
    """(cube, format, language) of what was not made yet, as `one_file` takes it."""
    for language, code, form in listed(release):
        if not (folder(home, release) / language / code / named(code, form)).exists():
            yield code, form, language


def is_whole(home: Path, release: Release) -> bool:
    """The archive is made last."""
    return (folder(home, release) / f"ayni-{release.id}.zip").exists()


def sweep(home: Path, release: Release, *, before: float) -> None:
    """What a process that was killed left half written, and nobody writes any more."""
    for half in folder(home, release).rglob(".*"):
        if half.is_file() and half.stat().st_mtime < before:
            half.unlink(missing_ok=True)


def build(home: Path, release: Release) -> list[Path]:
    """Every file of a release, and the package: so that nobody waits for the first one."""
    files = [one_file(home, release, code, form, language) for language, code, form in listed(release)]
    return [*(one for one in files if one is not None), package(home, release)]


def _zipped(path: Path, home: Path, release: Release) -> Path:
    sums: list[str] = []
    path.parent.mkdir(parents=True, exist_ok=True)
    made, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    os.close(made)
    half = Path(name)
    try:
        with zipfile.ZipFile(half, "w", zipfile.ZIP_DEFLATED) as archive:
            for inside, data in _contents(home, release):
                _put(archive, inside, data)
                sums.append(f"{hashlib.sha256(data).hexdigest()}  {inside}\n")
            _put(archive, SUMS, "".join(sums).encode())
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


def checksum(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
