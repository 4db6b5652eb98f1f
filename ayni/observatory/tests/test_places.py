"""The places of the country as a file, each district with its natural region (R208)."""

import csv
import io

import pytest

from ayni.observatory.natural import NaturalRegion, natural_regions, regions_of

pytestmark = pytest.mark.django_db
FILE = "/api/observatory/places"


def test_each_district_has_one_and_no_other_place_has(db):
    """As many as INEI's list of 2022 has districts."""
    found = natural_regions()
    assert len(found) == 1891
    assert {len(code) for code in found} == {6}
    assert set(found.values()) == set(NaturalRegion)


@pytest.mark.parametrize(("code", "regions"), [
    ("150101", ["COSTA"]), ("080101", ["SIERRA"]), ("160101", ["SELVA_BAJA"]), ("24", ["COSTA"]), ("03", ["SIERRA"]),
    ("15", ["COSTA", "SIERRA"]), ("22", ["SELVA_ALTA", "SELVA_BAJA"]), ("999999", []),
])  # fmt: skip
def test_a_place_has_those_of_its_districts(code, regions):
    assert regions_of(code) == regions


@pytest.mark.usefixtures("places")
def test_the_places_leave_as_csv_and_json_in_both_languages(client):
    rows = list(csv.DictReader(io.StringIO(client.get(f"{FILE}.csv?lang=en").content.decode())))
    one = {row["UBIGEO"]: row for row in rows}["150132"]
    assert (one["LEVEL"], one["NAME"], one["PROVINCE"], one["DEPARTMENT"]) == (
        "DISTRICT", "San Juan de Lurigancho", "Lima", "Lima",
    )  # fmt: skip
    assert (one["NATURAL_REGION"], one["NATURAL_REGION_NAME"], one["LATITUDE"]) == ("COSTA", "Coast", "-11.98")
    assert [row["UBIGEO"] for row in rows] == sorted(row["UBIGEO"] for row in rows)
    told = client.get(f"{FILE}.json").json()
    assert told["count"] == len(told["places"]) == len(rows)
    assert "INEI" in told["source"]
    lima = next(place for place in told["places"] if place["ubigeo"] == "15")
    assert (lima["level"], lima["natural_region"], lima["department"]) == ("DEPARTMENT", "", "")
    assert client.get(f"{FILE}.xml").status_code == 406


@pytest.mark.usefixtures("releases", "places")
@pytest.mark.parametrize(("address", "words"), [
    ("/observatorio/boletines/150132/", "Región natural, según el INEI: costa."),
    ("/en/observatorio/boletines/150132/", "Natural region, by INEI: coast."),
    ("/observatorio/boletines/15/", "Regiones naturales de sus distritos, según el INEI: costa, sierra."),
])  # fmt: skip
def test_a_bulletin_says_the_natural_region(client, address, words):
    page = " ".join(client.get(address).content.decode().split())
    assert words in page
    assert f'href="{FILE}.csv"' in page
