"""What the demo world shows of sessions and of requests for a call, on whatever day and hour it is made."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest

from ayni.desk.demo import invited
from ayni.feedback.models import CallOutcome, CallRequest
from ayni.feedback.queries import calls
from ayni.outreach import queries
from ayni.outreach.models import Session, SignUp, SignUpState, State
from ayni.outreach.tests.factories import KindFactory

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 28, 17, tzinfo=UTC)
MIDNIGHT = datetime(2026, 11, 28, 5, 3, tzinfo=UTC)
"""Three minutes past midnight in Lima: what was asked for today was asked for yesterday."""
EVENING = datetime(2026, 12, 31, 4, 40, tzinfo=UTC)


def stage_at(world, at):
    world.clara  # noqa: B018 - who calls
    desks = {"SEDE-CENTRAL": SimpleNamespace(office=world.sede_central), "JZ-TUM": SimpleNamespace(office=world.jz_tum)}
    return SimpleNamespace(staff=SimpleNamespace(users={"marta": world.marta}, desks=desks), at=at)


@pytest.mark.parametrize("at", [NOON, MIDNIGHT, EVENING])
def test_the_calendar_has_sessions_held_to_come_full_and_cancelled(world, at):
    KindFactory()
    invited.work(stage_at(world, at))
    assert {state: Session.objects.filter(state=state).count() for state in State.values} == {
        "PLANNED": 1, "OPEN": 3, "HELD": 2, "CLOSED": 0, "CANCELLED": 1,
    }  # fmt: skip
    shown = queries.to_come(at)
    assert [one.state for one in shown].count("CANCELLED") == 1
    assert len(shown) == 4
    [full] = [one for one in shown if one.free == 0]
    assert full.waiting == 2
    assert any(one.is_online and one.language == "ht" for one in shown)
    assert SignUp.objects.filter(session__state=State.HELD, state=SignUpState.WITHDRAWN).count() == 2
    assert {one.contact for one in SignUp.objects.order_by("pk")} == {""}
    assert not SignUp.objects.filter(made_at__gt=at).exists()


@pytest.mark.parametrize("at", [NOON, MIDNIGHT, EVENING])
def test_calls_wait_are_due_late_and_done(world, at):
    invited.work(stage_at(world, at))
    groups = calls.to_call(world.clara, at)
    now = list(groups["now"])
    assert len(now) == 2
    assert [one.late_told_at is not None for one in now].count(True) == (1 if at != MIDNIGHT else 0)
    assert groups["later"].count() == 2
    assert groups["spoken"].count() == 1
    assert set(CallRequest.objects.filter(closed_at__isnull=False).values_list("outcome", flat=True)) == {
        CallOutcome.ADVISED, CallOutcome.NOT_REACHED, CallOutcome.RESCUED,
    }  # fmt: skip
    assert not CallRequest.objects.filter(asked_at__gt=at).exists()


def test_without_kinds_of_sessions_and_without_anybody_to_call_nothing_is_made(world):
    stage = stage_at(world, NOON + timedelta(days=1))
    world.clara.is_active = False
    world.clara.save()
    invited.work(stage)
    assert not Session.objects.exists()
    assert not CallRequest.objects.exists()
