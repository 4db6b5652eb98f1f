"""Releases, their tables, and the figures in them."""

import json
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any, Literal

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from ninja import Router

from .. import published, turned
from ..actions import files as open_files
from ..addresses import SPANISH, address, whole
from ..asking import Refused, When, select
from ..formats import BY_SUFFIX, DATA, FORMATS, Format, bulk, catalogue, words
from ..formats.about import PLACE, about
from ..formats.rows import TIME
from ..models import StudyVersion
from ..published import Release, Structure
from ..queries import studies
from . import answers, found, schemas
from .accepting import chosen
from .says import DATA_CONTENT, FILTERS, PROBLEMS, RELEASE_EXAMPLE

router = Router(tags=["tables"])
Language = Literal["es", "en"]
RESERVED = {"lang", "format", "start", "end"}


def root() -> str:
    return f"{settings.PUBLIC_URL}{PLACE}"


def as_json(
    request: HttpRequest, said: Mapping[str, Any], release: Release | None, *, is_fixed: bool = False
) -> HttpResponse:
    data = json.dumps(said, ensure_ascii=False).encode()
    changed = release.moment if release else None
    return answers.reply(request, data, "application/json", changed=changed, is_fixed=is_fixed)


def told(one: Release) -> dict[str, Any]:
    href = f"{root()}/releases/{one.id}"
    return {
        "id": one.id, "period": one.period, "version": one.version, "published_at": one.published_at,
        "method": one.method, "variance": one.variance, "licence": one.licence, "ubigeo": one.ubigeo,
        "why_totals_may_not_add_up": {
            said: words.WHY_NO_SUM[said].format(variance=f"{one.variance:g}") for said in words.LANGUAGES
        },
        "cubes": list(one.cubes), "changes": [dict(said) for said in one.changes],
        "href": href, "zip": f"{href}/ayni-{one.id}.zip",
    }  # fmt: skip


@router.get("/", response={200: schemas.IndexOut, **PROBLEMS}, summary="Where everything begins")
def index(request: HttpRequest) -> Any:
    """The addresses that lead to all others."""
    ways = {name: f"{root()}/{name}" for name in ("releases", "series", "studies")}
    ways |= {"catalogue": f"{root()}/catalogue.ttl", "openapi": f"{root()}/openapi.json"}
    explained = {said: whole(address("programs", said)) for said in words.LANGUAGES}
    return as_json(request, {**ways, "explained": explained}, None)


@router.get("/releases", response={200: schemas.ReleasesOut, **PROBLEMS}, summary="Releases, the newest first")
def releases(request: HttpRequest) -> Any:
    """All that is published, with its period, its version and how it was protected."""
    held = found.all_releases()
    return as_json(request, {"releases": [told(one) for one in held]}, held[0] if held else None)


@router.get("/releases/{release}", response={200: schemas.ReleaseOut, **PROBLEMS}, summary="A release",
            openapi_extra=RELEASE_EXAMPLE)  # fmt: skip
def release(request: HttpRequest, release: str) -> Any:
    """By its id (`2026-10.1`), its period (the newest version of it), or `latest`."""
    held = found.release(release)
    return as_json(request, told(held), held, is_fixed=found.is_fixed(release))


@router.get("/releases/{release}/cubes", response={200: schemas.CubesOut, **PROBLEMS}, summary="Tables of a release")
def cubes(request: HttpRequest, release: str) -> Any:
    held = found.release(release)
    rows = [_brief(held, found.structure(held, code)) for code in held.cubes]
    return as_json(request, {"release": held.id, "cubes": rows}, held, is_fixed=found.is_fixed(release))


def _brief(held: Release, one: Structure) -> dict[str, Any]:
    return {
        "code": one.code, "title": dict(one.title), "measure": dict(one.measure), "unit": one.unit, "level": one.level,
        "theme": one.theme, "is_stock": one.is_stock, "is_sensitive": one.is_sensitive,
        "dimensions": [each.code for each in one.dimensions], "href": f"{root()}/releases/{held.id}/cubes/{one.code}",
    }  # fmt: skip


