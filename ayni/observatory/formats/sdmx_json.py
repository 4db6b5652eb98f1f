"""Data as SDMX-JSON 2.1 (and 2.0): flat, a figure under the places of its codes. No library writes it; the official
schema checks it (docs/decisions/0054)."""

import json
from collections.abc import Mapping
from typing import Any

from ..published import Code, Cube, Release, Words
from . import sdmx, words
from .about import NAMES, about
from .rows import OF_A_FIGURE, TIME, VALUE, periods, rows

SCHEMA = "https://json.sdmx.org/{version}/sdmx-json-{kind}-schema.json"
SPOKEN = ("SOURCE", "METHOD", "CITATION", "COMMENT")
"""Of what is said of the whole data set: what is said in words, in both languages."""
Json = dict[str, Any]


def write(release: Release, cube: Cube, language: str) -> bytes:
    return written(release, cube, language, "2.1")


def write_2_0(release: Release, cube: Cube, language: str) -> bytes:
    return written(release, cube, language, "2.0")


def written(release: Release, cube: Cube, language: str, version: str) -> bytes:
    held = sdmx.Described(release, cube.structure)
    message = {
        "meta": meta(release, cube.structure.code, language, SCHEMA.format(version=version, kind="data")),
        "data": {"structures": [_structure(held, cube, language)], "dataSets": [_data_set(held, cube)]},
    }
    return json.dumps(message, ensure_ascii=False, separators=(",", ":")).encode()


def meta(release: Release, code: str, language: str, schema: str) -> Json:
    return {
        "schema": schema, "id": f"{code}_{sdmx.version(release).replace('.', '_')}", "test": False,
        "prepared": release.published_at, "contentLanguages": ordered(language),
        "sender": {"id": sdmx.AGENCY, **named(words.PUBLISHER, language)},
    }  # fmt: skip


def ordered(language: str) -> list[str]:
    return sorted(words.LANGUAGES, key=lambda one: one != language)


def named(said: Words, language: str) -> Json:
    """In the language that was asked for, and in all."""
    return {"name": said[language], "names": dict(said)}


def _structure(held: sdmx.Described, cube: Cube, language: str) -> Json:
    there = [set(cube.rows[one.code].unique().to_pylist()) for one in cube.structure.dimensions]
    dimensions: list[Json] = [
        {
            "id": one.code, **named(one.title, language), "keyPosition": n, "roles": [one.code],
            "values": [_code(code, language, codes) for code in one.codes if code.code in codes],
        }
        for n, (one, codes) in enumerate(zip(cube.structure.dimensions, there, strict=True))
    ]  # fmt: skip
    dimensions.append({
        "id": TIME, **named(words.SAYS["time"], language), "keyPosition": len(dimensions), "roles": [TIME],
        "values": [{"value": one} for one in periods(cube)],
    })  # fmt: skip
    return {
        "links": [
            {"urn": held.urn("Dataflow"), "rel": "dataflow"}, {"urn": held.urn("DataStructure"), "rel": "structure"},
        ],
        **named(cube.structure.title, language), "dataSets": [0],
        "dimensions": {"observation": dimensions},
        "measures": {"observation": [
            {"id": VALUE, **named(cube.structure.measure, language), "format": {"dataType": "Integer"}},
        ]},
        "attributes": {
            "dataSet": [_of_all(name, language) for name in NAMES],
            "observation": [_of_a_figure(held, name, language) for name in OF_A_FIGURE],
        },
    }  # fmt: skip


def _code(code: Code, language: str, there: set[str]) -> Json:
    parent = {"parent": code.parent} if code.parent in there else {}
    return {"id": code.code, **named(code.label, language), **parent}


def _of_all(name: str, language: str) -> Json:
    """A text: it stands in the data set itself."""
    return {"id": name, **named(words.SAYS[NAMES[name]], language), "relationship": {"dataflow": {}}}


def _of_a_figure(held: sdmx.Described, name: str, language: str) -> Json:
    scheme, said = held.codelist_of(name), sdmx.attributes()[name]
    return {
        "id": name, **named(words.SAYS[said], language), "relationship": {"observation": {}},
        "values": [{"id": one.code, **named(one.label, language)} for one in scheme.items] if scheme else [],
    }  # fmt: skip


def _data_set(held: sdmx.Described, cube: Cube) -> Json:
    release, structure = held.release, cube.structure
    at = [_places(one.code for one in each.codes if one.code in there) for each, there in (
        (each, set(cube.rows[each.code].unique().to_pylist())) for each in structure.dimensions)]  # fmt: skip
    at.append(_places(periods(cube)))
    told = [_places(one.code for one in scheme.items) if (scheme := held.codelist_of(name)) else {}
            for name in OF_A_FIGURE]  # fmt: skip
    figures: dict[str, list[int | None]] = {}
    for row in rows(cube):
        place = ":".join(str(axis[code]) for axis, code in zip(at, (*row.key, row.period), strict=True))
        said = zip(told, (row.status, row.confidential, row.rule), strict=True)
        figures[place] = [row.value, *(codes.get(code) for codes, code in said)]
    spoken = {one: about(release, structure, one).named() for one in words.LANGUAGES}
    whole = [{one: spoken[one][name] for one in words.LANGUAGES} if name in SPOKEN else spoken["en"][name]
             for name in NAMES]  # fmt: skip
    links = [{"urn": held.urn("Dataflow"), "rel": "dataflow"}]
    return {"structure": 0, "action": "Information", "links": links, "attributes": whole, "observations": figures}


def _places(codes: Any) -> Mapping[str, int]:
    return {code: n for n, code in enumerate(codes)}
