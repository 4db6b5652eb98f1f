"""Cells, against counting row by row and against the cell-key package of the Office for National Statistics."""

import base64
import subprocess
import sys

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from cell_key_perturbation.create_perturbed_table import create_perturbed_table
from hypothesis import given, settings
from hypothesis import strategies as st

from ayni.observatory.closed_list import CUBES, PEOPLE
from ayni.observatory.counting import Counting, axis, dimension
from ayni.observatory.noise.cells import ONE, Axis, Folded, Protector, Rows, added, count, key_of_rows
from ayni.observatory.noise.tables import ROWS, SLOTS, table
from ayni.observatory.tests.country import LISTS, OF_POPULATION, OTHER, SECRET, country
from ayni.observatory.variables import AGE, CITIZENSHIP, SEX

PROTECTOR = Protector(SECRET)
FLAT = Axis(np.array([0, 0, 1, 2]), np.array([4, 1, 2, 3]), np.array([-1, 0, 0, 0]), 4)
"""A total, three codes, and what is not known."""


def rows_of(people: list[int], *values: list[int], counts_people: bool = True, keys: list[int] | None = None) -> Rows:
    who = np.array(people, np.uint64)
    of_rows = who if keys is None else np.array(keys, np.uint64)
    is_once = len(set(people)) == len(people)
    return Rows(tuple(np.array(each) for each in values), of_rows, who, is_once, counts_people)


@given(st.lists(st.tuples(st.integers(0, 2**64 - 1), st.integers(0, 4)), max_size=40))
def test_sums_of_keys_are_right_modulo_two_to_the_sixty_fourth(rows: list[tuple[int, int]]) -> None:
    keys, at = np.array([key for key, _at in rows], np.uint64), np.array([at for _key, at in rows], np.int64)
    counts, sums = added(at, keys, 5)
    for place in range(5):
        here = [key for key, each in rows if each == place]
        assert (counts[place], int(sums[place])) == (len(here), sum(here) % 2**64)


@given(
    st.lists(st.tuples(st.integers(1, 30), st.integers(0, 3), st.integers(0, 3)), min_size=1, max_size=60),
    st.booleans(),
)  # fmt: skip
@settings(deadline=None)
def test_every_cell_is_counted_over_distinct_people(rows: list[tuple[int, int, int]], once: bool) -> None:
    """Against sets of Python, where a person has one row and where they have several."""
    if once:
        rows = list({person: (person, a, b) for person, a, b in rows}.values())
    people, first, second = (list(each) for each in zip(*rows, strict=True))
    counted = count(rows_of(people, first, second), (FLAT, FLAT))
    spans = list(zip(FLAT.starts.tolist(), FLAT.ends.tolist(), strict=True))
    for i, (a0, a1) in enumerate(spans):
        for j, (b0, b1) in enumerate(spans):
            here = {person for person, a, b in rows if a0 <= a < a1 and b0 <= b < b1}
            assert counted.people[i, j] == len(here)
            assert int(counted.people_sums[i, j]) == sum(here) % 2**64


def test_rows_are_counted_by_their_own_keys_and_people_once() -> None:
    counted = count(rows_of([7, 7, 9], [0, 0, 1], counts_people=False, keys=[100, 200, 300]), (FLAT,))
    assert counted.units.tolist() == [3, 2, 1, 0]
    assert counted.sums.tolist() == [600, 300, 300, 0]
    assert counted.people.tolist() == [2, 1, 1, 0]


@pytest.mark.parametrize("once", [True, False])
def test_what_is_folded_is_counted_under_the_others_of_its_place(once: bool) -> None:
    people = [1, 2, 3, 4, 5, 6] if once else [1, 2, 3, 4, 5, 5]
    rows = rows_of(people, [0, 0, 0, 1, 1, 1], [0, 1, 2, 0, 1, 2])
    folds = np.zeros((4, 4), bool)
    folds[1, 1] = folds[1, 2] = True
    counted = count(rows, (FLAT, FLAT), [Folded(1, 3, folds)]).people
    assert counted[1].tolist() == [3, 0, 0, 3], "in the first place both are folded into the third code"
    assert counted[2].tolist() == [3 if once else 2, 1, 1, 1], "in the second none is"


def test_an_age_is_counted_in_each_group_around_it() -> None:
    made, finest = axis(dimension(AGE, LISTS))
    codes = [code.code for code in dimension(AGE, LISTS).codes]
    counted = count(rows_of([1, 2], [finest["Y18T29"], finest["Y60T999"]]), (made,))
    found = {code for code, many in zip(codes, counted.people.tolist(), strict=True) if many}
    assert found == {"_T", "Y18T999", "Y18T59", "Y18T29", "Y60T999"}
    assert counted.people[codes.index("Y18T999")] == 2


def test_a_country_is_counted_as_row_by_row() -> None:
    people = country()
    counting = Counting(PEOPLE, people, LISTS)
    cube = next(each for each in OF_POPULATION if each.code == "POP_DISTRICT")
    axes, rows = counting.rows(cube)
    counted = count(rows, axes)
    at = {code.code: n for n, code in enumerate(dimension(AGE, LISTS).codes)}
    of_sex = {code.code: n for n, code in enumerate(dimension(SEX, LISTS).codes)}
    listed = people.select(["sex", "age_band", "district"]).to_pylist()
    women = [row for row in listed if row["sex"] == "SEX-F" and row["age_band"] == "AB-18-29"]
    assert counted.people[0, of_sex["F"], at["Y18T29"]] == len(women)
    assert counted.people[:, 0, 0].max() == len(listed)


