from datetime import UTC, date, datetime

from hypothesis import given
from hypothesis import strategies as st

from ayni.lib import periods

DAYS = st.dates(min_value=date(2020, 1, 1), max_value=date(2030, 12, 31))
FIESTAS = frozenset({date(2026, 7, 28), date(2026, 7, 29)})


def test_the_day_of_the_act_does_not_count():
    assert periods.add_working_days(date(2026, 11, 23), 1, frozenset()) == date(2026, 11, 24)


def test_weekends_and_holidays_do_not_count():
    monday = date(2026, 7, 27)
    assert periods.add_working_days(monday, 1, FIESTAS) == date(2026, 7, 30)
    assert periods.add_working_days(monday, 3, FIESTAS) == date(2026, 8, 3)


def test_a_deadline_in_days_lasts_until_its_last_day_ends():
    at = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
    assert periods.end_of_day(date(2026, 11, 24), at) == datetime(2026, 11, 24, 23, 59, 59, tzinfo=UTC)


@given(DAYS, st.integers(min_value=1, max_value=40))
def test_a_deadline_falls_on_a_working_day_and_counts_back(start, days):
    end = periods.add_working_days(start, days, FIESTAS)
    assert periods.is_working_day(end, FIESTAS)
    assert periods.working_days_between(start, end, FIESTAS) == days


@given(DAYS, DAYS)
def test_there_are_no_working_days_backwards(one, other):
    early, late = sorted((one, other))
    assert periods.working_days_between(late, early, FIESTAS) == 0
