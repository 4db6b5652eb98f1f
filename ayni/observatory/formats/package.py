"""`datapackage.json` of a CSV: Data Package 2.0, whose schema says what each column is and may hold."""

import hashlib
import json
from typing import Any

from ..published import Cube, Release
from . import plain, words
from .about import about
from .rows import OF_A_FIGURE, TIME, VALUE

PROFILE = "https://datapackage.org/profiles/2.0/"


def write(release: Release, cube: Cube, language: str) -> bytes:
    said, data = about(release, cube.structure, language), plain.write(release, cube, language)
    code = cube.structure.code
    package: dict[str, Any] = {
        "$schema": f"{PROFILE}datapackage.json", "name": f"{code.lower()}-{release.id}".replace("_", "-"),
        "id": said.address, "homepage": said.address, "title": said.title, "description": said.note,
        "version": release.id, "created": release.published_at,
        "licenses": [{"name": said.licence, "path": said.licence_address, "title": said.licence}],
        "sources": [{"title": said.source}],
        "contributors": [{"title": words.PUBLISHER[language], "roles": ["publisher"]}],
        "ubigeo": said.ubigeo, "variance": said.variance, "method": said.method, "citation": said.citation,
        "period": said.period, "language": language,
        "resources": [{
            "$schema": f"{PROFILE}dataresource.json", "name": code.lower().replace("_", "-"), "type": "table",
            "path": f"{code}.csv", "title": said.title, "format": "csv", "mediatype": "text/csv", "encoding": "utf-8",
            "bytes": len(data), "hash": f"sha256:{hashlib.sha256(data).hexdigest()}",
            "dialect": {"$schema": f"{PROFILE}tabledialect.json", "header": True, "delimiter": ","},
            "schema": _schema(cube, language),
        }],
    }  # fmt: skip
    return json.dumps(package, ensure_ascii=False, indent=1).encode()


def _schema(cube: Cube, language: str) -> dict[str, Any]:
    structure = cube.structure
    allowed = {one.code: [code.code for code in one.codes] for one in structure.dimensions}
    fields: list[dict[str, Any]] = []
    for name, title in plain.titles(structure, language).items():
        field: dict[str, Any] = {"name": name, "title": title, "type": "integer" if name == VALUE else "string"}
        if name in allowed:
            field["constraints"] = {"required": True, "enum": allowed[name]}
        if name == VALUE:
            field["constraints"] = {"minimum": 0}
        if name == OF_A_FIGURE[0]:
            field["constraints"] = {"required": True, "enum": list(words.STATUS)}
        fields.append(field)
    return {
        "$schema": f"{PROFILE}tableschema.json", "fields": fields, "missingValues": [""],
        "primaryKey": [*allowed, TIME],
    }  # fmt: skip
