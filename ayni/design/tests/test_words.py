from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import translation

from ayni.design import words

NOW = datetime(2026, 11, 22, 15, 0, tzinfo=UTC)  # 10:00 in Lima


@pytest.mark.parametrize(
    ("at", "told"),
    [
        (NOW + timedelta(seconds=20), "vence en 1 min"),
        (NOW + timedelta(minutes=20), "vence en 20 min"),
        (NOW + timedelta(hours=3), "vence en 3 h"),
        (NOW + timedelta(hours=13), "vence hoy"),
        (NOW + timedelta(hours=14, minutes=30), "vence mañana"),
        (NOW + timedelta(days=1), "vence mañana"),
        (datetime(2026, 11, 25, 15, tzinfo=UTC), "vence el 25 nov"),
        (datetime(2027, 1, 4, 15, tzinfo=UTC), "vence el 4 ene 2027"),
        (NOW - timedelta(minutes=5), "venció hace 5 min"),
        (NOW - timedelta(hours=2), "venció hace 2 h"),
        (NOW - timedelta(days=1), "venció ayer"),
        (NOW - timedelta(days=2), "venció hace 2 días"),
        (datetime(2026, 9, 1, 15, tzinfo=UTC), "venció el 1 sep"),
    ],
)
def test_a_deadline_is_told_in_words(at, told):
    assert words.deadline(at, NOW) == told


def test_a_deadline_of_working_days_is_told_in_days_for_it_lasts_until_its_last_day_ends():
    end_of_today = datetime(2026, 11, 23, 4, 59, 59, tzinfo=UTC)
    assert words.deadline(end_of_today, NOW) == "vence hoy"
    assert words.deadline(end_of_today + timedelta(days=1), NOW) == "vence mañana"
    assert words.deadline(end_of_today - timedelta(days=1), NOW) == "venció ayer"
    assert words.deadline(end_of_today - timedelta(days=5), NOW) == "venció hace 5 días"


def test_the_day_is_that_of_lima_not_of_greenwich():
    late_in_lima = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
    assert words.day(late_in_lima) == "22 nov 2026"
    assert words.moment(late_in_lima) == "22 nov 2026, 22:00"


@pytest.mark.parametrize(
    ("past", "told"),
    [
        (timedelta(seconds=5), "ahora mismo"),
        (timedelta(minutes=5), "hace 5 min"),
        (timedelta(hours=5), "hace 5 h"),
        (timedelta(hours=11), "hace 11 h"),
        (timedelta(hours=20), "ayer"),
        (timedelta(days=3), "hace 3 días"),
        (timedelta(days=40), "el 13 oct"),
    ],
)
def test_what_happened_is_told_from_now(past, told):
    assert words.ago(NOW - past, NOW) == told


@pytest.mark.parametrize(
    ("left", "urgency"),
    [(timedelta(days=3), "calm"), (timedelta(hours=23), "soon"), (timedelta(seconds=-1), "late")],
)
def test_a_deadline_is_calm_soon_or_late(left, urgency):
    assert words.urgency(NOW + left, NOW) == urgency


@pytest.mark.parametrize(
    ("born", "told"),
    [
        (date(1990, 11, 22), "36 años"),
        (date(1990, 11, 23), "35 años"),
        (date(2025, 11, 23), "11 meses"),
        (date(2026, 10, 22), "1 mes"),
        (date(2026, 11, 22), "0 meses"),
        (date(2024, 2, 29), "2 años"),
    ],
)
def test_an_age_is_computed(born, told):
    assert words.age(born, date(2026, 11, 22)) == told


@pytest.mark.parametrize(
    ("language", "told"), [("en", "2 Dec 2026"), ("es", "2 dic 2026"), ("fr", "2 déc 2026"), ("ht", "2 des 2026")]
)
def test_only_english_writes_a_month_with_a_capital(language, told):
    with translation.override(language):
        assert words.day(date(2026, 12, 2)) == words.short_day(date(2026, 12, 2), date(2027, 1, 1)) == told
        assert words.moment(datetime(2026, 12, 2, 15, 42, tzinfo=UTC)) == f"{told}, 10:42"
