"""Slots, quotas, overbooking, deadlines: over plain values, without a database."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ayni.procedures.models import LIVE, AppointmentState
from ayni.procedures.rules import booking, calendars, overbooking
from ayni.procedures.rules.calendars import CannotKeep, Closed, Hours

LIMA = ZoneInfo("America/Lima")
MONDAY = date(2026, 12, 14)


def at(day, hour, minute=0):
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=LIMA)


def test_slots_are_at_the_hours_of_lima_and_none_ends_after_closing():
    slots = calendars.slots_of_day([Hours(0, time(8), time(9, 50), 4)], MONDAY, 30)
    assert slots == [(at(MONDAY, 8), 4), (at(MONDAY, 8, 30), 4), (at(MONDAY, 9), 4)]
    # Five hours behind Greenwich in summer as in winter.
    assert slots[0][0].astimezone(UTC).hour == 13
    july = calendars.slots_of_day([Hours(0, time(8), time(9), 1)], date(2026, 7, 13), 60)
    assert july[0][0].astimezone(UTC).hour == 13


def test_days_go_over_the_end_of_the_year_and_a_leap_day():
    days = calendars.working_days(date(2027, 12, 30), date(2028, 1, 3), {date(2028, 1, 1)}, [])
    assert days == [date(2027, 12, 30), date(2027, 12, 31), date(2028, 1, 2), date(2028, 1, 3)]
    leap = calendars.working_days(date(2028, 2, 28), date(2028, 3, 1), set(), [])
    assert date(2028, 2, 29) in leap


def test_holidays_and_closures_are_no_days_to_come():
    closed = [Closed(MONDAY, MONDAY + timedelta(days=1))]
    days = calendars.working_days(MONDAY, MONDAY + timedelta(days=3), {MONDAY + timedelta(days=2)}, closed)
    assert days == [MONDAY + timedelta(days=3)]


def test_what_is_kept_is_spread_over_the_day():
    plan = calendars.kept_seats([2, 2, 2, 2], {"OLDER": 2})
    assert [row.count("OLDER") for row in plan] == [0, 1, 0, 1]


@given(
    st.lists(st.integers(1, 12), min_size=1, max_size=20),
    st.dictionaries(st.sampled_from(["PREGNANT", "OLDER", "CHILDREN"]), st.integers(0, 80)),
)
def test_at_least_half_of_a_day_is_for_everybody_and_no_seat_is_lost(seats, quotas):
    plan = calendars.kept_seats(seats, quotas)
    assert [len(row) for row in plan] == seats
    kept = {group: sum(row.count(group) for row in plan) for group in quotas}
    assert sum(kept.values()) == min(sum(quotas.values()), int(sum(seats) / 2))
    assert all(kept[group] <= quotas[group] for group in quotas)


def test_openings_of_a_weekday_do_not_overlap_and_a_slot_fits_into_each():
    with pytest.raises(CannotKeep):
        calendars.check_hours([Hours(0, time(8), time(12), 1), Hours(0, time(11), time(13), 1)], 30)
    with pytest.raises(CannotKeep):
        calendars.check_hours([Hours(0, time(8), time(8, 20), 1)], 30)
    calendars.check_hours([Hours(0, time(8), time(12), 1), Hours(0, time(12), time(13), 1)], 30)


@pytest.mark.parametrize(
    ("first", "last", "opens"),
    [
        (MONDAY, MONDAY - timedelta(days=1), at(MONDAY, 8)),
        (MONDAY - timedelta(days=20), MONDAY, at(MONDAY, 8)),
        (MONDAY, MONDAY + timedelta(days=92), at(MONDAY, 8)),
        (MONDAY, MONDAY, at(MONDAY + timedelta(days=1), 0)),
    ],
)
def test_a_release_that_makes_no_sense_is_refused(first, last, opens):
    today = MONDAY - timedelta(days=7)
    with pytest.raises(CannotKeep):
        calendars.check_release(first=first, last=last, opens_at=opens, at=at(today, 9), today=today)


def test_overbooking_begins_with_enough_history_and_stays_careful():
    assert overbooking.overbooking(expected=199, missed=60).added == 0
    measured = overbooking.overbooking(expected=400, missed=40)
    # By hand: share 0.1, z 1.645: (0.1 + 0.003382 - 0.024906) / 1.006765.
    assert measured.measured == 0.1
    assert measured.careful == pytest.approx(0.07795, abs=2e-4)
    assert measured.added == pytest.approx(measured.careful / (1 - measured.careful))
    assert overbooking.overbooking(expected=400, missed=200).added == overbooking.MOST_ADDED
    assert overbooking.overbooking(expected=0, missed=0).added == 0


@given(st.integers(0, 5000), st.data())
def test_on_average_no_more_come_than_there_are_seats(expected, data):
    missed = data.draw(st.integers(0, expected))
    found = overbooking.overbooking(expected=expected, missed=missed)
    assert 0 <= found.added <= overbooking.MOST_ADDED
    assert (1 + found.added) * (1 - found.measured) <= 1 + 1e-9


def test_extra_seats_are_rounded_down_over_the_day_and_spread():
    assert sum(overbooking.extra_seats([4] * 10, 0.15)) == 6
    assert overbooking.extra_seats([3], 0.1) == [0]


def test_an_offer_is_answered_by_day_and_well_before_the_hour():
    slot = at(MONDAY, 15)
    assert booking.answer_by(starts_at=slot, at=at(MONDAY, 9)) == at(MONDAY, 14)
    assert booking.answer_by(starts_at=slot, at=at(MONDAY - timedelta(days=3), 9)) == at(MONDAY - timedelta(days=3), 15)
    # In the evening: until the middle of the next morning.
    assert booking.answer_by(starts_at=slot, at=at(MONDAY - timedelta(days=3), 18)) == at(
        MONDAY - timedelta(days=2), 10
    )
    assert booking.answer_by(starts_at=slot, at=at(MONDAY - timedelta(days=3), 1)) == at(MONDAY - timedelta(days=3), 10)
    # Too late to ask somebody.
    assert booking.answer_by(starts_at=slot, at=at(MONDAY, 13, 30)) is None


def test_whoever_was_expected_today_has_missed_it_at_nine_in_the_evening_of_lima():
    def is_missed(day, moment):
        return day <= booking.days_over(moment)

    assert not is_missed(MONDAY, at(MONDAY, 20, 59))
    assert is_missed(MONDAY, at(MONDAY, 21))
    # Which is the day after in Greenwich.
    assert not is_missed(MONDAY, datetime(2026, 12, 15, 1, 59, tzinfo=UTC))
    assert is_missed(date(2026, 12, 31), at(date(2027, 1, 1), 0, 1))


def test_every_state_says_what_may_follow():
    assert set(booking.NEXT) == set(booking.AppointmentState)


def test_whoever_is_expected_or_here_gets_out_of_it_and_may_book_again():
    ends = {state for state, following in booking.NEXT.items() if not following}
    assert ends == {"ATTENDED", "CANCELLED", "MOVED"}
    for state in LIVE:
        assert booking.NEXT[state] - set(LIVE)
    assert set(booking.before(AppointmentState.ATTENDED)) == {"BOOKED", "ARRIVED", "NO_SHOW"}
