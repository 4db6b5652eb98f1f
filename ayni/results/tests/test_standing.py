"""Lights and forecasts over plain numbers."""

from datetime import date
from math import isclose, sqrt

import pytest
from django.utils import translation

from ayni.results.standing import Aim, WrongTarget, check_target, forecast, next_aim, standing

LIMITS = [("green", 0.9), ("amber", 0.6), ("red", -1e6)]
AIM = Aim(date(2026, 1, 1), date(2026, 12, 1), 0.9)


@pytest.fixture(autouse=True)
def in_english():
    """The sentences as they are written."""
    with translation.override("en"):
        yield


def light(current, *, baseline=0.5, aim=AIM, why=""):
    return standing(current, baseline=baseline, aim=aim, thresholds=LIMITS, why=why)


@pytest.mark.parametrize(
    ("current", "colour", "percent"),
    [(0.9, "green", 100), (0.86, "green", 90), (0.74, "amber", 60), (0.7, "red", 50), (0.3, "red", -50)],
)
def test_the_light_is_how_much_of_the_way_is_done(current, colour, percent):
    found = light(current)
    assert (found.light, found.percent) == (colour, percent)


def test_where_less_is_better_the_same_formula_holds():
    fewer = standing(30, baseline=60, aim=Aim(date(2026, 1, 1), date(2026, 12, 1), 20), thresholds=LIMITS, why="")
    assert (fewer.light, fewer.percent) == ("amber", 75)


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ({"current": None}, "no value"), ({"current": 0.7, "aim": None}, "no target"),
        ({"current": 0.7, "baseline": None}, "no baseline"), ({"current": 0.7, "baseline": 0.9}, "same"),
        ({"current": 0.7, "why": "late: march"}, "late"),
    ],
)  # fmt: skip
def test_grey_says_what_is_missing_or_late(given, why):
    found = light(given.pop("current"), **given)
    assert found.light == "grey"
    assert why in found.why


def test_the_next_target_is_the_first_that_is_due_later():
    aims = [Aim(date(2027, 1, 1), date(2027, 12, 1), 3), AIM, Aim(date(2025, 1, 1), date(2025, 12, 1), 1)]
    assert next_aim(aims, date(2026, 9, 1)) == AIM
    assert next_aim(aims, date(2028, 1, 1)) is None


@pytest.mark.parametrize(
    ("until", "baseline", "month"),
    [(date(2025, 12, 1), 0.5, date(2025, 12, 1)), (date(2025, 6, 1), 0.5, date(2025, 12, 1)),
     (date(2026, 12, 1), None, None)],
)  # fmt: skip
def test_a_target_before_its_baseline_is_refused(until, baseline, month):
    with pytest.raises(WrongTarget):
        check_target(since=date(2025, 1, 1), until=until, baseline=baseline, baseline_month=month)


def test_what_accumulates_is_foretold_by_the_mean_and_its_spread():
    known = [10.0, 12.0, 8.0, 10.0]
    found = forecast(known, months_left=2, so_far=40, accumulates=True)
    deviation = sqrt(sum((n - 10) ** 2 for n in known) / 3)
    spread = 1.959964 * deviation * sqrt(2 + 4 / 4)
    assert found.value == 60
    assert isclose(found.high, 60 + spread)
    assert isclose(found.low, max(40, 60 - spread))


def test_a_share_drifts_and_stays_between_nothing_and_all():
    found = forecast([0.80, 0.85, 0.90, 0.95], months_left=3, so_far=None, accumulates=False, is_share=True)
    assert found.value == found.high == 1.0
    assert found.low <= 1.0
    assert forecast([0.5, 0.6, 0.7], months_left=3, so_far=None, accumulates=False) is None
