"""Households: one at a time, with a history, and never more of them than somebody may know."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from ayni.people import actions, queries
from ayni.people.models import Household, HouseholdMember, Sensitivity
from ayni.people.rules import households

from .factories import NOON, DistrictFactory, PersonFactory, place

pytestmark = pytest.mark.django_db
MARCH, JUNE = date(2026, 3, 1), date(2026, 6, 1)


@pytest.fixture
def mother(rosa):
    return PersonFactory(registered_by=rosa)


@pytest.fixture
def child(rosa):
    return PersonFactory(registered_by=rosa, given_name_1="Ana", birth_date=date(2018, 5, 1))


@pytest.fixture
def household(mother, child, rosa):
    members = {mother: "HEAD", child: "CHILD"}
    return actions.form_household(members=members, since=MARCH, by=rosa, at=NOON)


def names(person, user):
    return [member.person.given_name_1 for member in queries.home_of(person, user).members]


def test_whoever_forms_a_household_lives_in_it(household, mother, child, rosa):
    for person in (mother, child):
        assert queries.home_of(person, rosa).membership.household == household
        assert set(names(person, rosa)) == {"Yusleidy", "Ana"}
    assert "González" not in household.number


def test_nobody_lives_in_two_households(household, mother, child, rosa):
    with pytest.raises(households.CannotLiveThere):
        actions.form_household(members={child: "HEAD"}, since=JUNE, by=rosa, at=NOON)
    with pytest.raises(households.CannotLiveThere):
        actions.join_household(household=household, person=child, role="CHILD", since=JUNE, by=rosa, at=NOON)
    other = Household.objects.create(number="H-X", office=rosa.office, begun_at=NOON)
    with pytest.raises(IntegrityError), transaction.atomic():
        HouseholdMember.objects.create(household=other, person=child, role="HEAD", since=JUNE)


def test_whoever_leaves_stays_in_the_history(household, mother, child, rosa):
    actions.leave_household(household=household, people=[child], until=JUNE, by=rosa, at=NOON)
    lived = queries.home_of(child, rosa)
    assert (lived.membership, [(stay.household, stay.until) for stay in lived.before]) == (None, [(household, JUNE)])
    assert names(mother, rosa) == ["Yusleidy"]
    household.refresh_from_db()
    assert household.ended_at is None
    actions.leave_household(household=household, people=[mother], until=JUNE, by=rosa, at=NOON)
    household.refresh_from_db()
    assert household.ended_at == NOON


@pytest.mark.parametrize("until", [date(2026, 2, 1), date(2026, 12, 1)])
def test_nobody_leaves_before_they_came_or_in_the_future(household, child, rosa, until):
    with pytest.raises(households.CannotLiveThere):
        actions.leave_household(household=household, people=[child], until=until, by=rosa, at=NOON)


def test_whoever_left_does_not_leave_again(household, child, rosa):
    for expected in (None, households.CannotLiveThere):
        if expected is None:
            actions.leave_household(household=household, people=[child], until=JUNE, by=rosa, at=NOON)
            continue
        with pytest.raises(expected):
            actions.leave_household(household=household, people=[child], until=JUNE, by=rosa, at=NOON)


def test_two_go_elsewhere_together(household, mother, child, rosa):
    baby = PersonFactory(registered_by=rosa, given_name_1="Luz", birth_date=date(2025, 5, 1))
    actions.join_household(household=household, person=baby, role="CHILD", since=MARCH, by=rosa, at=NOON)
    new = actions.split_household(
        household=household, members={child: "HEAD", baby: "RELATIVE"}, since=JUNE, by=rosa, at=NOON
    )  # fmt: skip
    assert new != household
    assert set(names(child, rosa)) == {"Ana", "Luz"}
    assert names(mother, rosa) == ["Yusleidy"]
    assert [stay.household for stay in queries.home_of(baby, rosa).before] == [household]


def test_nobody_joins_before_they_left_the_household_before(household, child, rosa):
    actions.leave_household(household=household, people=[child], until=JUNE, by=rosa, at=NOON)
    with pytest.raises(households.CannotLiveThere):
        actions.form_household(members={child: "HEAD"}, since=MARCH, by=rosa, at=NOON)


def test_whoever_lives_nowhere_joins_the_other(mother, child, rosa):
    actions.live_together(person=child, other=mother, kind="CHILD", by=rosa, at=NOON)
    roles = {m.person: m.role for m in queries.home_of(mother, rosa).members}
    assert roles == {mother: "HEAD", child: "CHILD"}
    grandmother = PersonFactory(registered_by=rosa, given_name_1="Rosalba", birth_date=date(1960, 1, 1))
    actions.live_together(person=grandmother, other=child, role="PARENT", by=rosa, at=NOON)
    assert set(names(mother, rosa)) == {"Yusleidy", "Ana", "Rosalba"}


def test_a_hidden_member_is_not_shown_and_stays_when_others_end_the_household(
    household, mother, child, rosa, julio, world
):
    place(child, Sensitivity.RESTRICTED, rosa, team=world.trata)
    assert names(mother, julio) == ["Yusleidy"]
    actions.dissolve_household(household=household, until=JUNE, by=julio, at=NOON)
    assert queries.home_of(mother, julio).membership is None
    assert queries.home_of(child, rosa).membership.household == household
    household.refresh_from_db()
    assert household.ended_at is None


def test_a_household_that_ends_ends_for_all(household, mother, child, rosa):
    assert actions.dissolve_household(household=household, until=JUNE, by=rosa, at=NOON).ended_at == NOON
    assert not HouseholdMember.objects.filter(until__isnull=True).exists()


def test_the_household_moves_all_or_none(household, mother, child, rosa):
    actions.move(
        person=child, district=None, in_transit=True, address="", since=JUNE, by=rosa, at=NOON
    )  # fmt: skip
    where = {"district": DistrictFactory(), "in_transit": False, "address": "Jr. Lima 1", "by": rosa, "at": NOON}
    with pytest.raises(actions.CannotMove) as refused:
        actions.move_household(people=[mother, child], since=MARCH, **where)
    assert refused.value.person == child
    assert not mother.residences.exists()
    assert actions.move_household(people=[mother, child], since=JUNE, **where) == 2
    for person in (mother, child):
        person.refresh_from_db()
        assert person.district.code == "150135"
