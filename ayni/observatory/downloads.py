"""Where a table can be had as a file: the addresses of the formats, as far as this installation serves them."""

from dataclasses import dataclass

from django.urls import Resolver404, resolve

from .published import Release

API = "/api/observatory/"
SUFFIXES = (
    ("csv", "CSV"), ("xlsx", "XLSX"), ("json", "JSON-stat"), ("parquet", "Parquet"), ("xml", "SDMX-ML"),
)  # fmt: skip


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


def start() -> str:
    return API if _there(API) else ""


def of(release: Release, code: str) -> list[Download]:
    """The files of one table of a release. None that is not there."""
    every = [Download(label, f"{API}releases/{release.id}/cubes/{code}.{suffix}") for suffix, label in SUFFIXES]
    return [one for one in every if _there(one.address)]


def whole(release: Release) -> str:
    """All of a release in one file, with checksums; empty if it is not served."""
    address = f"{API}releases/{release.id}.zip"
    return address if _there(address) else ""
