"""Each gate over small arrays whose people are known: places first, then one variable or two. Code 0 is the total."""

from dataclasses import replace

import numpy as np
import pytest

from ayni.observatory.closed_list import ASYLUM, CUBES, NEWCOMERS, PEOPLE
from ayni.observatory.listed import Listed, NotAllowed, check, words
from ayni.observatory.noise import gates
from ayni.observatory.noise.cells import Axis
from ayni.observatory.noise.gates import AREA, BESIDE, CATEGORY, INSIDE, OPEN, SENSITIVE, Crossed
from ayni.observatory.published import Level
from ayni.observatory.variables import AGE, CITIZENSHIP, EDUCATION, PROTECTION, REGULARITY, SEX

PLACES = Axis(np.array([0, 0, 1]), np.array([3, 1, 2]), np.array([-1, 0, 0]), 3)
TWO = Axis(np.array([0, 0, 1]), np.array([3, 1, 2]), np.array([-1, 0, 0]), 3)
"""A total and two codes."""
NESTED = Axis(np.array([0, 0, 0, 1]), np.array([3, 2, 1, 2]), np.array([-1, 0, 1, 1]), 3)
"""A total, one code, and its two parts."""
ALL = np.ones(3, bool)
ONLY_TOTAL = np.array([True, False, False])


def crossed(*axes: Axis, coarse: tuple[np.ndarray, ...] = (), attributes: tuple[bool, ...] = ()) -> Crossed:
    return Crossed(
        (PLACES, *axes),
        coarse or tuple(np.arange(axis.size) == 0 for axis in axes),
        attributes or tuple(False for _axis in axes),
    )


def decided(people: list[list[int]], shape: Crossed, margin: int = 0) -> list[list[int]]:
    counted = np.array(people)
    found: list[list[int]] = gates.rules(counted, np.full(counted.shape, margin), shape).tolist()
    return found


def test_a_place_of_fewer_than_ten_gives_nothing_and_an_empty_one_is_alike() -> None:
    for few in ([0, 0, 0], [1, 1, 0], [9, 5, 4]):
        assert decided([[900, 450, 450], few, [900, 450, 450]], crossed(TWO))[1] == [INSIDE] * 3


def test_a_place_of_fewer_than_fifty_gives_its_total_and_what_is_coarse() -> None:
    assert decided([[900, 450, 450], [49, 25, 24], [0, 0, 0]], crossed(TWO))[1] == [OPEN, AREA, AREA]
    assert decided([[900, 450, 450], [49, 25, 24], [0, 0, 0]], crossed(TWO, coarse=(ALL,)))[1] == [OPEN] * 3
    assert decided([[900, 450, 450], [50, 26, 24], [0, 0, 0]], crossed(TWO))[1] == [OPEN] * 3


def test_a_margin_raises_each_threshold_and_never_lowers_one() -> None:
    assert decided([[900, 450, 450], [54, 28, 26], [0, 0, 0]], crossed(TWO), margin=5)[1] == [OPEN, AREA, AREA]
    assert decided([[900, 450, 450], [14, 7, 7], [0, 0, 0]], crossed(TWO), margin=5)[1] == [INSIDE] * 3


def test_a_category_of_fewer_than_ten_is_closed_and_one_of_nobody_is_alike() -> None:
    for rare in (0, 1, 9):
        people = [[900, 450, 450], [200, 200 - rare, rare], [0, 0, 0]]
        assert decided(people, crossed(TWO))[1] == [OPEN, BESIDE, CATEGORY]
    assert decided([[900, 450, 450], [200, 190, 10], [0, 0, 0]], crossed(TWO))[1] == [OPEN] * 3


def test_what_a_rare_category_is_crossed_with_is_closed_too_and_so_are_its_parts() -> None:
    people = np.zeros((3, 3, 3), int)
    people[:] = [[300, 150, 150], [296, 148, 148], [4, 2, 2]]
    found = gates.rules(people, np.zeros(people.shape, int), crossed(TWO, TWO))
    assert (found[1][2] == CATEGORY).all()
    assert not (found[1][1] == CATEGORY).any()
    nested = decided([[900, 500, 300, 200], [200, 8, 8, 0], [0, 0, 0, 0]], crossed(NESTED))
    assert nested[1] == [OPEN, CATEGORY, CATEGORY, CATEGORY]


def two_way(row: list[int]) -> np.ndarray:
    """A place of many people with one row like this along its last variable; the other row takes the rest."""
    rest = [400 - each for each in row]
    people = np.zeros((3, 3, 3), int)
    people[:] = [[400, 200, 200], row, rest]
    people[:, 0] = people[:, 1] + people[:, 2]
    return people


@pytest.mark.parametrize("row", [[29, 28, 1], [29, 29, 0], [9, 5, 4], [0, 0, 0], [1, 1, 0]])
def test_a_small_row_of_one_category_is_closed_and_so_is_one_of_hardly_anybody(row: list[int]) -> None:
    people = two_way(row)
    closed = gates.group(people, np.zeros(people.shape, int), crossed(TWO, TWO), gates.DESIGN)
    assert closed[1, 1].tolist() == [False, True, True]


