"""What is derived of whole columns is what the plain functions derive of values."""

from datetime import UTC, date, datetime

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ayni.facts import periods, vectors
from ayni.facts.reading import UTC as MOMENT

MOMENTS = st.datetimes(datetime(1995, 1, 1), datetime(2080, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
MAYBE = st.one_of(st.none(), MOMENTS)
DAYS = st.one_of(st.none(), st.dates(date(1910, 1, 1), date(2080, 1, 1)))


def moments(*values: datetime | None) -> pa.Array:
    return pa.array(values, MOMENT)


@given(st.lists(st.tuples(MAYBE, MAYBE), max_size=30))
def test_months_days_and_hours(pairs: list[tuple[datetime | None, datetime | None]]) -> None:
    one, other = (moments(*(pair[n] for pair in pairs)) for n in (0, 1))
    assert vectors.month_of(one, other).to_pylist() == [periods.month_of(*pair) for pair in pairs]
    assert vectors.day_of(one).to_pylist() == [periods.day_of(pair[0]) for pair in pairs]
    hours = [periods.hours_between(*pair) for pair in pairs]
    assert vectors.hours_between(one, other).to_pylist() == pytest.approx(hours, abs=0.0101)


@given(st.lists(DAYS, max_size=30))
def test_first_days_of_months(days: list[date | None]) -> None:
    found = vectors.first_of_month(pa.array(days, pa.date32())).to_pylist()
    assert found == [periods.first_of_month(day) for day in days]


@given(st.lists(st.tuples(DAYS, MAYBE), max_size=30))
def test_months_that_somebody_said(rows: list[tuple[date | None, datetime | None]]) -> None:
    days, written = pa.array([row[0] for row in rows], pa.date32()), moments(*(row[1] for row in rows))
    assert vectors.month_said(days, written).to_pylist() == [periods.month_said(*row) for row in rows]


@given(st.lists(st.tuples(DAYS, MOMENTS), max_size=30))
def test_ages(rows: list[tuple[date | None, datetime]]) -> None:
    births, at = pa.array([row[0] for row in rows], pa.date32()), moments(*(row[1] for row in rows))
    assert vectors.age_band(births, at).to_pylist() == [periods.age_band(*row) for row in rows]
    assert vectors.age_group(births, at).to_pylist() == [periods.age_group(*row) for row in rows]


@given(st.lists(st.tuples(MOMENTS, MAYBE, MAYBE, st.booleans()), max_size=30))
def test_where_a_step_stands(rows: list[tuple[datetime, datetime | None, datetime | None, bool]]) -> None:
    at, due, done = (moments(*(row[n] for row in rows)) for n in (0, 1, 2))
    found = vectors.timeliness(at, due, done, pa.array([row[3] for row in rows], pa.bool_())).to_pylist()
    assert found == [periods.timeliness(at=a, due=b, done=c, dropped=d) for a, b, c, d in rows]


def test_a_function_without_a_counterpart_is_called_once_per_value() -> None:
    asked: list[str | None] = []

    def upper(value: str | None) -> str | None:
        asked.append(value)
        return value and value.upper()

    assert vectors.derived(upper, [pa.array(["a", None, "a", "b"])]) == ["A", None, "A", "B"]
    assert len(asked) == 3
