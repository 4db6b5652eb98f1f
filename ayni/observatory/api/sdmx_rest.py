"""SDMX REST 2: what clients of statistics ask of every office, asked of this one."""

import re
from datetime import UTC, datetime
from typing import Any

from django.http import HttpRequest
from django.utils.timezone import make_aware
from ninja import Router

from .. import published
from ..asking import Refused, When, check, joined, narrowed, select
from ..formats import FORMATS, MOST, Format, sdmx, sdmx_structure_json, sdmx_structure_ml
from ..formats.rows import TIME
from ..published import Cube, Release
from . import answers, found
from .accepting import chosen
from .says import DATA_CONTENT, PROBLEMS

router = Router(tags=["sdmx"])
DATA = tuple(FORMATS[code] for code in ("sdmx-ml", "sdmx-json", "sdmx-json-2.0", "sdmx-csv"))
STRUCTURES = tuple(FORMATS[code] for code in ("sdmx-structure-ml", "sdmx-structure-json", "sdmx-structure-json-2.0"))
"""The first is the one for whoever does not say, as the standard asks."""
KINDS = ("datastructure", "dataflow", "codelist", "conceptscheme", "agencyscheme")
WHEN: dict[str, Any] = {
    "parameters": [
        {"name": name, "in": "query", "required": False, "description": said, "example": "2026-10-01T00:00:00-05:00",
         "schema": {"type": "string"}}
        for name, said in (
            ("updatedAfter", "Only of releases that were published after this moment"),
            ("asOf", "As it was published at this moment; what was withdrawn since does not come back"),
        )
    ]
}  # fmt: skip
DATA_SAID: dict[str, Any] = {**DATA_CONTENT, **WHEN}
ALL, NEWEST = "*", {"~", "+", "latest"}
FILTER = re.compile(r"c\[([A-Za-z][A-Za-z0-9_]*)\]")
PERIOD = re.compile(r"\d{4}(-(0[1-9]|1[0-2]))?")
TIMES = ("eq", "ge", "le", "gt", "lt")
SHOWN: dict[str, Any] = {"responses": {200: {"description": "OK", "content": {
    one.media_type.partition(";")[0]: {} for one in STRUCTURES}}}}  # fmt: skip


def form_of(request: HttpRequest, forms: tuple[Format, ...]) -> Format:
    """Of a browser's list of what it takes, XML is what it means."""
    accept = request.headers.get("Accept", "")
    if "application/xml" in accept and "sdmx" not in accept:
        return forms[0]
    return chosen(forms, named=request.GET.get("format", ""), accept=accept)


def _releases(version: str, at: datetime | None = None) -> list[Release]:
    """Of which releases: the newest, all, or the one of this version; as they were published at a moment."""
    held = published.releases(found.home(), at or found.at())
    if version in NEWEST:
        held = held[:1]
    elif version != ALL:
        held = [one for one in held if one.id == sdmx.release_id(version)]
    if not held:
        raise Refused("unknown-release", {"release": version[:40]})
    return held


def of_moment(request: HttpRequest, version: str) -> list[Release]:
    """The releases of `asOf`, as far as they came after `updatedAfter`. What is under embargo is in neither."""
    at, after = (_moment(request, name) for name in ("asOf", "updatedAfter"))
    held = _releases(version, min(at, found.at()) if at else None)
    newer = [one for one in held if after is None or one.moment > after]
    if not newer:
        raise Refused("nothing-newer", {"release": held[0].id})
    return newer


def _moment(request: HttpRequest, name: str) -> datetime | None:
    """In the time zone that it names, or else that of Lima."""
    said = request.GET.get(name)
    if said is None:
        return None
    try:
        # A plus in an address is a space to some programs.
        moment = datetime.fromisoformat(said.replace(" ", "+") if "T" in said else said)
        return (moment if moment.tzinfo else make_aware(moment)).astimezone(UTC)
    except (ValueError, OverflowError):
        raise Refused("wrong-parameter", {"parameter": name}, ("2026-10-01T00:00:00-05:00", "2026-10-01")) from None


def is_known(context: str, agency: str, code: str) -> None:
    """Raises Refused of what no table of ours is called."""
    if context not in {"dataflow", "datastructure", ALL} or agency not in {sdmx.AGENCY, ALL} or code == ALL:
        raise Refused("unknown-artefact")


# --- structures -------------------------------------------------------------------------------------------------------


@router.get("/structure/{kind}/{agency}/{code}/{version}", response=PROBLEMS, openapi_extra=SHOWN,
            summary="Structures: code lists, concepts, data structures, flows")  # fmt: skip
