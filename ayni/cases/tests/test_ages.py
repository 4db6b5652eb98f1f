"""Whoever attends to a child is told in time that the child turns 18."""

from datetime import date, timedelta

import pytest
from django.utils.timezone import localdate, now

from ayni.cases import actions
from ayni.cases.models import ComingOfAge
from ayni.cases.queries.ages import mine_coming_of_age
from ayni.cases.rules.ages import due, turns_adult_on
from ayni.notices.models import Message
from ayni.people.models import Person

from .factories import open_case


@pytest.mark.parametrize(
    ("born", "today", "days"),
    [
        (date(2009, 3, 1), date(2026, 11, 30), None),
        (date(2009, 3, 1), date(2026, 12, 1), 90),
        (date(2009, 3, 1), date(2027, 1, 30), 30),
        (date(2009, 3, 1), date(2027, 2, 22), 7),
        (date(2009, 3, 1), date(2027, 2, 28), 7),
        (date(2009, 3, 1), date(2027, 3, 1), None),
        (date(2008, 2, 29), date(2026, 2, 28), 7),
    ],
)
def test_the_nearest_notice_that_has_come_is_due(born, today, days):
    assert due(born, today) == days


def test_somebody_born_on_29_february_turns_18_on_the_first_of_march():
    assert turns_adult_on(date(2008, 2, 29)) == date(2026, 3, 1)
    assert turns_adult_on(date(2002, 2, 29 - 1)) == date(2020, 2, 28)


def born_to_turn_18_in(case, days):
    day = localdate() + timedelta(days=days)
    Person.objects.filter(pk=case.person_id).update(birth_date=day.replace(year=day.year - 18), birth_precision="EXACT")


@pytest.mark.django_db
def test_each_notice_goes_out_once_and_the_last_one_to_the_supervisor_too(rosa, marta):
    case = open_case(rosa, "VP-NNA-RD", at=now())
    born_to_turn_18_in(case, 60)
    assert actions.tell_of_coming_of_age(at=now()) == 1
    assert actions.tell_of_coming_of_age(at=now()) == 0
    assert [message.to for message in Message.objects.all()] == [rosa.email]
    assert list(mine_coming_of_age(rosa, localdate())) == [case]
    born_to_turn_18_in(case, 5)
    assert actions.tell_of_coming_of_age(at=now()) == 1
    assert {message.to for message in Message.objects.all()} == {rosa.email, marta.email}
    assert set(ComingOfAge.objects.values_list("days", flat=True)) == {90, 7}
    born_to_turn_18_in(case, -5)
    assert actions.tell_of_coming_of_age(at=now()) == 0
    assert not mine_coming_of_age(rosa, localdate()).exists()


@pytest.mark.django_db
def test_of_a_restricted_case_only_its_team_is_told(world, rosa, marta):
    case = open_case(rosa, "VP-TRATA", at=now())
    born_to_turn_18_in(case, 5)
    actions.tell_of_coming_of_age(at=now())
    assert {message.to for message in Message.objects.all()} == {rosa.email}
    assert not mine_coming_of_age(marta, localdate()).exists()
