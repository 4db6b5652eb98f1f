"""What was so, and what was known, on a day."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ayni.people.rules.editing import CannotChange
from ayni.people.rules.histories import Times, check_apart, check_days, check_follows

DAY = date(2026, 11, 20)
ONE = timedelta(days=1)


def test_a_value_is_so_from_its_first_day_until_the_day_before_it_ended():
    times = Times(DAY, since=date(2024, 1, 1), until=date(2025, 1, 1), ended_on=DAY)
    asked = [date(1900, 1, 1), date(2023, 12, 31), date(2024, 1, 1), date(2024, 12, 31), date(2025, 1, 1)]
    held = [day for day in asked if times.held(day, known_on=date.max)]
    assert held == [date(2024, 1, 1), date(2024, 12, 31)]


def test_what_was_written_later_was_not_known_before():
    times = Times(DAY, since=date(2020, 1, 1))
    assert not times.held(date(2022, 1, 1), known_on=DAY - ONE)
    assert times.held(date(2022, 1, 1), known_on=DAY)


def test_a_mistake_was_known_until_it_was_found_and_never_true():
    times = Times(DAY, since=date(2020, 1, 1), until=DAY, ended_on=DAY + ONE, is_mistake=True)
    assert times.held(DAY, known_on=DAY)
    assert not times.held(DAY, known_on=DAY + ONE)


def test_without_a_first_day_it_began_when_it_was_written():
    times = Times(DAY)
    assert not times.held(DAY - ONE, known_on=date.max)
    assert times.held(DAY, known_on=date.max)


@pytest.mark.parametrize(
    ("since", "until"), [(DAY + ONE, None), (DAY - ONE, DAY + ONE), (DAY, DAY - ONE), (None, DAY - ONE)]
)
def test_days_that_cannot_be_are_refused(since, until):
    with pytest.raises(CannotChange):
        check_days(since=since, until=until, today=DAY)


def test_a_new_value_does_not_begin_before_the_one_it_follows():
    with pytest.raises(CannotChange, match="posterior"):
        check_follows(begins=DAY - ONE, stands_since=DAY)
    check_follows(begins=DAY, stands_since=DAY)
    check_follows(begins=DAY - ONE, stands_since=None)


def test_two_values_are_not_so_on_the_same_day():
    other = Times(DAY, since=date(2024, 1, 1), until=date(2025, 1, 1), ended_on=DAY)
    with pytest.raises(CannotChange, match="otra cosa"):
        check_apart(begins=date(2024, 12, 31), ends=None, others=[other])
    check_apart(begins=date(2025, 1, 1), ends=None, others=[other])
    check_apart(begins=date(2023, 1, 1), ends=date(2024, 1, 1), others=[other])
    mistaken = Times(DAY, since=date(2024, 1, 1), ended_on=DAY, is_mistake=True)
    check_apart(begins=date(2024, 6, 1), ends=None, others=[mistaken])


@given(st.lists(st.tuples(st.integers(0, 900), st.integers(1, 300)), max_size=8), st.integers(0, 1300))
@settings(max_examples=200, deadline=None)
def test_whatever_the_rule_lets_through_never_shows_two_values_on_one_day(spans, asked):
    start, kept = date(2022, 1, 1), []
    for begins, length in spans:
        since, until = start + timedelta(begins), start + timedelta(begins + length)
        try:
            check_apart(begins=since, ends=until, others=kept)
        except CannotChange:
            continue
        kept.append(Times(DAY, since=since, until=until, ended_on=DAY))
    day = start + timedelta(asked)
    assert sum(times.held(day, known_on=date.max) for times in kept) <= 1
