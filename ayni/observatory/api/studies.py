"""The library of studies, for programs: each with the figures and tables that it uses."""

import json
from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from ninja import Router

from .. import library, series
from ..addresses import address, whole
from ..asking import Refused
from ..models import Linked, StudyVersion
from ..queries import studies as queries
from ..queries.studies import Asked
from . import answers, found, schemas
from .figures_of_others import MEDIA, as_csv
from .says import LANGUAGE, PROBLEMS

router = Router(tags=["studies"])
TEXTS = (
    "code", "title_es", "title_en", "authors", "year", "kind", "themes", "summary_es", "summary_en", "read_at",
    "licence", "language", "figures", "tables", "tables_gone", "citation", "address", "published_on",
)  # fmt: skip
LISTS = {"themes", "figures", "tables", "tables_gone"}
_CONTENT: dict[str, Any] = {
    "parameters": [LANGUAGE],
    "responses": {200: {"description": "Studies, with what they use", "content": {
        "text/csv": {}, "application/json": {}}}},
}  # fmt: skip
_LANGUAGE: dict[str, Any] = {"parameters": [LANGUAGE]}


def told(one: StudyVersion, held: frozenset[str], language: str) -> dict[str, Any]:
    """By the names of the columns. `held`: codes of the tables that may be read now."""
    tables = one.linked(Linked.TABLE)
    return {
        "code": one.study.code, "title_es": one.title_es, "title_en": one.title_en, "authors": one.authors,
        "year": one.year, "kind": one.kind.lower(), "themes": [each.lower() for each in one.themes],
        "summary_es": one.summary_es, "summary_en": one.summary_en, "read_at": one.address, "licence": one.licence,
        "language": one.language, "figures": one.linked(Linked.FIGURE),
        "tables": [each for each in tables if each in held],
        "tables_gone": [each for each in tables if each not in held],
        "citation": library.citation(one, language), "address": whole(address("study", language, one.study.code)),
        "published_on": one.read_at.date().isoformat() if one.read_at else "",
    }  # fmt: skip


def _answer(request: HttpRequest, rows: Sequence[StudyVersion], suffix: str, *, is_one: bool = False) -> HttpResponse:
    if suffix not in MEDIA:
        raise Refused("not-acceptable", codes=tuple(MEDIA))
    language, held = answers.language_of(request), _held()
    said = [told(one, held, language) for one in rows]
    body = as_csv([_flat(one) for one in said], TEXTS) if suffix == "csv" else _as_json(said, is_one=is_one)
    response = answers.reply(request, body, MEDIA[suffix], changed=None, is_fixed=False)
    response.headers["Content-Language"] = language
    return response


def _held() -> frozenset[str]:
    from_all = library.tables_held(settings.AYNI_HOME, found.all_releases())
    return frozenset(from_all)


def _flat(one: dict[str, Any]) -> dict[str, str]:
    """Several codes of a cell are separated by spaces."""
    return {name: " ".join(text) if name in LISTS else str("" if text is None else text) for name, text in one.items()}


def _as_json(said: list[dict[str, Any]], *, is_one: bool) -> bytes:
    return json.dumps(said[0] if is_one else {"count": len(said), "studies": said}, ensure_ascii=False).encode()


def _asked(theme: str, year: str, q: str) -> Asked:
    if theme and series.theme(theme) is None:
        raise Refused("wrong-parameter", {"parameter": "theme"}, tuple(one.slug for one in series.themes()))
    if year and not (year.isascii() and year.isdigit() and len(year) == 4):
        raise Refused("wrong-parameter", {"parameter": "year"}, tuple(str(one) for one in queries.years()))
    return Asked(theme.upper(), int(year) if year else None, q)


def _study(code: str) -> StudyVersion:
    one = queries.study(code)
    if one is None:
        raise Refused("unknown-study", {"code": code[:40]})
    return one


@router.get("/studies", response={200: schemas.StudiesOut, **PROBLEMS}, summary="Studies, statistics and sources",
            openapi_extra=_LANGUAGE)  # fmt: skip
def studies(request: HttpRequest, theme: str = "", year: str = "", q: str = "") -> Any:
    """Narrowed by `theme`, `year` and words (`q`). `figures` are codes of figures of others, `tables` of cubes."""
    return _answer(request, queries.found(_asked(theme, year, q)), "json")


@router.get("/studies.{suffix}", response=PROBLEMS, summary="Studies, as a file", openapi_extra=_CONTENT)
def studies_file(request: HttpRequest, suffix: str, theme: str = "", year: str = "", q: str = "") -> Any:
    """The same as `studies.csv` or `studies.json`."""
    return _answer(request, queries.found(_asked(theme, year, q)), suffix)


@router.get("/studies/{code}.{suffix}", response=PROBLEMS, summary="A study, as a file", openapi_extra=_CONTENT)
def one_study_file(request: HttpRequest, code: str, suffix: str) -> Any:
    return _answer(request, [_study(code)], suffix, is_one=True)


@router.get("/studies/{code}", response={200: schemas.StudyOut, **PROBLEMS}, summary="A study",
            openapi_extra=_LANGUAGE)  # fmt: skip
def one_study(request: HttpRequest, code: str) -> Any:
    """By its code, such as `OIM-PE-2022-2026`."""
    return _answer(request, [_study(code)], "json", is_one=True)
