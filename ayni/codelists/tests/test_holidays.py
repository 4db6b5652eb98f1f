import csv
from datetime import date

import holidays as pypi
from django.conf import settings


def listed(kind):
    with (settings.BASE_DIR / "data" / "holidays.csv").open(newline="") as file:
        return {date.fromisoformat(row["day"]): row for row in csv.DictReader(file) if row["kind"] == kind}


def test_the_national_holidays_are_those_that_others_count_too():
    """PyPI's `holidays` is an independent opinion. It also lists Easter Sunday, which DL 713 art. 6 does not name; that
    is a Sunday anyway, and moves no deadline."""
    theirs = pypi.country_holidays("PE", years=range(2022, 2029), language="es")
    easter = {day for day, name in theirs.items() if name == "Domingo de Resurrección"}
    assert len(easter) == 7
    assert all(day.weekday() == 6 for day in easter)
    assert set(listed("national")) == set(theirs) - easter


def test_the_days_that_laws_added_count_from_their_year_on():
    days = set(listed("national"))
    assert date(2023, 7, 23) in days  # Ley 31822, of July 2023
    assert date(2023, 6, 7) not in days  # Ley 31788, of 15 June 2023
    assert date(2024, 6, 7) in days
    assert {date(2022, 8, 6), date(2022, 12, 9)} <= days


def test_days_of_the_public_sector_name_their_decree_and_fall_on_no_weekend():
    days = listed("non_working")
    assert all(row["source"].startswith("DS ") for row in days.values())
    assert all(day.weekday() < 5 for day in days)
    assert not days.keys() & listed("national").keys()
