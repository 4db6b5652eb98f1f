"""What is published, as files that never change. Pages, programs, downloads, bulletins and charts read only these.

observatory/published/2026-10.1/            a release: of which period, and its version
    release.json                            what `Release` says
    POP_DEPARTMENT.json, .parquet           a cube: its structure, and a row per figure
observatory/published/2026-10.1.part/       a release that is being written, or whose writer was killed

A release is there when its directory has its name: it is written beside, and renamed. What a cube does not hold was not
published. A row has a code for each dimension (the total is `_T`), and

value   a whole number that was protected, or nothing
rule    why there is no number: the code of a rule (`RULES`), the same for an empty place and a full one; else empty
period  of which period the figure is: that of the release, or an earlier one that still stands (the time gate)
"""

import json
import os
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from enum import StrEnum
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

TOTAL = "_T"
DESCRIBED = "release.json"
HALF = ".part"
NAME = re.compile(r"(?P<period>\d{4}-(?:0[1-9]|1[0-2]))\.(?P<version>[1-9]\d{0,3})")
UBIGEO = "INEI"
"""Whose codes of districts these are: RENIEC's, of the same name and length, mean other places."""

Array: TypeAlias = "np.ndarray[Any, Any]"
Stamps = tuple[tuple[str, int], ...]
Words = Mapping[str, str]
"""What is said in each language of the observatory: `es` and `en`."""


class Level(StrEnum):
    """The finest places of a cube."""

    NATIONAL = "national"
    DEPARTMENT = "department"
    PROVINCE = "province"
    DISTRICT = "district"


class Rule(StrEnum):
    """Why a figure is withheld. What each says to readers is in `formats/words.py`, and never how many people are."""

    AREA = "area"
    """A place with few people gives only its total, and sex by two groups of age."""
    INSIDE = "inside"
    """A place with very few people is counted inside the place around it."""
    CATEGORY = "category"
    """A category that is rare in a place is counted under the others."""
    GROUP = "group"
    """One category holds nearly all of a small row."""
    BESIDE = "beside"
    """It would be shown alone: taken from the figure around it, it would show the few that are left."""
    SENSITIVE = "sensitive"
    """What could hurt is published only of large groups, and of no small place."""


@dataclass(frozen=True)
class Code:
    code: str
    label: Words
    parent: str = ""
    """The code around it, in the same dimension: of a place, of a group of ages."""


@dataclass(frozen=True)
class Dimension:
    code: str
    """In capitals, as statistical offices name it: SEX, AGE, CITIZENSHIP, REF_AREA."""
    title: Words
    codes: tuple[Code, ...]
    """In the order of reading; the total first."""
    is_place: bool = False

    def label(self, code: str, language: str) -> str:
        return self.by_code[code].label[language]

    # Made once for each: a page asks for hundreds of labels, and a country has two thousand places.
    @cached_property
    def by_code(self) -> Mapping[str, Code]:
        return {one.code: one for one in self.codes}


@dataclass(frozen=True)
class Structure:
    """What a cube is about, said before any figure."""

    code: str
    title: Words
    measure: Words
    """What is counted: people in the register, cases opened, applications decided."""
    unit: str
    """What one counts: PERSONS, CASES, APPLICATIONS, REFERRALS, SESSIONS."""
    level: Level
    theme: str
    """Under which heading it stands: `population`, `protection`, `regularisation`, `services`."""
    dimensions: tuple[Dimension, ...]
    method: Words
    source: Words
    notes: tuple[Words, ...] = ()
    is_stock: bool = True
    """As things stood at the end of the period; else what happened in it."""
    is_sensitive: bool = False
    quality: Mapping[str, float] = field(default_factory=dict)
    """Share, from 0 to 1, of people whose value of a dimension is not known. Rounded to whole hundredths."""

    @property
    def place(self) -> Dimension | None:
        return next((one for one in self.dimensions if one.is_place), None)

    def dimension(self, code: str) -> Dimension | None:
        return next((one for one in self.dimensions if one.code == code), None)


@dataclass(frozen=True)
class Cell:
    value: int | None
    rule: str
    period: str


@dataclass(frozen=True, eq=False)
class Cube:
    structure: Structure
    rows: pa.Table
    """A column of codes for each dimension, called as it is; then `value`, `rule`, `period`."""

    def find(self, codes: Mapping[str, str]) -> Cell | None:
        """The figure of these codes; what is not named is the total. None: nothing of the kind is published."""
        key = tuple(codes.get(one.code, TOTAL) for one in self.structure.dimensions)
        place = self.places.get(key)
        if place is None:
            return None
        values = self.rows.slice(place, 1)
        return Cell(*(values[name][0].as_py() for name in ("value", "rule", "period")))

    @property
    def places(self) -> Mapping[tuple[str, ...], int]:
        return _places(self)

    def among(self, wanted: Mapping[str, Collection[str]]) -> pa.Table:
        """The rows of these codes, by the names of their columns. What is not named may have any."""
        mask = np.ones(len(self.rows), bool)
        for name, codes in wanted.items():
            texts, at = self._coded[name]
            mask &= np.array([text in codes for text in texts], bool)[at] if texts else False
        return self.rows.take(np.flatnonzero(mask))

    @cached_property
    def _coded(self) -> Mapping[str, tuple[list[str], Array]]:
        """Of each column of texts: the texts, and for each row which of them. Comparing numbers is what makes a
        question of a large cube fast; looking at the texts of a hundred thousand rows takes as long as a page has."""
        found = {}
        for name in self.rows.column_names:
            column = self.rows[name].combine_chunks()
            if name == "value":
                continue
            if not pa.types.is_dictionary(column.type):
                column = column.dictionary_encode()
            found[name] = column.dictionary.to_pylist(), column.indices.to_numpy(zero_copy_only=False)
        return found