@router.get("/releases/{release}/cubes/{cube}", response={200: schemas.StructureOut, **PROBLEMS},
            summary="What a table is about", openapi_extra=RELEASE_EXAMPLE)  # fmt: skip
def structure(request: HttpRequest, release: str, cube: str) -> Any:
    """Its variables and their codes, source, method, notes, how to cite it, and in which formats it comes."""
    held = found.release(release)
    one = found.structure(held, cube)
    href = f"{root()}/releases/{held.id}/cubes/{one.code}/data"
    links = [{"href": f"{href}.{form.suffix}", "media_type": form.media_type, "format": form.code}
             for form in FORMATS.values()]  # fmt: skip
    said = {
        **asdict(one), "release": held.id, "level": one.level.value, "notes": [dict(note) for note in one.notes],
        "citation": {each: about(held, one, each).citation for each in words.LANGUAGES}, "ubigeo": held.ubigeo,
        "data": links,
    }  # fmt: skip
    return as_json(request, said, held, is_fixed=found.is_fixed(release))


@router.get("/releases/{release}/cubes/{cube}/data", response=PROBLEMS, summary="Figures",
            openapi_extra={**FILTERS, **DATA_CONTENT})  # fmt: skip
def data(request: HttpRequest, release: str, cube: str) -> Any:
    """Those of the codes that are asked for (`?REF_AREA=15&SEX=F,M`); of a variable that is not named, all. The format
    by `format` or the Accept header: JSON-stat 2.0 if none is said. At most ten thousand figures."""
    form = chosen(DATA, named=request.GET.get("format", ""), accept=request.headers.get("Accept", ""))
    return figures(request, release, cube, form)


@router.get("/releases/{release}/cubes/{cube}/data.{suffix}", response=PROBLEMS, summary="Figures, as a file",
            openapi_extra={**FILTERS, **DATA_CONTENT})  # fmt: skip
def data_file(request: HttpRequest, release: str, cube: str, suffix: str) -> Any:
    """The same, with the format in the address: `data.csv`, `data.xlsx`, `data.sdmx.json`. Structures come here too."""
    form = BY_SUFFIX.get(suffix)
    if form is None:
        raise Refused("not-acceptable", codes=tuple(BY_SUFFIX))
    response = figures(request, release, cube, form)
    if response.status_code == 200:
        name = f"{cube}_{found.release(release).id}.{form.suffix}"
        response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def figures(request: HttpRequest, release: str, code: str, form: Format) -> HttpResponse:
    held, language = found.release(release), answers.language_of(request)
    asked, when = read(request)
    key = (str(found.home()), held.id, held.published_at, code, tuple(sorted(asked.items())), when, form.code, language)
    whole = found.cube(held, code)

    def make() -> bytes:
        return form.write(held, select(whole, asked, when, form.most), language)

    body, etag = answers.kept.get(key, make)
    response = answers.reply(
        request, body, form.media_type, changed=held.moment, is_fixed=found.is_fixed(release), etag=etag
    )
    here = f"{root()}/releases/{held.id}/cubes/{code}"
    response.headers["Link"] = f'<{here}/data.datapackage.json>; rel="describedby", <{here}>; rel="canonical"'
    response.headers["Content-Language"] = language
    return response


def read(request: HttpRequest) -> tuple[dict[str, tuple[str, ...]], When | None]:
    """Codes by their variable, and the periods between `start` and `end`."""
    asked = {
        name: tuple(sorted({code.strip() for said in texts for code in said.split(",") if code.strip()}))
        for name, texts in request.GET.lists()
        if name not in RESERVED
    }
    times = asked.pop(TIME, ())
    start, end = request.GET.get("start", ""), request.GET.get("end", "")
    when = When(start, end, times) if start or end or times else None
    # Nothing after the sign is no code: all of them are asked for.
    return {name: codes for name, codes in asked.items() if codes}, when


