"""Nothing waits for somebody who is away; and nobody sees more of what is restricted because of it."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from ayni.access import actions as access
from ayni.access.models import User
from ayni.access.permissions import Role
from ayni.access.rules import CannotBeAway
from ayni.access.tests.factories import MembershipFactory, UserFactory
from ayni.audit.models import Event
from ayni.cases import actions, queries
from ayni.cases.actions.telling import caseworker_of
from ayni.cases.models import Case
from ayni.cases.queries import approvals, following

from .factories import assess, open_case

pytestmark = pytest.mark.django_db


def again(user):
    return User.objects.get(pk=user.pk)


@pytest.fixture
def now():
    return timezone.now()


def away(user, *substitutes, by=None, days=5):
    at = timezone.now()
    return access.record_absence(
        user=user, substitutes=list(substitutes), starts_at=at, ends_at=at + timedelta(days=days), by=by or user, at=at
    )


def test_the_substitute_sees_to_it_from_the_first_day_until_the_last(world, rosa, julio, now):
    child = open_case(rosa, "VP-NNA-RD", at=now - timedelta(days=9))
    assert not Case.objects.visible_to(again(julio)).filter(pk=child.pk).exists()
    away(rosa, julio)
    later = again(julio)
    assert Case.objects.visible_to(later).filter(pk=child.pk).exists()
    assert child in queries.my_cases(later)
    assert {task.case_id for task in queries.overdue(later, timezone.now())} == {child.pk}
    with time_machine.travel(now + timedelta(days=6)):
        assert not Case.objects.visible_to(again(julio)).filter(pk=child.pk).exists()
        assert not queries.my_cases(again(julio)).exists()


def test_whom_the_risk_asks_to_contact_reaches_the_substitute_and_what_is_restricted_does_not(world, rosa, julio, now):
    child, hidden = (open_case(rosa, code, at=now - timedelta(days=9)) for code in ("VP-NNA-RD", "VP-TRATA"))
    for case in (child, hidden):
        assess(case, "RG-ALTO", at=now - timedelta(days=9))
    soon = now + timedelta(days=9)
    assert not following.contacts_due(again(julio), soon).exists()
    away(rosa, julio)
    assert [contact.case for contact in following.contacts_due(again(julio), soon)] == [child]


def test_what_is_restricted_reaches_a_substitute_of_the_team_or_whoever_leads_it(world, rosa, julio, now):
    case = open_case(rosa, "VP-TRATA", at=now - timedelta(days=9))
    lead = UserFactory(organisation=world.uim, office=world.sede_central)
    MembershipFactory(user=lead, role=Role.SUPERVISOR, team=world.trata)
    away(rosa, julio)
    assert not Case.objects.visible_to(again(julio)).exists()
    assert not queries.my_cases(again(julio)).exists()
    assert case in queries.my_cases(again(lead)), "nobody of the team stands in: its lead sees to it"
    assert caseworker_of(case, timezone.now()) == [lead]
    access.end_absence(user=rosa, by=rosa, at=timezone.now() + timedelta(seconds=1))
    inside = UserFactory(organisation=world.uim, office=world.sede_central)
    MembershipFactory(user=inside, role=Role.CASEWORKER, team=world.trata)
    with time_machine.travel(timezone.now() + timedelta(seconds=9)):
        away(rosa, julio, inside)
        assert case in queries.my_cases(again(inside))
        assert not queries.my_cases(again(lead)).exists()
        assert caseworker_of(case, timezone.now()) == [inside]


def test_a_substitute_who_goes_away_is_stood_in_for(world, rosa, julio, now):
    third = UserFactory(organisation=world.uim, office=world.sede_central, roles=[Role.CASEWORKER])
    child = open_case(rosa, "VP-NNA-RD", at=now)
    away(rosa, julio)
    with time_machine.travel(now + timedelta(hours=1)):
        away(julio, third, days=2)
        assert child in queries.my_cases(again(third))
        assert caseworker_of(child, timezone.now()) == [third]


def test_approvals_of_a_supervisor_who_is_away_reach_the_substitute_but_never_the_asker(world, rosa, julio, marta, now):
    child = open_case(rosa, "VP-NNA-RD", at=now)
    away(marta, julio, rosa)
    plan = actions.ask_plan(case=child, by=rosa, at=timezone.now())
    assert not approvals.for_approver(again(rosa), timezone.now()).exists()
    assert not Case.objects.visible_to(again(julio)).filter(pk=child.pk).exists()
    ordinary = open_case(rosa, at=now)
    everything = list(approvals.needed())
    actions.set_approval_rules(needed=everything, by=marta, at=now)
    asked = actions.ask_plan(case=ordinary, by=rosa, at=timezone.now())
    assert [one.pk for one in approvals.for_approver(again(julio), timezone.now())] == [asked.pk]
    actions.approve(approval=asked, remark="", by=again(julio), at=timezone.now())
    assert plan.state == "ASKED"


def test_an_absence_names_somebody_of_the_office_who_is_there(world, rosa, julio, vera, lia, marta):
    for wrong in ([], [vera], [lia], [rosa]):
        with pytest.raises(CannotBeAway):
            away(rosa, *wrong)
    with pytest.raises(CannotBeAway):
        away(rosa, julio, by=julio)
    away(rosa, julio, by=marta)
    with pytest.raises(CannotBeAway):
        away(rosa, julio)
    with pytest.raises(CannotBeAway):
        away(marta, rosa)
    assert Event.objects.get(verb="absence.recorded").details["substitutes"] == [julio.pk]


def test_whoever_stands_in_for_nobody_pays_nothing(rosa, django_assert_num_queries):
    user = again(rosa)
    with django_assert_num_queries(1):
        assert (user.covered_ids, user.led_while_away, user.opened_by_glass) == ((), (), ())