@lru_cache(maxsize=64)
def _places(cube: Cube) -> Mapping[tuple[str, ...], int]:
    columns = [cube.rows[one.code].to_pylist() for one in cube.structure.dimensions]
    return {key: n for n, key in enumerate(zip(*columns, strict=True))}


@dataclass(frozen=True)
class Release:
    id: str
    """`2026-10.1`: the period, and the version of what is published of it."""
    published_at: str
    """A moment with its time zone, as ISO 8601 writes it: from then on, and not before (the embargo)."""
    method: str
    """Version of the method: of the gates, and of the table of perturbation."""
    variance: float
    cubes: tuple[str, ...]
    checksums: Mapping[str, str]
    """SHA-256 of each file, by its name."""
    changes: tuple[Words, ...] = ()
    """Why there is another version of a period that was published, and what changed."""
    licence: str = "CC-BY-4.0"
    ubigeo: str = UBIGEO

    @property
    def period(self) -> str:
        return self.id.partition(".")[0]

    @property
    def version(self) -> int:
        return int(self.id.partition(".")[2])

    @cached_property
    def moment(self) -> datetime:
        return datetime.fromisoformat(self.published_at)


def root(home: Path) -> Path:
    return home / "observatory" / "published"


def releases(home: Path, at: datetime) -> list[Release]:
    """All that may be read at this moment, the newest first. What is under embargo is not there."""
    return [one for one in lying(home) if one.moment <= at]


def lying(home: Path) -> list[Release]:
    """All that lies in its place, the newest first: what is under embargo, too. Nothing of that is to be shown."""
    return list(_lying(root(home), _stamps(home)))


def state(home: Path, at: datetime) -> tuple[Stamps, int]:
    """What may be read at this moment, told by one look at each release: as long as this is the same, so is every
    answer. It is another one as soon as a release is put in its place, taken away, changed, or its embargo ends."""
    stamps = _stamps(home)
    return stamps, sum(one.moment <= at for one in _lying(root(home), stamps))


def _stamps(home: Path) -> Stamps:
    """The name of each release, and when its description was written."""
    folder = os.fspath(root(home))
    try:
        names = os.listdir(folder)
    except FileNotFoundError:
        return ()
    found = ((name, _stamp(f"{folder}/{name}/{DESCRIBED}")) for name in names if NAME.fullmatch(name))
    return tuple(sorted((name, stamp) for name, stamp in found if stamp))


@lru_cache(maxsize=8)
def _lying(path: Path, stamps: Stamps) -> tuple[Release, ...]:
    found = [_described(path / name, stamp) for name, stamp in stamps]
    return tuple(sorted((one for one in found if one), key=lambda one: (one.period, one.version), reverse=True))


def latest(home: Path, at: datetime, period: str = "") -> Release | None:
    """The newest release; of a period, its newest version."""
    return next((one for one in releases(home, at) if period in ("", one.period)), None)


def described(path: Path) -> Release | None:
    """The release in a directory; None if it is not whole."""
    return _described(path, _stamp(path / DESCRIBED))


def _stamp(path: Path | str) -> int:
    try:
        return os.stat(path).st_mtime_ns
    except FileNotFoundError:
        return 0


@lru_cache(maxsize=256)
def _described(path: Path, stamp: int) -> Release | None:
    if not stamp:
        return None
    told = json.loads((path / DESCRIBED).read_text())
    return Release(**{**told, "cubes": tuple(told["cubes"]), "changes": tuple(told["changes"])})


def structure(home: Path, release: Release, code: str) -> Structure | None:
    if code not in release.cubes:
        return None
    return _structure(root(home) / release.id, code, _sum(release, f"{code}.json"))


def cube(home: Path, release: Release, code: str) -> Cube | None:
    """None: this release holds no such cube."""
    return _kept(home, release, code) if code in release.cubes else None


def _kept(home: Path, release: Release, code: str) -> Cube:
    return _cube(root(home) / release.id, code, _sum(release, f"{code}.json"), _sum(release, f"{code}.parquet"))


def _sum(release: Release, name: str) -> str:
    """What is kept in memory is kept under its checksum: a release put back from a backup is read anew."""
    return release.checksums.get(name, "")


@lru_cache(maxsize=256)
def _structure(path: Path, code: str, _checksum: str) -> Structure:
    told = json.loads((path / f"{code}.json").read_text())
    dimensions = tuple(
        Dimension(**{**one, "codes": tuple(Code(**each) for each in one["codes"])}) for one in told["dimensions"]
    )
    return Structure(**{**told, "level": Level(told["level"]), "notes": tuple(told["notes"]), "dimensions": dimensions})


@lru_cache(maxsize=64)
def _cube(path: Path, code: str, checksum: str, _rows: str) -> Cube:
    return Cube(_structure(path, code, checksum), pq.read_table(path / f"{code}.parquet"))


def size(home: Path, release: Release, code: str) -> int:
    """How many figures a cube of this release has, told without reading them."""
    return _size(root(home) / release.id / f"{code}.parquet", _sum(release, f"{code}.parquet"))


@lru_cache(maxsize=1024)
def _size(path: Path, _checksum: str) -> int:
    return int(pq.read_metadata(path).num_rows)


def cubes(home: Path, release: Release) -> Iterator[Cube]:
    for code in release.cubes:
        yield _kept(home, release, code)


def as_json(said: Release | Structure) -> str:
    """As it is written in a release. The same words give the same bytes."""
    plain: dict[str, Any] = asdict(said)
    return json.dumps(plain, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
