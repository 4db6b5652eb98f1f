"""What waits for somebody, and what came in for them."""

import pytest
from django.utils.timezone import now

from ayni.governance.models import Urgency
from ayni.people.models import Basis
from ayni.referrals import actions, queries
from ayni.referrals.models import Referral

from .factories import CaseFactory, send

pytestmark = pytest.mark.django_db


def test_what_waits_and_what_came_in(referral, rosa, julio, ines):
    before = now()
    assert list(queries.waiting_for(rosa)) == [referral]
    assert list(queries.waiting_for(julio)) == []
    actions.accept(referral=referral, text="Sí", by=ines, at=now())
    assert list(queries.waiting_for(rosa)) == []
    assert [m.kind for m in queries.came_in(rosa, before)] == ["ACCEPTED"]
    assert list(queries.came_in(julio, before)) == []


def test_what_i_wrote_down_myself_did_not_come_in(referral, rosa):
    before = now()
    actions.accept(referral=referral, text="Llamé", by=rosa, at=now())
    assert list(queries.came_in(rosa, before)) == []


def test_restricted_cases_of_others_are_in_no_list(world, rosa, julio, service):
    restricted = CaseFactory(caseworker=rosa, sensitivity="RESTRICTED", team=world.trata)
    send(restricted, service, urgency=Urgency.IMMEDIATE, basis=Basis.CONSENT)
    actions.strike_clock(at=Referral.objects.get().answer_by)
    assert list(queries.escalated(world.marta)) == []
