"""What there is of a table, and what was published when: asked by the addresses that pysdmx builds, read back by it."""

import json
from datetime import datetime

import pytest
from pysdmx.api.qb.availability import AvailabilityQuery
from pysdmx.api.qb.data import DataContext, DataQuery
from pysdmx.api.qb.util import ApiVersion
from pysdmx.io import read_sdmx
from pysdmx.io.json.sdmxjson2.reader.structure import read as read_json
from pysdmx.io.xml.doc_validation import validate_doc

from ayni.observatory import published
from ayni.observatory.tests import sample
from ayni.observatory.tests.test_api import SDMX, at, figures, get, refused  # noqa: F401 - a fixture
from ayni.observatory.tests.test_standards import faults

FLOW = {"context": DataContext.DATAFLOW, "agency_id": "AYNI", "resource_id": "POP_DISTRICT"}
SCHEMAS = {"2.1.0": "sdmx-structure-json", "2.0.0": "sdmx-structure-json-2.0"}
TIMES = ("2026-10-10T09:00:00-05:00", "2026-11-10T09:00:00-05:00")
"""When the two releases of the fixture came."""


def available(**asked) -> str:
    query = AvailabilityQuery(**{**FLOW, "version": "~", **asked})
    return SDMX + query.get_url(ApiVersion.V2_0_0)


def told(path: str, version: str = "") -> tuple[dict[str, tuple[str, ...]], object]:
    """The codes of each dimension, and what pysdmx read them from."""
    media = f"application/vnd.sdmx.structure+{f'json; version={version}' if version else 'xml'}"
    body = get(path, accept=media).content.decode()
    if version:
        assert (
            faults("sdmx-structure-json" if version == "2.1.0" else "sdmx-structure-json-2.0", json.loads(body)) == []
        )
    else:
        validate_doc(body)
    # pysdmx finds no checker of JSON here; `faults` is one.
    [constraint] = (read_json(body, validate=False) if version else read_sdmx(body)).structures
    region = getattr(constraint, "cube_region", None) or constraint.cube_regions[0]
    return {one.id: tuple(each.value for each in one.values) for one in region.key_values}, constraint


# The schema of 2.0 names a draft that jsonschema does not know by that address.
@pytest.mark.filterwarnings("ignore:The metaschema specified by:DeprecationWarning")
@pytest.mark.parametrize("version", ["", "2.1.0", "2.0.0"])
def test_another_reader_finds_the_codes_that_a_query_would_bring(version):
    codes, constraint = told(available(key="15+1501.F"), version)
    assert codes == {"REF_AREA": ("15", "1501"), "SEX": ("F",), "TIME_PERIOD": ()}
    [period] = [one for one in _keys(constraint) if one.id == "TIME_PERIOD"]
    assert (period.time_range.start_period.period, period.time_range.end_period.period) == ("2026-10", "2026-10")


def _keys(constraint):
    return (getattr(constraint, "cube_region", None) or constraint.cube_regions[0]).key_values


@pytest.mark.parametrize("version", ["", "2.1.0"])
def test_it_says_how_many_figures_and_series_there_are(version):
    _codes, one = told(available(), version)
    assert (one.obs_count, one.series_count) == (18, 18)
    _codes, both = told(available(version="*"), version)
    assert (both.obs_count, both.series_count) == (36, 18)


def test_one_dimension_alone_and_only_what_the_filters_leave():
    assert told(available(component_id="SEX", key="15.*"))[0] == {"SEX": ("_T", "F", "M")}
    assert told(f"{available()}&c[SEX]=F,M")[0]["SEX"] == ("F", "M")
    assert refused(available(component_id="COLOUR"), 400)["codes"] == ["REF_AREA", "SEX", "TIME_PERIOD"]
    refused(available(key="15.Q"), 400)
    for parameter, other in (("mode=exact", "mode=available"), ("references=none", "references=all")):
        assert refused(available().replace(parameter, other), 400)["codes"] == [parameter.partition("=")[2]]
    refused(available(resource_id="NOTHING"), 404)


def test_what_is_withheld_is_there_so_that_a_full_place_looks_like_an_empty_one(at):  # noqa: F811
    """The same answer as of a place that is shown: which codes are told says nothing of who lives there."""
    shown, _one = told(available(key="150132.*"))
    withheld, _other = told(available(key="150118.*"))
    assert withheld | {"REF_AREA": ()} == shown | {"REF_AREA": ()}
    assert withheld["REF_AREA"] == ("150118",)


def data(**asked) -> str:
    return SDMX + DataQuery(**FLOW, **asked).get_url(ApiVersion.V2_2_0)


@pytest.mark.parametrize(("moment", "period"), [
    (TIMES[1], "2026-10"), ("2026-11-10T08:59:59-05:00", "2026-09"), (TIMES[0], "2026-09"),
    ("2099-01-01T00:00:00+00:00", "2026-10"),
])  # fmt: skip
def test_what_was_published_at_a_moment_is_found_again_and_nothing_before_its_hour(moment, period):
    path = data(version="~", key="15.F", as_of=datetime.fromisoformat(moment))
    assert "asOf=" in path
    assert [row.split(",")[5] for row in figures(path)] == [period]


def test_before_the_first_release_there_was_nothing():
    refused(data(version="~", as_of=datetime.fromisoformat("2026-10-10T08:59:59-05:00")), 404)


def test_who_has_the_newest_hears_that_there_is_nothing_newer_and_who_has_an_older_one_gets_it():
    after = [data(version="*", key="15.F", updated_after=datetime.fromisoformat(one)) for one in TIMES]
    assert [row.split(",")[5] for row in figures(after[0])] == ["2026-10"]
    assert "2026-10.1" in refused(after[1], 404, accept="application/vnd.sdmx.data+csv; version=2.0.0")["detail"]
    refused(f"{available()}&updatedAfter={TIMES[1]}", 404)
    assert len(figures(data(version="*", key="15.F"))) == 2


def test_a_correction_is_newer_and_does_not_change_what_was_published_before_it(at):  # noqa: F811
    sample.write(at, "2026-09.2", "2026-11-20T09:00:00-05:00", content=[sample.filled(sample.PLACES, "2026-08")])
    assert published.releases(at, datetime.fromisoformat(TIMES[1]))[0].id == "2026-10.1"
    path = f"{SDMX}/data/dataflow/AYNI/POP_DISTRICT/*/15.F"
    assert [row.split(",")[5] for row in figures(f"{path}?updatedAfter=2026-11-15")] == ["2026-08"]
    assert [row.split(",")[5] for row in figures(f"{path}?asOf=2026-11-15")] == ["2026-10", "2026-09"]


@pytest.mark.parametrize("moment", ["yesterday", "2026-13-01", "", "2026-10-10T99:00:00Z", "0001-01-01T00:00:00+23:00"])
def test_what_is_no_moment_says_how_one_is_written(moment):
    for name in ("asOf", "updatedAfter"):
        said = refused(f"{SDMX}/data/dataflow/AYNI/POP_DISTRICT/~/*?{name}={moment.replace('+', '%2B')}", 400)
        assert "2026-10-01" in said["detail"]
