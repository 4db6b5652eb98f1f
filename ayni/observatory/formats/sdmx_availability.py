"""What there is of a table, as SDMX says it: of each dimension the codes that have figures, and how many figures.

A figure that is withheld counts as one that is there, as it does in the data: an empty place is not told from a full
one.
"""

import json
from html import escape

from ..published import Cube, Release
from . import sdmx
from .rows import TIME, periods, texts
from .sdmx_json import SCHEMA, Json, meta
from .sdmx_ml import SCHEMAS, header
from .sdmx_structure_ml import names

NAME = {"es": "Lo que hay: {title}", "en": "What there is: {title}"}


def codes(cube: Cube, component: str = "") -> dict[str, list[str]]:
    """Of each dimension, or of one, the codes that the figures have, in the order of reading. Not those of time."""
    found: dict[str, list[str]] = {}
    for one in cube.structure.dimensions:
        if component in ("", one.code):
            there = set(texts(cube.rows[one.code]))
            found[one.code] = [each.code for each in one.codes if each.code in there]
    return found


def series(cube: Cube) -> int:
    """How many figures there are, if those of several periods are counted as one."""
    columns = [texts(cube.rows[one.code]) for one in cube.structure.dimensions]
    return len(set(zip(*columns, strict=True)))


def write_ml(release: Release, cube: Cube, component: str = "") -> bytes:
    held = sdmx.Described(release, cube.structure)
    named = {said: text.format(title=cube.structure.title[said]) for said, text in NAME.items()}
    keys = "".join(
        f'<str:KeyValue id="{name}">{"".join(f"<str:Value>{escape(one)}</str:Value>" for one in some)}</str:KeyValue>\n'
        for name, some in codes(cube, component).items()
    )
    if component in ("", TIME):
        first, last = periods(cube)[0], periods(cube)[-1]
        keys += (
            f'<str:KeyValue id="{TIME}"><str:TimeRange><str:StartPeriod isInclusive="true">{first}</str:StartPeriod>'
            f'<str:EndPeriod isInclusive="true">{last}</str:EndPeriod></str:TimeRange></str:KeyValue>\n'
        )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<mes:Structure xmlns:mes="{SCHEMAS}message" xmlns:str="{SCHEMAS}structure" xmlns:com="{SCHEMAS}common">'
        f"{header(release, cube.structure.code)}<mes:Structures><str:DataConstraints>"
        f'<str:DataConstraint urn="{_urn(held)}" id="{_id(held)}" agencyID="{sdmx.AGENCY}" version="{held.version}" '
        f'role="Actual">{_metrics_ml(cube)}{names(named)}<str:ConstraintAttachment><str:Dataflow>'
        f'{held.urn("Dataflow")}</str:Dataflow></str:ConstraintAttachment>\n<str:CubeRegion include="true">\n{keys}'
        "</str:CubeRegion></str:DataConstraint></str:DataConstraints></mes:Structures></mes:Structure>\n"
    ).encode()


def _metrics_ml(cube: Cube) -> str:
    """As other registries write them: the schema of 3.0 has no place of its own for numbers of figures."""
    said = "".join(
        f'<com:Annotation id="{name}"><com:AnnotationTitle>{many}</com:AnnotationTitle>'
        "<com:AnnotationType>sdmx_metrics</com:AnnotationType></com:Annotation>"
        for name, many in (("obs_count", len(cube.rows)), ("series_count", series(cube)))
    )
    return f"<com:Annotations>{said}</com:Annotations>"


def write_json(release: Release, cube: Cube, component: str, language: str, version: str) -> bytes:
    """As 2.1 says it; 2.0 knows it as a constraint of what is `Actual`."""
    held = sdmx.Described(release, cube.structure)
    region = {"include": True, "keyValues": _keys(cube, component)}
    if version == "2.1":
        constraint: Json = {
            "constraintAttachment": {"dataflow": held.urn("Dataflow")}, "cubeRegion": region,
            "seriesCount": series(cube), "obsCount": len(cube.rows),
        }  # fmt: skip
        data = {"availabilityConstraints": [constraint]}
    else:
        said = {one: text.format(title=cube.structure.title[one]) for one, text in NAME.items()}
        constraint = {
            "id": _id(held), "agencyID": sdmx.AGENCY, "version": held.version, "name": said[language], "names": said,
            "role": "Actual", "constraintAttachment": {"dataflows": [held.urn("Dataflow")]}, "cubeRegions": [region],
        }  # fmt: skip
        data = {"dataConstraints": [constraint]}
    head = meta(release, cube.structure.code, language, SCHEMA.format(version=version, kind="structure"))
    return json.dumps({"meta": head, "data": data}, ensure_ascii=False, separators=(",", ":")).encode()


def _keys(cube: Cube, component: str) -> list[Json]:
    said: list[Json] = [
        {"id": name, "values": [{"value": one} for one in some]} for name, some in codes(cube, component).items()
    ]
    if component in ("", TIME):
        ends = {
            "startPeriod": {"period": periods(cube)[0], "isInclusive": True},
            "endPeriod": {"period": periods(cube)[-1], "isInclusive": True},
        }
        said.append({"id": TIME, "timeRange": ends})
    return said


def _id(held: sdmx.Described) -> str:
    return f"DC_{held.structure.code}"


def _urn(held: sdmx.Described) -> str:
    return f"{sdmx.URN}registry.DataConstraint={sdmx.AGENCY}:{_id(held)}({held.version})"
