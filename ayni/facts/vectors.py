"""The functions that derive columns, over whole columns of Arrow: the same answers, many times as fast.

A function that has no counterpart here is called once per distinct value, or per row if it takes several.
"""

from collections.abc import Callable
from functools import cache
from typing import Any, TypeAlias

import pyarrow as pa
import pyarrow.compute as pc

from . import periods
from .reading import UTC, Values, as_list

Array: TypeAlias = "pa.Array"
Vector = Callable[..., Array]
VECTORS: dict[Callable[..., Any], Vector] = {}


@cache
def _hours_of_peru() -> pa.Scalar:
    """Made when it is needed: the first value that Arrow makes of one of Python loads pandas."""
    return pa.scalar(5 * 3600 * 1_000_000, pa.duration("us"))


def vector_of(plain: Callable[..., Any]) -> Callable[[Vector], Vector]:
    """Declares that a function of columns answers as the plain one does of values."""

    def declare(vector: Vector) -> Vector:
        VECTORS[plain] = vector
        return vector

    return declare


def derived(derive: Callable[..., Any], given: list[Values]) -> Values:
    """The column that a declaration derives from its sources."""
    vector = VECTORS.get(derive)
    if vector is not None and not any(isinstance(values, list) for values in given):
        return vector(*given)
    if len(given) == 1 and not isinstance(given[0], list):
        return _by_distinct_value(derive, given[0])
    return [derive(*row) for row in zip(*map(as_list, given), strict=True)]


def _by_distinct_value(derive: Callable[..., Any], values: pa.Array) -> Values:
    coded = values.dictionary_encode(null_encoding="encode")
    answers = [derive(value) for value in coded.dictionary.to_pylist()]
    return [answers[index] for index in coded.indices.to_pylist()]


def _in_peru(moments: pa.Array) -> pa.Array:
    """The clock on the wall."""
    return pc.subtract(moments.cast(UTC).cast(pa.timestamp("us")), _hours_of_peru())


def _month(walls: pa.Array) -> pa.Array:
    return pc.floor_temporal(walls, unit="month").cast(pa.date32())


@vector_of(periods.month_of)
def month_of(*moments: pa.Array) -> pa.Array:
    return _month(_in_peru(pc.coalesce(*moments)))


@vector_of(periods.first_of_month)
def first_of_month(days: pa.Array) -> pa.Array:
    return _month(days.cast(pa.timestamp("us")))


@vector_of(periods.month_said)
def month_said(days: pa.Array, written: pa.Array) -> pa.Array:
    return pc.coalesce(first_of_month(days), month_of(written))


@vector_of(periods.day_of)
def day_of(moments: pa.Array) -> pa.Array:
    return pc.floor_temporal(_in_peru(moments), unit="day").cast(pa.date32())


@vector_of(periods.hours_between)
def hours_between(start: pa.Array, end: pa.Array) -> pa.Array:
    return pc.round(pc.divide(pc.subtract(end, start).cast(pa.int64()).cast(pa.float64()), 3_600_000_000.0), 2)


def timeliness(at: pa.Array, due: pa.Array, done: pa.Array, dropped: pa.Array) -> pa.Array:
    """`periods.timeliness` of columns."""
    kinds = periods.Timeliness
    answered = pc.if_else(pc.less_equal(done, due), kinds.ON_TIME.value, kinds.LATE.value)
    waiting = pc.if_else(pc.less(due, at), kinds.OVERDUE.value, kinds.NOT_YET_DUE.value)
    held = pc.if_else(pc.is_valid(done), answered, waiting)
    with_deadline = pc.if_else(pc.is_valid(due), held, kinds.NO_DEADLINE.value)
    return pc.if_else(pc.fill_null(dropped, False), kinds.SKIPPED.value, with_deadline)


def age(birth: pa.Array, moment: pa.Array) -> pa.Array:
    """Whole years at that moment, in Peru; empty where the birth date is not known."""
    wall = _in_peru(moment)
    years = pc.subtract(pc.year(wall), pc.year(birth))
    before = pc.less(_day_in_year(wall), _day_in_year(birth))
    return pc.subtract(years, before.cast(pa.int64()))


def _day_in_year(days: pa.Array) -> pa.Array:
    return pc.add(pc.multiply(pc.month(days), 100), pc.day(days))


@vector_of(periods.age_band)
def age_band(birth: pa.Array, moment: pa.Array) -> pa.Array:
    ages = age(birth, moment)
    band: Any = pa.nulls(len(ages), pa.string())
    for code, last in reversed([each.value for each in periods.AgeBand]):
        band = pc.if_else(pc.less_equal(ages, last), code, band)
    return pc.if_else(pc.greater_equal(ages, 0), band, pa.scalar(None, pa.string()))


@vector_of(periods.age_group)
def age_group(birth: pa.Array, moment: pa.Array) -> pa.Array:
    ages = age(birth, moment)
    child, adult, older = periods.AGE_GROUPS
    oldest = periods.AgeBand.OLD_AGE.value[1]
    group = pc.if_else(pc.less(ages, 18), child, pc.if_else(pc.less(ages, 60), adult, older))
    is_age = pc.and_(pc.greater_equal(ages, 0), pc.less_equal(ages, oldest))
    return pc.if_else(is_age, group, pa.scalar(None, pa.string()))


# What the apps need to say their own rules of columns.


def equal(values: Array, wanted: str) -> Array:
    """Whether each is this one; what is empty is not."""
    return pc.fill_null(pc.equal(values, str(wanted)), False)


def empty(values: Array) -> Array:
    return pc.is_null(values)


def both(one: Array, other: Array) -> Array:
    return pc.and_(one, other)


def earlier(moments: Array, others: Array) -> Array:
    """The earlier one of two; the first where the second is not known."""
    return pc.if_else(pc.fill_null(pc.less(others, moments), False), others, moments)


def between(numbers: Array, first: int, last: int) -> Array:
    """Whether each is one of these, both ends included; empty where it is empty."""
    return pc.and_(pc.greater_equal(numbers, first), pc.less_equal(numbers, last))
