"""Equal stretches of months before and after, and what their difference is worth."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ayni.results.changes import Compared, Side, difference, interval, ready_on, shifted, windows

days = st.dates(date(2022, 1, 1), date(2030, 12, 31))


def test_a_version_of_the_first_of_a_month_has_that_month_after_it():
    found = windows(date(2026, 4, 1), date(2026, 7, 15))
    assert found.months == 3
    assert found.before == (date(2026, 1, 1), date(2026, 3, 1))
    assert found.after == (date(2026, 4, 1), date(2026, 6, 1))


def test_the_month_in_which_it_began_belongs_to_neither():
    found = windows(date(2026, 4, 10), date(2026, 7, 1))
    assert found.before == (date(2026, 2, 1), date(2026, 3, 1))
    assert found.after == (date(2026, 5, 1), date(2026, 6, 1))


def test_without_a_whole_month_there_is_not_enough_time():
    assert windows(date(2026, 4, 10), date(2026, 5, 31)) is None
    assert ready_on(date(2026, 4, 10)) == date(2026, 6, 1)
    assert windows(date(2026, 4, 10), date(2026, 6, 1)).months == 1


@given(days, days)
def test_both_sides_are_as_long_apart_and_never_beyond_today(start, today):
    found = windows(start, today)
    if found is None:
        assert today < ready_on(start)
        return
    (b1, b2), (a1, a2) = found.before, found.after
    assert shifted(b1, found.months - 1) == b2
    assert shifted(a1, found.months - 1) == a2
    assert b2 < start.replace(day=1) <= start <= shifted(a1, 1)
    assert shifted(a2, 1) <= today
    assert 1 <= found.months <= 6


def test_the_published_example_of_newcombe():
    """Newcombe 1998, table II, example a: 56 of 70 against 48 of 80, method 10."""
    found, low, high = difference((48, 80), (56, 70))
    assert found == pytest.approx(0.2)
    assert (round(low, 4), round(high, 4)) == (0.0524, 0.3339)


@given(st.integers(1, 500).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_a_share_lies_within_its_interval(pair):
    low, high = interval(*pair)
    assert -1e-9 <= low <= pair[0] / pair[1] + 1e-9
    assert pair[0] / pair[1] - 1e-9 <= high <= 1 + 1e-9


def test_few_are_not_compared_and_a_clear_difference_is_told_from_chance():
    assert Side(9, 9).percent is None
    assert Compared("", "", Side(9, 9), Side(100, 50)).points is None
    assert Compared("", "", Side(100, 40), Side(100, 80)).is_clear
    unclear = Compared("", "", Side(20, 10), Side(20, 12))
    assert not unclear.is_clear
    assert unclear.points_in_words[0] == "+10"
    assert Compared("", "", Side(20, 12), Side(20, 10)).points_in_words[0] == "−10"  # noqa: RUF001