def test_a_country_that_is_not_in_the_list_is_another() -> None:
    counting = Counting(PEOPLE, country(), LISTS)
    made, values = counting.values(CITIZENSHIP, "nationality")
    codes = [code.code for code in dimension(CITIZENSHIP, LISTS).codes]
    french = values[np.array(counting.table["nationality"].to_pylist()) == "FRA"]
    assert {codes[1:][n] for n in french} == {"_O"}


def test_the_same_people_have_the_same_figure_on_every_path() -> None:
    """A total of Lima is the same cell in each cube of the population, whatever it is crossed with."""
    counting, told = Counting(PEOPLE, country(), LISTS), set()
    for cube in OF_POPULATION:
        axes, rows = counting.rows(cube)
        counted = count(rows, axes)
        total = tuple(0 for _axis in axes)
        told.add(int(PROTECTOR.values(counted.units, counted.sums, "PERSONS")[total]))
    assert len(told) == 1


def test_the_order_of_the_rows_changes_nothing() -> None:
    people = country()
    mixed = people.take(np.random.default_rng(5).permutation(len(people)))
    cube = OF_POPULATION[0]
    values = []
    for each in (people, mixed):
        axes, rows = Counting(PEOPLE, each, LISTS).rows(cube)
        counted = count(rows, axes)
        values.append(PROTECTOR.values(counted.units, counted.sums, "PERSONS"))
    assert (values[0] == values[1]).all()


ASKED = """
import numpy as np
from ayni.observatory.noise.cells import Protector
from ayni.observatory.tests.country import SECRET
counts = np.arange(200)
print(Protector(SECRET).values(counts, counts.astype(np.uint64) * np.uint64(7919), "PERSONS").tolist())
"""


def test_another_process_gives_the_same_figures() -> None:
    told = {
        subprocess.run([sys.executable, "-c", ASKED], capture_output=True, text=True, check=True).stdout  # noqa: S603
        for _time in range(2)
    }
    counts = np.arange(200)
    here = PROTECTOR.values(counts, counts.astype(np.uint64) * np.uint64(7919), "PERSONS").tolist()
    assert told == {f"{here}\n"}


def test_another_secret_gives_other_figures_and_so_does_another_unit() -> None:
    counts, sums = np.full(1000, 50), np.arange(1000, dtype=np.uint64)
    ours = PROTECTOR.values(counts, sums, "PERSONS")
    assert (Protector(OTHER).values(counts, sums, "PERSONS") != ours).mean() > 0.5
    assert (PROTECTOR.values(counts, sums, "CASES") != ours).mean() > 0.5


def test_the_margin_of_a_threshold_tells_nothing_of_the_noise() -> None:
    sums = np.arange(60_000, dtype=np.uint64)
    margins, slots = PROTECTOR.margins(sums), PROTECTOR.slots(sums, "PERSONS")
    assert set(margins.tolist()) == set(range(6))
    assert abs(np.corrcoef(margins, slots)[0, 1]) < 0.02


def test_the_oracle_agrees_given_the_same_table() -> None:
    """The package adds record keys modulo the number of slots: it gets the slot of each cell as the key of one row."""
    drawn = np.random.default_rng(3)
    many = drawn.integers(1, 900, 120)
    sums = drawn.integers(0, 2**63, 120, dtype=np.uint64)
    slots = PROTECTOR.slots(sums, "PERSONS")
    data = pd.DataFrame(
        {
            "place": np.repeat([f"P{n:03}" for n in range(120)], many),
            "kind": "all",
            "record_key": np.concatenate([[slot, *[0] * (n - 1)] for slot, n in zip(slots, many, strict=True)]),
        }
    )
    noise = table(SECRET.raw).noise
    rows = [(n, slot, int(noise[min(n, ROWS - 1), slot])) for n in range(1, 751) for slot in set(slots.tolist())]
    rows += [(n, SLOTS - 1, int(noise[min(n, ROWS - 1), SLOTS - 1])) for n in range(1, 751)]
    ptable = pd.DataFrame(sorted(set(rows)), columns=["pcv", "ckey", "pvalue"])
    theirs = create_perturbed_table(data, ptable, ["place"], ["kind"], "record_key", False, 0)
    assert theirs["count"].tolist() == PROTECTOR.values(many, sums, "PERSONS").tolist()


def test_sealed_ids_of_rows_become_keys() -> None:
    sealed = [base64.urlsafe_b64encode(bytes(range(n, n + 32))).decode().rstrip("=") for n in range(3)]
    keys = key_of_rows(pa.array(sealed))
    # Eleven letters are 66 bits, of which the first two fall off.
    expected = [int.from_bytes(bytes(range(n, n + 9)), "big") >> 6 for n in range(3)]
    assert keys.tolist() == [each % 2**64 for each in expected]
    assert key_of_rows(pa.array([], pa.string())).tolist() == []


def test_a_dimension_that_there_is_not_is_its_total() -> None:
    assert count(rows_of([3, 4], [0, 0]), (ONE,)).people.tolist() == [2]


def test_no_two_cubes_have_one_name() -> None:
    assert len({cube.code for cube in CUBES}) == len(CUBES) >= 30
