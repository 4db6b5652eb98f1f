from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ayni.governance.rules import due_at
from ayni.lib.periods import is_working_day, working_days_between

LIMA = ZoneInfo("America/Lima")
FIESTAS_PATRIAS = frozenset({date(2026, 7, 28), date(2026, 7, 29)})
moments = st.datetimes(datetime(2022, 1, 1), datetime(2028, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
amounts = st.integers(1, 60)
calendars = st.frozensets(st.dates(date(2022, 1, 1), date(2028, 12, 31)), max_size=40)


def lima(*parts):
    return datetime(*parts, tzinfo=LIMA)


def test_hours_run_through_the_night_and_the_weekend():
    friday = lima(2026, 7, 24, 20, 30)
    assert due_at(start=friday, amount=48, unit="HOURS", holidays=FIESTAS_PATRIAS) == lima(2026, 7, 26, 20, 30)


def test_working_days_skip_the_weekend_and_the_holidays_and_last_until_midnight():
    friday = lima(2026, 7, 24, 9, 0)
    due = due_at(start=friday, amount=2, unit="WORKING_DAYS", holidays=FIESTAS_PATRIAS)
    # Monday 27 is the first, 28 and 29 are holidays, Thursday 30 the second.
    assert due == lima(2026, 7, 30, 23, 59, 59)


def test_calendar_days_count_every_day():
    friday = lima(2026, 7, 24, 9, 0)
    due = due_at(start=friday, amount=4, unit="DAYS", holidays=FIESTAS_PATRIAS)
    assert due == lima(2026, 7, 28, 23, 59, 59)


def test_the_day_is_that_of_lima_and_not_of_utc():
    late_evening = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)  # still the 23rd in Lima
    assert due_at(start=late_evening, amount=1, unit="DAYS", holidays=frozenset()) == lima(2026, 11, 24, 23, 59, 59)


def test_a_unit_that_does_not_exist_is_refused():
    with pytest.raises(ValueError, match="WEEKS"):
        due_at(start=lima(2026, 1, 1), amount=1, unit="WEEKS", holidays=frozenset())


@given(moments, amounts, calendars)
def test_a_deadline_in_working_days_ends_on_one_and_holds_as_many(start, amount, holidays):
    due = due_at(start=start, amount=amount, unit="WORKING_DAYS", holidays=holidays).astimezone(LIMA).date()
    assert is_working_day(due, holidays)
    assert working_days_between(start.astimezone(LIMA).date(), due, holidays) == amount


@given(moments, amounts, calendars)
def test_a_longer_deadline_is_never_due_earlier(start, amount, holidays):
    for unit in ("HOURS", "DAYS", "WORKING_DAYS"):
        shorter = due_at(start=start, amount=amount, unit=unit, holidays=holidays)
        assert start < shorter < due_at(start=start, amount=amount + 1, unit=unit, holidays=holidays)


@given(moments, amounts, calendars)
def test_working_days_never_end_before_calendar_days(start, amount, holidays):
    calendar = due_at(start=start, amount=amount, unit="DAYS", holidays=holidays)
    assert due_at(start=start, amount=amount, unit="WORKING_DAYS", holidays=holidays) >= calendar
    assert calendar - start <= timedelta(days=amount + 1)