def structures(request: HttpRequest, kind: str, agency: str, code: str, version: str) -> Any:
    """`references=all`, `children` or `descendants` brings what a structure is made of."""
    form = form_of(request, STRUCTURES)
    kinds = _kinds(request, kind)
    if agency not in {ALL, sdmx.AGENCY, "SDMX"}:
        raise Refused("unknown-artefact")
    newest = _releases("~" if version in {ALL, sdmx.STABLE, "1.0"} else version)[0]
    held = [sdmx.Described(newest, found.structure(newest, one)) for one in newest.cubes]
    named = [one for one in held if code == ALL or code in _names(one, kind)]
    if not named:
        raise Refused("unknown-artefact")
    body = _written(form, named, kinds, code if code != ALL else "ALL", answers.language_of(request))
    is_fixed = version == sdmx.version(newest)
    return answers.reply(request, body, form.media_type, changed=newest.moment, is_fixed=is_fixed)


@router.get("/structure/{kind}/{agency}/{code}", response=PROBLEMS, openapi_extra=SHOWN, summary="... the newest")
def structures_newest(request: HttpRequest, kind: str, agency: str, code: str) -> Any:
    return structures(request, kind, agency, code, "~")


@router.get("/structure/{kind}/{agency}", response=PROBLEMS, openapi_extra=SHOWN, summary="... of an agency")
def structures_of(request: HttpRequest, kind: str, agency: str) -> Any:
    return structures(request, kind, agency, ALL, "~")


@router.get("/structure/{kind}", response=PROBLEMS, openapi_extra=SHOWN, summary="... all of a kind")
def structures_all(request: HttpRequest, kind: str) -> Any:
    return structures(request, kind, ALL, ALL, "~")


def _kinds(request: HttpRequest, kind: str) -> tuple[str, ...]:
    if kind not in {ALL, *KINDS}:
        raise Refused("wrong-parameter", {"parameter": kind[:40]}, (*KINDS, ALL))
    references = request.GET.get("references", "none")
    there = ("none", "all", "children", "descendants", "parents", "parentsandsiblings", *KINDS)
    if references not in there:
        raise Refused("wrong-parameter", {"parameter": "references"}, there)
    if kind == ALL or references in {"all", "children", "descendants", "parents", "parentsandsiblings"}:
        return KINDS
    return (kind,) if references == "none" else (kind, references)


def _names(one: sdmx.Described, kind: str) -> set[str]:
    return {
        "codelist": {scheme.id for scheme in one.codelists}, "conceptscheme": {one.concepts.id},
        "agencyscheme": {"AGENCIES"},
    }.get(kind, {one.structure.code})  # fmt: skip


def _written(form: Format, held: list[sdmx.Described], kinds: tuple[str, ...], code: str, language: str) -> bytes:
    if form.code == "sdmx-structure-ml":
        return sdmx_structure_ml.written(held, kinds, code)
    version = "2.0" if form.code.endswith("2.0") else "2.1"
    return sdmx_structure_json.written(held, kinds, code, language, version)


# --- data -------------------------------------------------------------------------------------------------------------


@router.get("/data/{context}/{agency}/{code}/{version}/{key}", response=PROBLEMS, openapi_extra=DATA_SAID,
            summary="Data by key", url_name="sdmx_data")  # fmt: skip
def data(request: HttpRequest, context: str, agency: str, code: str, version: str, key: str) -> Any:
    """A key is a code for each dimension, parted by points: `15.F.*`. Version `~` is the newest release, `*` all of
    them as series. `c[SEX]=F,M`, `c[TIME_PERIOD]=ge:2026-01+le:2026-06`, `firstNObservations`, `lastNObservations`."""
    is_known(context, agency, code)
    form, language, held = form_of(request, DATA), answers.language_of(request), of_moment(request, version)
    asked = tuple(sorted((name, tuple(texts)) for name, texts in request.GET.lists() if name not in {"format", "lang"}))
    keep = (str(found.home()), tuple((one.id, one.published_at) for one in held), code, key, asked, form.code, language)

    def make() -> bytes:
        return form.write(held[0], _figures(request, held, code, key), language)

    body, etag = answers.kept.get(keep, make)
    is_fixed = version == sdmx.version(held[0])
    changed: datetime = held[0].moment
    response = answers.reply(request, body, form.media_type, changed=changed, is_fixed=is_fixed, etag=etag)
    response.headers["Content-Language"] = language
    return response


