"""What others published, for programs: each figure with its source, and marked as none of the register's."""

import csv
import io
import json
from collections.abc import Sequence, Set
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Router

from .. import series as held
from ..addresses import address, whole
from ..asking import Refused
from ..formats import words
from ..formats.plain import harmless
from ..series import Figure
from . import answers, schemas
from .says import LANGUAGE, PROBLEMS

router = Router(tags=["published by others"])
MEDIA = {"csv": "text/csv; charset=utf-8", "json": "application/json"}
SAYS = {"=": "eq", "~": "approx", ">": "gt", ">=": "ge", "<": "lt", "<=": "le"}
"""A sign at the beginning of a cell is a formula to spreadsheets."""
WHOSE = "published by others"
COLUMNS = (
    "whose", "code", "theme", "label_es", "label_en", "value", "comparator", "as_published", "unit", "population",
    "date", "territory", "source", "cited_source", "precision", "note", "address", "notice",
)  # fmt: skip
_CONTENT: dict[str, Any] = {
    "parameters": [LANGUAGE],
    "responses": {200: {"description": "Figures of others, with their sources", "content": {
        "text/csv": {}, "application/json": {}}}},
}  # fmt: skip
_LANGUAGE: dict[str, Any] = {"parameters": [LANGUAGE]}


def told(one: Figure, language: str) -> dict[str, str]:
    """By the names of the columns. `value` is as it was published, without its sign; `as_published` has both."""
    return {
        "whose": WHOSE, "code": one.code, "theme": one.theme.lower(), "label_es": one.label_es,
        "label_en": one.label_en, "value": one.value, "comparator": SAYS[one.comparator],
        "as_published": one.shown(language), "unit": held.said(one.unit, language),
        "population": held.said(one.population, language), "date": one.date,
        "territory": held.said(one.territory, language), "source": held.said(one.source, language),
        "cited_source": one.cited_source, "precision": held.said(one.precision, language),
        "note": held.said(one.notes, language), "address": whole(address("figure", language, one.code)),
        "notice": words.OF_OTHERS[language],
    }  # fmt: skip


def _answer(request: HttpRequest, figures: Sequence[Figure], suffix: str, *, is_one: bool = False) -> HttpResponse:
    if suffix not in MEDIA:
        raise Refused("not-acceptable", codes=tuple(MEDIA))
    language = answers.language_of(request)
    rows = [told(one, language) for one in figures]
    body = as_csv(rows, COLUMNS) if suffix == "csv" else _as_json(rows[0] if is_one else _listed(rows, language))
    response = answers.reply(request, body, MEDIA[suffix], changed=None, is_fixed=False)
    response.headers["Content-Language"] = language
    return response


def _listed(rows: list[dict[str, str]], language: str) -> dict[str, Any]:
    return {"whose": WHOSE, "notice": words.OF_OTHERS[language], "count": len(rows), "series": rows}


def _as_json(said: dict[str, Any]) -> bytes:
    return json.dumps(said, ensure_ascii=False).encode()


def as_csv(rows: list[dict[str, str]], columns: Sequence[str], numbers: Set[str] = frozenset({"value"})) -> bytes:
    """With the names of the columns in capitals. Numbers stand as they are, and no text as a formula."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([name.upper() for name in columns])
    writer.writerows([row[name] if name in numbers else harmless(row[name]) for name in columns] for row in rows)
    return out.getvalue().encode()


def _of_theme(slug: str) -> Sequence[Figure]:
    if not slug:
        return held.all_figures()
    theme = held.theme(slug)
    if theme is None:
        raise Refused("wrong-parameter", {"parameter": "theme"}, tuple(one.slug for one in held.themes()))
    return held.of_theme(theme.code)


def _figure(code: str) -> Figure:
    found = held.by_code().get(code)
    if found is None:
        raise Refused("unknown-series", {"code": code[:40]})
    return found


@router.get("/series", response={200: schemas.SeriesOut, **PROBLEMS}, summary="Figures that others published",
            openapi_extra=_LANGUAGE)  # fmt: skip
def series(request: HttpRequest, theme: str = "") -> Any:
    """Each with its source, its date and its notes. None is of the unit's register. `theme` narrows them."""
    return _answer(request, _of_theme(theme), "json")


@router.get("/series.{suffix}", response=PROBLEMS, summary="Figures that others published, as a file",
            openapi_extra=_CONTENT)  # fmt: skip
def series_file(request: HttpRequest, suffix: str, theme: str = "") -> Any:
    """The same as `series.csv` or `series.json`."""
    return _answer(request, _of_theme(theme), suffix)


@router.get("/series/{code}.{suffix}", response=PROBLEMS, summary="A figure of others, as a file",
            openapi_extra=_CONTENT)  # fmt: skip
def one_series_file(request: HttpRequest, code: str, suffix: str) -> Any:
    return _answer(request, [_figure(code)], suffix, is_one=True)


@router.get("/series/{code}", response={200: schemas.FigureOfOthersOut, **PROBLEMS}, summary="A figure of others",
            openapi_extra=_LANGUAGE)  # fmt: skip
def one_series(request: HttpRequest, code: str) -> Any:
    """By its code, such as `FIG-116`."""
    return _answer(request, [_figure(code)], "json", is_one=True)