@router.get("/releases/{release}/files", response={200: schemas.FilesOut, **PROBLEMS}, summary="Files of a release")
def files(request: HttpRequest, release: str) -> Any:
    """Every table whole, in every format and language; and all of them in one archive, with checksums."""
    held = found.release(release)
    here = f"{root()}/releases/{held.id}"
    rows = [
        {"href": f"{here}/files/{language}/{code}/{bulk.named(code, form)}", "cube": code, "language": language,
         "format": form.code}
        for language, code, form in bulk.listed(held)
    ]  # fmt: skip
    said = {"release": held.id, "zip": f"{here}/ayni-{held.id}.zip", "published": dict(held.checksums), "files": rows}
    return as_json(request, said, held, is_fixed=found.is_fixed(release))


@router.get("/releases/{release}/files/{language}/{cube}/{name}", response=PROBLEMS, summary="A whole table",
            openapi_extra=DATA_CONTENT)  # fmt: skip
def file(request: HttpRequest, release: str, language: str, cube: str, name: str) -> Any:
    """Without the limit of figures: made once, and kept as it is."""
    held = found.release(release)
    form = next((one for one in FORMATS.values() if bulk.named(cube, one) == name), None)
    if form is None or language not in words.LANGUAGES or cube not in held.cubes:
        raise Refused("unknown-file", {"release": held.id})
    there = bulk.find(found.home(), held, cube, form, language)
    is_short = published.size(found.home(), held, cube) <= form.most
    # An archive of an earlier version of Ayni may be without a format of today.
    if there is None and (is_short or bulk.is_whole(found.home(), held)):
        bulk.one_file(found.home(), held, cube, form, language)
        there = bulk.find(found.home(), held, cube, form, language)
    if there is None:
        raise _wanted(held)
    return answers.send(request, there, form.media_type, changed=held.moment, is_fixed=found.is_fixed(release))


def _wanted(held: Release) -> Refused:
    """Nobody waits here for what takes minutes: the worker makes it next."""
    open_files.want(home=found.home(), release=held)
    seconds = bulk.seconds_left(found.home(), held)
    minutes = max(1, round(seconds / 60))
    return Refused("not-made", {"release": held.id, "minutes": str(minutes), "seconds": str(60 * minutes)})


@router.get("/releases/{release}/ayni-{name}.zip", response=PROBLEMS, summary="All of a release in one archive",
            openapi_extra={"responses": {200: {"description": "OK", "content": {"application/zip": {}}}}})  # fmt: skip
def archive(request: HttpRequest, release: str, name: str) -> Any:
    """Every table in every format and language, the catalogue, and `SHA256SUMS`."""
    held = found.release(release)
    if name != held.id:
        raise Refused("unknown-file", {"release": held.id})
    there = bulk.package(found.home(), held)
    if there is None and bulk.is_small(found.home(), held):
        open_files.make_at_once(home=found.home(), release=held)
        there = bulk.package(found.home(), held)
    if there is None:
        raise _wanted(held)
    return answers.send(request, there, "application/zip", changed=held.moment, is_fixed=found.is_fixed(release))


@router.get("/catalogue.{suffix}", response=PROBLEMS, summary="The catalogue as DCAT-AP 3",
            openapi_extra={"responses": {200: {"description": "OK", "content": {
                media.partition(";")[0]: {} for media, _write in catalogue.WAYS.values()}}}})  # fmt: skip
def catalogue_file(request: HttpRequest, suffix: str) -> Any:
    """In Turtle (`ttl`), JSON-LD (`jsonld`) or RDF/XML (`rdf`)."""
    if suffix not in catalogue.WAYS:
        raise Refused("not-acceptable", codes=tuple(f"catalogue.{one}" for one in catalogue.WAYS))
    media, write = catalogue.WAYS[suffix]
    held, using = found.all_releases(), studies.by_table()
    body = write([(one, [found.structure(one, code) for code in one.cubes]) for one in held], _referring(using))
    moments = [one.moment for one in held[:1]] + turned.moments(found.home())
    return answers.reply(request, body, media, changed=max(moments, default=None), is_fixed=False)


def _referring(using: dict[str, list[StudyVersion]]) -> catalogue.Referring:
    """In the address of the library in Spanish: the study has one address in the catalogue."""
    return {
        code: [
            catalogue.Study(whole(address("study", SPANISH, one.study.code)), {"es": one.title_es, "en": one.title_en})
            for one in those
        ]
        for code, those in using.items()
    }
