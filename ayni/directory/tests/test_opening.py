"""When a service is open: what RFC 5545 repeats, closures, holidays, nights."""

from datetime import date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ayni.directory.models import Schedule
from ayni.directory.rules.hsds import WEEKDAYS
from ayni.directory.rules.opening import State, byday_is_right, is_open, occurs, opening

MONDAY = date(2026, 11, 23)


def hours(**said):
    usual = {"freq": "WEEKLY", "byday": "MO,TU,WE,TH,FR", "opens_at": time(8), "closes_at": time(17)}
    return Schedule(**{**usual, **said})


def at(hour, minute=0, day=MONDAY):
    return datetime(day.year, day.month, day.day, hour, minute)  # noqa: DTZ001


def test_open_until_and_when_it_opens_next():
    now = opening([hours()], at(9), ())
    assert (now.state, now.until) == (State.OPEN, at(17))
    before = opening([hours()], at(7, 59), ())
    assert (before.state, before.opens) == (State.CLOSED, at(8))
    friday = opening([hours()], at(18, day=date(2026, 11, 27)), ())
    assert friday.opens == at(8, day=date(2026, 11, 30))
    assert not is_open([hours()], at(17), ())


def test_without_hours_nobody_knows():
    assert opening([], at(9), ()).state == State.UNKNOWN
    assert opening([hours(opens_at=None, closes_at=None)], at(9), ()).state == State.UNKNOWN


def test_holidays_and_closures():
    assert not is_open([hours()], at(9), {MONDAY})
    assert is_open([hours(on_holidays=True)], at(9), {MONDAY})
    closure = Schedule(is_closure=True, valid_from=MONDAY, valid_to=date(2026, 12, 4))
    assert opening([hours(), closure], at(9), ()).opens == at(8, day=date(2026, 12, 7))


def test_a_night_goes_on_into_the_next_day():
    night = hours(byday="SU", opens_at=time(20), closes_at=time(6))
    assert opening([night], at(5), ()).until == at(6)
    assert not is_open([night], at(7), ())
    day_and_night = hours(byday="", opens_at=time(0), closes_at=time(0))
    assert is_open([day_and_night], at(3), ())


def test_a_break_at_noon():
    both = [hours(closes_at=time(13)), hours(opens_at=time(14))]
    assert opening(both, at(13, 30), ()).opens == at(14)
    joined = [hours(closes_at=time(13)), hours(opens_at=time(13))]
    assert opening(joined, at(9), ()).until == at(17)


@pytest.mark.parametrize(
    ("said", "day", "fits"),
    [
        ({"freq": "MONTHLY", "byday": "1MO"}, date(2026, 11, 2), True),
        ({"freq": "MONTHLY", "byday": "1MO"}, date(2026, 11, 9), False),
        ({"freq": "MONTHLY", "byday": "-1FR"}, date(2026, 11, 27), True),
        ({"freq": "MONTHLY", "byday": "-1FR"}, date(2026, 11, 20), False),
        ({"freq": "MONTHLY", "byday": "", "bymonthday": "-1"}, date(2026, 11, 30), True),
        ({"freq": "MONTHLY", "byday": "", "bymonthday": "15"}, date(2026, 11, 30), False),
        ({"byday": "MO", "interval": 2, "dtstart": date(2026, 11, 9)}, MONDAY, True),
        ({"byday": "MO", "interval": 2, "dtstart": date(2026, 11, 16)}, MONDAY, False),
        ({"byday": "MO", "dtstart": date(2026, 11, 9), "count": 2}, MONDAY, False),
        ({"byday": "MO", "dtstart": date(2026, 11, 9), "count": 3}, MONDAY, True),
        ({"until": date(2026, 11, 22)}, MONDAY, False),
        ({"valid_from": date(2026, 11, 24)}, MONDAY, False),
        ({"byday": "", "byyearday": "-39"}, MONDAY, True),
        ({"byday": "MO", "byweekno": "48"}, MONDAY, True),
        ({"byday": "MO", "byweekno": "-1"}, MONDAY, False),
        ({"byday": "", "dtstart": date(2026, 11, 16)}, MONDAY, True),
        ({"byday": "", "dtstart": date(2026, 11, 17)}, MONDAY, False),
    ],
)
def test_rules_of_repetition(said, day, fits):
    assert occurs(hours(**said), day) is fits


@given(
    day=st.dates(date(2020, 1, 1), date(2035, 1, 1)), begins=st.times(), ends=st.times(), now=st.times(),
    days=st.sets(st.sampled_from(WEEKDAYS), min_size=1),
)  # fmt: skip
def test_what_is_open_closes_and_what_is_closed_opens(day, begins, ends, now, days):
    """For any weekly hours: while it is open the end lies ahead, and at the next opening it is open."""
    some = [hours(byday=",".join(sorted(days)), opens_at=begins, closes_at=ends)]
    moment = datetime.combine(day, now)
    found = opening(some, moment, ())
    if found.state == State.OPEN:
        assert found.until > moment
    else:
        assert found.opens > moment
        assert is_open(some, found.opens, ())


@pytest.mark.parametrize(("text", "right"), [("MO,FR", True), ("1MO,-1FR", True), ("LU", False), ("xMO", False)])
def test_days_are_those_of_the_standard(text, right):
    assert byday_is_right(text) is right
