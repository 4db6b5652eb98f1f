import pytest
from django.urls import reverse
from django.utils.timezone import now

from ayni.cases.tests.factories import open_case
from ayni.people import queries as people
from ayni.referrals.finding import find_by_number

from .factories import send

pytestmark = pytest.mark.django_db


def test_the_search_box_takes_the_number_of_a_referral_however_it_is_typed(rosa, referral):
    found = people.search(referral.number.lower().replace("-", " "), rosa, now()).finding
    assert found.title == f"Derivación {referral.number}"
    assert found.url == reverse("referrals:sent", args=[referral.pk])


def test_whoever_answers_is_led_to_the_side_that_answers(world, referral):
    assert find_by_number(referral.number, world.ines).url == reverse("referrals:referral", args=[referral.pk])


def test_a_referral_that_is_not_for_this_user_is_not_found(world, service):
    hidden = send(open_case(world.rosa, "VP-TRATA"), service)
    for outsider in (world.julio, world.vera, world.lia, world.tomas, world.ada):
        assert find_by_number(hidden.number, outsider) is None


@pytest.mark.parametrize("text", ["", "R-", "1234", "R-0000-0000-1", "no es un número 🌱"])
def test_what_is_no_number_costs_nothing(rosa, text, django_assert_num_queries):
    assert rosa.permissions
    with django_assert_num_queries(0):
        assert find_by_number(text, rosa) is None


def test_a_number_costs_one_statement(rosa, referral, django_assert_num_queries):
    assert rosa.permissions
    with django_assert_num_queries(1):
        assert find_by_number(referral.number, rosa)
