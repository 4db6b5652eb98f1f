"""Whose turn it is on arbitrary days, and how long somebody will wait."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ayni.procedures.models import Lane, TicketState
from ayni.procedures.rules import queue, waiting

NINE = datetime(2026, 11, 20, 14, 0, tzinfo=UTC)
ARRIVALS = st.lists(st.sampled_from([*Lane, None]), min_size=1, max_size=120)


def day(steps):
    """A queue driven by `steps`: a lane is an arrival, None a free window. Then the windows call until nobody waits.
    Yields what each call saw: the lanes, who was called, how often each first one had been passed over."""
    lanes: dict[Lane, list[int]] = {lane: [] for lane in Lane}
    for step in [*steps, *[None] * len(steps)]:
        if step is not None:
            lanes[step].append(0)
            continue
        heads = [queue.Head(lane, line[0], lane) for lane, line in lanes.items() if line]
        turn = queue.whose_turn(heads)
        if turn is None:
            continue
        lanes[turn.lane].pop(0)
        for head in heads:
            if head is not turn:
                lanes[head.lane][0] += 1
        yield turn, {head.lane: head.passed_over for head in heads}


@given(ARRIVALS)
def test_nobody_is_passed_over_more_often_than_the_rule_says(steps):
    for _turn, passed_over in day(steps):
        assert all(count <= queue.MOST_PASSED_OVER[lane] for lane, count in passed_over.items())


@given(ARRIVALS)
def test_everybody_who_arrived_is_called_once(steps):
    called = [turn.lane for turn, _ in day(steps)]
    assert sorted(called) == sorted(step for step in steps if step is not None)


@given(ARRIVALS)
def test_while_nobody_is_out_of_patience_the_preferential_ones_go_first(steps):
    for turn, passed_over in day(steps):
        patient = all(passed_over[lane] < queue.PATIENCE[lane] for lane in passed_over if lane != Lane.FIRST)
        assert not (Lane.FIRST in passed_over and patient) or turn.lane == Lane.FIRST


def test_in_a_full_house_half_of_the_calls_are_preferential_and_each_lane_moves():
    steps = [lane for _ in range(200) for lane in Lane]
    called = [turn.lane for turn, _ in list(day(steps))[:120]]
    shares = [called.count(lane) / len(called) for lane in Lane]
    assert shares[0] >= 0.5
    assert shares[1] > shares[2] >= 0.1


def test_an_appointment_keeps_its_hour_if_one_comes_early_and_loses_it_if_one_comes_late():
    at_nine = {"group": "", "starts_at": NINE}
    assert queue.lane_of(**at_nine, at=NINE - timedelta(minutes=40)) == (Lane.APPOINTED, NINE)
    assert queue.lane_of(**at_nine, at=NINE + timedelta(minutes=15)) == (Lane.APPOINTED, NINE)
    late = NINE + timedelta(minutes=16)
    assert queue.lane_of(**at_nine, at=late) == (Lane.WALK_IN, late)


def test_whoever_the_law_prefers_is_preferred_with_and_without_appointment():
    early = NINE - timedelta(hours=1)
    assert queue.lane_of(group="PREGNANT", starts_at=NINE, at=early) == (Lane.FIRST, early)
    assert queue.lane_of(group="OLDER", starts_at=None, at=NINE) == (Lane.FIRST, NINE)


def test_an_appointment_whose_hour_has_not_come_is_preferred_to_nobody():
    assert queue.lane_now(Lane.APPOINTED, NINE, NINE - timedelta(minutes=11)) == Lane.WALK_IN
    assert queue.lane_now(Lane.APPOINTED, NINE, NINE - timedelta(minutes=10)) == Lane.APPOINTED


@pytest.mark.parametrize("before", list(TicketState))
def test_what_has_ended_never_moves_and_the_rest_can_end(before):
    after = queue.NEXT[before]
    assert (not after) == (before in {TicketState.DONE, TicketState.LEFT})
    assert all(state in queue.NEXT for state in after)


def test_somebody_is_absent_only_after_three_calls():
    with pytest.raises(queue.CannotQueue, match="1"):
        queue.check_absent(2)
    queue.check_absent(3)


def test_with_few_measurements_or_no_window_nothing_is_said():
    few = [600] * (waiting.FEWEST - 1)
    assert waiting.estimate(today=few, before=few, ahead=3, preferred=0, windows=2) is None
    assert waiting.estimate(today=[600] * 8, before=[], ahead=3, preferred=0, windows=0) is None


def test_today_is_believed_before_the_last_weeks():
    slow, quick = [1200] * 8, [300] * 100
    asked = {"ahead": 4, "preferred": 0, "windows": 2}
    assert waiting.estimate(today=slow, before=quick, **asked) == waiting.Range(40, 45)
    assert waiting.estimate(today=slow[:7], before=quick, **asked) == waiting.Range(10, 15)


def test_what_would_take_the_whole_day_is_not_said():
    assert waiting.estimate(today=[1200] * 8, before=[], ahead=40, preferred=0, windows=2) is None


@given(
    st.lists(st.integers(0, 7200), min_size=8, max_size=60), st.integers(0, 60), st.integers(0, 60), st.integers(1, 12)
)
def test_a_range_is_a_range_of_whole_steps_and_grows_with_who_is_ahead(seconds, ahead, preferred, windows):
    asked = {"today": seconds, "before": [], "preferred": preferred, "windows": windows}
    found, more = (waiting.estimate(ahead=n, **asked) for n in (ahead, ahead + 5))
    if found is None:
        assert more is None
        return
    assert 0 <= found.least < found.most <= waiting.LONGEST
    assert found.least % waiting.STEP == found.most % waiting.STEP == 0
    assert more is None or (more.least >= found.least and more.most >= found.most)


def test_how_people_were_treated_is_told_only_of_enough_of_them():
    assert waiting.share({"WELL": 8, "BADLY": 1}) is None
    assert waiting.share({"WELL": 8, "BADLY": 2}) == {"WELL": 80, "BADLY": 20}
