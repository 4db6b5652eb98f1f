"""Structures as SDMX-ML 3.0, with their names in both languages: code lists, concepts, data structure, data flow."""

from collections.abc import Iterable, Iterator
from html import escape

from ..published import Code, Cube, Release, Words
from . import sdmx, words
from .about import NAMES
from .rows import OF_A_FIGURE, TIME, VALUE
from .sdmx_ml import SCHEMAS, header

ALL = ("dataflow", "codelist", "conceptscheme", "datastructure")
"""Kinds of artefacts, in the order that the schema asks for."""
KINDS = {TIME: "ObservationalTimePeriod", VALUE: "Integer"}


def write(release: Release, cube: Cube, language: str) -> bytes:
    """All that the data need to be understood. In every language: a structure says its names in all of them."""
    return written([sdmx.Described(release, cube.structure)], ALL, cube.structure.code)


def written(held: list[sdmx.Described], kinds: Iterable[str], code: str) -> bytes:
    """Of several cubes of one release; of a list that they share, once."""
    asked = set(kinds)
    return "".join((
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<mes:Structure xmlns:mes="{SCHEMAS}message" xmlns:str="{SCHEMAS}structure" xmlns:com="{SCHEMAS}common">',
        header(held[0].release, code),
        "<mes:Structures>\n",
        *(_agencies() if "agencyscheme" in asked else ()),
        *_wrapped("Codelists", codelists(held) if "codelist" in asked else ()),
        *_wrapped("ConceptSchemes", (_concepts(one) for one in held) if "conceptscheme" in asked else ()),
        *_wrapped("Dataflows", (_dataflow(one) for one in held) if "dataflow" in asked else ()),
        *_wrapped("DataStructures", (_data_structure(one) for one in held) if "datastructure" in asked else ()),
        "</mes:Structures></mes:Structure>\n",
    )).encode()  # fmt: skip


def _wrapped(name: str, parts: Iterable[str]) -> Iterator[str]:
    if body := "".join(parts):
        yield f"<str:{name}>\n{body}</str:{name}>\n"


def codelists(held: list[sdmx.Described]) -> Iterator[str]:
    seen = {scheme.id: scheme for one in held for scheme in one.codelists}
    for scheme in seen.values():
        yield f"<str:Codelist {_maintained(scheme.urn, scheme.id, scheme.version)}>{names(scheme.name)}\n"
        for item in scheme.items:
            yield _code(item)
        yield "</str:Codelist>\n"


def _code(item: Code) -> str:
    """The schema of 3.0 takes codes that begin with a digit, and no such parent: that one is an annotation."""
    is_name, parent = item.parent[:1].isalpha(), escape(item.parent)
    around = f"<str:Parent>{parent}</str:Parent>" if is_name else ""
    note = (
        f'<com:Annotations><com:Annotation id="PARENT"><com:AnnotationTitle>{parent}</com:AnnotationTitle>'
        "</com:Annotation></com:Annotations>"
        if parent and not is_name
        else ""
    )
    return f'<str:Code id="{escape(item.code)}">{note}{names(item.label)}{around}</str:Code>\n'


def _agencies() -> Iterator[str]:
    urn = f"{sdmx.URN}base.AgencyScheme=SDMX:AGENCIES(1.0)"
    yield (
        f'<str:AgencySchemes><str:AgencyScheme urn="{urn}" id="AGENCIES" agencyID="SDMX" version="1.0">'
        f'<com:Name xml:lang="en">Agencies</com:Name><str:Agency id="{sdmx.AGENCY}">{names(words.PUBLISHER)}'
        "</str:Agency></str:AgencyScheme></str:AgencySchemes>\n"
    )


def _concepts(held: sdmx.Described) -> str:
    scheme = held.concepts
    items = "".join(
        f'<str:Concept id="{one.code}">{names(one.label)}{_represented(held, one.code, "Core")}</str:Concept>\n'
        for one in scheme.items
    )
    said = _maintained(scheme.urn, scheme.id, scheme.version)
    return f"<str:ConceptScheme {said}>{names(scheme.name)}\n{items}</str:ConceptScheme>\n"


def _dataflow(held: sdmx.Described) -> str:
    said = _maintained(held.urn("Dataflow"), held.structure.code, held.version)
    return (
        f"<str:Dataflow {said}>{names(held.structure.title)}{names(held.structure.method, 'Description')}"
        f"<str:Structure>{held.urn('DataStructure')}</str:Structure></str:Dataflow>\n"
    )


def _data_structure(held: sdmx.Described) -> str:
    said = _maintained(held.urn("DataStructure"), held.structure.code, held.version)
    dimensions = "".join(
        f'<str:Dimension id="{one.code}" position="{n}">{_concept(held, one.code)}{_represented(held, one.code)}'
        "</str:Dimension>\n"
        for n, one in enumerate(held.structure.dimensions, start=1)
    )
    attributes = "".join(_attribute(held, name) for name in sdmx.attributes())
    return (
        f"<str:DataStructure {said}>{names(held.structure.title)}<str:DataStructureComponents>\n"
        f'<str:DimensionList id="DimensionDescriptor">{dimensions}<str:TimeDimension id="{TIME}">'
        f"{_concept(held, TIME)}{_represented(held, TIME)}</str:TimeDimension>"
        f'</str:DimensionList>\n<str:AttributeList id="AttributeDescriptor">{attributes}</str:AttributeList>\n'
        f'<str:MeasureList id="MeasureDescriptor"><str:Measure id="{VALUE}" usage="optional">{_concept(held, VALUE)}'
        f"{_represented(held, VALUE)}</str:Measure>"
        "</str:MeasureList></str:DataStructureComponents></str:DataStructure>\n"
    )


def _attribute(held: sdmx.Described, name: str) -> str:
    usage = "mandatory" if name in {"OBS_STATUS", *NAMES} else "optional"
    to = "<str:Observation/>" if name in OF_A_FIGURE else "<str:Dataflow/>"
    return (
        f'<str:Attribute id="{name}" usage="{usage}">{_concept(held, name)}{_represented(held, name)}'
        f"<str:AttributeRelationship>{to}</str:AttributeRelationship></str:Attribute>\n"
    )


def _concept(held: sdmx.Described, code: str) -> str:
    return f"<str:ConceptIdentity>{held.concept_urn(code)}</str:ConceptIdentity>"


def _represented(held: sdmx.Described, code: str, where: str = "Local") -> str:
    """What it may hold: codes of a list, or texts of a kind."""
    scheme, kind = held.codelist_of(code), KINDS.get(code, "String")
    said = f"<str:Enumeration>{scheme.urn}</str:Enumeration>" if scheme else f'<str:TextFormat textType="{kind}"/>'
    return f"<str:{where}Representation>{said}</str:{where}Representation>"


def _maintained(urn: str, code: str, version: str) -> str:
    return f'urn="{urn}" id="{code}" agencyID="{sdmx.AGENCY}" version="{version}"'


def names(said: Words, tag: str = "Name") -> str:
    return "".join(
        f'<com:{tag} xml:lang="{one}">{escape(said[one], quote=False)}</com:{tag}>' for one in words.LANGUAGES
    )
