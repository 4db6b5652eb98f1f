from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from ayni.facts.periods import PERU, age_band, age_on, day_of, hours_between, month_of, timeliness

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


@given(st.integers(min_value=0, max_value=55 * 366 * 24 * 60))
def test_the_fixed_offset_is_the_hour_of_lima(minutes: int) -> None:
    moment = datetime(1995, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
    assert moment.astimezone(PERU).date() == moment.astimezone(ZoneInfo("America/Lima")).date()


def test_the_last_evening_of_february_in_lima_is_still_february() -> None:
    assert month_of(datetime(2026, 3, 1, 4, 59, tzinfo=UTC)) == date(2026, 2, 1)
    assert month_of(datetime(2026, 3, 1, 5, 0, tzinfo=UTC)) == date(2026, 3, 1)
    assert day_of(datetime(2026, 3, 1, 4, 59, tzinfo=UTC)) == date(2026, 2, 28)


def test_the_first_known_moment_gives_the_month() -> None:
    assert month_of(None, NOON) == date(2026, 3, 1)
    assert month_of(None, None) is None
    assert day_of(None) is None


def test_a_birthday_counts_on_its_day() -> None:
    assert age_on(date(2008, 3, 2), date(2026, 3, 1)) == 17
    assert age_on(date(2008, 3, 1), date(2026, 3, 1)) == 18
    assert age_on(date(2008, 2, 29), date(2026, 2, 28)) == 17


def test_bands_of_life() -> None:
    assert age_band(date(2026, 1, 1), NOON) == "AB-0-5"
    assert age_band(date(2008, 3, 2), NOON) == "AB-12-17"
    assert age_band(date(1966, 3, 1), NOON) == "AB-60"
    assert age_band(None, NOON) is None
    assert age_band(date(2027, 1, 1), NOON) is None


def test_hours_between() -> None:
    assert hours_between(NOON, NOON + timedelta(minutes=90)) == 1.5
    assert hours_between(NOON, None) is None


def test_where_a_step_stands() -> None:
    hour = timedelta(hours=1)
    assert timeliness(at=NOON, due=NOON, done=NOON, dropped=False) == "ON_TIME"
    assert timeliness(at=NOON, due=NOON - hour, done=NOON, dropped=False) == "LATE"
    assert timeliness(at=NOON, due=NOON - hour, done=None, dropped=False) == "OVERDUE"
    assert timeliness(at=NOON, due=NOON, done=None, dropped=False) == "NOT_YET_DUE"
    assert timeliness(at=NOON, due=None, done=None, dropped=False) == "NO_DEADLINE"
    assert timeliness(at=NOON, due=NOON - hour, done=NOON, dropped=True) == "SKIPPED"
