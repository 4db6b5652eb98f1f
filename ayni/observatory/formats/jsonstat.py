"""JSON-stat 2.0: one data set, its figures by their place in the cube. https://json-stat.org/full/"""

import json
from math import prod
from typing import Any

from ..published import Cube, Dimension, Release
from . import words
from .about import NAMES, about
from .rows import TIME, periods, rows


def write(release: Release, cube: Cube, language: str) -> bytes:
    said, structure = about(release, cube.structure, language), cube.structure
    held = [_held(cube, one) for one in structure.dimensions]
    times = periods(cube)
    values, status = _figures(cube, [*held, times])
    data: dict[str, Any] = {
        "version": "2.0", "class": "dataset", "href": said.address, "label": said.title, "source": said.source,
        "updated": said.published_at,
        "id": [*(one.code for one in structure.dimensions), TIME],
        "size": [*map(len, held), len(times)],
        "role": {"time": [TIME], **({"geo": [structure.place.code]} if structure.place else {})},
        "dimension": {
            **{one.code: _dimension(one, codes, language)
               for one, codes in zip(structure.dimensions, held, strict=True)},
            TIME: {"label": words.says("time", language), "category": {"index": times}},
        },
        "value": values, "status": status, "note": list(said.notes),
        "link": {"license": [{"type": "text/html", "href": said.licence_address}]} if said.licence_address else {},
        "extension": {
            "measure": said.measure, "language": language, "period": said.period,
            **{NAMES[name]: text for name, text in said.named().items() if name != "COMMENT"},
            "status": {code: told[language] for code, told in words.STATUS.items()},
            "withheld": {code: told[language] for code, told in words.WITHHELD.items()},
        },
    }  # fmt: skip
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode()


def _held(cube: Cube, dimension: Dimension) -> list[str]:
    """The codes that these figures have, in the order of reading."""
    there = set(cube.rows[dimension.code].unique().to_pylist())
    return [one.code for one in dimension.codes if one.code in there]


def _figures(cube: Cube, axes: list[list[str]]) -> tuple[dict[str, int], dict[str, str]]:
    """By place: the figure, or why there is none. What was not published has no place in either."""
    steps = [prod(map(len, axes[n + 1 :])) for n in range(len(axes))]
    at = [{code: n * step for n, code in enumerate(codes)} for codes, step in zip(axes, steps, strict=True)]
    values: dict[str, int] = {}
    status: dict[str, str] = {}
    for row in rows(cube):
        place = str(sum(axis[code] for axis, code in zip(at, (*row.key, row.period), strict=True)))
        if row.value is None:
            status[place] = f"{row.status}:{row.rule}"
        else:
            values[place] = row.value
    return values, status


def _dimension(one: Dimension, codes: list[str], language: str) -> dict[str, Any]:
    told: dict[str, list[str]] = {}
    for code in one.codes:
        if code.parent in codes and code.code in codes:
            told.setdefault(code.parent, []).append(code.code)
    labels = {code.code: code.label[language] for code in one.codes if code.code in set(codes)}
    return {
        "label": one.title[language],
        "category": {"index": codes, "label": labels, **({"child": told} if told else {})},
    }
