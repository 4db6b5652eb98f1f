"""Where a table can be had as a file: the addresses of the formats, as far as this installation serves them."""

from dataclasses import dataclass
from functools import cache

from django.urls import Resolver404, resolve

from .published import Release

API = "/api/observatory/"
NAMES = (
    ("{code}.csv", "CSV"), ("datapackage.json", "Data Package"), ("{code}.hxl.csv", "CSV + HXL"),
    ("{code}.xlsx", "XLSX"), ("{code}.json", "JSON-stat"), ("{code}.parquet", "Parquet"),
    ("{code}.sdmx.csv", "SDMX-CSV"), ("{code}.sdmx.xml", "SDMX-ML"), ("{code}.sdmx.json", "SDMX-JSON"),
)  # fmt: skip
"""Files of a table, as the open API calls them. Nothing is imported of it: a page stands without it, too."""


@dataclass(frozen=True)
class Download:
    label: str
    address: str


def _there(address: str) -> bool:
    try:
        resolve(address)
    except Resolver404:
        return False
    return True


@cache
def _is_served(name: str) -> bool:
    """Asked once for each format, of some table: looking an address up takes as long as making a small page."""
    return _there(f"{API}releases/2026-01.1/files/es/TABLE/{name.format(code='TABLE')}")


def start() -> str:
    return API if _there(API) else ""


def of(release: Release, code: str, language: str) -> list[Download]:
    """The files of one table of a release. None that is not there."""
    folder = f"{API}releases/{release.id}/files/{language}/{code}/"
    return [Download(label, folder + name.format(code=code)) for name, label in NAMES if _is_served(name)]


def whole(release: Release) -> str:
    """All of a release in one file, with checksums; empty if it is not served."""
    address = f"{API}releases/{release.id}/ayni-{release.id}.zip"
    return address if _there(address) else ""
