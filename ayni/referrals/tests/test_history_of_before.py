"""Referrals that were there before they had a history get its lines from what they say themselves."""

from datetime import timedelta
from importlib import import_module

import pytest
from django.apps import apps
from django.utils.timezone import now

from ayni.referrals import actions, queries
from ayni.referrals.models import Change, Referral, Side, Status

pytestmark = pytest.mark.django_db

migration = import_module("ayni.referrals.migrations.0003_the_whole_life_of_a_referral")


def forget_history():
    Change.objects.all().delete()
    Referral.objects.update(expires_at=None)


def test_what_was_completed_says_by_whom_each_step_was(referral, ines, rosa):
    actions.acknowledge(referral=referral, text="", by=ines, at=now())
    actions.accept(referral=referral, text="", by=ines, at=now())
    actions.report_outcome(referral=referral, result="PARTLY", text="", by=ines, at=now())
    before = [(c.status, c.side, c.by_id, c.detail, c.at) for c in queries.history_of(referral)]
    forget_history()
    migration.write_history(apps, None)
    assert [(c.status, c.side, c.by_id, c.detail, c.at) for c in queries.history_of(referral)] == before


def test_what_the_sender_wrote_down_is_theirs(referral, rosa):
    actions.accept(referral=referral, text="Por teléfono", by=rosa, at=now())
    forget_history()
    migration.write_history(apps, None)
    assert [(c.status, c.side) for c in queries.history_of(referral)] == [
        (Status.SENT, Side.SENDER),
        (Status.ACCEPTED, Side.SENDER),
    ]


def test_what_waits_since_long_does_not_end_in_the_hour_of_the_update(referral):
    Referral.objects.update(answer_by=now() - timedelta(days=400))
    forget_history()
    migration.write_history(apps, None)
    soonest = Referral.objects.get().expires_at - now()
    assert timedelta(days=6, hours=23) < soonest <= timedelta(days=7)
