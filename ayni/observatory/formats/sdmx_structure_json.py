"""The same structures as SDMX-JSON 2.1 (and 2.0)."""

import json
from collections.abc import Iterable
from typing import Any

from ..published import Code, Cube, Release
from . import sdmx, words
from .about import NAMES
from .rows import OF_A_FIGURE, TIME, VALUE
from .sdmx_json import SCHEMA, Json, meta, named
from .sdmx_structure_ml import ALL


def write(release: Release, cube: Cube, language: str) -> bytes:
    return written([sdmx.Described(release, cube.structure)], ALL, cube.structure.code, language)


def write_2_0(release: Release, cube: Cube, language: str) -> bytes:
    return written([sdmx.Described(release, cube.structure)], ALL, cube.structure.code, language, "2.0")


def written(held: list[sdmx.Described], kinds: Iterable[str], code: str, language: str, version: str = "2.1") -> bytes:
    asked, data = set(kinds), dict[str, list[Json]]()
    if "agencyscheme" in asked:
        agency = {"id": sdmx.AGENCY, **named(words.PUBLISHER, language)}
        data["agencySchemes"] = [
            {"id": "AGENCIES", "name": "Agencies", "agencyID": "SDMX", "version": "1.0", "agencies": [agency]}
        ]
    if "codelist" in asked:
        seen = {scheme.id: scheme for one in held for scheme in one.codelists}
        data["codelists"] = [{**_scheme(one, language), "codes": _items(one, language)} for one in seen.values()]
    if "conceptscheme" in asked:
        data["conceptSchemes"] = [
            {**_scheme(one.concepts, language), "concepts": _items(one.concepts, language)} for one in held
        ]
    if "dataflow" in asked:
        data["dataflows"] = [_dataflow(one, language) for one in held]
    if "datastructure" in asked:
        data["dataStructures"] = [_data_structure(one, language) for one in held]
    head = meta(held[0].release, code, language, SCHEMA.format(version=version, kind="structure"))
    return json.dumps({"meta": head, "data": data}, ensure_ascii=False, separators=(",", ":")).encode()


def _scheme(one: sdmx.Scheme, language: str) -> Json:
    return {"id": one.id, "agencyID": sdmx.AGENCY, "version": one.version, **named(one.name, language)}


def _items(scheme: sdmx.Scheme, language: str) -> list[Json]:
    def item(one: Code) -> Json:
        return {"id": one.code, **named(one.label, language), **({"parent": one.parent} if one.parent else {})}

    return [item(one) for one in scheme.items]


def _dataflow(held: sdmx.Described, language: str) -> Json:
    method = held.structure.method
    return {
        "id": held.structure.code, "agencyID": sdmx.AGENCY, "version": held.version,
        **named(held.structure.title, language), "description": method[language], "descriptions": dict(method),
        "structure": held.urn("DataStructure"),
    }  # fmt: skip


def _data_structure(held: sdmx.Described, language: str) -> Json:
    dimensions: list[Json] = [
        _component(held, one.code) | {"position": n} for n, one in enumerate(held.structure.dimensions)
    ]
    time = {
        "id": TIME, "conceptIdentity": held.concept_urn(TIME),
        "localRepresentation": {"format": {"dataType": "ObservationalTimePeriod"}},
    }  # fmt: skip
    measure = {
        "id": VALUE, "conceptIdentity": held.concept_urn(VALUE), "usage": "optional",
        "localRepresentation": {"format": {"dataType": "Integer"}},
    }  # fmt: skip
    components = {
        "dimensionList": {"id": "DimensionDescriptor", "dimensions": dimensions, "timeDimension": time},
        "attributeList": {
            "id": "AttributeDescriptor", "attributes": [_attribute(held, one) for one in sdmx.attributes()],
        },
        "measureList": {"id": "MeasureDescriptor", "measures": [measure]},
    }  # fmt: skip
    return {
        "id": held.structure.code, "agencyID": sdmx.AGENCY, "version": held.version,
        **named(held.structure.title, language), "dataStructureComponents": components,
    }  # fmt: skip


def _attribute(held: sdmx.Described, name: str) -> Json:
    is_of_a_figure = name in OF_A_FIGURE
    said: dict[str, Any] = {
        "usage": "mandatory" if name in {"OBS_STATUS", *NAMES} else "optional",
        "attributeRelationship": {"observation": {}} if is_of_a_figure else {"dataflow": {}},
    }
    return _component(held, name) | said


def _component(held: sdmx.Described, code: str) -> Json:
    scheme = held.codelist_of(code)
    said = {"enumeration": scheme.urn} if scheme else {"format": {"dataType": "String"}}
    return {"id": code, "conceptIdentity": held.concept_urn(code), "localRepresentation": said}
