"""What a list of cases, of screenings and of colleagues says of what its reader may not open: nothing."""

import pytest

from ayni.cases import queries
from ayni.cases.queries import Filters, lists
from ayni.cases.tests.factories import NOON, open_case, person

pytestmark = pytest.mark.django_db


def test_a_colleague_who_keeps_only_hidden_cases_is_not_offered_as_a_filter(world):
    open_case(world.rosa, "VP-TRATA")
    open_case(world.julio)
    assert set(lists.colleagues(world.rosa)) == {world.rosa, world.julio}
    assert list(lists.colleagues(world.marta)) == [world.julio]


def test_of_a_person_the_cases_are_listed_that_the_reader_may_open(world):
    who = person(world.rosa)
    plain, hidden = open_case(world.rosa, person=who), open_case(world.rosa, "VP-TRATA", person=who)
    assert set(lists.cases_of(who.pk, world.rosa)) == {plain, hidden}
    assert lists.cases_of(who.pk, world.marta) == [plain]
    assert lists.cases_of(who.pk, world.vera) == []


def test_the_list_of_cases_is_narrowed_by_the_moment_of_the_way_and_the_kind_of_place(rosa):
    on_the_way = open_case(rosa, stage="TRANSIT", area="PERIURBAN")
    open_case(rosa)
    for filters in (Filters(stage="TRANSIT"), Filters(area="PERIURBAN"), Filters(stage="TRANSIT", area="PERIURBAN")):
        assert list(queries.cases(rosa, filters, NOON)) == [on_the_way], filters
    assert not queries.cases(rosa, Filters(stage="RETURN"), NOON).exists()
