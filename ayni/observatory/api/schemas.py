"""What answers in JSON look like, for the OpenAPI document and whoever makes a client of it."""

from typing import Literal

from ninja import Schema


class Spoken(Schema):
    es: str
    en: str


class Link(Schema):
    href: str
    media_type: str
    format: str


class IndexOut(Schema):
    releases: str
    series: str
    studies: str
    catalogue: str
    openapi: str
    explained: Spoken
    """The page for people, in each language."""


class ReleaseOut(Schema):
    id: str
    """Period and version, such as `2026-10.1`."""
    period: str
    version: int
    published_at: str
    method: str
    variance: float
    licence: str
    ubigeo: str
    why_totals_may_not_add_up: Spoken
    cubes: list[str]
    changes: list[Spoken]
    href: str
    zip: str


class ReleasesOut(Schema):
    releases: list[ReleaseOut]


class CodeOut(Schema):
    code: str
    label: Spoken
    parent: str


class DimensionOut(Schema):
    code: str
    title: Spoken
    is_place: bool
    codes: list[CodeOut]


class CubeOut(Schema):
    code: str
    title: Spoken
    measure: Spoken
    unit: str
    level: str
    theme: str
    is_stock: bool
    is_sensitive: bool
    dimensions: list[str]
    href: str


class CubesOut(Schema):
    release: str
    cubes: list[CubeOut]


class StructureOut(Schema):
    release: str
    code: str
    title: Spoken
    measure: Spoken
    unit: str
    level: str
    theme: str
    is_stock: bool
    is_sensitive: bool
    dimensions: list[DimensionOut]
    method: Spoken
    source: Spoken
    notes: list[Spoken]
    quality: dict[str, float]
    citation: Spoken
    ubigeo: str
    data: list[Link]


class FileOut(Schema):
    href: str
    cube: str
    language: str
    format: str


class FilesOut(Schema):
    release: str
    zip: str
    published: dict[str, str]
    files: list[FileOut]


class FigureOfOthersOut(Schema):
    whose: Literal["published by others"]
    code: str
    theme: str
    label_es: str
    label_en: str
    value: str
    """As it was published: a number, or what is none, such as a month."""
    comparator: Literal["eq", "approx", "gt", "ge", "lt", "le"]
    as_published: str
    unit: str
    population: str
    date: str
    territory: str
    source: str
    cited_source: str
    precision: str
    note: str
    address: str
    notice: str


class SeriesOut(Schema):
    whose: Literal["published by others"]
    notice: str
    count: int
    series: list[FigureOfOthersOut]


class StudyOut(Schema):
    code: str
    title_es: str
    title_en: str
    authors: str
    """As it is cited; empty: no source says."""
    year: int | None
    kind: Literal["study", "statistics", "survey", "strategy", "practice", "report", "thesis", "note", "cited"]
    """`cited`: known only as another document cites it."""
    themes: list[str]
    summary_es: str
    summary_en: str
    read_at: str
    """Where it was published; empty: nobody confirmed where."""
    licence: str
    language: str
    figures: list[str]
    tables: list[str]
    tables_gone: list[str]
    """Tables that it is linked to and that are not published now."""
    citation: str
    address: str
    published_on: str
    """Day since which it is in the library as it is said here."""


class StudiesOut(Schema):
    count: int
    studies: list[StudyOut]


class ProblemOut(Schema):
    type: str
    title: str
    status: int
    detail: str
    codes: list[str]
