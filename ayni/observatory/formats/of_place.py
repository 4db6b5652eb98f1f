"""All current figures of a place in one CSV, at an address that stays: of each table the newest release that has it."""

import csv
import io
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from .. import published
from ..bulletin import COUNTRY
from ..published import TOTAL, Cube, Release
from . import words
from .plain import harmless
from .rows import rows

COLUMNS = (
    "TABLE", "TABLE_LABEL", "REF_AREA", "REF_AREA_LABEL", "FILTER", "FILTER_LABEL", "TIME_PERIOD", "OBS_VALUE",
    "OBS_STATUS", "CONF_STATUS", "WITHHELD", "WITHHELD_LABEL", "UNIT_MEASURE", "RELEASE", "UBIGEO", "LICENCE",
)  # fmt: skip
"""`FILTER` is what asks the API for the same figure: `SEX=F&AGE=_T`."""


def write(home: Path, releases: Sequence[Release], code: str, language: str) -> bytes:
    """`releases`: all that may be read, the newest first. A place that no table names gives a header and nothing more,
    whether somebody lives there or not."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for table, release in sorted(newest(releases).items()):
        cube = published.cube(home, release, table)
        if cube is not None and (own := of_place(cube, code)):
            writer.writerows(_lines(release, own, language))
    return out.getvalue().encode()


def newest(releases: Sequence[Release]) -> dict[str, Release]:
    """By table."""
    found: dict[str, Release] = {}
    for release in releases:
        for code in release.cubes:
            found.setdefault(code, release)
    return found


def of_place(cube: Cube, code: str) -> Cube | None:
    """Its rows of this place. None: it names no such place."""
    place, wanted = cube.structure.place, TOTAL if code == COUNTRY else code
    if place is None:
        return cube if code == COUNTRY else None
    if wanted not in {one.code for one in place.codes}:
        return None
    column = cube.rows[place.code].cast(pa.string())
    return replace(cube, rows=cube.rows.filter(pc.equal(column, wanted)))


def _lines(release: Release, cube: Cube, language: str) -> list[list[str]]:
    """Raises NotProtected, as every format does."""
    said, place = cube.structure, cube.structure.place
    labels = [{one.code: one.label[language] for one in each.codes} for each in said.dimensions]
    others = [n for n, one in enumerate(said.dimensions) if not one.is_place]
    at = next((n for n, one in enumerate(said.dimensions) if one.is_place), -1)
    found = []
    for row in rows(cube):
        codes = "&".join(f"{said.dimensions[n].code}={row.key[n]}" for n in others)
        told = "; ".join(f"{said.dimensions[n].title[language]}: {labels[n][row.key[n]]}" for n in others)
        why = words.WITHHELD[row.rule][language] if row.rule else ""
        area = (row.key[at], labels[at][row.key[at]]) if place else (TOTAL, words.COUNTRY[language])
        found.append([
            said.code, harmless(said.title[language]), area[0], harmless(area[1]), codes, harmless(told), row.period,
            row.written, row.status, row.confidential, row.rule, why, said.unit, release.id, release.ubigeo,
            release.licence,
        ])  # fmt: skip
    return found
