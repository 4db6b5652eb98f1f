"""What somebody sees who asks for a figure by an address: the numbers of a page, and the figures of a file."""

import csv
import io
import json
import re
import zipfile
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
from pypdf import PdfReader

from .channels import numbers, shown

OBSERVED = re.compile(rb'OBS_VALUE="(\d+)"|ObsValue[^>]*value="(\d+)"')
FIGURES = "OBS_VALUE"
"""What the column of figures is called, from file to file."""


def page(content: bytes) -> list[int]:
    return shown(content.decode())


def pdf(content: bytes) -> list[int]:
    """Run by run of text: cells that stand beside each other are no number of thousands."""
    runs: list[str] = []
    for each in PdfReader(io.BytesIO(content)).pages:
        each.extract_text(visitor_text=lambda text, *_where: runs.append(text))
    return [number for text in runs for number in numbers(text)]


def table(content: bytes) -> list[int]:
    rows = csv.DictReader(io.StringIO(content.decode("utf-8-sig")))
    return [int(row[FIGURES]) for row in rows if (row[FIGURES] or "").isdigit()]


def workbook(content: bytes) -> list[int]:
    """Of the sheet of the table, all that is a number and no text: codes are texts."""
    *_before, sheet = openpyxl.load_workbook(io.BytesIO(content), read_only=True).worksheets
    return [int(one) for row in sheet.iter_rows(values_only=True) for one in row if isinstance(one, int | float)]


def parquet(content: bytes) -> list[int]:
    return [one for one in pq.read_table(pa.BufferReader(content))[FIGURES].to_pylist() if one is not None]


def stat(content: bytes) -> list[int]:
    told = json.loads(content)["value"]
    return [one for one in (told.values() if isinstance(told, dict) else told) if one is not None]


def markup(content: bytes) -> list[int]:
    return [int(one or other) for one, other in OBSERVED.findall(content)]


def exchange(content: bytes) -> list[int]:
    return [one for held in json.loads(content)["data"]["dataSets"] for one in _observed(held)]


def _observed(held: Mapping[str, Any]) -> Iterator[int]:
    for name, inside in held.items():
        if name == "observations":
            yield from (int(one[0]) for one in inside.values() if one[0] is not None)
        elif isinstance(inside, dict):
            yield from _observed(inside)


def archive(content: bytes) -> dict[str, list[int]]:
    """The tables of a release in one file, by name."""
    with zipfile.ZipFile(io.BytesIO(content)) as held:
        return {name: table(held.read(name)) for name in held.namelist() if _is_plain(name)}


def _is_plain(name: str) -> bool:
    return name.endswith(".csv") and not name.endswith((".hxl.csv", ".sdmx.csv"))


FILES: Mapping[str, Callable[[bytes], list[int]]] = {
    "json": stat, "csv": table, "hxl.csv": table, "xlsx": workbook, "parquet": parquet, "sdmx.csv": table,
    "sdmx.xml": markup, "sdmx.json": exchange, "sdmx-2.0.json": exchange,
}  # fmt: skip
"""By the ending of a file: how its figures are read."""
