"""S2 and S3 over pages, papers, programs' addresses and files: what is seen is what was published, and never 1 or 2."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
import time_machine
from django.conf import settings
from django.test import Client

from ayni.observatory import formats, published, releasing
from ayni.observatory.actions.files import make_at_once
from ayni.observatory.published import Cube
from ayni.observatory.tests.conftest import forget, put_places
from ayni.observatory.tests.country import LISTS, OF_POPULATION, SECRET, country, facts

from . import seen
from .channels import numbers

PERIOD, RELEASE = "2026-09", "2026-09.1"
LANGUAGES = {"es": "", "en": "/en"}
AREAS = ("15", "1501", "150101", "23", "24")


@pytest.fixture
def cubes(db: None) -> Iterator[dict[str, Cube]]:
    """What the engine published of a country of six thousand people."""
    with time_machine.travel(datetime(2026, 11, 29, 17, tzinfo=UTC), tick=False):
        forget()
        put_places()
        home = settings.AYNI_HOME
        built = releasing.build(facts(country()), PERIOD, SECRET, home=home, lists=LISTS, cubes=OF_POPULATION)
        said = releasing.publish(home, built.id, at=datetime(2026, 10, 1, tzinfo=UTC))
        yield {one.structure.code: one for one in published.cubes(home, said)}
        forget()


def figures(cube: Cube) -> list[int]:
    return sorted(value for value in cube.rows["value"].to_pylist() if value is not None)


def words(cube: Cube) -> set[int]:
    """The numbers that stand in the words of its codes: ages, sizes of households; and in those of its period."""
    labels = [text for one in cube.structure.dimensions for code in one.codes for text in code.label.values()]
    return {number for text in labels for number in numbers(text)} | {2026, *range(10, 32)}


def test_each_file_holds_the_figures_of_its_cube_in_both_languages(client: Client, cubes: dict[str, Cube]) -> None:
    asked = 0
    for code, cube in cubes.items():
        true = figures(cube)
        for suffix, read in seen.FILES.items():
            if len(cube.rows) > formats.BY_SUFFIX[suffix].most:
                continue
            for language in LANGUAGES:
                where = f"/api/observatory/releases/{RELEASE}/cubes/{code}/data.{suffix}"
                answer = client.get(where, headers={"accept-language": language})
                assert answer.status_code == 200, where
                found = sorted(read(answer.getvalue()))
                assert found == true, where
                assert not {1, 2} & {*found}
                asked += 1
    assert asked > 50


def test_the_archive_and_sdmx_hold_the_same(client: Client, cubes: dict[str, Cube]) -> None:
    make_at_once(home=settings.AYNI_HOME, release=published.lying(settings.AYNI_HOME)[0])
    held = seen.archive(client.get(f"/api/observatory/releases/{RELEASE}/ayni-{RELEASE}.zip").getvalue())
    for code, cube in cubes.items():
        of_cube = [values for name, values in held.items() if f"/{code}." in f"/{name}" or f"/{code}/" in f"/{name}"]
        assert of_cube
        assert all(sorted(values) == figures(cube) for values in of_cube), code
        ways = (f"AYNI/{code}/~/*", f"AYNI/{code}/~", f"AYNI/{code}") if len(cube.rows) <= formats.MOST else ()
        for way in ways:
            answer = client.get(
                f"/api/observatory/sdmx/data/dataflow/{way}", headers={"accept": formats.SDMX + "data+xml"}
            )
            assert answer.status_code == 200, way
            assert sorted(seen.markup(answer.getvalue())) == figures(cube), way


def test_the_file_of_a_place_holds_what_the_cubes_hold_of_it(client: Client, cubes: dict[str, Cube]) -> None:
    for area in ("PE", *AREAS):
        wanted = "_T" if area == "PE" else area
        true = sorted(
            value
            for cube in cubes.values()
            for row in cube.rows.to_pylist()
            # A table without places is of the whole country.
            if row.get("REF_AREA", "_T") == wanted and (value := row["value"]) is not None
        )
        for language in LANGUAGES:
            where = f"/api/observatory/places/{area}/figures.csv?lang={language}"
            found = sorted(seen.table(client.get(where).getvalue()))
            assert found == true, where
            assert found
            assert not {1, 2} & {*found}


def test_pages_show_no_number_that_is_not_of_the_cube(client: Client, cubes: dict[str, Cube]) -> None:
    looked = 0
    for code, cube in cubes.items():
        allowed = {*figures(cube)} | words(cube)
        for language in LANGUAGES.values():
            for place in ("tablas", "incrustar/tablas"):
                where = f"{language}/observatorio/{place}/{code}/"
                answers = [client.get(where) for _time in range(2)]
                assert answers[0].status_code == 200, where
                found = seen.page(answers[0].content)
                assert {*found} <= allowed, (where, sorted({*found} - allowed))
                assert found == seen.page(answers[1].content)
                looked += len(found)
    assert looked > 1000


def test_bulletins_show_no_one_and_no_two(client: Client, cubes: dict[str, Cube]) -> None:
    known = {value for cube in cubes.values() for value in figures(cube)}
    for language in LANGUAGES.values():
        for area in AREAS:
            for end, read in (("", seen.page), ("boletin.pdf", seen.pdf)):
                where = f"{language}/observatorio/boletines/{area}/{end}"
                answer = client.get(where)
                assert answer.status_code == 200, where
                found = read(answer.getvalue())
                large = {number for number in found if number > 100} - {2026}
                assert large, where
                assert large <= known, (where, sorted(large - known))
