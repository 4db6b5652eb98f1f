import pytest
from django.urls import reverse
from django.utils.timezone import now

from ayni.cases.finding import find_by_number
from ayni.people import queries as people

from .factories import open_case

pytestmark = pytest.mark.django_db


def test_the_search_box_takes_the_number_of_a_case_however_it_is_typed(rosa):
    case = open_case(rosa)
    found = people.search(case.number.lower().replace("-", " "), rosa, now()).finding
    assert found.title == f"Caso {case.number}"
    assert found.url == reverse("desk:case", args=[case.pk])


def test_a_number_that_is_not_for_this_user_finds_nothing(world):
    hidden = open_case(world.rosa, "VP-TRATA")
    for outsider in (world.julio, world.vera, world.lia, world.tomas):
        assert find_by_number(hidden.number, outsider) is None


@pytest.mark.parametrize("text", ["", "C-", "1234", "C-0000-0000-1", "no es un número 🌱"])
def test_what_is_no_number_costs_nothing(rosa, text, django_assert_num_queries):
    assert rosa.permissions
    with django_assert_num_queries(0):
        assert find_by_number(text, rosa) is None
