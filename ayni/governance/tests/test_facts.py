"""Approved changes are counted as results (R266)."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils.timezone import localdate, now

from ayni.facts.registry import REGISTRY
from ayni.governance.models import ProtocolDraft

from .factories import GapFactory, ProtocolFactory
from .test_instruments import carry_on, register

pytestmark = pytest.mark.django_db


def counted(at=None) -> list[tuple]:
    table = REGISTRY["approved_changes"]
    names = ("what", "approved_on", "answers")
    return sorted(row for rows in table.rows(at or now()) for row in rows.values_list(*names))


def test_what_was_approved_counts_once_from_its_first_approval_also_after_it_ended(marta):
    since = localdate() - timedelta(days=40)
    draft, done = register(marta), register(marta, gap=GapFactory(owner=marta), since=since)
    assert draft.state == "DRAFTED"
    done = carry_on(done, "PRESENTED", marta, on=since)
    done = carry_on(done, "ENACTED", marta, on=since + timedelta(days=10))
    done = carry_on(carry_on(done, "PUBLISHED", marta), "ENDED", marta)
    assert counted() == [("DIRECTIVE", since + timedelta(days=10), True)]
    assert counted(now() - timedelta(days=35)) == []


def test_a_version_that_was_approved_counts_from_the_day_it_is_in_force_and_one_of_the_data_does_not(marta):
    ProtocolFactory(code="PW-DATA")
    ours = ProtocolFactory(code="PW-OURS", written_by_hand=True, valid_from=date(2026, 5, 3))
    ProtocolDraft.objects.create(
        code="PW-OURS", name="x", state="APPROVED", protocol=ours, gap=GapFactory(owner=marta), started_by=marta,
        started_at=now(),
    )  # fmt: skip
    ProtocolFactory(code="PW-LATER", written_by_hand=True, valid_from=date(2099, 1, 1))
    assert counted() == [("PROTOCOL", date(2026, 5, 3), True)]
    assert counted(datetime(2026, 5, 2, 17, tzinfo=UTC)) == []
