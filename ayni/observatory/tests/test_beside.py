"""The last gate: the only open one among the parts of a whole closes where hardly anybody is left over beside it."""

import numpy as np
import pytest

from ayni.observatory.noise.beside import beside
from ayni.observatory.noise.cells import Axis

TWO = Axis(np.array([0, 0, 1]), np.array([3, 1, 2]), np.array([-1, 0, 0]), 3)
THREE = Axis(np.array([0, 0, 1, 2]), np.array([4, 1, 2, 3]), np.array([-1, 0, 0, 0]), 4)
NESTED = Axis(np.array([0, 0, 0, 1, 2]), np.array([4, 2, 1, 2, 3]), np.array([-1, 0, 1, 1, 0]), 4)
"""A country; a province in it, with two districts; and another province."""


def closes(people: list, closed: list, *axes: Axis, margin: int = 0) -> list:  # type: ignore[type-arg]
    counted = np.array(people)
    found = beside(counted, np.full(counted.shape, margin), np.array(closed, bool), axes, 10)
    told: list = found.tolist()  # type: ignore[type-arg]
    return told


@pytest.mark.parametrize("left", [0, 1, 9])
def test_a_place_that_is_shown_alone_closes_whether_anybody_lives_beside_it_or_not(left: int) -> None:
    people = [[900, 900], [400 + left, 400 + left], [400, 400], [left, left], [500 - left, 500 - left]]
    closed = [[False] * 2, [False] * 2, [False] * 2, [True] * 2, [False] * 2]
    one = Axis(np.array([0, 0]), np.array([2, 1]), np.array([-1, 0]), 2)
    assert closes(people, closed, NESTED, one) == [[False] * 2, [False] * 2, [True] * 2, [False] * 2, [False] * 2]


def test_a_place_stays_open_where_ten_are_left_over_or_another_one_is_open() -> None:
    closed = [[False], [False], [False], [True], [False]]
    alone = Axis(np.array([0]), np.array([1]), np.array([-1]), 1)
    assert not np.any(closes([[900], [410], [400], [10], [490]], closed, NESTED, alone))
    assert np.any(closes([[900], [410], [400], [10], [490]], closed, NESTED, alone, margin=1))
    three = Axis(np.array([0, 0, 1, 2]), np.array([4, 1, 2, 3]), np.array([-1, 0, 0, 0]), 4)
    assert not np.any(closes([[900], [500], [399], [1]], [[False], [False], [False], [True]], three, alone))


@pytest.mark.parametrize("left", [0, 1, 9])
def test_a_category_that_is_shown_alone_closes_with_all_that_it_is_crossed_with(left: int) -> None:
    row = [[200, 200 - left, left], [100, 100 - left, left], [100, 100, 0]]
    people = np.array([row, row, row]).transpose(0, 2, 1)
    closed = np.zeros(people.shape, bool)
    closed[:, 2] = True
    found = np.array(closes(people.tolist(), closed.tolist(), TWO, TWO, TWO))
    assert found[:, 1].all()
    assert not found[:, 0].any()


@pytest.mark.parametrize("women", [0, 1, 9])
def test_details_of_men_close_where_those_of_hardly_any_women_do(women: int) -> None:
    """Whole: sixty people by two ages. The ages of the women are closed: those of the men would give them away."""
    ages = np.array([[60, 30, 30], [women, women, 0], [60 - women, 30 - women, 30]])
    people, closed = np.stack([ages * 10, ages, ages * 9]), np.zeros((3, 3, 3), bool)
    closed[1, 1, 1:] = True
    found = np.array(closes(people.tolist(), closed.tolist(), TWO, TWO, TWO))
    assert found[1, 2].tolist() == [False, True, True]
    assert not found[1, 0].any()
    assert not found[0].any()


def test_what_closes_may_leave_another_one_alone_and_that_closes_too() -> None:
    people = [[60], [31], [22], [7]]
    alone = Axis(np.array([0]), np.array([1]), np.array([-1]), 1)
    assert not np.any(closes(people, [[False], [False], [False], [True]], THREE, alone))
    nested = closes([[60], [56], [50], [6], [4]], [[False], [False], [False], [True], [True]], NESTED, alone)
    assert nested == [[False], [True], [True], [False], [False]]
