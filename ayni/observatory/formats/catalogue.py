"""The catalogue of all releases as DCAT-AP 3: Turtle, JSON-LD and RDF/XML of the same triples, written by hand."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from html import escape
from typing import NamedTuple

from django.conf import settings

from ..published import Release, Structure, Words
from . import FORMATS, Format, words
from .about import LICENCES, PLACE

SPACES = {
    "dcat": "http://www.w3.org/ns/dcat#", "dct": "http://purl.org/dc/terms/", "foaf": "http://xmlns.com/foaf/0.1/",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#", "xsd": "http://www.w3.org/2001/XMLSchema#",
}  # fmt: skip
LANGUAGE = "http://publications.europa.eu/resource/authority/language/"
LANGUAGES = {"es": f"{LANGUAGE}SPA", "en": f"{LANGUAGE}ENG"}
MONTHLY = "http://publications.europa.eu/resource/authority/frequency/MONTHLY"
PUBLIC = "http://publications.europa.eu/resource/authority/access-right/PUBLIC"
PERU = "http://publications.europa.eu/resource/authority/country/PER"
TITLE: Words = {"es": "Observatorio de migraciones: tablas abiertas", "en": "Migration observatory: open tables"}
ABOUT: Words = {
    "es": "Cifras protegidas sobre personas migrantes en el Perú, de uso libre.",
    "en": "Protected figures on migrants in Peru, free to use.",
}
KEYWORDS: Words = {"es": "migración", "en": "migration"}
Held = tuple[Release, list[Structure]]


class Study(NamedTuple):
    """What refers to a table: its page, and its title."""

    address: str
    title: Words


Referring = Mapping[str, Sequence[Study]]
"""By the code of a table."""
NOBODY: Referring = {}


class Value(NamedTuple):
    text: str
    language: str = ""
    kind: str = ""
    is_address: bool = False


class Triple(NamedTuple):
    about: str
    says: str
    value: Value


def _address(text: str) -> Value:
    return Value(text, is_address=True)


def triples(held: Iterable[Held], referring: Referring = NOBODY) -> list[Triple]:
    """Of each release every table, and of each table every form in which it is downloaded and every study that uses
    it."""
    root = settings.PUBLIC_URL + PLACE
    catalogue, unit = f"{root}/catalogue", f"{settings.PUBLIC_URL}/#unit"
    found = [
        *_of(catalogue, "rdf:type", _address(f"{SPACES['dcat']}Catalog")),
        *_spoken(catalogue, "dct:title", TITLE), *_spoken(catalogue, "dct:description", ABOUT),
        *_of(catalogue, "dct:publisher", _address(unit)),
        *_of(catalogue, "foaf:homepage", _address(settings.PUBLIC_URL)),
        *_of(catalogue, "dct:language", *map(_address, LANGUAGES.values())),
        *_of(unit, "rdf:type", _address(f"{SPACES['foaf']}Agent")), *_spoken(unit, "foaf:name", words.PUBLISHER),
        *_typed("rdf:type", f"{SPACES['dct']}LinguisticSystem", LANGUAGES.values()),
        *_typed("rdf:type", f"{SPACES['dct']}Frequency", [MONTHLY]),
        *_typed("rdf:type", f"{SPACES['dct']}RightsStatement", [PUBLIC]),
        *_typed("rdf:type", f"{SPACES['dct']}Location", [PERU]),
        *_typed("rdf:type", f"{SPACES['dct']}LicenseDocument", LICENCES.values()),
    ]  # fmt: skip
    for release, structures in held:
        for one in structures:
            table = f"{root}/releases/{release.id}/cubes/{one.code}"
            found += [*_of(catalogue, "dcat:dataset", _address(table)), *_table(table, release, one, unit)]
            for study in referring.get(one.code, ()):
                found += _of(table, "dct:isReferencedBy", _address(study.address))
    return [*found, *_studies(referring)]


def _studies(referring: Referring) -> Iterator[Triple]:
    for study in sorted({one.address: one for those in referring.values() for one in those}.values(), key=_by_address):
        yield from _of(study.address, "rdf:type", _address(f"{SPACES['foaf']}Document"))
        yield from _spoken(study.address, "dct:title", study.title)


def _by_address(study: Study) -> str:
    return study.address


def _table(table: str, release: Release, one: Structure, unit: str) -> Iterator[Triple]:
    yield from _of(table, "rdf:type", _address(f"{SPACES['dcat']}Dataset"))
    yield from _spoken(table, "dct:title", one.title)
    yield from _spoken(table, "dct:description", {
        said: f"{one.measure[said]}. {words.WHY_NO_SUM[said].format(variance=f'{release.variance:g}')} "
        f"{words.UBIGEO[said]}" for said in words.LANGUAGES})  # fmt: skip
    yield from _spoken(table, "dcat:keyword", KEYWORDS)
    yield from _of(table, "dct:identifier", Value(f"{one.code} {release.id}"))
    yield from _of(table, "dcat:version", Value(release.id))
    yield from _of(table, "dct:issued", Value(release.published_at, kind="xsd:dateTime"))
    yield from _of(table, "dct:publisher", _address(unit))
    yield from _of(table, "dct:accessRights", _address(PUBLIC))
    yield from _of(table, "dct:accrualPeriodicity", _address(MONTHLY))
    yield from _of(table, "dct:spatial", _address(PERU))
    yield from _of(table, "dct:language", *map(_address, LANGUAGES.values()))
    yield from _of(table, "dcat:landingPage", _address(table))
    for form in FORMATS.values():
        yield from _download(table, release, form)


def _download(table: str, release: Release, form: Format) -> Iterator[Triple]:
    where = f"{table}/data.{form.suffix}"
    yield from _of(table, "dcat:distribution", _address(where))
    yield from _of(where, "rdf:type", _address(f"{SPACES['dcat']}Distribution"))
    yield from _spoken(where, "dct:title", form.title)
    yield from _of(where, "dcat:accessURL", _address(table))
    yield from _of(where, "dcat:downloadURL", _address(where))
    media = form.media_type.partition(";")[0]
    yield from _of(where, "dcat:mediaType", _address(f"https://www.iana.org/assignments/media-types/{media}"))
    if release.licence in LICENCES:
        yield from _of(where, "dct:license", _address(LICENCES[release.licence]))


def _of(about: str, says: str, *values: Value) -> Iterator[Triple]:
    return (Triple(about, says, value) for value in values)


def _spoken(about: str, says: str, said: Words) -> Iterator[Triple]:
    return (Triple(about, says, Value(said[one], language=one)) for one in words.LANGUAGES)


def _typed(says: str, kind: str, those: Iterable[str]) -> Iterator[Triple]:
    return (Triple(one, says, _address(kind)) for one in those)


def turtle(held: Iterable[Held], referring: Referring = NOBODY) -> bytes:
    lines = [f"@prefix {name}: <{space}> ." for name, space in SPACES.items()]
    lines += [f"<{one.about}> {one.says} {_in_turtle(one.value)} ." for one in triples(held, referring)]
    return ("\n".join(lines) + "\n").encode()


def _in_turtle(value: Value) -> str:
    if value.is_address:
        return f"<{value.text}>"
    # A string of JSON is a string of Turtle.
    text = json.dumps(value.text, ensure_ascii=False)
    return f"{text}@{value.language}" if value.language else f"{text}^^{value.kind}" if value.kind else text


def json_ld(held: Iterable[Held], referring: Referring = NOBODY) -> bytes:
    nodes: dict[str, dict[str, list[dict[str, str]]]] = {}
    for about, says, value in triples(held, referring):
        nodes.setdefault(about, {}).setdefault(says, []).append(_in_json(value))
    graph = [{"@id": about, **said} for about, said in nodes.items()]
    return json.dumps({"@context": SPACES, "@graph": graph}, ensure_ascii=False, indent=1).encode()


def _in_json(value: Value) -> dict[str, str]:
    if value.is_address:
        return {"@id": value.text}
    more = {"@language": value.language} if value.language else {"@type": value.kind} if value.kind else {}
    return {"@value": value.text, **more}


def rdf_xml(held: Iterable[Held], referring: Referring = NOBODY) -> bytes:
    spaces = " ".join(f'xmlns:{name}="{space}"' for name, space in SPACES.items())
    lines = [f'<?xml version="1.0" encoding="UTF-8"?>\n<rdf:RDF {spaces}>']
    for about, says, value in triples(held, referring):
        lines.append(f'<rdf:Description rdf:about="{escape(about)}">{_in_xml(says, value)}</rdf:Description>')
    return ("\n".join([*lines, "</rdf:RDF>"]) + "\n").encode()


def _in_xml(says: str, value: Value) -> str:
    if value.is_address:
        return f'<{says} rdf:resource="{escape(value.text)}"/>'
    name, _colon, kind = value.kind.partition(":")
    more = (
        f' xml:lang="{value.language}"' if value.language else f' rdf:datatype="{SPACES[name]}{kind}"' if kind else ""
    )
    return f"<{says}{more}>{escape(value.text, quote=False)}</{says}>"


WAYS: dict[str, tuple[str, Callable[[Iterable[Held], Referring], bytes]]] = {
    "ttl": ("text/turtle; charset=utf-8", turtle),
    "jsonld": ("application/ld+json", json_ld),
    "rdf": ("application/rdf+xml", rdf_xml),
}
"""By suffix: the media type, and what writes it."""
