"""When somebody may be called, and by when. No database."""

from datetime import date, datetime, time, timedelta

import pytest
from django.utils.timezone import make_aware

from ayni.feedback.models import CallOutcome
from ayni.feedback.rules import calls as rules

THURSDAY = date(2026, 11, 19)


def at(hour, minute=0, day=THURSDAY):
    return make_aware(datetime.combine(day, time(hour, minute)))


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("987 654 321", "987654321"),
        ("+58 412-123.4567", "+584121234567"),
        ("00 58 412 1234567", "+00584121234567"),
        ("(01) 424 5678", "014245678"),
        ("٩٨٧٦٥٤٣٢١", "987654321"),
    ],
)
def test_a_number_of_any_country_and_script_is_dialled(typed, written):
    assert rules.written_phone(typed) == written


@pytest.mark.parametrize("typed", ["", "123456", "🦙🦙🦙", "mi mamá", "<script>1234567</script>", "9" * 16])
def test_what_is_no_telephone_is_told_so(typed):
    with pytest.raises(rules.CannotAsk):
        rules.written_phone(typed)


def test_now_is_within_half_an_hour_and_never_after_the_safe_time():
    safe = rules.Safe(day=THURSDAY, opens=time(10), closes=time(11))
    assert rules.clock(safe, at(10)) == rules.Clock(at(10), at(10, 30), at(11))
    assert rules.clock(safe, at(10, 50)) == rules.Clock(at(10, 50), at(11), at(11))
    assert rules.clock(safe, at(11)) is None


def test_before_the_safe_time_the_clock_waits_for_it():
    safe = rules.Safe(weekdays="1", opens=time(14), closes=time(16))
    monday = THURSDAY + timedelta(days=4)
    assert rules.clock(safe, at(9)) == rules.Clock(at(14, 0, monday), at(14, 30, monday), at(16, 0, monday))


def test_a_night_goes_over_midnight():
    safe = rules.Safe(weekdays="4", opens=time(22), closes=time(2))
    friday = THURSDAY + timedelta(days=1)
    assert rules.clock(safe, at(1, 0, friday)).call_until == at(2, 0, friday)
    assert rules.clock(safe, at(3, 0, friday)).call_from == at(22, 0, THURSDAY + timedelta(days=7))


def test_any_hour_of_any_day_is_at_once():
    assert rules.clock(rules.Safe(), at(3)) == rules.Clock(at(3), at(3, 30), at(0, 0, THURSDAY + timedelta(days=1)))


def test_after_an_attempt_it_does_not_ring_again_at_once():
    safe = rules.Safe(day=THURSDAY, opens=time(10), closes=time(11))
    assert rules.clock_after(safe, at(10)).call_from == at(10, 20)
    assert rules.clock_after(safe, at(10, 45)) is None


@pytest.mark.parametrize(
    "safe",
    [
        rules.Safe(day=THURSDAY, opens=time(8), closes=time(9)),
        rules.Safe(opens=time(8), closes=time(8)),
        rules.Safe(opens=time(8)),
        rules.Safe(closes=time(8)),
    ],
)
def test_a_time_that_is_over_or_half_is_told_so(safe):
    with pytest.raises(rules.CannotAsk):
        rules.check_safe(safe, at(10))


@pytest.mark.parametrize(
    ("outcome", "more"),
    [
        ("", {}),
        (CallOutcome.ADVISED, {"tried": True}),
        (CallOutcome.NOT_REACHED, {}),
        (CallOutcome.RESCUED, {"tried": True}),
        (CallOutcome.NOT_ASKED, {"is_open": False}),
    ],
)
def test_what_did_not_happen_is_not_how_it_ended(outcome, more):
    said = {"is_open": True, "spoke": False, "tried": False, "note": "", **more}
    with pytest.raises(rules.CannotCall):
        rules.check_may_close(outcome=outcome, **said)


def test_a_file_is_joined_by_agreement_only():
    with pytest.raises(rules.CannotCall):
        rules.check_may_join(agrees=False, has_file=True, outcome=CallOutcome.ADVISED)
    with pytest.raises(rules.CannotCall):
        rules.check_may_join(agrees=True, has_file=False, outcome=CallOutcome.ACCOMPANIED)


def test_two_colleagues_do_not_call_at_once():
    since = at(10)
    assert rules.is_in_hand(caller=1, since=since, by=2, at=at(10, 14))
    assert not rules.is_in_hand(caller=1, since=since, by=1, at=at(10, 14))
    assert not rules.is_in_hand(caller=1, since=since, by=2, at=at(10, 15))