@pytest.mark.parametrize("row", [[29, 20, 9], [30, 30, 0], [300, 299, 1]])
def test_a_mixed_or_a_large_row_is_open(row: list[int]) -> None:
    people = two_way(row)
    assert not gates.group(people, np.zeros(people.shape, int), crossed(TWO, TWO), gates.DESIGN)[1, 1].any()


@pytest.mark.parametrize("row", [[29, 20, 9], [29, 29, 0], [0, 0, 0]])
def test_a_small_row_of_an_attribute_is_closed_whatever_is_in_it(row: list[int]) -> None:
    people = two_way(row)
    shape = crossed(TWO, TWO, attributes=(False, True))
    assert gates.group(people, np.zeros(people.shape, int), shape, gates.DESIGN)[1, 1].tolist() == [False, True, True]


def test_the_parts_of_a_closed_code_are_closed() -> None:
    people = np.array([[900, 500, 300, 200], [25, 25, 13, 12], [0, 0, 0, 0]])
    closed = gates.group(people, np.zeros(people.shape, int), crossed(NESTED), gates.DESIGN)
    assert closed[1].tolist() == [False, True, True, True]


def test_a_crossing_with_more_cells_than_half_the_people_is_closed() -> None:
    wide = Axis(np.arange(-1, 30).clip(0), np.array([31, *range(1, 31)]), np.array([-1] + [0] * 30), 31)
    people = np.full((3, 31), 2)
    people[:, 0] = [900, 59, 60]
    closed = gates.thin(people, np.zeros(people.shape, int), crossed(wide), gates.DESIGN)
    assert closed[1].tolist() == [False] + [True] * 30
    assert not closed[2].any()


@pytest.mark.parametrize("people", [0, 1, 29])
def test_what_could_hurt_is_open_from_thirty_people_and_alike_below(people: int) -> None:
    shape = replace(crossed(TWO), is_sensitive=True)
    row = [500, 500 - people, people]
    assert decided([row, [500, 250, 250], [0, 0, 0]], shape)[0] == [OPEN, BESIDE, SENSITIVE]
    assert decided([[500, 470, 30], [500, 250, 250], [0, 0, 0]], shape)[0] == [OPEN] * 3


def test_a_full_and_an_empty_place_are_told_apart_by_no_rule() -> None:
    """Every way in which up to nine people are spread over four cells gives one answer."""
    told = set()
    for a, b, c, d in np.ndindex(4, 3, 2, 2):
        here = [[a + b + c + d, a + c, b + d], [a + b, a, b], [c + d, c, d]]
        people = np.array([[[900, 450, 450]] * 3, here, here])
        told.add(gates.rules(people, np.zeros(people.shape, int), crossed(TWO, TWO))[1].tobytes())
    assert len(told) == 1


@pytest.mark.parametrize(
    ("level", "months"),
    [
        (Level.NATIONAL, set(range(1, 13))),
        (Level.DEPARTMENT, set(range(1, 13))),
        (Level.PROVINCE, {3, 6, 9, 12}),
        (Level.DISTRICT, {6, 12}),
    ],
)
def test_how_often_a_place_may_get_new_figures(level: Level, months: set[int]) -> None:
    assert {month for month in range(1, 13) if gates.is_due(level, month)} == months


def test_a_place_gets_new_figures_when_twenty_five_people_changed_and_its_month_came() -> None:
    levels = [Level.NATIONAL, Level.DEPARTMENT, Level.DEPARTMENT, Level.DISTRICT]
    changed = np.array([500, 25, 24, 500])
    assert gates.reissued(levels, changed, month=5, least=25).tolist() == [True, True, False, False]
    assert gates.reissued(levels, changed, month=6, least=100).tolist() == [True, False, False, True]


def cube(population: object, level: Level, *variables: object) -> Listed:
    named = tuple((variable, "column") for variable in variables)
    return Listed("X", words("x", "x"), population, named, level, "population")  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "wrong",
    [
        cube(PEOPLE, Level.DISTRICT, SEX, AGE, CITIZENSHIP),
        cube(PEOPLE, Level.DEPARTMENT, SEX, AGE, CITIZENSHIP, EDUCATION),
        cube(ASYLUM, Level.PROVINCE, PROTECTION),
        cube(ASYLUM, Level.DISTRICT, PROTECTION),
        cube(ASYLUM, Level.NATIONAL, PROTECTION, CITIZENSHIP),
        cube(NEWCOMERS, Level.PROVINCE, SEX),
    ],
    ids=["four at district", "five at department", "province", "district", "nationality", "flow below department"],
)
def test_the_list_takes_no_cube_that_the_design_forbids(wrong: Listed) -> None:
    with pytest.raises(NotAllowed):
        check(wrong)


def test_the_list_itself_is_allowed() -> None:
    for each in CUBES:
        check(each)
    check(cube(PEOPLE, Level.DISTRICT, REGULARITY, SEX))