@router.get("/data/{context}/{agency}/{code}/{version}", response=PROBLEMS, openapi_extra=DATA_SAID,
            summary="Data of a release", url_name="sdmx_data_of_version")  # fmt: skip
def data_of_version(request: HttpRequest, context: str, agency: str, code: str, version: str) -> Any:
    return data(request, context, agency, code, version, ALL)


@router.get("/data/{context}/{agency}/{code}", response=PROBLEMS, openapi_extra=DATA_SAID,
            summary="Data of the newest release", url_name="sdmx_data_newest")  # fmt: skip
def data_newest(request: HttpRequest, context: str, agency: str, code: str) -> Any:
    return data(request, context, agency, code, "~", ALL)


def selected(request: HttpRequest, held: list[Release], code: str, key: str, most: int | None = None) -> Cube:
    """What the key and the filters ask for; no more figures than this, or however many they are."""
    there = [one for one in held if code in one.cubes]
    if not there:
        raise Refused("unknown-cube", {"release": held[0].id, "cube": code[:60]})
    cube = found.cube(there[0], code) if len(there) == 1 else joined([found.cube(one, code) for one in there])
    asked, when = _filters(request, cube)
    for name, codes in _of_key(cube, key).items():
        asked[name] = tuple(one for one in codes if one in asked[name]) if name in asked else codes
    return select(cube, asked, when, most=len(cube.rows) if most is None else most)


def _figures(request: HttpRequest, held: list[Release], code: str, key: str) -> Cube:
    """No more of them than may be written while somebody waits."""
    first, last = (_count(request, name) for name in ("firstNObservations", "lastNObservations"))
    if first is None and last is None:
        return selected(request, held, code, key, MOST)
    return select(narrowed(selected(request, held, code, key), first, last), {})


def _of_key(cube: Cube, key: str) -> dict[str, tuple[str, ...]]:
    """By dimension the codes of a key. Nothing, or a star, is all."""
    dimensions = cube.structure.dimensions
    if key in {"", ALL, "all"}:
        return {}
    parts = key.split(".")
    if len(parts) != len(dimensions):
        names = tuple(one.code for one in dimensions)
        raise Refused("wrong-key", {"key": key[:80], "count": str(len(names))}, names)
    said = {one.code: tuple(part.split("+")) for one, part in zip(dimensions, parts, strict=True)
            if part not in {"", ALL}}  # fmt: skip
    for name, codes in said.items():
        check(cube.structure, name, codes)
    return said


def _filters(request: HttpRequest, cube: Cube) -> tuple[dict[str, tuple[str, ...]], When | None]:
    asked: dict[str, tuple[str, ...]] = {}
    when: When | None = None
    for name, text in request.GET.items():
        if (match := FILTER.fullmatch(name)) is None:
            continue
        if match[1] == TIME:
            when = _when(str(text))
        else:
            asked[match[1]] = tuple(one.removeprefix("eq:") for one in str(text).split(",") if one)
    return asked, when


def _when(text: str) -> When:
    """`2026-10`, `2026-09,2026-10`, `ge:2026-01+le:2026-06`. A plus in an address is a space to some programs."""
    said: dict[str, str] = {}
    some: list[str] = []
    for part in re.split(r"[+ ]", text):
        operator, colon, value = part.partition(":")
        values = (value if colon else operator).split(",")
        if (colon and operator not in TIMES) or not all(PERIOD.fullmatch(one) for one in values):
            raise Refused("wrong-filter", {"filter": part[:40]}, tuple(f"{one}:2026-10" for one in TIMES))
        if not colon or operator == "eq":
            some += values
        else:
            said[operator] = values[0]
    start = _next(said["gt"]) if "gt" in said else said.get("ge", "")
    return When(start, _before(said["lt"]) if "lt" in said else said.get("le", ""), tuple(some))


def _next(period: str) -> str:
    return _moved(period, 1)


def _before(period: str) -> str:
    return _moved(period, -1)


def _moved(period: str, by: int) -> str:
    if len(period) == 4:
        return str(int(period) + by)
    year, month = divmod(int(period[:4]) * 12 + int(period[5:]) - 1 + by, 12)
    return f"{year}-{month + 1:02}"


def _count(request: HttpRequest, name: str) -> int | None:
    said = request.GET.get(name)
    if said is None:
        return None
    if not said.isdigit() or not 0 < int(said) < 10_000:
        raise Refused("wrong-parameter", {"parameter": name}, ("1", "12"))
    return int(said)
