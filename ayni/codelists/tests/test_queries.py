from datetime import date

import pytest

from ayni.codelists import queries
from ayni.codelists.models import Country, Territory

from .factories import CountryFactory, HolidayFactory, TerritoryFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def places():
    def place(code, name, parent=None):
        level = {2: "DEPARTMENT", 4: "PROVINCE", 6: "DISTRICT"}[len(code)]
        return TerritoryFactory(code=code, label_es=name, parent=parent, level=level)

    lima, arequipa = place("15", "Lima"), place("04", "Arequipa")
    in_lima, in_arequipa = place("1501", "Lima", lima), place("0401", "Arequipa", arequipa)
    place("150122", "Miraflores", in_lima)
    place("040110", "Miraflores", in_arequipa)
    place("150135", "San Martín de Porres", in_lima)
    place("150101", "Lima", in_lima)


def test_a_district_is_found_without_accents_and_with_its_department(places):
    assert [d.code for d in queries.districts_like("san martin")] == ["150135"]
    assert [d.code for d in queries.districts_like("arequipa MIRA")] == ["040110"]
    assert queries.districts_like("mirafl")[0].full_name in {"Miraflores, Lima, Lima", "Miraflores, Arequipa, Arequipa"}


def test_the_district_of_that_very_name_comes_first(places):
    assert queries.districts_like("lima", limit=1)[0].code == "150101"


@pytest.mark.parametrize("nothing", ["", "   ", "¡!", "xyz"])
def test_nothing_typed_finds_nothing(places, nothing):
    assert queries.districts_like(nothing) == []


def test_a_look_up_is_one_statement_once_the_names_are_known(places, django_assert_num_queries):
    queries.districts_like("lima")
    with django_assert_num_queries(1):
        assert queries.districts_like("miraflores")[0].parent.parent.label_es


def test_closed_versions_are_not_offered():
    CountryFactory(code="SUN", label_es="Unión Soviética", valid_to=date(2023, 1, 1))
    CountryFactory()
    assert queries.choices(Country) == [("VEN", "Venezuela")]
    assert queries.by_code(Country, "VEN").label_es == "Venezuela"


def test_holidays_that_were_taken_back_do_not_count(django_assert_num_queries):
    HolidayFactory(day=date(2026, 7, 28))
    HolidayFactory(day=date(2026, 7, 27), valid_to=date(2026, 7, 1))
    assert queries.holidays() == {date(2026, 7, 28)}
    with django_assert_num_queries(0):
        queries.holidays()


def test_departments_are_departments(places):
    assert {d.level for d in queries.departments()} == {Territory.Level.DEPARTMENT}
