"""A country of six thousand people is released, and its files are held against its truth. Each promise is a function;
each gate is then taken out, and the promise that rests on it must fail."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pytest

from ayni.observatory import published, releasing
from ayni.observatory.listed import OTHERS
from ayni.observatory.noise import gates
from ayni.observatory.published import TOTAL, Cube, Release
from ayni.observatory.tests.country import (
    EMPTY,
    LISTS,
    OF_POPULATION,
    SECRET,
    SMALL,
    SPARSE,
    country,
    facts,
    people,
    together,
    where,
    with_department,
)
from ayni.observatory.variables import OF_BAND

MOMENT = datetime(2026, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Told:
    """What was published, and what is true."""

    home: Path
    releases: list[Release]
    truths: list[pa.Table]

    def cube(self, code: str, release: int = -1) -> Cube:
        held = published.cube(self.home, self.releases[release], code)
        assert held is not None
        return held

    def rows(self, code: str, release: int = -1) -> list[dict[str, Any]]:
        rows: list[dict[str, Any]] = self.cube(code, release).rows.to_pylist()
        return rows


def released(home: Path, *truths: tuple[str, pa.Table]) -> Told:
    """One release after another, as anybody finds them."""
    done = []
    for period, table in truths:
        built = releasing.build(facts(table), period, SECRET, home=home, lists=LISTS, cubes=OF_POPULATION)
        done.append(releasing.publish(home, built.id, at=MOMENT))
    return Told(home, done, [table for _period, table in truths])


def planted(truth: pa.Table) -> pa.Table:
    """In Aucallama, so to say: eighty people, of whom the three Haitians are irregular, and all others regular."""
    there = people(80, 300, district="150201").to_pylist()
    for n, row in enumerate(there):
        row["nationality"], row["regularity"] = ("HTI", "irregular") if n < 3 else ("VEN", "regular")
    rest = [row for row in truth.to_pylist() if row["district"] != "150201"]
    table = pa.Table.from_pylist(rest + there, schema=plain(truth.schema))
    return with_department(coded(table))


def plain(schema: pa.Schema) -> pa.Schema:
    return pa.schema([(f.name, pa.string() if pa.types.is_dictionary(f.type) else f.type) for f in schema])


def coded(table: pa.Table) -> pa.Table:
    for n, one in enumerate(table.schema):
        if pa.types.is_string(one.type):
            table = table.set_column(n, one.name, table[one.name].combine_chunks().dictionary_encode())
    return table


def later(truth: pa.Table, more: int, seed: int, district: str = SMALL) -> pa.Table:
    return together(truth, people(more, seed, date(2026, 2, 1), district))


# What must hold.


def no_district_of_fewer_than_ten_is_told(told: Told) -> None:
    for code in ("POP_DISTRICT", "POP_DISTRICT_CITIZENSHIP"):
        for row in told.rows(code):
            if row["REF_AREA"] in {EMPTY, SPARSE}:
                assert (row["value"], row["rule"]) == (None, "inside")


def a_district_of_fewer_than_fifty_gives_the_total_and_sex_by_two_groups_of_age(told: Told) -> None:
    here = [row for row in told.rows("POP_DISTRICT") if row["REF_AREA"] == SMALL]
    assert [row for row in here if row["SEX"] == row["AGE"] == TOTAL][0]["value"] is not None
    allowed = {(sex, age) for sex in (TOTAL, "F", "M") for age in (TOTAL, "Y0T17", "Y18T999")}
    assert all(row["value"] is None for row in here if (row["SEX"], row["AGE"]) not in allowed)
    assert all(
        row["value"] is None
        for row in told.rows("POP_DISTRICT_CITIZENSHIP")
        if row["REF_AREA"] == SMALL and row["CITIZENSHIP"] != TOTAL
    )


def no_rare_category_is_told(told: Told) -> None:
    for row in told.rows("POP_DISTRICT_CITIZENSHIP"):
        nation, place = row["CITIZENSHIP"], row["REF_AREA"]
        if row["value"] is not None and nation not in {TOTAL, OTHERS} and place != TOTAL:
            assert where(told.truths[-1], district=place, nationality=nation) >= 10
    for row in told.rows("POP_DISTRICT"):
        bands = [band for band, code in OF_BAND.items() if code == row["AGE"]]
        if row["value"] is not None and bands and row["REF_AREA"] != TOTAL:
            assert where(told.truths[-1], district=row["REF_AREA"], age_band=bands[0]) >= 10


def no_small_row_tells_the_migratory_situation(told: Told) -> None:
    """Of women, of men, of a nationality: where fewer than thirty are in a row, none of it is told."""
    for row in told.rows("POP_REGULARITY_CITIZENSHIP"):
        nation, place = row["CITIZENSHIP"], row["REF_AREA"]
        if row["value"] is not None and row["REGULARITY"] != TOTAL and nation not in {TOTAL, OTHERS}:
            codes = {} if place == TOTAL else {"department": place}
            assert where(told.truths[-1], nationality=nation, **codes) >= 30


def no_small_row_is_nearly_all_of_one_category(told: Told) -> None:
    sexes, ages = {"F": "SEX-F", "M": "SEX-M"}, {code: band for band, code in OF_BAND.items()}
    for row in told.rows("POP_DISTRICT"):
        if row["value"] is None or row["SEX"] not in sexes or row["AGE"] not in ages or row["REF_AREA"] == TOTAL:
            continue
        codes = {"district": row["REF_AREA"], "age_band": ages[row["AGE"]]}
        both = where(told.truths[-1], **codes)
        assert both >= 30 or where(told.truths[-1], sex=sexes[row["SEX"]], **codes) < 0.9 * both


def nothing_is_one_or_two(told: Told) -> None:
    for code in told.releases[-1].cubes:
        assert not {1, 2} & set(told.cube(code).rows["value"].to_pylist())


def one_cell_has_one_figure_in_every_cube(told: Told) -> None:
    found: dict[tuple[tuple[str, str], ...], set[tuple[Any, ...]]] = {}
    for code in told.releases[-1].cubes:
        said = told.cube(code).structure
        for row in told.rows(code):
            key = tuple(sorted((one.code, row[one.code]) for one in said.dimensions if row[one.code] != TOTAL))
            found.setdefault(key, set()).add((row["value"], row["rule"], row["period"]))
    assert {key: each for key, each in found.items() if len(each) > 1} == {}


HOLDS: list[Callable[[Told], None]] = [
    no_district_of_fewer_than_ten_is_told,
    a_district_of_fewer_than_fifty_gives_the_total_and_sex_by_two_groups_of_age,
    no_rare_category_is_told,
    no_small_row_tells_the_migratory_situation,
    no_small_row_is_nearly_all_of_one_category,
    nothing_is_one_or_two,
    one_cell_has_one_figure_in_every_cube,
]
GATE_OF = {
    "few": no_district_of_fewer_than_ten_is_told,
    "small": a_district_of_fewer_than_fifty_gives_the_total_and_sex_by_two_groups_of_age,
    "category": no_rare_category_is_told,
    "group": no_small_row_tells_the_migratory_situation,
}


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Told:
    return released(tmp_path_factory.mktemp("home"), ("2026-01", planted(country())))


@pytest.mark.parametrize("holds", HOLDS, ids=lambda each: each.__name__)
def test_what_is_published_holds(told: Told, holds: Callable[[Told], None]) -> None:
    holds(told)


@pytest.mark.parametrize("gate", GATE_OF)
def test_without_a_gate_its_promise_fails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, gate: str) -> None:
    def open_(counted: Any, *_given: Any) -> Any:
        return np.zeros(counted.shape, bool)

    monkeypatch.setattr(gates, gate, open_)
    if gate == "few":
        monkeypatch.setattr(gates, "small", open_)
    weak = released(tmp_path, ("2026-01", planted(country())))
    with pytest.raises(AssertionError):
        GATE_OF[gate](weak)


def test_figures_are_near_to_the_truth_and_lean_to_no_side(told: Told) -> None:
    truth = told.truths[-1]
    errors = []
    for row in told.rows("POP_DISTRICT_CITIZENSHIP"):
        if row["value"] is not None and row["CITIZENSHIP"] not in {TOTAL, OTHERS} and row["SEX"] == TOTAL:
            codes = {} if row["REF_AREA"] == TOTAL else {"district": row["REF_AREA"]}
            errors.append(row["value"] - where(truth, nationality=row["CITIZENSHIP"], **codes))
    assert len(errors) > 30
    assert max(map(abs, errors)) <= 5
    assert abs(np.mean(errors)) < 3 * (3 / len(errors)) ** 0.5


def test_the_others_of_a_place_are_those_that_are_not_told(told: Told) -> None:
    rows = [row for row in told.rows("POP_DISTRICT_CITIZENSHIP") if row["REF_AREA"] == "1501" and row["SEX"] == TOTAL]
    shown = [
        row["CITIZENSHIP"] for row in rows if row["value"] is not None and row["CITIZENSHIP"] not in {TOTAL, OTHERS}
    ]
    [others] = [row["value"] for row in rows if row["CITIZENSHIP"] == OTHERS]
    in_province = where(told.truths[-1], district="1501")
    named = sum(where(told.truths[-1], district="1501", nationality=code) for code in shown)
    assert others is not None
    assert abs(others - (in_province - named)) <= 5
    assert where(told.truths[-1], district="1501", nationality="FRA") > 0


# From release to release.


def figures(told: Told, release: int, place: str, code: str = "POP_DISTRICT") -> list[tuple[Any, ...]]:
    rows = [row for row in told.rows(code, release) if row["REF_AREA"] == place]
    return [(row["SEX"], row["AGE"], row["value"], row["rule"], row["period"]) for row in rows]


def test_one_person_changes_no_figure_of_their_district_and_twenty_five_do(tmp_path: Path) -> None:
    truth = country()
    told = released(
        tmp_path,
        ("2026-05", truth),
        ("2026-06", later(truth, 1, 900)),
        ("2026-12", later(later(truth, 1, 900), 24, 901)),
    )
    assert figures(told, 1, SMALL) == figures(told, 0, SMALL)
    assert figures(told, 2, SMALL) != figures(told, 1, SMALL)
    assert {row[-1] for row in figures(told, 2, SMALL)} == {"2026-12"}
    assert {row[-1] for row in figures(told, 2, "150101")} == {"2026-05"}


def test_a_district_waits_for_its_month_and_a_department_does_not(tmp_path: Path) -> None:
    truth = country()
    told = released(tmp_path, ("2026-04", truth), ("2026-05", later(truth, 60, 902)))
    assert figures(told, 1, SMALL) == figures(told, 0, SMALL)
    assert {row[-1] for row in figures(told, 1, "23")} == {"2026-05"}


def test_without_the_time_gate_one_person_is_seen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gates, "reissued", lambda levels, *_given, **_named: np.ones(len(levels), bool))
    truth = country()
    told = released(tmp_path, ("2026-05", truth), ("2026-06", later(truth, 1, 900)))
    assert figures(told, 1, SMALL) != figures(told, 0, SMALL)


def test_who_did_not_change_keeps_their_figure_over_twelve_releases(tmp_path: Path) -> None:
    truth = country()
    tables = [("2026-01", truth)]
    for month in range(2, 13):
        truth = later(truth, 30, 1000 + month, "240101")
        tables.append((f"2026-{month:02}", truth))
    told = released(tmp_path, *tables)
    values = [[row[:4] for row in figures(told, n, "230101")] for n in range(12)]
    assert all(each == values[0] for each in values)
    totals = [[row["value"] for row in told.rows("POP_DEPARTMENT", n) if row["REF_AREA"] == "15"] for n in range(12)]
    assert all(each == totals[0] for each in totals)
    assert len({figures(told, n, "24")[0] for n in range(12)}) == 12


def test_somebody_who_moves_counts_in_both_places_and_a_change_of_status_counts_once(tmp_path: Path) -> None:
    truth = country()
    moved, rows = 0, truth.to_pylist()
    for row in rows:
        if row["district"] == "150101" and moved < 25:
            row["district"], moved = "230101", moved + 1
    after = with_department(coded(pa.Table.from_pylist(rows, schema=plain(truth.schema))))
    told = released(tmp_path, ("2026-05", truth), ("2026-06", after))
    assert {row[-1] for row in figures(told, 1, "150101")} == {"2026-06"}
    assert {row[-1] for row in figures(told, 1, "230101")} == {"2026-06"}
    assert {row[-1] for row in figures(told, 1, "240101")} == {"2026-05"}
