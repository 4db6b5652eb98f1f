"""SDMX-CSV 2.0: codes alone. What holds for the whole data set is said once, in its first row."""

import csv
import io

from ..published import Cube, Release
from . import sdmx
from .about import about
from .rows import OF_A_FIGURE, TIME, VALUE, rows


def write(release: Release, cube: Cube, language: str) -> bytes:
    said, out = about(release, cube.structure, language).named(), io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    codes = [one.code for one in cube.structure.dimensions]
    writer.writerow(["STRUCTURE", "STRUCTURE_ID", "ACTION", *codes, TIME, VALUE, *OF_A_FIGURE, *said])
    flow = ("dataflow", f"{sdmx.AGENCY}:{cube.structure.code}({sdmx.version(release)})", "I")
    once = list(said.values())
    for row in rows(cube):
        writer.writerow([*flow, *row.key, row.period, row.written, row.status, row.confidential, row.rule, *once])
        once = [""] * len(said)
    return out.getvalue().encode()
